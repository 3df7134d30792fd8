#include "store/find.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "support/scratch.h"
#include "support/sweep.h"

static struct scratch disk;
static struct sv_found_snapshots found;

static void set_up(void)
{
    scratch_make(&disk);
}

static void tear_down(void)
{
    sv_found_free(&found);
    scratch_remove(&disk);
}

TestSuite(find, .init = set_up, .fini = tear_down);

static void put(const char *folder)
{
    char path[256];
    snprintf(path, sizeof path, "%s/_metadata", folder);
    scratch_file(&disk, path, "m", 1);
}

static void look(const char *folder)
{
    struct sv_error err;
    char *path = scratch_path(&disk, folder);
    cr_assert_eq(sv_found_below(&found, path, &err), SV_OK, "%s", err.text);
    free(path);
}

static void expect_at(size_t i, const char *relative)
{
    char *path = scratch_path(&disk, relative);
    cr_assert_lt(i, found.count);
    cr_expect_str_eq(found.items[i].path, path);
    free(path);
}

Test(find, snapshots_come_in_order)
{
    put("s/savepoint-b");
    put("s/job/chk-10");
    put("s/job/chk-9");
    put("s/savepoint-a");
    scratch_file(&disk, "s/job/shared/x", "", 0);
    look("s");
    cr_assert_eq(found.count, 4);
    expect_at(0, "s/job/chk-9");
    expect_at(1, "s/job/chk-10");
    expect_at(2, "s/savepoint-a");
    expect_at(3, "s/savepoint-b");
}

Test(find, the_walk_is_bounded)
{
    put("1/2/3/4/5");
    put("1/2/3/4/x/6");
    look("");
    cr_assert_eq(found.count, 0, "five levels down");
    look("1");
    cr_assert_eq(found.count, 1);
    expect_at(0, "1/2/3/4/5");
}

Test(find, nothing_is_looked_for_inside_a_snapshot_or_through_links)
{
    put("a");
    put("a/b");
    put("elsewhere/c");
    scratch_folder(&disk, "s");
    char *target = scratch_path(&disk, "elsewhere"), *link = scratch_path(&disk, "s/link");
    cr_assert_eq(symlink(target, link), 0);
    free(target);
    free(link);
    look("a");
    look("s");
    look("none");
    cr_expect_eq(found.count, 0);
}

static void add(const char *path)
{
    struct sv_error err;
    cr_assert_eq(sv_found_add(&found, path, &err), SV_OK);
}

Test(find, older_checkpoints_of_a_job_are_marked)
{
    static const char *const paths[] = { "j/chk-2",  "k/chk-1", "savepoint-1", "j/chk-11/_metadata",
                                         "j/chk-3/", "j/chk-11" };
    for (size_t i = 0; i < 6; i++)
        add(paths[i]);
    sv_found_mark_older(&found);
    cr_assert(found.items[0].newer && found.items[4].newer);
    cr_expect(strstr(found.items[0].newer, "chk-11"));
    cr_expect(strstr(found.items[4].newer, "chk-11"));
    static const size_t judged[] = { 1, 2, 3, 5 };
    for (size_t i = 0; i < 4; i++)
        cr_expect_null(found.items[judged[i]].newer, "%s", found.items[judged[i]].path);
}

static void look_once(void *context)
{
    struct sv_found_snapshots some = { 0 };
    if (sv_found_below(&some, context, NULL) == SV_OK)
        sv_found_mark_older(&some);
    sv_found_free(&some);
}

Test(find, any_failing_allocation_is_survived)
{
    put("job/chk-1");
    put("job/chk-2");
    cr_assert_gt(sweep_allocations(0, look_once, disk.root), 5);
}
