/* same_job.c: the same job's schema check: each serializer snapshot beside the one that the target would write for the same
 * types. The rules of the table say what is wrong and why; what they let pass has to pass here as well.
 *
 * Mirrors StateSerializerProvider, RocksDBKeyedStateBackend#updateRestoredStateMetaInfo and
 * HeapKeyedStateBackend#tryRegisterStateTable of Flink 2.2, as check_against.c does for another job. */
#include "base/limits.h"
#include "resolve/resolve.h"
#include "rules/check.h"

struct judge {
    struct sv_check *check;
    struct sv_arena scratch;   /* of one answer */
    const struct sv_type *key; /* last key serializer asked about in this operator */
    bool failed;
};

static struct sv_resolution ask(struct judge *j, const struct sv_type *old, unsigned flags)
{
    struct sv_resolution r = { .answer = SV_ANSWER_UNDECIDED };
    sv_arena_reset(&j->scratch);
    const struct sv_type *new = sv_successor(old, j->check->target, &j->scratch);
    if (!new || sv_resolve(new, old, NULL, flags, &j->scratch, &r, NULL) != SV_OK)
        j->failed = true;
    return r;
}

static bool is_key(const struct sv_site *at)
{
    return sv_state_is_keyed(at->state->kind) && sv_str_eq(sv_str_of(at->root->role), SV_STR("key"));
}

/* What is looked up by its bytes cannot be written anew. */
static bool may_migrate(struct judge *j, const struct sv_site *at)
{
    if (is_key(at) || sv_str_eq(sv_str_of(at->root->role), SV_STR("namespace")))
        return false;
    const struct sv_type *map_key = at->state->kind == SV_STATE_MAP ? sv_type_child(at->root, 0) : NULL;
    return !map_key || at->state->backend == SV_BACKEND_HEAP || ask(j, map_key, 0).answer == SV_ANSWER_AS_IS;
}

static void found(struct judge *j, struct sv_site at, const struct sv_resolution *r, const struct sv_cause *cause)
{
    bool open = r->answer == SV_ANSWER_UNDECIDED, of_key = is_key(&at);
    enum sv_reach reach = of_key || r->answer == SV_ANSWER_READ_ERROR || r->trouble == SV_TROUBLE_RESTORE
                              ? sv_site_backend(&at)
                              : SV_REACH_PLACE;
    at.type = cause->old;
    if (of_key) {
        at.op_state = NULL;
        at.state = NULL;
        at.state_number = SV_NO_NUMBER;
    }
    struct sv_finding *f =
        open ? sv_found(&j->check->findings, SV_RULE_SV213, &at, SV_CAUSE_FORMAT, SV_CAUSE_ARGUMENTS(cause))
             : sv_found(&j->check->findings, SV_RULE_SV212, &at, "the schema check answers %s: " SV_CAUSE_FORMAT,
                        sv_answer_name(r->answer), SV_CAUSE_ARGUMENTS(cause));
    sv_finding_reach(f, reach);
}

static void judge_root(struct judge *j, const struct sv_site *at, enum sv_verdict verdict)
{
    if (is_key(at) && j->key && sv_type_same(at->root, j->key))
        return;
    if (is_key(at))
        j->key = at->root;
    struct sv_resolution r = ask(j, at->root, SV_RESOLVE_AS_STATE);
    if (r.answer == SV_ANSWER_UNDECIDED && verdict != SV_COMPATIBLE)
        return; /* somebody else's code, and what has to be done about it is said */
    if (!sv_answer_accepts(r.answer) || (r.answer == SV_ANSWER_AFTER_MIGRATION && !may_migrate(j, at)))
        found(j, *at, &r, &r.cause);
    else if (r.trouble == SV_TROUBLE_KRYO || r.trouble == SV_TROUBLE_RESTORE)
        found(j, *at, &r, &r.trouble_cause);
}

static void judge_operator(struct judge *j, struct sv_site *at)
{
    const enum sv_verdict *verdicts = j->check->operators[at->op_number].states;
    j->key = NULL;
    at->state_number = 0;
    for (at->op_state = at->op->states; at->op_state; at->op_state = at->op_state->next, at->state_number++) {
        const struct sv_state *written[] = { at->op_state->state, at->op_state->other };
        enum sv_verdict verdict = verdicts[at->state_number];
        for (size_t i = 0; i < 2 && written[i] && verdict < SV_UNDECIDED; i++) {
            at->state = written[i];
            at->stream = written[i]->stream;
            for (at->root = NULL; !j->failed && (at->root = sv_state_next_root(at->state, at->root));)
                judge_root(j, at, verdict);
        }
    }
}

enum sv_status sv_same_job_judge(struct sv_check *check, struct sv_error *err)
{
    struct judge j = { .check = check };
    struct sv_site at = { .snapshot = check->snapshot, .target = check->target };
    size_t before = check->findings.count;
    if (check->job || sv_written_by_2x(check->snapshot))
        return SV_OK;
    sv_arena_init(&j.scratch, SV_LIMIT_MODEL_BYTES);
    for (at.op = check->snapshot->operators; at.op && !j.failed; at.op = at.op->next, at.op_number++)
        judge_operator(&j, &at);
    sv_arena_free(&j.scratch);
    if (j.failed || check->findings.failed)
        return sv_fail(err, SV_ERR_MEMORY, "no memory for the schema check");
    if (check->findings.count == before)
        return SV_OK;
    sv_findings_settle(&check->findings);
    return sv_verdict_draw(check, err);
}
