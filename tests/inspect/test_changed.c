/* A _metadata that somebody cuts short while it is read. */
#include <criterion/criterion.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "inspect/inspect.h"
#include "support/meta.h"
#include "support/scratch.h"

enum { OPERATORS = 1000000, CUT_AT = 4096, ATTEMPTS = 20 };

struct cutter {
    const char *path;
    atomic_bool stop;
};

static bool is_mapped(const char *path)
{
    FILE *maps = fopen("/proc/self/maps", "r");
    cr_assert_not_null(maps);
    char line[4096];
    bool found = false;
    while (!found && fgets(line, sizeof line, maps))
        found = strstr(line, path) != NULL;
    fclose(maps);
    return found;
}

static void *cut_when_mapped(void *context)
{
    struct cutter *cutter = context;
    while (!atomic_load(&cutter->stop))
        if (is_mapped(cutter->path)) {
            cr_expect_eq(truncate(cutter->path, CUT_AT), 0);
            break;
        }
    return NULL;
}

/* Whether the cut came while the file was being read. */
static bool inspect_while_cut(const char *path)
{
    struct cutter cutter = { .path = path };
    pthread_t thread;
    cr_assert_eq(pthread_create(&thread, NULL, cut_when_mapped, &cutter), 0);
    struct sv_snapshot s;
    cr_assert_eq(sv_inspect(path, NULL, &s, NULL), SV_OK);
    bool changed = s.defect.code == SV_DEFECT_CHANGED;
    cr_expect(changed || s.operator_count == OPERATORS || s.operator_count == 0);
    sv_snapshot_release(&s);
    atomic_store(&cutter.stop, true);
    pthread_join(thread, NULL);
    return changed;
}

Test(changed, a_file_cut_while_it_is_read_is_a_defect_and_no_signal)
{
    cr_assert_eq(sv_map_guard_install(NULL), SV_OK);
    struct bytes metadata = { 0 };
    meta_begin(&metadata, 3, OPERATORS);
    for (int i = 0; i < OPERATORS; i++)
        meta_operator(&metadata, 3, 1, 1, 0);
    struct scratch disk;
    scratch_make(&disk);
    char *path = scratch_path(&disk, "_metadata");
    bool changed = false;
    for (int i = 0; i < ATTEMPTS && !changed; i++) {
        scratch_file(&disk, "_metadata", metadata.p, metadata.n);
        changed = inspect_while_cut(path);
    }
    cr_expect(changed, "never cut in time in %d attempts", ATTEMPTS);
    free(path);
    scratch_remove(&disk);
    bytes_free(&metadata);
}
