/* diff.c: pairs of operators and of states, run by run. */
#include "measure/diff.h"

#include <stdlib.h>

#include "base/limits.h"
#include "base/size.h"
#include "measure/blobs.h"
#include "measure/diff_inside.h"
#include "measure/stats.h"

/* State on disk that is compared at a time: a million entries of it, more or less, at 32 bytes each and as
 * much again while they are sorted. */
#define RUN_BYTES ((uint64_t)64 << 20)

/* ---- pairs ---- */

static bool same_options(const struct sv_option *a, const struct sv_option *b)
{
    for (; a && b; a = a->next, b = b->next)
        if (!sv_str_eq(a->key, b->key) || !sv_str_eq(a->value, b->value))
            return false;
    return !a && !b;
}

static bool same_serializers(const struct sv_state *a, const struct sv_state *b)
{
    const struct sv_type *x = sv_state_next_root(a, NULL), *y = sv_state_next_root(b, NULL);
    while (x && y && sv_type_same(x, y)) {
        x = sv_state_next_root(a, x);
        y = sv_state_next_root(b, y);
    }
    return !x && !y;
}

static struct sv_state_difference *row_of(struct sv_operator_difference *pair, const struct sv_state *state)
{
    for (size_t i = 0; i < pair->state_count; i++) {
        const struct sv_state *known =
            pair->states[i].before.state ? pair->states[i].before.state : pair->states[i].after.state;
        if (known == state || (known->kind == state->kind && sv_str_eq(known->name, state->name)))
            return &pair->states[i];
    }
    return NULL;
}

static bool is_wanted(const struct sv_run *run, const struct sv_operator *op, const struct sv_state *state)
{
    return !run->only || run->only(op, state, run->only_context);
}

static bool make_pair(struct sv_operator_difference *pair, const struct sv_run *run)
{
    size_t most = (pair->before ? pair->before->state_count : 0) + (pair->after ? pair->after->state_count : 0);
    pair->states = calloc(most + 1, sizeof *pair->states);
    if (!pair->states)
        return false;
    for (const struct sv_op_state *s = pair->before ? pair->before->states : NULL; s; s = s->next)
        if (is_wanted(run, pair->before, s->state))
            pair->states[pair->state_count++].before.state = s->state;
    for (const struct sv_op_state *s = pair->after ? pair->after->states : NULL; s; s = s->next) {
        if (!is_wanted(run, pair->after, s->state))
            continue;
        struct sv_state_difference *row = row_of(pair, s->state);
        if (!row)
            row = &pair->states[pair->state_count++];
        row->after.state = s->state;
        if (row->before.state)
            row->serializers_differ = !same_serializers(row->before.state, s->state) ||
                                      !same_options(row->before.state->options, s->state->options);
    }
    return true;
}

static const struct sv_operator *find(const struct sv_snapshot *snapshot, const struct sv_operator *like)
{
    for (const struct sv_operator *op = snapshot->operators; op; op = op->next)
        if (memcmp(op->id, like->id, sizeof op->id) == 0)
            return op;
    return NULL;
}

static bool make_pairs(struct sv_difference *result, const struct sv_run *run)
{
    size_t most = 1;
    for (const struct sv_operator *op = result->before->operators; op; op = op->next)
        most++;
    for (const struct sv_operator *op = result->after->operators; op; op = op->next)
        most++;
    result->operators = calloc(most, sizeof *result->operators);
    if (!result->operators)
        return false;
    for (const struct sv_operator *op = result->before->operators; op; op = op->next)
        result->operators[result->operator_count++] =
            (struct sv_operator_difference){ .before = op, .after = find(result->after, op) };
    for (const struct sv_operator *op = result->after->operators; op; op = op->next)
        if (!find(result->before, op))
            result->operators[result->operator_count++] = (struct sv_operator_difference){ .after = op };
    for (size_t i = 0; i < result->operator_count; i++)
        if (!make_pair(&result->operators[i], run))
            return false;
    return true;
}

/* ---- reading ---- */

static bool add_print(struct sv_diffing *d, const struct sv_print *print)
{
    if (d->count == d->capacity) {
        size_t capacity = d->capacity ? 2 * d->capacity : 1024;
        struct sv_print *prints = reallocarray(d->prints, capacity, sizeof *prints);
        if (!prints)
            return false;
        d->prints = prints;
        d->capacity = capacity;
    }
    d->prints[d->count++] = *print;
    return true;
}

static bool look(const struct sv_state_entry *entry, void *context)
{
    struct sv_diffing *d = context;
    struct sv_print print;
    if (d->last_state != entry->state) {
        d->last_state = entry->state;
        d->last_row = row_of(d->pair, entry->state);
    }
    struct sv_state_difference *state = d->last_row;
    if (!state)
        return true;
    uint32_t row = (uint32_t)(state - d->pair->states);
    if (d->looking_up) {
        sv_list_entry(d, entry, row);
        return !d->failed;
    }
    if (!sv_print_of(d, entry, row, &print))
        return !d->failed;
    struct sv_side *side = d->is_after ? &state->after : &state->before;
    side->entries++;
    side->bytes += entry->key.n + entry->name_space.n + entry->user_key.n + entry->value.n;
    d->failed |= !add_print(d, &print);
    return !d->failed;
}

/* Told once, though a run may be read several times: losses that are the same settle into one. */
static void lose(const struct sv_loss *loss, void *context)
{
    struct sv_diffing *d = context;
    struct sv_difference *result = d->result;
    const struct sv_issue issue = sv_issue_of(d->is_after ? result->after : result->before, loss);
    sv_issues_add(d->is_after ? &result->losses_after : &result->losses_before, &issue);
}

static void advance(uint64_t bytes, void *context)
{
    struct sv_diffing *d = context;
    const struct sv_run *run = &d->request->run;
    d->done_bytes += bytes;
    if (run->progress)
        run->progress(d->done_bytes, d->total_bytes, run->progress_context);
}

/* The part of a unit that lies in the run at hand. */
static bool cut_unit(const struct sv_diffing *d, struct sv_scan_unit *unit)
{
    if ((unit->first_key_group < 0) != (d->first_key_group < 0))
        return false;
    if (unit->first_key_group < d->first_key_group)
        unit->first_key_group = d->first_key_group;
    if (unit->last_key_group > d->last_key_group)
        unit->last_key_group = d->last_key_group;
    return unit->first_key_group <= unit->last_key_group;
}

static enum sv_status read_side(struct sv_diffing *d, bool is_after, struct sv_error *err)
{
    const struct sv_visitor visitor = { .entry = look, .loss = lose, .progress = advance, .context = d };
    struct sv_scan *scan = d->scans[is_after];
    const struct sv_operator *op = is_after ? d->pair->after : d->pair->before;
    d->is_after = is_after;
    for (const struct sv_scan_unit *unit = sv_scan_units(scan); unit && op; unit = unit->next) {
        struct sv_scan_unit part = *unit;
        if (unit->op != op || !cut_unit(d, &part))
            continue;
        enum sv_status status = sv_scan_run(scan, &part, &visitor, err);
        if (status == SV_OK && d->failed)
            status = sv_fail(err, SV_ERR_MEMORY, "out of memory");
        if (status != SV_OK)
            return status;
    }
    return SV_OK;
}

static enum sv_status read_both(struct sv_diffing *d, struct sv_error *err)
{
    enum sv_status status = read_side(d, false, err);
    return status == SV_OK ? read_side(d, true, err) : status;
}

static enum sv_status compare_run(struct sv_diffing *d, struct sv_error *err)
{
    d->count = 0;
    d->looking_up = false;
    enum sv_status status = read_both(d, err);
    if (status == SV_OK && !sv_compare_prints(d))
        status = sv_fail(err, SV_ERR_MEMORY, "out of memory");
    if (status == SV_OK && d->request->list && d->count) {
        d->looking_up = true;
        status = read_both(d, err);
    }
    return status;
}

static enum sv_status compare_parts(struct sv_diffing *d, uint64_t parts, struct sv_error *err)
{
    enum sv_status status = SV_OK;
    d->modulo = parts;
    for (d->remainder = 0; d->remainder < parts && status == SV_OK; d->remainder++)
        status = compare_run(d, err);
    return status;
}

static bool add_bytes(const struct sv_blob_use *use, void *context)
{
    uint64_t *sum = context;
    const struct sv_blob *blob = use->blob;
    uint64_t there = blob->place ? blob->place->file_bytes : blob->kind == SV_BLOB_INLINE ? blob->size : 0;
    *sum = sv_u64_add_cap(*sum, blob->size < there ? blob->size : there);
    return true;
}

/* What can be read of an operator's state: sizes as recorded may be anything. */
static uint64_t bytes_there(const struct sv_operator *op)
{
    uint64_t bytes = 0;
    if (op)
        sv_each_blob_use(op, add_bytes, &bytes);
    return bytes;
}

/* Key groups of both are the same ones when their number is; else hashes of keys divide the work, and all key groups are
 * read for each part. */
static enum sv_status compare_pair(struct sv_diffing *d, struct sv_error *err)
{
    const struct sv_operator *before = d->pair->before, *after = d->pair->after;
    int32_t groups = before ? before->max_parallelism : after->max_parallelism;
    bool same_groups = (!before || !after || before->max_parallelism == after->max_parallelism) && groups > 0;
    uint64_t run_bytes = d->request->run_bytes ? d->request->run_bytes : RUN_BYTES;
    uint64_t bytes = sv_u64_add_cap(bytes_there(before), bytes_there(after));
    uint64_t parts = bytes / run_bytes + 1;
    if (groups > SV_KEY_GROUPS_MOST)
        groups = SV_KEY_GROUPS_MOST;
    int32_t step = same_groups ? (int32_t)((uint64_t)groups / parts) : SV_KEY_GROUPS_MOST;
    uint64_t modulo = same_groups ? (parts + (uint64_t)groups - 1) / (uint64_t)groups : parts;
    step = step > 0 ? step : 1;
    d->first_key_group = d->last_key_group = -1;
    enum sv_status status = compare_parts(d, parts, err);
    for (int32_t first = 0; first < (same_groups ? groups : SV_KEY_GROUPS_MOST) && status == SV_OK; first += step) {
        d->first_key_group = first;
        d->last_key_group = first + step - 1;
        status = compare_parts(d, modulo, err);
    }
    return status;
}

/* ---- all ---- */

static int by_place(const void *left, const void *right)
{
    const struct sv_changed_entry *a = left, *b = right;
    int order = (a->key_group > b->key_group) - (a->key_group < b->key_group);
    for (int i = 0; i < SV_ENTRY_PARTS && !order; i++)
        order = sv_str_cmp(a->raw[i], b->raw[i]);
    return order ? order : sv_str_cmp(a->value, b->value);
}

static void settle(struct sv_difference *result)
{
    sv_issues_settle(&result->losses_before);
    sv_issues_settle(&result->losses_after);
    for (size_t i = 0; i < result->operator_count; i++)
        for (size_t s = 0; s < result->operators[i].state_count; s++) {
            struct sv_state_difference *row = &result->operators[i].states[s];
            if (row->entry_count)
                qsort(row->entries, row->entry_count, sizeof *row->entries, by_place);
        }
}

static uint64_t units_bytes(const struct sv_scan *scan)
{
    uint64_t bytes = 0;
    for (const struct sv_scan_unit *unit = sv_scan_units(scan); unit; unit = unit->next)
        bytes = sv_u64_add_cap(bytes, unit->bytes);
    return bytes;
}

static enum sv_status compare_all(struct sv_diffing *d, struct sv_snapshot *before, struct sv_snapshot *after,
                                  struct sv_error *err)
{
    struct sv_run run = d->request->run;
    run.shard_count = 0;
    const struct sv_scan_options options = sv_run_scan_options(&run);
    struct sv_difference *result = d->result;
    enum sv_status status = sv_scan_new(before, &options, &d->scans[0], err);
    if (status == SV_OK)
        status = sv_scan_new(after, &options, &d->scans[1], err);
    if (status != SV_OK)
        return status;
    d->total_bytes = sv_u64_add_cap(units_bytes(d->scans[0]), units_bytes(d->scans[1]));
    for (size_t i = 0; i < result->operator_count && status == SV_OK; i++) {
        d->pair = &result->operators[i];
        d->last_state = NULL;
        if (d->pair->state_count)
            status = compare_pair(d, err);
    }
    return status;
}

static enum sv_status fill(struct sv_difference *result, struct sv_snapshot *before, struct sv_snapshot *after,
                           const struct sv_diff_request *request, struct sv_error *err)
{
    struct sv_diffing d = { .request = request, .result = result };
    struct sv_issue issue;
    if (sv_metadata_issue(before, &issue))
        sv_issues_add(&result->losses_before, &issue);
    if (sv_metadata_issue(after, &issue))
        sv_issues_add(&result->losses_after, &issue);
    if (!make_pairs(result, &request->run))
        return sv_fail(err, SV_ERR_MEMORY, "out of memory");
    sv_arena_init(&d.values, SV_LIMIT_MODEL_BYTES);
    sv_buf_init(&d.text, SV_LIMIT_REPORT_BYTES);
    enum sv_status status = compare_all(&d, before, after, err);
    sv_scan_free(d.scans[0]);
    sv_scan_free(d.scans[1]);
    free(d.prints);
    free(d.changes);
    sv_buf_free(&d.text);
    sv_arena_free(&d.values);
    settle(result);
    if (status == SV_OK && (result->losses_before.failed || result->losses_after.failed))
        status = sv_fail(err, SV_ERR_MEMORY, "out of memory");
    return status;
}

enum sv_status sv_diff_run(struct sv_snapshot *before, struct sv_snapshot *after, const struct sv_diff_request *request,
                           struct sv_difference **out, struct sv_error *err)
{
    struct sv_difference *result = calloc(1, sizeof *result);
    if (!result)
        return sv_fail(err, SV_ERR_MEMORY, "out of memory");
    sv_arena_init(&result->arena, SV_LIMIT_MODEL_BYTES);
    result->before = before;
    result->after = after;
    result->listed = request->list;
    result->losses_before.arena = result->losses_after.arena = &result->arena;
    enum sv_status status = fill(result, before, after, request, err);
    if (status != SV_OK) {
        sv_difference_free(result);
        free(result);
        return status;
    }
    *out = result;
    return SV_OK;
}
