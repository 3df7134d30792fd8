/* fixture.c: finds and loads fixtures. SNAPVET_FIXTURES is set by the build. */
#include "support/fixture.h"

#include <fts.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static _Noreturn void give_up(const char *what, const char *path)
{
    fprintf(stderr, "%s '%s'\n", what, path);
    exit(EXIT_FAILURE);
}

char *fixture_path(const char *relative)
{
    char *path;
    if (asprintf(&path, "%s/%s", SNAPVET_FIXTURES, relative) < 0)
        give_up("no memory for the path of", relative);
    return path;
}

unsigned char *fixture_load(const char *path, size_t *n_out)
{
    FILE *file = fopen(path, "rb");
    if (!file || fseek(file, 0, SEEK_END) != 0)
        give_up("cannot open fixture", path);
    long size = ftell(file);
    rewind(file);
    unsigned char *bytes = size < 0 ? NULL : malloc(size ? (size_t)size : 1);
    if (!bytes || fread(bytes, 1, (size_t)size, file) != (size_t)size)
        give_up("cannot read fixture", path);
    fclose(file);
    *n_out = (size_t)size;
    return bytes;
}

const char *fixture_ground_truth(void)
{
    const char *folder = getenv("SNAPVET_GROUND_TRUTH");
    return folder && *folder ? folder : NULL;
}

static int by_name(const FTSENT **a, const FTSENT **b)
{
    return strcmp((*a)->fts_name, (*b)->fts_name);
}

size_t fixture_each(const char *folder, const char *base_name, void (*fn)(const char *path, void *context),
                    void *context)
{
    char *start = strdup(folder);
    FTS *walk = start ? fts_open((char *[]){ start, NULL }, FTS_PHYSICAL | FTS_NOCHDIR, by_name) : NULL;
    if (!walk)
        give_up("cannot walk", folder);
    size_t count = 0;
    for (FTSENT *entry; (entry = fts_read(walk));)
        if (entry->fts_info == FTS_F && (!base_name || strcmp(entry->fts_name, base_name) == 0)) {
            fn(entry->fts_path, context);
            count++;
        }
    fts_close(walk);
    free(start);
    return count;
}
