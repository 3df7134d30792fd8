/* log.c: logs, one after the other, into a window of bytes. */
#include <stdlib.h>

#include "base/limits.h"
#include "why/inside.h"

static void begin_diagnosis(struct sv_why *why)
{
    why->found = (struct sv_diagnosis){ .complaints = NULL };
    sv_arena_init(&why->found.arena, SV_LIMIT_MODEL_BYTES);
    memset(why->buckets, 0, sizeof why->buckets);
    why->tail = &why->found.complaints;
    why->log_tail = &why->found.logs;
    why->log = NULL;
}

struct sv_why *sv_why_new(void)
{
    struct sv_why *why = calloc(1, sizeof *why);
    if (!why)
        return NULL;
    begin_diagnosis(why);
    sv_arena_init(&why->scratch, SV_LIMIT_MODEL_BYTES);
    sv_buf_init(&why->window, SV_WHY_WINDOW_BYTES);
    for (size_t i = 0; i < sizeof why->plain / sizeof *why->plain; i++)
        sv_buf_init(&why->plain[i], SIZE_MAX);
    sv_why_notice_init(why);
    return why;
}

void sv_why_free(struct sv_why *why)
{
    if (!why)
        return;
    sv_arena_free(&why->found.arena);
    sv_arena_free(&why->scratch);
    sv_buf_free(&why->window);
    for (size_t i = 0; i < sizeof why->plain / sizeof *why->plain; i++)
        sv_buf_free(&why->plain[i]);
    free(why);
}

/* Takes what is whole in the window. What is left begins it anew. */
static void take_window(struct sv_why *why, bool is_last)
{
    struct sv_buf *window = &why->window;
    size_t used = sv_why_split(why, sv_buf_str(window), is_last);
    if (used && used < window->n)
        memmove(window->p, window->p + used, window->n - used);
    window->n -= used;
}

static void end_log(struct sv_why *why)
{
    if (!why->log)
        return;
    take_window(why, true);
    why->window.n = 0;
    why->log->is_unfinished = why->mode != SV_SPLIT_LINE;
    why->mode = SV_SPLIT_LINE;
    why->key = SV_KEY_OTHER;
    sv_why_end_chain(why);
    why->lead.at = 0;
    why->found.lines += why->log->lines;
    why->found.bytes += why->log->bytes;
    why->log = NULL;
}

bool sv_why_begin(struct sv_why *why, sv_str path)
{
    end_log(why);
    struct sv_log *log = SV_NEW(&why->found.arena, struct sv_log);
    if (!log || why->failed)
        return false;
    log->path = sv_why_keep(why, &why->found.arena, path);
    *why->log_tail = log;
    why->log_tail = &log->next;
    why->log = log;
    why->found.log_count++;
    return !why->failed;
}

bool sv_why_feed(struct sv_why *why, sv_str bytes)
{
    if (!why->log && !sv_why_begin(why, SV_STR("")))
        return false;
    why->log->bytes += bytes.n;
    while (bytes.n && !why->failed) {
        size_t room = SV_WHY_WINDOW_BYTES - why->window.n;
        sv_str piece = { bytes.p, bytes.n < room ? bytes.n : room };
        sv_buf_add(&why->window, piece);
        bytes = sv_str_skip(bytes, piece.n);
        why->failed |= why->window.failed;
        if (why->window.n == SV_WHY_WINDOW_BYTES && !why->failed)
            take_window(why, false);
    }
    return !why->failed;
}

bool sv_why_end(struct sv_why *why, const struct sv_snapshot *snapshot, sv_str path, struct sv_diagnosis *out)
{
    if (!why->log && !why->found.logs && !sv_why_begin(why, path))
        return false;
    end_log(why);
    if (path.n && why->found.log_count == 1)
        why->found.logs->path = sv_why_keep(why, &why->found.arena, path);
    why->found.snapshot = snapshot;
    if (why->failed)
        return false;
    sv_why_tie(&why->found);
    if (!sv_why_gather_kryo(&why->found))
        return false;
    *out = why->found;
    begin_diagnosis(why);
    return true;
}

void sv_diagnosis_release(struct sv_diagnosis *diagnosis)
{
    sv_arena_free(&diagnosis->arena);
    *diagnosis = (struct sv_diagnosis){ .complaints = NULL };
}
