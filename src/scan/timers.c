/* timers.c: timers in raw keyed state, where they are kept beside RocksDB. docs/format/state-entries.md#raw-timers
 *
 * SIZE  MEANING
 *       of each key group, as flink/timers.c describes it: version, number of services, and of each
 *  UTF    name; serializers of key and namespace
 *    4    number of event-time timers, and of each key, namespace, 8 time
 *    4    the same for processing time
 *
 * Never compressed. Mirrors InternalTimersSnapshotReaderWriters. */
#include "base/limits.h"
#include "flink/read.h"
#include "scan/input.h"

enum { QUEUES = 2 };
static const sv_str queue_prefixes[QUEUES] = { SV_STR_INIT("_timer_state/event_"),
                                               SV_STR_INIT("_timer_state/processing_") };

/* A key group being read. */
struct timers {
    struct sv_input *in;
    int32_t key_group;
    struct sv_arena serializers; /* of the key group; they are those of the head */
};

static void lost(const struct timers *t, const struct sv_scan_state *state, const struct sv_defect *defect)
{
    sv_tell_lost(t->in->job, state ? state->state : NULL, t->in->blob, t->key_group, t->key_group, defect);
}

/* The queue of a service; NULL when the head does not show it. */
static const struct sv_scan_state *queue_of(const struct sv_scan_job *job, sv_str prefix, sv_str service)
{
    for (uint32_t i = 0; i < job->state_count; i++) {
        sv_str name = job->states[i]->state->name;
        if (sv_str_starts(name, prefix) && sv_str_eq(sv_str_skip(name, prefix.n), service))
            return job->states[i];
    }
    return NULL;
}

static void read_timer(const struct timers *t, const struct sv_scan_state *queue, struct sv_cursor *cur)
{
    struct sv_state_entry entry = {
        .state = queue->state, .codecs = &queue->codecs, .key_group = t->key_group, .at = cur->at
    };
    entry.key = sv_take_value(t->in->job, cur, queue->codecs.key);
    entry.name_space = sv_take_value(t->in->job, cur, queue->name_space);
    if (!queue->codecs.name_space)
        entry.name_space = (sv_str){ NULL, 0 };
    entry.timer = sv_cur_i64(cur);
    if (sv_cur_ok(cur) && queue->wanted)
        sv_tell_entry(t->in->job, &entry);
}

/* False when the next queue cannot be found. */
static bool read_queue(const struct timers *t, sv_str prefix, sv_str service)
{
    enum { SMALLEST_TIMER = 8 };
    struct sv_cursor *cur = &t->in->cur;
    cur->doing = "number of timers";
    const struct sv_scan_state *queue = queue_of(t->in->job, prefix, service);
    uint64_t at = cur->at;
    uint32_t left = sv_cur_count(cur, SMALLEST_TIMER);
    if (left > 0 && !queue)
        sv_cur_fail_at(cur, SV_DEFECT_UNSUPPORTED, at, "timers of a service that no head shows", service);
    cur->doing = "timer";
    for (; left > 0 && sv_cur_ok(cur) && !t->in->job->stopped; left--)
        read_timer(t, queue, cur);
    if (sv_cur_ok(cur))
        return !t->in->job->stopped;
    struct sv_defect defect = sv_input_defect(t->in, cur);
    lost(t, queue, &defect);
    return false;
}

/* A service; false when the next one cannot be found. */
static bool read_service(struct timers *t, int32_t version)
{
    struct sv_cursor *cur = &t->in->cur;
    cur->doing = "name of a timer service";
    sv_str service = sv_cur_utf(cur);
    struct sv_reader r = { .cur = *cur, .arena = &t->serializers, .nodes_left = SV_LIMIT_TYPE_NODES };
    if (sv_cur_ok(cur))
        sv_step_over_timer_serializers(&r, version);
    *cur = r.cur;
    if (!sv_cur_ok(cur)) {
        struct sv_defect defect = sv_input_defect(t->in, cur);
        lost(t, NULL, &defect);
        return false;
    }
    for (unsigned i = 0; i < QUEUES; i++)
        if (!read_queue(t, queue_prefixes[i], service))
            return false;
    return true;
}

static void read_key_group(struct timers *t)
{
    struct sv_cursor *cur = &t->in->cur;
    int32_t version = sv_read_timers_version(cur);
    cur->doing = "number of timer services";
    uint32_t services = sv_cur_count(cur, 1);
    if (!sv_cur_ok(cur)) {
        struct sv_defect defect = sv_input_defect(t->in, cur);
        lost(t, NULL, &defect);
        return;
    }
    while (services-- > 0)
        if (!read_service(t, version))
            return;
}

enum sv_status sv_scan_raw_timers(struct sv_scan_job *job, struct sv_error *err)
{
    (void)err;
    const struct sv_scan_unit *unit = job->unit;
    struct sv_input in;
    struct timers t = { .in = &in };
    struct sv_defect defect;
    sv_arena_init(&t.serializers, SV_LIMIT_MODEL_BYTES);
    if (!sv_input_open(&in, job, &unit->handle->blob, &defect)) {
        sv_tell_lost(job, NULL, &unit->handle->blob, unit->first_key_group, unit->last_key_group, &defect);
        goto out;
    }
    for (int64_t group = unit->first_key_group; group <= unit->last_key_group && !job->stopped; group++) {
        struct sv_extent extent = sv_key_group_extent(unit->handle, (int32_t)group, true);
        if (extent.n == 0)
            continue;
        t.key_group = (int32_t)group;
        sv_input_part(&in, extent);
        read_key_group(&t);
        sv_input_end(&in);
        sv_arena_reset(&t.serializers);
    }
out:
    sv_arena_free(&t.serializers);
    sv_input_close(&in);
    return SV_OK;
}
