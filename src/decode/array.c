/* array.c: arrays of primitives and strings.
 *
 * SIZE  MEANING
 *  4    length (StringValueArray: and 4 bytes used)
 *       items, as scalar.c and string.c have them; bytes and UTF-8 by the same length; lists of UTF strings
 * Mirrors org.apache.flink.api.common.typeutils.base.array.*Serializer#deserialize, Gelly's ValueArrays, StringDataSerializer
 * and FlinkKafkaProducer.ContextStateSerializer */
#include "decode/codec.h"

static struct sv_value *items(struct sv_decoding *d, const struct sv_codec *codec, uint32_t count, sv_decode_fn *item)
{
    struct sv_value *array = sv_make(d, SV_VALUE_ARRAY);
    for (; count > 0 && sv_cur_ok(d->cur); count--)
        sv_value_add(array, item(d, codec));
    return array;
}

struct sv_value *sv_decode_boolean_array(struct sv_decoding *d, const struct sv_codec *codec)
{
    return items(d, codec, sv_cur_count(d->cur, 1), sv_decode_boolean);
}

struct sv_value *sv_decode_byte_array(struct sv_decoding *d, const struct sv_codec *codec)
{
    return items(d, codec, sv_cur_count(d->cur, 1), sv_decode_byte);
}

struct sv_value *sv_decode_short_array(struct sv_decoding *d, const struct sv_codec *codec)
{
    return items(d, codec, sv_cur_count(d->cur, 2), sv_decode_short);
}

struct sv_value *sv_decode_char_array(struct sv_decoding *d, const struct sv_codec *codec)
{
    return items(d, codec, sv_cur_count(d->cur, 2), sv_decode_char);
}

struct sv_value *sv_decode_int_array(struct sv_decoding *d, const struct sv_codec *codec)
{
    return items(d, codec, sv_cur_count(d->cur, 4), sv_decode_int);
}

struct sv_value *sv_decode_long_array(struct sv_decoding *d, const struct sv_codec *codec)
{
    return items(d, codec, sv_cur_count(d->cur, 8), sv_decode_long);
}

struct sv_value *sv_decode_float_array(struct sv_decoding *d, const struct sv_codec *codec)
{
    return items(d, codec, sv_cur_count(d->cur, 4), sv_decode_float);
}

struct sv_value *sv_decode_double_array(struct sv_decoding *d, const struct sv_codec *codec)
{
    return items(d, codec, sv_cur_count(d->cur, 8), sv_decode_double);
}

struct sv_value *sv_decode_string_array(struct sv_decoding *d, const struct sv_codec *codec)
{
    return items(d, codec, sv_cur_count(d->cur, 1), sv_decode_string);
}

struct sv_value *sv_decode_bytes(struct sv_decoding *d, const struct sv_codec *codec)
{
    (void)codec;
    return sv_make_text(d, SV_VALUE_BYTES, sv_cur_bytes(d->cur, sv_cur_count(d->cur, 1)));
}

struct sv_value *sv_decode_utf8(struct sv_decoding *d, const struct sv_codec *codec)
{
    (void)codec;
    return sv_make_utf8(d, sv_cur_bytes(d->cur, sv_cur_count(d->cur, 1)));
}

static struct sv_value *utf_item(struct sv_decoding *d, const struct sv_codec *codec)
{
    (void)codec;
    return sv_make_utf8(d, sv_cur_utf(d->cur));
}

struct sv_value *sv_decode_utf_list(struct sv_decoding *d, const struct sv_codec *codec)
{
    return items(d, codec, sv_cur_count(d->cur, 2), utf_item);
}

static struct sv_value *null_item(struct sv_decoding *d, const struct sv_codec *codec)
{
    (void)codec;
    return sv_make(d, SV_VALUE_NULL);
}

struct sv_value *sv_decode_null_array(struct sv_decoding *d, const struct sv_codec *codec)
{
    return items(d, codec, sv_cur_count(d->cur, 0), null_item);
}

struct sv_value *sv_decode_string_value_array(struct sv_decoding *d, const struct sv_codec *codec)
{
    uint32_t count = sv_cur_count(d->cur, 1);
    struct sv_cursor frame = sv_cur_frame(d->cur, sv_cur_count(d->cur, 1)), *outer = sv_frame_open(d, &frame);
    struct sv_value *array = items(d, codec, count, sv_decode_string_value);
    sv_frame_close(d, outer);
    return array;
}
