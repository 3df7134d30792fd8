/* type_files.c: a table of files by their paths. When it is full all are forgotten: who asks of more files than that in a
 * mixed order reads them again now and then. */
#include "api/type_files.h"

#include <stdlib.h>

#include "base/file.h"
#include "base/limits.h"

/* Files of some kilobytes each; the largest real serializer snapshots have some megabytes. */
enum { BUCKETS = 1 << 14, FILES_MAX = 1 << 15 };
static const size_t KEPT_BYTES = (size_t)512 << 20;

/* FNV-1a */
static uint64_t hash_of(const char *path)
{
    uint64_t hash = 0xCBF29CE484222325;
    for (; *path; path++)
        hash = (hash ^ (unsigned char)*path) * 0x100000001B3;
    return hash;
}

enum sv_status sv_type_files_init(struct sv_type_files *files, const struct sv_extra_classes *extra,
                                  struct sv_error *err)
{
    *files = (struct sv_type_files){ .extra = extra, .buckets = calloc(BUCKETS, sizeof *files->buckets) };
    return files->buckets ? SV_OK : sv_fail(err, SV_ERR_MEMORY, "no memory for a table of files");
}

static void release(struct sv_type_copy *file)
{
    sv_arena_free(&file->arena);
    free(file);
}

static void forget_all(struct sv_type_files *files)
{
    for (size_t i = 0; files->buckets && i < BUCKETS; i++)
        while (files->buckets[i]) {
            struct sv_type_copy *file = files->buckets[i];
            files->buckets[i] = file->next;
            release(file);
        }
    files->count = files->kept_bytes = 0;
}

void sv_type_files_free(struct sv_type_files *files)
{
    forget_all(files);
    free(files->buckets);
    files->buckets = NULL;
}

static const char *keep_text(struct sv_arena *arena, const char *text)
{
    size_t n = strlen(text) + 1;
    char *copy = sv_arena_alloc(arena, n, 1);
    return copy ? memcpy(copy, text, n) : NULL;
}

/* Copies what it reads: mapped files would be too many at once. */
static bool load(struct sv_type_files *files, struct sv_type_copy *file)
{
    struct sv_map map;
    struct sv_error why;
    if (sv_map_open(file->path, 0, &map, &why) != SV_OK) {
        file->failure = keep_text(&file->arena, why.text);
        return why.status != SV_ERR_MEMORY && file->failure;
    }
    sv_str bytes = sv_arena_copy(&file->arena, (sv_str){ (const char *)map.bytes, map.n });
    bool changed = sv_map_changed(&map);
    sv_map_close(&map);
    if (!bytes.p)
        return false;
    if (changed)
        file->failure = "the file was cut short while it was read";
    struct sv_reader reader = { .cur = sv_cur_of(bytes.p, bytes.n, 0),
                                .arena = &file->arena,
                                .extra = files->extra,
                                .nodes_left = SV_LIMIT_TYPE_NODES };
    file->root = sv_read_type_file(&reader, &file->framing);
    return file->root || reader.cur.bad.code != SV_DEFECT_LIMIT;
}

static struct sv_type_copy *find(const struct sv_type_files *files, const char *path, uint64_t hash)
{
    struct sv_type_copy *file = files->buckets[hash % BUCKETS];
    while (file && (file->hash != hash || strcmp(file->path, path) != 0))
        file = file->next;
    return file;
}

static struct sv_type_copy *add(struct sv_type_files *files, const char *path, uint64_t hash)
{
    struct sv_type_copy *file = calloc(1, sizeof *file);
    if (!file)
        return NULL;
    sv_arena_init(&file->arena, SV_LIMIT_MODEL_BYTES);
    file->hash = hash;
    file->path = keep_text(&file->arena, path);
    if (!file->path || !load(files, file)) {
        release(file);
        return NULL;
    }
    file->next = files->buckets[hash % BUCKETS];
    files->buckets[hash % BUCKETS] = file;
    files->count++;
    files->kept_bytes += file->arena.used_bytes;
    return file;
}

static struct sv_type_copy *get(struct sv_type_files *files, const char *path)
{
    uint64_t hash = hash_of(path);
    struct sv_type_copy *file = find(files, path, hash);
    return file ? file : add(files, path, hash);
}

enum sv_status sv_type_files_get(struct sv_type_files *files, const char *old_path, const char *new_path,
                                 struct sv_type_copy **old_out, struct sv_type_copy **new_out, struct sv_error *err)
{
    if (files->count >= FILES_MAX || files->kept_bytes >= KEPT_BYTES)
        forget_all(files);
    struct sv_type_copy *new = get(files, new_path), *old = new ? get(files, old_path) : NULL;
    if (!old)
        return sv_fail(err, SV_ERR_MEMORY, "no memory for a serializer snapshot; of '%s' or '%s'", old_path, new_path);
    if (new->root && !new->failure && !new->evidence)
        new->evidence = sv_evidence_of(&new->root, 1, &new->arena);
    if (new->root && !new->failure && !new->evidence)
        return sv_fail(err, SV_ERR_MEMORY, "no memory for what '%s' says of classes", new_path);
    *old_out = old;
    *new_out = new;
    return SV_OK;
}
