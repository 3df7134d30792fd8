/* find.c: walks folders for those that hold a _metadata. */
#include "store/find.h"

#include <dirent.h>
#include <errno.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/file.h"
#include "base/limits.h"
#include "store/checkpoint.h"

enum { LEVELS = 4 };

struct walk {
    struct sv_found_snapshots *found;
    const char *root;
    size_t looked_at;
    struct sv_error *err;
};

void sv_found_free(struct sv_found_snapshots *found)
{
    for (size_t i = 0; i < found->count; i++)
        free(found->items[i].path);
    free(found->items);
    *found = (struct sv_found_snapshots){ 0 };
}

static enum sv_status no_memory(const char *path, struct sv_error *err)
{
    return sv_fail(err, SV_ERR_MEMORY, "no memory to look for snapshots in '%s'", path);
}

enum sv_status sv_found_add(struct sv_found_snapshots *found, const char *path, struct sv_error *err)
{
    if (found->count == found->capacity) {
        size_t capacity = found->capacity ? found->capacity * 2 : 16;
        struct sv_found_snapshot *items = reallocarray(found->items, capacity, sizeof *items);
        if (!items)
            return no_memory(path, err);
        found->items = items;
        found->capacity = capacity;
    }
    char *copy = strdup(path);
    if (!copy)
        return no_memory(path, err);
    found->items[found->count++] = (struct sv_found_snapshot){ .path = copy };
    return SV_OK;
}

/* Whether a folder is a snapshot; path is put together anew. False too when memory is out. */
static bool has_metadata(const char *folder)
{
    char *metadata = sv_path_join(sv_str_of(folder), SV_STR("_metadata"));
    bool has = metadata && sv_path_kind(metadata, NULL) == SV_PATH_FILE;
    free(metadata);
    return has;
}

/* Not through links, so that no folder is met twice. */
static bool is_folder(const char *path)
{
    struct stat st;
    return lstat(path, &st) == 0 && S_ISDIR(st.st_mode);
}

static enum sv_status look_below(struct walk *walk, const char *folder, int level);

static enum sv_status look_at(struct walk *walk, const char *folder, const char *name, int level)
{
    if (strcmp(name, ".") == 0 || strcmp(name, "..") == 0)
        return SV_OK;
    if (++walk->looked_at > SV_LIMIT_FOLDER_ENTRIES)
        return sv_fail(walk->err, SV_ERR_OPEN, "cannot look for snapshots in '%s': it has more than %u entries",
                       walk->root, SV_LIMIT_FOLDER_ENTRIES);
    char *path = sv_path_join(sv_str_of(folder), sv_str_of(name));
    if (!path)
        return no_memory(folder, walk->err);
    enum sv_status status = SV_OK;
    if (is_folder(path)) {
        if (has_metadata(path))
            status = sv_found_add(walk->found, path, walk->err);
        else if (level < LEVELS)
            status = look_below(walk, path, level + 1);
    }
    free(path);
    return status;
}

static enum sv_status look_below(struct walk *walk, const char *folder, int level)
{
    DIR *dir = opendir(folder);
    if (!dir)
        return sv_fail(walk->err, SV_ERR_OPEN, "cannot look for snapshots in '%s': %s", folder, strerror(errno));
    enum sv_status status = SV_OK;
    const struct dirent *entry;
    while (status == SV_OK && (entry = readdir(dir)))
        status = look_at(walk, folder, entry->d_name, level);
    closedir(dir);
    return status;
}

/* chk-9 before chk-10. */
static int by_path(const void *left, const void *right)
{
    const struct sv_found_snapshot *a = left, *b = right;
    struct sv_checkpoint x, y;
    if (sv_checkpoint_of(sv_str_of(a->path), &x) && sv_checkpoint_of(sv_str_of(b->path), &y) && sv_str_eq(x.job, y.job))
        return (x.number > y.number) - (x.number < y.number);
    return strcmp(a->path, b->path);
}

enum sv_status sv_found_below(struct sv_found_snapshots *found, const char *folder, struct sv_error *err)
{
    struct walk walk = { .found = found, .root = folder, .err = err };
    size_t before = found->count;
    if (sv_path_kind(folder, NULL) != SV_PATH_FOLDER || has_metadata(folder))
        return SV_OK;
    enum sv_status status = look_below(&walk, folder, 1);
    if (status == SV_OK && found->count > before)
        qsort(found->items + before, found->count - before, sizeof *found->items, by_path);
    return status;
}

/* By job, then newest first; places of what is no checkpoint do not matter. */
static int by_job(const void *left, const void *right)
{
    const struct sv_found_snapshot *a = *(struct sv_found_snapshot *const *)left;
    const struct sv_found_snapshot *b = *(struct sv_found_snapshot *const *)right;
    struct sv_checkpoint x = { .job = { "", 0 } }, y = { .job = { "", 0 } };
    bool p = sv_checkpoint_of(sv_str_of(a->path), &x), q = sv_checkpoint_of(sv_str_of(b->path), &y);
    if (!p || !q)
        return (int)q - (int)p;
    int order = sv_str_cmp(x.job, y.job);
    return order ? order : (x.number < y.number) - (x.number > y.number);
}

void sv_found_mark_older(struct sv_found_snapshots *found)
{
    struct sv_found_snapshot **sorted = found->count ? calloc(found->count, sizeof(struct sv_found_snapshot *)) : NULL;
    if (!sorted)
        return; /* then all are judged */
    for (size_t i = 0; i < found->count; i++)
        sorted[i] = &found->items[i];
    qsort(sorted, found->count, sizeof(struct sv_found_snapshot *), by_job);
    struct sv_checkpoint newest, next;
    const char *newest_path = NULL;
    for (size_t i = 0; i < found->count && sv_checkpoint_of(sv_str_of(sorted[i]->path), &next); i++) {
        if (newest_path && sv_str_eq(newest.job, next.job) && newest.number > next.number) {
            sorted[i]->newer = newest_path;
        } else if (!newest_path || !sv_str_eq(newest.job, next.job)) {
            newest = next;
            newest_path = sorted[i]->path;
        }
    }
    free(sorted);
}
