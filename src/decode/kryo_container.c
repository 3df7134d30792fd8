/* kryo_container.c: arrays, collections and maps, as Kryo 2.24, chill and Flink's own Kryo serializers lay them out.
 *
 * SIZE  MEANING
 *       arrays: vu length + 1, items: int, long vz; others of their size (big-endian); strings and objects of a final class
 *         as known ones, else of any class
 *       collection: vu count, elements of any class, or known by the arguments of the field that holds it
 *       TreeSet: comparator of any class, collection; PriorityQueue: comparator, vu count, elements of any class
 *       Arrays.asList: vu count, class of the array's component, elements of any class
 *       map: vu count, key and value of each, as elements; TreeMap: comparator, map
 *       singleton: one of any class, or two for a map; empty ones: nothing; EnumSet: class, vu count, vu ordinal + 1 each
 * Mirrors DefaultArraySerializers, CollectionSerializer, MapSerializer, DefaultSerializers, ArraysAsListSerializer of chill
 * and Flink's PriorityQueueSerializer */
#include "decode/kryo.h"

static uint32_t array_length(struct sv_kryo_reader *r)
{
    uint32_t length = sv_kryo_count(r);
    if (length == 0)
        sv_decode_bad(r->d);
    return length ? length - 1 : 0;
}

static struct sv_value *numbers(struct sv_kryo_reader *r, const struct sv_kryo_kind *kind, sv_kryo_fn *item)
{
    struct sv_value *array = sv_make(r->d, SV_VALUE_ARRAY);
    for (uint32_t left = array_length(r); left > 0 && sv_cur_ok(r->d->cur); left--)
        sv_value_add(array, item(r, kind));
    return array;
}

struct sv_value *sv_kryo_read_byte_array(struct sv_kryo_reader *r, const struct sv_kryo_kind *kind)
{
    (void)kind;
    return sv_make_text(r->d, SV_VALUE_BYTES, sv_cur_bytes(r->d->cur, array_length(r)));
}

struct sv_value *sv_kryo_read_boolean_array(struct sv_kryo_reader *r, const struct sv_kryo_kind *kind)
{
    return numbers(r, kind, sv_kryo_read_boolean);
}

struct sv_value *sv_kryo_read_char_array(struct sv_kryo_reader *r, const struct sv_kryo_kind *kind)
{
    return numbers(r, kind, sv_kryo_read_char);
}

struct sv_value *sv_kryo_read_short_array(struct sv_kryo_reader *r, const struct sv_kryo_kind *kind)
{
    return numbers(r, kind, sv_kryo_read_short);
}

struct sv_value *sv_kryo_read_int_array(struct sv_kryo_reader *r, const struct sv_kryo_kind *kind)
{
    return numbers(r, kind, sv_kryo_read_int);
}

struct sv_value *sv_kryo_read_long_array(struct sv_kryo_reader *r, const struct sv_kryo_kind *kind)
{
    return numbers(r, kind, sv_kryo_read_long);
}

struct sv_value *sv_kryo_read_float_array(struct sv_kryo_reader *r, const struct sv_kryo_kind *kind)
{
    return numbers(r, kind, sv_kryo_read_float);
}

struct sv_value *sv_kryo_read_double_array(struct sv_kryo_reader *r, const struct sv_kryo_kind *kind)
{
    return numbers(r, kind, sv_kryo_read_double);
}

/* Components of final classes are written without their class; arrays of arrays count as such. */
struct sv_value *sv_kryo_read_objects(struct sv_kryo_reader *r, const struct sv_kryo_kind *kind)
{
    struct sv_kryo_kind component = sv_kryo_component(r->ids, kind);
    bool known = component.name.p[0] == '[' || sv_kryo_is_final(&component);
    struct sv_value *array = sv_make(r->d, SV_VALUE_ARRAY);
    if (!component.row && component.name.p[0] != '[')
        return sv_kryo_read_none(r, &component);
    for (uint32_t left = array_length(r); left > 0 && sv_cur_ok(r->d->cur); left--)
        sv_value_add(array, known ? sv_kryo_known(r, &component) : sv_kryo_any(r, NULL));
    return array;
}

struct sv_value *sv_kryo_read_string_array(struct sv_kryo_reader *r, const struct sv_kryo_kind *kind)
{
    return sv_kryo_read_objects(r, kind);
}

/* Element, key or value of that place among the type arguments. */
static struct sv_value *element(struct sv_kryo_reader *r, const struct sv_kryo_kind *kind, int place)
{
    const struct sv_kryo_arguments *arguments = kind->arguments;
    return arguments && arguments->known[place] ? sv_kryo_known(r, &arguments->kind[place]) : sv_kryo_any(r, NULL);
}

static struct sv_value *elements(struct sv_kryo_reader *r, const struct sv_kryo_kind *kind, uint32_t count)
{
    struct sv_value *array = sv_make(r->d, SV_VALUE_ARRAY);
    for (; count > 0 && sv_cur_ok(r->d->cur); count--)
        sv_value_add(array, element(r, kind, 0));
    return array;
}

struct sv_value *sv_kryo_read_collection(struct sv_kryo_reader *r, const struct sv_kryo_kind *kind)
{
    return elements(r, kind, sv_kryo_count(r));
}

struct sv_value *sv_kryo_read_tree_set(struct sv_kryo_reader *r, const struct sv_kryo_kind *kind)
{
    sv_kryo_any(r, NULL);
    return sv_kryo_read_collection(r, kind);
}

struct sv_value *sv_kryo_read_priority_queue(struct sv_kryo_reader *r, const struct sv_kryo_kind *kind)
{
    struct sv_kryo_kind plain = { .name = kind->name };
    sv_kryo_any(r, NULL);
    return sv_kryo_read_collection(r, &plain);
}

struct sv_value *sv_kryo_read_arrays_as_list(struct sv_kryo_reader *r, const struct sv_kryo_kind *kind)
{
    struct sv_kryo_kind component, plain = { .name = kind->name };
    uint32_t count = sv_kryo_count(r);
    sv_kryo_class(r, &component);
    return elements(r, &plain, count);
}

struct sv_value *sv_kryo_read_empty_collection(struct sv_kryo_reader *r, const struct sv_kryo_kind *kind)
{
    (void)kind;
    return sv_make(r->d, SV_VALUE_ARRAY);
}

struct sv_value *sv_kryo_read_singleton(struct sv_kryo_reader *r, const struct sv_kryo_kind *kind)
{
    struct sv_kryo_kind plain = { .name = kind->name };
    return elements(r, &plain, 1);
}

static struct sv_value *entries(struct sv_kryo_reader *r, const struct sv_kryo_kind *kind, uint32_t count)
{
    struct sv_value *map = sv_make(r->d, SV_VALUE_MAP);
    for (; count > 0 && sv_cur_ok(r->d->cur); count--) {
        sv_value_add(map, element(r, kind, 0));
        sv_value_add(map, element(r, kind, 1));
    }
    return map;
}

struct sv_value *sv_kryo_read_map(struct sv_kryo_reader *r, const struct sv_kryo_kind *kind)
{
    return entries(r, kind, sv_kryo_count(r));
}

struct sv_value *sv_kryo_read_tree_map(struct sv_kryo_reader *r, const struct sv_kryo_kind *kind)
{
    sv_kryo_any(r, NULL);
    return sv_kryo_read_map(r, kind);
}

struct sv_value *sv_kryo_read_empty_map(struct sv_kryo_reader *r, const struct sv_kryo_kind *kind)
{
    (void)kind;
    return sv_make(r->d, SV_VALUE_MAP);
}

struct sv_value *sv_kryo_read_singleton_map(struct sv_kryo_reader *r, const struct sv_kryo_kind *kind)
{
    struct sv_kryo_kind plain = { .name = kind->name };
    return entries(r, &plain, 1);
}

/* Constants without markers. */
struct sv_value *sv_kryo_read_enum_set(struct sv_kryo_reader *r, const struct sv_kryo_kind *kind)
{
    (void)kind;
    struct sv_kryo_kind of = { .name = { "", 0 } };
    sv_kryo_class(r, &of);
    struct sv_value *set = sv_make(r->d, SV_VALUE_ARRAY);
    for (uint32_t left = sv_kryo_count(r); left > 0 && sv_cur_ok(r->d->cur); left--)
        sv_value_add(set, sv_kryo_constant(r, &of));
    return set;
}
