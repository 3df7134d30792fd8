/* length.c: serializers whose values all have the same number of bytes. */
#include "base/table.h"
#include "decode/codec.h"

enum how { FIXED, SUM, TUPLE, FIRST, PADDED, TIMESTAMP };

static const struct row {
    sv_str name;
    enum how how;
    int32_t bytes;
} rows[] = {
#define LENGTH(name_, how_, bytes_) { .name = SV_STR_INIT(name_), .how = (how_), .bytes = (bytes_) },
#include "decode/lengths.def"
#undef LENGTH
};
enum { VARIABLE = -1, LARGEST = 1 << 24 };

static int32_t sum(const struct sv_codec *codec, int32_t bytes, bool empty_parts)
{
    for (uint32_t i = 0; i < codec->count; i++) {
        int32_t part = sv_codec_length(codec->parts[i]);
        if (part < 0 || (part == 0 && !empty_parts) || bytes > LARGEST - part)
            return VARIABLE;
        bytes += part;
    }
    return bytes;
}

/* TimestampData of milliseconds needs no nanoseconds. */
static int32_t timestamp_length(const struct sv_codec *codec)
{
    enum { COMPACT_PRECISION = 3, MILLIS = 8, MILLIS_AND_NANOS = 12 };
    return codec->type->numbers[0] <= COMPACT_PRECISION ? MILLIS : MILLIS_AND_NANOS;
}

static int32_t padded_length(const struct sv_codec *codec, int32_t mark)
{
    int32_t padding = codec->type->numbers[0];
    return padding > 0 && padding < LARGEST ? mark + padding : VARIABLE;
}

int32_t sv_codec_measure(const struct sv_codec *codec)
{
    const struct row *row = sv_table_find(codec->type->class_name, rows, sizeof rows / sizeof *rows, sizeof *rows);
    if (!row)
        return VARIABLE;
    switch (row->how) {
    case SUM:
        return sum(codec, row->bytes, true);
    case TUPLE:
        return sum(codec, row->bytes, false);
    case FIRST:
        return codec->count ? sv_codec_length(codec->parts[0]) : VARIABLE;
    case PADDED:
        return padded_length(codec, row->bytes);
    case TIMESTAMP:
        return timestamp_length(codec);
    default:
        return row->bytes;
    }
}

int32_t sv_codec_length(const struct sv_codec *codec)
{
    return codec->length;
}
