#include "inspect/inspect.h"

#include <criterion/criterion.h>
#include <stdlib.h>
#include <unistd.h>

#include "support/heads.h"
#include "support/meta.h"
#include "support/scratch.h"
#include "support/sweep.h"
#include "support/touch.h"
#include "support/types.h"

static struct scratch disk;
static struct bytes metadata;

static void set_up(void)
{
    scratch_make(&disk);
    metadata = (struct bytes){ 0 };
}

static void tear_down(void)
{
    bytes_free(&metadata);
    scratch_remove(&disk);
}

TestSuite(inspect, .init = set_up, .fini = tear_down);

/* Writes _metadata as it is so far into the folder s and inspects that. */
static void inspect(struct sv_snapshot *out)
{
    scratch_file(&disk, "s/_metadata", metadata.p, metadata.n);
    char *path = scratch_path(&disk, "s");
    struct sv_error err;
    cr_assert_eq(sv_inspect(path, NULL, out, &err), SV_OK, "%s", err.text);
    free(path);
}

static void expect_refused(const char *relative, enum sv_status status)
{
    char *path = scratch_path(&disk, relative);
    struct sv_snapshot s;
    struct sv_error err = { 0 };
    cr_expect_eq(sv_inspect(path, NULL, &s, &err), status, "%s", err.text);
    cr_expect_neq(strstr(err.text, relative), NULL, "'%s' does not name %s", err.text, relative);
    free(path);
}

Test(inspect, there_is_no_snapshot_to_speak_of)
{
    expect_refused("nowhere", SV_ERR_NOT_FOUND);
    scratch_folder(&disk, "without");
    expect_refused("without", SV_ERR_UNREADABLE);
    scratch_file(&disk, "empty/_metadata", "", 0);
    expect_refused("empty", SV_ERR_UNREADABLE);
    scratch_file(&disk, "text", "this is some text", 17);
    expect_refused("text", SV_ERR_UNREADABLE);
    meta_begin(&metadata, 4, 0);
    scratch_file(&disk, "cut/_metadata", metadata.p, 7);
    expect_refused("cut", SV_ERR_UNREADABLE);
    static const int32_t versions[] = { -1, 0, 99 };
    for (size_t i = 0; i < 3; i++) {
        bytes_patch_i32(&metadata, 4, versions[i]);
        scratch_file(&disk, "version/_metadata", metadata.p, metadata.n);
        expect_refused("version", SV_ERR_UNREADABLE);
    }
}

Test(inspect, a_cut_file_and_version_1_are_still_snapshots)
{
    struct sv_snapshot s;
    meta_begin(&metadata, 4, 1);
    metadata.n = 8;
    inspect(&s);
    cr_expect_eq(s.defect.code, SV_DEFECT_TRUNCATED);
    sv_snapshot_release(&s);
    metadata.n = 0;
    meta_begin(&metadata, 1, 1);
    inspect(&s);
    cr_expect_eq(s.defect.code, SV_DEFECT_UNSUPPORTED);
    cr_expect_eq(s.version, 1);
    sv_snapshot_release(&s);
}

/* A master state with a broken magic number is damage, not a foreign file. */
Test(inspect, a_wrong_magic_number_inside_is_damage)
{
    meta_begin(&metadata, 3, 0);
    bytes_patch_i32(&metadata, 16, 1);
    bytes_fill(&metadata, 1, 40);
    struct sv_snapshot s;
    inspect(&s);
    cr_expect_eq(s.defect.code, SV_DEFECT_BAD_MAGIC);
    sv_snapshot_release(&s);
}

Test(inspect, file_and_folder_are_the_same)
{
    meta_begin(&metadata, 4, 0);
    meta_end(&metadata, 4);
    scratch_file(&disk, "s/_metadata", metadata.p, metadata.n);
    static const char *const names[] = { "s", "s/", "s/_metadata" };
    char *folder = scratch_path(&disk, "s");
    for (size_t i = 0; i < 3; i++) {
        char *path = scratch_path(&disk, names[i]);
        struct sv_snapshot s;
        cr_assert_eq(sv_inspect(path, NULL, &s, NULL), SV_OK);
        cr_expect_eq(s.defect.code, SV_DEFECT_NONE);
        cr_expect(sv_str_eq(s.path, sv_str_of(path)));
        cr_expect(sv_str_starts(s.folder, sv_str_of(folder)));
        sv_snapshot_release(&s);
        free(path);
    }
    free(folder);
}

/* A subtask with one keyed handle (a head, then the only key group) and an operator handle. */
static void put_subtask(int32_t index, const struct bytes *keyed, bool in_file, const char *list)
{
    struct bytes op = { 0 };
    heads_operator(&op, list);
    int64_t offset = (int64_t)op.n;
    bytes_i32(&op, 12345);
    meta_subtask(&metadata, 4, index);
    bytes_i32(&metadata, 1);
    bytes_u8(&metadata, 4);
    bytes_i32(&metadata, 1);
    bytes_utf(&metadata, list);
    bytes_u8(&metadata, 0);
    bytes_i32(&metadata, 1);
    bytes_i64(&metadata, offset);
    meta_inline(&metadata, "op", op.p, op.n);
    bytes_i32(&metadata, 0);
    offset = (int64_t)keyed->n - 4;
    meta_key_groups(&metadata, 7, index, &offset, 1);
    char name[] = "keyed-0";
    name[6] = (char)('0' + index);
    if (in_file) {
        char relative[] = "s/keyed-0";
        relative[8] = name[6];
        scratch_file(&disk, relative, keyed->p, keyed->n);
        meta_relative(&metadata, name, (int64_t)keyed->n);
    } else {
        meta_inline(&metadata, name, keyed->p, keyed->n);
    }
    bytes_u8(&metadata, 0);
    meta_subtask_end(&metadata, 4);
    bytes_free(&op);
}

/* Two states and four bytes of a key group. */
static struct bytes keyed_state(const char *second_class)
{
    struct bytes b = { 0 };
    heads_keyed(&b, 2);
    heads_value_state(&b, "first", TYPES_LONG);
    heads_value_state(&b, "second", second_class);
    bytes_i32(&b, 4711);
    return b;
}

static const struct sv_op_state *state_of(const struct sv_operator *op, const char *name)
{
    for (const struct sv_op_state *state = op->states; state; state = state->next)
        if (sv_str_eq(state->state->name, sv_str_of(name)))
            return state;
    return NULL;
}

Test(inspect, states_are_gathered_over_subtasks)
{
    for (int in_file = 0; in_file < 2; in_file++) {
        struct bytes keyed = keyed_state(TYPES_STRING);
        metadata.n = 0;
        meta_begin(&metadata, 4, 1);
        meta_operator(&metadata, 4, 1, 3, 3);
        for (int32_t i = 0; i < 3; i++)
            put_subtask(i, &keyed, in_file, i == 2 ? "other list" : "list");
        meta_properties(&metadata, "org.apache.flink.runtime.checkpoint.SavepointType", "formatType", "CANONICAL");
        struct sv_snapshot s;
        inspect(&s);
        const struct sv_operator *op = s.operators;
        cr_expect_eq(op->state_count, 4);
        cr_expect_eq(s.state_count, 4);
        cr_expect_eq(s.kind, SV_SNAP_CANONICAL_SAVEPOINT);
        cr_expect(s.kind_in_file);
        const struct sv_op_state *second = state_of(op, "second");
        cr_assert_not_null(second);
        cr_expect_eq(second->subtask_count, 3);
        cr_expect_null(second->other);
        cr_expect_eq(second->state->kind, SV_STATE_VALUE);
        cr_expect_eq(second->state->backend, SV_BACKEND_UNKNOWN, "a canonical savepoint does not tell");
        cr_expect_not_null(sv_state_root(second->state, "key"));
        cr_expect_eq(state_of(op, "list")->subtask_count, 2);
        cr_expect_eq(state_of(op, "list")->state->backend, SV_BACKEND_OPERATOR);
        cr_expect_eq(state_of(op, "other list")->subtask_count, 1);
        const struct sv_stream *stream = op->subtasks->next->managed_keyed->stream;
        cr_expect_eq(stream->handle, op->subtasks->next->managed_keyed);
        cr_expect_eq(stream->defect.code, SV_DEFECT_NONE);
        cr_expect_eq(stream->states, op->subtasks->managed_keyed->stream->states, "the same bytes are read once");
        cr_expect_eq(op->state_bytes, 3 * keyed.n + s.operators->subtasks->managed_operator->blob.size * 2 +
                                          s.operators->subtasks->next->next->managed_operator->blob.size);
        cr_expect_eq(s.state_bytes, op->state_bytes);
        sv_snapshot_release(&s);
        bytes_free(&keyed);
    }
}

Test(inspect, a_state_that_subtasks_describe_differently)
{
    struct bytes one = keyed_state(TYPES_STRING), other = keyed_state(TYPES_LONG);
    meta_begin(&metadata, 4, 1);
    meta_operator(&metadata, 4, 1, 2, 2);
    put_subtask(0, &one, true, "list");
    put_subtask(1, &other, true, "list");
    meta_end(&metadata, 4);
    struct sv_snapshot s;
    inspect(&s);
    cr_expect_null(state_of(s.operators, "first")->other);
    const struct sv_op_state *second = state_of(s.operators, "second");
    cr_expect_eq(second->subtask_count, 2);
    cr_assert_not_null(second->other);
    cr_expect_eq(second->other->stream->handle, s.operators->subtasks->next->managed_keyed);
    sv_snapshot_release(&s);
    bytes_free(&one);
    bytes_free(&other);
}

Test(inspect, a_missing_and_a_short_state_file)
{
    struct bytes keyed = keyed_state(TYPES_STRING);
    meta_begin(&metadata, 4, 1);
    meta_operator(&metadata, 4, 1, 3, 3);
    for (int32_t i = 0; i < 3; i++)
        put_subtask(i, &keyed, true, "list");
    meta_end(&metadata, 4);
    char *path = scratch_path(&disk, "s/keyed-0");
    cr_assert_eq(unlink(path), 0);
    free(path);
    scratch_resize(&disk, "s/keyed-1", keyed.n - 1);
    scratch_resize(&disk, "s/keyed-2", keyed.n - 10);
    struct sv_snapshot s;
    inspect(&s);
    const struct sv_handle *handle = s.operators->subtasks->managed_keyed;
    cr_expect_eq(handle->blob.defect, SV_DEFECT_MISSING_FILE);
    cr_expect_eq(handle->stream->defect.code, SV_DEFECT_MISSING_FILE);
    cr_expect(sv_str_eq(handle->stream->defect.subject, SV_STR("keyed-0")));
    handle = s.operators->subtasks->next->managed_keyed;
    cr_expect_eq(handle->blob.defect, SV_DEFECT_SHORT_FILE);
    cr_expect_eq(handle->stream->defect.code, SV_DEFECT_NONE, "its head is whole");
    handle = s.operators->subtasks->next->next->managed_keyed;
    cr_expect_eq(handle->blob.defect, SV_DEFECT_SHORT_FILE);
    cr_expect_eq(handle->stream->defect.code, SV_DEFECT_TRUNCATED);
    cr_expect_eq(handle->stream->read, 1);
    cr_expect_eq(state_of(s.operators, "first")->subtask_count, 2);
    sv_snapshot_release(&s);
    bytes_free(&keyed);
}

/* A handle with shared and private files whose metadata stream is a head and nothing else. */
static void put_incremental(const char *shared, const char *private_file)
{
    struct bytes head = { 0 };
    heads_keyed(&head, 1);
    heads_value_state(&head, "first", TYPES_LONG);
    bytes_u8(&metadata, 11);
    bytes_i64(&metadata, 3);
    bytes_utf(&metadata, "backend");
    bytes_i32(&metadata, 0);
    bytes_i32(&metadata, 128);
    bytes_i64(&metadata, 10);
    meta_inline(&metadata, "meta", head.p, head.n);
    bytes_i32(&metadata, shared ? 1 : 0);
    if (shared) {
        bytes_utf(&metadata, "000001.sst");
        meta_file(&metadata, shared, 5);
    }
    bytes_i32(&metadata, 1);
    bytes_utf(&metadata, "CURRENT");
    meta_file(&metadata, private_file, 7);
    bytes_utf(&metadata, "id");
    bytes_free(&head);
}

static void put_keyed_only(int32_t version)
{
    meta_begin(&metadata, version, 1);
    meta_operator(&metadata, version, 1, 1, 1);
    meta_subtask(&metadata, version, 0);
    bytes_i32(&metadata, 0);
    bytes_i32(&metadata, 0);
}

static void end_keyed_only(int32_t version)
{
    bytes_u8(&metadata, 0);
    meta_subtask_end(&metadata, version);
    meta_end(&metadata, version);
}

Test(inspect, incremental_handles_name_their_files_and_their_backend)
{
    put_keyed_only(3);
    put_incremental("file:/gone/job/shared/sst", "file:/gone/job/chk-1/current");
    end_keyed_only(3);
    scratch_file(&disk, "shared/sst", "12345", 5);
    scratch_file(&disk, "s/current", "1234567", 7);
    struct sv_snapshot s;
    inspect(&s);
    const struct sv_handle *handle = s.operators->subtasks->managed_keyed;
    cr_expect_eq(handle->shared->blob.defect, SV_DEFECT_NONE);
    cr_expect_eq(handle->private_files->blob.defect, SV_DEFECT_NONE);
    cr_expect(s.moved);
    cr_expect_eq(s.kind, SV_SNAP_INCREMENTAL_CHECKPOINT);
    cr_expect_not(s.kind_in_file);
    cr_expect_eq(s.operators->states->state->backend, SV_BACKEND_ROCKSDB);
    cr_expect_eq(s.state_bytes, handle->blob.size + 5 + 7);
    sv_snapshot_release(&s);
    scratch_resize(&disk, "shared/sst", 6);
    inspect(&s);
    cr_expect_eq(s.operators->subtasks->managed_keyed->shared->blob.defect, SV_DEFECT_LONG_FILE);
    sv_snapshot_release(&s);
}

Test(inspect, changelog_handles_are_read_from_the_inside)
{
    put_keyed_only(3);
    bytes_u8(&metadata, 14);
    bytes_i32(&metadata, 0);
    bytes_i32(&metadata, 128);
    bytes_i64(&metadata, 10);
    bytes_i32(&metadata, 1);
    put_incremental(NULL, "/gone/current");
    bytes_i32(&metadata, 1);
    bytes_u8(&metadata, 13); /* a file increment */
    bytes_i32(&metadata, 0);
    bytes_i32(&metadata, 128);
    bytes_i32(&metadata, 1);
    bytes_i64(&metadata, 0);
    meta_file(&metadata, "/gone/dstl/changes", 100);
    bytes_i64(&metadata, 100);
    bytes_i64(&metadata, 100);
    bytes_utf(&metadata, "id");
    bytes_utf(&metadata, "filesystem");
    bytes_i64(&metadata, 1);
    bytes_i64(&metadata, 1);
    bytes_utf(&metadata, "id");
    end_keyed_only(3);
    struct sv_snapshot s;
    inspect(&s);
    const struct sv_handle *handle = s.operators->subtasks->managed_keyed;
    cr_expect_eq(s.kind, SV_SNAP_CHANGELOG_CHECKPOINT);
    cr_expect_null(handle->stream);
    cr_expect_eq(handle->materialized->stream->read, 1);
    cr_expect_eq(handle->materialized->private_files->blob.defect, SV_DEFECT_MISSING_FILE);
    cr_expect_eq(handle->increments->increment_files->blob.defect, SV_DEFECT_MISSING_FILE);
    cr_assert_not_null(handle->increments->stream);
    cr_expect_eq(handle->increments->stream->defect.code, SV_DEFECT_MISSING_FILE);
    cr_expect_eq(s.operators->state_count, 1);
    cr_expect_eq(s.state_bytes, handle->materialized->blob.size + 7 + 100);
    sv_snapshot_release(&s);
}

Test(inspect, handles_of_merged_files_share_one_file)
{
    struct bytes keyed = keyed_state(TYPES_STRING), file = { 0 };
    bytes_fill(&file, 0xFF, 100);
    int64_t offset = (int64_t)keyed.n - 4;
    meta_begin(&metadata, 4, 1);
    meta_operator(&metadata, 4, 1, 2, 2);
    for (int32_t i = 0; i < 2; i++) {
        meta_subtask(&metadata, 4, i);
        bytes_i32(&metadata, 0);
        bytes_i32(&metadata, 0);
        meta_key_groups(&metadata, 12, i, &offset, 1);
        meta_segment(&metadata, "/gone/shared/merged", (int64_t)file.n, (int64_t)keyed.n);
        bytes_utf(&metadata, "id");
        bytes_u8(&metadata, 0);
        meta_subtask_end(&metadata, 4);
        bytes_raw(&file, keyed.p, keyed.n);
    }
    meta_end(&metadata, 4);
    scratch_file(&disk, "shared/merged", file.p, file.n);
    struct sv_snapshot s;
    inspect(&s);
    const struct sv_handle *first = s.operators->subtasks->managed_keyed,
                           *second = s.operators->subtasks->next->managed_keyed;
    cr_expect_eq(first->blob.place, second->blob.place);
    cr_expect_eq(first->stream->defect.code, SV_DEFECT_NONE);
    cr_expect_eq(second->stream->states, first->stream->states);
    cr_expect_gt(state_of(s.operators, "first")->state->at, 100, "places count in the file, not in the segment");
    cr_expect_eq(state_of(s.operators, "first")->state->backend, SV_BACKEND_HEAP);
    sv_snapshot_release(&s);
    bytes_free(&keyed);
    bytes_free(&file);
}

Test(inspect, raw_keyed_state_shows_its_timers)
{
    struct bytes raw = { 0 };
    int64_t offsets[4] = { -1, 0, 0, -1 };
    bytes_fill(&raw, 7, 500); /* a long key group that is no timers; the shorter one is looked at first */
    offsets[2] = (int64_t)raw.n;
    heads_timers(&raw, "service");
    meta_begin(&metadata, 4, 1);
    meta_operator(&metadata, 4, 1, 1, 1);
    meta_subtask(&metadata, 4, 0);
    bytes_i32(&metadata, 0);
    bytes_i32(&metadata, 0);
    bytes_u8(&metadata, 0);
    meta_key_groups(&metadata, 12, 0, offsets, 4);
    meta_inline(&metadata, "raw", raw.p, raw.n);
    bytes_utf(&metadata, "id");
    meta_subtask_end(&metadata, 4);
    meta_end(&metadata, 4);
    struct sv_snapshot s;
    inspect(&s);
    cr_expect_eq(s.operators->subtasks->raw_keyed->stream->kind, SV_STREAM_TIMERS);
    cr_expect_gt(s.operators->state_count, 0);
    cr_expect_eq(s.operators->states->state->kind, SV_STATE_TIMER);
    sv_snapshot_release(&s);
    bytes_free(&raw);
}

Test(inspect, candidates_name_operators)
{
    meta_begin(&metadata, 3, 2);
    meta_operator(&metadata, 3, 1, 1, 0);
    meta_operator(&metadata, 3, 2, 1, 0);
    unsigned char id[16];
    sv_uid_hash(SV_STR("my-uid"), id);
    memcpy(metadata.p + 24 + 29, id, 16);
    scratch_file(&disk, "s/_metadata", metadata.p, metadata.n);
    char *path = scratch_path(&disk, "s");
    const sv_str uids[] = { SV_STR("a"), SV_STR("my-uid"), SV_STR("b") };
    const struct sv_inspect_options options = { .uids = uids, .uid_count = 3 };
    struct sv_snapshot s;
    cr_assert_eq(sv_inspect(path, &options, &s, NULL), SV_OK);
    cr_expect_eq(s.operators->uid.n, 0);
    cr_expect_not(s.operators->uid_guessed);
    cr_expect(sv_str_eq(s.operators->next->uid, SV_STR("my-uid")));
    cr_expect(s.operators->next->uid_guessed);
    sv_snapshot_release(&s);
    free(path);
}

Test(inspect, the_model_has_a_limit)
{
    struct bytes keyed = keyed_state(TYPES_STRING);
    meta_begin(&metadata, 4, 1);
    meta_operator(&metadata, 4, 1, 1, 1);
    put_subtask(0, &keyed, false, "list");
    meta_end(&metadata, 4);
    scratch_file(&disk, "s/_metadata", metadata.p, metadata.n);
    char *path = scratch_path(&disk, "s");
    const struct sv_inspect_options options = { .memory_bytes = 1000 };
    struct sv_snapshot s;
    struct sv_error err;
    cr_expect_eq(sv_inspect(path, &options, &s, &err), SV_ERR_MEMORY);
    free(path);
    bytes_free(&keyed);
}

static void inspect_and_touch(void *context)
{
    struct sv_snapshot s;
    enum sv_status status = sv_inspect(context, NULL, &s, NULL);
    cr_expect(status == SV_OK || sweep_has_failed());
    if (status != SV_OK)
        return;
    cr_expect(s.operator_count == 1 || sweep_has_failed());
    touch_snapshot(&s);
    sv_snapshot_release(&s);
}

Test(inspect, memory_may_run_out_anywhere)
{
    struct bytes keyed = keyed_state(TYPES_STRING);
    meta_begin(&metadata, 4, 1);
    meta_operator(&metadata, 4, 1, 2, 2);
    put_subtask(0, &keyed, true, "list");
    put_subtask(1, &keyed, false, "list");
    meta_end(&metadata, 4);
    scratch_file(&disk, "s/_metadata", metadata.p, metadata.n);
    char *path = scratch_path(&disk, "s");
    cr_expect_gt(sweep_allocations(0, inspect_and_touch, path), 20);
    free(path);
    bytes_free(&keyed);
}
