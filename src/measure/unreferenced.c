/* unreferenced.c: files below the folders of snapshots that none of them refers to. Nothing is opened or followed. */
#include <dirent.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "measure/blobs.h"
#include "measure/verify_parts.h"
#include "store/checkpoint.h"

enum { DEEPEST = 8 };

/* A file by what the file system knows it by, so that it does not matter how its path is written. */
struct known {
    dev_t device;
    ino_t node;
};
struct search {
    struct sv_verified *verified;
    struct known *known; /* owned; sorted */
    size_t count, capacity;
    bool failed;
};

static int by_identity(const void *left, const void *right)
{
    const struct known *a = left, *b = right;
    if (a->device != b->device)
        return a->device > b->device ? 1 : -1;
    return (a->node > b->node) - (a->node < b->node);
}

static bool know(struct search *search, const char *path)
{
    struct stat about;
    if (stat(path, &about) != 0)
        return true;
    if (search->count == search->capacity) {
        size_t capacity = search->capacity ? 2 * search->capacity : 64;
        struct known *known = reallocarray(search->known, capacity, sizeof *known);
        if (!known)
            return false;
        search->known = known;
        search->capacity = capacity;
    }
    search->known[search->count++] = (struct known){ .device = about.st_dev, .node = about.st_ino };
    return true;
}

static bool know_blob(const struct sv_blob_use *use, void *context)
{
    const struct sv_place *place = use->blob->place;
    return !place || !place->path || know(context, place->path);
}

static bool know_snapshot(struct search *search, const struct sv_snapshot *snapshot)
{
    char *metadata = strndup(snapshot->metadata.p, snapshot->metadata.n);
    bool done = metadata && know(search, metadata);
    free(metadata);
    for (const struct sv_operator *op = snapshot->operators; op && done; op = op->next)
        done = sv_each_blob_use(op, know_blob, search);
    return done;
}

static void look_below(struct search *search, const char *folder, int depth);

static void look_at(struct search *search, const char *path, int depth)
{
    struct stat about;
    struct known identity;
    if (lstat(path, &about) != 0)
        return;
    if (S_ISDIR(about.st_mode)) {
        look_below(search, path, depth + 1);
        return;
    }
    identity = (struct known){ .device = about.st_dev, .node = about.st_ino };
    if (!S_ISREG(about.st_mode) || bsearch(&identity, search->known, search->count, sizeof *search->known, by_identity))
        return;
    const struct sv_unreferenced file = {
        .path = sv_arena_copy(&search->verified->arena, sv_str_of(path)),
        .bytes = (uint64_t)about.st_size,
    };
    search->failed |= !file.path.p || !sv_add_unreferenced(search->verified, file);
}

static void look_below(struct search *search, const char *folder, int depth)
{
    DIR *open_folder = depth < DEEPEST ? opendir(folder) : NULL;
    struct dirent *entry;
    while (open_folder && !search->failed && (entry = readdir(open_folder))) {
        if (strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0)
            continue;
        char *path = sv_path_join(sv_str_of(folder), sv_str_of(entry->d_name));
        search->failed |= !path;
        if (path)
            look_at(search, path, depth);
        free(path);
    }
    if (open_folder)
        closedir(open_folder);
}

/* chk-N lies beside shared/ and taskowned/. */
static void look_beside(struct search *search, sv_str folder, const char *name)
{
    struct sv_checkpoint checkpoint;
    if (!sv_checkpoint_of(folder, &checkpoint))
        return;
    char *inside = strndup(folder.p, folder.n);
    sv_str job = inside ? sv_path_dir(sv_str_of(inside)) : (sv_str){ "", 0 };
    char *path = inside ? sv_path_join(job, sv_str_of(name)) : NULL;
    search->failed |= !path;
    if (path)
        look_below(search, path, 1);
    free(path);
    free(inside);
}

static void look_around(struct search *search, const struct sv_snapshot *snapshot)
{
    char *folder = strndup(snapshot->folder.p, snapshot->folder.n);
    search->failed |= !folder;
    if (folder)
        look_below(search, folder, 1);
    free(folder);
    look_beside(search, snapshot->folder, "shared");
    look_beside(search, snapshot->folder, "taskowned");
}

bool sv_find_unreferenced(const struct sv_verify_request *request, struct sv_verified *verified)
{
    struct search search = { .verified = verified };
    for (size_t i = 0; i < request->count && !search.failed; i++)
        search.failed = !know_snapshot(&search, request->items[i].snapshot);
    if (search.count)
        qsort(search.known, search.count, sizeof *search.known, by_identity);
    for (size_t i = 0; i < request->count && !search.failed; i++)
        look_around(&search, request->items[i].snapshot);
    free(search.known);
    return !search.failed;
}

bool sv_add_unreferenced(struct sv_verified *verified, struct sv_unreferenced file)
{
    if (verified->unreferenced_count == verified->unreferenced_capacity) {
        size_t capacity = verified->unreferenced_capacity ? 2 * verified->unreferenced_capacity : 64;
        struct sv_unreferenced *items = reallocarray(verified->unreferenced, capacity, sizeof *items);
        if (!items)
            return false;
        verified->unreferenced = items;
        verified->unreferenced_capacity = capacity;
    }
    verified->unreferenced[verified->unreferenced_count++] = file;
    return true;
}

static int by_path(const void *left, const void *right)
{
    return sv_str_cmp(((const struct sv_unreferenced *)left)->path, ((const struct sv_unreferenced *)right)->path);
}

void sv_settle_unreferenced(struct sv_verified *verified)
{
    size_t kept = 0;
    struct sv_unreferenced *files = verified->unreferenced;
    if (verified->unreferenced_count)
        qsort(files, verified->unreferenced_count, sizeof *files, by_path);
    verified->unreferenced_bytes = 0;
    for (size_t i = 0; i < verified->unreferenced_count; i++) {
        if (kept && by_path(&files[kept - 1], &files[i]) == 0)
            continue;
        files[kept++] = files[i];
        verified->unreferenced_bytes += files[i].bytes;
    }
    verified->unreferenced_count = kept;
}
