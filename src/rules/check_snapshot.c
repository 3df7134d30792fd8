/* check_snapshot.c: what concerns the snapshot as a whole. */
#include "rules/check.h"

void sv_check_unread_metadata(const struct sv_site *at, struct sv_findings *out)
{
    const struct sv_snapshot *snapshot = at->snapshot;
    const struct sv_defect *defect = &snapshot->defect;
    if (defect->code == SV_DEFECT_NONE)
        return;
    struct sv_finding *f =
        sv_found(out, SV_RULE_SV001, at, "%s at byte %llu while reading %s; %u of %u operators were read",
                 sv_defect_text(defect->code), (unsigned long long)defect->at, defect->doing ? defect->doing : "it",
                 snapshot->operator_count, snapshot->declared_operators);
    sv_finding_file(f, SV_STR("_metadata"), defect->at);
}

bool sv_written_by_2x(const struct sv_snapshot *snapshot)
{
    enum { FIRST_VERSION_OF_2X = 5 };
    return snapshot->version >= FIRST_VERSION_OF_2X;
}

void sv_check_written_by_2x(const struct sv_site *at, struct sv_findings *out)
{
    if (sv_written_by_2x(at->snapshot)) {
        const char *who = at->snapshot->written_by;
        struct sv_finding *f = sv_found(out, SV_RULE_SV007, at, "version %d of _metadata is written by Flink %s",
                                        (int)at->snapshot->version, who && *who ? who : "2.x");
        sv_finding_reach(f, SV_REACH_SNAPSHOT);
    }
}

void sv_check_metadata_version(const struct sv_site *at, struct sv_findings *out)
{
    const struct sv_release *target = at->target;
    int32_t version = at->snapshot->version;
    if (version >= target->metadata_min && version <= target->metadata_max)
        return;
    struct sv_finding *f =
        sv_found(out, SV_RULE_SV401, at, "_metadata has version %d; Flink %.*s loads %d to %d", (int)version,
                 SV_ARG(target->name), (int)target->metadata_min, (int)target->metadata_max);
    sv_finding_reach(f, SV_REACH_SNAPSHOT);
}

void sv_check_moved(const struct sv_site *at, struct sv_findings *out)
{
    if (at->snapshot->moved)
        sv_found(out, SV_RULE_SV406, at, "files were found elsewhere than under the paths that _metadata records");
}

/* The lowest and the highest over operators with state. */
void sv_check_max_parallelism(const struct sv_site *at, struct sv_findings *out)
{
    int32_t low = 0, high = 0;
    for (const struct sv_operator *op = at->snapshot->operators; op; op = op->next) {
        if (!op->state_count)
            continue;
        low = low == 0 || op->max_parallelism < low ? op->max_parallelism : low;
        high = op->max_parallelism > high ? op->max_parallelism : high;
    }
    if (low != high)
        sv_found(out, SV_RULE_SV408, at, "max parallelism of operators with state goes from %d to %d", (int)low,
                 (int)high);
}

void sv_check_master_state(const struct sv_site *at, struct sv_findings *out)
{
    for (const struct sv_master_state *state = at->snapshot->master_states; state; state = state->next)
        sv_found(out, SV_RULE_SV409, at, "state of the master hook '%.*s'", SV_ARG(state->name));
}

/* ---- timers that a native savepoint of RocksDB leaves out ---- */

static bool has_timers(const struct sv_operator *op)
{
    for (const struct sv_op_state *s = op->states; s; s = s->next)
        if (s->state->kind == SV_STATE_TIMER)
            return true;
    return false;
}

static bool has_rocksdb(const struct sv_operator *op)
{
    for (const struct sv_op_state *s = op->states; s; s = s->next)
        if (s->state->backend == SV_BACKEND_ROCKSDB)
            return true;
    return false;
}

void sv_check_no_timers(const struct sv_site *at, struct sv_findings *out)
{
    bool rocksdb = false;
    if (at->snapshot->kind != SV_SNAP_NATIVE_SAVEPOINT)
        return;
    for (const struct sv_operator *op = at->snapshot->operators; op; op = op->next) {
        if (has_timers(op))
            return;
        rocksdb |= has_rocksdb(op);
    }
    if (rocksdb)
        sv_found(out, SV_RULE_SV405, at, "no operator has timers in this native savepoint of RocksDB");
}

/* Windows and patterns cannot do without a timer service, whose queues are states even while they are empty. */
static bool needs_timers(const struct sv_state *state)
{
    const struct sv_type *space = sv_state_root(state, "namespace");
    if (space && sv_str_ends(space->class_name, SV_STR("WindowSerializerSnapshot")))
        return true;
    return sv_str_eq(state->name, SV_STR("nfaStateName")) || sv_str_eq(state->name, SV_STR("merging-window-set"));
}

void sv_check_timers_lost(const struct sv_site *at, struct sv_findings *out)
{
    if (at->snapshot->kind != SV_SNAP_NATIVE_SAVEPOINT || has_timers(at->op) || !has_rocksdb(at->op))
        return;
    for (const struct sv_op_state *s = at->op->states; s; s = s->next)
        if (needs_timers(s->state)) {
            sv_found(out, SV_RULE_SV404, at, "windows or patterns without the timers they wait for");
            return;
        }
}
