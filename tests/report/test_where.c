#include <criterion/criterion.h>

#include "report/where.h"
#include "support/made.h"
#include "support/reports.h"

static const char *uri_of(struct sv_where where)
{
    static char text[256];
    struct sv_buf out;
    sv_buf_init(&out, sizeof text);
    sv_where_uri(&out, &where);
    cr_assert(!out.failed && out.n < sizeof text);
    memcpy(text, out.p, out.n);
    text[out.n] = '\0';
    sv_buf_free(&out);
    return text;
}

#define URI(dir_, name_) uri_of((struct sv_where){ .dir = SV_STR(dir_), .name = SV_STR(name_) })

Test(where, paths_become_uris)
{
    cr_expect_str_eq(URI("", "a/_metadata"), "a/_metadata");
    cr_expect_str_eq(URI("", "./a/_metadata"), "a/_metadata");
    cr_expect_str_eq(URI(".", "_metadata"), "_metadata");
    cr_expect_str_eq(URI("./a", "x y#z"), "a/x%20y%23z");
    cr_expect_str_eq(URI("/a/", "b"), "file:///a/b");
    cr_expect_str_eq(URI("", "s3://bucket/k=1/100%"), "s3://bucket/k=1/100%25");
    cr_expect_str_eq(URI("", "a:b"), "a%3Ab");
}

/* Where the first finding of a snapshot is. */
static struct sv_where first(struct sv_snapshot *snapshot, struct sv_check *check)
{
    *check = reports_check(snapshot);
    cr_assert_gt(check->findings.count, 0);
    return sv_where_of(check, &check->findings.items[0]);
}

Test(where, inline_state_is_in_metadata_and_a_file_where_it_was_found)
{
    static const struct {
        enum sv_blob_kind kind;
        struct sv_place place;
        const char *uri;
    } cases[] = {
        { SV_BLOB_INLINE, { 0 }, "made/_metadata" },
        { SV_BLOB_RELATIVE, { 0 }, "made/blob" },
        { SV_BLOB_FILE, { 0 }, "blob" },
        { SV_BLOB_FILE, { .path = "found/here" }, "found/here" },
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct sv_snapshot *snapshot = reports_snapshot();
        struct sv_blob *blob = &snapshot->operators->subtasks->managed_keyed->blob;
        struct sv_place place = cases[i].place;
        struct sv_check check;
        blob->kind = cases[i].kind;
        blob->place = place.path ? &place : NULL;
        struct sv_where where = first(snapshot, &check);
        cr_expect_str_eq(uri_of(where), cases[i].uri);
        cr_expect_eq(where.at, 100);
        cr_expect_eq(where.bytes, 40);
        sv_check_release(&check);
        made_free(snapshot);
    }
}

Test(where, offsets_in_compressed_increments_are_none)
{
    struct sv_snapshot *snapshot = reports_snapshot();
    struct sv_handle *handle = snapshot->operators->subtasks->managed_keyed;
    struct sv_check check;
    handle->stream->kind = SV_STREAM_CHANGELOG;
    handle->blob.kind = SV_BLOB_FILE;
    cr_expect_eq(first(snapshot, &check).at, UINT64_MAX);
    sv_check_release(&check);
    made_free(snapshot);
}
