/* table.c: values of the table runtime, little-endian but for the lengths around them.
 *
 * SIZE  MEANING
 *       RowData, ArrayData, MapData, StringData, RawValueData, Decimal of more than 18 digits: 4 length (big-endian), then
 *  row: 1 row kind, a bit per field (set: null) to whole longs, 8 per field, variable part
 *  array: 4 count, a bit per element (set: null) to whole ints, elements of their size, variable part
 *  map: 4 bytes of the key array, key array, value array
 *       A field or element in its place: number; decimal of up to 18 digits: 8 unscaled; timestamp of up to 3 digits: 8 ms;
 *       else 4 size (nanoseconds of a longer timestamp, whose ms lie there) and 4 offset from the start of the row or
 *       array; a string or bytes of up to 7: those, and 80 + size in the eighth
 * Mirrors BinaryRowData, BinaryArrayData, BinaryMapData, BinarySegmentUtils and the *DataSerializers */
#include "decode/table.h"

enum { COMPACT_DECIMAL = 18, COMPACT_TIMESTAMP = 3, SLOT = 8, LAST_ROW_KIND = 3 };

static struct sv_value *read_place(struct sv_decoding *d, struct sv_cursor whole, uint64_t at,
                                   const struct sv_table_type *type);

/* n bytes at an offset of whole; a defect of d when they are not all in it. */
static struct sv_cursor slice(struct sv_decoding *d, struct sv_cursor whole, uint64_t offset, uint64_t n)
{
    sv_cur_take(&whole, offset);
    struct sv_cursor part = sv_cur_frame(&whole, n);
    if (!sv_cur_ok(&part))
        sv_cur_fail_at(d->cur, part.bad.code, part.bad.at, "variable part of a row", part.bad.subject);
    return part;
}

static sv_str slice_bytes(struct sv_decoding *d, struct sv_cursor whole, uint64_t offset, uint64_t n)
{
    struct sv_cursor part = slice(d, whole, offset, n);
    return sv_cur_bytes(&part, sv_cur_left(&part));
}

static bool bit(struct sv_cursor whole, uint64_t offset, uint64_t i)
{
    sv_cur_take(&whole, offset + i / 8);
    return sv_cur_u8(&whole) >> i % 8 & 1;
}

static struct sv_value *read_row(struct sv_decoding *d, struct sv_cursor whole, const struct sv_table_type *type)
{
    enum { HEADER_BITS = 8 };
    struct sv_value *row = sv_make(d, SV_VALUE_ARRAY);
    uint64_t fields_at = ((uint64_t)type->count + HEADER_BITS + 63) / 64 * 8;
    struct sv_cursor fixed = slice(d, whole, 0, fields_at + (uint64_t)type->count * SLOT);
    if (sv_cur_u8(&fixed) > LAST_ROW_KIND)
        sv_decode_bad(d);
    for (uint32_t i = 0; i < type->count && sv_cur_ok(d->cur); i++)
        sv_value_add(row, bit(whole, 0, (uint64_t)i + HEADER_BITS)
                              ? sv_make(d, SV_VALUE_NULL)
                              : read_place(d, whole, fields_at + (uint64_t)i * SLOT, type->parts[i]));
    return row;
}

/* Where the elements of an array begin, and how many there are: only as many as fit. */
static uint64_t read_array_head(struct sv_decoding *d, struct sv_cursor whole, unsigned bytes, uint32_t *count_out)
{
    struct sv_cursor head = whole;
    uint64_t count = sv_cur_le(&head, 4), at = 4 + (count + 31) / 32 * 4;
    slice(d, whole, 0, at + count * bytes);
    *count_out = sv_cur_ok(d->cur) ? (uint32_t)count : 0;
    return at;
}

static struct sv_value *read_element(struct sv_decoding *d, struct sv_cursor whole, uint64_t at, uint32_t i,
                                     const struct sv_table_type *type)
{
    enum { COUNT_BYTES = 4 };
    return bit(whole, COUNT_BYTES, i) ? sv_make(d, SV_VALUE_NULL)
                                      : read_place(d, whole, at + (uint64_t)i * type->bytes, type);
}

static struct sv_value *read_array(struct sv_decoding *d, struct sv_cursor whole, const struct sv_table_type *type)
{
    struct sv_value *array = sv_make(d, SV_VALUE_ARRAY);
    const struct sv_table_type *element = type->parts[0];
    uint32_t count;
    uint64_t at = read_array_head(d, whole, element->bytes, &count);
    for (uint32_t i = 0; i < count && sv_cur_ok(d->cur); i++)
        sv_value_add(array, read_element(d, whole, at, i, element));
    return array;
}

static struct sv_value *read_map(struct sv_decoding *d, struct sv_cursor whole, const struct sv_table_type *type)
{
    struct sv_value *map = sv_make(d, SV_VALUE_MAP);
    struct sv_cursor rest = whole;
    uint64_t key_bytes = sv_cur_le(&rest, 4);
    struct sv_cursor keys = slice(d, rest, 0, key_bytes);
    sv_cur_take(&rest, key_bytes);
    struct sv_cursor values = slice(d, rest, 0, sv_cur_left(&rest));
    uint32_t count, value_count;
    uint64_t keys_at = read_array_head(d, keys, type->parts[0]->bytes, &count);
    uint64_t values_at = read_array_head(d, values, type->parts[1]->bytes, &value_count);
    if (count != value_count)
        sv_decode_bad(d);
    for (uint32_t i = 0; i < count && sv_cur_ok(d->cur); i++) {
        sv_value_add(map, read_element(d, keys, keys_at, i, type->parts[0]));
        sv_value_add(map, read_element(d, values, values_at, i, type->parts[1]));
    }
    return map;
}

/* What a RAW holds is shown as bytes when its serializer does not decode it to its last byte. */
static struct sv_value *read_raw(struct sv_decoding *d, struct sv_cursor part, const struct sv_codec *codec)
{
    struct sv_cursor again = part;
    struct sv_decoding trial = *d;
    trial.cur = &part;
    struct sv_value *value = codec ? sv_decode_value(&trial, codec) : NULL;
    if (value && sv_cur_left(&part) == 0) {
        d->nodes = trial.nodes;
        return value;
    }
    return sv_make_text(d, SV_VALUE_BYTES, sv_cur_bytes(&again, sv_cur_left(&again)));
}

static struct sv_value *make_timestamp(struct sv_decoding *d, enum sv_table_form form, int64_t millis, int64_t nanos)
{
    if (form == SV_TABLE_TIMESTAMP)
        return sv_make_local_millis(d, millis, nanos);
    if (nanos < 0 || nanos > 999999)
        sv_decode_bad(d);
    return sv_make_instant(d, sv_floor_div(millis, 1000), sv_floor_mod(millis, 1000) * 1000000 + nanos);
}

/* What lies in the variable part: an offset in the upper half of the place, a size in the lower. */
static struct sv_value *read_variable(struct sv_decoding *d, struct sv_cursor whole, uint64_t place,
                                      const struct sv_table_type *type)
{
    uint64_t offset = place >> 32, size = place & UINT32_MAX;
    if (type->form == SV_TABLE_TIMESTAMP || type->form == SV_TABLE_INSTANT) {
        struct sv_cursor millis = slice(d, whole, offset, 8);
        return make_timestamp(d, type->form, (int64_t)sv_cur_le(&millis, 8), (int64_t)size);
    }
    struct sv_cursor part = slice(d, whole, offset, size);
    switch (sv_cur_ok(d->cur) ? type->form : SV_TABLE_REFUSED) {
    case SV_TABLE_DECIMAL:
        return sv_make_big_decimal(d, sv_cur_bytes(&part, size), type->scale);
    case SV_TABLE_RAW:
        return read_raw(d, part, type->raw);
    case SV_TABLE_ARRAY:
        return read_array(d, part, type);
    case SV_TABLE_MAP:
        return read_map(d, part, type);
    case SV_TABLE_ROW:
        return read_row(d, part, type);
    default:
        sv_decode_bad(d);
        return NULL;
    }
}

/* String or bytes, in the place itself or elsewhere. */
static struct sv_value *read_bytes(struct sv_decoding *d, struct sv_cursor whole, uint64_t at, uint64_t place,
                                   const struct sv_table_type *type)
{
    bool here = place >> 63;
    uint64_t offset = here ? at : place >> 32, size = here ? place >> 56 & 0x7F : place & UINT32_MAX;
    if (here && size >= SLOT)
        sv_decode_bad(d);
    sv_str bytes = slice_bytes(d, whole, offset, size);
    return type->form == SV_TABLE_STRING ? sv_make_utf8(d, bytes) : sv_make_text(d, SV_VALUE_BYTES, bytes);
}

static struct sv_value *make_int(struct sv_decoding *d, uint64_t place, unsigned bytes)
{
    int64_t v = bytes == 1 ? (int8_t)place : bytes == 2 ? (int16_t)place : (int32_t)place;
    return sv_make_number(d, SV_VALUE_INT, v);
}

static bool is_compact(const struct sv_table_type *type)
{
    return type->precision <= (type->form == SV_TABLE_DECIMAL ? COMPACT_DECIMAL : COMPACT_TIMESTAMP);
}

static struct sv_value *read_typed(struct sv_decoding *d, struct sv_cursor whole, uint64_t at,
                                   const struct sv_table_type *type)
{
    struct sv_cursor cur = slice(d, whole, at, type->bytes);
    uint64_t place = sv_cur_le(&cur, type->bytes);
    switch (type->form) {
    case SV_TABLE_NULL:
        return sv_make(d, SV_VALUE_NULL);
    case SV_TABLE_BOOLEAN:
        return sv_make_number(d, SV_VALUE_BOOL, (place & 0xFF) != 0);
    case SV_TABLE_INT:
        return make_int(d, place, type->bytes);
    case SV_TABLE_LONG:
        return sv_make_number(d, SV_VALUE_LONG, (int64_t)place);
    case SV_TABLE_FLOAT:
        return sv_make_real(d, SV_VALUE_FLOAT, place);
    case SV_TABLE_DOUBLE:
        return sv_make_real(d, SV_VALUE_DOUBLE, place);
    case SV_TABLE_DATE:
        return sv_make_date(d, (int32_t)place);
    case SV_TABLE_TIME:
        return sv_make_time(d, (int64_t)(int32_t)place * 1000000);
    case SV_TABLE_STRING:
    case SV_TABLE_BYTES:
        return read_bytes(d, whole, at, place, type);
    case SV_TABLE_DECIMAL:
        return is_compact(type) ? sv_make_decimal(d, (int64_t)place, type->scale)
                                : read_variable(d, whole, place, type);
    case SV_TABLE_TIMESTAMP:
    case SV_TABLE_INSTANT:
        return is_compact(type) ? make_timestamp(d, type->form, (int64_t)place, 0)
                                : read_variable(d, whole, place, type);
    default:
        return read_variable(d, whole, place, type);
    }
}

static struct sv_value *read_place(struct sv_decoding *d, struct sv_cursor whole, uint64_t at,
                                   const struct sv_table_type *type)
{
    if (!sv_decode_enter(d))
        return NULL;
    struct sv_value *value = read_typed(d, whole, at, type);
    sv_decode_leave(d);
    return sv_cur_ok(d->cur) ? value : NULL;
}

static struct sv_cursor read_sized(struct sv_decoding *d)
{
    return sv_cur_frame(d->cur, sv_cur_count(d->cur, 1));
}

struct sv_value *sv_decode_row_data(struct sv_decoding *d, const struct sv_codec *codec)
{
    return read_row(d, read_sized(d), codec->more.table);
}

struct sv_value *sv_decode_array_data(struct sv_decoding *d, const struct sv_codec *codec)
{
    return read_array(d, read_sized(d), codec->more.table);
}

struct sv_value *sv_decode_map_data(struct sv_decoding *d, const struct sv_codec *codec)
{
    return read_map(d, read_sized(d), codec->more.table);
}

struct sv_value *sv_decode_raw_value(struct sv_decoding *d, const struct sv_codec *codec)
{
    return read_raw(d, read_sized(d), codec->parts[0]);
}

/* The snapshot holds precision and scale. */
struct sv_value *sv_decode_decimal_data(struct sv_decoding *d, const struct sv_codec *codec)
{
    int32_t precision = codec->type->numbers[0], scale = codec->type->numbers[1];
    if (precision <= COMPACT_DECIMAL)
        return sv_make_decimal(d, sv_cur_i64(d->cur), scale);
    return sv_make_big_decimal(d, sv_cur_bytes(d->cur, sv_cur_count(d->cur, 1)), scale);
}

struct sv_value *sv_decode_timestamp_data(struct sv_decoding *d, const struct sv_codec *codec)
{
    int64_t millis = sv_cur_i64(d->cur);
    return sv_make_local_millis(d, millis, codec->type->numbers[0] <= COMPACT_TIMESTAMP ? 0 : sv_cur_i32(d->cur));
}

static bool prepared(struct sv_codec *codec, const struct sv_table_type *type)
{
    codec->more.table = type;
    if (type && sv_table_refused(type))
        sv_codec_refuse(codec, "a type in its rows has no known binary form");
    return type;
}

bool sv_prepare_row_data(struct sv_codec_builder *b, struct sv_codec *codec)
{
    return sv_prepare_parts(b, codec) && prepared(codec, sv_table_row_new(b->arena, codec->type->java, codec));
}

/* Element type; key and value type. The serializers behind them say nothing more. */
static bool prepare_from(struct sv_codec_builder *b, struct sv_codec *codec, enum sv_table_form form, uint32_t count)
{
    const struct sv_java_stream *stream = codec->type->java;
    const struct sv_table_type *parts[2];
    for (uint32_t i = 0; i < count; i++) {
        parts[i] = sv_table_type_new(b->arena, stream ? stream->root : NULL, NULL);
        stream = stream ? stream->next : NULL;
    }
    return prepared(codec, sv_table_type_of(b->arena, form, parts, count));
}

bool sv_prepare_array_data(struct sv_codec_builder *b, struct sv_codec *codec)
{
    return prepare_from(b, codec, SV_TABLE_ARRAY, 1);
}

bool sv_prepare_map_data(struct sv_codec_builder *b, struct sv_codec *codec)
{
    return prepare_from(b, codec, SV_TABLE_MAP, 2);
}
