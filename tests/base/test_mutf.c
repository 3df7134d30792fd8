#include "base/mutf.h"

#include <criterion/criterion.h>

#include "support/sweep.h"

static void expect_utf8(sv_str from, sv_str to)
{
    struct sv_buf b;
    sv_buf_init(&b, 1000);
    sv_mutf_to_utf8(&b, from);
    cr_expect(sv_str_eq(sv_buf_str(&b), to), "%.*s became %.*s", (int)from.n, from.p, (int)b.n, b.p ? b.p : "");
    sv_buf_free(&b);
}

#define EXPECT_UTF8(from, to) expect_utf8(SV_STR(from), SV_STR(to))

Test(mutf, what_java_writes)
{
    EXPECT_UTF8("", "");
    EXPECT_UTF8("Order.items", "Order.items");
    EXPECT_UTF8("a\xC0\x80z", "a\0z");
    EXPECT_UTF8("\xC3\xA4\xE2\x82\xAC", "\xC3\xA4\xE2\x82\xAC");
    EXPECT_UTF8("\xED\xA0\xBD\xED\xB8\x80", "\xF0\x9F\x98\x80"); /* U+1F600 as a surrogate pair */
}

Test(mutf, standard_forms_are_taken_too)
{
    EXPECT_UTF8("\xF0\x9F\x98\x80", "\xF0\x9F\x98\x80");
    EXPECT_UTF8("\0a", "\0a");
}

#define LOST "\xEF\xBF\xBD"

Test(mutf, damage_becomes_the_replacement_character)
{
    EXPECT_UTF8("\x80", LOST);
    EXPECT_UTF8("\xC3", LOST);
    EXPECT_UTF8("\xC3(", LOST "(");
    EXPECT_UTF8("\xE2\x82", LOST LOST);
    EXPECT_UTF8("\xC1\x81", LOST);         /* overlong A */
    EXPECT_UTF8("\xE0\x81\x81", LOST);     /* overlong A */
    EXPECT_UTF8("\xF0\x80\x81\x81", LOST); /* overlong A */
    EXPECT_UTF8("\xF5\x80\x80\x80", LOST); /* beyond U+10FFFF */
    EXPECT_UTF8("\xFF\xFE", LOST LOST);
    EXPECT_UTF8("\xED\xA0\xBD", LOST); /* high surrogate alone */
    EXPECT_UTF8("\xED\xA0\xBDx", LOST "x");
    EXPECT_UTF8("\xED\xB8\x80", LOST); /* low surrogate alone */
    EXPECT_UTF8("\xED\xA0\xBD\xED\xA0\xBD", LOST LOST);
}

Test(mutf, put_writes_scalar_values_only)
{
    static const struct {
        uint32_t code_point;
        const char *utf8;
    } cases[] = {
        { 0x7F, "\x7F" },
        { 0x80, "\xC2\x80" },
        { 0x7FF, "\xDF\xBF" },
        { 0x800, "\xE0\xA0\x80" },
        { 0xFFFF, "\xEF\xBF\xBF" },
        { 0x10000, "\xF0\x90\x80\x80" },
        { 0x10FFFF, "\xF4\x8F\xBF\xBF" },
        { 0x110000, LOST },
        { 0xD800, LOST },
        { 0xDFFF, LOST },
        { UINT32_MAX, LOST },
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct sv_buf b;
        sv_buf_init(&b, 10);
        sv_utf8_put(&b, cases[i].code_point);
        cr_expect(sv_str_eq(sv_buf_str(&b), sv_str_of(cases[i].utf8)), "U+%04X", cases[i].code_point);
        sv_buf_free(&b);
    }
}

/* Whether bytes are UTF-8 as RFC 3629 has it, decided by a table of ranges and not by the code under test. */
static bool is_utf8(const unsigned char *p, size_t n)
{
    static const struct {
        unsigned char first, last, low, high, tails;
    } rows[] = {
        { 0x00, 0x7F, 0, 0, 0 },       { 0xC2, 0xDF, 0x80, 0xBF, 1 }, { 0xE0, 0xE0, 0xA0, 0xBF, 2 },
        { 0xE1, 0xEC, 0x80, 0xBF, 2 }, { 0xED, 0xED, 0x80, 0x9F, 2 }, { 0xEE, 0xEF, 0x80, 0xBF, 2 },
        { 0xF0, 0xF0, 0x90, 0xBF, 3 }, { 0xF1, 0xF3, 0x80, 0xBF, 3 }, { 0xF4, 0xF4, 0x80, 0x8F, 3 },
    };
    for (size_t i = 0; i < n;) {
        size_t row = 0;
        while (row < sizeof rows / sizeof *rows && (p[i] < rows[row].first || p[i] > rows[row].last))
            row++;
        if (row == sizeof rows / sizeof *rows || n - i <= rows[row].tails)
            return false;
        for (size_t k = 1; k <= rows[row].tails; k++)
            if (p[i + k] < (k == 1 ? rows[row].low : 0x80) || p[i + k] > (k == 1 ? rows[row].high : 0xBF))
                return false;
        i += 1u + rows[row].tails;
    }
    return true;
}

static void expect_valid(const unsigned char *bytes, size_t n, void *context)
{
    (void)context;
    struct sv_buf b;
    sv_buf_init(&b, 1000);
    sv_mutf_to_utf8(&b, (sv_str){ (const char *)bytes, n });
    if (b.failed != (sweep_has_failed() != 0) || !is_utf8((const unsigned char *)sv_buf_str(&b).p, b.n))
        cr_assert(false, "%zu bytes, failed %d", n, b.failed); /* an assertion that holds costs too much here */
    sv_buf_free(&b);
}

Test(mutf, result_is_utf8_whatever_the_bytes)
{
    cr_assert_not(is_utf8((const unsigned char *)"\xED\xA0\x80", 3));
    static const char text[] = "k\xC3\xA4\xE2\x82\xAC\xED\xA0\xBD\xED\xB8\x80\xF0\x9F\x98\x80\xC0\x80.";
    cr_expect_gt(sweep_all(text, sizeof text - 1, 0, expect_valid, NULL), 100);
    uint32_t seed = 1;
    for (int run = 0; run < 20000; run++) {
        unsigned char bytes[6];
        for (size_t i = 0; i < sizeof bytes; i++) {
            seed = seed * 1664525u + 1013904223u;
            bytes[i] = (unsigned char)(0x80 | seed >> 24); /* the half where everything can go wrong */
        }
        expect_valid(bytes, sizeof bytes, NULL);
    }
}
