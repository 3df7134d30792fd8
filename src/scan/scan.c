/* scan.c: a scan from its plan to its end; who reads the bytes is a row of backends.def. */
#include <stdlib.h>

#include "base/limits.h"
#include "scan/plan.h"

static const struct {
    enum sv_handle_kind handle;
    enum sv_stream_kind stream;
    sv_backend_fn *run;
} backends[] = {
#define BACKEND(handle_, stream_, function_) { handle_, stream_, function_ },
#include "scan/backends.def"
#undef BACKEND
};

enum sv_status sv_scan_new(struct sv_snapshot *snapshot, const struct sv_scan_options *options, struct sv_scan **out,
                           struct sv_error *err)
{
    struct sv_scan *scan = calloc(1, sizeof *scan);
    if (!scan)
        return sv_fail(err, SV_ERR_MEMORY, "out of memory");
    scan->snapshot = snapshot;
    scan->options = *options;
    sv_arena_init(&scan->arena, SV_LIMIT_MODEL_BYTES);
    pthread_mutex_init(&scan->lock, NULL);
    if (!sv_plan_states(scan) || !sv_plan_units(scan)) {
        sv_scan_free(scan);
        return sv_fail(err, SV_ERR_MEMORY, "out of memory");
    }
    *out = scan;
    return SV_OK;
}

void sv_scan_free(struct sv_scan *scan)
{
    if (!scan)
        return;
    sv_rocks_free(scan->rocks);
    pthread_mutex_destroy(&scan->lock);
    sv_arena_free(&scan->arena);
    free(scan->states);
    free(scan);
}

const struct sv_scan_unit *sv_scan_units(const struct sv_scan *scan)
{
    return scan->units;
}

static int compare_address(const void *key, const void *row)
{
    const struct sv_state *a = key, *b = ((const struct sv_scan_state *)row)->state;
    return ((uintptr_t)a > (uintptr_t)b) - ((uintptr_t)a < (uintptr_t)b);
}

const struct sv_scan_state *sv_scan_state(const struct sv_scan *scan, const struct sv_state *state)
{
    if (!state || !scan->state_count)
        return NULL;
    return bsearch(state, scan->states, scan->state_count, sizeof *scan->states, compare_address);
}

const struct sv_state_codecs *sv_scan_codecs(const struct sv_scan *scan, const struct sv_state *state)
{
    const struct sv_scan_state *row = sv_scan_state(scan, state);
    return row ? &row->codecs : NULL;
}

/* ---- running a unit ---- */

/* Losses of a unit that no backend reads. */
static void tell_unread(struct sv_scan_job *job)
{
    const struct sv_scan_unit *unit = job->unit;
    const struct sv_stream *stream = unit->handle->stream;
    struct sv_defect defect = { .code = SV_DEFECT_UNSUPPORTED, .doing = "entries of its kind of state handle" };
    if (stream && stream->defect.code != SV_DEFECT_NONE)
        defect = stream->defect;
    sv_tell_lost(job, NULL, &unit->handle->blob, unit->first_key_group, unit->last_key_group, &defect);
}

static sv_backend_fn *backend_of(const struct sv_handle *handle)
{
    for (size_t i = 0; handle->stream && i < sizeof backends / sizeof *backends; i++)
        if (backends[i].handle == handle->kind && backends[i].stream == handle->stream->kind)
            return backends[i].run;
    return handle->kind == SV_HANDLE_CHANGELOG ? sv_scan_changelog : NULL;
}

static bool number_states(struct sv_scan_job *job)
{
    const struct sv_stream *stream = job->unit->handle->stream;
    job->states = calloc(stream && stream->read ? stream->read : 1, sizeof *job->states);
    if (!job->states)
        return false;
    const struct sv_state *state = stream ? stream->states : NULL;
    for (; state && job->state_count < stream->read; state = state->next)
        job->states[job->state_count++] = sv_scan_state(job->scan, state);
    return true;
}

enum sv_status sv_job_run(struct sv_scan_job *job, struct sv_error *err)
{
    if (!number_states(job))
        return sv_fail(err, SV_ERR_MEMORY, "out of memory");
    sv_arena_init(&job->scratch, SV_LIMIT_MODEL_BYTES);
    const struct sv_stream *stream = job->unit->handle->stream;
    bool hidden = stream && stream->defect.code != SV_DEFECT_NONE && stream->read == 0;
    sv_backend_fn *run = hidden ? NULL : backend_of(job->unit->handle);
    enum sv_status status = SV_OK;
    if (run)
        status = run(job, err);
    else
        tell_unread(job);
    sv_arena_free(&job->scratch);
    free(job->states);
    return status;
}

enum sv_status sv_scan_run(struct sv_scan *scan, const struct sv_scan_unit *unit, const struct sv_visitor *visitor,
                           struct sv_error *err)
{
    struct sv_scan_job job = { .scan = scan, .unit = unit, .visitor = visitor };
    return sv_job_run(&job, err);
}

void sv_tell_entry(struct sv_scan_job *job, struct sv_state_entry *entry)
{
    entry->op = job->unit->op;
    entry->subtask = job->unit->subtask;
    if (!entry->codecs)
        entry->codecs = sv_scan_codecs(job->scan, entry->state);
    if (job->visitor->entry && !job->visitor->entry(entry, job->visitor->context))
        job->stopped = true;
}

void sv_tell_loss(struct sv_scan_job *job, struct sv_loss loss)
{
    loss.op = job->unit->op;
    loss.subtask = job->unit->subtask;
    if (job->visitor->loss)
        job->visitor->loss(&loss, job->visitor->context);
}

void sv_tell_lost(struct sv_scan_job *job, const struct sv_state *state, const struct sv_blob *blob, int32_t first,
                  int32_t last, const struct sv_defect *defect)
{
    sv_tell_loss(job, (struct sv_loss){ .state = state,
                                        .blob = blob,
                                        .first_key_group = first,
                                        .last_key_group = last,
                                        .first_key = { "", 0 },
                                        .last_key = { "", 0 },
                                        .defect = *defect });
}

void sv_tell_progress(struct sv_scan_job *job, uint64_t bytes)
{
    if (job->visitor->progress)
        job->visitor->progress(bytes, job->visitor->context);
}

bool sv_job_key_group(const struct sv_scan_job *job, int32_t key_group)
{
    return key_group >= job->unit->first_key_group && key_group <= job->unit->last_key_group;
}

sv_str sv_take_value(struct sv_scan_job *job, struct sv_cursor *cur, const struct sv_codec *codec)
{
    const unsigned char *begin = cur->p;
    if (codec)
        sv_skip(cur, codec, &job->scratch);
    else
        sv_cur_fail(cur, SV_DEFECT_UNSUPPORTED);
    return sv_cur_ok(cur) ? (sv_str){ (const char *)begin, (size_t)(cur->p - begin) } : (sv_str){ NULL, 0 };
}
