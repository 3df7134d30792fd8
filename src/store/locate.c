/* locate.c: from the path that Flink recorded to a path on this machine. */
#include "store/source.h"

#include <errno.h>
#include <search.h>
#include <sys/stat.h>

#include "base/mutf.h"

/* Folders above a file that may be looked for with it: job-id/shared/subtask of a checkpoint with merged files. */
enum { MAX_LEVELS = 3 };
/* Every number of levels below two folders, a map rule, and the recorded folder itself. */
enum { MAX_CANDIDATES = (MAX_LEVELS + 1) * 2 + 2 };
enum { PATH_LIMIT_BYTES = 1 << 20 };

struct candidate {
    sv_str folder;
    bool moved; /* it is not the folder that was recorded */
};
struct sv_recorded_folder {
    sv_str name;   /* as recorded, borrowed from _metadata */
    bool relative; /* to the folder of _metadata */
    struct candidate candidates[MAX_CANDIDATES];
    size_t count;
    void *places; /* tree of struct sv_named_place */
};
struct sv_named_place {
    sv_str name; /* last part of the recorded path */
    struct sv_place place;
    bool moved;
};

static int compare_folders(const void *a, const void *b)
{
    const struct sv_recorded_folder *x = a, *y = b;
    return x->relative != y->relative ? x->relative - y->relative : sv_str_cmp(x->name, y->name);
}

static int compare_places(const void *a, const void *b)
{
    const struct sv_named_place *x = a, *y = b;
    return sv_str_cmp(x->name, y->name);
}

static void keep(void *item)
{
    (void)item; /* lives in the arena */
}

static void free_folder(void *item)
{
    struct sv_recorded_folder *folder = item;
    tdestroy(folder->places, keep);
}

/* The path of a URI without scheme and authority: "/a/b" of "file:/a/b", "file:///a/b" and "s3://bucket/a/b". */
static sv_str path_of_uri(sv_str uri)
{
    size_t i = 0;
    while (i < uri.n && uri.p[i] != ':' && uri.p[i] != '/')
        i++;
    if (i == 0 || i == uri.n || uri.p[i] == '/')
        return uri;
    sv_str rest = sv_str_skip(uri, i + 1);
    if (!sv_str_starts(rest, SV_STR("//")))
        return rest;
    const char *slash = memchr(rest.p + 2, '/', rest.n - 2);
    return slash ? sv_str_skip(rest, (size_t)(slash - rest.p)) : (sv_str){ "", 0 };
}

static bool is_local(sv_str recorded)
{
    return sv_str_starts(recorded, SV_STR("/")) || sv_str_starts(recorded, SV_STR("file:"));
}

/* The same place may be written file:/a, file:///a or /a. */
static sv_str normal(sv_str recorded)
{
    return is_local(recorded) ? path_of_uri(recorded) : recorded;
}

/* Everything before the last slash; the last part is behind it. */
static sv_str folder_part(sv_str path)
{
    sv_str name = sv_str_after_last(path, '/');
    return name.n == path.n ? (sv_str){ "", 0 } : (sv_str){ path.p, path.n - name.n - 1 };
}

/* What is in the buffer, NUL-terminated; NULL when memory is out or it would hold a NUL byte. */
static const char *path_text(struct sv_buf *b)
{
    size_t n = b->n;
    sv_buf_putc(b, '\0');
    return b->failed || memchr(b->p, '\0', n) ? NULL : b->p;
}

/* Names from the file are in modified UTF-8, names of the file system are not. */
static void add_recorded(struct sv_buf *b, sv_str recorded)
{
    bool ascii = true;
    for (size_t i = 0; i < recorded.n; i++)
        ascii = ascii && (unsigned char)recorded.p[i] < 0x80;
    if (ascii)
        sv_buf_add(b, recorded);
    else
        sv_mutf_to_utf8(b, recorded);
}

/* Whether one of the parts of a path is ".." or ".". */
static bool has_dots(sv_str path)
{
    while (path.n) {
        const char *slash = memchr(path.p, '/', path.n);
        sv_str part = { path.p, slash ? (size_t)(slash - path.p) : path.n };
        if (sv_str_eq(part, SV_STR("..")) || sv_str_eq(part, SV_STR(".")))
            return true;
        path = sv_str_skip(path, slash ? part.n + 1 : part.n);
    }
    return false;
}

static bool same_folder(const struct stat *a, const struct stat *b)
{
    return a->st_dev == b->st_dev && a->st_ino == b->st_ino;
}

/* dir/below in the scratch buffer, where dir may end with a slash and each may be empty; NULL as path_text. */
static const char *join(struct sv_locator *locator, sv_str dir, sv_str below)
{
    struct sv_buf *b = &locator->path;
    b->n = 0;
    sv_buf_add(b, dir);
    if (dir.n && below.n && !sv_str_ends(dir, SV_STR("/")))
        sv_buf_putc(b, '/');
    add_recorded(b, below);
    return path_text(b);
}

bool sv_locator_init(struct sv_locator *locator, sv_str folder, const struct sv_path_map *maps, size_t map_count,
                     struct sv_arena *arena)
{
    *locator = (struct sv_locator){ .folder = folder, .maps = maps, .map_count = map_count, .arena = arena };
    sv_buf_init(&locator->path, PATH_LIMIT_BYTES);
    sv_str name = sv_str_after_last(folder, '/');
    if (!has_dots(name)) {
        locator->parent = sv_path_dir(folder);
        return true;
    }
    const char *text = join(locator, folder, SV_STR(".."));
    locator->parent = text ? sv_arena_copy(arena, sv_str_of(text)) : (sv_str){ NULL, 0 };
    return locator->parent.p != NULL;
}

bool sv_locator_init_archive(struct sv_locator *locator, const struct sv_archive *archive, sv_str archive_path,
                             struct sv_arena *arena)
{
    *locator = (struct sv_locator){ .archive = archive, .archive_path = archive_path, .arena = arena };
    sv_buf_init(&locator->path, PATH_LIMIT_BYTES);
    locator->folder = folder_part(sv_member_name(sv_archive_metadata(archive)));
    locator->parent = folder_part(locator->folder);
    return true;
}

void sv_locator_free(struct sv_locator *locator)
{
    tdestroy(locator->folders, free_folder);
    sv_buf_free(&locator->path);
    locator->folders = NULL;
    locator->last = NULL;
}

/* st_out is left alone in an archive. */
static bool is_folder(const struct sv_locator *locator, const char *path, struct stat *st_out)
{
    if (locator->archive)
        return sv_archive_has_folder(locator->archive, sv_str_of(path));
    return stat(path, st_out) == 0 && S_ISDIR(st_out->st_mode);
}

/* Takes dir/below for a candidate when it is a folder. False when memory is out. */
static bool add_candidate(struct sv_locator *locator, struct sv_recorded_folder *folder, sv_str dir, sv_str below,
                          const struct stat *recorded)
{
    const char *text = join(locator, dir, below);
    struct stat st;
    if (!text || !is_folder(locator, text, &st))
        return !locator->path.failed;
    struct candidate *candidate = &folder->candidates[folder->count];
    candidate->folder = sv_arena_copy(locator->arena, sv_str_of(text));
    candidate->moved = is_local(folder->name) && !(recorded && same_folder(recorded, &st));
    if (!candidate->folder.p)
        return false;
    folder->count++;
    return true;
}

static sv_str prefix_of(const struct sv_path_map *rule)
{
    sv_str prefix = normal(rule->prefix);
    while (sv_str_ends(prefix, SV_STR("/")))
        prefix.n--;
    return prefix;
}

static const struct sv_path_map *rule_for(const struct sv_locator *locator, sv_str recorded)
{
    const struct sv_path_map *best = NULL;
    for (size_t i = 0; i < locator->map_count; i++) {
        sv_str prefix = prefix_of(&locator->maps[i]);
        bool fits = sv_str_starts(recorded, prefix) && (recorded.n == prefix.n || recorded.p[prefix.n] == '/');
        if (fits && (!best || prefix_of(best).n < prefix.n))
            best = &locator->maps[i];
    }
    return best;
}

/* The last levels parts of a folder; nothing, and false, when it has fewer. */
static bool last_parts(sv_str folder, int levels, sv_str *out)
{
    size_t at = folder.n;
    for (int i = 0; i < levels; i++) {
        if (at == 0)
            return false;
        do
            at--;
        while (at > 0 && folder.p[at - 1] != '/');
    }
    *out = sv_str_skip(folder, at);
    return true;
}

static bool add_candidates(struct sv_locator *locator, struct sv_recorded_folder *folder)
{
    sv_str recorded = normal(folder->name);
    struct stat st;
    const char *text = is_local(folder->name) && !locator->archive ? join(locator, recorded, (sv_str){ "", 0 }) : NULL;
    bool exists = text && stat(text, &st) == 0;
    const struct sv_path_map *rule = rule_for(locator, recorded);
    if (rule) {
        sv_str rest = sv_str_skip(recorded, prefix_of(rule).n);
        while (sv_str_starts(rest, SV_STR("/")))
            rest = sv_str_skip(rest, 1);
        if (!has_dots(rest) && !add_candidate(locator, folder, rule->dir, rest, exists ? &st : NULL))
            return false;
    }
    sv_str below, path = path_of_uri(folder->name);
    for (int levels = MAX_LEVELS; levels >= 0; levels--) {
        if (!last_parts(path, levels, &below) || has_dots(below))
            continue;
        if (!add_candidate(locator, folder, locator->folder, below, exists ? &st : NULL) ||
            !add_candidate(locator, folder, locator->parent, below, exists ? &st : NULL))
            return false;
    }
    return !exists || add_candidate(locator, folder, recorded, (sv_str){ "", 0 }, &st);
}

static struct sv_recorded_folder *folder_of(struct sv_locator *locator, sv_str name, bool relative)
{
    if (locator->last && locator->last->relative == relative && sv_str_eq(locator->last->name, name))
        return locator->last;
    const struct sv_recorded_folder key = { .name = name, .relative = relative };
    struct sv_recorded_folder **found = tfind(&key, &locator->folders, compare_folders);
    if (found)
        return locator->last = *found;
    struct sv_recorded_folder *folder = SV_NEW(locator->arena, struct sv_recorded_folder);
    if (!folder)
        return NULL;
    folder->name = name;
    folder->relative = relative;
    bool added = relative ? has_dots(name) || add_candidate(locator, folder, locator->folder, name, NULL)
                          : add_candidates(locator, folder);
    if (!added || !tsearch(folder, &locator->folders, compare_folders))
        return NULL;
    return locator->last = folder;
}

/* Takes the member of that path for the place, when there is one. False when memory is out. */
static bool look_into_archive(struct sv_locator *locator, const char *path, struct sv_named_place *wanted)
{
    struct sv_member *member = sv_archive_find(locator->archive, sv_str_of(path));
    if (!member)
        return true;
    const char *shown = join(locator, locator->archive_path, sv_member_name(member));
    if (!shown)
        return !locator->path.failed;
    wanted->place = (struct sv_place){ .path = sv_arena_copy(locator->arena, sv_str_of(shown)).p,
                                       .file_bytes = sv_member_bytes(member),
                                       .member = member };
    return wanted->place.path != NULL;
}

/* Asks every candidate folder for the file, until one has it. False when memory is out. */
static bool look_for(struct sv_locator *locator, const struct sv_recorded_folder *folder, struct sv_named_place *wanted)
{
    wanted->place.lost = SV_DEFECT_MISSING_FILE;
    for (size_t i = 0; i < folder->count; i++) {
        const char *text = join(locator, folder->candidates[i].folder, wanted->name);
        struct stat st;
        if (!text)
            return !locator->path.failed;
        if (locator->archive) {
            if (!look_into_archive(locator, text, wanted))
                return false;
            wanted->moved = folder->candidates[i].moved;
            if (wanted->place.path)
                return true;
        } else if (stat(text, &st) != 0) {
            if (errno == EACCES)
                wanted->place.lost = SV_DEFECT_CANNOT_OPEN;
        } else if (!S_ISREG(st.st_mode)) {
            wanted->place.lost = SV_DEFECT_CANNOT_OPEN;
        } else {
            wanted->place = (struct sv_place){ .path = sv_arena_copy(locator->arena, sv_str_of(text)).p,
                                               .file_bytes = (uint64_t)st.st_size };
            wanted->moved = folder->candidates[i].moved;
            return wanted->place.path != NULL;
        }
    }
    return true;
}

static struct sv_named_place *place_of(struct sv_locator *locator, struct sv_recorded_folder *folder, sv_str name)
{
    if (!locator->spare)
        locator->spare = SV_NEW(locator->arena, struct sv_named_place);
    if (!locator->spare)
        return NULL;
    struct sv_named_place *place = locator->spare;
    place->name = name;
    struct sv_named_place **found = tsearch(place, &folder->places, compare_places);
    if (!found || *found != place)
        return found ? *found : NULL;
    locator->spare = NULL;
    return look_for(locator, folder, place) ? place : NULL;
}

/* What the size on disk says about a blob. A segment shares its file with others. */
static enum sv_defect_code judge_size(const struct sv_blob *blob)
{
    uint64_t file_bytes = blob->place->file_bytes;
    uint64_t start = blob->kind == SV_BLOB_SEGMENT ? blob->more.segment->start : 0;
    if (start > file_bytes || blob->size > file_bytes - start)
        return SV_DEFECT_SHORT_FILE;
    return blob->kind != SV_BLOB_SEGMENT && blob->size < file_bytes ? SV_DEFECT_LONG_FILE : SV_DEFECT_NONE;
}

bool sv_source_locate(struct sv_locator *locator, struct sv_blob *blob, bool *moved_out)
{
    if (blob->kind != SV_BLOB_FILE && blob->kind != SV_BLOB_RELATIVE && blob->kind != SV_BLOB_SEGMENT)
        return true;
    bool relative = blob->kind == SV_BLOB_RELATIVE;
    sv_str name = sv_str_after_last(blob->name, '/');
    bool absolute = sv_str_starts(blob->name, SV_STR("/"));
    if (name.n == 0 || has_dots(name) || (relative && (absolute || has_dots(blob->name)))) {
        blob->defect = SV_DEFECT_BAD_VALUE;
        return true;
    }
    struct sv_recorded_folder *folder = folder_of(locator, folder_part(blob->name), relative);
    struct sv_named_place *found = folder ? place_of(locator, folder, name) : NULL;
    if (!found)
        return false;
    blob->place = &found->place;
    blob->defect = found->place.path ? judge_size(blob) : found->place.lost;
    if (found->place.path && found->moved && !relative)
        *moved_out = true;
    return true;
}
