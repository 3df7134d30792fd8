#include <criterion/criterion.h>

#include "base/limits.h"
#include "flink/metadata.h"
#include "support/meta.h"

/* A reader of handles alone, in the layout of a version's row. */
struct reading {
    struct sv_arena arena;
    struct sv_metadata_reader r;
};

static const struct sv_metadata_layout *layout_of(int32_t version, const char *written_by)
{
    const struct sv_metadata_layout *layout;
    for (uint32_t i = 0; (layout = sv_metadata_layout_at(i)) != NULL; i++)
        if (layout->version == version && (!written_by || strcmp(layout->written_by, written_by) == 0))
            return layout;
    cr_assert_fail("no such layout");
    return NULL;
}

static struct sv_metadata_reader *begin(struct reading *out, struct bytes *b, int32_t version)
{
    sv_arena_init(&out->arena, (size_t)1 << 20);
    out->r =
        (struct sv_metadata_reader){ .cur = bytes_cursor(b), .arena = &out->arena, .layout = layout_of(version, NULL) };
    return &out->r;
}

static void end(struct reading *reading, struct bytes *b)
{
    sv_arena_free(&reading->arena);
    bytes_free(b);
}

static void expect_end(struct reading *reading)
{
    const struct sv_cursor *c = &reading->r.cur;
    cr_expect(sv_cur_ok(c), "%s at %zu: %s", sv_defect_text(c->bad.code), (size_t)c->bad.at, c->bad.doing);
    cr_expect_eq(sv_cur_left(c), 0);
}

static struct sv_blob read_blob(struct bytes *b)
{
    struct reading reading;
    struct sv_blob blob;
    sv_read_blob(begin(&reading, b, 4), &blob);
    expect_end(&reading);
    sv_arena_free(&reading.arena);
    return blob;
}

Test(handle, null_stream)
{
    struct bytes b = { 0 };
    bytes_u8(&b, 0);
    struct sv_blob blob = read_blob(&b);
    cr_expect_eq(blob.kind, SV_BLOB_NONE);
    bytes_free(&b);
}

Test(handle, inline_stream)
{
    struct bytes b = { 0 };
    meta_inline(&b, "name", "state", 5);
    struct sv_blob blob = read_blob(&b);
    cr_expect_eq(blob.kind, SV_BLOB_INLINE);
    cr_expect(sv_str_eq(blob.name, SV_STR("name")));
    cr_expect_eq(blob.size, 5);
    cr_expect_eq(blob.at, 1 + 2 + 4 + 4);
    cr_expect_eq(memcmp(blob.more.bytes, "state", 5), 0);
    bytes_free(&b);
}

Test(handle, file_streams)
{
    struct bytes b = { 0 };
    meta_file(&b, "s3://bucket/a", 70000000000);
    struct sv_blob blob = read_blob(&b);
    cr_expect_eq(blob.kind, SV_BLOB_FILE);
    cr_expect(sv_str_eq(blob.name, SV_STR("s3://bucket/a")));
    cr_expect_eq(blob.size, 70000000000);
    cr_expect_eq(blob.at, 0);
    b.n = 0;
    meta_relative(&b, "a", 5);
    blob = read_blob(&b);
    cr_expect_eq(blob.kind, SV_BLOB_RELATIVE);
    cr_expect(sv_str_eq(blob.name, SV_STR("a")));
    cr_expect_eq(blob.size, 5);
    b.n = 0;
    bytes_u8(&b, 16);
    cr_expect_eq(read_blob(&b).kind, SV_BLOB_EMPTY);
    bytes_free(&b);
}

Test(handle, segment_stream)
{
    struct bytes b = { 0 };
    meta_segment(&b, "/merged", 4096, 12);
    struct reading reading;
    struct sv_blob blob;
    sv_read_blob(begin(&reading, &b, 4), &blob);
    expect_end(&reading);
    cr_assert_eq(blob.kind, SV_BLOB_SEGMENT);
    cr_expect_eq(blob.size, 12);
    cr_expect_eq(blob.more.segment->start, 4096);
    cr_expect_eq(blob.more.segment->scope, 1);
    cr_expect(sv_str_eq(blob.more.segment->logical_id, SV_STR("logical")));
    end(&reading, &b);
}

Test(handle, key_groups_as_a_stream_keep_only_their_stream)
{
    static const int64_t offsets[] = { 1, 2, 3 };
    struct bytes b = { 0 };
    meta_key_groups(&b, 3, 0, offsets, 3);
    meta_file(&b, "/a", 9);
    struct sv_blob blob = read_blob(&b);
    cr_expect_eq(blob.kind, SV_BLOB_FILE);
    cr_expect_eq(blob.size, 9);
    bytes_free(&b);
}

static void expect_bad_blob(struct bytes *b, enum sv_defect_code code)
{
    struct reading reading;
    struct sv_blob blob;
    sv_read_blob(begin(&reading, b, 4), &blob);
    cr_expect_eq(reading.r.cur.bad.code, code, "%s", sv_defect_text(reading.r.cur.bad.code));
    cr_expect_eq(blob.kind, SV_BLOB_NONE, "nobody may read what is not there");
    end(&reading, b);
}

Test(handle, broken_streams)
{
    struct bytes b = { 0 };
    bytes_u8(&b, 4); /* a tag of another sort of handle */
    expect_bad_blob(&b, SV_DEFECT_BAD_VALUE);
    bytes_u8(&b, 200);
    expect_bad_blob(&b, SV_DEFECT_BAD_VALUE);
    meta_file(&b, "/a", -1);
    expect_bad_blob(&b, SV_DEFECT_BAD_VALUE);
    meta_inline(&b, "name", "state", 5);
    b.n--;
    expect_bad_blob(&b, SV_DEFECT_TRUNCATED);
    meta_segment(&b, "/a", 0, 1);
    bytes_patch_i32(&b, 17, 2); /* scope */
    expect_bad_blob(&b, SV_DEFECT_BAD_VALUE);
    for (int i = 0; i <= SV_LIMIT_HANDLE_DEPTH; i++)
        meta_key_groups(&b, 3, 0, NULL, 0);
    bytes_u8(&b, 0);
    expect_bad_blob(&b, SV_DEFECT_TOO_DEEP);
}

static void put_partitions(struct bytes *b, uint8_t tag)
{
    static const char *const names[] = { "split", "union", "broadcast" };
    bytes_u8(b, tag);
    bytes_i32(b, 3);
    for (uint8_t mode = 0; mode < 3; mode++) {
        bytes_utf(b, names[mode]);
        bytes_u8(b, mode);
        bytes_i32(b, mode);
        for (int i = 0; i < mode; i++)
            bytes_i64(b, 100 + i);
    }
}

Test(handle, operator_state)
{
    struct bytes b = { 0 };
    put_partitions(&b, 4);
    meta_relative(&b, "a", 400);
    struct reading reading;
    const struct sv_handle *handle = sv_read_operator_handle(begin(&reading, &b, 4));
    expect_end(&reading);
    cr_assert_not_null(handle);
    cr_expect_eq(handle->kind, SV_HANDLE_OPERATOR);
    cr_expect_eq(handle->partition_count, 3);
    const struct sv_partition *p = handle->partitions;
    cr_expect_eq(p->mode, SV_DIST_SPLIT);
    cr_expect_eq(p->offset_count, 0);
    cr_expect_eq(p->next->mode, SV_DIST_UNION);
    p = p->next->next;
    cr_expect_eq(p->mode, SV_DIST_BROADCAST);
    cr_expect(sv_str_eq(p->name, SV_STR("broadcast")));
    cr_expect_eq(p->offset_count, 2);
    cr_expect_eq(p->offsets.n, 16);
    cr_expect_eq(p->offsets.p[15], 101);
    cr_expect_eq(handle->blob.size, 400);
    end(&reading, &b);
}

Test(handle, operator_state_of_merged_files)
{
    for (int empty = 0; empty < 2; empty++) {
        struct bytes b = { 0 };
        put_partitions(&b, 17);
        bytes_utf(&b, "/taskowned");
        bytes_utf(&b, "/shared");
        bytes_bool(&b, empty);
        if (empty)
            bytes_u8(&b, 16);
        else
            meta_segment(&b, "/shared/a", 0, 400);
        struct reading reading;
        const struct sv_handle *handle = sv_read_operator_handle(begin(&reading, &b, 4));
        expect_end(&reading);
        cr_expect_eq(handle->tag, 17);
        cr_expect_eq(handle->blob.kind, empty ? SV_BLOB_EMPTY : SV_BLOB_SEGMENT);
        end(&reading, &b);
    }
}

Test(handle, broken_operator_state)
{
    struct reading reading;
    struct bytes b = { 0 };
    bytes_u8(&b, 3);
    cr_expect_null(sv_read_operator_handle(begin(&reading, &b, 4)));
    cr_expect_eq(reading.r.cur.bad.code, SV_DEFECT_BAD_VALUE);
    end(&reading, &b);
    put_partitions(&b, 4);
    bytes_patch_u8(&b, 1 + 4 + 2 + 5, 3); /* mode of the first state */
    const struct sv_handle *handle = sv_read_operator_handle(begin(&reading, &b, 4));
    cr_expect_eq(reading.r.cur.bad.code, SV_DEFECT_BAD_VALUE);
    cr_expect_eq(reading.r.cur.bad.at, 1 + 4 + 2 + 5);
    cr_assert_not_null(handle);
    cr_expect_null(handle->partitions);
    end(&reading, &b);
    put_partitions(&b, 17);
    bytes_utf(&b, "");
    bytes_utf(&b, "");
    bytes_bool(&b, false);
    meta_file(&b, "/a", 1); /* merged state lies in segments */
    sv_read_operator_handle(begin(&reading, &b, 4));
    cr_expect_eq(reading.r.cur.bad.code, SV_DEFECT_BAD_VALUE);
    end(&reading, &b);
}
