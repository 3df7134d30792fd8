/* engine.c: walks the model once and asks each rule on each site of its subject. */
#include <stdlib.h>

#include "base/limits.h"
#include "rules/against.h"
#include "rules/check.h"

struct walk {
    struct sv_site at;
    struct sv_findings *out;
    const struct sv_type *key; /* last key serializer looked at in this operator */
};

static void ask(const struct walk *walk, enum sv_subject subject)
{
    for (size_t i = 0; i < SV_RULE_COUNT; i++)
        if (sv_rules[i].subject == subject)
            sv_rules[i].check(&walk->at, walk->out);
}

/* What is known of serializers is how 2.x reads those of 1.x. */
static void walk_types(struct walk *walk, const struct sv_type *root)
{
    if (sv_written_by_2x(walk->at.snapshot))
        return;
    walk->at.root = root;
    for (const struct sv_type *t = root; t; t = sv_type_next(root, t)) {
        walk->at.type = t;
        ask(walk, SV_ON_TYPE);
    }
    walk->at.root = walk->at.type = NULL;
}

/* The key serializer is the operator's, whichever states use it, and the same in every subtask but for damage. */
static void walk_key(struct walk *walk, const struct sv_type *key)
{
    if (!key || (walk->key && sv_type_same(key, walk->key)))
        return;
    struct sv_site at = walk->at;
    walk->key = key;
    walk->at.op_state = NULL;
    walk->at.state = NULL;
    walk_types(walk, key);
    walk->at = at;
}

static bool is_key(const struct sv_type *root)
{
    return root->role && strcmp(root->role, "key") == 0;
}

/* The serializers of one state as one subtask wrote it; state keys of broadcast state are its own. */
static void walk_serializers(struct walk *walk, const struct sv_state *state)
{
    walk->at.state = state;
    walk->at.stream = state->stream;
    for (const struct sv_type *root = state->serializers; root; root = root->next) {
        if (is_key(root) && sv_state_is_keyed(state->kind))
            walk_key(walk, root);
        else
            walk_types(walk, root);
    }
    walk->at.state = NULL;
    walk->at.stream = NULL;
}

static void walk_states(struct walk *walk, const struct sv_operator *op)
{
    uint32_t i = 0;
    for (const struct sv_op_state *s = op->states; s; s = s->next, i++) {
        walk->at.op_state = s;
        walk->at.state_number = i;
        walk->at.state = s->state;
        walk->at.stream = s->state->stream;
        ask(walk, SV_ON_STATE);
        walk_serializers(walk, s->state);
    }
    walk->at.op_state = NULL;
    walk->at.state_number = SV_NO_NUMBER;
}

/* Streams list their states in one order nearly always: the search goes on where the last one ended. */
static void walk_other_states(struct walk *walk, const struct sv_stream *stream)
{
    const struct sv_op_state *from = walk->at.op->states;
    uint32_t from_number = 0;
    for (const struct sv_state *state = stream->states; state; state = state->next) {
        const struct sv_op_state *s = from;
        uint32_t i = from_number;
        do {
            if (s->state->kind == state->kind && sv_str_eq(s->state->name, state->name))
                break;
            s = s->next;
            i++;
            if (!s) {
                s = walk->at.op->states;
                i = 0;
            }
        } while (s != from);
        walk->at.op_state = s;
        walk->at.state_number = i;
        if (s->state != state)
            walk_serializers(walk, state);
        from = s;
        from_number = i;
    }
    walk->at.op_state = NULL;
    walk->at.state_number = SV_NO_NUMBER;
}

/* Whether subtasks wrote different serializers for a state: then one of them does not speak for all. */
static bool subtasks_differ(const struct sv_operator *op)
{
    for (const struct sv_op_state *s = op->states; s; s = s->next)
        if (s->other)
            return true;
    return false;
}

static void walk_streams(struct walk *walk, const struct sv_handle *handle, bool differ)
{
    for (const struct sv_stream *stream = handle->stream; stream; stream = stream->next) {
        walk->at.stream = stream;
        ask(walk, SV_ON_STREAM);
        walk_key(walk, stream->key);
        if (differ && walk->at.op->states)
            walk_other_states(walk, stream);
    }
    walk->at.stream = NULL;
}

/* Handles of a changelog hold handles, SV_LIMIT_HANDLE_DEPTH deep at most. */
static void walk_handles(struct walk *walk, const struct sv_handle *handle, bool differ)
{
    for (; handle; handle = handle->next) {
        walk->at.handle = handle;
        ask(walk, SV_ON_HANDLE);
        walk_streams(walk, handle, differ);
        walk_handles(walk, handle->materialized, differ);
        walk_handles(walk, handle->increments, differ);
    }
    walk->at.handle = NULL;
}

static void walk_operator(struct walk *walk, const struct sv_operator *op)
{
    walk->at.op = op;
    walk->key = NULL;
    ask(walk, SV_ON_OPERATOR);
    walk_states(walk, op);
    bool differ = subtasks_differ(op);
    for (const struct sv_subtask *subtask = op->subtasks; subtask; subtask = subtask->next) {
        walk->at.subtask = subtask;
        walk_handles(walk, subtask->managed_operator, differ);
        walk_handles(walk, subtask->raw_operator, differ);
        walk_handles(walk, subtask->managed_keyed, differ);
        walk_handles(walk, subtask->raw_keyed, differ);
        walk_handles(walk, subtask->input_channel, differ);
        walk_handles(walk, subtask->result_subpartition, differ);
    }
    walk->at.subtask = NULL;
    walk->at.op = NULL;
}

static void walk_snapshot(struct sv_check *check, struct sv_against *against)
{
    struct walk walk = { .at = { .snapshot = check->snapshot,
                                 .target = check->target,
                                 .op_number = SV_NO_NUMBER,
                                 .state_number = SV_NO_NUMBER,
                                 .uids_known = check->snapshot->uids_given || sv_uids_known(check->snapshot),
                                 .against = against },
                         .out = &check->findings };
    ask(&walk, SV_ON_SNAPSHOT);
    uint32_t i = 0;
    for (const struct sv_operator *op = check->snapshot->operators; op; op = op->next, i++) {
        walk.at.op_number = i;
        walk_operator(&walk, op);
    }
}

enum sv_status sv_check_run(const struct sv_snapshot *snapshot, const struct sv_release *target,
                            const struct sv_new_job *job, struct sv_check *out, struct sv_error *err)
{
    struct sv_check check = { .snapshot = snapshot, .target = target, .job = job };
    struct sv_against against;
    if (job && !sv_against_init(&against, job))
        return sv_fail(err, SV_ERR_MEMORY, "no memory for the new job");
    sv_arena_init(&check.arena, SV_LIMIT_MODEL_BYTES);
    check.findings.arena = &check.arena;
    walk_snapshot(&check, job ? &against : NULL);
    enum sv_status status = SV_OK;
    bool failed = check.findings.failed || (job && against.failed);
    if (job)
        sv_against_release(&against);
    if (failed)
        status = sv_fail(err, SV_ERR_MEMORY, "no memory for the findings");
    if (status == SV_OK) {
        sv_findings_settle(&check.findings);
        status = sv_verdict_draw(&check, err);
    }
    if (status == SV_OK)
        status = sv_same_job_judge(&check, err);
    if (status == SV_OK)
        status = sv_not_checked(&check, err);
    if (status != SV_OK) {
        sv_check_release(&check);
        return status;
    }
    check.verdict_of_all = check.verdict;
    *out = check;
    out->findings.arena = &out->arena;
    return SV_OK;
}

void sv_check_release(struct sv_check *check)
{
    if (!check)
        return;
    free(check->findings.items);
    free(check->aside);
    free(check->remarks);
    sv_arena_free(&check->arena);
    *check = (struct sv_check){ 0 };
}
