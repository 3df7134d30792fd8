/* kryo_hash.c: Java's hashCode() of keys that Kryo 2.24 wrote, of the classes that keys are of.
 *
 * Mirrors hashCode of these classes, as hash.c does; bytes are as kryo_scalar.c and kryo_fields.c have them */
#include "base/mutf.h"
#include "decode/kryo.h"

/* A key is small: what needs more is none of these classes. */
enum { SCRATCH_BYTES = 1 << 16, NEW_OBJECT = 1 };

static uint32_t fold(uint64_t v)
{
    return (uint32_t)(v ^ v >> 32);
}

/* String#hashCode, of UTF-16 units; false for a text in which some of them are lost. */
static bool hash_text(sv_str text, uint32_t *hash)
{
    for (*hash = 0; text.n > 0;) {
        size_t length;
        uint32_t c = sv_mutf_next(text, &length);
        if (c == 0xFFFD)
            return false;
        if (c >= 0x10000)
            *hash = 31 * *hash + (0xD7C0 + (c >> 10));
        *hash = 31 * *hash + (c >= 0x10000 ? 0xDC00 | (c & 0x3FF) : c);
        text = sv_str_skip(text, length);
    }
    return true;
}

static bool hash_big(struct sv_kryo_reader *r, bool decimal, uint32_t *hash)
{
    uint32_t length = sv_kryo_count(r);
    sv_str bytes = sv_cur_bytes(r->d->cur, length ? length - 1 : 0);
    if (bytes.n == 0)
        return false;
    *hash = sv_big_hash(bytes);
    if (decimal)
        *hash = 31 * *hash + (uint32_t)sv_kryo_i32(r);
    return true;
}

/* Objects by their fields. */
static bool hash_fields(struct sv_kryo_reader *r, const struct sv_kryo_kind *kind, uint32_t *hash)
{
    sv_str name = sv_str_skip(kind->name, sizeof "java.time." - 1);
    if (sv_str_eq(name, SV_STR("LocalDate"))) {
        int day = (int16_t)sv_cur_u16(r->d->cur), month = (int16_t)sv_cur_u16(r->d->cur);
        *hash = sv_date_hash(sv_kryo_i32(r), month, day);
        return true;
    }
    if (sv_str_eq(name, SV_STR("Instant")) || sv_str_eq(name, SV_STR("Duration"))) {
        uint32_t nanos = (uint32_t)sv_kryo_i32(r);
        *hash = fold((uint64_t)sv_kryo_i64(r)) + 51 * nanos;
        return true;
    }
    if (sv_str_eq(name, SV_STR("Year")))
        *hash = (uint32_t)sv_kryo_i32(r);
    return sv_str_eq(name, SV_STR("Year"));
}

static bool hash_body(struct sv_kryo_reader *r, const struct sv_kryo_kind *kind, uint32_t *hash)
{
    sv_str text;
    switch (kind->shape) {
    case SV_KRYO_SHAPE_boolean:
        *hash = sv_cur_bool(r->d->cur) ? 1231 : 1237;
        return true;
    case SV_KRYO_SHAPE_byte:
        *hash = (uint32_t)(int8_t)sv_cur_u8(r->d->cur);
        return true;
    case SV_KRYO_SHAPE_short:
        *hash = (uint32_t)(int16_t)sv_cur_u16(r->d->cur);
        return true;
    case SV_KRYO_SHAPE_char:
        *hash = sv_cur_u16(r->d->cur);
        return true;
    case SV_KRYO_SHAPE_int:
        *hash = (uint32_t)sv_kryo_i32(r);
        return true;
    case SV_KRYO_SHAPE_long:
        *hash = fold((uint64_t)sv_kryo_i64(r));
        return true;
    case SV_KRYO_SHAPE_string:
        return sv_kryo_string(r, &text) && hash_text(text, hash);
    case SV_KRYO_SHAPE_uuid:
        *hash = fold((uint64_t)sv_kryo_i64(r));
        *hash ^= fold((uint64_t)sv_kryo_i64(r));
        return true;
    case SV_KRYO_SHAPE_date:
    case SV_KRYO_SHAPE_sql_date:
    case SV_KRYO_SHAPE_sql_time:
        *hash = fold(sv_kryo_u64(r));
        return true;
    case SV_KRYO_SHAPE_big_integer:
    case SV_KRYO_SHAPE_big_decimal:
        return hash_big(r, kind->shape == SV_KRYO_SHAPE_big_decimal, hash);
    case SV_KRYO_SHAPE_fields:
        return hash_fields(r, kind, hash);
    default:
        return false;
    }
}

bool sv_hash_kryo(struct sv_cursor *cur, const struct sv_codec *codec, int32_t *hash_out)
{
    struct sv_arena scratch;
    sv_arena_init(&scratch, SCRATCH_BYTES);
    struct sv_decoding d = { .cur = cur, .arena = &scratch };
    struct sv_kryo_reader r = { .d = &d, .ids = codec->more.kryo };
    struct sv_kryo_kind kind;
    uint32_t hash = 0;
    bool known = sv_kryo_class(&r, &kind) && (sv_kryo_is_wrapper(&kind) || sv_kryo_u32(&r) == NEW_OBJECT) &&
                 hash_body(&r, &kind, &hash) && sv_cur_ok(cur);
    sv_arena_free(&scratch);
    if (known)
        *hash_out = (int32_t)hash;
    return known;
}
