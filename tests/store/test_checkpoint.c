#include "store/checkpoint.h"

#include <criterion/criterion.h>

static void expect(const char *path, const char *job, uint64_t number)
{
    struct sv_checkpoint found;
    cr_assert(sv_checkpoint_of(sv_str_of(path), &found), "%s", path);
    cr_expect(sv_str_eq(found.job, sv_str_of(job)), "%s: job '%.*s'", path, (int)found.job.n, found.job.p);
    cr_expect_eq(found.number, number, "%s", path);
}

Test(checkpoint, folders_and_their_metadata_are_known)
{
    expect("job/chk-12", "job", 12);
    expect("job/chk-12/", "job", 12);
    expect("job/chk-12/_metadata", "job", 12);
    expect("/a/b/chk-0", "/a/b", 0);
    expect("/chk-7", "/", 7);
    expect("chk-7", "", 7);
    expect("chk-9223372036854775807", "", INT64_MAX);
}

Test(checkpoint, what_flink_does_not_name_so_is_none)
{
    static const char *const others[] = {
        "savepoint-1-2",           "chk-", "chk-1x", "chk--1", "", "/", "_metadata", "chk-1/shared", "Chk-1",
        "chk-99999999999999999999"
    };
    struct sv_checkpoint found;
    for (size_t i = 0; i < sizeof others / sizeof others[0]; i++)
        cr_expect_not(sv_checkpoint_of(sv_str_of(others[i]), &found), "%s", others[i]);
}
