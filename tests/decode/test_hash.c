#include <criterion/criterion.h>

#include "support/decoded.h"

static struct sv_type *of(struct decoded *x, const char *class_name, struct sv_type *first, struct sv_type *second)
{
    struct sv_type *type = made_type(x->made, "key", class_name);
    made_child(type, NULL, first);
    return second ? made_child(type, NULL, second) : type;
}

static struct sv_type *string(struct decoded *x)
{
    return made_string(x->made, "element");
}

static struct sv_type *number(struct decoded *x)
{
    return made_type(x->made, "element", TYPES_INT);
}

static void expect(struct decoded *x, const struct sv_type *type, const char *hex, int32_t wanted)
{
    int32_t hash = 0;
    decoded_put_hex(&x->bytes, hex);
    cr_expect(decoded_hash(x, type, &hash), "%.*s %s", (int)type->class_name.n, type->class_name.p, hex);
    cr_expect_eq(hash, wanted, "%.*s %s: %d", (int)type->class_name.n, type->class_name.p, hex, hash);
}

static void expect_unknown(struct decoded *x, const struct sv_type *type, const char *hex)
{
    int32_t hash;
    decoded_put_hex(&x->bytes, hex);
    cr_expect_not(decoded_hash(x, type, &hash), "%.*s %s", (int)type->class_name.n, type->class_name.p, hex);
}

Test(hash, of_containers_is_made_of_their_parts)
{
    struct decoded x;
    decoded_begin(&x);
    const char *tuple = TYPES_RUNTIME "TupleSerializerSnapshot";
    const char *either = TYPES_RUNTIME "JavaEitherSerializerSnapshot";
    const char *nullable = TYPES_RUNTIME "NullableSerializer$NullableSerializerSnapshot";
    expect(&x, of(&x, tuple, string(&x), number(&x)), "026100000007", 31 * 'a' + 7);
    expect(&x, of(&x, tuple, string(&x), number(&x)), "0000000007", 7);
    expect(&x, of(&x, TYPES_LIST, string(&x), NULL), "0000000202610262", (31 + 'a') * 31 + 'b');
    expect(&x, of(&x, TYPES_MAP, string(&x), number(&x)), "0000000202610000000007026201", ('a' ^ 7) + 'b');
    expect(&x, of(&x, either, string(&x), number(&x)), "0000000007", 7);
    expect(&x, of(&x, nullable, string(&x), NULL), "000261", 'a');
    expect(&x, of(&x, nullable, string(&x), NULL), "01", 0);
    expect(&x,
           made_type(x.made, "key",
                     "org.apache.flink.streaming.api.utils.ByteArrayWrapperSerializer$"
                     "ByteArrayWrapperSerializerSnapshot"),
           "0000000201ff", (31 - 1) * 31 + 1);
    decoded_done(&x);
}

Test(hash, of_a_row_depends_on_the_release)
{
    struct decoded x;
    decoded_begin(&x);
    struct sv_type *row = of(&x, TYPES_RUNTIME "RowSerializer$RowSerializerSnapshot", string(&x), number(&x));
    row->outer_version = 2; /* up to 1.10 */
    expect(&x, row, "00026100000007", (31 + 'a') * 31 + 7);
    expect(&x, row, "400261", (31 + 'a') * 31);
    row->outer_version = 3; /* 1.11 to 1.14 */
    row->flag = true;
    expect_unknown(&x, row, "00026100000007");
    row->outer_version = 4; /* since 1.15 */
    expect(&x, row, "00026100000007", (31 + 31 + 'a') * 31 + 31 + 7);
    expect(&x, row, "900261", 31 + (31 + 31 + 'a') * 31);
    decoded_done(&x);
}

Test(hash, is_unknown_with_a_part_that_is)
{
    struct decoded x;
    decoded_begin(&x);
    const char *array = TYPES_BASE "array.BytePrimitiveArraySerializer$BytePrimitiveArraySerializerSnapshot";
    struct sv_type *bytes = made_type(x.made, "key", array);
    expect_unknown(&x, bytes, "00000000");
    expect_unknown(&x, of(&x, TYPES_RUNTIME "TupleSerializerSnapshot", string(&x), bytes), "026100000000");
    struct sv_type *row =
        of(&x, TYPES_RUNTIME "RowSerializer$RowSerializerSnapshot", of(&x, TYPES_LIST, string(&x), NULL), NULL);
    row->outer_version = 4;
    expect_unknown(&x, row, "0000000000");
    decoded_done(&x);
}

Test(hash, of_bytes_that_end_too_soon_is_unknown)
{
    struct decoded x;
    decoded_begin(&x);
    expect_unknown(&x, string(&x), "0461");
    expect_unknown(&x, of(&x, TYPES_LIST, string(&x), NULL), "7fffffff0261");
    decoded_done(&x);
}

Test(hash, key_groups_are_those_of_flink)
{
    static const struct {
        int32_t hash, max_parallelism, key_group;
    } cases[] = {
        { 0, 128, 94 },          { 1, 128, 86 },          { 96354, 128, 115 },         { -1, 128, 80 },
        { INT32_MIN, 128, 108 }, { 96354, 32768, 24819 }, { INT32_MAX, 32768, 19646 },
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        int32_t key_group = sv_key_group_of(cases[i].hash, cases[i].max_parallelism);
        cr_expect_eq(key_group, cases[i].key_group, "%d of %d: %d", cases[i].hash, cases[i].max_parallelism, key_group);
    }
}
