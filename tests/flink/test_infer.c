#include <criterion/criterion.h>

#include "base/limits.h"
#include "support/heads.h"
#include "support/types.h"

#define MONEY "com.acme.MoneySerializer$Snapshot"
#define PRICE "com.acme.PriceSerializer$Snapshot"
#define TUPLE TYPES_RUNTIME "TupleSerializerSnapshot"

/* A body that holds nothing like a serializer snapshot. */
static void put_body(struct bytes *b, size_t n)
{
    for (size_t i = 0; i < n; i++)
        bytes_u8(b, (uint8_t)(i * 37 + 11));
}

/* A body as CompositeTypeSerializerSnapshot writes it, with one nested list of strings. */
static void put_composite_body(struct bytes *b)
{
    bytes_i32(b, 911108);
    bytes_i32(b, 1);
    types_nested(b, 1);
    types_list_of_strings(b);
}

static const struct sv_type *value_of(const struct heads_read *h, const char *name)
{
    const struct sv_state *state = heads_find(h, name);
    cr_assert_not_null(state, "%s", name);
    const struct sv_type *value = sv_state_root(state, "value");
    cr_assert_not_null(value, "%s", name);
    return value;
}

static void expect_whole(const struct heads_read *h)
{
    cr_assert(heads_whole(h), "%s at %zu, %u of %u states", sv_defect_text(h->stream->defect.code),
              (size_t)h->stream->defect.at, h->stream->read, h->stream->declared);
}

static void expect_stopped(const struct heads_read *h, uint32_t read)
{
    cr_expect_eq(h->stream->defect.code, SV_DEFECT_UNKNOWN_CLASS, "%s", sv_defect_text(h->stream->defect.code));
    cr_expect_eq(h->stream->read, read);
}

Test(infer, every_length_of_a_body)
{
    for (size_t n = 0; n < 300; n += n < 20 ? 1 : 31) {
        struct bytes b = { 0 };
        heads_keyed(&b, 3);
        heads_value_state(&b, "a", TYPES_STRING);
        heads_value_state(&b, "b", MONEY);
        put_body(&b, n);
        size_t end = b.n;
        heads_value_state(&b, "c", TYPES_STRING);
        struct heads_read h;
        heads_read(&h, &b, HEADS_KEYED);
        expect_whole(&h);
        cr_expect(value_of(&h, "b")->inferred);
        cr_expect_eq(value_of(&h, "b")->end, end);
        cr_expect_not(value_of(&h, "c")->inferred);
        heads_done(&h);
        bytes_free(&b);
    }
}

Test(infer, last_in_the_head)
{
    struct bytes b = { 0 };
    heads_keyed(&b, 1);
    heads_value_state(&b, "a", MONEY);
    put_composite_body(&b);
    struct heads_read h;
    heads_read(&h, &b, HEADS_KEYED);
    expect_whole(&h);
    cr_expect_eq(value_of(&h, "a")->end, b.n);
    heads_done(&h);
    bytes_free(&b);
}

Test(infer, a_body_made_of_known_snapshots)
{
    struct bytes b = { 0 };
    heads_keyed(&b, 2);
    heads_value_state(&b, "a", MONEY);
    put_composite_body(&b);
    size_t end = b.n;
    heads_value_state(&b, "c", TYPES_STRING);
    struct heads_read h;
    heads_read(&h, &b, HEADS_KEYED);
    expect_whole(&h);
    cr_expect_eq(value_of(&h, "a")->end, end);
    heads_done(&h);
    bytes_free(&b);
}

Test(infer, several_classes_in_one_head)
{
    static const char *const names[] = { "a", "b", "c", "d", "e", "f", "g", "h", "i", "j", "k", "l" };
    enum { STATES = sizeof names / sizeof *names };
    struct bytes b = { 0 };
    heads_keyed(&b, STATES);
    size_t ends[STATES];
    for (size_t i = 0; i < STATES; i++) {
        heads_value_state(&b, names[i], i % 2 ? PRICE : MONEY);
        put_body(&b, i * 7 % 40);
        ends[i] = b.n;
    }
    struct heads_read h;
    heads_read(&h, &b, HEADS_KEYED);
    expect_whole(&h);
    for (size_t i = 0; i < STATES; i++)
        cr_expect_eq(value_of(&h, names[i])->end, ends[i], "%s", names[i]);
    heads_done(&h);
    bytes_free(&b);
}

Test(infer, the_key_serializer)
{
    struct bytes b = { 0 };
    bytes_i32(&b, 6);
    bytes_bool(&b, false);
    heads_proxy(&b, MONEY);
    put_body(&b, 25);
    bytes_i16(&b, 1);
    heads_value_state(&b, "a", TYPES_STRING);
    struct heads_read h;
    heads_read(&h, &b, HEADS_KEYED);
    expect_whole(&h);
    cr_expect(h.stream->key->inferred);
    cr_expect_eq(h.stream->declared, 1, "the number of states is taken once");
    heads_done(&h);
    bytes_free(&b);
}

Test(infer, nested_in_a_known_serializer)
{
    struct bytes b = { 0 };
    heads_keyed(&b, 2);
    heads_value_state(&b, "a", TUPLE);
    bytes_i32(&b, 911108);
    bytes_i32(&b, 2);
    bytes_utf(&b, "org.apache.flink.api.java.tuple.Tuple2");
    types_nested(&b, 2);
    types_simple(&b, MONEY);
    put_body(&b, 9);
    types_simple(&b, PRICE);
    heads_value_state(&b, "c", TYPES_STRING);
    struct heads_read h;
    heads_read(&h, &b, HEADS_KEYED);
    expect_whole(&h);
    const struct sv_type *tuple = value_of(&h, "a");
    cr_expect_not(tuple->inferred);
    cr_expect(sv_type_child(tuple, 0)->inferred);
    cr_expect(sv_type_child(tuple, 1)->inferred);
    cr_expect_eq(sv_type_child(tuple, 1)->end, tuple->end);
    heads_done(&h);
    bytes_free(&b);
}

Test(infer, operator_and_broadcast_states)
{
    struct bytes b = { 0 };
    bytes_i32(&b, 5);
    bytes_i16(&b, 1);
    heads_state(&b, "l", 1, "OPERATOR_STATE_DISTRIBUTION_MODE", "UNION");
    bytes_i32(&b, 1);
    heads_serializer(&b, "VALUE_SERIALIZER", MONEY);
    put_body(&b, 14);
    bytes_i16(&b, 1);
    heads_state(&b, "m", 2, "OPERATOR_STATE_DISTRIBUTION_MODE", "BROADCAST");
    bytes_i32(&b, 2);
    heads_serializer(&b, "KEY_SERIALIZER", PRICE);
    put_body(&b, 3);
    heads_serializer(&b, "VALUE_SERIALIZER", TYPES_STRING);
    heads_sweep(&b, 0, HEADS_OPERATOR); /* a prefix may fit as well: the body of the last class then ends with it */
    struct heads_read h;
    heads_read(&h, &b, HEADS_OPERATOR);
    expect_whole(&h);
    cr_expect(value_of(&h, "l")->inferred);
    cr_expect(sv_state_root(heads_find(&h, "m"), "key")->inferred);
    heads_done(&h);
    bytes_free(&b);
}

/* Of a pair of unknown classes at the end of the head the second has a known snapshot as its body. Then the first may have
 * no body, or swallow the second up to that snapshot, which stands where the second element would: both fit. */
static void put_ambiguous(struct bytes *b, bool ambiguous)
{
    heads_keyed(b, 1);
    heads_value_state(b, "a", TUPLE);
    bytes_i32(b, 911108);
    bytes_i32(b, 2);
    bytes_utf(b, "org.apache.flink.api.java.tuple.Tuple2");
    types_nested(b, 2);
    types_simple(b, MONEY);
    types_simple(b, PRICE);
    if (ambiguous)
        types_simple(b, TYPES_STRING);
}

Test(infer, two_positions_prove_nothing)
{
    struct bytes b = { 0 };
    put_ambiguous(&b, true);
    struct heads_read h;
    heads_read(&h, &b, HEADS_KEYED);
    expect_stopped(&h, 0);
    cr_expect_eq(h.stream->declared, 1);
    cr_expect(sv_str_eq(h.stream->defect.subject, SV_STR(MONEY)));
    cr_expect_not(sv_type_child(value_of(&h, "a"), 0)->inferred);
    heads_done(&h);
    bytes_free(&b);
    struct bytes clear = { 0 };
    put_ambiguous(&clear, false);
    heads_read(&h, &clear, HEADS_KEYED);
    expect_whole(&h);
    heads_done(&h);
    bytes_free(&clear);
}

Test(infer, no_position_fits)
{
    struct bytes b = { 0 };
    heads_keyed(&b, 2);
    heads_value_state(&b, "a", MONEY);
    put_body(&b, 30);
    heads_value_state(&b, "c", TYPES_STRING);
    bytes_u8(&b, 1);
    struct heads_read h;
    heads_read(&h, &b, HEADS_KEYED);
    expect_stopped(&h, 0);
    cr_expect_gt(h.inference.work_left, 0);
    heads_done(&h);
    bytes_free(&b);
}

Test(infer, a_version_that_is_none)
{
    static const int32_t versions[] = { -1, 1001, 0x4F2C69A };
    for (size_t i = 0; i < sizeof versions / sizeof *versions; i++) {
        struct bytes b = { 0 };
        heads_keyed(&b, 1);
        heads_value_state(&b, "a", MONEY);
        bytes_patch_i32(&b, b.n - 4, versions[i]);
        struct heads_read h;
        heads_read(&h, &b, HEADS_KEYED);
        expect_stopped(&h, 0);
        cr_expect_eq(h.inference.work_left, SV_LIMIT_INFER_WORK, "nothing was tried");
        heads_done(&h);
        bytes_free(&b);
    }
}

Test(infer, a_config_snapshot_of_1_7)
{
    struct bytes b = { 0 };
    heads_keyed(&b, 2);
    heads_value_state(&b, "a", MONEY);
    bytes_patch_i32(&b, b.n - 4, 0x7A53C4F0);
    heads_prior(&b, "com.acme.MoneySerializer");
    put_body(&b, 6);
    size_t end = b.n;
    heads_value_state(&b, "c", TYPES_STRING);
    struct heads_read h;
    heads_read(&h, &b, HEADS_KEYED);
    expect_whole(&h);
    cr_expect_eq(value_of(&h, "a")->end, end);
    heads_done(&h);
    bytes_free(&b);
}

Test(infer, a_name_that_is_no_class)
{
    static const char *const names[] = { "", "a b", ".a", "a.", "caf\xc3\xa9:x" };
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        struct bytes b = { 0 };
        heads_keyed(&b, 1);
        heads_value_state(&b, "a", names[i]);
        struct heads_read h;
        heads_read(&h, &b, HEADS_KEYED);
        expect_stopped(&h, 0);
        cr_expect_eq(h.inference.work_left, SV_LIMIT_INFER_WORK, "nothing was tried");
        heads_done(&h);
        bytes_free(&b);
    }
}

static struct sv_stream *read_with(struct heads_read *h, struct bytes *b, bool exact_end,
                                   struct sv_inference *inference)
{
    h->reader.cur = bytes_cursor(b);
    h->reader.inference = inference;
    return sv_read_keyed_head(&h->reader, exact_end, SV_BACKEND_HEAP);
}

Test(infer, only_where_the_end_is_known_and_work_is_left)
{
    struct bytes b = { 0 };
    heads_keyed(&b, 1);
    heads_value_state(&b, "a", MONEY);
    struct heads_read h;
    heads_read(&h, &b, HEADS_KEYED);
    expect_whole(&h);
    struct sv_inference plenty = { .work_left = SV_LIMIT_INFER_WORK }, little = { .work_left = 10 };
    cr_expect_eq(read_with(&h, &b, true, &plenty)->defect.code, SV_DEFECT_NONE);
    cr_expect_eq(read_with(&h, &b, false, &plenty)->defect.code, SV_DEFECT_UNKNOWN_CLASS);
    cr_expect_eq(read_with(&h, &b, true, &little)->defect.code, SV_DEFECT_UNKNOWN_CLASS);
    cr_expect_eq(little.work_left, 0);
    cr_expect_eq(read_with(&h, &b, true, NULL)->defect.code, SV_DEFECT_UNKNOWN_CLASS);
    heads_done(&h);
    bytes_free(&b);
}

Test(infer, the_same_head_costs_nothing_again)
{
    struct bytes b = { 0 }, again = { 0 };
    for (int i = 0; i < 2; i++) {
        struct bytes *to = i ? &again : &b;
        heads_keyed(to, 2);
        heads_value_state(to, "a", MONEY);
        put_body(to, 50);
        heads_value_state(to, "c", TYPES_STRING);
    }
    struct heads_read h;
    heads_read(&h, &b, HEADS_KEYED);
    expect_whole(&h);
    uint64_t end = value_of(&h, "a")->end, left = h.inference.work_left;
    cr_expect_lt(left, SV_LIMIT_INFER_WORK);
    h.reader.cur = bytes_cursor(&again);
    h.reader.cur.at = 1000;
    h.stream = sv_read_keyed_head(&h.reader, true, SV_BACKEND_HEAP);
    expect_whole(&h);
    cr_expect_eq(value_of(&h, "a")->end, end + 1000, "in the other file's offsets");
    cr_expect_eq(h.inference.work_left, left);
    heads_done(&h);
    bytes_free(&again);
    bytes_free(&b);
}

Test(infer, more_classes_than_the_limit)
{
    for (int16_t classes = SV_LIMIT_INFER_CLASSES; classes <= SV_LIMIT_INFER_CLASSES + 1; classes++) {
        struct bytes b = { 0 };
        heads_keyed(&b, classes);
        for (int16_t i = 0; i < classes; i++)
            heads_value_state(&b, "s", MONEY);
        struct heads_read h;
        heads_read(&h, &b, HEADS_KEYED);
        if (classes == SV_LIMIT_INFER_CLASSES)
            expect_whole(&h);
        else
            expect_stopped(&h, 0);
        heads_done(&h);
        bytes_free(&b);
    }
}

/* Every part of the head looks like the one searched for, so that almost every length leads far. */
Test(infer, a_hostile_head_ends_with_its_share, .timeout = 60)
{
    struct bytes b = { 0 };
    heads_keyed(&b, 3000);
    for (int i = 0; i < 6000; i++)
        heads_value_state(&b, "s", MONEY);
    struct heads_read h;
    heads_read(&h, &b, HEADS_KEYED);
    expect_stopped(&h, 0);
    cr_expect_eq(h.inference.work_left, SV_LIMIT_INFER_WORK - SV_LIMIT_INFER_HEAD_WORK);
    heads_done(&h);
    bytes_free(&b);
}

Test(infer, sweep)
{
    struct bytes b = { 0 };
    heads_keyed(&b, 2);
    heads_value_state(&b, "a", MONEY);
    put_composite_body(&b);
    heads_value_state(&b, "c", PRICE);
    heads_sweep(&b, 0, HEADS_KEYED);
    bytes_free(&b);
}
