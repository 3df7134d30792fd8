#include <criterion/criterion.h>

#include "base/limits.h"
#include "support/decoded.h"

#define BIG_INT TYPES_BASE "BigIntSerializer$BigIntSerializerSnapshot"
#define BIG_DEC TYPES_BASE "BigDecSerializer$BigDecSerializerSnapshot"

enum { LENGTH_OFFSET = 4 };

static const char *integer(struct decoded *x, const char *hex)
{
    bytes_i32(&x->bytes, (int32_t)strlen(hex) / 2 + LENGTH_OFFSET);
    decoded_put_hex(&x->bytes, hex);
    return decoded_text(x, made_type(x->made, "value", BIG_INT));
}

static const char *decimal(struct decoded *x, const char *hex, int32_t scale)
{
    bytes_i32(&x->bytes, (int32_t)strlen(hex) / 2 + LENGTH_OFFSET);
    decoded_put_hex(&x->bytes, hex);
    bytes_i32(&x->bytes, scale);
    return decoded_text(x, made_type(x->made, "value", BIG_DEC));
}

Test(number, integers_of_any_size)
{
    static const char *const cases[][2] = {
        { "00", "\"0\"" },
        { "ff", "\"-1\"" },
        { "80", "\"-128\"" },
        { "0080", "\"128\"" },
        { "8000", "\"-32768\"" },
        { "3b9aca00", "\"1000000000\"" },
        { "7fffffffffffffff", "\"9223372036854775807\"" },
        { "8000000000000000", "\"-9223372036854775808\"" },
        { "056bc75e2d63100000", "\"100000000000000000000\"" },
        { "fa9438a1d29cf00000", "\"-100000000000000000000\"" },
        { "0000000000000000000001", "\"1\"" },
    };
    struct decoded x;
    decoded_begin(&x);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        cr_expect_str_eq(integer(&x, cases[i][0]), cases[i][1], "%s: %s", cases[i][0], x.text);
    decoded_done(&x);
}

Test(number, decimals_in_the_form_of_java)
{
    static const struct {
        const char *hex;
        int32_t scale;
        const char *text;
    } cases[] = {
        { "7b", 0, "\"123\"" },
        { "85", 0, "\"-123\"" },
        { "7b", -1, "\"1.23E+3\"" },
        { "7b", -3, "\"1.23E+5\"" },
        { "04d2", 2, "\"12.34\"" },
        { "04d2", 4, "\"0.1234\"" },
        { "85", 5, "\"-0.00123\"" },
        { "7b", 8, "\"0.00000123\"" },
        { "7b", 9, "\"1.23E-7\"" },
        { "85", 10, "\"-1.23E-8\"" },
        { "01", 7, "\"1E-7\"" },
        { "00", 2, "\"0.00\"" },
        { "00", -2, "\"0E+2\"" },
        { "00", 7, "\"0E-7\"" },
        { "01", INT32_MAX, "\"1E-2147483647\"" },
        { "01", INT32_MIN, "\"1E+2147483648\"" },
    };
    struct decoded x;
    decoded_begin(&x);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        cr_expect_str_eq(decimal(&x, cases[i].hex, cases[i].scale), cases[i].text, "%s %d: %s", cases[i].hex,
                         cases[i].scale, x.text);
    decoded_done(&x);
}

Test(number, one_that_would_take_too_long_to_print_meets_a_limit)
{
    struct decoded x;
    decoded_begin(&x);
    bytes_i32(&x.bytes, SV_LIMIT_NUMBER_BYTES + LENGTH_OFFSET);
    bytes_fill(&x.bytes, 0x80, SV_LIMIT_NUMBER_BYTES);
    cr_expect_eq(strlen(decoded_text(&x, made_type(x.made, "value", BIG_INT))), 9867, "%zu", strlen(x.text));
    bytes_i32(&x.bytes, SV_LIMIT_NUMBER_BYTES + 1 + LENGTH_OFFSET);
    bytes_fill(&x.bytes, 0x80, SV_LIMIT_NUMBER_BYTES + 1);
    decoded_text(&x, made_type(x.made, "value", BIG_INT));
    cr_expect_eq(strncmp(x.text, "! out of memory or over a limit", 31), 0, "%.40s", x.text);
    decoded_done(&x);
}
