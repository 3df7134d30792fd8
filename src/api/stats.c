/* stats.c: counts of what is in states. */
#include <stdlib.h>

#include "api/measured.h"
#include "measure/stats.h"
#include "report/value.h"

struct snapvet_stats {
    struct sv_stats *stats;
};

static bool is_wanted(const struct sv_operator *op, const struct sv_state *state, const void *context)
{
    const struct sv_api_run *run = context;
    if (run->from->only && !sv_api_is_wanted(op, &run->only))
        return false;
    return !run->from->state || sv_str_eq(state->name, run->state);
}

static bool has_wanted(const struct snapvet_snapshot *snapshot, const struct sv_api_run *run)
{
    for (const struct sv_operator *op = snapshot->model.operators; op; op = op->next)
        for (const struct sv_op_state *s = op->states; s; s = s->next)
            if (is_wanted(op, s->state, run))
                return true;
    return false;
}

enum snapvet_status sv_api_run_of(const struct snapvet_snapshot *snapshot, const struct snapvet_run *from,
                                  struct sv_api_run *out, struct snapvet_error *err)
{
    const struct sv_snapshot *model = &snapshot->model;
    *out = (struct sv_api_run){ .from = from, .only = sv_str_of(from->only), .state = sv_str_of(from->state) };
    out->run = (struct sv_run){
        .jobs = from->jobs,
        .shard = from->shard,
        .shard_count = from->shard_count,
        .temporary_folder = from->temporary_folder,
        .progress = from->progress,
        .progress_context = from->context,
        .only = from->only || from->state ? is_wanted : NULL,
        .only_context = out,
    };
    if (model->archived)
        return sv_api_fail(err, SNAPVET_ERR_USAGE, "cannot scan the archive '%.*s'; unpack it first",
                           SV_ARG(model->path));
    if (from->shard_count && from->shard >= from->shard_count)
        return sv_api_fail(err, SNAPVET_ERR_USAGE, "no shard %u of %u", from->shard + 1, from->shard_count);
    if (from->only && !sv_api_any_wanted(model, out->only))
        return sv_api_fail(err, SNAPVET_ERR_USAGE, "no operator '%s' by uid, name or id in '%.*s'", from->only,
                           SV_ARG(model->path));
    if (from->state && !has_wanted(snapshot, out))
        return sv_api_fail(err, SNAPVET_ERR_USAGE, "no state '%s' in '%.*s'", from->state, SV_ARG(model->path));
    return SNAPVET_OK;
}

/* What was asked for, so that the parts of different questions are not added. */
static void put_filter(struct sv_buf *out, const struct snapvet_run *run)
{
    if (run->only)
        sv_buf_printf(out, "operator %s", run->only);
    if (run->state)
        sv_buf_printf(out, "%sstate %s", run->only ? ", " : "", run->state);
}

enum snapvet_status snapvet_stats_run(struct snapvet_snapshot *snapshot, const struct snapvet_stats_request *request,
                                      struct snapvet_stats **out, struct snapvet_error *err)
{
    struct sv_api_run run;
    struct sv_error why;
    struct sv_buf filter;
    enum snapvet_status status = sv_api_run_of(snapshot, &request->run, &run, err);
    if (status != SNAPVET_OK)
        return status;
    struct snapvet_stats *stats = calloc(1, sizeof *stats);
    if (!stats)
        return sv_api_no_memory(err);
    sv_buf_init(&filter, SIZE_MAX);
    put_filter(&filter, &request->run);
    const struct sv_stats_request inner = {
        .run = run.run,
        .estimate = request->estimate,
        .top = request->top,
        .reference_given = request->now_given,
        .reference_ms = request->now_ms,
        .ttl_ms = request->ttl_ms,
        .filter = sv_buf_str(&filter),
        .print = sv_value_json,
    };
    if (filter.failed)
        status = sv_api_no_memory(err);
    else if (sv_stats_run(&snapshot->model, &inner, &stats->stats, &why) != SV_OK)
        status = sv_api_failed(&why, err);
    sv_buf_free(&filter);
    if (status == SNAPVET_OK)
        *out = stats;
    else
        free(stats);
    return status;
}

void snapvet_stats_free(struct snapvet_stats *stats)
{
    if (!stats)
        return;
    sv_stats_free(stats->stats);
    free(stats->stats);
    free(stats);
}

bool snapvet_stats_is_whole(const struct snapvet_stats *stats)
{
    return stats->stats->losses.count == 0;
}

enum snapvet_status snapvet_stats_write(const struct snapvet_stats *stats, const char *format,
                                        const struct snapvet_style *style, struct snapvet_text **out,
                                        struct snapvet_error *err)
{
    struct sv_report report = { .stats = stats->stats };
    if (stats->stats->share.count && strcmp(format, "json") != 0)
        return sv_api_fail(err, SNAPVET_ERR_USAGE, "a part has no format '%s'; write it as json and merge the parts",
                           format);
    return sv_api_write(&report, SV_VIEW_STATS, format, style, out, err);
}
