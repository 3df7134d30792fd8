/* tally.c: entries into counters. */
#include "measure/tally.h"

#include <stdlib.h>

#include "base/limits.h"

void sv_tally_init(struct sv_tally *tally, struct sv_stats *stats, const size_t *first_of)
{
    *tally = (struct sv_tally){ .stats = stats, .first_of = first_of };
    sv_arena_init(&tally->scratch, SV_LIMIT_MODEL_BYTES);
    sv_arena_init(&tally->texts, SV_LIMIT_MODEL_BYTES);
    tally->losses.arena = &tally->texts;
}

static void free_rows(struct sv_tally *tally)
{
    for (size_t i = 0; i < tally->row_count; i++)
        sv_state_stats_free(&tally->rows[i]);
    tally->row_count = 0;
    tally->last_state = NULL;
}

void sv_tally_free(struct sv_tally *tally)
{
    free_rows(tally);
    free(tally->rows);
    sv_issues_free(&tally->losses);
    sv_arena_free(&tally->texts);
    sv_arena_free(&tally->scratch);
}

static bool begin(const struct sv_scan_unit *unit, void *context)
{
    struct sv_tally *tally = context;
    const struct sv_operator *op = unit->op;
    tally->unit = unit;
    tally->first = tally->first_of[sv_operator_index(tally->stats->snapshot, op)];
    if (op->state_count > tally->capacity) {
        struct sv_state_stats *rows = reallocarray(tally->rows, op->state_count, sizeof *rows);
        if (!rows)
            return false;
        tally->rows = rows;
        tally->capacity = op->state_count;
    }
    for (tally->row_count = 0; tally->row_count < op->state_count; tally->row_count++)
        tally->rows[tally->row_count] = (struct sv_state_stats){
            .first_group = unit->first_key_group,
            .group_count = unit->first_key_group < 0 || unit->last_key_group >= SV_KEY_GROUPS_MOST
                               ? 0
                               : unit->last_key_group - unit->first_key_group + 1,
        };
    return true;
}

/* ---- entries ---- */

static bool is_timed(const struct sv_codec *codec)
{
    codec = sv_codec_unwrapped(codec);
    return codec && sv_codec_type(codec)->kind == SV_KIND_TTL;
}

/* An operator's states are found by name and kind, as they were merged. */
static struct sv_state_stats *row_of(struct sv_tally *tally, const struct sv_state_entry *entry)
{
    const struct sv_state *state = entry->state;
    if (state == tally->last_state)
        return tally->last_row;
    size_t i = 0;
    for (const struct sv_op_state *s = entry->op->states; s && i < tally->row_count; s = s->next, i++) {
        if (s->state != state && (s->state->kind != state->kind || !sv_str_eq(s->state->name, state->name)))
            continue;
        struct sv_state_stats *row = &tally->rows[i];
        row->counted = true;
        row->timed = is_timed(entry->codecs->value) || is_timed(entry->codecs->element);
        tally->last_state = state;
        tally->last_row = row;
        return row;
    }
    return NULL;
}

static void count_time(struct sv_tally *tally, struct sv_state_stats *row, int64_t last_access_ms)
{
    const struct sv_stats *stats = tally->stats;
    int64_t age = 0;
    if (__builtin_sub_overflow(stats->reference_ms, last_access_ms, &age))
        age = last_access_ms < 0 ? INT64_MAX : INT64_MIN;
    sv_times_add(&row->ttl, age, last_access_ms);
    row->ttl.expired += stats->ttl_ms >= 0 && age >= stats->ttl_ms;
}

static void count_times(struct sv_tally *tally, struct sv_state_stats *row, const struct sv_value *ttl)
{
    if (ttl && ttl->kind == SV_VALUE_LONG)
        count_time(tally, row, ttl->i);
    if (ttl && ttl->kind == SV_VALUE_ARRAY)
        for (const struct sv_value *each = ttl->child; each; each = each->next)
            if (each->kind == SV_VALUE_LONG)
                count_time(tally, row, each->i);
}

/* TtlStateFactory.TtlSerializer writes the time first, so that most values need not be decoded. */
static void count_ttl(struct sv_tally *tally, struct sv_state_stats *row, const struct sv_state_entry *entry)
{
    struct sv_cursor cur = sv_cur_of(entry->value.p, entry->value.n, 0);
    if (entry->form == SV_ENTRY_NULLABLE && sv_cur_bool(&cur))
        return;
    if (is_timed(entry->codecs->value) && (entry->form == SV_ENTRY_PLAIN || entry->form == SV_ENTRY_NULLABLE)) {
        int64_t time = sv_cur_i64(&cur);
        if (sv_cur_ok(&cur))
            count_time(tally, row, time);
        return;
    }
    struct sv_value *ttl = NULL;
    sv_arena_reset(&tally->scratch);
    sv_entry_value(entry, &tally->scratch, &ttl);
    count_times(tally, row, ttl);
}

static void count_due(struct sv_tally *tally, struct sv_state_stats *row, int64_t due_ms)
{
    int64_t until = 0;
    if (__builtin_sub_overflow(due_ms, tally->stats->reference_ms, &until))
        until = due_ms < 0 ? INT64_MIN : INT64_MAX;
    sv_times_add(&row->due, until, due_ms);
}

static bool count_entry(const struct sv_state_entry *entry, void *context)
{
    struct sv_tally *tally = context;
    struct sv_state_stats *row = row_of(tally, entry);
    if (!row)
        return true;
    uint64_t key_bytes = entry->key.n + entry->name_space.n + entry->user_key.n;
    row->entries++;
    row->key_bytes += key_bytes;
    row->value_bytes += entry->value.n;
    if (entry->state->kind == SV_STATE_TIMER)
        count_due(tally, row, entry->timer);
    else if (row->timed && entry->value.p)
        count_ttl(tally, row, entry);
    const struct sv_group_count one = { .entries = 1, .bytes = key_bytes + entry->value.n };
    if (entry->key_group >= 0 && !sv_stats_group(row, entry->key_group, one))
        tally->failed = true;
    if (entry->value.p && sv_stats_is_large(row, tally->stats->top, entry->value.n)) {
        const struct sv_largest large = {
            .bytes = entry->value.n,
            .key_group = entry->key_group,
            .subtask = entry->key_group < 0 ? entry->subtask->index : -1,
            .at = entry->key_group < 0 ? entry->at : 0,
            .raw = { entry->key, entry->name_space, entry->user_key },
            .codecs = entry->codecs,
        };
        tally->failed |= !sv_stats_keep_largest(row, tally->stats->top, &large);
    }
    return !tally->failed;
}

struct sv_issue sv_issue_of(const struct sv_snapshot *snapshot, const struct sv_loss *loss)
{
    const struct sv_defect *defect = &loss->defect;
    return (struct sv_issue){
        .check = SV_CHECK_ENTRIES,
        .blind = sv_defect_is_blind(defect->code),
        .op_index = sv_operator_index(snapshot, loss->op),
        .subtask = loss->subtask->index,
        .state = loss->state ? loss->state->name : (sv_str){ "", 0 },
        .file = loss->blob ? loss->blob->name : (sv_str){ "", 0 },
        .at = defect->at,
        .what = sv_str_of(sv_defect_text(defect->code)),
        .doing = sv_str_of(defect->doing),
        .subject = defect->subject,
        .detail = sv_str_of(loss->detail),
        .first_key_group = loss->first_key_group,
        .last_key_group = loss->last_key_group,
    };
}

bool sv_metadata_issue(const struct sv_snapshot *snapshot, struct sv_issue *out)
{
    const struct sv_defect *defect = &snapshot->defect;
    if (defect->code == SV_DEFECT_NONE)
        return false;
    *out = (struct sv_issue){
        .check = SV_CHECK_METADATA,
        .op_index = UINT32_MAX,
        .subtask = -1,
        .file = snapshot->metadata,
        .at = defect->at,
        .what = sv_str_of(sv_defect_text(defect->code)),
        .doing = sv_str_of(defect->doing),
        .subject = defect->subject,
        .first_key_group = -1,
        .last_key_group = -1,
    };
    return true;
}

static void keep_loss(const struct sv_loss *loss, void *context)
{
    struct sv_tally *tally = context;
    struct sv_issue issue = sv_issue_of(tally->stats->snapshot, loss);
    if (tally->unit->handle->kind == SV_HANDLE_INCREMENTAL)
        issue.check = SV_CHECK_SST;
    sv_issues_add(&tally->losses, &issue);
}

static bool done(void *context)
{
    struct sv_tally *tally = context;
    struct sv_stats *stats = tally->stats;
    for (size_t i = 0; i < tally->row_count; i++)
        if (tally->rows[i].counted &&
            !sv_state_stats_add(&stats->states[tally->first + i], &tally->rows[i], stats->top))
            return false;
    free_rows(tally);
    sv_issues_add_all(&stats->losses, &tally->losses);
    sv_issues_free(&tally->losses);
    sv_arena_reset(&tally->texts);
    return !stats->losses.failed;
}

struct sv_worker sv_tally_worker(struct sv_tally *tally)
{
    return (struct sv_worker){
        .visitor = { .entry = count_entry, .loss = keep_loss, .context = tally },
        .begin = begin,
        .done = done,
        .failed = &tally->failed,
    };
}
