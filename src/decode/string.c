/* string.c: strings as Flink writes them.
 *
 * SIZE  MEANING
 *  1-5  length + 1, 0 for null (StringValue#write: the length itself), in groups of 7 bits, the lowest first, bit 7 set
 *       in all but the last
 *  1-3  each UTF-16 unit in such groups
 * Mirrors org.apache.flink.types.StringValue#readString and #read */
#include "decode/codec.h"

uint32_t sv_read_groups(struct sv_cursor *cur)
{
    uint64_t value = 0;
    for (unsigned shift = 0; shift < 35; shift += 7) {
        uint8_t group = sv_cur_u8(cur);
        value |= (uint64_t)(group & 0x7F) << shift;
        if (group < 0x80)
            break;
    }
    if (value > INT32_MAX)
        sv_cur_fail(cur, SV_DEFECT_BAD_VALUE);
    return value > INT32_MAX ? 0 : (uint32_t)value;
}

static uint32_t read_unit(struct sv_cursor *cur)
{
    uint32_t unit = sv_read_groups(cur);
    if (unit > 0xFFFF)
        sv_cur_fail(cur, SV_DEFECT_BAD_VALUE);
    return unit;
}

/* Units below 80 are their own bytes: a text of only such ones is borrowed. */
static bool take_ascii(struct sv_cursor *cur, uint32_t count, sv_str *text_out)
{
    unsigned char all = 0;
    if (sv_cur_left(cur) < count)
        return false;
    for (uint32_t i = 0; i < count; i++)
        all |= cur->p[i];
    if (all < 0x80)
        *text_out = sv_cur_bytes(cur, count);
    return all < 0x80;
}

static sv_str read_units(struct sv_decoding *d, uint32_t count)
{
    struct sv_units u;
    sv_str text = { "", 0 };
    if (take_ascii(d->cur, count, &text))
        return text;
    if (sv_cur_left(d->cur) < count) {
        sv_cur_fail(d->cur, SV_DEFECT_TRUNCATED);
        return text;
    }
    if (!sv_units_begin(d, &u, count))
        return text;
    for (; count > 0 && sv_cur_ok(d->cur); count--)
        sv_units_put(&u, read_unit(d->cur));
    return sv_units_end(&u);
}

bool sv_read_string(struct sv_decoding *d, sv_str *text_out)
{
    uint32_t length = sv_read_groups(d->cur);
    *text_out = length ? read_units(d, length - 1) : (sv_str){ "", 0 };
    return length;
}

struct sv_value *sv_decode_string(struct sv_decoding *d, const struct sv_codec *codec)
{
    (void)codec;
    sv_str text;
    return sv_read_string(d, &text) ? sv_make_text(d, SV_VALUE_TEXT, text) : sv_make(d, SV_VALUE_NULL);
}

struct sv_value *sv_decode_string_value(struct sv_decoding *d, const struct sv_codec *codec)
{
    (void)codec;
    return sv_make_text(d, SV_VALUE_TEXT, read_units(d, sv_read_groups(d->cur)));
}

/* String#hashCode of units as read_units takes them. */
static int32_t hash_units(struct sv_cursor *cur, uint32_t count)
{
    uint32_t hash = 0;
    for (; count > 0 && sv_cur_ok(cur); count--)
        hash = 31 * hash + read_unit(cur);
    return (int32_t)hash;
}

bool sv_hash_string(struct sv_cursor *cur, const struct sv_codec *codec, int32_t *hash_out)
{
    (void)codec;
    uint32_t length = sv_read_groups(cur);
    *hash_out = length ? hash_units(cur, length - 1) : 0;
    return true;
}

bool sv_hash_string_value(struct sv_cursor *cur, const struct sv_codec *codec, int32_t *hash_out)
{
    (void)codec;
    *hash_out = hash_units(cur, sv_read_groups(cur));
    return true;
}
