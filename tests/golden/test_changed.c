/* Every fixture's _metadata cut short and changed, through all rooms to a report: none may harm us, and a cut one is never
 * let pass. SNAPVET_SWEEP is the number of changes tried on each (0: all), 12 if not given. */
#include <criterion/criterion.h>
#include <dirent.h>
#include <snapvet/snapvet.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "support/fixture.h"
#include "support/scratch.h"
#include "support/sweep.h"

struct trial {
    struct scratch scratch;
    char *folder;
    bool cut; /* what is tried are prefixes */
    size_t fixtures, runs;
};

/* The other files of the snapshot beside the changed _metadata. */
static void link_siblings(struct trial *trial, const char *metadata)
{
    char *folder = strdup(metadata);
    *strrchr(folder, '/') = '\0';
    DIR *dir = opendir(folder);
    cr_assert_not_null(dir);
    for (struct dirent *entry; (entry = readdir(dir));) {
        if (entry->d_name[0] == '.' || strcmp(entry->d_name, "_metadata") == 0)
            continue;
        char *from, *to;
        cr_assert(asprintf(&from, "%s/%s", folder, entry->d_name) > 0);
        cr_assert(asprintf(&to, "%s/%s", trial->folder, entry->d_name) > 0);
        cr_assert_eq(symlink(from, to), 0);
        free(from);
        free(to);
    }
    closedir(dir);
    free(folder);
}

static void try_one(const unsigned char *bytes, size_t n, void *context)
{
    static const char *const formats[] = { "text", "json" };
    struct trial *trial = context;
    struct snapvet_error err;
    struct snapvet_snapshot *snapshot = NULL;
    struct snapvet_check *check = NULL;
    scratch_file(&trial->scratch, "snapshot/_metadata", bytes, n);
    if (snapvet_open(trial->folder, NULL, &snapshot, &err) == SNAPVET_OK &&
        snapvet_check_run(snapshot, NULL, &check, &err) == SNAPVET_OK) {
        cr_assert(!trial->cut || snapvet_check_verdict(check) >= SNAPVET_UNDECIDED, "cut at %zu and let pass", n);
        for (size_t i = 0; i < sizeof formats / sizeof *formats; i++) {
            struct snapvet_text *text = NULL;
            cr_assert_eq(
                snapvet_check_write((const struct snapvet_check *const *)&check, 1, formats[i], NULL, &text, &err),
                SNAPVET_OK);
            snapvet_text_free(text);
        }
    }
    snapvet_check_free(check);
    snapvet_close(snapshot);
}

static void try_fixture(const char *path, void *context)
{
    struct trial *trial = context;
    const char *said = getenv("SNAPVET_SWEEP");
    size_t n, most = said ? strtoul(said, NULL, 10) : 12;
    unsigned char *bytes = fixture_load(path, &n);
    scratch_make(&trial->scratch);
    scratch_folder(&trial->scratch, "snapshot");
    trial->folder = scratch_path(&trial->scratch, "snapshot");
    link_siblings(trial, path);
    trial->cut = true;
    trial->runs += sweep_prefixes(bytes, n, most, try_one, trial);
    trial->cut = false;
    trial->runs += sweep_flips(bytes, n, most, try_one, trial);
    trial->fixtures++;
    free(trial->folder);
    scratch_remove(&trial->scratch);
    free(bytes);
}

Test(changed, every_fixture)
{
    struct trial trial = { 0 };
    char *fixtures = fixture_path("");
    fixture_each(fixtures, "_metadata", try_fixture, &trial);
    free(fixtures);
    fprintf(stderr, "%zu changed fixtures in %zu runs\n", trial.fixtures, trial.runs);
    cr_assert_gt(trial.fixtures, 40u);
}
