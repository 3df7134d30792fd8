/* belongs.c: whether a file is one of a snapshot's, so that nobody writes over it. */
#include <stdlib.h>
#include <sys/stat.h>

#include "api/handles.h"
#include "measure/blobs.h"

/* The folder that a file is to lie in. */
struct search {
    struct stat wanted;
    sv_str last; /* folder looked at last: files mostly share one */
    bool found;
};

static bool stat_folder_of(const char *path, struct stat *out)
{
    sv_str dir = sv_path_dir(sv_str_of(path));
    char *copy = strndup(dir.p, dir.n);
    bool done = copy && stat(copy, out) == 0;
    free(copy);
    return done;
}

static bool look(const struct sv_blob_use *use, void *context)
{
    struct search *search = context;
    struct stat st;
    const struct sv_place *place = use->blob->place;
    if (!place || !place->path || sv_str_eq(sv_path_dir(sv_str_of(place->path)), search->last))
        return true;
    search->last = sv_path_dir(sv_str_of(place->path));
    if (stat_folder_of(place->path, &st))
        search->found = st.st_dev == search->wanted.st_dev && st.st_ino == search->wanted.st_ino;
    return !search->found;
}

/* Whether the snapshot has files in a folder, or in the folder of a file. */
static bool has_files_in(const struct sv_snapshot *snapshot, const char *path, bool is_folder)
{
    struct search search = { .last = { "", 0 } };
    if (is_folder ? stat(path, &search.wanted) != 0 : !stat_folder_of(path, &search.wanted))
        return false;
    for (const struct sv_operator *op = snapshot->operators; op && !search.found; op = op->next)
        sv_each_blob_use(op, look, &search);
    return search.found;
}

/* The real path of a file, of its folder while it is not there yet; NULL when there is none, or memory is out. To be
 * freed. */
static char *real_path(const char *path, bool *is_folder_out)
{
    char *real = realpath(path, NULL);
    *is_folder_out = !real;
    if (real)
        return real;
    sv_str dir = sv_path_dir(sv_str_of(path));
    char *copy = strndup(dir.p, dir.n);
    real = copy ? realpath(copy, NULL) : NULL;
    free(copy);
    return real;
}

bool snapvet_is_part_of(const char *path, const char *snapshot_path, const struct snapvet_snapshot *snapshot)
{
    bool is_folder;
    char *file = real_path(path, &is_folder), *whole = realpath(snapshot_path, NULL);
    bool is_part = snapshot && file && has_files_in(&snapshot->model, file, is_folder);
    if (file && whole) {
        sv_str folder = sv_str_of(whole);
        if (sv_path_kind(whole, NULL) == SV_PATH_FILE && sv_str_eq(sv_str_after_last(folder, '/'), SV_STR("_metadata")))
            folder = sv_path_dir(folder);
        bool below = sv_str_starts(sv_str_of(file), folder) && (file[folder.n] == '/' || file[folder.n] == '\0');
        is_part = is_part || below;
    }
    free(file);
    free(whole);
    return is_part;
}
