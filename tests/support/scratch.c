/* scratch.c: temporary folders. */
#include "support/scratch.h"

#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

static void must(bool done, const char *what, const char *path)
{
    if (done)
        return;
    fprintf(stderr, "cannot %s '%s'\n", what, path);
    exit(EXIT_FAILURE);
}

void scratch_make(struct scratch *s)
{
    snprintf(s->root, sizeof s->root, "/tmp/snapvet-test-XXXXXX");
    must(mkdtemp(s->root) != NULL, "make", s->root);
}

static int remove_one(const char *path, const struct stat *st, int type, struct FTW *where)
{
    (void)st;
    (void)type;
    (void)where;
    return remove(path);
}

void scratch_remove(struct scratch *s)
{
    must(nftw(s->root, remove_one, 16, FTW_DEPTH | FTW_PHYS) == 0, "remove", s->root);
}

char *scratch_path(const struct scratch *s, const char *relative)
{
    char *path;
    must(asprintf(&path, "%s/%s", s->root, relative) > 0, "name", relative);
    return path;
}

static void make_folders(char *path)
{
    for (char *p = strchr(path + 1, '/'); p; p = strchr(p + 1, '/')) {
        *p = '\0';
        mkdir(path, 0700);
        *p = '/';
    }
}

void scratch_folder(const struct scratch *s, const char *relative)
{
    char *path = scratch_path(s, relative);
    make_folders(path);
    must(mkdir(path, 0700) == 0, "make", path);
    free(path);
}

void scratch_file(const struct scratch *s, const char *relative, const void *bytes, size_t n)
{
    char *path = scratch_path(s, relative);
    make_folders(path);
    FILE *file = fopen(path, "wb");
    must(file && fwrite(bytes, 1, n, file) == n && fclose(file) == 0, "write", path);
    free(path);
}

void scratch_resize(const struct scratch *s, const char *relative, uint64_t bytes)
{
    char *path = scratch_path(s, relative);
    must(truncate(path, (off_t)bytes) == 0, "resize", path);
    free(path);
}
