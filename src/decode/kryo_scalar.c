/* kryo_scalar.c: values without parts, as Kryo 2.24, chill and Flink's own Kryo serializers lay them out.
 *
 * SIZE  MEANING
 *  vu   unsigned: 7 bits a byte, the lowest first, bit 7 set in all but the last; the ninth byte of a long has 8
 *  vz   the same of (v << 1) ^ (v >> 63)
 *  string: 80 null; 81 empty; ASCII of 2 to 63 chars: the bytes, bit 7 set in the last; else count + 1 as vu whose first
 *       byte has 6 bits below bit 6 (more follows) and bit 7, then that many UTF-16 units in 1 to 3 bytes of UTF-8
 *       int, long: vz; boolean, byte 1; short, char 2; float 4; double 8 (big-endian)
 *       BigInteger: vu length + 1, bytes; BigDecimal: that, vz scale; Class: class, 1 whether primitive
 *       enum: vu ordinal + 1; Date and sql kin: vu ms; Timestamp: vu ms, vu nanoseconds; UUID: vz, vz; BitSet: vu, 8 each
 *       Calendar: string zone, vu ms, 1 lenient, vu first day, vu minimal days, vz Gregorian change; address: string, vu
 * Mirrors com.esotericsoftware.kryo.io.Input, DefaultSerializers and com.twitter.chill.java.* */
#include <inttypes.h>

#include "base/buf.h"
#include "base/limits.h"
#include "decode/kryo.h"

uint64_t sv_kryo_u64(struct sv_kryo_reader *r)
{
    uint64_t v = 0;
    for (unsigned shift = 0; shift < 56; shift += 7) {
        uint8_t byte = sv_cur_u8(r->d->cur);
        v |= (uint64_t)(byte & 0x7F) << shift;
        if (byte < 0x80)
            return v;
    }
    return v | (uint64_t)sv_cur_u8(r->d->cur) << 56;
}

uint32_t sv_kryo_u32(struct sv_kryo_reader *r)
{
    uint64_t v = 0;
    for (unsigned shift = 0; shift < 35; shift += 7) {
        uint8_t byte = sv_cur_u8(r->d->cur);
        v |= (uint64_t)(byte & 0x7F) << shift;
        if (byte < 0x80)
            break;
    }
    if (v > UINT32_MAX)
        sv_decode_bad(r->d);
    return (uint32_t)v;
}

int32_t sv_kryo_i32(struct sv_kryo_reader *r)
{
    uint32_t v = sv_kryo_u32(r);
    return (int32_t)(v >> 1 ^ (0 - (v & 1)));
}

int64_t sv_kryo_i64(struct sv_kryo_reader *r)
{
    uint64_t v = sv_kryo_u64(r);
    return (int64_t)(v >> 1 ^ (0 - (v & 1)));
}

uint32_t sv_kryo_count(struct sv_kryo_reader *r)
{
    uint32_t count = sv_kryo_u32(r);
    if (count > INT32_MAX)
        sv_decode_bad(r->d);
    return sv_cur_ok(r->d->cur) ? count : 0;
}

/* Bytes up to the one with bit 7, which is not theirs. */
static sv_str read_ascii(struct sv_kryo_reader *r)
{
    struct sv_cursor *cur = r->d->cur;
    size_t n = 0, left = sv_cur_left(cur);
    while (n < left && cur->p[n] < 0x80)
        n++;
    char *text = n < left ? sv_arena_alloc(r->d->arena, n + 1, 1) : NULL;
    if (!text) {
        sv_cur_fail(cur, n < left ? SV_DEFECT_LIMIT : SV_DEFECT_TRUNCATED);
        return (sv_str){ "", 0 };
    }
    sv_str bytes = sv_cur_bytes(cur, n + 1);
    memcpy(text, bytes.p, bytes.n);
    text[n] = (char)(text[n] & 0x7F);
    return (sv_str){ text, n + 1 };
}

static uint32_t read_unit(struct sv_cursor *cur)
{
    uint8_t first = sv_cur_u8(cur);
    if (first < 0x80)
        return first;
    if (first >> 5 == 6)
        return (uint32_t)(first & 0x1F) << 6 | (sv_cur_u8(cur) & 0x3F);
    if (first >> 4 != 14)
        sv_cur_fail(cur, SV_DEFECT_BAD_VALUE);
    uint32_t high = (uint32_t)(first & 0x0F) << 12 | (uint32_t)(sv_cur_u8(cur) & 0x3F) << 6;
    return high | (sv_cur_u8(cur) & 0x3F);
}

static sv_str read_units(struct sv_kryo_reader *r, uint64_t count)
{
    struct sv_units u;
    if (count > sv_cur_left(r->d->cur)) {
        sv_cur_fail(r->d->cur, SV_DEFECT_TRUNCATED);
        return (sv_str){ "", 0 };
    }
    if (!sv_units_begin(r->d, &u, (size_t)count))
        return (sv_str){ "", 0 };
    for (; count > 0 && sv_cur_ok(r->d->cur); count--)
        sv_units_put(&u, read_unit(r->d->cur));
    return sv_units_end(&u);
}

bool sv_kryo_string(struct sv_kryo_reader *r, sv_str *text_out)
{
    enum { COUNTED = 0x80, MORE = 0x40 };
    struct sv_cursor *cur = r->d->cur;
    *text_out = (sv_str){ "", 0 };
    if (sv_cur_left(cur) > 0 && cur->p[0] < COUNTED) {
        *text_out = read_ascii(r);
        return true;
    }
    uint8_t first = sv_cur_u8(cur);
    uint64_t count = first & 0x3F;
    for (unsigned shift = 6; first & (shift == 6 ? MORE : COUNTED) && shift < 34; shift += 7) {
        first = sv_cur_u8(cur);
        count |= (uint64_t)(first & 0x7F) << shift;
    }
    if (count > 0)
        *text_out = read_units(r, count - 1);
    return count > 0;
}

/* A count that is one too high, 0 being null where none can stand. */
static uint32_t read_length(struct sv_kryo_reader *r)
{
    uint32_t length = sv_kryo_count(r);
    if (length == 0)
        sv_decode_bad(r->d);
    return length ? length - 1 : 0;
}

struct sv_value *sv_kryo_read_nothing(struct sv_kryo_reader *r, const struct sv_kryo_kind *kind)
{
    (void)kind;
    return sv_make(r->d, SV_VALUE_NULL);
}

struct sv_value *sv_kryo_read_boolean(struct sv_kryo_reader *r, const struct sv_kryo_kind *kind)
{
    (void)kind;
    return sv_make_number(r->d, SV_VALUE_BOOL, sv_cur_bool(r->d->cur));
}

struct sv_value *sv_kryo_read_byte(struct sv_kryo_reader *r, const struct sv_kryo_kind *kind)
{
    (void)kind;
    return sv_make_number(r->d, SV_VALUE_INT, (int8_t)sv_cur_u8(r->d->cur));
}

struct sv_value *sv_kryo_read_short(struct sv_kryo_reader *r, const struct sv_kryo_kind *kind)
{
    (void)kind;
    return sv_make_number(r->d, SV_VALUE_INT, (int16_t)sv_cur_u16(r->d->cur));
}

struct sv_value *sv_kryo_read_char(struct sv_kryo_reader *r, const struct sv_kryo_kind *kind)
{
    (void)kind;
    struct sv_units u;
    uint16_t unit = sv_cur_u16(r->d->cur);
    if (!sv_units_begin(r->d, &u, 1))
        return NULL;
    sv_units_put(&u, unit);
    return sv_make_text(r->d, SV_VALUE_TEXT, sv_units_end(&u));
}

struct sv_value *sv_kryo_read_int(struct sv_kryo_reader *r, const struct sv_kryo_kind *kind)
{
    (void)kind;
    return sv_make_number(r->d, SV_VALUE_INT, sv_kryo_i32(r));
}

struct sv_value *sv_kryo_read_long(struct sv_kryo_reader *r, const struct sv_kryo_kind *kind)
{
    (void)kind;
    return sv_make_number(r->d, SV_VALUE_LONG, sv_kryo_i64(r));
}

struct sv_value *sv_kryo_read_float(struct sv_kryo_reader *r, const struct sv_kryo_kind *kind)
{
    (void)kind;
    return sv_make_real(r->d, SV_VALUE_FLOAT, (uint32_t)sv_cur_i32(r->d->cur));
}

struct sv_value *sv_kryo_read_double(struct sv_kryo_reader *r, const struct sv_kryo_kind *kind)
{
    (void)kind;
    return sv_make_real(r->d, SV_VALUE_DOUBLE, (uint64_t)sv_cur_i64(r->d->cur));
}

struct sv_value *sv_kryo_read_string(struct sv_kryo_reader *r, const struct sv_kryo_kind *kind)
{
    (void)kind;
    sv_str text;
    return sv_kryo_string(r, &text) ? sv_make_text(r->d, SV_VALUE_TEXT, text) : sv_make(r->d, SV_VALUE_NULL);
}

/* StringBuilder, Currency, TimeZone, Pattern, URI: a text that stands for the object. */
struct sv_value *sv_kryo_read_text(struct sv_kryo_reader *r, const struct sv_kryo_kind *kind)
{
    return sv_kryo_read_string(r, kind);
}

struct sv_value *sv_kryo_read_big_integer(struct sv_kryo_reader *r, const struct sv_kryo_kind *kind)
{
    (void)kind;
    return sv_make_big_integer(r->d, sv_cur_bytes(r->d->cur, read_length(r)));
}

struct sv_value *sv_kryo_read_big_decimal(struct sv_kryo_reader *r, const struct sv_kryo_kind *kind)
{
    (void)kind;
    sv_str bytes = sv_cur_bytes(r->d->cur, read_length(r));
    return sv_make_big_decimal(r->d, bytes, sv_kryo_i32(r));
}

/* A primitive class has the id of its wrapper. */
static sv_str primitive_name(enum sv_kryo_shape shape)
{
    static const struct {
        enum sv_kryo_shape shape;
        const char *name;
    } names[] = {
        { SV_KRYO_SHAPE_boolean, "boolean" }, { SV_KRYO_SHAPE_byte, "byte" },     { SV_KRYO_SHAPE_char, "char" },
        { SV_KRYO_SHAPE_short, "short" },     { SV_KRYO_SHAPE_int, "int" },       { SV_KRYO_SHAPE_long, "long" },
        { SV_KRYO_SHAPE_float, "float" },     { SV_KRYO_SHAPE_double, "double" },
    };
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (names[i].shape == shape)
            return sv_str_of(names[i].name);
    return SV_STR("void");
}

/* The name of the class as Class#getName gives it. */
struct sv_value *sv_kryo_read_class_name(struct sv_kryo_reader *r, const struct sv_kryo_kind *kind)
{
    (void)kind;
    struct sv_kryo_kind named;
    bool known = sv_kryo_class(r, &named);
    bool primitive = sv_cur_bool(r->d->cur);
    if (!known)
        return sv_make(r->d, SV_VALUE_NULL);
    return sv_make_text(r->d, SV_VALUE_TEXT, primitive ? primitive_name(named.shape) : named.name);
}

struct sv_value *sv_kryo_read_date(struct sv_kryo_reader *r, const struct sv_kryo_kind *kind)
{
    (void)kind;
    return sv_make_millis(r->d, (int64_t)sv_kryo_u64(r));
}

struct sv_value *sv_kryo_read_sql_date(struct sv_kryo_reader *r, const struct sv_kryo_kind *kind)
{
    (void)kind;
    return sv_make_sql_date(r->d, (int64_t)sv_kryo_u64(r));
}

struct sv_value *sv_kryo_read_sql_time(struct sv_kryo_reader *r, const struct sv_kryo_kind *kind)
{
    (void)kind;
    return sv_make_sql_time(r->d, (int64_t)sv_kryo_u64(r));
}

struct sv_value *sv_kryo_read_timestamp(struct sv_kryo_reader *r, const struct sv_kryo_kind *kind)
{
    (void)kind;
    int64_t millis = (int64_t)sv_kryo_u64(r);
    return sv_make_instant(r->d, sv_floor_div(millis, 1000), sv_kryo_u32(r));
}

struct sv_value *sv_kryo_read_calendar(struct sv_kryo_reader *r, const struct sv_kryo_kind *kind)
{
    struct sv_value *calendar = sv_make(r->d, SV_VALUE_OBJECT);
    sv_make_member(calendar, "timeZone", sv_kryo_read_string(r, kind));
    sv_make_member(calendar, "time", sv_make_millis(r->d, (int64_t)sv_kryo_u64(r)));
    sv_make_member(calendar, "lenient", sv_make_number(r->d, SV_VALUE_BOOL, sv_cur_bool(r->d->cur)));
    sv_make_member(calendar, "firstDayOfWeek", sv_make_number(r->d, SV_VALUE_INT, sv_kryo_u32(r)));
    sv_make_member(calendar, "minimalDaysInFirstWeek", sv_make_number(r->d, SV_VALUE_INT, sv_kryo_u32(r)));
    sv_make_member(calendar, "gregorianChange", sv_make_millis(r->d, sv_kryo_i64(r)));
    return calendar;
}

struct sv_value *sv_kryo_read_uuid(struct sv_kryo_reader *r, const struct sv_kryo_kind *kind)
{
    (void)kind;
    uint64_t most = (uint64_t)sv_kryo_i64(r);
    return sv_make_uuid(r->d, most, (uint64_t)sv_kryo_i64(r));
}

struct sv_value *sv_kryo_read_inet_socket_address(struct sv_kryo_reader *r, const struct sv_kryo_kind *kind)
{
    struct sv_value *host = sv_kryo_read_string(r, kind);
    return sv_join(r->d, host, ":", sv_make_format(r->d, "%u", sv_kryo_u32(r)));
}

/* {0, 2}: the bits that are set, as BitSet#toString. */
struct sv_value *sv_kryo_read_bit_set(struct sv_kryo_reader *r, const struct sv_kryo_kind *kind)
{
    (void)kind;
    uint64_t word = 0, words = sv_kryo_count(r), bit = 0;
    if (words * 8 > sv_cur_left(r->d->cur))
        sv_cur_fail(r->d->cur, SV_DEFECT_TRUNCATED);
    struct sv_buf text;
    sv_buf_init(&text, SV_LIMIT_REPORT_BYTES);
    sv_buf_putc(&text, '{');
    for (; bit < words * 64 && sv_cur_ok(r->d->cur); bit++) {
        if (bit % 64 == 0)
            word = (uint64_t)sv_cur_i64(r->d->cur);
        if (word >> bit % 64 & 1)
            sv_buf_printf(&text, text.n > 1 ? ", %" PRIu64 : "%" PRIu64, bit);
    }
    sv_buf_putc(&text, '}');
    sv_str copy = text.failed ? (sv_str){ NULL, 0 } : sv_arena_copy(r->d->arena, sv_buf_str(&text));
    sv_buf_free(&text);
    if (!copy.p)
        sv_cur_fail(r->d->cur, SV_DEFECT_LIMIT);
    return copy.p ? sv_make_text(r->d, SV_VALUE_TEXT, copy) : NULL;
}

struct sv_value *sv_kryo_constant(struct sv_kryo_reader *r, const struct sv_kryo_kind *kind)
{
    uint32_t number = sv_kryo_u32(r);
    if (number == 0)
        return sv_make(r->d, SV_VALUE_NULL);
    if (!kind->row || kind->shape != SV_KRYO_SHAPE_enumeration)
        return sv_kryo_read_none(r, kind);
    for (const char *name = kind->row->detail; *name;) {
        size_t length = strcspn(name, " ");
        if (--number == 0)
            return sv_make_text(r->d, SV_VALUE_TEXT, (sv_str){ name, length });
        name += length + (name[length] == ' ');
    }
    sv_decode_bad(r->d);
    return NULL;
}

struct sv_value *sv_kryo_read_enumeration(struct sv_kryo_reader *r, const struct sv_kryo_kind *kind)
{
    return sv_kryo_constant(r, kind);
}

struct sv_value *sv_kryo_read_java(struct sv_kryo_reader *r, const struct sv_kryo_kind *kind)
{
    if (r->java_seen || !r->read_java) {
        sv_cur_fail_at(r->d->cur, SV_DEFECT_UNSUPPORTED, r->d->cur->at, "Java-serialized object inside Kryo",
                       kind->name);
        return NULL;
    }
    r->java_seen = true;
    return sv_read_java_value(r->d, r->read_java);
}
