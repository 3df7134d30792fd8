/* operator.c: elements of operator state. docs/format/state-entries.md#operator
 *
 * SIZE  MEANING
 *       behind the head, where the offsets of the handle say; with compression every element begins with a chunk:
 *       list, union: one value at each offset, up to the next larger one
 *       broadcast: at the first offset 4 number of pairs; of each key, value
 *
 * Every subtask writes a broadcast state whole: only the first that has it is read.
 * Mirrors OperatorStateRestoreOperation, PartitionableListState, HeapBroadcastState. */
#include "scan/infer.h"

/* A state of one handle. */
struct elements {
    struct sv_input *in;
    const struct sv_scan_state *state;
    const struct sv_partition *partition;
    bool compressed;
};

static void lost(const struct elements *e, const struct sv_cursor *tried)
{
    struct sv_defect defect = sv_input_defect(e->in, tried);
    sv_tell_lost(e->in->job, e->state->state, e->in->blob, -1, -1, &defect);
}

static void start(const struct elements *e, uint32_t i)
{
    sv_input_part(e->in, sv_element_extent(e->in->job->unit->handle, e->partition, i));
    if (e->compressed)
        sv_input_unpack(e->in);
}

/* All of the part is the element: it need not be decoded to find its end. */
static void read_element(const struct elements *e, uint32_t i)
{
    struct sv_input *in = e->in;
    struct sv_extent extent = sv_element_extent(in->job->unit->handle, e->partition, i);
    start(e, i);
    struct sv_cursor whole = in->cur;
    whole.doing = "element of operator state";
    if (extent.from > in->size)
        sv_cur_fail(&whole, SV_DEFECT_TRUNCATED);
    else if (!e->compressed)
        sv_cur_take(&whole, extent.n);
    else if (sv_input_whole(in))
        whole = in->cur;
    else
        sv_cur_fail(&whole, SV_DEFECT_TRUNCATED);
    if (!sv_cur_ok(&whole)) {
        lost(e, &whole);
    } else {
        sv_str value = { (const char *)in->cur.p, sv_cur_left(&in->cur) };
        if (!e->compressed)
            value.n = (size_t)extent.n;
        struct sv_state_entry entry = {
            .state = e->state->state, .codecs = &e->state->codecs, .key_group = -1, .value = value, .at = in->cur.at
        };
        sv_tell_entry(in->job, &entry);
    }
    sv_input_end(in);
}

/* The pairs from the next one on, of which that one does not decode; false when their ends cannot be told. */
static bool infer_pairs(const struct elements *e, uint32_t count)
{
    struct sv_input *in = e->in;
    struct sv_starts starts;
    if (!sv_input_whole(in) || !sv_infer_pairs(in->job, e->state, in->cur, count, false, &starts))
        return false;
    for (size_t i = 0; i < starts.count && !in->job->stopped; i++) {
        struct sv_cursor pair = in->cur;
        sv_cur_take(&pair, starts.items[i]);
        struct sv_state_entry entry = {
            .state = e->state->state, .codecs = &e->state->codecs, .key_group = -1, .at = pair.at
        };
        pair = sv_cur_frame(&pair, starts.items[i + 1] - starts.items[i]);
        struct sv_cursor behind = pair;
        entry.user_key = sv_take_value(e->in->job, &behind, e->state->codecs.user_key);
        size_t n = entry.user_key.n;
        if (!sv_cur_ok(&behind) && !sv_infer_split(in->job, e->state->codecs.value, false, pair, &n)) {
            lost(e, &behind);
            continue;
        }
        entry.user_key = sv_cur_bytes(&pair, n);
        entry.value = (sv_str){ (const char *)pair.p, sv_cur_left(&pair) };
        sv_tell_entry(in->job, &entry);
    }
    sv_starts_free(&starts);
    return true;
}

/* The next pair, with left of them to come; false when it was the last to be told. */
static bool read_pair(const struct elements *e, uint32_t left)
{
    struct sv_input *in = e->in;
    for (;;) {
        struct sv_cursor read = in->cur;
        struct sv_state_entry entry = {
            .state = e->state->state, .codecs = &e->state->codecs, .key_group = -1, .at = read.at
        };
        read.doing = "pair of a broadcast state";
        entry.user_key = sv_take_value(e->in->job, &read, e->state->codecs.user_key);
        entry.value = sv_take_value(e->in->job, &read, e->state->codecs.value);
        if (sv_cur_ok(&read)) {
            sv_tell_entry(in->job, &entry);
            sv_input_accept(in, &read);
            return !in->job->stopped;
        }
        if (sv_input_retry(in, &read))
            continue;
        if (!sv_is_opaque(&read.bad) || !infer_pairs(e, left))
            lost(e, &read);
        return false;
    }
}

static void read_broadcast(const struct elements *e)
{
    struct sv_input *in = e->in;
    start(e, 0);
    struct sv_cursor read;
    do {
        read = in->cur;
        read.doing = "number of pairs of a broadcast state";
    } while (sv_cur_i32(&read) == 0 && !sv_cur_ok(&read) && sv_input_retry(in, &read));
    if (!sv_cur_ok(&read)) {
        lost(e, &read);
        return;
    }
    int32_t left = (int32_t)sv_be32(read.p - 4);
    if (left < 0) {
        sv_cur_fail(&read, SV_DEFECT_BAD_VALUE);
        lost(e, &read);
        return;
    }
    sv_input_accept(in, &read);
    for (; left > 0 && read_pair(e, (uint32_t)left); left--)
        ;
    sv_input_end(in);
}

static const struct sv_partition *partition_of(const struct sv_subtask *subtask, sv_str name)
{
    const struct sv_handle *handle = subtask->managed_operator;
    for (const struct sv_partition *p = handle ? handle->partitions : NULL; p; p = p->next)
        if (p->offset_count && handle->blob.defect == SV_DEFECT_NONE && sv_str_eq(p->name, name))
            return p;
    return NULL;
}

/* Whether no subtask before this one has the broadcast state. */
static bool is_first(const struct sv_scan_job *job, sv_str name)
{
    for (const struct sv_subtask *s = job->unit->op->subtasks; s && s != job->unit->subtask; s = s->next)
        if (partition_of(s, name))
            return false;
    return true;
}

static void read_state(const struct elements *e)
{
    struct sv_scan_job *job = e->in->job;
    const struct sv_partition *p = e->partition;
    if (e->state->state->kind != SV_STATE_BROADCAST) {
        for (uint32_t i = 0; i < p->offset_count && !job->stopped; i++)
            read_element(e, i);
    } else if (p->offset_count && is_first(job, p->name)) {
        read_broadcast(e);
    }
}

static const struct sv_scan_state *state_named(const struct sv_scan_job *job, sv_str name)
{
    for (uint32_t i = 0; i < job->state_count; i++)
        if (sv_str_eq(job->states[i]->state->name, name))
            return job->states[i];
    return NULL;
}

enum sv_status sv_scan_operator(struct sv_scan_job *job, struct sv_error *err)
{
    (void)err;
    const struct sv_handle *handle = job->unit->handle;
    struct sv_input in;
    struct sv_defect defect;
    if (!sv_input_open(&in, job, &handle->blob, &defect)) {
        sv_tell_lost(job, NULL, &handle->blob, -1, -1, &defect);
        sv_input_close(&in);
        return SV_OK;
    }
    if (handle->stream->read < handle->stream->declared)
        sv_tell_lost(job, NULL, &handle->blob, -1, -1, &handle->stream->defect);
    for (const struct sv_partition *p = handle->partitions; p && !job->stopped; p = p->next) {
        struct elements e = {
            .in = &in, .state = state_named(job, p->name), .partition = p, .compressed = handle->stream->compressed
        };
        if (e.state && e.state->wanted)
            read_state(&e);
    }
    sv_input_close(&in);
    return SV_OK;
}
