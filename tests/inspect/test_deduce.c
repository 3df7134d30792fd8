#include <criterion/criterion.h>

#include "inspect/inside.h"

/* A snapshot of one operator and one subtask whose managed keyed state is handle. */
struct small {
    struct sv_snapshot snapshot;
    struct sv_operator op;
    struct sv_subtask subtask;
};

static const struct sv_snapshot *snapshot_of(struct small *s, struct sv_handle *keyed)
{
    s->snapshot.operators = &s->op;
    s->op.subtasks = &s->subtask;
    s->subtask.managed_keyed = keyed;
    return &s->snapshot;
}

Test(deduce, what_the_file_says_comes_first)
{
    struct sv_handle savepoint = { .kind = SV_HANDLE_KEY_GROUPS_SAVEPOINT };
    struct small s = { .snapshot.properties = {
                           .present = true, .type = SV_PROP_SAVEPOINT, .format = SV_FORMAT_NATIVE } };
    cr_expect_eq(sv_deduce_kind(snapshot_of(&s, &savepoint)), SV_SNAP_NATIVE_SAVEPOINT);
    s.snapshot.properties.format = SV_FORMAT_CANONICAL;
    cr_expect_eq(sv_deduce_kind(&s.snapshot), SV_SNAP_CANONICAL_SAVEPOINT);
    s.snapshot.properties.type = SV_PROP_OTHER;
    cr_expect_eq(sv_deduce_kind(&s.snapshot), SV_SNAP_CANONICAL_SAVEPOINT, "by its handle");
}

Test(deduce, checkpoints_by_their_handles)
{
    struct sv_handle keyed = { .kind = SV_HANDLE_INCREMENTAL, .shared_count = 0 };
    struct small s = { .snapshot.properties = { .present = true, .type = SV_PROP_CHECKPOINT } };
    cr_expect_eq(sv_deduce_kind(snapshot_of(&s, &keyed)), SV_SNAP_FULL_CHECKPOINT);
    keyed.shared_count = 1;
    cr_expect_eq(sv_deduce_kind(&s.snapshot), SV_SNAP_INCREMENTAL_CHECKPOINT);
    struct sv_handle changelog = { .kind = SV_HANDLE_CHANGELOG, .materialized = &keyed };
    cr_expect_eq(sv_deduce_kind(snapshot_of(&s, &changelog)), SV_SNAP_CHANGELOG_CHECKPOINT);
}

Test(deduce, kinds_of_files_that_do_not_say)
{
    struct sv_handle keyed = { .kind = SV_HANDLE_KEY_GROUPS };
    struct small s = { .snapshot.version = 3 };
    cr_expect_eq(sv_deduce_kind(snapshot_of(&s, NULL)), SV_SNAP_UNKNOWN);
    cr_expect_eq(sv_deduce_kind(snapshot_of(&s, &keyed)), SV_SNAP_UNKNOWN);
    keyed.kind = SV_HANDLE_INCREMENTAL;
    cr_expect_eq(sv_deduce_kind(&s.snapshot), SV_SNAP_UNKNOWN, "native savepoints have such handles too");
    keyed.shared_count = 2;
    cr_expect_eq(sv_deduce_kind(&s.snapshot), SV_SNAP_INCREMENTAL_CHECKPOINT);
    keyed.kind = SV_HANDLE_KEY_GROUPS_SAVEPOINT;
    cr_expect_eq(sv_deduce_kind(&s.snapshot), SV_SNAP_CANONICAL_SAVEPOINT);
    struct sv_handle channel = { .kind = SV_HANDLE_INPUT_CHANNEL };
    s.subtask.input_channel = &channel;
    cr_expect_eq(sv_deduce_kind(snapshot_of(&s, NULL)), SV_SNAP_FULL_CHECKPOINT, "savepoints hold nothing in flight");
}

Test(deduce, backends)
{
    static const struct {
        enum sv_handle_kind kind;
        int32_t version;
        enum sv_backend backend;
    } rows[] = { { SV_HANDLE_INCREMENTAL, 2, SV_BACKEND_ROCKSDB },
                 { SV_HANDLE_INCREMENTAL, 4, SV_BACKEND_ROCKSDB },
                 { SV_HANDLE_KEY_GROUPS, 3, SV_BACKEND_UNKNOWN },
                 { SV_HANDLE_KEY_GROUPS, 4, SV_BACKEND_HEAP },
                 { SV_HANDLE_KEY_GROUPS_SAVEPOINT, 4, SV_BACKEND_UNKNOWN } };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        const struct sv_handle handle = { .kind = rows[i].kind };
        const struct sv_snapshot snapshot = { .version = rows[i].version };
        cr_expect_eq(sv_deduce_backend(&snapshot, &handle), rows[i].backend, "row %zu", i);
    }
}
