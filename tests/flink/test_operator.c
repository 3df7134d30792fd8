#include <criterion/criterion.h>

#include "support/heads.h"
#include "support/types.h"

#define STRING_SERIALIZER TYPES_BASE "StringSerializer"
#define MODE "OPERATOR_STATE_DISTRIBUTION_MODE"

enum { OPERATOR = 1, BROADCAST = 2, SPLIT = 0, UNION = 1 };

static void put_list_state(struct bytes *b, const char *name, const char *mode)
{
    heads_state(b, name, OPERATOR, MODE, mode);
    bytes_i32(b, 1);
    heads_serializer(b, "VALUE_SERIALIZER", TYPES_STRING);
}

static void put_broadcast_state(struct bytes *b, const char *name)
{
    heads_state(b, name, BROADCAST, MODE, "BROADCAST");
    bytes_i32(b, 2);
    heads_serializer(b, "KEY_SERIALIZER", TYPES_INT);
    heads_serializer(b, "VALUE_SERIALIZER", TYPES_LONG);
}

/* Two list states and a broadcast state in version 6. */
static void put_three(struct bytes *b, bool compressed)
{
    bytes_i32(b, 6);
    bytes_bool(b, compressed);
    bytes_i16(b, 2);
    put_list_state(b, "split", "SPLIT_DISTRIBUTE");
    put_list_state(b, "union", "UNION");
    bytes_i16(b, 1);
    put_broadcast_state(b, "rules");
}

static void read_whole(struct heads_read *h, struct bytes *b)
{
    heads_sweep(b, b->n, HEADS_OPERATOR);
    heads_read(h, b, HEADS_OPERATOR);
    cr_assert(heads_whole(h), "%s at %zu", sv_defect_text(h->stream->defect.code), (size_t)h->stream->defect.at);
    cr_expect_null(h->stream->key);
}

static void expect_defect(struct bytes *b, enum sv_defect_code code, uint32_t read, uint32_t declared)
{
    struct heads_read h;
    heads_read(&h, b, HEADS_OPERATOR);
    cr_expect_eq(h.stream->defect.code, code, "%s", sv_defect_text(h.stream->defect.code));
    cr_expect_eq(h.stream->read, read);
    cr_expect_eq(h.stream->declared, declared);
    heads_done(&h);
    bytes_free(b);
}

Test(operator, lists_and_broadcast)
{
    struct bytes b = { 0 };
    put_three(&b, false);
    struct heads_read h;
    read_whole(&h, &b);
    cr_expect_not(h.stream->compressed);
    cr_expect_eq(h.stream->declared, 3);
    cr_expect_eq(heads_find(&h, "split")->kind, SV_STATE_OPERATOR_LIST);
    cr_expect_eq(heads_find(&h, "union")->kind, SV_STATE_OPERATOR_UNION);
    const struct sv_state *rules = heads_find(&h, "rules");
    cr_expect_eq(rules->kind, SV_STATE_BROADCAST);
    cr_expect_eq(rules->backend, SV_BACKEND_OPERATOR);
    cr_expect(sv_str_eq(heads_class(rules, "key"), SV_STR(TYPES_INT)));
    cr_expect(sv_str_eq(heads_class(rules, "value"), SV_STR(TYPES_LONG)));
    heads_done(&h);
    bytes_free(&b);
}

Test(operator, compressed_head_ends_before_the_header_of_snappy)
{
    struct bytes b = { 0 };
    put_three(&b, true);
    size_t head_end = b.n;
    bytes_raw(&b, "\xff\x06\x00\x00sNaPpY", 10);
    struct heads_read h;
    heads_read(&h, &b, HEADS_OPERATOR);
    cr_assert(heads_whole(&h), "%s", sv_defect_text(h.stream->defect.code));
    cr_expect(h.stream->compressed);
    cr_expect_eq(h.stream->head_end, head_end);
    heads_done(&h);
    bytes_free(&b);
}

Test(operator, that_header_is_damage_where_nothing_is_compressed)
{
    struct bytes b = { 0 };
    put_three(&b, false);
    bytes_raw(&b, "\xff\x06\x00\x00sNaPpY", 10);
    expect_defect(&b, SV_DEFECT_TRAILING, 3, 3);
}

Test(operator, before_1_18_without_compression)
{
    struct bytes b = { 0 };
    heads_operator(&b, "s");
    struct heads_read h;
    read_whole(&h, &b);
    cr_expect_eq(h.stream->version, 5);
    heads_done(&h);
    bytes_free(&b);
}

Test(operator, flink_1_6_has_pairs)
{
    struct bytes b = { 0 };
    bytes_i32(&b, 4);
    bytes_i16(&b, 0);
    bytes_i16(&b, 1);
    heads_state(&b, "rules", BROADCAST, MODE, "BROADCAST");
    bytes_i32(&b, 2);
    bytes_utf(&b, "VALUE_SERIALIZER");
    bytes_utf(&b, "KEY_SERIALIZER");
    heads_pairs(&b, STRING_SERIALIZER, 2);
    struct heads_read h;
    read_whole(&h, &b);
    cr_expect_eq(h.stream->states->kind, SV_STATE_BROADCAST);
    cr_expect_not_null(sv_state_root(h.stream->states, "key"));
    heads_done(&h);
    bytes_free(&b);
}

static void put_old_state(struct bytes *b, const char *name, uint8_t mode)
{
    bytes_utf(b, name);
    bytes_u8(b, mode);
}

Test(operator, flink_1_5_has_broadcast_states)
{
    struct bytes b = { 0 };
    bytes_i32(&b, 3);
    bytes_i16(&b, 1);
    put_old_state(&b, "u", UNION);
    heads_pairs(&b, STRING_SERIALIZER, 1);
    bytes_i16(&b, 1);
    put_old_state(&b, "rules", 2);
    heads_pairs(&b, STRING_SERIALIZER, 2);
    struct heads_read h;
    read_whole(&h, &b);
    cr_expect_eq(heads_find(&h, "u")->kind, SV_STATE_OPERATOR_UNION);
    cr_expect_eq(heads_find(&h, "rules")->kind, SV_STATE_BROADCAST);
    cr_expect(sv_str_eq(heads_class(heads_find(&h, "rules"), "key"), SV_STR(TYPES_CONFIG)));
    heads_done(&h);
    bytes_free(&b);
}

Test(operator, flink_1_3_counts_its_states_again)
{
    struct bytes b = { 0 };
    bytes_i32(&b, 2);
    bytes_i16(&b, 1);
    put_old_state(&b, "s", SPLIT);
    heads_pairs(&b, STRING_SERIALIZER, 1);
    bytes_i32(&b, 1);
    struct heads_read h;
    read_whole(&h, &b);
    cr_expect_eq(h.stream->states->kind, SV_STATE_OPERATOR_LIST);
    heads_done(&h);
    bytes_free(&b);
}

Test(operator, flink_1_2_has_a_java_object)
{
    struct bytes b = { 0 };
    bytes_i32(&b, 1);
    bytes_i16(&b, 2);
    put_old_state(&b, "a", SPLIT);
    types_java_object(&b, STRING_SERIALIZER);
    put_old_state(&b, "b", UNION);
    types_java_object(&b, "com.acme.MoneySerializer");
    bytes_i32(&b, 2);
    struct heads_read h;
    read_whole(&h, &b);
    cr_expect(sv_str_eq(heads_class(heads_find(&h, "a"), "value"), SV_STR(STRING_SERIALIZER)));
    cr_expect(sv_str_eq(heads_class(heads_find(&h, "b"), "value"), SV_STR("com.acme.MoneySerializer")));
    heads_done(&h);
    bytes_free(&b);
}

Test(operator, broadcast_state_among_lists)
{
    struct bytes b = { 0 };
    bytes_i32(&b, 5);
    bytes_i16(&b, 1);
    put_broadcast_state(&b, "rules");
    bytes_i16(&b, 0);
    expect_defect(&b, SV_DEFECT_BAD_VALUE, 0, 1);
}

Test(operator, two_pairs_for_a_list)
{
    struct bytes b = { 0 };
    bytes_i32(&b, 2);
    bytes_i16(&b, 1);
    put_old_state(&b, "s", SPLIT);
    heads_pairs(&b, STRING_SERIALIZER, 2);
    bytes_i32(&b, 1);
    expect_defect(&b, SV_DEFECT_BAD_VALUE, 0, 1);
}

Test(operator, mode_that_flink_does_not_know)
{
    struct bytes b = { 0 };
    bytes_i32(&b, 2);
    bytes_i16(&b, 1);
    put_old_state(&b, "s", 3);
    heads_pairs(&b, STRING_SERIALIZER, 1);
    bytes_i32(&b, 1);
    expect_defect(&b, SV_DEFECT_BAD_VALUE, 0, 1);
}

Test(operator, negative_number_of_states)
{
    struct bytes b = { 0 };
    bytes_i32(&b, 5);
    bytes_i16(&b, -1);
    bytes_fill(&b, 0, 64);
    expect_defect(&b, SV_DEFECT_BAD_VALUE, 0, 0);
}
