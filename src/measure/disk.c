/* disk.c: what lies on the disk for whom. */
#include "measure/disk.h"

#include "base/size.h"
#include "measure/blobs.h"

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

bool sv_disk_of_states(struct sv_stats *stats)
{
    for (size_t i = 0; i < stats->operator_count; i++)
        if (!count_files(&stats->operators[i]))
            return false;
    for (size_t i = 0; i < stats->state_count; i++)
        if (!measure_state(&stats->states[i]))
            return false;
    return true;
}
