/* why.c: why a restore failed, from a log. */
#include "why/why.h"

#include <stdlib.h>

#include "api/handles.h"
#include "store/log_file.h"

struct snapvet_why {
    struct sv_why *reading;
    struct sv_diagnosis found;
};

enum snapvet_status snapvet_why_new(struct snapvet_why **out, struct snapvet_error *err)
{
    struct snapvet_why *why = calloc(1, sizeof *why);
    if (why)
        why->reading = sv_why_new();
    if (!why || !why->reading) {
        free(why);
        return sv_api_no_memory(err);
    }
    *out = why;
    return SNAPVET_OK;
}

void snapvet_why_free(struct snapvet_why *why)
{
    if (!why)
        return;
    sv_why_free(why->reading);
    sv_diagnosis_release(&why->found);
    free(why);
}

enum snapvet_status snapvet_why_feed(struct snapvet_why *why, struct snapvet_bytes log, struct snapvet_error *err)
{
    return sv_why_feed(why->reading, (sv_str){ log.data, log.size }) ? SNAPVET_OK : sv_api_no_memory(err);
}

enum snapvet_status snapvet_why_begin(struct snapvet_why *why, const char *path, struct snapvet_error *err)
{
    return sv_why_begin(why->reading, sv_str_of(path)) ? SNAPVET_OK : sv_api_no_memory(err);
}

enum snapvet_status snapvet_why_read(struct snapvet_why *why, const char *path, const struct snapvet_run *run,
                                     struct snapvet_error *err)
{
    struct sv_error reason = { .status = SV_OK };
    struct sv_log_file *file;
    if (sv_log_file_open(path, &file, &reason) != SV_OK)
        return sv_api_failed(&reason, err);
    bool done = sv_why_begin(why->reading, sv_str_of(path));
    sv_str piece;
    while (done && sv_log_file_next(file, &piece, &reason) == SV_OK && piece.n) {
        uint64_t all, so_far = sv_log_file_progress(file, &all);
        done = sv_why_feed(why->reading, piece);
        if (run && run->progress)
            run->progress(so_far, all, run->context);
    }
    sv_log_file_close(file);
    if (reason.status != SV_OK)
        return sv_api_failed(&reason, err);
    return done ? SNAPVET_OK : sv_api_no_memory(err);
}

bool snapvet_is_snapshot(const char *path)
{
    return sv_log_file_is_snapshot(path);
}

enum snapvet_status snapvet_why_end(struct snapvet_why *why, const char *path, const struct snapvet_snapshot *snapshot,
                                    struct snapvet_error *err)
{
    sv_diagnosis_release(&why->found);
    bool done = sv_why_end(why->reading, snapshot ? &snapshot->model : NULL, sv_str_of(path), &why->found);
    return done ? SNAPVET_OK : sv_api_no_memory(err);
}

bool snapvet_why_is_explained(const struct snapvet_why *why)
{
    return why->found.recognised && !why->found.strange && !why->found.dropped;
}

enum snapvet_status snapvet_why_write(const struct snapvet_why *why, const char *format,
                                      const struct snapvet_style *style, struct snapvet_text **out,
                                      struct snapvet_error *err)
{
    struct sv_report report = { .diagnosis = &why->found };
    return sv_api_write(&report, SV_VIEW_WHY, format, style, out, err);
}
