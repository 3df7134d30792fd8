/* number.c: big numbers in decimal, as BigInteger and BigDecimal print themselves. */
#include <inttypes.h>
#include <stdio.h>

#include "base/limits.h"
#include "decode/codec.h"

enum { CHUNK = 1000000000, CHUNK_DIGITS = 9, WORDS = SV_LIMIT_NUMBER_BYTES / 4 + 1 };

/* Decimal digits of a number without its sign, at the end of p. */
struct digits {
    char p[SV_LIMIT_NUMBER_BYTES / 2 * 5 + CHUNK_DIGITS];
    size_t begin;
    bool negative;
};

static sv_str digits_str(const struct digits *digits)
{
    return (sv_str){ digits->p + digits->begin, sizeof digits->p - digits->begin };
}

/* Absolute value in words, lowest first; the number of words. */
static size_t magnitude(sv_str bytes, bool negative, uint32_t *words)
{
    size_t count = (bytes.n + 3) / 4;
    unsigned carry = negative;
    memset(words, 0, count * sizeof *words);
    for (size_t i = 0; i < bytes.n; i++) {
        unsigned byte = (unsigned char)bytes.p[bytes.n - 1 - i];
        byte = (negative ? 0xFF - byte : byte) + carry;
        carry = byte >> 8;
        words[i / 4] |= (uint32_t)(byte & 0xFF) << 8 * (i % 4);
    }
    while (count > 0 && words[count - 1] == 0)
        count--;
    return count;
}

static uint32_t divide(uint32_t *words, size_t *count, uint32_t by)
{
    uint64_t rest = 0;
    for (size_t i = *count; i > 0; i--) {
        uint64_t part = rest << 32 | words[i - 1];
        words[i - 1] = (uint32_t)(part / by);
        rest = part % by;
    }
    while (*count > 0 && words[*count - 1] == 0)
        (*count)--;
    return (uint32_t)rest;
}

static void to_digits(sv_str bytes, struct digits *out)
{
    uint32_t words[WORDS];
    out->begin = sizeof out->p;
    out->negative = bytes.p[0] & 0x80;
    size_t count = magnitude(bytes, out->negative, words);
    do {
        uint32_t chunk = divide(words, &count, CHUNK);
        for (int i = 0; i < CHUNK_DIGITS && (count > 0 || chunk > 0); i++, chunk /= 10)
            out->p[--out->begin] = (char)('0' + chunk % 10);
    } while (count > 0);
    if (out->begin == sizeof out->p)
        out->p[--out->begin] = '0';
}

static bool good_length(struct sv_decoding *d, sv_str bytes)
{
    if (bytes.n == 0)
        sv_decode_bad(d);
    else if (bytes.n > SV_LIMIT_NUMBER_BYTES)
        sv_cur_fail(d->cur, SV_DEFECT_LIMIT);
    return sv_cur_ok(d->cur);
}

struct sv_value *sv_make_big_integer(struct sv_decoding *d, sv_str bytes)
{
    struct digits digits;
    if (!good_length(d, bytes))
        return NULL;
    to_digits(bytes, &digits);
    if (digits.negative)
        digits.p[--digits.begin] = '-';
    sv_str text = sv_arena_copy(d->arena, digits_str(&digits));
    if (!text.p)
        sv_cur_fail(d->cur, SV_DEFECT_LIMIT);
    return text.p ? sv_make_text(d, SV_VALUE_TEXT, text) : NULL;
}

/* Text built in arena memory of known room. */
struct text {
    char *p;
    size_t n;
};

static void put(struct text *t, const char *from, size_t n)
{
    memcpy(t->p + t->n, from, n);
    t->n += n;
}

static void put_zeros(struct text *t, size_t n)
{
    memset(t->p + t->n, '0', n);
    t->n += n;
}

/* BigDecimal#toString: plain when the scale is not negative and the first digit stands at 10^-6 or higher, else one
 * digit, the others, and an exponent. */
static void print_decimal(struct text *t, sv_str digits, int64_t scale)
{
    int64_t exponent = (int64_t)digits.n - 1 - scale;
    if (scale == 0) {
        put(t, digits.p, digits.n);
    } else if (scale > 0 && exponent >= -6) {
        size_t whole = exponent >= 0 ? (size_t)exponent + 1 : 0;
        put(t, whole ? digits.p : "0", whole ? whole : 1);
        put(t, ".", 1);
        put_zeros(t, exponent < 0 ? (size_t)(-exponent - 1) : 0);
        put(t, digits.p + whole, digits.n - whole);
    } else {
        char end[32];
        put(t, digits.p, 1);
        if (digits.n > 1)
            put(t, ".", 1);
        put(t, digits.p + 1, digits.n - 1);
        int n = snprintf(end, sizeof end, "E%+" PRId64, exponent);
        put(t, end, (size_t)n);
    }
}

struct sv_value *sv_make_big_decimal(struct sv_decoding *d, sv_str bytes, int32_t scale)
{
    enum { AROUND_DIGITS = 40 }; /* sign, point, leading zeros, exponent */
    struct digits digits;
    if (!good_length(d, bytes))
        return NULL;
    to_digits(bytes, &digits);
    sv_str plain = digits_str(&digits);
    struct text text = { .p = sv_arena_alloc(d->arena, plain.n + AROUND_DIGITS, 1) };
    if (!text.p) {
        sv_cur_fail(d->cur, SV_DEFECT_LIMIT);
        return NULL;
    }
    put(&text, "-", digits.negative);
    print_decimal(&text, plain, scale);
    return sv_make_text(d, SV_VALUE_TEXT, (sv_str){ text.p, text.n });
}

struct sv_value *sv_make_decimal(struct sv_decoding *d, int64_t unscaled, int32_t scale)
{
    char bytes[8];
    for (int i = 0; i < 8; i++)
        bytes[i] = (char)((uint64_t)unscaled >> (56 - 8 * i));
    return sv_make_big_decimal(d, (sv_str){ bytes, sizeof bytes }, scale);
}
