#include "model/snapshot.h"

#include <criterion/criterion.h>

Test(snapshot, words_of_the_contract)
{
    cr_expect_str_eq(sv_snapshot_kind_name(SV_SNAP_CANONICAL_SAVEPOINT), "canonical-savepoint");
    cr_expect_str_eq(sv_snapshot_kind_name(SV_SNAP_CHANGELOG_CHECKPOINT), "changelog-checkpoint");
    cr_expect_str_eq(sv_snapshot_kind_name(SV_SNAP_UNKNOWN), "unknown");
    cr_expect_str_eq(sv_state_kind_name(SV_STATE_OPERATOR_UNION), "operator-union");
    cr_expect_str_eq(sv_state_kind_name(SV_STATE_UNKNOWN), "unknown");
    cr_expect_str_eq(sv_backend_name(SV_BACKEND_ROCKSDB), "rocksdb");
    cr_expect_str_eq(sv_backend_name(SV_BACKEND_UNKNOWN), "unknown");
    cr_expect_str_eq(sv_handle_kind_name(SV_HANDLE_INCREMENTAL), "IncrementalRemoteKeyedStateHandle");
    cr_expect_str_eq(sv_handle_kind_name((enum sv_handle_kind)99), "unknown");
}

Test(snapshot, every_kind_has_a_word)
{
    for (int i = SV_SNAP_UNKNOWN + 1; i <= SV_SNAP_CHANGELOG_CHECKPOINT; i++)
        cr_expect_str_neq(sv_snapshot_kind_name((enum sv_snapshot_kind)i), "unknown");
    for (int i = 0; i < SV_STATE_UNKNOWN; i++)
        cr_expect_str_neq(sv_state_kind_name((enum sv_state_kind)i), "unknown");
    for (int i = SV_BACKEND_UNKNOWN + 1; i <= SV_BACKEND_CHANGELOG; i++)
        cr_expect_str_neq(sv_backend_name((enum sv_backend)i), "unknown");
    for (int i = 0; i <= SV_HANDLE_MERGED_RESULT; i++)
        cr_expect_str_neq(sv_handle_kind_name((enum sv_handle_kind)i), "unknown");
}

Test(snapshot, keyed_kinds)
{
    cr_expect(sv_state_is_keyed(SV_STATE_VALUE));
    cr_expect(sv_state_is_keyed(SV_STATE_TIMER));
    cr_expect_not(sv_state_is_keyed(SV_STATE_OPERATOR_LIST));
    cr_expect_not(sv_state_is_keyed(SV_STATE_BROADCAST));
    cr_expect_not(sv_state_is_keyed(SV_STATE_UNKNOWN));
}

Test(snapshot, the_key_of_the_stream_is_the_first_root_of_each_state)
{
    struct sv_type key = { .role = "key" }, value = { .role = "value" };
    struct sv_type name_space = { .role = "namespace", .next = &value };
    struct sv_stream stream = { .key = &key };
    struct sv_state state = { .stream = &stream, .serializers = &name_space };
    const struct sv_type *root = sv_state_next_root(&state, NULL);
    cr_expect_eq(root, &key);
    root = sv_state_next_root(&state, root);
    cr_expect_eq(root, &name_space);
    root = sv_state_next_root(&state, root);
    cr_expect_eq(root, &value);
    cr_expect_null(sv_state_next_root(&state, root));
    cr_expect_eq(sv_state_root(&state, "value"), &value);
    cr_expect_eq(sv_state_root(&state, "key"), &key);
    cr_expect_null(sv_state_root(&state, "user-key"));
}

Test(snapshot, states_without_a_key_or_without_serializers)
{
    struct sv_type element = { .role = "element" };
    struct sv_stream stream = { 0 };
    struct sv_state state = { .stream = &stream, .serializers = &element };
    cr_expect_eq(sv_state_next_root(&state, NULL), &element);
    cr_expect_null(sv_state_next_root(&state, &element));
    state.serializers = NULL;
    cr_expect_null(sv_state_next_root(&state, NULL));
    state.stream = NULL;
    cr_expect_null(sv_state_next_root(&state, NULL));
}
