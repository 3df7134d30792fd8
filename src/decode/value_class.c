/* value_class.c: classes that write themselves (Value, Writable), as far as they are Flink's or Hadoop's own.
 *
 * SIZE  MEANING
 *       Flink's Values: as their own serializers have them (scalar.c, string.c)
 *       Hadoop: numbers as DataOutput writes them; NullWritable nothing; Text: vint length, UTF-8; BytesWritable: 4 length
 *       vint: 1 when it is -112 or more, that is the number; else -112 - n says that n bytes of it follow
 * Mirrors read of org.apache.flink.types.*Value and readFields of org.apache.hadoop.io.*Writable */
#include "decode/codec.h"

static struct sv_value *hadoop_text(struct sv_decoding *d, const struct sv_codec *codec)
{
    enum { LAST_SHORT = -112, LAST_POSITIVE = -120 };
    (void)codec;
    int64_t length = (int8_t)sv_cur_u8(d->cur);
    if (length < LAST_SHORT) {
        int64_t more = LAST_SHORT - length;
        for (length = 0; more > 0 && more <= LAST_SHORT - LAST_POSITIVE && sv_cur_ok(d->cur); more--)
            length = (int64_t)((uint64_t)length << 8 | sv_cur_u8(d->cur));
    }
    if (length < 0)
        sv_decode_bad(d);
    return sv_make_utf8(d, sv_cur_bytes(d->cur, length < 0 ? 0 : (uint64_t)length));
}

static const struct {
    const char *name;
    sv_decode_fn *decode;
    sv_hash_fn *hash;
} classes[] = {
    { "org.apache.flink.types.BooleanValue", sv_decode_boolean, sv_hash_boolean_value },
    { "org.apache.flink.types.ByteValue", sv_decode_byte, sv_hash_byte },
    { "org.apache.flink.types.CharValue", sv_decode_char, sv_hash_char },
    { "org.apache.flink.types.DoubleValue", sv_decode_double, sv_hash_double_value },
    { "org.apache.flink.types.FloatValue", sv_decode_float, sv_hash_float },
    { "org.apache.flink.types.IntValue", sv_decode_int, sv_hash_int },
    { "org.apache.flink.types.LongValue", sv_decode_long, sv_hash_long_value },
    { "org.apache.flink.types.NullValue", sv_decode_nothing, sv_hash_unknown },
    { "org.apache.flink.types.ShortValue", sv_decode_short, sv_hash_short },
    { "org.apache.flink.types.StringValue", sv_decode_string_value, sv_hash_string_value },
    { "org.apache.hadoop.io.BooleanWritable", sv_decode_boolean, sv_hash_unknown },
    { "org.apache.hadoop.io.ByteWritable", sv_decode_byte, sv_hash_unknown },
    { "org.apache.hadoop.io.BytesWritable", sv_decode_bytes, sv_hash_unknown },
    { "org.apache.hadoop.io.DoubleWritable", sv_decode_double, sv_hash_unknown },
    { "org.apache.hadoop.io.FloatWritable", sv_decode_float, sv_hash_unknown },
    { "org.apache.hadoop.io.IntWritable", sv_decode_int, sv_hash_unknown },
    { "org.apache.hadoop.io.LongWritable", sv_decode_long, sv_hash_unknown },
    { "org.apache.hadoop.io.NullWritable", sv_decode_empty, sv_hash_unknown },
    { "org.apache.hadoop.io.ShortWritable", sv_decode_short, sv_hash_unknown },
    { "org.apache.hadoop.io.Text", hadoop_text, sv_hash_unknown },
};

bool sv_prepare_value_class(struct sv_codec_builder *b, struct sv_codec *codec)
{
    (void)b;
    for (size_t i = 0; i < sizeof classes / sizeof *classes; i++) {
        if (!sv_str_eq(codec->type->java_type, sv_str_of(classes[i].name)))
            continue;
        codec->decode = classes[i].decode;
        codec->hash = classes[i].hash;
        return true;
    }
    sv_codec_refuse(codec, "a class that writes itself");
    return true;
}
