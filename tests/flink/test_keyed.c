#include <criterion/criterion.h>

#include "support/heads.h"
#include "support/types.h"

#define CUSTOM "com.acme.MoneySerializer$Snapshot"
#define STRING_SERIALIZER TYPES_BASE "StringSerializer"

enum { KEY_VALUE, OPERATOR, BROADCAST, PRIORITY_QUEUE, KEY_VALUE_V2 };

static void expect_defect(struct bytes *b, enum sv_defect_code code, uint32_t read, uint32_t declared)
{
    struct heads_read h;
    heads_read(&h, b, HEADS_KEYED);
    cr_assert_not_null(h.stream);
    cr_expect_eq(h.stream->defect.code, code, "%s", sv_defect_text(h.stream->defect.code));
    cr_expect_eq(h.stream->read, read);
    cr_expect_eq(h.stream->declared, declared);
    heads_done(&h);
    bytes_free(b);
}

Test(keyed, every_kind_of_state)
{
    static const struct {
        const char *option;
        enum sv_state_kind kind;
    } kinds[] = { { "VALUE", SV_STATE_VALUE },     { "LIST", SV_STATE_LIST },
                  { "MAP", SV_STATE_MAP },         { "REDUCING", SV_STATE_REDUCING },
                  { "FOLDING", SV_STATE_FOLDING }, { "AGGREGATING", SV_STATE_AGGREGATING },
                  { "UNKNOWN", SV_STATE_UNKNOWN } };
    enum { KINDS = sizeof kinds / sizeof *kinds };
    struct bytes b = { 0 };
    heads_keyed(&b, KINDS);
    for (unsigned i = 0; i < KINDS; i++) {
        heads_state(&b, kinds[i].option, KEY_VALUE, "KEYED_STATE_TYPE", kinds[i].option);
        bytes_i32(&b, 2);
        heads_serializer(&b, "NAMESPACE_SERIALIZER", TYPES_INT);
        heads_serializer(&b, "VALUE_SERIALIZER", TYPES_STRING);
    }
    struct heads_read h;
    heads_read(&h, &b, HEADS_KEYED);
    cr_assert(heads_whole(&h), "%s", sv_defect_text(h.stream->defect.code));
    cr_expect_eq(h.stream->head_end, b.n);
    for (unsigned i = 0; i < KINDS; i++) {
        const struct sv_state *state = heads_find(&h, kinds[i].option);
        cr_assert_not_null(state);
        cr_expect_eq(state->kind, kinds[i].kind);
        cr_expect_eq(state->backend, SV_BACKEND_HEAP);
        cr_expect_eq(state->stream, h.stream);
    }
    heads_done(&h);
    bytes_free(&b);
}

Test(keyed, serializers_have_roles)
{
    struct bytes b = { 0 };
    heads_keyed(&b, 2);
    heads_value_state(&b, "amount", TYPES_STRING);
    heads_state(&b, "_timer_state/event_user-timers", PRIORITY_QUEUE, NULL, NULL);
    bytes_i32(&b, 1);
    heads_serializer(&b, "VALUE_SERIALIZER", TYPES_LONG);
    bytes_patch_u8(&b, 4, 1);
    heads_sweep(&b, b.n, HEADS_KEYED);
    struct heads_read h;
    heads_read(&h, &b, HEADS_KEYED);
    cr_assert(heads_whole(&h), "%s", sv_defect_text(h.stream->defect.code));
    cr_expect_eq(h.stream->version, 6);
    cr_expect(h.stream->compressed);
    const struct sv_state *amount = heads_find(&h, "amount"), *timer = amount->next;
    cr_expect(sv_str_eq(heads_class(amount, "key"), SV_STR(TYPES_INT)));
    cr_expect(sv_str_eq(heads_class(amount, "namespace"), SV_STR(TYPES_INT)));
    cr_expect(sv_str_eq(heads_class(amount, "value"), SV_STR(TYPES_STRING)));
    cr_expect(sv_str_eq(amount->options->key, SV_STR("KEYED_STATE_TYPE")));
    cr_expect_eq(timer->kind, SV_STATE_TIMER);
    cr_expect(sv_str_eq(heads_class(timer, "key"), SV_STR(TYPES_INT)));
    cr_expect(sv_str_eq(heads_class(timer, "value"), SV_STR(TYPES_LONG)));
    heads_done(&h);
    bytes_free(&b);
}

Test(keyed, state_of_the_new_api)
{
    struct bytes b = { 0 };
    heads_keyed(&b, 1);
    heads_state(&b, "m", KEY_VALUE_V2, "KEYED_STATE_TYPE", "MAP");
    bytes_i32(&b, 3);
    heads_serializer(&b, "USER_KEY_SERIALIZER", TYPES_LONG);
    heads_serializer(&b, "VALUE_SERIALIZER", TYPES_STRING);
    heads_serializer(&b, "SOMETHING_NEW", TYPES_INT);
    struct heads_read h;
    heads_read(&h, &b, HEADS_KEYED);
    cr_assert(heads_whole(&h), "%s", sv_defect_text(h.stream->defect.code));
    cr_expect_eq(h.stream->states->kind, SV_STATE_MAP);
    cr_expect(sv_str_eq(heads_class(h.stream->states, "user-key"), SV_STR(TYPES_LONG)));
    cr_expect(sv_str_eq(heads_class(h.stream->states, "other"), SV_STR(TYPES_INT)));
    heads_done(&h);
    bytes_free(&b);
}

Test(keyed, flink_1_6_has_pairs)
{
    struct bytes b = { 0 };
    bytes_i32(&b, 5);
    bytes_bool(&b, true);
    heads_pairs(&b, TYPES_BASE "IntSerializer", 1);
    bytes_i16(&b, 1);
    heads_state(&b, "s", KEY_VALUE, "KEYED_STATE_TYPE", "LIST");
    bytes_i32(&b, 2);
    bytes_utf(&b, "VALUE_SERIALIZER");
    bytes_utf(&b, "NAMESPACE_SERIALIZER");
    heads_pairs(&b, STRING_SERIALIZER, 2);
    heads_sweep(&b, b.n, HEADS_KEYED);
    struct heads_read h;
    heads_read(&h, &b, HEADS_KEYED);
    cr_assert(heads_whole(&h), "%s", sv_defect_text(h.stream->defect.code));
    cr_expect(h.stream->compressed);
    cr_expect_eq(h.stream->states->kind, SV_STATE_LIST);
    cr_expect_str_eq(h.stream->states->serializers->role, "value", "in the order of the keys");
    cr_expect_str_eq(h.stream->states->serializers->next->role, "namespace");
    cr_expect_null(h.stream->states->serializers->next->next);
    heads_done(&h);
    bytes_free(&b);
}

static void put_old_state(struct bytes *b, int32_t type, const char *name)
{
    bytes_i32(b, type);
    bytes_utf(b, name);
}

Test(keyed, flink_1_3_to_1_5_name_the_kind_by_ordinal)
{
    for (int32_t version = 3; version <= 4; version++) {
        struct bytes b = { 0 };
        bytes_i32(&b, version);
        if (version == 4)
            bytes_bool(&b, false);
        heads_pairs(&b, STRING_SERIALIZER, 1);
        bytes_i16(&b, 1);
        put_old_state(&b, 6, "m");
        heads_pairs(&b, STRING_SERIALIZER, 2);
        heads_sweep(&b, b.n, HEADS_KEYED);
        struct heads_read h;
        heads_read(&h, &b, HEADS_KEYED);
        cr_assert(heads_whole(&h), "%s", sv_defect_text(h.stream->defect.code));
        cr_expect_eq(h.stream->states->kind, SV_STATE_MAP);
        cr_expect(sv_str_eq(heads_class(h.stream->states, "namespace"), SV_STR(TYPES_CONFIG)));
        heads_done(&h);
        bytes_free(&b);
    }
}

Test(keyed, flink_1_2_has_serializers_alone)
{
    struct bytes b = { 0 };
    bytes_i32(&b, 1);
    heads_prior(&b, STRING_SERIALIZER);
    bytes_i16(&b, 1);
    put_old_state(&b, 1, "v");
    heads_prior(&b, TYPES_BASE "VoidSerializer");
    heads_prior(&b, "com.acme.MoneySerializer");
    heads_sweep(&b, b.n, HEADS_KEYED);
    struct heads_read h;
    heads_read(&h, &b, HEADS_KEYED);
    cr_assert(heads_whole(&h), "%s", sv_defect_text(h.stream->defect.code));
    cr_expect_eq(h.stream->key->kind, SV_KIND_LEGACY);
    cr_expect(sv_str_eq(h.stream->key->class_name, SV_STR(STRING_SERIALIZER)));
    cr_expect_eq(h.stream->states->kind, SV_STATE_VALUE);
    cr_expect(sv_str_eq(heads_class(h.stream->states, "value"), SV_STR("com.acme.MoneySerializer")));
    heads_done(&h);
    bytes_free(&b);
}

Test(keyed, no_states)
{
    struct bytes b = { 0 };
    heads_keyed(&b, 0);
    expect_defect(&b, SV_DEFECT_NONE, 0, 0);
}

Test(keyed, versions_that_nobody_wrote)
{
    for (int32_t version = -1; version <= 8; version += version == 0 ? 7 : 1) {
        struct bytes b = { 0 };
        heads_keyed(&b, 0);
        bytes_patch_i32(&b, 0, version);
        expect_defect(&b, SV_DEFECT_UNKNOWN_VERSION, 0, 0);
    }
}

Test(keyed, operator_state_in_a_keyed_head)
{
    struct bytes b = { 0 };
    heads_keyed(&b, 1);
    heads_state(&b, "s", OPERATOR, "OPERATOR_STATE_DISTRIBUTION_MODE", "UNION");
    bytes_i32(&b, 0);
    expect_defect(&b, SV_DEFECT_BAD_VALUE, 0, 1);
}

Test(keyed, kind_that_flink_does_not_know)
{
    struct bytes b = { 0 };
    heads_keyed(&b, 1);
    heads_state(&b, "s", KEY_VALUE, "KEYED_STATE_TYPE", "QUEUE");
    bytes_i32(&b, 0);
    expect_defect(&b, SV_DEFECT_BAD_VALUE, 0, 1);
}

Test(keyed, value_state_without_a_value)
{
    struct bytes b = { 0 };
    heads_keyed(&b, 1);
    heads_state(&b, "s", KEY_VALUE, "KEYED_STATE_TYPE", "VALUE");
    bytes_i32(&b, 1);
    heads_serializer(&b, "NAMESPACE_SERIALIZER", TYPES_INT);
    expect_defect(&b, SV_DEFECT_BAD_VALUE, 0, 1);
}

Test(keyed, another_number_of_pairs_than_keys)
{
    struct bytes b = { 0 };
    bytes_i32(&b, 5);
    bytes_bool(&b, false);
    heads_pairs(&b, STRING_SERIALIZER, 1);
    bytes_i16(&b, 1);
    heads_state(&b, "s", KEY_VALUE, "KEYED_STATE_TYPE", "VALUE");
    bytes_i32(&b, 2);
    bytes_utf(&b, "NAMESPACE_SERIALIZER");
    bytes_utf(&b, "VALUE_SERIALIZER");
    heads_pairs(&b, STRING_SERIALIZER, 3);
    expect_defect(&b, SV_DEFECT_BAD_VALUE, 0, 1);
}

Test(keyed, bytes_behind_the_head)
{
    struct bytes b = { 0 };
    heads_keyed(&b, 1);
    heads_value_state(&b, "s", TYPES_STRING);
    bytes_u8(&b, 0);
    expect_defect(&b, SV_DEFECT_TRAILING, 1, 1);
}

Test(keyed, a_class_without_a_row_hides_the_rest)
{
    struct bytes b = { 0 };
    heads_keyed(&b, 3);
    heads_value_state(&b, "seen", TYPES_STRING);
    heads_value_state(&b, "half", CUSTOM);
    bytes_fill(&b, 0xff, 20);
    heads_value_state(&b, "hidden", TYPES_STRING);
    struct sv_arena arena;
    sv_arena_init(&arena, 1 << 20);
    struct sv_reader r = { .cur = bytes_cursor(&b), .arena = &arena, .nodes_left = 1000 };
    const struct sv_stream *stream = sv_read_keyed_head(&r, false, SV_BACKEND_ROCKSDB);
    cr_expect_eq(stream->defect.code, SV_DEFECT_UNKNOWN_CLASS);
    cr_expect(sv_str_eq(stream->defect.subject, SV_STR(CUSTOM)));
    cr_expect_eq(stream->read, 1);
    cr_expect_eq(stream->declared, 3);
    const struct sv_state *half = stream->states->next;
    cr_assert_not_null(half, "what is known of it is there");
    cr_expect(sv_str_eq(half->name, SV_STR("half")));
    cr_expect_eq(half->backend, SV_BACKEND_ROCKSDB);
    cr_expect(sv_str_eq(heads_class(half, "value"), SV_STR(CUSTOM)));
    cr_expect_null(half->next);
    sv_arena_free(&arena);
    bytes_free(&b);
}

Test(keyed, bytes_may_follow_a_head_whose_end_is_not_known)
{
    struct bytes b = { 0 };
    heads_keyed(&b, 1);
    heads_value_state(&b, "s", TYPES_STRING);
    size_t head_end = b.n;
    bytes_fill(&b, 0xff, 100);
    struct sv_arena arena;
    sv_arena_init(&arena, 1 << 20);
    struct sv_reader r = { .cur = bytes_cursor(&b), .arena = &arena, .nodes_left = 1000 };
    const struct sv_stream *stream = sv_read_keyed_head(&r, false, SV_BACKEND_HEAP);
    cr_expect_eq(stream->defect.code, SV_DEFECT_NONE);
    cr_expect_eq(stream->head_end, head_end);
    sv_arena_free(&arena);
    bytes_free(&b);
}
