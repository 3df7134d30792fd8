/* stats.c: counts that add up. */
#include "model/stats.h"

#include <stdlib.h>

#define SECOND ((int64_t)1000)
#define HOUR (3600 * SECOND)
#define DAY (24 * HOUR)
const int64_t sv_time_limits_ms[SV_TIME_LIMITS] = { 60 * SECOND, HOUR, DAY, 7 * DAY, 30 * DAY, 90 * DAY, 365 * DAY };

static void free_largest(struct sv_largest *entry)
{
    free(entry->owned);
    entry->owned = NULL;
}

void sv_state_stats_free(struct sv_state_stats *s)
{
    for (uint32_t i = 0; i < s->largest_count; i++)
        free_largest(&s->largest[i]);
    free(s->largest);
    free(s->groups);
    s->largest = NULL;
    s->groups = NULL;
    s->largest_count = 0;
}

void sv_stats_free(struct sv_stats *stats)
{
    for (size_t i = 0; i < stats->state_count; i++)
        sv_state_stats_free(&stats->states[i]);
    free(stats->states);
    free(stats->operators);
    sv_issues_free(&stats->losses);
    sv_arena_free(&stats->arena);
    stats->states = NULL;
    stats->operators = NULL;
    stats->state_count = 0;
}

bool sv_stats_group(struct sv_state_stats *s, int32_t key_group, struct sv_group_count more)
{
    if (key_group < s->first_group || key_group - s->first_group >= s->group_count)
        return true;
    if (!s->groups)
        s->groups = calloc((size_t)s->group_count, sizeof *s->groups);
    if (!s->groups)
        return false;
    struct sv_group_count *group = &s->groups[key_group - s->first_group];
    group->entries += more.entries;
    group->bytes += more.bytes;
    return true;
}

void sv_times_add(struct sv_times *times, int64_t distance_ms, int64_t time_ms)
{
    int bin = 0;
    if (!times->count || time_ms < times->first)
        times->first = time_ms;
    if (!times->count || time_ms > times->last)
        times->last = time_ms;
    times->count++;
    if (time_ms == INT64_MAX)
        bin = SV_BIN_NEVER;
    else if (distance_ms >= 0)
        for (bin = 1; bin <= SV_TIME_LIMITS && distance_ms >= sv_time_limits_ms[bin - 1];)
            bin++;
    times->bins[bin]++;
}

static void add_times(struct sv_times *times, const struct sv_times *from)
{
    if (!from->count)
        return;
    if (!times->count || from->first < times->first)
        times->first = from->first;
    if (!times->count || from->last > times->last)
        times->last = from->last;
    times->count += from->count;
    times->expired += from->expired;
    for (int i = 0; i < SV_TIME_BINS; i++)
        times->bins[i] += from->bins[i];
}

/* ---- largest values ---- */

#define ORDER(x, y) (((x) > (y)) - ((x) < (y)))

static int compare_largest(const struct sv_largest *a, const struct sv_largest *b)
{
    int order = ORDER(b->bytes, a->bytes);
    order = order ? order : ORDER(a->key_group, b->key_group);
    for (int i = 0; i < SV_ENTRY_PARTS && !order; i++) {
        order = ORDER(a->raw[i].p != NULL, b->raw[i].p != NULL);
        if (!order && a->raw[i].p)
            order = sv_str_cmp(a->raw[i], b->raw[i]);
    }
    order = order ? order : ORDER(a->subtask, b->subtask);
    return order ? order : ORDER(a->at, b->at);
}

bool sv_stats_is_large(const struct sv_state_stats *s, uint32_t top, uint64_t bytes)
{
    return top && (s->largest_count < top || bytes >= s->largest[top - 1].bytes);
}

static bool own_parts(struct sv_largest *entry)
{
    size_t n = 1;
    for (int i = 0; i < SV_ENTRY_PARTS; i++)
        n += entry->raw[i].p ? entry->raw[i].n : 0;
    char *to = entry->owned = malloc(n);
    for (int i = 0; to && i < SV_ENTRY_PARTS; i++) {
        if (!entry->raw[i].p)
            continue;
        if (entry->raw[i].n)
            memcpy(to, entry->raw[i].p, entry->raw[i].n);
        entry->raw[i].p = to;
        to += entry->raw[i].n;
    }
    return entry->owned != NULL;
}

bool sv_stats_keep_largest(struct sv_state_stats *s, uint32_t top, const struct sv_largest *entry)
{
    if (!sv_stats_is_large(s, top, entry->bytes))
        return true;
    if (s->largest_count == top && compare_largest(entry, &s->largest[top - 1]) >= 0)
        return true;
    if (!s->largest)
        s->largest = calloc(top, sizeof *s->largest);
    struct sv_largest copy = *entry;
    if (!s->largest || !own_parts(&copy))
        return false;
    if (s->largest_count == top)
        free_largest(&s->largest[--s->largest_count]);
    uint32_t i = s->largest_count++;
    for (; i > 0 && compare_largest(&copy, &s->largest[i - 1]) < 0; i--)
        s->largest[i] = s->largest[i - 1];
    s->largest[i] = copy;
    return true;
}

bool sv_state_stats_add(struct sv_state_stats *s, const struct sv_state_stats *from, uint32_t top)
{
    s->counted |= from->counted;
    s->entries += from->entries;
    s->key_bytes += from->key_bytes;
    s->value_bytes += from->value_bytes;
    s->timed |= from->timed;
    add_times(&s->ttl, &from->ttl);
    add_times(&s->due, &from->due);
    for (int32_t i = 0; from->groups && i < from->group_count; i++)
        if (from->groups[i].entries && !sv_stats_group(s, from->first_group + i, from->groups[i]))
            return false;
    for (uint32_t i = 0; i < from->largest_count; i++)
        if (!sv_stats_keep_largest(s, top, &from->largest[i]))
            return false;
    return true;
}

/* ---- spread ---- */

static int by_number(const void *left, const void *right)
{
    uint64_t a = *(const uint64_t *)left, b = *(const uint64_t *)right;
    return ORDER(a, b);
}

bool sv_spread_of(const struct sv_state_stats *s, struct sv_spread *out)
{
    struct sv_spread spread = { .groups = s->group_count };
    if (!s->groups || s->group_count <= 0)
        return false;
    uint64_t *counts = calloc((size_t)s->group_count, sizeof *counts), sum = 0;
    if (!counts)
        return false;
    for (int32_t i = 0; i < s->group_count; i++) {
        counts[i] = s->groups[i].entries;
        sum += counts[i];
        spread.used += counts[i] > 0;
        if (counts[i] > spread.max) {
            spread.max = counts[i];
            spread.largest_group = s->first_group + i;
        }
    }
    qsort(counts, (size_t)s->group_count, sizeof *counts, by_number);
    spread.min = counts[0];
    spread.median = counts[(s->group_count - 1) / 2];
    if (sum)
        spread.skew = (double)spread.max * (double)s->group_count / (double)sum;
    free(counts);
    *out = spread;
    return true;
}
