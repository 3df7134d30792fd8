/* fuzz_archive.c: an archive; every member is looked for and its first bytes asked for. */
#include "fuzz/fuzz.h"
#include "store/archive.h"

enum { HEAD_BYTES = 64 };

static void touch(struct sv_archive *archive, sv_str path, bool fetched)
{
    struct sv_member *member = sv_archive_find(archive, path);
    if (!member)
        return;
    MUST(sv_str_eq(sv_member_name(member), path));
    size_t n = sv_member_bytes(member) < HEAD_BYTES ? (size_t)sv_member_bytes(member) : HEAD_BYTES;
    const unsigned char *bytes = sv_member_read(member, 0, n);
    MUST(bytes || !fetched);
    unsigned sum = 0;
    for (size_t i = 0; bytes && i < n; i++)
        sum += bytes[i];
    volatile unsigned seen = sum;
    (void)seen;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
    sv_str bytes = { (const char *)data, n };
    struct sv_archive *archive;
    struct sv_error err;
    if (!sv_archive_is(bytes) || sv_archive_open_bytes(bytes, "a.tar", &archive, &err) != SV_OK)
        return 0;
    struct sv_member *metadata = sv_archive_metadata(archive);
    MUST(sv_str_ends(sv_member_name(metadata), SV_STR("_metadata")));
    MUST(sv_archive_has_folder(archive, SV_STR("")));
    static const char *const paths[] = { "_metadata", "chk-1/state", "chk-2/state", "a/state", "state" };
    for (size_t i = 0; i < sizeof paths / sizeof paths[0]; i++)
        touch(archive, sv_str_of(paths[i]), false);
    if (sv_archive_fetch(archive, &err) == SV_OK)
        for (size_t i = 0; i < sizeof paths / sizeof paths[0]; i++)
            touch(archive, sv_str_of(paths[i]), true);
    MUST(!sv_archive_is_wanting(archive));
    sv_archive_free(archive);
    return 0;
}
