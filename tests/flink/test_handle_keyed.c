#include <criterion/criterion.h>

#include "base/limits.h"
#include "flink/metadata.h"
#include "support/meta.h"

struct reading {
    struct sv_arena arena;
    struct sv_metadata_reader r;
    struct sv_handle *handle;
};

static void read_as(struct reading *out, struct bytes *b, int32_t version, unsigned parts)
{
    static struct sv_metadata_layout layout;
    layout = (struct sv_metadata_layout){ .version = version, .parts = parts };
    sv_arena_init(&out->arena, (size_t)1 << 20);
    out->r = (struct sv_metadata_reader){ .cur = bytes_cursor(b), .arena = &out->arena, .layout = &layout };
    out->handle = sv_read_keyed_handle(&out->r);
}

static void read_whole(struct reading *out, struct bytes *b, unsigned parts)
{
    read_as(out, b, 4, parts);
    const struct sv_cursor *c = &out->r.cur;
    cr_expect(sv_cur_ok(c), "%s at %zu: %s", sv_defect_text(c->bad.code), (size_t)c->bad.at, c->bad.doing);
    cr_expect_eq(sv_cur_left(c), 0);
    cr_assert_not_null(out->handle);
}

static void end(struct reading *reading, struct bytes *b)
{
    sv_arena_free(&reading->arena);
    bytes_free(b);
}

static void expect_defect(struct bytes *b, enum sv_defect_code code)
{
    struct reading reading;
    read_as(&reading, b, 4, SV_META_CHANGELOG_IDS);
    cr_expect_eq(reading.r.cur.bad.code, code, "%s", sv_defect_text(reading.r.cur.bad.code));
    end(&reading, b);
}

Test(handle_keyed, key_groups_of_every_tag)
{
    static const int64_t offsets[] = { 100, 200, 300 };
    static const struct {
        uint8_t tag;
        enum sv_handle_kind kind;
        bool id;
    } rows[] = { { 3, SV_HANDLE_KEY_GROUPS, false },
                 { 12, SV_HANDLE_KEY_GROUPS, true },
                 { 7, SV_HANDLE_KEY_GROUPS_SAVEPOINT, false } };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct bytes b = { 0 };
        meta_key_groups(&b, rows[i].tag, 5, offsets, 3);
        meta_relative(&b, "a", 1000);
        if (rows[i].id)
            bytes_utf(&b, "id");
        struct reading reading;
        read_whole(&reading, &b, 0);
        const struct sv_handle *handle = reading.handle;
        cr_expect_eq(handle->kind, rows[i].kind);
        cr_expect_eq(handle->tag, rows[i].tag);
        cr_expect_eq(handle->first_key_group, 5);
        cr_expect_eq(handle->key_group_count, 3);
        cr_expect_eq(handle->offset_count, 3);
        cr_expect_eq(sv_be64((const unsigned char *)handle->offsets.p + 16), 300);
        cr_expect_eq(handle->blob.size, 1000);
        cr_expect_eq(handle->checkpoint_id, -1);
        end(&reading, &b);
    }
}

static void put_incremental(struct bytes *b, bool v2)
{
    bytes_u8(b, v2 ? 11 : 5);
    bytes_i64(b, 41);
    bytes_utf(b, "backend");
    bytes_i32(b, 8);
    bytes_i32(b, 16);
    if (v2)
        bytes_i64(b, 5000);
    meta_inline(b, "meta", "m", 1);
    bytes_i32(b, 2);
    bytes_utf(b, "000001.sst");
    meta_file(b, "/shared/a", 10);
    bytes_utf(b, "000002.sst");
    meta_segment(b, "/shared/b", 0, 20);
    bytes_i32(b, 1);
    bytes_utf(b, "CURRENT");
    meta_inline(b, "c", "MANIFEST-000004\n", 16);
    if (v2)
        bytes_utf(b, "id");
}

Test(handle_keyed, incremental_of_both_tags)
{
    for (int v2 = 0; v2 < 2; v2++) {
        struct bytes b = { 0 };
        put_incremental(&b, v2);
        struct reading reading;
        read_whole(&reading, &b, 0);
        const struct sv_handle *handle = reading.handle;
        cr_expect_eq(handle->kind, SV_HANDLE_INCREMENTAL);
        cr_expect_eq(handle->checkpoint_id, 41);
        cr_expect(sv_str_eq(handle->backend_id, SV_STR("backend")));
        cr_expect(handle->first_key_group == 8 && handle->key_group_count == 16 && handle->offset_count == 0);
        cr_expect_eq(handle->persisted_bytes, v2 ? 5000 : -1);
        cr_expect_eq(handle->blob.kind, SV_BLOB_INLINE);
        cr_expect(handle->shared_count == 2 && handle->private_count == 1);
        cr_expect(sv_str_eq(handle->shared->name, SV_STR("000001.sst")));
        cr_expect_eq(handle->shared->blob.size, 10);
        cr_expect_eq(handle->shared->next->blob.kind, SV_BLOB_SEGMENT);
        cr_expect_null(handle->shared->next->next);
        cr_expect(sv_str_eq(handle->private_files->name, SV_STR("CURRENT")));
        end(&reading, &b);
    }
}

static void put_byte_increment(struct bytes *b, bool ids)
{
    bytes_u8(b, 9);
    bytes_i32(b, 0);
    bytes_i32(b, 128);
    bytes_i64(b, 3);
    bytes_i64(b, 9);
    bytes_i32(b, 2);
    bytes_i32(b, -1);
    bytes_sized(b, "meta", 4);
    bytes_i32(b, 17);
    bytes_sized(b, "data!", 5);
    if (ids)
        bytes_utf(b, "increment");
}

Test(handle_keyed, changes_in_memory_stay_as_they_are)
{
    for (int ids = 0; ids < 2; ids++) {
        struct bytes b = { 0 };
        put_byte_increment(&b, ids);
        struct reading reading;
        read_whole(&reading, &b, ids ? SV_META_CHANGELOG_IDS : 0);
        const struct sv_handle *handle = reading.handle;
        cr_expect_eq(handle->kind, SV_HANDLE_CHANGELOG_BYTES);
        cr_expect(handle->from == 3 && handle->to == 9);
        cr_expect_eq(handle->blob.kind, SV_BLOB_INLINE);
        cr_expect_eq(handle->blob.at, 25);
        cr_expect_eq(handle->blob.size, 4 + 8 + 4 + 8 + 5);
        cr_expect_eq(handle->blob.more.bytes[3], 2);
        cr_expect(sv_str_eq(handle->backend_id, ids ? SV_STR("increment") : SV_STR("")));
        end(&reading, &b);
    }
}

static void put_file_increment(struct bytes *b, bool v2, bool ids)
{
    bytes_u8(b, v2 ? 13 : 10);
    bytes_i32(b, 0);
    bytes_i32(b, 128);
    bytes_i32(b, 2);
    bytes_i64(b, 77);
    meta_file(b, "/dstl/a", 500);
    bytes_i64(b, 0);
    meta_file(b, "/dstl/b", 600);
    bytes_i64(b, 1100);
    if (ids) {
        bytes_i64(b, 1000);
        bytes_utf(b, "increment");
    }
    if (v2)
        bytes_utf(b, "storage");
}

Test(handle_keyed, changes_in_files)
{
    for (int form = 0; form < 3; form++) {
        bool ids = form > 0, v2 = form > 1;
        struct bytes b = { 0 };
        put_file_increment(&b, v2, ids);
        struct reading reading;
        read_whole(&reading, &b, ids ? SV_META_CHANGELOG_IDS : 0);
        const struct sv_handle *handle = reading.handle;
        cr_expect_eq(handle->kind, SV_HANDLE_CHANGELOG_FILES);
        cr_expect_eq(handle->increment_files->offset, 77);
        cr_expect_eq(handle->increment_files->blob.size, 500);
        cr_expect_eq(handle->increment_files->next->blob.size, 600);
        cr_expect(sv_str_eq(handle->storage_id, v2 ? SV_STR("storage") : SV_STR("filesystem")));
        cr_expect_eq(handle->persisted_bytes, ids ? 1000 : -1);
        end(&reading, &b);
    }
}

static void put_changelog(struct bytes *b, bool v2, bool ids)
{
    bytes_u8(b, v2 ? 14 : 8);
    bytes_i32(b, 0);
    bytes_i32(b, 128);
    if (ids)
        bytes_i64(b, 900);
    bytes_i32(b, 2);
    put_incremental(b, true);
    bytes_u8(b, 0); /* passed over */
    bytes_i32(b, 2);
    put_byte_increment(b, ids);
    put_file_increment(b, v2, ids);
    if (!ids)
        return;
    bytes_i64(b, 12);
    if (v2)
        bytes_i64(b, 34);
    bytes_utf(b, "changelog");
}

Test(handle_keyed, changelog_of_every_form)
{
    for (int form = 0; form < 3; form++) {
        bool ids = form > 0, v2 = form > 1;
        struct bytes b = { 0 };
        put_changelog(&b, v2, ids);
        struct reading reading;
        read_whole(&reading, &b, ids ? SV_META_CHANGELOG_IDS : 0);
        const struct sv_handle *handle = reading.handle;
        cr_expect_eq(handle->kind, SV_HANDLE_CHANGELOG);
        cr_expect_eq(handle->checkpoint_id, !ids ? -1 : v2 ? 34 : 12);
        cr_expect_eq(handle->persisted_bytes, ids ? 900 : -1);
        cr_assert_not_null(handle->materialized);
        cr_expect_eq(handle->materialized->kind, SV_HANDLE_INCREMENTAL);
        cr_expect(handle->materialized->placeholder);
        cr_expect_null(handle->materialized->next);
        cr_expect_eq(handle->increments->kind, SV_HANDLE_CHANGELOG_BYTES);
        cr_expect_eq(handle->increments->next->kind, SV_HANDLE_CHANGELOG_FILES);
        cr_expect_not(handle->increments->placeholder);
        end(&reading, &b);
    }
}

Test(handle_keyed, null_handle)
{
    struct bytes b = { 0 };
    bytes_u8(&b, 0);
    struct reading reading;
    read_as(&reading, &b, 4, 0);
    cr_expect_null(reading.handle);
    cr_expect(sv_cur_ok(&reading.r.cur));
    end(&reading, &b);
}

Test(handle_keyed, broken_ones)
{
    struct bytes b = { 0 };
    bytes_u8(&b, 4); /* a tag of another sort of handle */
    expect_defect(&b, SV_DEFECT_BAD_VALUE);
    bytes_u8(&b, 15);
    expect_defect(&b, SV_DEFECT_BAD_VALUE);
    meta_key_groups(&b, 3, 0, NULL, -1);
    expect_defect(&b, SV_DEFECT_BAD_VALUE);
    meta_key_groups(&b, 3, -1, (int64_t[]){ 1 }, 1);
    expect_defect(&b, SV_DEFECT_BAD_VALUE);
    meta_key_groups(&b, 3, 0, (int64_t[]){ 1 }, 1);
    bytes_patch_i32(&b, 5, 2); /* one offset more than there is */
    expect_defect(&b, SV_DEFECT_TRUNCATED);
    put_changelog(&b, true, true);
    bytes_patch_u8(&b, 1 + 8 + 8 + 4, 99); /* tag of the materialized handle */
    expect_defect(&b, SV_DEFECT_BAD_VALUE);
}

Test(handle_keyed, increments_are_changelog_handles)
{
    struct bytes b = { 0 };
    bytes_u8(&b, 14);
    bytes_i32(&b, 0);
    bytes_i32(&b, 1);
    bytes_i64(&b, 0);
    bytes_i32(&b, 0);
    bytes_i32(&b, 1);
    put_incremental(&b, true);
    bytes_fill(&b, 0, 18);
    expect_defect(&b, SV_DEFECT_BAD_VALUE);
}

Test(handle_keyed, nesting_is_limited)
{
    struct bytes b = { 0 };
    for (int i = 0; i <= SV_LIMIT_HANDLE_DEPTH; i++) {
        bytes_u8(&b, 14);
        bytes_i32(&b, 0);
        bytes_i32(&b, 1);
        bytes_i64(&b, 0);
        bytes_i32(&b, 1);
    }
    bytes_fill(&b, 0, 100);
    expect_defect(&b, SV_DEFECT_TOO_DEEP);
}
