/* container.c: values made of values of other serializers.
 *
 * SIZE  MEANING
 *       List, ArrayList: 4 count, elements; Set: 4 count, before each element 1 (1 null)
 *       LinkedList: 4 count, with the mask of its snapshot a bit per element (set: null), elements that are not null
 *       GenericArray, Traversable: 4 count, before each element 1 (0 null, 1 it follows)
 *       Map: 4 count, key, 1 (1 null value), value; NullAwareMap: the same byte before keys too
 *       Tuple, case class: fields
 *       Row: a bit per field (set: null) in whole bytes, with row kinds two bits more before them, fields not null
 *       Either, Try: 1 (1 left, success), value; Option: 1 (0 none), value
 *       Nullable: 1 (1 null, then padding), value
 * Bits of masks: the highest of a byte first. Mirrors ListSerializer#deserialize and that of the classes named so */
#include "decode/codec.h"

struct sv_value *sv_decode_list(struct sv_decoding *d, const struct sv_codec *codec)
{
    struct sv_value *list = sv_make(d, SV_VALUE_ARRAY);
    for (uint32_t left = sv_cur_count(d->cur, 0); left > 0 && sv_cur_ok(d->cur); left--)
        sv_value_add(list, sv_decode_part(d, codec, 0));
    return list;
}

/* count bits in whole bytes. */
static sv_str read_mask(struct sv_cursor *cur, uint64_t count)
{
    return sv_cur_bytes(cur, (count + 7) / 8);
}

static bool mask_bit(sv_str mask, uint64_t i)
{
    return i / 8 < mask.n && ((unsigned char)mask.p[i / 8] & 0x80 >> i % 8);
}

struct sv_value *sv_decode_linked_list(struct sv_decoding *d, const struct sv_codec *codec)
{
    struct sv_value *list = sv_make(d, SV_VALUE_ARRAY);
    uint32_t count = sv_cur_count(d->cur, 0);
    sv_str mask = read_mask(d->cur, codec->type->flag ? count : 0);
    for (uint32_t i = 0; i < count && sv_cur_ok(d->cur); i++)
        sv_value_add(list, mask_bit(mask, i) ? sv_make(d, SV_VALUE_NULL) : sv_decode_part(d, codec, 0));
    return list;
}

/* Null or a value, after the byte that tells which. */
static struct sv_value *read_nullable(struct sv_decoding *d, const struct sv_codec *codec, uint32_t part,
                                      bool null_byte)
{
    return sv_cur_bool(d->cur) == null_byte ? sv_make(d, SV_VALUE_NULL) : sv_decode_part(d, codec, part);
}

struct sv_value *sv_decode_object_array(struct sv_decoding *d, const struct sv_codec *codec)
{
    struct sv_value *array = sv_make(d, SV_VALUE_ARRAY);
    for (uint32_t left = sv_cur_count(d->cur, 1); left > 0 && sv_cur_ok(d->cur); left--)
        sv_value_add(array, read_nullable(d, codec, 0, false));
    return array;
}

struct sv_value *sv_decode_set(struct sv_decoding *d, const struct sv_codec *codec)
{
    struct sv_value *set = sv_make(d, SV_VALUE_ARRAY);
    for (uint32_t left = sv_cur_count(d->cur, 1); left > 0 && sv_cur_ok(d->cur); left--)
        sv_value_add(set, read_nullable(d, codec, 0, true));
    return set;
}

struct sv_value *sv_decode_map(struct sv_decoding *d, const struct sv_codec *codec)
{
    struct sv_value *map = sv_make(d, SV_VALUE_MAP);
    for (uint32_t left = sv_cur_count(d->cur, 1); left > 0 && sv_cur_ok(d->cur); left--) {
        sv_value_add(map, sv_decode_part(d, codec, 0));
        sv_value_add(map, read_nullable(d, codec, 1, true));
    }
    return map;
}

struct sv_value *sv_decode_null_aware_map(struct sv_decoding *d, const struct sv_codec *codec)
{
    struct sv_value *map = sv_make(d, SV_VALUE_MAP);
    for (uint32_t left = sv_cur_count(d->cur, 2); left > 0 && sv_cur_ok(d->cur); left--) {
        sv_value_add(map, read_nullable(d, codec, 0, true));
        sv_value_add(map, read_nullable(d, codec, 1, true));
    }
    return map;
}

struct sv_value *sv_decode_tuple(struct sv_decoding *d, const struct sv_codec *codec)
{
    struct sv_value *tuple = sv_make(d, SV_VALUE_ARRAY);
    for (uint32_t i = 0; i < codec->count && sv_cur_ok(d->cur); i++)
        sv_value_add(tuple, sv_decode_part(d, codec, i));
    return tuple;
}

enum { ROW_KIND_BITS = 2 };

struct sv_value *sv_decode_row(struct sv_decoding *d, const struct sv_codec *codec)
{
    struct sv_value *row = sv_make(d, SV_VALUE_ARRAY);
    uint32_t offset = codec->type->flag ? ROW_KIND_BITS : 0;
    sv_str mask = read_mask(d->cur, (uint64_t)codec->count + offset);
    for (uint32_t i = 0; i < codec->count && sv_cur_ok(d->cur); i++)
        sv_value_add(row, mask_bit(mask, i + offset) ? sv_make(d, SV_VALUE_NULL) : sv_decode_part(d, codec, i));
    return row;
}

/* One of two, as an object with one member. */
static struct sv_value *one_of(struct sv_decoding *d, const struct sv_codec *codec, bool first,
                               const char *const names[2])
{
    struct sv_value *object = sv_make(d, SV_VALUE_OBJECT);
    sv_make_member(object, names[first ? 0 : 1], sv_decode_part(d, codec, first ? 0 : 1));
    return object;
}

struct sv_value *sv_decode_either(struct sv_decoding *d, const struct sv_codec *codec)
{
    static const char *const names[] = { "left", "right" };
    return one_of(d, codec, sv_cur_bool(d->cur), names);
}

struct sv_value *sv_decode_try(struct sv_decoding *d, const struct sv_codec *codec)
{
    static const char *const names[] = { "success", "failure" };
    return one_of(d, codec, sv_cur_bool(d->cur), names);
}

/* CoGroupedStreams.UnionSerializer: Flink takes every byte but 1 for 2, and writes no other. */
struct sv_value *sv_decode_union(struct sv_decoding *d, const struct sv_codec *codec)
{
    static const char *const names[] = { "one", "two" };
    uint8_t tag = sv_cur_u8(d->cur);
    if (tag != 1 && tag != 2)
        sv_decode_bad(d);
    return one_of(d, codec, tag == 1, names);
}

/* None and Some as arrays of no and of one element: Some(null) is neither. */
struct sv_value *sv_decode_option(struct sv_decoding *d, const struct sv_codec *codec)
{
    struct sv_value *option = sv_make(d, SV_VALUE_ARRAY);
    if (sv_cur_bool(d->cur))
        sv_value_add(option, sv_decode_part(d, codec, 0));
    return option;
}

struct sv_value *sv_decode_nullable(struct sv_decoding *d, const struct sv_codec *codec)
{
    int32_t padding = codec->type->numbers[0];
    if (!sv_cur_bool(d->cur))
        return sv_decode_part(d, codec, 0);
    sv_cur_take(d->cur, padding > 0 ? (uint64_t)padding : 0);
    return sv_make(d, SV_VALUE_NULL);
}

/* A serializer that only wraps another one. */
struct sv_value *sv_decode_wrapped(struct sv_decoding *d, const struct sv_codec *codec)
{
    return sv_decode_part(d, codec, 0);
}
