/* source.c: the bytes of a blob, copied from its file or mapped. */
#include "store/source.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

uint64_t sv_blob_start(const struct sv_blob *blob)
{
    return blob->kind == SV_BLOB_SEGMENT ? blob->more.segment->start : 0;
}

static bool read_fully(int fd, uint64_t from, size_t n, unsigned char *buffer)
{
    while (n > 0) {
        ssize_t got = pread(fd, buffer, n, (off_t)from);
        if (got < 0 && errno == EINTR)
            continue;
        if (got <= 0)
            return false;
        from += (uint64_t)got;
        buffer += got;
        n -= (size_t)got;
    }
    return true;
}

bool sv_source_read(struct sv_blob *blob, uint64_t from, size_t n, unsigned char *buffer)
{
    uint64_t begin = sv_u64_add_cap(sv_blob_start(blob), from);
    if (!blob->place || !blob->place->path)
        return false;
    if (begin > blob->place->file_bytes || n > blob->place->file_bytes - begin) {
        blob->defect = SV_DEFECT_SHORT_FILE;
        return false;
    }
    if (blob->place->member) {
        const unsigned char *bytes = sv_member_read(blob->place->member, begin, n);
        if (bytes)
            memcpy(buffer, bytes, n);
        else
            blob->defect = SV_DEFECT_CANNOT_OPEN;
        return bytes != NULL;
    }
    int fd = open(blob->place->path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
    if (fd < 0) {
        blob->defect = SV_DEFECT_CANNOT_OPEN;
        return false;
    }
    bool whole = read_fully(fd, begin, n, buffer);
    close(fd);
    if (!whole)
        blob->defect = SV_DEFECT_CHANGED; /* it was long enough when it was found */
    return whole;
}

/* A place in the snapshot's list of maps. */
static struct sv_map *new_map(struct sv_snapshot *snapshot)
{
    if (snapshot->map_count == snapshot->map_capacity) {
        size_t capacity = snapshot->map_capacity ? snapshot->map_capacity * 2 : 8;
        struct sv_map *maps = realloc(snapshot->maps, capacity * sizeof *maps);
        if (!maps)
            return NULL;
        snapshot->maps = maps;
        snapshot->map_capacity = capacity;
    }
    return &snapshot->maps[snapshot->map_count];
}

/* The map of a place that covers its first bytes bytes, or as many as there are: the one there is, or a new one. */
static const struct sv_map *map_of(struct sv_snapshot *snapshot, struct sv_place *place, uint64_t bytes)
{
    size_t want = bytes < SIZE_MAX ? (size_t)bytes : SIZE_MAX;
    const struct sv_map *known = place->map ? &snapshot->maps[place->map - 1] : NULL;
    if (known && (known->n >= want || known->n == known->file_bytes))
        return known;
    struct sv_map *map = new_map(snapshot);
    if (!map || sv_map_open(place->path, want, map, NULL) != SV_OK)
        return NULL;
    place->map = ++snapshot->map_count;
    return map;
}

/* Copied, since the archive is closed before the snapshot is. A blob cut short gives what there is. */
static void open_member(struct sv_snapshot *snapshot, struct sv_blob *blob, uint64_t start, uint64_t size,
                        struct sv_cursor *cur_out)
{
    uint64_t there = blob->place->file_bytes > start ? blob->place->file_bytes - start : 0;
    size_t n = (size_t)(size < there ? size : there);
    const unsigned char *bytes = sv_member_read(blob->place->member, start, n);
    sv_str kept = { NULL, 0 };
    if (bytes)
        kept = sv_arena_copy(&snapshot->arena, (sv_str){ (const char *)bytes, n });
    if (kept.p) {
        *cur_out = sv_cur_of(kept.p, n, start);
        return;
    }
    blob->defect = SV_DEFECT_CANNOT_OPEN;
    sv_cur_fail_at(cur_out, blob->defect, start, "state file", blob->name);
}

void sv_source_open(struct sv_snapshot *snapshot, struct sv_blob *blob, uint64_t limit_bytes, struct sv_cursor *cur_out)
{
    uint64_t size = limit_bytes && blob->size > limit_bytes ? limit_bytes : blob->size;
    uint64_t start = sv_blob_start(blob), end = sv_u64_add_cap(start, size);
    if (blob->kind == SV_BLOB_INLINE) {
        *cur_out = sv_cur_of(blob->more.bytes, (size_t)size, blob->at);
        return;
    }
    *cur_out = sv_cur_of(NULL, 0, start);
    if (blob->kind == SV_BLOB_NONE || blob->kind == SV_BLOB_EMPTY)
        return;
    struct sv_member *member = blob->place ? blob->place->member : NULL;
    if (member && end > start && start <= blob->place->file_bytes) {
        open_member(snapshot, blob, start, size, cur_out);
        return;
    }
    const struct sv_map *map = NULL;
    if (!member && blob->place && blob->place->path && end > 0)
        map = map_of(snapshot, blob->place, end);
    if (map && start <= map->n) {
        size_t n = size < map->n - start ? (size_t)size : (size_t)(map->n - start);
        *cur_out = sv_cur_of(map->bytes ? map->bytes + start : NULL, n, start);
        return;
    }
    if (blob->defect == SV_DEFECT_NONE && end > 0)
        blob->defect = SV_DEFECT_CANNOT_OPEN;
    if (blob->defect != SV_DEFECT_NONE)
        sv_cur_fail_at(cur_out, blob->defect, start, "state file", blob->name);
}

bool sv_blob_is_file(const struct sv_blob *blob)
{
    return blob->kind == SV_BLOB_FILE || blob->kind == SV_BLOB_RELATIVE || blob->kind == SV_BLOB_SEGMENT;
}

bool sv_blob_map(const struct sv_blob *blob, struct sv_map *map_out, struct sv_cursor *cur_out)
{
    struct sv_map map = { .bytes = NULL };
    uint64_t start = sv_blob_start(blob);
    if (blob->kind == SV_BLOB_INLINE) {
        *map_out = map;
        *cur_out = sv_cur_of(blob->more.bytes, (size_t)blob->size, blob->at);
        return true;
    }
    if (!sv_blob_is_file(blob) || !blob->place || !blob->place->path || blob->place->member ||
        sv_map_open(blob->place->path, 0, &map, NULL) != SV_OK)
        return false;
    if (start > map.n || blob->size > map.n - start) {
        sv_map_close(&map);
        return false;
    }
    *map_out = map;
    *cur_out = sv_cur_of(map.bytes ? map.bytes + start : NULL, (size_t)blob->size, start);
    return true;
}
