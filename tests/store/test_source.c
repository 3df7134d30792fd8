#include "store/source.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/limits.h"
#include "support/scratch.h"
#include "support/sweep.h"

/* A snapshot in the folder job/chk-3 of a scratch folder. */
static struct scratch disk;
static struct sv_arena arena;
static struct sv_locator locator;
static char *folder;

static void set_up(void)
{
    scratch_make(&disk);
    scratch_folder(&disk, "job/chk-3");
    folder = scratch_path(&disk, "job/chk-3");
    sv_arena_init(&arena, (size_t)1 << 24);
    cr_assert(sv_locator_init(&locator, sv_str_of(folder), NULL, 0, &arena));
}

static void tear_down(void)
{
    sv_locator_free(&locator);
    sv_arena_free(&arena);
    free(folder);
    scratch_remove(&disk);
}

static struct sv_blob file_blob(const char *recorded, uint64_t size)
{
    return (struct sv_blob){ .kind = SV_BLOB_FILE, .name = sv_str_of(recorded), .size = size };
}

static void expect_found(const char *recorded, const char *relative, bool expect_moved)
{
    bool moved = false;
    struct sv_blob blob = file_blob(recorded, 4);
    cr_assert(sv_source_locate(&locator, &blob, &moved));
    cr_expect_eq(blob.defect, SV_DEFECT_NONE, "%s: %s", recorded, sv_defect_text(blob.defect));
    cr_expect_eq(moved, expect_moved, "%s", recorded);
    char *path = scratch_path(&disk, relative);
    cr_assert(blob.place && blob.place->path, "%s was not found", recorded);
    cr_expect_str_eq(blob.place->path, path);
    cr_expect_eq(blob.place->file_bytes, 4);
    free(path);
}

static void expect_lost(const char *recorded, enum sv_blob_kind kind, enum sv_defect_code code)
{
    bool moved = false;
    struct sv_blob blob = file_blob(recorded, 4);
    blob.kind = kind;
    cr_assert(sv_source_locate(&locator, &blob, &moved));
    cr_expect_eq(blob.defect, code, "%s: %s", recorded, sv_defect_text(blob.defect));
    cr_expect(!blob.place || !blob.place->path);
    cr_expect_not(moved);
}

TestSuite(source, .init = set_up, .fini = tear_down);

Test(source, files_are_found_by_their_place_under_the_snapshot)
{
    scratch_file(&disk, "job/chk-3/own", "1234", 4);
    scratch_file(&disk, "job/shared/sst", "1234", 4);
    scratch_file(&disk, "job/taskowned/t", "1234", 4);
    scratch_file(&disk, "job/chk-2/older", "1234", 4);
    scratch_file(&disk, "job/shared/op_1_2/merged", "1234", 4);
    scratch_file(&disk, "job/chk-3/abc/shared/below", "1234", 4);
    expect_found("/gone/job/chk-3/own", "job/chk-3/own", true);
    expect_found("/gone/job/shared/sst", "job/shared/sst", true);
    expect_found("/gone/job/taskowned/t", "job/taskowned/t", true);
    expect_found("/gone/job/chk-2/older", "job/chk-2/older", true);
    expect_found("file:/gone/job/shared/op_1_2/merged", "job/shared/op_1_2/merged", true);
    expect_found("/gone/abc/shared/below", "job/chk-3/abc/shared/below", true);
    expect_found("s3://bucket/job/shared/sst", "job/shared/sst", false);
    expect_lost("/gone/job/shared/none", SV_BLOB_FILE, SV_DEFECT_MISSING_FILE);
}

Test(source, the_recorded_path_is_the_last_resort_and_no_move)
{
    scratch_file(&disk, "elsewhere/f", "1234", 4);
    scratch_file(&disk, "job/shared/g", "1234", 4);
    static const char *const schemes[] = { "", "file:", "file://" }, *const names[] = { "elsewhere/f", "job/shared/g" };
    for (size_t i = 0; i < 6; i++) {
        char *recorded = sv_arena_alloc(&arena, 1, 200);
        snprintf(recorded, 200, "%s%s/%s", schemes[i / 2], disk.root, names[i % 2]);
        expect_found(recorded, names[i % 2], false);
    }
}

Test(source, relative_names_stay_in_the_folder)
{
    scratch_file(&disk, "job/chk-3/own", "1234", 4);
    scratch_file(&disk, "job/other", "1234", 4);
    struct sv_blob blob = { .kind = SV_BLOB_RELATIVE, .name = SV_STR("own"), .size = 4 };
    bool moved = false;
    cr_assert(sv_source_locate(&locator, &blob, &moved));
    cr_expect_eq(blob.defect, SV_DEFECT_NONE);
    cr_expect_not_null(blob.place->path);
    cr_expect_not(moved);
    expect_lost("other", SV_BLOB_RELATIVE, SV_DEFECT_MISSING_FILE);
    expect_lost("../other", SV_BLOB_RELATIVE, SV_DEFECT_BAD_VALUE);
    expect_lost("a/../../other", SV_BLOB_RELATIVE, SV_DEFECT_BAD_VALUE);
    expect_lost("/etc/passwd", SV_BLOB_RELATIVE, SV_DEFECT_BAD_VALUE);
    expect_lost("", SV_BLOB_RELATIVE, SV_DEFECT_BAD_VALUE);
    expect_lost("a/", SV_BLOB_FILE, SV_DEFECT_BAD_VALUE);
    expect_lost("/gone/..", SV_BLOB_FILE, SV_DEFECT_BAD_VALUE);
    expect_lost("/gone/../../other", SV_BLOB_RELATIVE, SV_DEFECT_BAD_VALUE);
}

/* Recorded folders that climb are only ever taken as they stand, never joined to ours. */
Test(source, absolute_names_do_not_climb)
{
    scratch_file(&disk, "other", "1234", 4);
    expect_lost("/gone/x/../../other", SV_BLOB_FILE, SV_DEFECT_MISSING_FILE);
    scratch_file(&disk, "job/chk-3/nul", "1234", 4);
    struct sv_blob blob = { .kind = SV_BLOB_FILE, .name = { "/gone/nul\0x", 11 }, .size = 4 };
    bool moved = false;
    cr_assert(sv_source_locate(&locator, &blob, &moved));
    cr_expect_eq(blob.defect, SV_DEFECT_MISSING_FILE);
}

Test(source, map_rules_come_first_and_the_longest_wins)
{
    scratch_file(&disk, "m1/b/f", "1234", 4);
    scratch_file(&disk, "m2/f", "1234", 4);
    scratch_file(&disk, "job/chk-3/f", "1234", 4);
    char *m1 = scratch_path(&disk, "m1"), *m2 = scratch_path(&disk, "m2");
    const struct sv_path_map maps[] = { { SV_STR("s3://bucket/a"), sv_str_of(m1) },
                                        { SV_STR("s3://bucket/a/b/c/"), sv_str_of(m2) },
                                        { SV_STR("file:///old"), sv_str_of(m2) } };
    sv_locator_free(&locator);
    cr_assert(sv_locator_init(&locator, sv_str_of(folder), maps, 3, &arena));
    expect_found("s3://bucket/a/b/f", "m1/b/f", false);
    expect_found("s3://bucket/a/b/c/f", "m2/f", false);
    expect_found("s3://bucket/ab/f", "job/chk-3/f", false);
    expect_found("/old/f", "m2/f", true);
    expect_found("file:/old/f", "m2/f", true);
    expect_found("/old/unknown/f", "job/chk-3/f", true);
    free(m1);
    free(m2);
}

Test(source, names_in_modified_utf8)
{
    scratch_file(&disk, "job/chk-3/\xF0\x9F\x90\xBF", "1234", 4);
    expect_found("/gone/\xED\xA0\xBD\xED\xB0\xBF", "job/chk-3/\xF0\x9F\x90\xBF", true);
}

Test(source, sizes_on_disk_must_be_the_recorded_ones)
{
    scratch_file(&disk, "job/chk-3/f", "123456", 6);
    static const struct {
        uint64_t size, start;
        enum sv_defect_code file, segment;
    } rows[] = { { 6, 0, SV_DEFECT_NONE, SV_DEFECT_NONE },
                 { 7, 0, SV_DEFECT_SHORT_FILE, SV_DEFECT_SHORT_FILE },
                 { 5, 0, SV_DEFECT_LONG_FILE, SV_DEFECT_NONE },
                 { 4, 2, SV_DEFECT_LONG_FILE, SV_DEFECT_NONE },
                 { 4, 3, SV_DEFECT_LONG_FILE, SV_DEFECT_SHORT_FILE },
                 { UINT64_MAX, UINT64_MAX, SV_DEFECT_SHORT_FILE, SV_DEFECT_SHORT_FILE } };
    bool moved = false;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct sv_blob blob = file_blob("/gone/f", rows[i].size);
        cr_assert(sv_source_locate(&locator, &blob, &moved));
        cr_expect_eq(blob.defect, rows[i].file, "row %zu: %s", i, sv_defect_text(blob.defect));
        struct sv_segment segment = { .start = rows[i].start };
        blob.kind = SV_BLOB_SEGMENT;
        blob.more.segment = &segment;
        cr_assert(sv_source_locate(&locator, &blob, &moved));
        cr_expect_eq(blob.defect, rows[i].segment, "row %zu: %s", i, sv_defect_text(blob.defect));
    }
}

Test(source, what_is_no_file_cannot_be_opened)
{
    scratch_folder(&disk, "job/chk-3/f");
    expect_lost("/gone/f", SV_BLOB_FILE, SV_DEFECT_CANNOT_OPEN);
    char *pipe = scratch_path(&disk, "job/chk-3/p");
    cr_assert_eq(mkfifo(pipe, 0600), 0);
    expect_lost("p", SV_BLOB_RELATIVE, SV_DEFECT_CANNOT_OPEN);
    free(pipe);
}

Test(source, parents_of_relative_folders)
{
    scratch_file(&disk, "job/shared/sst", "1234", 4);
    cr_assert_eq(chdir(folder), 0);
    static const char *const names[] = { ".", "../chk-3", "../chk-3/.", "../../job/chk-3" };
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        sv_locator_free(&locator);
        cr_assert(sv_locator_init(&locator, sv_str_of(names[i]), NULL, 0, &arena));
        struct sv_blob blob = file_blob("/gone/shared/sst", 4);
        bool moved = false;
        cr_assert(sv_source_locate(&locator, &blob, &moved));
        cr_expect_eq(blob.defect, SV_DEFECT_NONE, "%s", names[i]);
    }
    cr_assert_eq(chdir("/"), 0);
}

Test(source, a_file_is_asked_for_once)
{
    scratch_file(&disk, "job/chk-3/f", "1234", 4);
    struct sv_blob first = file_blob("/gone/f", 4), second = file_blob("/gone/f", 4);
    bool moved = false;
    cr_assert(sv_source_locate(&locator, &first, &moved));
    char *path = scratch_path(&disk, "job/chk-3/f");
    cr_assert_eq(unlink(path), 0);
    free(path);
    cr_assert(sv_source_locate(&locator, &second, &moved));
    cr_expect_eq(first.place, second.place);
    cr_expect_eq(second.defect, SV_DEFECT_NONE);
}

Test(source, read_copies_a_range)
{
    scratch_file(&disk, "job/chk-3/f", "0123456789", 10);
    struct sv_segment segment = { .start = 3 };
    struct sv_blob blob = { .kind = SV_BLOB_SEGMENT, .name = SV_STR("f"), .size = 5, .more.segment = &segment };
    bool moved = false;
    unsigned char bytes[8];
    cr_expect_not(sv_source_read(&blob, 0, 1, bytes), "nobody looked for it yet");
    cr_assert(sv_source_locate(&locator, &blob, &moved));
    cr_assert(sv_source_read(&blob, 1, 3, bytes));
    cr_expect_eq(memcmp(bytes, "456", 3), 0);
    cr_expect_not(sv_source_read(&blob, 4, 4, bytes));
    cr_expect_eq(blob.defect, SV_DEFECT_SHORT_FILE);
    blob.defect = SV_DEFECT_NONE;
    scratch_resize(&disk, "job/chk-3/f", 5);
    cr_expect_not(sv_source_read(&blob, 1, 3, bytes));
    cr_expect_eq(blob.defect, SV_DEFECT_CHANGED, "it was longer when it was found");
}

static void open_blob(struct sv_snapshot *s, struct sv_blob *blob, uint64_t limit, struct sv_cursor *cur)
{
    bool moved = false;
    cr_assert(sv_source_locate(&locator, blob, &moved));
    sv_source_open(s, blob, limit, cur);
}

Test(source, open_maps_each_file_once)
{
    scratch_file(&disk, "job/chk-3/f", "0123456789", 10);
    struct sv_snapshot s = { 0 };
    struct sv_segment segments[] = { { .start = 0 }, { .start = 6 } };
    struct sv_cursor cur;
    for (int i = 0; i < 2; i++) {
        struct sv_blob blob = {
            .kind = SV_BLOB_SEGMENT, .name = SV_STR("f"), .size = 4, .more.segment = &segments[1 - i]
        };
        open_blob(&s, &blob, 0, &cur);
        cr_expect(sv_cur_ok(&cur));
        cr_expect_eq(cur.at, segments[1 - i].start);
        cr_expect_eq(sv_cur_left(&cur), 4);
        cr_expect_eq(sv_cur_u8(&cur), i ? '0' : '6');
    }
    cr_expect_eq(s.map_count, 1);
    struct sv_blob whole = { .kind = SV_BLOB_FILE, .name = SV_STR("/gone/f"), .size = 10 };
    open_blob(&s, &whole, 3, &cur);
    cr_expect_eq(sv_cur_left(&cur), 3);
    sv_snapshot_release(&s);
}

Test(source, open_gives_what_there_is)
{
    struct sv_snapshot s = { 0 };
    struct sv_cursor cur;
    struct sv_blob in_metadata = { .kind = SV_BLOB_INLINE, .at = 77, .size = 3, .more.bytes = (unsigned char *)"abc" };
    open_blob(&s, &in_metadata, 2, &cur);
    cr_expect(sv_cur_ok(&cur) && cur.at == 77 && sv_cur_left(&cur) == 2);
    struct sv_blob none = { .kind = SV_BLOB_NONE }, empty = { .kind = SV_BLOB_EMPTY };
    open_blob(&s, &none, 0, &cur);
    cr_expect(sv_cur_ok(&cur) && sv_cur_left(&cur) == 0);
    open_blob(&s, &empty, 0, &cur);
    cr_expect(sv_cur_ok(&cur) && sv_cur_left(&cur) == 0);
    scratch_file(&disk, "job/chk-3/f", "12", 2);
    struct sv_blob cut = file_blob("/gone/f", 4);
    open_blob(&s, &cut, 0, &cur);
    cr_expect_eq(cut.defect, SV_DEFECT_SHORT_FILE);
    cr_expect_eq(sv_cur_left(&cur), 2, "the beginning is still worth reading");
    struct sv_blob missing = file_blob("/gone/none", 4);
    open_blob(&s, &missing, 0, &cur);
    cr_expect_eq(cur.bad.code, SV_DEFECT_MISSING_FILE);
    cr_expect(sv_str_eq(cur.bad.subject, SV_STR("/gone/none")));
    sv_snapshot_release(&s);
}

Test(source, a_file_of_50_gigabytes_costs_its_window)
{
    scratch_file(&disk, "job/chk-3/f", "head", 4);
    scratch_resize(&disk, "job/chk-3/f", (uint64_t)50 << 30);
    struct sv_snapshot s = { 0 };
    struct sv_blob blob = file_blob("/gone/f", (uint64_t)50 << 30);
    struct sv_cursor cur;
    open_blob(&s, &blob, 4096, &cur);
    cr_expect_eq(blob.defect, SV_DEFECT_NONE);
    cr_expect_eq(sv_cur_left(&cur), 4096);
    cr_expect_eq(s.maps[0].n, 4096);
    sv_snapshot_release(&s);
}

Test(source, a_map_that_is_too_small_is_not_used_again)
{
    scratch_file(&disk, "job/chk-3/f", "0123456789", 10);
    struct sv_snapshot s = { 0 };
    struct sv_blob blob = file_blob("/gone/f", 10);
    struct sv_cursor cur;
    open_blob(&s, &blob, 4, &cur);
    cr_expect_eq(sv_cur_left(&cur), 4);
    open_blob(&s, &blob, 0, &cur);
    cr_expect_eq(sv_cur_left(&cur), 10);
    sv_snapshot_release(&s);
}

Test(source, a_mapped_file_that_is_cut_is_seen)
{
    cr_assert_eq(sv_map_guard_install(NULL), SV_OK);
    enum { PAGES = 8 };
    size_t page = (size_t)sysconf(_SC_PAGESIZE);
    scratch_file(&disk, "job/chk-3/f", "x", 1);
    scratch_resize(&disk, "job/chk-3/f", PAGES * page);
    struct sv_snapshot s = { 0 };
    struct sv_blob blob = file_blob("/gone/f", PAGES * page);
    struct sv_cursor cur;
    open_blob(&s, &blob, 0, &cur);
    scratch_resize(&disk, "job/chk-3/f", page);
    cr_expect_eq(sv_cur_u8(&cur), 'x');
    cr_expect_not(sv_map_changed(&s.maps[0]));
    sv_cur_bytes(&cur, 5 * page);
    cr_expect_eq(sv_cur_u8(&cur), 0);
    cr_expect(sv_map_changed(&s.maps[0]));
    sv_snapshot_release(&s);
}

static void locate_all(void *context)
{
    (void)context;
    static const char *const names[] = { "/gone/job/chk-3/f", "/gone/f", "/gone/shared/g", "/gone/none" };
    struct sv_arena own;
    struct sv_locator l;
    sv_arena_init(&own, (size_t)1 << 20);
    bool moved = false, done = sv_locator_init(&l, sv_str_of(folder), NULL, 0, &own);
    for (size_t i = 0; done && i < sizeof names / sizeof *names; i++) {
        struct sv_blob blob = file_blob(names[i], 4);
        done = sv_source_locate(&l, &blob, &moved);
        cr_expect(!done || blob.place, "%s", names[i]);
    }
    cr_expect(done || sweep_has_failed());
    sv_locator_free(&l);
    sv_arena_free(&own);
}

Test(source, memory_may_run_out_anywhere)
{
    scratch_file(&disk, "job/chk-3/f", "1234", 4);
    scratch_file(&disk, "job/shared/g", "1234", 4);
    cr_expect_gt(sweep_allocations(0, locate_all, NULL), 3);
}
