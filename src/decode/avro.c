/* avro.c: values of AvroSerializer. Flink does not write Avro's own binary form.
 *
 * SIZE  MEANING
 *       null: nothing; boolean 1; int 4; long 8; float 4; double 8; enum: 4 index of the symbol
 *       bytes, string: 4 length, bytes (UTF-8); fixed: its bytes; union: 4 index of the branch, its value
 *       record: fields in the schema's order
 *       array, map: blocks of a count, in groups of 7 bits, the lowest first, and items (map: string, value) until a
 *       count of 0
 * Mirrors org.apache.flink.formats.avro.utils.DataInputDecoder under Avro's GenericDatumReader */
#include "decode/avro.h"

#include "decode/codec.h"

bool sv_prepare_avro(struct sv_codec_builder *b, struct sv_codec *codec)
{
    const char *why = NULL;
    if (!sv_codec_is(codec, SV_KIND_AVRO))
        return true;
    codec->more.avro = sv_avro_parse(codec->type->more.avro->schema_json, b->arena, &why);
    if (why)
        sv_codec_refuse(codec, why);
    return why || codec->more.avro;
}

static struct sv_value *read_any(struct sv_decoding *d, const struct sv_avro_schema *schema);

static uint64_t read_count(struct sv_cursor *cur)
{
    uint64_t count = 0;
    for (unsigned shift = 0; shift < 63; shift += 7) {
        uint8_t group = sv_cur_u8(cur);
        count |= (uint64_t)(group & 0x7F) << shift;
        if (group < 0x80)
            return count;
    }
    sv_cur_fail(cur, SV_DEFECT_BAD_VALUE);
    return 0;
}

static sv_str read_sized(struct sv_cursor *cur)
{
    return sv_cur_bytes(cur, sv_cur_count(cur, 1));
}

static const int64_t SECOND_NANOS = 1000000000, DAY_SECONDS = 86400;

static struct sv_value *make_timestamp(struct sv_decoding *d, const struct sv_avro_schema *schema, int64_t count)
{
    int64_t per_second = SECOND_NANOS / schema->unit_nanos;
    int64_t seconds = sv_floor_div(count, per_second), nanos = sv_floor_mod(count, per_second) * schema->unit_nanos;
    if (schema->logical == SV_AVRO_TIMESTAMP)
        return sv_make_instant(d, seconds, nanos);
    int64_t nano_of_day = sv_floor_mod(seconds, DAY_SECONDS) * SECOND_NANOS + nanos;
    return sv_make_date_time(d, sv_floor_div(seconds, DAY_SECONDS), nano_of_day);
}

static struct sv_value *make_time(struct sv_decoding *d, const struct sv_avro_schema *schema, int64_t count)
{
    if (count >= 0 && count < DAY_SECONDS * (SECOND_NANOS / schema->unit_nanos))
        return sv_make_time(d, count * schema->unit_nanos);
    sv_decode_bad(d);
    return NULL;
}

static struct sv_value *read_number(struct sv_decoding *d, const struct sv_avro_schema *schema)
{
    bool is_int = schema->type == SV_AVRO_INT;
    int64_t v = is_int ? sv_cur_i32(d->cur) : sv_cur_i64(d->cur);
    switch (schema->logical) {
    case SV_AVRO_DATE:
        return sv_make_date(d, v);
    case SV_AVRO_TIME:
        return make_time(d, schema, v);
    case SV_AVRO_TIMESTAMP:
    case SV_AVRO_LOCAL_TIMESTAMP:
        return make_timestamp(d, schema, v);
    default:
        return sv_make_number(d, is_int ? SV_VALUE_INT : SV_VALUE_LONG, v);
    }
}

static struct sv_value *make_bytes(struct sv_decoding *d, const struct sv_avro_schema *schema, sv_str bytes)
{
    return schema->logical == SV_AVRO_DECIMAL ? sv_make_big_decimal(d, bytes, schema->scale)
                                              : sv_make_text(d, SV_VALUE_BYTES, bytes);
}

/* The i4 index of one of the parts or names. */
static uint32_t read_index(struct sv_decoding *d, const struct sv_avro_schema *schema)
{
    int32_t i = sv_cur_i32(d->cur);
    if (i < 0 || (uint32_t)i >= schema->count)
        sv_decode_bad(d);
    return sv_cur_ok(d->cur) ? (uint32_t)i : 0;
}

static struct sv_value *read_symbol(struct sv_decoding *d, const struct sv_avro_schema *schema)
{
    uint32_t i = read_index(d, schema);
    return sv_cur_ok(d->cur) ? sv_make_utf8(d, schema->names[i]) : NULL;
}

static struct sv_value *read_branch(struct sv_decoding *d, const struct sv_avro_schema *schema)
{
    uint32_t i = read_index(d, schema);
    return sv_cur_ok(d->cur) ? read_any(d, schema->parts[i]) : NULL;
}

static struct sv_value *read_record(struct sv_decoding *d, const struct sv_avro_schema *schema)
{
    struct sv_value *record = sv_make(d, SV_VALUE_OBJECT);
    for (uint32_t i = 0; i < schema->count && sv_cur_ok(d->cur); i++) {
        struct sv_value *field = read_any(d, schema->parts[i]);
        if (field)
            field->name = sv_clean_utf8(d, schema->names[i]);
        sv_value_add(record, field);
    }
    return record;
}

static struct sv_value *read_blocks(struct sv_decoding *d, const struct sv_avro_schema *schema)
{
    bool is_map = schema->type == SV_AVRO_MAP;
    struct sv_value *items = sv_make(d, is_map ? SV_VALUE_MAP : SV_VALUE_ARRAY);
    for (uint64_t left; (left = read_count(d->cur)) > 0 && sv_cur_ok(d->cur);) {
        for (; left > 0 && sv_cur_ok(d->cur); left--) {
            if (is_map)
                sv_value_add(items, sv_make_utf8(d, read_sized(d->cur)));
            sv_value_add(items, read_any(d, schema->parts[0]));
        }
    }
    return items;
}

static struct sv_value *read_typed(struct sv_decoding *d, const struct sv_avro_schema *schema)
{
    switch (schema->type) {
    case SV_AVRO_NULL:
        return sv_make(d, SV_VALUE_NULL);
    case SV_AVRO_BOOLEAN:
        return sv_make_number(d, SV_VALUE_BOOL, sv_cur_bool(d->cur));
    case SV_AVRO_INT:
    case SV_AVRO_LONG:
        return read_number(d, schema);
    case SV_AVRO_FLOAT:
        return sv_make_real(d, SV_VALUE_FLOAT, (uint32_t)sv_cur_i32(d->cur));
    case SV_AVRO_DOUBLE:
        return sv_make_real(d, SV_VALUE_DOUBLE, (uint64_t)sv_cur_i64(d->cur));
    case SV_AVRO_BYTES:
        return make_bytes(d, schema, read_sized(d->cur));
    case SV_AVRO_FIXED:
        return make_bytes(d, schema, sv_cur_bytes(d->cur, schema->count));
    case SV_AVRO_STRING:
        return sv_make_utf8(d, read_sized(d->cur));
    case SV_AVRO_RECORD:
        return read_record(d, schema);
    case SV_AVRO_ENUM:
        return read_symbol(d, schema);
    case SV_AVRO_UNION:
        return read_branch(d, schema);
    case SV_AVRO_ARRAY:
    case SV_AVRO_MAP:
        return read_blocks(d, schema);
    }
    return NULL;
}

static struct sv_value *read_any(struct sv_decoding *d, const struct sv_avro_schema *schema)
{
    if (!sv_decode_enter(d))
        return NULL;
    struct sv_value *value = read_typed(d, schema);
    sv_decode_leave(d);
    return sv_cur_ok(d->cur) ? value : NULL;
}

struct sv_value *sv_decode_avro(struct sv_decoding *d, const struct sv_codec *codec)
{
    return read_any(d, codec->more.avro);
}
