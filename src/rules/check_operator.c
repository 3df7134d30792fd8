/* check_operator.c: what concerns an operator, or a state over all its subtasks. */
#include "rules/check.h"

bool sv_uids_known(const struct sv_snapshot *snapshot)
{
    for (const struct sv_operator *op = snapshot->operators; op; op = op->next)
        if (op->uid.n)
            return true;
    return false;
}

/* Where no uid is known or given at all, nothing is known of the others either: not_checked says so. */
void sv_check_no_uid(const struct sv_site *at, struct sv_findings *out)
{
    const struct sv_operator *op = at->op;
    if (!op->uid.n && op->state_count && at->uids_known)
        sv_found(out, SV_RULE_SV407, at, "none of the uids given is this operator's");
}

void sv_check_coordinator_state(const struct sv_site *at, struct sv_findings *out)
{
    const struct sv_blob *blob = &at->op->coordinator;
    if (blob->kind != SV_BLOB_NONE)
        sv_found(out, SV_RULE_SV410, at, "coordinator state of %llu bytes was not looked into",
                 (unsigned long long)blob->size);
}

void sv_check_fully_finished(const struct sv_site *at, struct sv_findings *out)
{
    if (at->op->fully_finished)
        sv_found(out, SV_RULE_SV411, at, "had finished; nothing is restored");
}

void sv_check_in_flight(const struct sv_site *at, struct sv_findings *out)
{
    for (const struct sv_subtask *subtask = at->op->subtasks; subtask; subtask = subtask->next)
        if (subtask->input_channel || subtask->result_subpartition) {
            sv_found(out, SV_RULE_SV403, at, "holds records in flight, which were not looked into");
            return;
        }
}

/* Timers are raw keyed state too, but Flink's own. */
bool sv_has_opaque_stream(const struct sv_handle *handle)
{
    for (; handle; handle = handle->next)
        for (const struct sv_stream *stream = handle->stream; stream; stream = stream->next)
            if (stream->kind == SV_STREAM_OPAQUE)
                return true;
    return false;
}

void sv_check_raw_state(const struct sv_site *at, struct sv_findings *out)
{
    for (const struct sv_subtask *subtask = at->op->subtasks; subtask; subtask = subtask->next)
        if (subtask->raw_operator || sv_has_opaque_stream(subtask->raw_keyed)) {
            sv_found(out, SV_RULE_SV412, at, "has raw state, which was not looked into");
            return;
        }
}

/* ---- subtasks that disagree ---- */

static bool is_subclass(const struct sv_type *t)
{
    return t->role && strcmp(t->role, "subclass") == 0;
}

static const struct sv_type *next_but_subclass(const struct sv_type *root, const struct sv_type *t)
{
    t = sv_type_next(root, t);
    while (t && is_subclass(t))
        t = sv_type_skip(root, t);
    return t;
}

/* Whether two trees differ in nothing but the subclasses that a POJO serializer met in each subtask. */
static bool same_but_subclasses(const struct sv_type *a, const struct sv_type *b)
{
    const struct sv_type *x = a, *y = b;
    while (x && y) {
        if (x->depth != y->depth || x->version != y->version || !sv_str_eq(x->class_name, y->class_name) ||
            !sv_str_eq(x->java_type, y->java_type) || !sv_str_eq(x->field, y->field))
            return false;
        x = next_but_subclass(a, x);
        y = next_but_subclass(b, y);
    }
    return !x && !y;
}

static bool states_agree_but_subclasses(const struct sv_state *a, const struct sv_state *b)
{
    const struct sv_type *x = sv_state_next_root(a, NULL), *y = sv_state_next_root(b, NULL);
    while (x && y && same_but_subclasses(x, y)) {
        x = sv_state_next_root(a, x);
        y = sv_state_next_root(b, y);
    }
    return !x && !y;
}

void sv_check_subtasks_disagree(const struct sv_site *at, struct sv_findings *out)
{
    const struct sv_state *other = at->op_state->other;
    if (!other)
        return;
    if (!states_agree_but_subclasses(at->state, other)) {
        sv_found(out, SV_RULE_SV006, at, "subtasks wrote different serializers for this state");
        return;
    }
    struct sv_finding *f =
        sv_found(out, SV_RULE_SV006, at, "subtasks met different subclasses of a POJO in this state");
    if (f)
        f->severity = SV_NOTE;
}
