#include <criterion/criterion.h>

#include "support/decoded.h"

#define TIMESTAMP TYPES_TABLE "TimestampDataSerializer$TimestampDataSerializerSnapshot"
#define VOID "org.apache.flink.runtime.state.VoidNamespaceSerializer$VoidNamespaceSerializerSnapshot"
#define TUPLE TYPES_RUNTIME "TupleSerializerSnapshot"

/* Bytes that a value takes of more than it needs; SIZE_MAX when they are none of it. */
static size_t skipped(struct decoded *x, const struct sv_type *type, int32_t *length_out)
{
    struct sv_arena arena, scratch;
    sv_arena_init(&arena, SIZE_MAX);
    sv_arena_init(&scratch, SIZE_MAX);
    struct sv_cursor cur = bytes_cursor(&x->bytes);
    const struct sv_codec *codec = sv_codec_new(type, sv_read_java, &arena);
    cr_assert_not_null(codec);
    sv_skip(&cur, codec, &scratch);
    size_t bytes = sv_cur_ok(&cur) ? (size_t)cur.at : SIZE_MAX;
    *length_out = sv_codec_length(codec);
    sv_arena_free(&scratch);
    sv_arena_free(&arena);
    x->bytes.n = 0;
    return bytes;
}

static void expect(struct decoded *x, const struct sv_type *type, const char *hex, size_t bytes, int32_t length)
{
    int32_t said;
    decoded_put_hex(&x->bytes, hex);
    cr_expect_eq(skipped(x, type, &said), bytes, "%s", hex);
    cr_expect_eq(said, length, "%s: length %d", hex, (int)said);
}

static struct sv_type *tuple(struct decoded *x, struct sv_type *a, struct sv_type *b)
{
    return made_child(made_child(made_type(x->made, "value", TUPLE), NULL, a), NULL, b);
}

Test(skip, values_of_one_length)
{
    struct decoded x;
    decoded_begin(&x);
    struct sv_type *a = made_type(x.made, "a", TYPES_INT), *b = made_type(x.made, "b", TYPES_LONG);
    expect(&x, a, "0000000155", 4, 4);
    expect(&x, tuple(&x, a, b), "00000001000000000000000255", 12, 12);
    expect(&x, made_type(x.made, "namespace", VOID), "0055", 1, 0);
    struct sv_type *millis = made_type(x.made, "value", TIMESTAMP), *nanos = made_type(x.made, "value", TIMESTAMP);
    millis->numbers[0] = 3;
    nanos->numbers[0] = 6;
    expect(&x, millis, "000000000000000055", 8, 8);
    expect(&x, nanos, "0000000000000000000000010055", 12, 12);
    expect(&x, a, "000000", SIZE_MAX, 4);
    decoded_done(&x);
}

Test(skip, a_tuple_with_an_empty_part_has_no_length)
{
    struct decoded x;
    decoded_begin(&x);
    struct sv_type *a = made_type(x.made, "a", TYPES_INT), *b = made_type(x.made, "b", VOID);
    expect(&x, tuple(&x, a, b), "000000010055", 5, -1);
    decoded_done(&x);
}

Test(skip, strings_and_what_is_made_of_them)
{
    struct decoded x;
    decoded_begin(&x);
    struct sv_type *string = made_string(x.made, "value");
    expect(&x, string, "0361625555", 3, -1);
    expect(&x, string, "0055", 1, -1);
    expect(&x, string, "03e907e90755", 5, -1); /* units of two bytes */
    expect(&x, string, "0361", SIZE_MAX, -1);
    struct sv_type *list = made_child(made_type(x.made, "value", TYPES_LIST), NULL, string);
    expect(&x, list, "00000002026102005555", 8, -1);
    struct sv_type *map = made_type(x.made, "value", TYPES_MAP);
    made_child(map, NULL, made_string(x.made, "user-key"));
    made_child(map, NULL, made_string(x.made, "value"));
    expect(&x, map, "00000002026101026200026355", 12, -1);
    expect(&x, map, "0000000102610255", SIZE_MAX, -1);
    decoded_done(&x);
}
