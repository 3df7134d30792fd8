#include <criterion/criterion.h>

#include "support/meta.h"
#include "support/sweep.h"
#include "support/touch.h"
#include "support/types.h"

static void expect_defect(struct bytes *b, enum sv_defect_code code, uint64_t at)
{
    struct sv_snapshot s;
    meta_read(b, &s);
    cr_expect_eq(s.defect.code, code, "%s, not %s", sv_defect_text(s.defect.code), sv_defect_text(code));
    cr_expect_eq(s.defect.at, at, "at %zu, not %zu", (size_t)s.defect.at, (size_t)at);
    meta_done(&s, b);
}

static void expect_whole(const struct sv_snapshot *s)
{
    cr_expect_eq(s->defect.code, SV_DEFECT_NONE, "%s at %zu: %s", sv_defect_text(s->defect.code), (size_t)s->defect.at,
                 s->defect.doing);
}

Test(metadata, every_version_that_is_read)
{
    static const char *const written_by[] = { [2] = "1.3 to 1.10", [3] = "1.11 to 1.15", [4] = "1.16 to 1.20",
                                              [5] = "2.0",         [6] = "2.1 to 2.3",   [7] = "releases after 2.3" };
    for (int32_t version = 2; version <= 7; version++) {
        struct bytes b = { 0 };
        meta_begin(&b, version, 2);
        meta_operator(&b, version, 0xAB, 3, 2);
        meta_empty_subtask(&b, version, 0);
        meta_empty_subtask(&b, version, 2);
        meta_operator(&b, version, 1, 1, 0);
        meta_end(&b, version);
        struct sv_snapshot s;
        meta_read(&b, &s);
        expect_whole(&s);
        cr_expect_eq(s.version, version);
        cr_expect_str_eq(s.written_by, written_by[version]);
        cr_expect_eq(s.checkpoint_id, 7);
        cr_expect_eq(s.declared_operators, 2);
        cr_expect_eq(s.operator_count, 2);
        const struct sv_operator *op = s.operators;
        cr_assert_not_null(op);
        cr_expect_eq(op->id[0], 0xAB);
        cr_expect_eq(op->id[15], 0xAB);
        cr_expect_eq(op->parallelism, 3);
        cr_expect_eq(op->max_parallelism, 128);
        cr_expect_eq(op->subtask_count, 2);
        cr_expect_eq(op->subtasks->next->index, 2);
        cr_expect_eq(op->subtasks->ref_checkpoint_id, -1);
        cr_expect(sv_str_eq(op->uid, version >= 5 ? SV_STR("uid") : SV_STR("")));
        cr_expect(sv_str_eq(op->name, version >= 5 ? SV_STR("Name") : SV_STR("")));
        cr_expect_null(op->next->next);
        meta_done(&s, &b);
    }
}

Test(metadata, foreign_files_and_unknown_versions)
{
    struct bytes b = { 0 };
    bytes_raw(&b, "PK\3\4aaaaaaaa", 12);
    expect_defect(&b, SV_DEFECT_BAD_MAGIC, 0);
    static const int32_t versions[] = { -1, 0, 8, 99 };
    for (size_t i = 0; i < sizeof versions / sizeof *versions; i++) {
        meta_begin(&b, versions[i], 0);
        expect_defect(&b, SV_DEFECT_UNKNOWN_VERSION, 4);
    }
}

Test(metadata, version_1_is_known_and_not_read)
{
    struct bytes b = { 0 };
    meta_begin(&b, 1, 1);
    struct sv_snapshot s;
    meta_read(&b, &s);
    cr_expect_eq(s.defect.code, SV_DEFECT_UNSUPPORTED);
    cr_expect_eq(s.version, 1);
    cr_expect_str_eq(s.written_by, "1.1 and 1.2");
    cr_expect_null(s.operators);
    meta_done(&s, &b);
}

Test(metadata, master_states)
{
    struct bytes b = { 0 };
    meta_begin(&b, 3, 0);
    bytes_patch_i32(&b, 16, 1);
    b.n -= 4; /* the number of operators comes later */
    bytes_i32(&b, (int32_t)0xC96B1696);
    size_t frame = bytes_frame_begin(&b);
    bytes_i32(&b, 5);
    bytes_utf(&b, "hook");
    bytes_sized(&b, "xyz", 3);
    bytes_frame_end(&b, frame);
    bytes_i32(&b, 0);
    struct sv_snapshot s;
    meta_read(&b, &s);
    expect_whole(&s);
    cr_assert_eq(s.master_count, 1);
    cr_expect_eq(s.master_states->version, 5);
    cr_expect(sv_str_eq(s.master_states->name, SV_STR("hook")));
    cr_expect(sv_str_eq(s.master_states->bytes, SV_STR("xyz")));
    sv_snapshot_release(&s);
    bytes_patch_i32(&b, frame + 14, 2); /* fewer bytes than the frame holds */
    expect_defect(&b, SV_DEFECT_TRAILING, frame + 20);
}

Test(metadata, finished_operators_and_subtasks)
{
    struct bytes b = { 0 };
    meta_begin(&b, 3, 2);
    meta_operator(&b, 3, 1, 2, -1);
    meta_operator(&b, 3, 2, 2, 2);
    bytes_i32(&b, -2); /* subtask 1 */
    meta_empty_subtask(&b, 3, 0);
    struct sv_snapshot s;
    meta_read(&b, &s);
    expect_whole(&s);
    cr_expect(s.operators->fully_finished);
    cr_expect_eq(s.operators->subtask_count, 0);
    const struct sv_subtask *subtask = s.operators->next->subtasks;
    cr_expect(subtask->finished);
    cr_expect_eq(subtask->index, 1);
    cr_expect_not(subtask->next->finished);
    meta_done(&s, &b);
}

/* Version 2 knows nothing of finished ones: Flink refuses a negative index. */
Test(metadata, version_2_has_no_finished_subtasks)
{
    struct bytes b = { 0 };
    meta_begin(&b, 2, 1);
    meta_operator(&b, 2, 1, 2, 1);
    size_t at = b.n;
    meta_empty_subtask(&b, 2, -1);
    expect_defect(&b, SV_DEFECT_BAD_VALUE, at);
}

Test(metadata, coordinator_state)
{
    struct bytes b = { 0 };
    meta_begin(&b, 3, 1);
    meta_operator(&b, 3, 1, 1, 0);
    b.n -= 5;
    meta_inline(&b, "coordinator", "abc", 3);
    bytes_i32(&b, 0);
    struct sv_snapshot s;
    meta_read(&b, &s);
    expect_whole(&s);
    cr_expect_eq(s.operators->coordinator.kind, SV_BLOB_INLINE);
    cr_expect_eq(s.operators->coordinator.size, 3);
    sv_snapshot_release(&s);
    bytes_patch_i32(&b, b.n - 4, -1); /* a finished operator has none */
    expect_defect(&b, SV_DEFECT_BAD_VALUE, b.n);
}

Test(metadata, coordinator_state_is_never_in_a_file)
{
    struct bytes b = { 0 };
    meta_begin(&b, 3, 1);
    meta_operator(&b, 3, 1, 1, 0);
    b.n -= 5;
    size_t at = b.n;
    meta_file(&b, "/a", 3);
    bytes_i32(&b, 0);
    expect_defect(&b, SV_DEFECT_BAD_VALUE, at);
}

Test(metadata, reference_to_another_checkpoint)
{
    struct bytes b = { 0 };
    meta_begin(&b, 7, 1);
    meta_operator(&b, 7, 1, 1, 1);
    meta_empty_subtask(&b, 7, 0);
    bytes_patch_u8(&b, b.n - 1, 1);
    bytes_i64(&b, 41);
    meta_end(&b, 7);
    struct sv_snapshot s;
    meta_read(&b, &s);
    expect_whole(&s);
    cr_expect_eq(s.operators->subtasks->ref_checkpoint_id, 41);
    meta_done(&s, &b);
}

Test(metadata, impossible_numbers)
{
    struct bytes b = { 0 };
    meta_begin(&b, 3, 1);
    bytes_patch_i64(&b, 8, -1);
    expect_defect(&b, SV_DEFECT_BAD_VALUE, 8);
    meta_begin(&b, 3, -1);
    expect_defect(&b, SV_DEFECT_BAD_VALUE, 20);
    meta_begin(&b, 3, 1000000);
    expect_defect(&b, SV_DEFECT_TRUNCATED, 20);
    meta_begin(&b, 3, 1);
    meta_operator(&b, 3, 1, 129, 0);
    expect_defect(&b, SV_DEFECT_BAD_VALUE, 24 + 24);
    meta_begin(&b, 3, 1);
    meta_operator(&b, 3, 1, 1, 1);
    meta_empty_subtask(&b, 3, 1);
    expect_defect(&b, SV_DEFECT_BAD_VALUE, 24 + 29);
    meta_begin(&b, 2, 1);
    meta_operator(&b, 2, 1, 1, 1);
    meta_empty_subtask(&b, 2, 0);
    bytes_patch_i32(&b, 24 + 32 + 12, 1); /* state of Flink 1.1 */
    expect_defect(&b, SV_DEFECT_UNSUPPORTED, 24 + 32 + 16);
}

Test(metadata, what_was_read_before_a_cut_is_kept)
{
    struct bytes b = { 0 };
    meta_begin(&b, 4, 2);
    meta_operator(&b, 4, 1, 1, 1);
    meta_empty_subtask(&b, 4, 0);
    meta_operator(&b, 4, 2, 4, 2);
    meta_empty_subtask(&b, 4, 3);
    size_t end = b.n;
    meta_empty_subtask(&b, 4, 1);
    b.n = end + 2;
    struct sv_snapshot s;
    meta_read(&b, &s);
    cr_expect_eq(s.defect.code, SV_DEFECT_TRUNCATED);
    cr_expect_eq(s.defect.at, end);
    cr_expect_eq(s.declared_operators, 2);
    cr_expect_eq(s.operator_count, 2);
    cr_expect_eq(s.operators->next->subtask_count, 1);
    cr_expect_eq(s.operators->next->subtasks->index, 3);
    meta_done(&s, &b);
}

Test(metadata, bytes_behind_the_end)
{
    struct bytes b = { 0 };
    meta_begin(&b, 3, 0);
    bytes_fill(&b, 0, 5);
    expect_defect(&b, SV_DEFECT_TRAILING, 24);
    meta_begin(&b, 4, 0);
    meta_end(&b, 4);
    bytes_fill(&b, 0, 5);
    struct sv_snapshot s;
    meta_read(&b, &s);
    expect_whole(&s);
    cr_expect_eq(s.trailing_bytes, 5);
    meta_done(&s, &b);
}

/* One subtask with in-flight data in a layout, or with a changelog handle. */
static void put_in_flight(struct bytes *b, bool with_subtask)
{
    meta_begin(b, 3, 1);
    meta_operator(b, 3, 1, 1, 1);
    meta_empty_subtask(b, 3, 0);
    b->n -= 8;
    for (int direction = 0; direction < 2; direction++) {
        bytes_i32(b, 1);
        if (with_subtask)
            bytes_i32(b, 4);
        bytes_i32(b, 2);
        bytes_i32(b, 3);
        bytes_i32(b, 1);
        bytes_i64(b, 8);
        bytes_i64(b, 6);
        meta_inline(b, "x", "12345678abcdef", 14);
    }
}

Test(metadata, in_flight_data_of_1_11_and_of_later_releases)
{
    for (int with_subtask = 0; with_subtask < 2; with_subtask++) {
        struct bytes b = { 0 };
        put_in_flight(&b, with_subtask);
        struct sv_snapshot s;
        meta_read(&b, &s);
        expect_whole(&s);
        cr_expect_str_eq(s.written_by, with_subtask ? "1.11 to 1.15" : "1.11");
        const struct sv_handle *in = s.operators->subtasks->input_channel;
        const struct sv_handle *out = s.operators->subtasks->result_subpartition;
        cr_assert(in && out && !in->next && !out->next);
        cr_expect_eq(in->kind, SV_HANDLE_INPUT_CHANNEL);
        cr_expect_eq(out->kind, SV_HANDLE_RESULT_SUBPARTITION);
        cr_expect_eq(in->subtask_index, with_subtask ? 4 : -1);
        cr_expect(in->from == 2 && in->to == 3 && in->offset_count == 1 && in->persisted_bytes == 6);
        cr_expect_eq(in->blob.size, 14);
        meta_done(&s, &b);
    }
}

Test(metadata, a_cut_file_keeps_the_layout_that_came_furthest)
{
    struct bytes b = { 0 };
    put_in_flight(&b, false);
    b.n -= 3;
    struct sv_snapshot s;
    meta_read(&b, &s);
    cr_expect_eq(s.defect.code, SV_DEFECT_TRUNCATED);
    cr_expect_str_eq(s.written_by, "1.11");
    cr_expect_not_null(s.operators->subtasks->input_channel);
    meta_done(&s, &b);
}

static void read_and_touch(const unsigned char *bytes, size_t n, void *context)
{
    (void)context;
    struct sv_snapshot s = { 0 };
    sv_arena_init(&s.arena, (size_t)64 << 20);
    sv_read_metadata(sv_cur_of(bytes, n, 0), &s);
    cr_expect(touch_is_defect(&s.defect, n));
    cr_expect(s.defect.code != SV_DEFECT_NONE || s.operator_count == s.declared_operators || sweep_has_failed());
    touch_snapshot(&s);
    sv_snapshot_release(&s);
}

/* One operator that has a handle of every sort. */
static void put_everything(struct bytes *b, int32_t version)
{
    static const int64_t offsets[] = { 10, 20 };
    meta_begin(b, version, 1);
    meta_operator(b, version, 9, 2, 2);
    meta_subtask(b, version, 0);
    bytes_i32(b, 1);
    bytes_u8(b, 4);
    bytes_i32(b, 1);
    bytes_utf(b, "state");
    bytes_u8(b, 1);
    bytes_i32(b, 1);
    bytes_i64(b, 100);
    meta_file(b, "file:/x/y", 200);
    bytes_i32(b, 0);
    meta_key_groups(b, 3, 0, offsets, 2);
    meta_relative(b, "name", 300);
    meta_key_groups(b, 3, 0, offsets, 2);
    meta_inline(b, "raw", "raw state", 9);
    meta_subtask_end(b, version);
    bytes_i32(b, version == 2 ? 1 : -2);
    if (version == 2) {
        b->n -= 4;
        meta_empty_subtask(b, version, 1);
    }
    if (version >= 4)
        meta_properties(b, "org.apache.flink.runtime.checkpoint.SavepointType", "formatType", "NATIVE");
}

Test(metadata, sweep)
{
    for (int32_t version = 2; version <= 7; version++) {
        struct bytes b = { 0 };
        put_everything(&b, version);
        struct sv_snapshot s;
        meta_read(&b, &s);
        expect_whole(&s);
        sv_snapshot_release(&s);
        cr_expect_gt(sweep_all(b.p, b.n, 0, read_and_touch, NULL), b.n);
        bytes_free(&b);
    }
}

Test(metadata, sweep_of_in_flight_data)
{
    for (int with_subtask = 0; with_subtask < 2; with_subtask++) {
        struct bytes b = { 0 };
        put_in_flight(&b, with_subtask);
        cr_expect_gt(sweep_all(b.p, b.n, 0, read_and_touch, NULL), b.n);
        bytes_free(&b);
    }
}
