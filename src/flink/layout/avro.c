/* layout/avro.c: snapshot of an Avro serializer. docs/format/serializers.md#avro
 *
 * SIZE  MEANING
 *       version 1: UTF schema
 *       version 2: UTF runtime class, UTF schema
 *       version 3: string value runtime class, string value schema
 * String value: length + 1 (0 for null) and then each UTF-16 unit, all in groups of 7 bits, lowest first, the high bit
 * set in all but the last. Mirrors AvroSerializerSnapshot#readSnapshot and StringValue#readString */
#include "flink/layout/layout.h"

static uint32_t read_groups(struct sv_cursor *c)
{
    uint64_t at = c->at, value = 0;
    for (unsigned shift = 0; shift < 35; shift += 7) {
        uint8_t group = sv_cur_u8(c);
        value |= (uint64_t)(group & 0x7F) << shift;
        if (group < 0x80)
            return (uint32_t)value;
    }
    sv_cur_fail_at(c, SV_DEFECT_BAD_VALUE, at, c->doing, (sv_str){ "", 0 });
    return 0;
}

/* One UTF-16 unit in modified UTF-8, at most 3 bytes: what all other names in the model are written in. */
static size_t put_unit(char *to, uint32_t unit)
{
    if (unit != 0 && unit < 0x80) {
        to[0] = (char)unit;
        return 1;
    }
    if (unit < 0x800) {
        to[0] = (char)(0xC0 | unit >> 6);
        to[1] = (char)(0x80 | (unit & 0x3F));
        return 2;
    }
    to[0] = (char)(0xE0 | (unit >> 12 & 0x0F));
    to[1] = (char)(0x80 | (unit >> 6 & 0x3F));
    to[2] = (char)(0x80 | (unit & 0x3F));
    return 3;
}

static bool is_ascii(sv_str s)
{
    for (size_t i = 0; i < s.n; i++)
        if (s.p[i] <= 0 || s.p[i] > 0x7E)
            return false;
    return true;
}

static sv_str read_string_value(struct sv_reader *r)
{
    const sv_str none = { "", 0 };
    struct sv_cursor *c = &r->cur;
    uint64_t at = c->at;
    uint32_t length = read_groups(c);
    if (length == 0 || !sv_cur_ok(c))
        return none;
    length--;
    if (length > sv_cur_left(c)) {
        sv_cur_fail_at(c, SV_DEFECT_TRUNCATED, at, c->doing, none);
        return none;
    }
    struct sv_cursor ahead = *c;
    sv_str as_written = sv_cur_bytes(&ahead, length);
    if (is_ascii(as_written)) {
        *c = ahead;
        return as_written;
    }
    char *text = sv_arena_alloc(r->arena, (size_t)length + 1, 3);
    if (!text) {
        sv_cur_fail(c, SV_DEFECT_LIMIT);
        return none;
    }
    size_t n = 0;
    for (uint32_t i = 0; i < length && sv_cur_ok(c); i++)
        n += put_unit(text + n, read_groups(c) & 0xFFFF);
    return (sv_str){ text, n };
}

void sv_layout_avro(struct sv_reader *r, struct sv_type *t)
{
    struct sv_avro *avro = t->more.avro = SV_NEW_MORE(r, struct sv_avro);
    if (!avro)
        return;
    bool string_values = t->version >= 3;
    avro->runtime_class = avro->schema_json = (sv_str){ "", 0 };
    if (t->version >= 2) {
        r->cur.doing = "Avro runtime class";
        avro->runtime_class = string_values ? read_string_value(r) : sv_cur_utf(&r->cur);
        t->java_type = avro->runtime_class;
    }
    r->cur.doing = "Avro schema";
    avro->schema_json = string_values ? read_string_value(r) : sv_cur_utf(&r->cur);
}
