/* sizes.c: from the handles of an operator to bytes per state. */
#include "report/sizes.h"

#include "base/size.h"
#include "report/show.h"

/* States of one handle among which a place is looked for; real operators have below 100. */
enum { PARTITIONS_LOOKED_AT = 256 };

enum list { MANAGED_OPERATOR, MANAGED_KEYED = 2, RAW_KEYED }; /* sv_show_list */

static bool first_offset(const struct sv_partition *partition, uint64_t *out)
{
    if (partition->offsets.n < 8)
        return false;
    uint64_t offset = 0;
    for (size_t i = 0; i < 8; i++)
        offset = offset << 8 | (unsigned char)partition->offsets.p[i];
    *out = offset;
    return true;
}

/* States stand in the stream one after the other: one goes from its first element to the first of another. */
static uint64_t partition_bytes(const struct sv_handle *handle, const struct sv_partition *partition)
{
    uint64_t begin, end = handle->blob.size, other;
    if (!first_offset(partition, &begin) || begin > end || handle->partition_count > PARTITIONS_LOOKED_AT)
        return 0;
    for (const struct sv_partition *p = handle->partitions; p; p = p->next)
        if (first_offset(p, &other) && other > begin && other < end)
            end = other;
    return end - begin;
}

static bool is_broadcast(const struct sv_state *state)
{
    return state->kind == SV_STATE_BROADCAST;
}

static uint64_t bytes_in_handle(const struct sv_handle *handle, const struct sv_state *state)
{
    for (const struct sv_partition *p = handle->partitions; p; p = p->next)
        if (sv_str_eq(p->name, state->name) && (p->mode == SV_DIST_BROADCAST) == is_broadcast(state))
            return partition_bytes(handle, p);
    return 0;
}

/* Of one operator state, or of all that a list holds. */
static uint64_t bytes_in_list(const struct sv_operator *op, enum list list, const struct sv_state *state)
{
    uint64_t sum = 0, files;
    for (const struct sv_subtask *subtask = op->subtasks; subtask; subtask = subtask->next)
        for (const struct sv_handle *h = sv_show_list(subtask, list); h; h = h->next)
            sum = sv_u64_add_cap(sum, state ? bytes_in_handle(h, state) : sv_show_handle_bytes(h, &files));
    return sum;
}

static bool is_timers(const struct sv_state *state)
{
    return state->stream && state->stream->kind == SV_STREAM_TIMERS;
}

struct sv_op_sizes sv_op_sizes_of(const struct sv_operator *op)
{
    struct sv_op_sizes sizes = { .op = op };
    sizes.operator_state.bytes = bytes_in_list(op, MANAGED_OPERATOR, NULL);
    sizes.keyed.bytes = bytes_in_list(op, MANAGED_KEYED, NULL);
    sizes.timers.bytes = bytes_in_list(op, RAW_KEYED, NULL);
    for (const struct sv_op_state *s = op->states; s; s = s->next)
        if (!sv_state_is_keyed(s->state->kind))
            sizes.operator_state.states++;
        else if (is_timers(s->state))
            sizes.timers.states++;
        else
            sizes.keyed.states++;
    return sizes;
}

struct sv_state_size sv_size_of_state(const struct sv_op_sizes *sizes, const struct sv_state *state)
{
    if (is_timers(state))
        return (struct sv_state_size){ sizes->timers.bytes, sizes->timers.states > 1 };
    if (sv_state_is_keyed(state->kind))
        return (struct sv_state_size){ sizes->keyed.bytes, sizes->keyed.states > 1 };
    if (state->stream && state->stream->compressed) /* offsets count what was not compressed */
        return (struct sv_state_size){ sizes->operator_state.bytes, sizes->operator_state.states > 1 };
    return (struct sv_state_size){ bytes_in_list(sizes->op, MANAGED_OPERATOR, state), false };
}
