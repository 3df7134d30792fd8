/* mutf.c: modified UTF-8 to UTF-8. Standard four-byte forms are accepted as well, since names also come from
 * command lines and from later writers. */
#include "base/mutf.h"

enum { REPLACEMENT = 0xFFFD };

static uint32_t byte_at(sv_str s, size_t i)
{
    return (unsigned char)s.p[i];
}

static bool is_tail(sv_str s, size_t i)
{
    return i < s.n && (byte_at(s, i) & 0xC0) == 0x80;
}

/* One group of up to three bytes: a UTF-16 unit. */
static uint32_t unit(sv_str s, size_t *length)
{
    uint32_t b = byte_at(s, 0);
    *length = 1;
    if (b < 0x80)
        return b;
    if ((b & 0xE0) == 0xC0 && is_tail(s, 1)) {
        uint32_t value = (b & 0x1F) << 6 | (byte_at(s, 1) & 0x3F);
        *length = 2;
        return value >= 0x80 || value == 0 ? value : REPLACEMENT;
    }
    if ((b & 0xF0) == 0xE0 && is_tail(s, 1) && is_tail(s, 2)) {
        uint32_t value = (b & 0x0F) << 12 | (byte_at(s, 1) & 0x3F) << 6 | (byte_at(s, 2) & 0x3F);
        *length = 3;
        return value >= 0x800 ? value : REPLACEMENT;
    }
    return REPLACEMENT;
}

uint32_t sv_mutf_next(sv_str s, size_t *length_out)
{
    uint32_t b = byte_at(s, 0);
    if ((b & 0xF8) == 0xF0 && is_tail(s, 1) && is_tail(s, 2) && is_tail(s, 3)) {
        uint32_t value =
            (b & 7) << 18 | (byte_at(s, 1) & 0x3F) << 12 | (byte_at(s, 2) & 0x3F) << 6 | (byte_at(s, 3) & 0x3F);
        *length_out = 4;
        return value >= 0x10000 && value <= 0x10FFFF ? value : REPLACEMENT;
    }
    uint32_t high = unit(s, length_out);
    if (high < 0xD800 || high > 0xDFFF)
        return high;
    if (high < 0xDC00 && s.n > *length_out) {
        size_t more;
        uint32_t low = unit(sv_str_skip(s, *length_out), &more);
        if (low >= 0xDC00 && low <= 0xDFFF) {
            *length_out += more;
            return 0x10000 + ((high - 0xD800) << 10 | (low - 0xDC00));
        }
    }
    return REPLACEMENT;
}

void sv_utf8_put(struct sv_buf *out, uint32_t c)
{
    if (c > 0x10FFFF || (c >= 0xD800 && c <= 0xDFFF))
        c = REPLACEMENT;
    char bytes[4];
    size_t n = c < 0x80 ? 1 : c < 0x800 ? 2 : c < 0x10000 ? 3 : 4;
    static const unsigned char head[5] = { 0, 0, 0xC0, 0xE0, 0xF0 };
    for (size_t i = n; i > 1; i--) {
        bytes[i - 1] = (char)(0x80 | (c & 0x3F));
        c >>= 6;
    }
    bytes[0] = (char)(head[n] | c);
    sv_buf_add(out, (sv_str){ bytes, n });
}

void sv_mutf_to_utf8(struct sv_buf *out, sv_str s)
{
    while (s.n) {
        size_t n;
        uint32_t c = sv_mutf_next(s, &n);
        sv_utf8_put(out, c);
        s = sv_str_skip(s, n);
    }
}
