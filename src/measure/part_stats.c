/* part_stats.c: parts of stats, added up. Mirrors what src/report/stats_json.c writes. */
#include <stdlib.h>

#include "base/limits.h"
#include "measure/part.h"

static void read_times(struct sv_part *part, const cJSON *object, bool of_timers, struct sv_times *out)
{
    struct sv_times times = { .count = sv_part_u64_of(part, object, "count") };
    if (times.count) {
        times.first = sv_part_i64_of(part, object, "first");
        times.last = sv_part_i64_of(part, object, "last");
    }
    times.bins[SV_BIN_BEFORE] = sv_part_u64_of(part, object, of_timers ? "overdue" : "later_than_reference");
    const cJSON *bin = sv_part_list(part, object, of_timers ? "due_within" : "last_access_within");
    for (int i = 0; i < SV_TIME_LIMITS && !part->bad; i++, bin = bin ? bin->next : NULL)
        times.bins[1 + i] = sv_part_u64_of(part, bin, "count");
    times.bins[SV_BIN_BEYOND] = sv_part_u64_of(part, object, "beyond");
    if (of_timers)
        times.bins[SV_BIN_NEVER] = sv_part_u64_of(part, object, "never");
    else if (!cJSON_IsNull(sv_part_item(part, object, "expired")))
        times.expired = sv_part_u64_of(part, object, "expired");
    *out = times;
}

static void read_largest(struct sv_part *part, const cJSON *item, uint32_t top, struct sv_state_stats *into)
{
    static const char *const raw[] = { "key_hex", "namespace_hex", "user_key_hex" };
    static const char *const shown[] = { "key_json", "namespace_json", "user_key_json" };
    for (; item && !part->bad; item = item->next) {
        struct sv_largest large = {
            .bytes = sv_part_u64_of(part, item, "bytes"),
            .key_group = sv_part_number(part, item, "key_group"),
            .subtask = sv_part_number(part, item, "subtask"),
            .at = sv_part_u64_of(part, item, "at"),
        };
        for (int i = 0; i < SV_ENTRY_PARTS; i++) {
            large.raw[i] = sv_part_hex(part, item, raw[i]);
            large.shown[i] = cJSON_GetObjectItemCaseSensitive(item, shown[i]) ? sv_part_text(part, item, shown[i])
                                                                              : (sv_str){ NULL, 0 };
        }
        if (!part->bad && !sv_stats_keep_largest(into, top, &large))
            part->no_memory = true;
    }
}

static void read_groups(struct sv_part *part, const cJSON *item, struct sv_state_stats *into)
{
    for (; item && !part->bad; item = item->next) {
        const cJSON *group = item->child, *entries = group ? group->next : NULL;
        part->bad |=
            !cJSON_IsNumber(group) || !entries || group->valuedouble < 0 || group->valuedouble >= SV_KEY_GROUPS_MOST;
        if (part->bad)
            return;
        const struct sv_group_count count = { .entries = sv_part_u64(part, entries),
                                              .bytes = sv_part_u64(part, entries->next) };
        if (!sv_stats_group(into, (int32_t)group->valuedouble, count))
            part->no_memory = true;
    }
}

static void read_state(struct sv_part *part, const cJSON *item, uint32_t top, struct sv_state_stats *into)
{
    struct sv_state_stats from = { .counted = true };
    from.entries = sv_part_u64_of(part, item, "entries");
    from.key_bytes = sv_part_u64_of(part, item, "key_bytes");
    from.value_bytes = sv_part_u64_of(part, item, "value_bytes");
    const cJSON *ttl = sv_part_item(part, item, "ttl"), *timers = sv_part_item(part, item, "timers");
    from.timed = !cJSON_IsNull(ttl);
    if (from.timed)
        read_times(part, ttl, false, &from.ttl);
    if (!cJSON_IsNull(timers))
        read_times(part, timers, true, &from.due);
    if (!part->bad && !sv_state_stats_add(into, &from, top))
        part->no_memory = true;
    read_largest(part, sv_part_list(part, item, "largest"), top, into);
    read_groups(part, sv_part_list(part, item, "counted"), into);
}

/* ---- the first part makes the rows ---- */

static enum sv_state_kind kind_of(sv_str name)
{
    int kind = 0;
    while (kind < SV_STATE_UNKNOWN && !sv_str_eq(name, sv_str_of(sv_state_kind_name((enum sv_state_kind)kind))))
        kind++;
    return (enum sv_state_kind)kind;
}

static enum sv_backend backend_of(sv_str name)
{
    int backend = SV_BACKEND_CHANGELOG;
    while (backend > SV_BACKEND_UNKNOWN && !sv_str_eq(name, sv_str_of(sv_backend_name((enum sv_backend)backend))))
        backend--;
    return (enum sv_backend)backend;
}

static bool has_state_room(struct sv_stats *total, size_t *capacity)
{
    if (total->state_count < *capacity)
        return true;
    size_t more = *capacity ? 2 * *capacity : 64;
    struct sv_state_stats *states = reallocarray(total->states, more, sizeof *states);
    if (!states)
        return false;
    total->states = states;
    *capacity = more;
    return true;
}

static void make_row(struct sv_part *part, const cJSON *item, const struct sv_operator *op, struct sv_state_stats *out)
{
    struct sv_state *state = SV_NEW(part->arena, struct sv_state);
    if (!state) {
        part->no_memory = true;
        return;
    }
    state->name = sv_part_text(part, item, "name");
    state->kind = kind_of(sv_part_text(part, item, "kind"));
    state->backend = backend_of(sv_part_text(part, item, "backend"));
    bool keyed = sv_state_is_keyed(state->kind) && op->max_parallelism > 0 && op->max_parallelism <= SV_KEY_GROUPS_MOST;
    *out = (struct sv_state_stats){ .op = op, .state = state, .group_count = keyed ? op->max_parallelism : 0 };
    out->disk_known = !cJSON_IsNull(sv_part_item(part, item, "disk_bytes"));
    out->disk_bytes = out->disk_known ? sv_part_u64_of(part, item, "disk_bytes") : 0;
    out->files = out->disk_known ? sv_part_u64_of(part, item, "files") : 0;
}

static void make_rows(struct sv_part *part, struct sv_stats *total)
{
    size_t capacity = 0, count = 0;
    for (const struct sv_operator *op = total->snapshot->operators; op; op = op->next)
        count++;
    total->operators = calloc(count + 1, sizeof *total->operators);
    part->no_memory |= !total->operators;
    const struct sv_operator *op = total->snapshot->operators;
    const cJSON *item = sv_part_list(part, part->document, "operators");
    for (; op && item && !part->bad && !part->no_memory; op = op->next, item = item->next) {
        total->operators[total->operator_count++] = (struct sv_operator_stats){
            .op = op, .bytes = op->state_bytes, .files = sv_part_u64_of(part, item, "files")
        };
        for (const cJSON *s = sv_part_list(part, item, "states"); s && !part->bad; s = s->next) {
            if (!has_state_room(total, &capacity)) {
                part->no_memory = true;
                return;
            }
            total->states[total->state_count] = (struct sv_state_stats){ .op = op };
            make_row(part, s, op, &total->states[total->state_count++]);
        }
    }
}

static enum sv_status begin(struct sv_part *part, struct sv_stats **out, struct sv_error *err)
{
    struct sv_stats *total = calloc(1, sizeof *total);
    if (!total)
        return sv_fail(err, SV_ERR_MEMORY, "out of memory");
    sv_arena_init(&total->arena, SV_LIMIT_MODEL_BYTES);
    *out = total;
    part->arena = total->losses.arena = &total->arena;
    total->snapshot = sv_part_snapshot(part, part->document);
    total->reference_ms = sv_part_i64_of(part, part->document, "reference_time");
    total->reference_given = sv_part_bool(part, part->document, "reference_given");
    const cJSON *ttl = sv_part_item(part, part->document, "ttl_ms");
    total->ttl_ms = cJSON_IsNull(ttl) ? -1 : sv_part_i64(part, ttl);
    total->top = (uint32_t)sv_part_number(part, part->document, "top");
    part->bad |= total->top > SV_LARGEST_MOST;
    total->filter = sv_part_text(part, part->document, "filter");
    if (!part->bad && !part->no_memory)
        make_rows(part, total);
    return sv_part_end(part, err);
}

/* ---- all parts ---- */

static enum sv_status same_question(struct sv_part *part, const struct sv_stats *total, struct sv_error *err)
{
    const cJSON *ttl = sv_part_item(part, part->document, "ttl_ms");
    const char *differs = NULL;
    if (!sv_str_eq(sv_part_text(part, part->document, "filter"), total->filter))
        differs = "other operators or states are asked for";
    else if ((uint32_t)sv_part_number(part, part->document, "top") != total->top)
        differs = "--top differs";
    else if ((cJSON_IsNull(ttl) ? -1 : sv_part_i64(part, ttl)) != total->ttl_ms)
        differs = "--ttl differs";
    else if (sv_part_i64_of(part, part->document, "reference_time") != total->reference_ms)
        differs = "times are measured from another time; give --now to all";
    if (differs)
        return sv_fail(err, SV_ERR_USAGE, "cannot merge '%s': %s", part->path, differs);
    return SV_OK;
}

static void add_states(struct sv_part *part, struct sv_stats *total)
{
    size_t i = 0;
    for (const cJSON *op = sv_part_list(part, part->document, "operators"); op && !part->bad; op = op->next)
        for (const cJSON *s = sv_part_list(part, op, "states"); s && !part->bad; s = s->next) {
            part->bad |=
                i >= total->state_count || !sv_str_eq(sv_part_text(part, s, "name"), total->states[i].state->name);
            if (!part->bad)
                read_state(part, s, total->top, &total->states[i++]);
        }
    part->bad |= i != total->state_count;
}

enum sv_status sv_stats_add_part(struct sv_part *part, struct sv_stats **total, struct sv_error *err)
{
    enum sv_status status = SV_OK;
    if (!*total)
        status = begin(part, total, err);
    if (status != SV_OK)
        return status;
    part->arena = &(*total)->arena;
    status = same_question(part, *total, err);
    if (status != SV_OK)
        return status;
    add_states(part, *total);
    if (!part->bad)
        sv_part_issues(part, sv_part_list(part, part->document, "losses"), (*total)->snapshot, &(*total)->losses);
    (*total)->losses.dropped += sv_part_u64_of(part, part->document, "losses_left_out");
    return sv_part_end(part, err);
}
