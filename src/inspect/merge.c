/* merge.c: the states of an operator over its subtasks, by name and kind. */
#include "inspect/inside.h"

#include <search.h>

struct merge {
    struct sv_arena *arena;
    struct sv_operator *op;
    void *tree; /* of struct sv_op_state, by name and kind */
    struct sv_op_state **tail;
    uint32_t subtask; /* number of the current one, from 1 */
};
/* What the tree holds: the state, and the last subtask that was counted for it. */
struct merged {
    struct sv_op_state op_state; /* first: the list of the operator points here */
    uint32_t last_subtask;
};

static int compare(const void *a, const void *b)
{
    const struct sv_state *x = ((const struct merged *)a)->op_state.state;
    const struct sv_state *y = ((const struct merged *)b)->op_state.state;
    return x->kind != y->kind ? (int)x->kind - (int)y->kind : sv_str_cmp(x->name, y->name);
}

static void keep(void *item)
{
    (void)item; /* lives in the arena */
}

static bool same_options(const struct sv_option *a, const struct sv_option *b)
{
    for (; a && b; a = a->next, b = b->next)
        if (!sv_str_eq(a->key, b->key) || !sv_str_eq(a->value, b->value))
            return false;
    return !a && !b;
}

static bool same_state(const struct sv_state *a, const struct sv_state *b)
{
    if (a == b)
        return true;
    if (!same_options(a->options, b->options))
        return false;
    const struct sv_type *x = sv_state_next_root(a, NULL), *y = sv_state_next_root(b, NULL);
    while (x && y && sv_type_same(x, y)) {
        x = sv_state_next_root(a, x);
        y = sv_state_next_root(b, y);
    }
    return !x && !y;
}

static bool add_state(struct merge *m, const struct sv_state *state)
{
    struct merged key = { .op_state = { .state = state } };
    struct merged **found = tfind(&key, &m->tree, compare);
    struct merged *item = found ? *found : SV_NEW(m->arena, struct merged);
    if (!item)
        return false;
    if (!found) {
        item->op_state.state = state;
        if (!tsearch(item, &m->tree, compare))
            return false;
        *m->tail = &item->op_state;
        m->tail = &item->op_state.next;
        m->op->state_count++;
    } else if (!item->op_state.other && !same_state(item->op_state.state, state)) {
        item->op_state.other = state;
    }
    if (item->last_subtask != m->subtask)
        item->op_state.subtask_count++;
    item->last_subtask = m->subtask;
    return true;
}

static bool add_handles(struct merge *m, const struct sv_handle *handle)
{
    for (; handle; handle = handle->next) {
        for (const struct sv_stream *stream = handle->stream; stream; stream = stream->next)
            for (const struct sv_state *state = stream->states; state; state = state->next)
                if (!add_state(m, state))
                    return false;
        if (!add_handles(m, handle->materialized) || !add_handles(m, handle->increments))
            return false;
    }
    return true;
}

bool sv_merge_states(struct sv_arena *arena, struct sv_operator *op)
{
    struct merge m = { .arena = arena, .op = op, .tail = &op->states };
    bool done = true;
    for (const struct sv_subtask *subtask = op->subtasks; subtask && done; subtask = subtask->next) {
        m.subtask++;
        done = add_handles(&m, subtask->managed_operator) && add_handles(&m, subtask->managed_keyed) &&
               add_handles(&m, subtask->raw_keyed);
    }
    tdestroy(m.tree, keep);
    return done;
}
