/* stats.c: the states of a snapshot, counted by all threads or estimated from what is written about them. */
#include "measure/stats.h"

#include <stdlib.h>
#include <sys/stat.h>

#include "base/limits.h"
#include "measure/disk.h"
#include "measure/tally.h"

/* When a snapshot was taken is not in it. */
static int64_t written_ms(const struct sv_snapshot *snapshot)
{
    struct stat about;
    char *path = strndup(snapshot->metadata.p, snapshot->metadata.n);
    bool found = path && stat(path, &about) == 0;
    free(path);
    return found ? (int64_t)about.st_mtim.tv_sec * 1000 : 0;
}

static bool is_wanted(const struct sv_run *run, const struct sv_operator *op, const struct sv_state *state)
{
    return !run->only || run->only(op, state, run->only_context);
}

/* A row per state that is asked for or not, so that the parts of a run have the same rows. */
static bool make_rows(struct sv_stats *stats, size_t **first_out)
{
    const struct sv_snapshot *snapshot = stats->snapshot;
    size_t operators = 0, states = 0;
    for (const struct sv_operator *op = snapshot->operators; op; op = op->next, operators++)
        states += op->state_count;
    size_t *first_of = calloc(operators + 1, sizeof *first_of);
    stats->operators = calloc(operators + 1, sizeof *stats->operators);
    stats->states = calloc(states + 1, sizeof *stats->states);
    *first_out = first_of;
    if (!first_of || !stats->states || !stats->operators)
        return false;
    for (const struct sv_operator *op = snapshot->operators; op; op = op->next) {
        first_of[stats->operator_count] = stats->state_count;
        stats->operators[stats->operator_count++] = (struct sv_operator_stats){ .op = op, .bytes = op->state_bytes };
        int32_t groups = op->max_parallelism > 0 && op->max_parallelism <= SV_KEY_GROUPS_MOST ? op->max_parallelism : 0;
        for (const struct sv_op_state *s = op->states; s; s = s->next)
            stats->states[stats->state_count++] = (struct sv_state_stats){
                .op = op,
                .state = s->state,
                .group_count = sv_state_is_keyed(s->state->kind) ? groups : 0,
            };
    }
    return true;
}

/* States without a single entry are counted too, unless they could not be read. */
static void mark_counted(struct sv_stats *stats)
{
    for (size_t i = 0; i < stats->state_count; i++)
        stats->states[i].counted = true;
}

static void keep_wanted(struct sv_stats *stats, const struct sv_run *run)
{
    size_t kept = 0;
    for (size_t i = 0; i < stats->state_count; i++) {
        struct sv_state_stats *row = &stats->states[i];
        if (is_wanted(run, row->op, row->state))
            stats->states[kept++] = *row;
        else
            sv_state_stats_free(row);
    }
    stats->state_count = kept;
}

/* ---- keys of the largest values as they are shown ---- */

static const struct sv_codec *codec_of(const struct sv_largest *entry, int part)
{
    switch (part) {
    case SV_PART_KEY_OF:
        return entry->codecs->key;
    case SV_PART_NAMESPACE_OF:
        return entry->codecs->name_space;
    default:
        return entry->codecs->user_key;
    }
}

static bool show_parts(struct sv_stats *stats, struct sv_largest *entry, const struct sv_stats_request *request,
                       struct sv_arena *scratch)
{
    struct sv_buf text;
    sv_buf_init(&text, SV_LIMIT_REPORT_BYTES);
    bool shown = true;
    for (int part = 0; part < SV_ENTRY_PARTS && shown; part++) {
        const struct sv_value *value = sv_entry_part(entry->raw[part], codec_of(entry, part), scratch);
        entry->shown[part] = (sv_str){ NULL, 0 };
        if (!value)
            continue;
        text.n = 0;
        request->print(&text, value);
        entry->shown[part] = sv_arena_copy(&stats->arena, sv_buf_str(&text));
        shown = !text.failed && entry->shown[part].p;
    }
    sv_buf_free(&text);
    entry->codecs = NULL;
    return shown;
}

static bool show_largest(struct sv_stats *stats, const struct sv_stats_request *request)
{
    struct sv_arena scratch;
    bool shown = true;
    sv_arena_init(&scratch, SV_LIMIT_MODEL_BYTES);
    for (size_t i = 0; i < stats->state_count; i++)
        for (uint32_t k = 0; k < stats->states[i].largest_count && shown; k++) {
            sv_arena_reset(&scratch);
            shown = show_parts(stats, &stats->states[i].largest[k], request, &scratch);
        }
    sv_arena_free(&scratch);
    return shown;
}

/* ---- counting ---- */

static enum sv_status count_all(struct sv_stats *stats, struct sv_scan *scan, const struct sv_stats_request *request,
                                const size_t *first_of, struct sv_error *err)
{
    unsigned jobs = sv_run_jobs(&request->run);
    struct sv_tally *tallies = calloc(jobs, sizeof *tallies);
    struct sv_worker *workers = calloc(jobs, sizeof *workers);
    enum sv_status status = SV_ERR_MEMORY;
    if (tallies && workers) {
        for (unsigned i = 0; i < jobs; i++) {
            sv_tally_init(&tallies[i], stats, first_of);
            workers[i] = sv_tally_worker(&tallies[i]);
        }
        status = sv_work(scan, &request->run, workers, err);
        for (unsigned i = 0; i < jobs; i++)
            sv_tally_free(&tallies[i]);
    } else {
        status = sv_fail(err, SV_ERR_MEMORY, "out of memory");
    }
    free(tallies);
    free(workers);
    return status;
}

static enum sv_status scan_all(struct sv_snapshot *snapshot, struct sv_stats *stats,
                               const struct sv_stats_request *request, const size_t *first_of, struct sv_error *err)
{
    struct sv_scan_options options = sv_run_scan_options(&request->run);
    struct sv_scan *scan = NULL;
    enum sv_status status = sv_scan_new(snapshot, &options, &scan, err);
    if (status == SV_OK)
        status = count_all(stats, scan, request, first_of, err);
    if (status == SV_OK && !show_largest(stats, request))
        status = sv_fail(err, SV_ERR_MEMORY, "out of memory");
    sv_scan_free(scan);
    return status;
}

static enum sv_status fill(struct sv_snapshot *snapshot, struct sv_stats *stats, const struct sv_stats_request *request,
                           struct sv_error *err)
{
    size_t *first_of = NULL;
    enum sv_status status = SV_OK;
    struct sv_issue issue;
    stats->filter = sv_arena_copy(&stats->arena, request->filter);
    if (request->run.shard == 0 && sv_metadata_issue(snapshot, &issue))
        sv_issues_add(&stats->losses, &issue);
    if (!make_rows(stats, &first_of) || !stats->filter.p || !sv_disk_of_states(stats)) {
        status = sv_fail(err, SV_ERR_MEMORY, "out of memory");
    } else if (!request->estimate) {
        mark_counted(stats);
        status = scan_all(snapshot, stats, request, first_of, err);
    }
    free(first_of);
    if (status == SV_OK && stats->losses.failed)
        status = sv_fail(err, SV_ERR_MEMORY, "out of memory");
    if (status == SV_OK) {
        keep_wanted(stats, &request->run);
        sv_issues_settle(&stats->losses);
    }
    return status;
}

enum sv_status sv_stats_run(struct sv_snapshot *snapshot, const struct sv_stats_request *request, struct sv_stats **out,
                            struct sv_error *err)
{
    struct sv_stats *stats = calloc(1, sizeof *stats);
    if (!stats)
        return sv_fail(err, SV_ERR_MEMORY, "out of memory");
    sv_arena_init(&stats->arena, SV_LIMIT_MODEL_BYTES);
    stats->losses.arena = &stats->arena;
    stats->snapshot = snapshot;
    stats->share = (struct sv_share){ request->run.shard, request->run.shard_count };
    stats->estimate = request->estimate;
    stats->top = request->top < SV_LARGEST_MOST ? request->top : SV_LARGEST_MOST;
    stats->reference_given = request->reference_given;
    stats->reference_ms = request->reference_given ? request->reference_ms : written_ms(snapshot);
    stats->ttl_ms = request->ttl_ms;
    sv_snapshot_id(snapshot, stats->snapshot_id);
    enum sv_status status = fill(snapshot, stats, request, err);
    if (status != SV_OK) {
        sv_stats_free(stats);
        free(stats);
        return status;
    }
    *out = stats;
    return SV_OK;
}
