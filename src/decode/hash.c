/* hash.c: Java's hashCode() of a value, from its bytes, and the key group that Flink makes of it.
 *
 * Mirrors hashCode of java.lang, java.math, java.time and java.util (JDK 8 to 17), of Flink's tuples, Row, Value types and
 * BinaryRowData, and MathUtils#murmurHash. Bytes are as the decoders of the same names have them. What is not here has a
 * hash of its class, or none that lasts (enum constants, arrays). */
#include "base/limits.h"
#include "decode/codec.h"

static bool give(const struct sv_codec *codec, uint32_t hash, int32_t *hash_out)
{
    (void)codec;
    *hash_out = (int32_t)hash;
    return true;
}

static uint32_t fold(uint64_t v)
{
    return (uint32_t)(v ^ v >> 32);
}

static bool hash_part(struct sv_cursor *cur, const struct sv_codec *codec, uint32_t part, int32_t *hash_out)
{
    return codec->parts[part]->hash(cur, codec->parts[part], hash_out) && sv_cur_ok(cur);
}

bool sv_hash_boolean(struct sv_cursor *cur, const struct sv_codec *codec, int32_t *hash_out)
{
    return give(codec, sv_cur_bool(cur) ? 1231 : 1237, hash_out);
}

bool sv_hash_boolean_value(struct sv_cursor *cur, const struct sv_codec *codec, int32_t *hash_out)
{
    return give(codec, sv_cur_bool(cur), hash_out);
}

bool sv_hash_byte(struct sv_cursor *cur, const struct sv_codec *codec, int32_t *hash_out)
{
    return give(codec, (uint32_t)(int8_t)sv_cur_u8(cur), hash_out);
}

bool sv_hash_short(struct sv_cursor *cur, const struct sv_codec *codec, int32_t *hash_out)
{
    return give(codec, (uint32_t)(int16_t)sv_cur_u16(cur), hash_out);
}

bool sv_hash_char(struct sv_cursor *cur, const struct sv_codec *codec, int32_t *hash_out)
{
    return give(codec, sv_cur_u16(cur), hash_out);
}

bool sv_hash_int(struct sv_cursor *cur, const struct sv_codec *codec, int32_t *hash_out)
{
    return give(codec, (uint32_t)sv_cur_i32(cur), hash_out);
}

bool sv_hash_long(struct sv_cursor *cur, const struct sv_codec *codec, int32_t *hash_out)
{
    return give(codec, fold((uint64_t)sv_cur_i64(cur)), hash_out);
}

bool sv_hash_long_value(struct sv_cursor *cur, const struct sv_codec *codec, int32_t *hash_out)
{
    uint64_t v = (uint64_t)sv_cur_i64(cur);
    return give(codec, 43 + (uint32_t)(v ^ v >> 32), hash_out);
}

/* All NaNs hash as one. */
bool sv_hash_float(struct sv_cursor *cur, const struct sv_codec *codec, int32_t *hash_out)
{
    uint32_t bits = (uint32_t)sv_cur_i32(cur);
    return give(codec, (bits & 0x7FFFFFFF) > 0x7F800000 ? 0x7FC00000 : bits, hash_out);
}

static uint32_t double_hash(uint64_t bits)
{
    const uint64_t infinity = 0x7FF0000000000000, nan = 0x7FF8000000000000;
    return fold((bits & INT64_MAX) > infinity ? nan : bits);
}

bool sv_hash_double(struct sv_cursor *cur, const struct sv_codec *codec, int32_t *hash_out)
{
    return give(codec, double_hash((uint64_t)sv_cur_i64(cur)), hash_out);
}

bool sv_hash_double_value(struct sv_cursor *cur, const struct sv_codec *codec, int32_t *hash_out)
{
    return give(codec, 31 + double_hash((uint64_t)sv_cur_i64(cur)), hash_out);
}

uint32_t sv_big_hash(sv_str bytes)
{
    bool negative = (unsigned char)bytes.p[0] & 0x80;
    uint32_t hash = 0, power = 1;
    unsigned carry = negative;
    for (size_t i = 0; i < bytes.n; i += 4) { /* words from the lowest up: the highest has the highest power of 31 */
        uint32_t word = 0;
        for (size_t k = i; k < i + 4 && k < bytes.n; k++) {
            unsigned byte = (unsigned char)bytes.p[bytes.n - 1 - k];
            byte = (negative ? 0xFF - byte : byte) + carry;
            carry = byte >> 8;
            word |= (uint32_t)(byte & 0xFF) << 8 * (k - i);
        }
        hash += word * power;
        power *= 31;
    }
    return negative ? 0 - hash : hash;
}

bool sv_hash_big_integer(struct sv_cursor *cur, const struct sv_codec *codec, int32_t *hash_out)
{
    sv_str bytes = sv_read_big(cur);
    return give(codec, bytes.n ? sv_big_hash(bytes) : 0, hash_out);
}

bool sv_hash_big_decimal(struct sv_cursor *cur, const struct sv_codec *codec, int32_t *hash_out)
{
    sv_str bytes = sv_read_big(cur);
    return give(codec, bytes.n ? 31 * sv_big_hash(bytes) + (uint32_t)sv_cur_i32(cur) : 0, hash_out);
}

bool sv_hash_date(struct sv_cursor *cur, const struct sv_codec *codec, int32_t *hash_out)
{
    return give(codec, fold((uint64_t)sv_cur_i64(cur)), hash_out);
}

bool sv_hash_sql_timestamp(struct sv_cursor *cur, const struct sv_codec *codec, int32_t *hash_out)
{
    uint32_t hash = fold((uint64_t)sv_cur_i64(cur));
    sv_cur_i32(cur);
    return give(codec, hash, hash_out);
}

bool sv_hash_instant(struct sv_cursor *cur, const struct sv_codec *codec, int32_t *hash_out)
{
    uint32_t seconds = fold((uint64_t)sv_cur_i64(cur));
    return give(codec, seconds + 51 * (uint32_t)sv_cur_i32(cur), hash_out);
}

uint32_t sv_date_hash(int32_t year, int month, int day)
{
    return ((uint32_t)year & 0xFFFFF800) ^ (((uint32_t)year << 11) + ((uint32_t)month << 6) + (uint32_t)day);
}

bool sv_hash_local_date(struct sv_cursor *cur, const struct sv_codec *codec, int32_t *hash_out)
{
    int32_t year = sv_cur_i32(cur);
    int month = sv_cur_u8(cur), day = sv_cur_u8(cur);
    return give(codec, sv_date_hash(year, month, day), hash_out);
}

bool sv_hash_local_time(struct sv_cursor *cur, const struct sv_codec *codec, int32_t *hash_out)
{
    int64_t nano_of_day = 0;
    int hour = (int8_t)sv_cur_u8(cur), minute = (int8_t)sv_cur_u8(cur), second = (int8_t)sv_cur_u8(cur);
    bool good = sv_nano_of_day(hour, minute, second, sv_cur_i32(cur), &nano_of_day);
    return good && give(codec, fold((uint64_t)nano_of_day), hash_out);
}

bool sv_hash_local_date_time(struct sv_cursor *cur, const struct sv_codec *codec, int32_t *hash_out)
{
    int32_t date = 0, time = 0;
    return sv_hash_local_date(cur, codec, &date) && sv_hash_local_time(cur, codec, &time) &&
           give(codec, (uint32_t)date ^ (uint32_t)time, hash_out);
}

/* ByteArrayWrapper of Flink's Python API. */
bool sv_hash_byte_array_wrapper(struct sv_cursor *cur, const struct sv_codec *codec, int32_t *hash_out)
{
    sv_str bytes = sv_cur_bytes(cur, sv_cur_count(cur, 1));
    uint32_t hash = 1;
    for (size_t i = bytes.n; i > 0; i--) {
        int byte = (signed char)bytes.p[i - 1];
        hash = 31 * hash + (uint32_t)byte;
    }
    return give(codec, hash, hash_out);
}

bool sv_hash_wrapped(struct sv_cursor *cur, const struct sv_codec *codec, int32_t *hash_out)
{
    return hash_part(cur, codec, 0, hash_out);
}

bool sv_hash_either(struct sv_cursor *cur, const struct sv_codec *codec, int32_t *hash_out)
{
    return hash_part(cur, codec, sv_cur_bool(cur) ? 0 : 1, hash_out);
}

bool sv_hash_nullable(struct sv_cursor *cur, const struct sv_codec *codec, int32_t *hash_out)
{
    if (!sv_cur_bool(cur))
        return hash_part(cur, codec, 0, hash_out);
    int32_t padding = codec->type->numbers[0];
    sv_cur_take(cur, padding > 0 ? (uint64_t)padding : 0);
    return give(codec, 0, hash_out);
}

bool sv_hash_tuple(struct sv_cursor *cur, const struct sv_codec *codec, int32_t *hash_out)
{
    uint32_t hash = 0;
    for (uint32_t i = 0; i < codec->count; i++) {
        int32_t field;
        if (!hash_part(cur, codec, i, &field))
            return false;
        hash = 31 * hash + (uint32_t)field;
    }
    return give(codec, hash, hash_out);
}

bool sv_hash_list(struct sv_cursor *cur, const struct sv_codec *codec, int32_t *hash_out)
{
    uint32_t hash = 1;
    for (uint32_t left = sv_cur_count(cur, 1); left > 0; left--) {
        int32_t element;
        if (!hash_part(cur, codec, 0, &element))
            return false;
        hash = 31 * hash + (uint32_t)element;
    }
    return give(codec, hash, hash_out);
}

bool sv_hash_map(struct sv_cursor *cur, const struct sv_codec *codec, int32_t *hash_out)
{
    uint32_t hash = 0;
    for (uint32_t left = sv_cur_count(cur, 1); left > 0; left--) {
        int32_t key, value = 0;
        if (!hash_part(cur, codec, 0, &key) || (!sv_cur_bool(cur) && !hash_part(cur, codec, 1, &value)))
            return false;
        hash += (uint32_t)key ^ (uint32_t)value;
    }
    return give(codec, hash, hash_out);
}

/* Lists, maps and arrays in a row hash by rules of their own there. */
static bool hashes_plainly(const struct sv_codec *codec)
{
    enum sv_kind kind = codec->type->kind;
    return kind != SV_KIND_LIST && kind != SV_KIND_MAP && kind != SV_KIND_SET && kind != SV_KIND_ARRAY;
}

/* Outer version 2 is Flink up to 1.10, 4 is 1.15 and later; under 3 two releases hash in two ways. */
bool sv_hash_row(struct sv_cursor *cur, const struct sv_codec *codec, int32_t *hash_out)
{
    enum { BEFORE_KINDS = 2, KIND_BY_FLAG = 4, KIND_BITS = 2 };
    const struct sv_type *type = codec->type;
    if (type->outer_version > BEFORE_KINDS && type->outer_version < KIND_BY_FLAG)
        return false;
    uint32_t offset = type->flag ? KIND_BITS : 0, hash = 1, added = type->outer_version >= KIND_BY_FLAG ? 31 : 0;
    sv_str mask = sv_cur_bytes(cur, ((uint64_t)codec->count + offset + 7) / 8);
    for (uint32_t i = 0; i < codec->count && sv_cur_ok(cur); i++) {
        int32_t field = 0;
        bool null = (unsigned char)mask.p[(i + offset) / 8] & 0x80 >> (i + offset) % 8;
        if (!null && (!hashes_plainly(codec->parts[i]) || !hash_part(cur, codec, i, &field)))
            return false;
        hash = 31 * hash + (null ? 0 : added + (uint32_t)field);
    }
    uint32_t kind = offset && mask.n ? ((unsigned char)mask.p[0] >> 7 & 1) | ((unsigned char)mask.p[0] >> 5 & 2) : 0;
    return sv_cur_ok(cur) && give(codec, added ? 31 * kind + hash : hash, hash_out);
}

static uint32_t rotate(uint32_t v, unsigned by)
{
    return v << by | v >> (32 - by);
}

static uint32_t murmur_mix(uint32_t hash, uint32_t word)
{
    return rotate(hash ^ rotate(word * 0xCC9E2D51, 15) * 0x1B873593, 13) * 5 + 0xE6546B64;
}

static uint32_t murmur_end(uint32_t hash)
{
    hash = (hash ^ hash >> 16) * 0x85EBCA6B;
    hash = (hash ^ hash >> 13) * 0xC2B2AE35;
    return hash ^ hash >> 16;
}

/* BinaryRowData, which keys of SQL jobs are: its words. */
bool sv_hash_row_data(struct sv_cursor *cur, const struct sv_codec *codec, int32_t *hash_out)
{
    enum { SEED = 42 };
    uint32_t bytes = sv_cur_count(cur, 1), hash = SEED;
    if (bytes % 4 != 0)
        return false;
    for (uint32_t left = bytes; left > 0 && sv_cur_ok(cur); left -= 4)
        hash = murmur_mix(hash, (uint32_t)sv_cur_le(cur, 4));
    return give(codec, murmur_end(hash ^ bytes), hash_out);
}

bool sv_java_hash(struct sv_cursor *cur, const struct sv_codec *codec, int32_t *hash_out)
{
    int32_t hash;
    cur->doing = "value";
    if (!codec->hash(cur, codec, &hash) || !sv_cur_ok(cur))
        return false;
    *hash_out = hash;
    return true;
}

int32_t sv_key_group_of(int32_t hash, int32_t max_parallelism)
{
    enum { HASH_BYTES = 4 };
    int32_t mixed = (int32_t)murmur_end(murmur_mix(0, (uint32_t)hash) ^ HASH_BYTES);
    int32_t positive = mixed >= 0 ? mixed : mixed != INT32_MIN ? -mixed : 0;
    return positive % max_parallelism;
}
