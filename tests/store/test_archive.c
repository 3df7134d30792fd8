#include "store/archive.h"

#include <criterion/criterion.h>
#include <stdlib.h>

#include "support/packed.h"
#include "support/sweep.h"

static struct packed packed;
static struct sv_archive *archive;

static void end(void)
{
    sv_archive_free(archive);
    packed_free(&packed);
}

TestSuite(archive, .fini = end);

static void open_it(void)
{
    struct sv_error err;
    sv_str bytes = packed_end(&packed);
    cr_assert(sv_archive_is(bytes));
    cr_assert_eq(sv_archive_open_bytes(bytes, "a.tar", &archive, &err), SV_OK, "%s", err.text);
}

static void expect_refused(const char *text)
{
    struct sv_error err;
    cr_assert_eq(sv_archive_open_bytes(packed_end(&packed), "a.tar", &archive, &err), SV_ERR_UNREADABLE);
    cr_expect_str_eq(err.text, text);
}

static void fetch(void)
{
    struct sv_error err;
    cr_assert_eq(sv_archive_fetch(archive, &err), SV_OK, "%s", err.text);
}

static void expect_bytes(const char *name, uint64_t from, const char *bytes)
{
    struct sv_member *member = sv_archive_find(archive, sv_str_of(name));
    cr_assert(member, "no member %s", name);
    const unsigned char *found = sv_member_read(member, from, strlen(bytes));
    cr_assert(found, "%s was not fetched", name);
    cr_expect_arr_eq(found, bytes, strlen(bytes));
}

/* A savepoint with two state files, an empty one and one in a folder of its own. */
static void pack(enum packed_kind kind)
{
    packed_begin(&packed, kind);
    packed_file(&packed, "sp/state-1", "0123456789", 10);
    packed_file(&packed, "sp/_metadata", "metadata!", 9);
    packed_file(&packed, "sp/empty", "", 0);
    packed_file(&packed, "./sp/deep/state-2", "abcdef", 6);
}

static void expect_parts_to_be_fetched(enum packed_kind kind)
{
    pack(kind);
    open_it();
    struct sv_member *metadata = sv_archive_metadata(archive);
    cr_assert(sv_str_eq(sv_member_name(metadata), SV_STR("sp/_metadata")));
    cr_expect_eq(sv_member_bytes(metadata), 9);
    expect_bytes("sp/_metadata", 0, "metadata!");
    cr_expect_not(sv_archive_is_wanting(archive));

    struct sv_member *first = sv_archive_find(archive, SV_STR("sp/state-1"));
    struct sv_member *second = sv_archive_find(archive, SV_STR("sp/deep/state-2"));
    cr_assert(first && second);
    cr_expect_eq(sv_member_bytes(first), 10);
    cr_expect_null(sv_member_read(first, 2, 3));
    cr_expect_null(sv_member_read(first, 8, 2));
    cr_expect_null(sv_member_read(second, 0, 6));
    cr_expect(sv_archive_is_wanting(archive));
    fetch();
    cr_expect_not(sv_archive_is_wanting(archive));
    expect_bytes("sp/state-1", 2, "234");
    expect_bytes("sp/state-1", 3, "3");
    expect_bytes("sp/state-1", 8, "89");
    expect_bytes("sp/deep/state-2", 0, "abcdef");
    cr_expect_null(sv_member_read(first, 0, 10), "more than was asked for before");
    fetch();
    expect_bytes("sp/state-1", 0, "0123456789");
    expect_bytes("sp/state-1", 8, "89");
}

Test(archive, parts_are_fetched_when_asked_for)
{
    for (int kind = 0; kind < PACKED_KINDS; kind++) {
        expect_parts_to_be_fetched((enum packed_kind)kind);
        end();
        archive = NULL;
    }
    packed_begin(&packed, PACKED_TAR);
}

Test(archive, folders_are_those_of_members)
{
    packed_begin(&packed, PACKED_TAR);
    packed_file(&packed, "a-b/x", "", 0);
    packed_file(&packed, "a/b/c/_metadata", "m", 1);
    packed_file(&packed, "a0", "", 0);
    open_it();
    cr_expect(sv_archive_has_folder(archive, SV_STR("")));
    cr_expect(sv_archive_has_folder(archive, SV_STR("a")));
    cr_expect(sv_archive_has_folder(archive, SV_STR("a/b")));
    cr_expect(sv_archive_has_folder(archive, SV_STR("a/b/c")));
    cr_expect_not(sv_archive_has_folder(archive, SV_STR("a/b/c/_metadata")));
    cr_expect_not(sv_archive_has_folder(archive, SV_STR("a0")));
    cr_expect_not(sv_archive_has_folder(archive, SV_STR("b")));
    cr_expect_null(sv_archive_find(archive, SV_STR("a/b")));
}

Test(archive, paths_that_lead_elsewhere_are_not_followed)
{
    packed_begin(&packed, PACKED_TAR);
    packed_file(&packed, "../_metadata", "m", 1);
    packed_file(&packed, "/_metadata", "m", 1);
    packed_file(&packed, "a/../../_metadata", "m", 1);
    packed_file(&packed, "a//b/./_metadata", "m", 1);
    packed_link(&packed, "_metadata", "/etc/passwd");
    expect_refused(
        "cannot read 'a.tar': the archive holds no _metadata among its 0 files (not followed: absolute paths, "
        "and those with '..'); pack the folder of a savepoint or of one checkpoint");
}

Test(archive, the_last_of_equal_names_counts)
{
    packed_begin(&packed, PACKED_TAR_GZIP);
    packed_file(&packed, "_metadata", "old", 3);
    packed_file(&packed, "x", "", 0);
    packed_file(&packed, "_metadata", "newer", 5);
    open_it();
    cr_expect_eq(sv_member_bytes(sv_archive_metadata(archive)), 5);
    expect_bytes("_metadata", 0, "newer");
}

Test(archive, of_retained_checkpoints_the_newest_counts)
{
    packed_begin(&packed, PACKED_TAR);
    packed_file(&packed, "job/chk-9/_metadata", "9", 1);
    packed_file(&packed, "job/chk-10/_metadata", "10", 2);
    packed_file(&packed, "job/chk-8/_metadata", "8", 1);
    open_it();
    expect_bytes("job/chk-10/_metadata", 0, "10");
    cr_expect(sv_str_eq(sv_member_name(sv_archive_metadata(archive)), SV_STR("job/chk-10/_metadata")));
}

Test(archive, two_snapshots_are_one_too_many)
{
    packed_begin(&packed, PACKED_TAR);
    packed_file(&packed, "savepoint-1/_metadata", "1", 1);
    packed_file(&packed, "savepoint-2/_metadata", "2", 1);
    expect_refused("cannot read 'a.tar': it holds more than one snapshot ('savepoint-1/_metadata', "
                   "'savepoint-2/_metadata'); pack each on its own");
}

Test(archive, what_is_cut_short_is_damaged)
{
    pack(PACKED_TAR_GZIP);
    sv_str bytes = packed_end(&packed);
    struct sv_error err;
    bytes.n /= 2;
    cr_assert_eq(sv_archive_open_bytes(bytes, "a.tar.gz", &archive, &err), SV_ERR_UNREADABLE);
    cr_expect(sv_str_starts(sv_str_of(err.text), SV_STR("cannot read 'a.tar.gz': the archive is damaged")), "%s",
              err.text);
}

Test(archive, a_bomb_is_left_unexploded, .timeout = 240)
{
    packed_begin(&packed, PACKED_TAR_ZSTD);
    for (int i = 0; i < 5; i++)
        packed_zeros(&packed, "zeros", (size_t)1 << 30);
    packed_file(&packed, "_metadata", "m", 1);
    struct sv_error err;
    cr_assert_eq(sv_archive_open_bytes(packed_end(&packed), "a.tar.zst", &archive, &err), SV_ERR_UNREADABLE);
    cr_expect(strstr(err.text, "unpack to more than 5000 times as many"), "%s", err.text);
}

Test(archive, what_is_none_is_not_taken_for_one)
{
    packed_begin(&packed, PACKED_TAR);
    packed_end(&packed);
    cr_expect_not(sv_archive_is(SV_STR("")));
    cr_expect_not(sv_archive_is(SV_STR("\x49\x60\x67\x2d\0\0\0\4")), "_metadata");
    cr_expect_not(sv_archive_is(SV_STR("PK")));
}

static void open_any(const unsigned char *bytes, size_t n, void *context)
{
    (void)context;
    struct sv_archive *any;
    if (sv_archive_open_bytes((sv_str){ (const char *)bytes, n }, "a.tar", &any, NULL) != SV_OK)
        return;
    struct sv_member *member = sv_archive_metadata(any);
    cr_assert(member);
    if (sv_member_bytes(member) > 0)
        sv_member_read(member, 0, 1);
    if (sv_archive_fetch(any, NULL) == SV_OK)
        cr_assert_not(sv_archive_is_wanting(any));
    sv_archive_free(any);
}

static void open_packed(void *context)
{
    open_any(packed.bytes, packed.n, context);
}

Test(archive, any_bytes_and_any_failing_allocation_are_survived, .timeout = 240)
{
    pack(PACKED_ZIP);
    sv_str bytes = packed_end(&packed);
    cr_assert_gt(sweep_prefixes(bytes.p, bytes.n, 200, open_any, NULL), 100);
    cr_assert_gt(sweep_flips(bytes.p, bytes.n, 2000, open_any, NULL), 100);
    cr_assert_gt(sweep_allocations(0, open_packed, NULL), 5);
}
