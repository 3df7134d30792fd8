/* kryo_scala.c: Scala objects, as chill lays them out where Flink's Scala API is on the class path.
 *
 * SIZE  MEANING
 *       traversable: vu count, elements of any class; maps: the same of tuples
 *       Some, Left, Right: one of any class; tuples: members of any class; specialised tuples: members of 4 (I) or
 *       8 (J, D) bytes, big-endian
 * Mirrors com.twitter.chill.TraversableSerializer, TupleSerializers and FlinkChillPackageRegistrar */
#include <stdlib.h>

#include "decode/kryo.h"

struct sv_value *sv_kryo_read_traversable(struct sv_kryo_reader *r, const struct sv_kryo_kind *kind)
{
    struct sv_kryo_kind plain = { .name = kind->name };
    return sv_kryo_read_collection(r, &plain);
}

/* A map's elements are pairs, and become its keys and values. */
struct sv_value *sv_kryo_read_scala_map(struct sv_kryo_reader *r, const struct sv_kryo_kind *kind)
{
    struct sv_value *pairs = sv_kryo_read_traversable(r, kind), *map = sv_make(r->d, SV_VALUE_MAP);
    for (struct sv_value *pair = pairs ? pairs->child : NULL; pair && sv_cur_ok(r->d->cur); pair = pair->next) {
        if (pair->kind != SV_VALUE_ARRAY || pair->count != 2) {
            sv_decode_bad(r->d);
            break;
        }
        sv_value_add(map, sv_make_again(r->d, pair->child, 1));
        sv_value_add(map, sv_make_again(r->d, pair->last, 1));
    }
    return map;
}

struct sv_value *sv_kryo_read_option(struct sv_kryo_reader *r, const struct sv_kryo_kind *kind)
{
    return sv_kryo_read_singleton(r, kind);
}

struct sv_value *sv_kryo_read_left(struct sv_kryo_reader *r, const struct sv_kryo_kind *kind)
{
    (void)kind;
    struct sv_value *either = sv_make(r->d, SV_VALUE_OBJECT);
    sv_make_member(either, "left", sv_kryo_any(r, NULL));
    return either;
}

struct sv_value *sv_kryo_read_right(struct sv_kryo_reader *r, const struct sv_kryo_kind *kind)
{
    (void)kind;
    struct sv_value *either = sv_make(r->d, SV_VALUE_OBJECT);
    sv_make_member(either, "right", sv_kryo_any(r, NULL));
    return either;
}

struct sv_value *sv_kryo_read_product(struct sv_kryo_reader *r, const struct sv_kryo_kind *kind)
{
    struct sv_value *tuple = sv_make(r->d, SV_VALUE_ARRAY);
    for (long left = strtol(kind->row->detail, NULL, 10); left > 0 && sv_cur_ok(r->d->cur); left--)
        sv_value_add(tuple, sv_kryo_any(r, NULL));
    return tuple;
}

struct sv_value *sv_kryo_read_specialised(struct sv_kryo_reader *r, const struct sv_kryo_kind *kind)
{
    struct sv_value *tuple = sv_make(r->d, SV_VALUE_ARRAY);
    for (const char *form = kind->row->detail; *form && sv_cur_ok(r->d->cur); form++) {
        if (*form == 'I')
            sv_value_add(tuple, sv_make_number(r->d, SV_VALUE_INT, sv_cur_i32(r->d->cur)));
        else if (*form == 'J')
            sv_value_add(tuple, sv_make_number(r->d, SV_VALUE_LONG, sv_cur_i64(r->d->cur)));
        else
            sv_value_add(tuple, sv_make_real(r->d, SV_VALUE_DOUBLE, (uint64_t)sv_cur_i64(r->d->cur)));
    }
    return tuple;
}
