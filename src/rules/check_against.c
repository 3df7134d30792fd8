/* check_against.c: what becomes of operators and states in the new job at hand. All of it keeps quiet without one.
 * docs/rules.md#the-new-job-at-hand
 *
 * Mirrors Checkpoints#loadAndValidateCheckpoint, StateAssignmentOperation#checkParallelismPreconditions,
 * HeapKeyedStateBackend#tryRegisterStateTable, RocksDBKeyedStateBackend#updateRestoredStateMetaInfo,
 * DefaultOperatorStateBackend, StateSerializerProvider of Flink 2.2. */
#include "model/classes.h"
#include "rules/against.h"
#include "rules/check.h"

static const struct sv_operator *new_operator(const struct sv_site *at)
{
    return at->against ? sv_against_operator(at->against, at->op) : NULL;
}

/* The site of a node that decided. */
static struct sv_site site_of(const struct sv_site *at, const struct sv_cause *cause)
{
    struct sv_site site = *at;
    site.type = cause->old;
    return site;
}

/* ---- operators ---- */

static bool has_state(const struct sv_operator *op)
{
    if (op->coordinator.kind != SV_BLOB_NONE)
        return true;
    for (const struct sv_subtask *s = op->subtasks; s; s = s->next)
        if (s->managed_operator || s->raw_operator || s->managed_keyed || s->raw_keyed || s->input_channel ||
            s->result_subpartition)
            return true;
    return false;
}

static void check_dropped(const struct sv_site *at, struct sv_findings *out)
{
    if (!has_state(at->op))
        return;
    struct sv_finding *f =
        sv_found(out, SV_RULE_SV501, at, "the new job has no operator of this id: %llu bytes of state",
                 (unsigned long long)at->op->state_bytes);
    sv_finding_reach(f, SV_REACH_OPERATOR);
    if (!f || !at->against->job->allow_non_restored_state)
        return;
    f->severity = SV_WARNING;
    sv_finding_why(out, f,
                   "--allowNonRestoredState is set: Flink logs \"Skipping savepoint state for operator ...\" "
                   "and starts without this state.");
}

static void check_parallelism(const struct sv_site *at, const struct sv_operator *now, struct sv_findings *out)
{
    int32_t max = at->op->max_parallelism;
    if (!has_state(at->op) || max <= 0 || now->max_parallelism <= 0)
        return;
    if (now->parallelism > max)
        sv_finding_reach(sv_found(out, SV_RULE_SV502, at,
                                  "the new job runs it with parallelism %d, and its max "
                                  "parallelism is %d",
                                  (int)now->parallelism, (int)max),
                         SV_REACH_OPERATOR);
    else if (now->max_parallelism != max)
        sv_finding_reach(
            sv_found(out, SV_RULE_SV503, at, "max parallelism was %d, is %d", (int)max, (int)now->max_parallelism),
            SV_REACH_OPERATOR);
}

static const struct sv_state *first_keyed(const struct sv_operator *op)
{
    for (const struct sv_op_state *s = op->states; s; s = s->next)
        if (sv_state_is_keyed(s->state->kind) && sv_state_root(s->state, "key"))
            return s->state;
    return NULL;
}

static void check_key(const struct sv_site *at, const struct sv_operator *now, struct sv_findings *out)
{
    const struct sv_state *old = first_keyed(at->op), *new = first_keyed(now);
    if (!old || !new)
        return;
    struct sv_resolution r =
        sv_against_ask(at->against, sv_state_root(new, "key"), sv_state_root(old, "key"), SV_RESOLVE_AS_STATE);
    struct sv_site site = site_of(at, &r.cause);
    struct sv_finding *f = NULL;
    if (r.answer == SV_ANSWER_UNDECIDED)
        f = sv_found(out, SV_RULE_SV504, &site, "of the key serializer: " SV_CAUSE_FORMAT,
                     SV_CAUSE_ARGUMENTS(&r.cause));
    else if (r.answer != SV_ANSWER_AS_IS && r.answer != SV_ANSWER_RECONFIGURED)
        f = sv_found(out, SV_RULE_SV505, &site, "the new key serializer answers %s: " SV_CAUSE_FORMAT,
                     sv_answer_name(r.answer), SV_CAUSE_ARGUMENTS(&r.cause));
    sv_finding_reach(f, SV_REACH_KEYED);
}

/* Files of one backend cannot be read by another, but for canonical savepoints. */
static bool has_incremental(const struct sv_operator *op)
{
    for (const struct sv_subtask *s = op->subtasks; s; s = s->next)
        for (const struct sv_handle *h = s->managed_keyed; h; h = h->next)
            if (h->kind == SV_HANDLE_INCREMENTAL)
                return true;
    return false;
}

static enum sv_backend keyed_backend(const struct sv_operator *op)
{
    if (has_incremental(op))
        return SV_BACKEND_ROCKSDB;
    for (const struct sv_op_state *s = op->states; s; s = s->next)
        if (s->state->backend == SV_BACKEND_HEAP || s->state->backend == SV_BACKEND_ROCKSDB)
            return s->state->backend;
    return SV_BACKEND_UNKNOWN;
}

static void check_backend(const struct sv_site *at, const struct sv_operator *now, struct sv_findings *out)
{
    enum sv_backend old = keyed_backend(at->op), new = keyed_backend(now);
    if (old == SV_BACKEND_UNKNOWN || new == SV_BACKEND_UNKNOWN || old == new ||
        at->snapshot->kind == SV_SNAP_CANONICAL_SAVEPOINT)
        return;
    sv_finding_reach(sv_found(out, SV_RULE_SV506, at, "written by the %s backend, and the new job runs on %s",
                              sv_backend_name(old), sv_backend_name(new)),
                     SV_REACH_KEYED);
}

static void check_added(const struct sv_site *at, const struct sv_operator *now, struct sv_findings *out)
{
    for (const struct sv_op_state *s = now->states; s; s = s->next)
        if (!sv_same_state(at->op, s->state) && s->state->kind != SV_STATE_TIMER)
            sv_found(out, SV_RULE_SV507, at, "state \"%.*s\" is new and starts empty", SV_ARG(s->state->name));
}

void sv_check_new_operator(const struct sv_site *at, struct sv_findings *out)
{
    const struct sv_operator *now = new_operator(at);
    if (!at->against)
        return;
    if (!now) {
        check_dropped(at, out);
        return;
    }
    check_parallelism(at, now, out);
    check_key(at, now, out);
    check_backend(at, now, out);
    check_added(at, now, out);
    if (sv_is_partly_unread(now))
        sv_finding_reach(sv_found(out, SV_RULE_SV504, at,
                                  "not all of its state in the new job's snapshot could be "
                                  "read"),
                         SV_REACH_OPERATOR);
}

static bool is_in(const struct sv_snapshot *snapshot, const struct sv_operator *wanted)
{
    for (const struct sv_operator *op = snapshot->operators; op; op = op->next)
        if (memcmp(op->id, wanted->id, sizeof op->id) == 0)
            return true;
    return false;
}

void sv_check_new_job(const struct sv_site *at, struct sv_findings *out)
{
    uint32_t added = 0;
    if (!at->against)
        return;
    const struct sv_snapshot *job = at->against->job->snapshot;
    for (const struct sv_operator *op = job->operators; op; op = op->next)
        added += op->state_count && !is_in(at->snapshot, op);
    if (added)
        sv_found(out, SV_RULE_SV508, at, "%u operators with state are new and start empty", added);
    if (job->defect.code != SV_DEFECT_NONE)
        sv_finding_reach(sv_found(out, SV_RULE_SV504, at,
                                  "_metadata of the new job's snapshot could not be read to its "
                                  "end"),
                         SV_REACH_SNAPSHOT);
}

/* ---- states that the new job does not have ---- */

struct unseen {
    const struct sv_against *against;
    sv_str first;
};

static void see(sv_str name, void *context)
{
    struct unseen *unseen = context;
    if (!unseen->first.n && sv_class_is_user(name) && !sv_against_names(unseen->against, name))
        unseen->first = name;
}

/* The serializers of a state are read, and its classes loaded, also when the job does not declare it. */
static void check_classes(const struct sv_site *at, struct sv_findings *out)
{
    struct unseen unseen = { .against = at->against, .first = { "", 0 } };
    for (const struct sv_type *root = NULL; (root = sv_state_next_root(at->state, root));)
        for (const struct sv_type *t = root; t; t = sv_type_next(root, t))
            sv_type_each_class(t, see, &unseen);
    if (unseen.first.n)
        sv_finding_reach(sv_found(out, SV_RULE_SV509, at, "the new job does not name class %.*s", SV_ARG(unseen.first)),
                         sv_site_backend(at));
}

static const struct sv_type *value_of(const struct sv_state *state)
{
    const struct sv_type *value = sv_state_root(state, "value");
    return value ? value : state->serializers;
}

/* A new state that could go on with the old one under another name. */
static const struct sv_state *renamed_to(const struct sv_site *at, const struct sv_operator *now)
{
    for (const struct sv_op_state *s = now->states; s; s = s->next) {
        if (s->state->kind != at->state->kind || sv_same_state(at->op, s->state) || s->state->kind == SV_STATE_TIMER)
            continue;
        struct sv_resolution r =
            sv_against_ask(at->against, value_of(s->state), value_of(at->state), SV_RESOLVE_AS_STATE);
        if (sv_answer_accepts(r.answer))
            return s->state;
    }
    return NULL;
}

/* Timers are described as soon as there are any services, with or without timers. */
static void check_absent(const struct sv_site *at, const struct sv_operator *now, struct sv_findings *out)
{
    if (at->state->kind == SV_STATE_TIMER && at->against->job->is_declared)
        return;
    const struct sv_state *other = renamed_to(at, now);
    if (other)
        sv_found(out, SV_RULE_SV510, at, "the new job does not have it, but \"%.*s\" of the same kind and type",
                 SV_ARG(other->name));
    else
        sv_found(out, SV_RULE_SV511, at, "the new job's snapshot does not have it");
    check_classes(at, out);
}

/* ---- states on both sides ---- */

static bool check_kind(const struct sv_site *at, const struct sv_state *new, struct sv_findings *out)
{
    const struct sv_state *old = at->state;
    if (old->kind == new->kind || old->kind == SV_STATE_UNKNOWN || new->kind == SV_STATE_UNKNOWN)
        return true;
    bool keyed = sv_state_is_keyed(old->kind);
    struct sv_finding *f =
        sv_found(out, SV_RULE_SV512, at, "was %s, is %s", sv_state_kind_name(old->kind), sv_state_kind_name(new->kind));
    if (!keyed)
        sv_finding_why(out, f,
                       "Flink keeps how a list is shared out and compares: \"Incompatible state assignment modes. "
                       "Was [...], registered with [...].\"");
    return false;
}

static void found_answer(const struct sv_site *at, const char *what, const struct sv_resolution *r,
                         struct sv_findings *out)
{
    struct sv_site site = site_of(at, &r->cause);
    struct sv_finding *f;
    if (r->answer == SV_ANSWER_UNDECIDED)
        f = sv_found(out, SV_RULE_SV504, &site, "of the %s: " SV_CAUSE_FORMAT, what, SV_CAUSE_ARGUMENTS(&r->cause));
    else
        f = sv_found(out, SV_RULE_SV513, &site, "the new %s answers %s: " SV_CAUSE_FORMAT, what,
                     sv_answer_name(r->answer), SV_CAUSE_ARGUMENTS(&r->cause));
    if (r->answer != SV_ANSWER_READ_ERROR)
        return;
    sv_finding_reach(f, sv_site_backend(at));
    sv_finding_why(out, f,
                   "Flink reads every serializer snapshot of a backend before it asks the new job for any state, and "
                   "cannot read this one with the new job's classes. The whole backend of the operator fails.");
}

static void check_namespace(const struct sv_site *at, const struct sv_state *new, struct sv_findings *out)
{
    struct sv_resolution r = sv_against_ask(at->against, sv_state_root(new, "namespace"),
                                            sv_state_root(at->state, "namespace"), SV_RESOLVE_AS_STATE);
    if (r.answer != SV_ANSWER_AS_IS && r.answer != SV_ANSWER_RECONFIGURED)
        found_answer(at, "namespace serializer", &r, out);
}

/* Values of maps may migrate on RocksDB, their keys may not. */
static void check_map_key(const struct sv_site *at, const struct sv_state *new, struct sv_findings *out)
{
    struct sv_resolution r =
        sv_against_ask(at->against, sv_type_child(value_of(new), 0), sv_type_child(value_of(at->state), 0), 0);
    enum sv_backend backend = new->backend;
    if (r.answer == SV_ANSWER_AS_IS || backend == SV_BACKEND_HEAP)
        return;
    struct sv_site site = site_of(at, &r.cause);
    if (backend == SV_BACKEND_ROCKSDB)
        sv_found(out, SV_RULE_SV514, &site, "the new serializer of map keys answers %s: " SV_CAUSE_FORMAT,
                 sv_answer_name(r.answer), SV_CAUSE_ARGUMENTS(&r.cause));
    else
        sv_found(out, SV_RULE_SV504, &site,
                 "the new serializer of map keys answers %s: refused on RocksDB, accepted on "
                 "heap, and the new job's snapshot does not tell which it runs on",
                 sv_answer_name(r.answer));
}

static void check_ttl(const struct sv_site *at, const struct sv_state *new, struct sv_findings *out)
{
    bool before = sv_has_ttl(value_of(at->state)), now = sv_has_ttl(value_of(new));
    if (before == now)
        return;
    const char *what = now ? "a time to live was switched on" : "the time to live was switched off";
    bool heap = at->target->ttl_toggle_heap, rocksdb = at->target->ttl_toggle_rocksdb;
    if (new->backend == SV_BACKEND_HEAP ? heap : new->backend == SV_BACKEND_ROCKSDB ? rocksdb : heap && rocksdb)
        sv_found(out, SV_RULE_SV515, at, "%s: Flink converts the entries", what);
    else if (new->backend == SV_BACKEND_HEAP || new->backend == SV_BACKEND_ROCKSDB || !rocksdb)
        sv_found(out, SV_RULE_SV516, at, "%s", what);
    else
        sv_found(out, SV_RULE_SV504, at,
                 "%s: refused on heap, accepted on RocksDB, and the new job's snapshot does not tell "
                 "which it runs on",
                 what);
}

static void check_value(const struct sv_site *at, const struct sv_state *new, struct sv_findings *out)
{
    struct sv_resolution r = sv_against_ask(at->against, value_of(new), value_of(at->state), SV_RESOLVE_AS_STATE);
    if (!sv_answer_accepts(r.answer)) {
        found_answer(at, at->state->kind == SV_STATE_TIMER ? "priority queue serializer" : "state serializer", &r, out);
        return;
    }
    if (r.trouble == SV_TROUBLE_RESTORE) {
        struct sv_site site = site_of(at, &r.trouble_cause);
        sv_finding_reach(sv_found(out, SV_RULE_SV517, &site, SV_CAUSE_FORMAT, SV_CAUSE_ARGUMENTS(&r.trouble_cause)),
                         sv_site_backend(at));
    }
    if (r.answer != SV_ANSWER_AFTER_MIGRATION)
        return;
    check_ttl(at, new, out);
    if (at->state->kind == SV_STATE_MAP)
        check_map_key(at, new, out);
    if (sv_has_ttl(value_of(at->state)) == sv_has_ttl(value_of(new))) {
        struct sv_site site = site_of(at, &r.cause);
        sv_found(out, SV_RULE_SV518, &site, SV_CAUSE_FORMAT, SV_CAUSE_ARGUMENTS(&r.cause));
    }
}

static void check_broadcast_key(const struct sv_site *at, const struct sv_state *new, struct sv_findings *out)
{
    struct sv_resolution r =
        sv_against_ask(at->against, sv_state_root(new, "key"), sv_state_root(at->state, "key"), SV_RESOLVE_AS_STATE);
    if (!sv_answer_accepts(r.answer))
        found_answer(at, "key serializer of broadcast state", &r, out);
}

void sv_check_new_state(const struct sv_site *at, struct sv_findings *out)
{
    const struct sv_operator *now = new_operator(at);
    if (!now)
        return;
    const struct sv_state *new = sv_same_state(now, at->state);
    if (!new) {
        check_absent(at, now, out);
        return;
    }
    if (sv_state_is_keyed(at->state->kind) && at->state->kind != SV_STATE_TIMER)
        check_namespace(at, new, out);
    if (!check_kind(at, new, out))
        return;
    if (at->state->kind == SV_STATE_BROADCAST)
        check_broadcast_key(at, new, out);
    check_value(at, new, out);
}
