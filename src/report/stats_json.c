/* stats_json.c: what is in states, for programs; a part of the work with what its sum needs. docs/output.md#stats */
#include <inttypes.h>
#include <stdio.h>

#include "report/issues.h"
#include "report/share.h"
#include "report/stats.h"
#include "report/value.h"

static void put_times(struct sv_json *json, cJSON *to, const char *key, const struct sv_times *times, bool of_timers)
{
    cJSON *object = sv_json_object(json, to, key);
    sv_json_u64(json, object, "count", times->count);
    if (times->count) {
        sv_json_i64(json, object, "first", times->first);
        sv_json_i64(json, object, "last", times->last);
    } else {
        sv_json_null(json, object, "first");
        sv_json_null(json, object, "last");
    }
    sv_json_u64(json, object, of_timers ? "overdue" : "later_than_reference", times->bins[SV_BIN_BEFORE]);
    cJSON *bins = sv_json_array(json, object, of_timers ? "due_within" : "last_access_within");
    for (int i = 0; i < SV_TIME_LIMITS; i++) {
        cJSON *bin = sv_json_object(json, bins, NULL);
        sv_json_i64(json, bin, "ms", sv_time_limits_ms[i]);
        sv_json_u64(json, bin, "count", times->bins[1 + i]);
    }
    sv_json_u64(json, object, "beyond", times->bins[SV_BIN_BEYOND]);
    if (of_timers)
        sv_json_u64(json, object, "never", times->bins[SV_BIN_NEVER]);
}

static void put_ttl(struct sv_json *json, cJSON *to, const struct sv_stats *stats, const struct sv_state_stats *s)
{
    if (!s->timed) {
        sv_json_null(json, to, "ttl");
        return;
    }
    put_times(json, to, "ttl", &s->ttl, false);
    cJSON *object = cJSON_GetObjectItemCaseSensitive(to, "ttl");
    if (stats->ttl_ms < 0)
        sv_json_null(json, object, "expired");
    else
        sv_json_u64(json, object, "expired", s->ttl.expired);
}

/* Sums of equal runs of key groups. */
static void put_histogram(struct sv_json *json, cJSON *to, const struct sv_state_stats *s)
{
    uint64_t bars[SV_STATS_BARS];
    size_t count = sv_stats_bars(s, bars);
    cJSON *list = sv_json_array(json, to, "histogram");
    for (size_t i = 0; i < count; i++)
        sv_json_u64(json, list, NULL, bars[i]);
}

static void put_spread(struct sv_json *json, cJSON *to, const struct sv_state_stats *s)
{
    struct sv_spread spread;
    char skew[40];
    if (!sv_spread_of(s, &spread)) {
        sv_json_null(json, to, "key_groups");
        return;
    }
    cJSON *object = sv_json_object(json, to, "key_groups");
    sv_json_number(json, object, "count", spread.groups);
    sv_json_number(json, object, "with_entries", spread.used);
    sv_json_u64(json, object, "min", spread.min);
    sv_json_u64(json, object, "median", spread.median);
    sv_json_u64(json, object, "max", spread.max);
    sv_json_number(json, object, "largest", spread.largest_group);
    int n = snprintf(skew, sizeof skew, "%.2f", spread.skew);
    sv_json_raw(json, object, "skew", (sv_str){ skew, n < 0 ? 0 : (size_t)n });
    put_histogram(json, object, s);
}

static void put_large_parts(struct sv_json *json, cJSON *to, const struct sv_largest *large, bool part)
{
    static const char *const names[] = { "key", "namespace", "user_key" };
    static const char *const raw_names[] = { "key_hex", "namespace_hex", "user_key_hex" };
    static const char *const shown_names[] = { "key_json", "namespace_json", "user_key_json" };
    for (int i = 0; i < SV_ENTRY_PARTS; i++) {
        bool undecoded = large->raw[i].p && !large->shown[i].p;
        sv_json_raw(json, to, names[i], large->shown[i]);
        if (undecoded || part)
            sv_json_hex(json, to, raw_names[i], large->raw[i]);
        if (part && large->shown[i].p)
            sv_json_text(json, to, shown_names[i], large->shown[i]);
    }
}

static void put_largest(struct sv_json *json, cJSON *to, const struct sv_stats *stats, const struct sv_state_stats *s)
{
    cJSON *list = sv_json_array(json, to, "largest");
    bool part = stats->share.count > 0;
    for (uint32_t i = 0; i < s->largest_count; i++) {
        const struct sv_largest *large = &s->largest[i];
        cJSON *item = sv_json_object(json, list, NULL);
        sv_json_u64(json, item, "bytes", large->bytes);
        if (large->key_group >= 0)
            sv_json_number(json, item, "key_group", large->key_group);
        else
            sv_json_null(json, item, "key_group");
        put_large_parts(json, item, large, part);
        if (part) {
            sv_json_number(json, item, "subtask", large->subtask);
            sv_json_u64(json, item, "at", large->at);
        }
    }
}

/* [key group, entries, bytes] of those with entries. */
static void put_groups(struct sv_json *json, cJSON *to, const struct sv_state_stats *s)
{
    cJSON *list = sv_json_array(json, to, "counted");
    for (int32_t i = 0; s->groups && i < s->group_count; i++) {
        if (!s->groups[i].entries)
            continue;
        cJSON *item = sv_json_array(json, list, NULL);
        sv_json_number(json, item, NULL, s->first_group + i);
        sv_json_u64(json, item, NULL, s->groups[i].entries);
        sv_json_u64(json, item, NULL, s->groups[i].bytes);
    }
}

static void put_known(struct sv_json *json, cJSON *to, const char *key, bool known, uint64_t value)
{
    if (known)
        sv_json_u64(json, to, key, value);
    else
        sv_json_null(json, to, key);
}

static void put_state(struct sv_json *json, cJSON *to, const struct sv_stats *stats, const struct sv_state_stats *s)
{
    cJSON *item = sv_json_object(json, to, NULL);
    sv_json_state_head(json, item, s->state);
    put_known(json, item, "entries", s->counted, s->entries);
    put_known(json, item, "key_bytes", s->counted, s->key_bytes);
    put_known(json, item, "value_bytes", s->counted, s->value_bytes);
    put_known(json, item, "disk_bytes", s->disk_known, s->disk_bytes);
    put_known(json, item, "files", s->disk_known, s->files);
    put_spread(json, item, s);
    put_largest(json, item, stats, s);
    put_ttl(json, item, stats, s);
    if (s->state->kind == SV_STATE_TIMER && s->counted && !stats->estimate)
        put_times(json, item, "timers", &s->due, true);
    else
        sv_json_null(json, item, "timers");
    if (stats->share.count)
        put_groups(json, item, s);
}

static void put_operators(struct sv_json *json, cJSON *to, const struct sv_stats *stats)
{
    cJSON *operators = sv_json_array(json, to, "operators");
    size_t next = 0;
    for (size_t i = 0; i < stats->operator_count; i++) {
        const struct sv_operator_stats *o = &stats->operators[i];
        cJSON *item = sv_json_object(json, operators, NULL);
        sv_json_operator_head(json, item, o->op);
        sv_json_u64(json, item, "files", o->files);
        cJSON *states = sv_json_array(json, item, "states");
        for (; next < stats->state_count && stats->states[next].op == o->op; next++)
            put_state(json, states, stats, &stats->states[next]);
    }
}

void sv_stats_json(const struct sv_report *report, struct sv_buf *out)
{
    const struct sv_stats *stats = report->stats;
    struct sv_json json;
    sv_json_begin(&json);
    cJSON *document = sv_json_document(&json, "snapvet.stats/1");
    sv_json_share(&json, document, &stats->share, stats->snapshot_id);
    sv_json_snapshot(&json, document, stats->snapshot);
    sv_json_bool(&json, document, "exact", !stats->estimate);
    sv_json_i64(&json, document, "reference_time", stats->reference_ms);
    sv_json_bool(&json, document, "reference_given", stats->reference_given);
    if (stats->ttl_ms < 0)
        sv_json_null(&json, document, "ttl_ms");
    else
        sv_json_i64(&json, document, "ttl_ms", stats->ttl_ms);
    sv_json_number(&json, document, "top", stats->top);
    sv_json_text_or_null(&json, document, "filter", stats->filter);
    put_operators(&json, document, stats);
    sv_json_issues(&json, document, "losses", &stats->losses, stats->snapshot);
    sv_json_u64(&json, document, "losses_left_out", stats->losses.dropped);
    sv_json_end(&json, document, report->style.compact, out);
}
