/* disk.c: what lies on the disk for whom. */
#include "measure/disk.h"

#include <stdlib.h>

#include "base/limits.h"
#include "base/size.h"
#include "measure/sst_files.h"
#include "store/sst.h"

/* A file that was not found has no place of its own. */
static bool add_file(const struct sv_blob_use *use, void *context)
{
    const struct sv_blob *blob = use->blob;
    return !sv_blob_is_file(blob) ||
           sv_pointers_add(context, blob->place ? (const void *)blob->place : (const void *)blob);
}

static bool count_files(struct sv_operator_stats *stats)
{
    struct sv_pointers files = { .items = NULL };
    bool done = sv_each_blob_use(stats->op, add_file, &files);
    sv_pointers_settle(&files);
    stats->files = files.count;
    sv_pointers_free(&files);
    return done;
}

/* The handles of streams in which a state is the only one. */
struct alone {
    struct sv_state_stats *state;
    struct sv_pointers files;
    bool shared, failed;
};

static bool has_state(const struct sv_stream *stream, const struct sv_state *state)
{
    for (const struct sv_state *s = stream->states; s; s = s->next)
        if (s == state || (s->kind == state->kind && sv_str_eq(s->name, state->name)))
            return true;
    return false;
}

static bool add_alone(const struct sv_blob_use *use, void *context)
{
    struct alone *alone = context;
    const struct sv_stream *stream = use->handle->stream;
    if (use->handle->kind == SV_HANDLE_CHANGELOG || use->handle->kind == SV_HANDLE_INCREMENTAL)
        alone->shared = true;
    if (!stream || alone->shared || !has_state(stream, alone->state->state))
        return true;
    alone->shared = stream->declared != 1;
    alone->state->disk_bytes = sv_u64_add_cap(alone->state->disk_bytes, use->blob->size);
    alone->failed |= !add_file(use, &alone->files);
    return !alone->failed;
}

static bool measure_state(struct sv_state_stats *state)
{
    struct alone alone = { .state = state };
    sv_each_handle_use(state->op, add_alone, &alone);
    sv_pointers_settle(&alone.files);
    state->disk_known = !alone.shared;
    state->disk_bytes = alone.shared ? 0 : state->disk_bytes;
    state->files = alone.shared ? 0 : alone.files.count;
    sv_pointers_free(&alone.files);
    return !alone.failed;
}

/* ---- RocksDB ---- */

/* A column family has the name of its state. */
static struct sv_state_stats *state_of(struct sv_stats *stats, const struct sv_operator *op, sv_str column_family)
{
    for (size_t i = 0; i < stats->state_count; i++)
        if (stats->states[i].op == op && sv_state_is_keyed(stats->states[i].state->kind) &&
            sv_str_eq(stats->states[i].state->name, column_family))
            return &stats->states[i];
    return NULL;
}

/* Deletions hide an entry each, if it is still there at all; operands of a merge are counted like entries of their own. */
static void estimate(struct sv_state_stats *state, const struct sv_sst_properties *properties)
{
    enum { INTERNAL_KEY_BYTES = 8 };
    uint64_t own = properties->entries * INTERNAL_KEY_BYTES, hidden = 2 * properties->deletions;
    state->entries += properties->entries > hidden ? properties->entries - hidden : 0;
    state->key_bytes += properties->key_bytes > own ? properties->key_bytes - own : 0;
    state->value_bytes += properties->value_bytes;
}

static void measure_sst(struct sv_stats *stats, const struct sv_blob_use *use, const struct sv_crc32c *crc)
{
    struct sv_map map;
    struct sv_cursor cur;
    struct sv_arena arena;
    struct sv_sst sst;
    if (!sv_blob_map(use->blob, &map, &cur))
        return;
    sv_arena_init(&arena, SV_LIMIT_MODEL_BYTES);
    sv_sst_open(&sst, cur, &arena, crc);
    struct sv_state_stats *state = state_of(stats, use->op, sst.properties.column_family);
    if (state && sst.defect.code == SV_DEFECT_NONE) {
        state->disk_bytes = sv_u64_add_cap(state->disk_bytes, use->blob->size);
        state->files += sv_blob_is_file(use->blob);
        if (stats->estimate)
            estimate(state, &sst.properties);
    }
    sv_arena_free(&arena);
    sv_map_close(&map);
}

/* Whether all that is kept of a state is in a RocksDB of its operator. */
static bool has_rocks(const struct sv_blob_use *use, void *context)
{
    if (use->handle->kind == SV_HANDLE_INCREMENTAL)
        *(bool *)context = true;
    return use->handle->kind != SV_HANDLE_CHANGELOG;
}

static bool measure_rocks(struct sv_stats *stats)
{
    struct sv_sst_files files;
    struct sv_crc32c crc;
    bool done = sv_sst_files_of(stats->snapshot, &files);
    sv_crc32c_init(&crc);
    for (size_t i = 0; i < stats->state_count && done; i++) {
        struct sv_state_stats *state = &stats->states[i];
        bool rocks = false;
        if (state->state->backend == SV_BACKEND_ROCKSDB && sv_each_handle_use(state->op, has_rocks, &rocks) && rocks) {
            state->disk_known = true;
            state->counted |= stats->estimate;
        }
    }
    for (size_t i = 0; i < files.count && done; i++)
        measure_sst(stats, &files.items[i], &crc);
    for (size_t i = 0; i < stats->state_count; i++)
        if (!stats->states[i].disk_known)
            stats->states[i].disk_bytes = stats->states[i].files = 0;
    free(files.items);
    return done;
}

bool sv_disk_of_states(struct sv_stats *stats)
{
    for (size_t i = 0; i < stats->operator_count; i++)
        if (!count_files(&stats->operators[i]))
            return false;
    for (size_t i = 0; i < stats->state_count; i++)
        if (!measure_state(&stats->states[i]))
            return false;
    return measure_rocks(stats);
}
