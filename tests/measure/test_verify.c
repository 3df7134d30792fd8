#include <criterion/criterion.h>
#include <stdlib.h>

#include "support/measured.h"
#include "support/scratch.h"
#include "support/sweep.h"

static struct sv_verified *verify_all(const struct sv_verify_item *items, size_t count)
{
    struct sv_verified *verified = NULL;
    const struct sv_verify_request request = { .items = items, .count = count, .print = measured_print };
    cr_assert_eq(sv_verify_run(&request, &verified, NULL), SV_OK);
    return verified;
}

static struct sv_verified *verify(struct scanned *s)
{
    const struct sv_verify_item item = { .path = SV_STR("made"), .snapshot = s->made, .unreadable = { "", 0 } };
    return verify_all(&item, 1);
}

static void release(struct sv_verified *verified)
{
    sv_verified_free(verified);
    free(verified);
}

static const struct sv_issue *only_issue(const struct sv_verified *verified, enum sv_check_id check)
{
    const struct sv_issues *issues = &verified->snapshots[0].issues;
    cr_assert_eq(issues->count, 1, "%zu issues", issues->count);
    cr_expect_eq(issues->items[0].check, check);
    cr_expect_not(sv_verified_is_whole(verified));
    return &issues->items[0];
}

static const struct measured_entry five[] = {
    { 10, "k3", "dddd" }, { 18, "k4", "e" }, { 19, "k1", "bb" }, { 82, "k2", "cc" }, { 97, "k0", "a" },
};

Test(verify, what_is_whole)
{
    struct scanned s;
    measured_values(&s, five, 5);
    struct sv_verified *verified = verify(&s);
    cr_expect(sv_verified_is_whole(verified));
    const uint64_t *looked_at = verified->snapshots[0].looked_at;
    cr_expect_eq(looked_at[SV_CHECK_ENTRIES], 5);
    cr_expect_eq(looked_at[SV_CHECK_KEYS], 5);
    cr_expect_eq(looked_at[SV_CHECK_HEADS], 1);
    cr_expect_eq(verified->snapshots[0].not_hashed, 0);
    release(verified);
    scanned_done(&s);
}

Test(verify, keys_of_another_key_group_are_told_once_for_each)
{
    struct scanned s;
    static const struct measured_entry strays[] = { { 10, "k3", "" }, { 11, "k4", "" }, { 11, "k0", "" } };
    measured_values(&s, strays, 3);
    struct sv_verified *verified = verify(&s);
    const struct sv_issue *issue = only_issue(verified, SV_CHECK_KEYS);
    cr_expect_eq(issue->first_key_group, 11);
    cr_expect(sv_str_eq(issue->subject, SV_STR("\"k4\"")));
    cr_expect(strstr(issue->detail.p, "it belongs to key group 18"));
    cr_expect(strstr(issue->detail.p, "lie wrong: 2"));
    release(verified);
    scanned_done(&s);
}

Test(verify, an_offset_past_the_end)
{
    struct scanned s;
    measured_values(&s, five, 5);
    ((unsigned char *)(uintptr_t)s.handle->offsets.p)[97 * 8 + 4] = 1;
    struct sv_verified *verified = verify(&s);
    const struct sv_issues *issues = &verified->snapshots[0].issues;
    cr_expect_eq(sv_issues_of(issues, SV_CHECK_OFFSETS, false), 1);
    cr_expect_not(sv_verified_is_whole(verified));
    release(verified);
    scanned_done(&s);
}

Test(verify, what_is_cut_short)
{
    struct scanned s;
    measured_values(&s, five, 5);
    s.handle->blob.size -= 2;
    struct sv_verified *verified = verify(&s);
    cr_expect_eq(only_issue(verified, SV_CHECK_ENTRIES)->first_key_group, 97);
    release(verified);
    scanned_done(&s);
}

Test(verify, a_head_that_was_not_read)
{
    struct scanned s;
    measured_values(&s, five, 5);
    s.stream->defect = (struct sv_defect){ .code = SV_DEFECT_UNKNOWN_VERSION, .doing = "head", .subject = { "", 0 } };
    struct sv_verified *verified = verify(&s);
    cr_expect_eq(sv_issues_of(&verified->snapshots[0].issues, SV_CHECK_HEADS, false), 1);
    cr_expect_not(sv_verified_is_whole(verified));
    release(verified);
    scanned_done(&s);
}

Test(verify, a_defect_of_metadata_is_an_issue_and_nothing_is_said_of_other_files)
{
    struct scanned s;
    measured_values(&s, five, 5);
    s.made->defect = (struct sv_defect){ .code = SV_DEFECT_TRUNCATED, .at = 17, .doing = "it", .subject = { "", 0 } };
    struct sv_verified *verified = verify(&s);
    cr_expect_eq(only_issue(verified, SV_CHECK_METADATA)->at, 17);
    cr_expect_not(verified->unreferenced_known);
    release(verified);
    scanned_done(&s);
}

/* ---- files ---- */

/* A blob in a file of a scratch folder. */
static void put_file(struct scanned *s, struct scratch *scratch, struct sv_place *place, const char *name)
{
    scratch_file(scratch, name, s->bytes.p, s->bytes.n);
    *place = (struct sv_place){ .path = scratch_path(scratch, name), .file_bytes = s->bytes.n };
    s->handle->blob.kind = SV_BLOB_RELATIVE;
    s->handle->blob.name = sv_str_of(name);
    s->handle->blob.place = place;
}

static void begin_files(struct scanned *s, struct scratch *scratch, struct sv_place *place)
{
    scratch_make(scratch);
    measured_values(s, five, 5);
    put_file(s, scratch, place, "job/chk-3/state");
    scratch_file(scratch, "job/chk-3/_metadata", "x", 1);
    s->made->folder = sv_str_of(scratch_path(scratch, "job/chk-3"));
    s->made->metadata = sv_str_of(scratch_path(scratch, "job/chk-3/_metadata"));
}

static void end_files(struct scanned *s, struct scratch *scratch, struct sv_place *place)
{
    free((void *)(uintptr_t)s->made->folder.p);
    free((void *)(uintptr_t)s->made->metadata.p);
    free((void *)(uintptr_t)place->path);
    scanned_done(s);
    scratch_remove(scratch);
}

Test(verify, files_that_nothing_refers_to_are_listed)
{
    struct scanned s;
    struct scratch scratch;
    struct sv_place place;
    begin_files(&s, &scratch, &place);
    scratch_file(&scratch, "job/shared/a/old.sst", "12345", 5);
    scratch_file(&scratch, "job/taskowned/t", "1", 1);
    scratch_file(&scratch, "job/chk-2/other-checkpoint", "1", 1);
    scratch_file(&scratch, "job/chk-3/left-over", "123", 3);
    struct sv_verified *verified = verify(&s);
    cr_expect(sv_verified_is_whole(verified));
    cr_expect(verified->unreferenced_known);
    cr_expect_eq(verified->unreferenced_bytes, 9);
    static const char *const expected[] = { "job/chk-3/left-over", "job/shared/a/old.sst", "job/taskowned/t" };
    cr_assert_eq(verified->unreferenced_count, 3);
    for (size_t i = 0; i < 3; i++)
        cr_expect(sv_str_ends(verified->unreferenced[i].path, sv_str_of(expected[i])));
    cr_expect_eq(verified->snapshots[0].looked_at[SV_CHECK_OPENS], 1);
    release(verified);
    end_files(&s, &scratch, &place);
}

Test(verify, what_another_snapshot_refers_to_is_in_use)
{
    struct scanned s, other;
    struct scratch scratch, other_scratch;
    struct sv_place place, other_place;
    begin_files(&s, &scratch, &place);
    begin_files(&other, &other_scratch, &other_place);
    free((void *)(uintptr_t)other_place.path);
    put_file(&other, &scratch, &other_place, "job/shared/used");
    const struct sv_verify_item items[] = {
        { .path = SV_STR("a"), .snapshot = s.made, .unreadable = { "", 0 } },
        { .path = SV_STR("b"), .snapshot = other.made, .unreadable = { "", 0 } },
        { .path = SV_STR("c"), .unreadable = SV_STR("no such file") },
    };
    struct sv_verified *verified = verify_all(items, 1);
    cr_expect_eq(verified->unreferenced_count, 1);
    release(verified);
    verified = verify_all(items, 2);
    cr_assert_eq(verified->unreferenced_count, 1);
    cr_expect(sv_str_ends(verified->unreferenced[0].path, SV_STR("job/chk-3/state")), "the other's own file is not");
    release(verified);
    verified = verify_all(items, 3);
    cr_expect_not(verified->unreferenced_known, "not all snapshots could be read");
    cr_expect_not(sv_verified_is_whole(verified));
    release(verified);
    end_files(&other, &other_scratch, &other_place);
    end_files(&s, &scratch, &place);
}

Test(verify, files_that_are_missing_short_or_cannot_be_opened)
{
    struct scanned s;
    struct scratch scratch;
    struct sv_place place;
    static const struct {
        enum sv_defect_code code;
        enum sv_check_id check;
    } cases[] = {
        { SV_DEFECT_MISSING_FILE, SV_CHECK_FILES },
        { SV_DEFECT_SHORT_FILE, SV_CHECK_SIZES },
        { SV_DEFECT_LONG_FILE, SV_CHECK_SIZES },
        { SV_DEFECT_CANNOT_OPEN, SV_CHECK_OPENS },
    };
    begin_files(&s, &scratch, &place);
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        s.handle->blob.defect = cases[i].code;
        struct sv_verified *verified = verify(&s);
        cr_expect_geq(sv_issues_of(&verified->snapshots[0].issues, cases[i].check, false), 1);
        cr_expect_not(sv_verified_is_whole(verified));
        release(verified);
    }
    end_files(&s, &scratch, &place);
}

static void run_without_memory(void *context)
{
    struct scanned *s = context;
    struct sv_verified *verified;
    const struct sv_verify_item item = { .path = SV_STR("made"), .snapshot = s->made, .unreadable = { "", 0 } };
    const struct sv_verify_request request = {
        .run = { .jobs = 1 }, .items = &item, .count = 1, .print = measured_print
    };
    if (sv_verify_run(&request, &verified, NULL) != SV_OK)
        cr_assert(sweep_has_failed());
    else
        release(verified);
}

Test(verify, memory_may_run_out_anywhere)
{
    struct scanned s;
    measured_values(&s, five, 5);
    s.handle->blob.size -= 2;
    cr_expect_gt(sweep_allocations(0, run_without_memory, &s), 10);
    scanned_done(&s);
}

Test(verify, what_cannot_be_told_apart_is_no_damage_and_is_said)
{
    struct scanned s;
    measured_begin(&s);
    scanned_state(&s, SV_STATE_VALUE, "v", made_kryo(s.made, "value", "com.acme.Own"));
    measured_key_group(&s, 10);
    measured_state(&s, 0, 2);
    bytes_u8(&s.bytes, 0);
    scanned_string(&s.bytes, "k3");
    bytes_i64(&s.bytes, 0);
    scanned_end_stream(&s);
    struct sv_verified *verified = verify(&s);
    const struct sv_issues *issues = &verified->snapshots[0].issues;
    cr_expect_geq(sv_issues_of(issues, SV_CHECK_ENTRIES, true), 1);
    cr_expect_eq(sv_issues_of(issues, SV_CHECK_COUNT, false), 0);
    cr_expect(sv_verified_is_whole(verified));
    char *text = measured_report(SV_VIEW_VERIFY, "text", &(struct sv_report){ .verified = verified });
    cr_expect(strstr(text, "WHOLE as far as it was looked at: "), "%s", text);
    free(text);
    release(verified);
    scanned_done(&s);
}
