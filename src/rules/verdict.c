/* verdict.c: findings to verdicts. ERROR incompatible > BLIND undecided > WARNING needs action > compatible. */
#include "rules/check.h"

const char *sv_verdict_name(enum sv_verdict verdict)
{
    static const char *const names[] = {
        [SV_COMPATIBLE] = "compatible",
        [SV_NEEDS_ACTION] = "needs-action",
        [SV_UNDECIDED] = "undecided",
        [SV_INCOMPATIBLE] = "incompatible",
    };
    return names[verdict];
}

enum sv_verdict sv_verdict_of(enum sv_severity severity)
{
    static const enum sv_verdict verdicts[] = { [SV_NOTE] = SV_COMPATIBLE,
                                                [SV_WARNING] = SV_NEEDS_ACTION,
                                                [SV_ERROR] = SV_INCOMPATIBLE,
                                                [SV_BLIND] = SV_UNDECIDED };
    return verdicts[severity];
}

static void raise(enum sv_verdict *verdict, enum sv_verdict to)
{
    if (to > *verdict)
        *verdict = to;
}

bool sv_finding_touches(const struct sv_finding *finding, uint32_t state_number, const struct sv_state *state)
{
    if (finding->state_number == state_number)
        return true;
    switch (finding->reach) {
    case SV_REACH_PLACE:
        return false;
    case SV_REACH_KEYED:
        return sv_state_is_keyed(state->kind);
    case SV_REACH_LISTS:
        return !sv_state_is_keyed(state->kind);
    case SV_REACH_OPERATOR:
    case SV_REACH_SNAPSHOT:
        break;
    }
    return true;
}

static void apply(const struct sv_finding *finding, const struct sv_operator *op, struct sv_op_verdict *to)
{
    enum sv_verdict verdict = sv_verdict_of(finding->severity);
    raise(&to->verdict, verdict);
    if (finding->state_number < op->state_count)
        raise(&to->states[finding->state_number], verdict);
    if (finding->reach == SV_REACH_PLACE)
        return;
    uint32_t i = 0;
    for (const struct sv_op_state *s = op->states; s && i < op->state_count; s = s->next, i++)
        if (sv_finding_touches(finding, i, s->state))
            raise(&to->states[i], verdict);
}

enum sv_status sv_verdict_draw(struct sv_check *check, struct sv_error *err)
{
    const struct sv_snapshot *snapshot = check->snapshot;
    const struct sv_findings *findings = &check->findings;
    struct sv_op_verdict *operators = sv_arena_alloc(&check->arena, snapshot->operator_count, sizeof *operators);
    if (!operators)
        return sv_fail(err, SV_ERR_MEMORY, "no memory for the verdicts of %u operators", snapshot->operator_count);
    /* Findings are sorted: those of the snapshot come first, then operator by operator. */
    size_t next = 0;
    while (next < findings->count && findings->items[next].op_number == SV_NO_NUMBER)
        raise(&check->verdict, sv_verdict_of(findings->items[next++].severity));
    size_t general = next;
    uint32_t i = 0;
    for (const struct sv_operator *op = snapshot->operators; op && i < snapshot->operator_count; op = op->next, i++) {
        struct sv_op_verdict *to = &operators[i];
        to->states = sv_arena_alloc(&check->arena, op->state_count, sizeof *to->states);
        if (!to->states)
            return sv_fail(err, SV_ERR_MEMORY, "no memory for the verdicts of %u states", op->state_count);
        for (size_t g = 0; g < general; g++)
            if (findings->items[g].reach == SV_REACH_SNAPSHOT)
                apply(&findings->items[g], op, to);
        for (; next < findings->count && findings->items[next].op_number == i; next++)
            apply(&findings->items[next], op, to);
        raise(&check->verdict, to->verdict);
    }
    if (findings->dropped)
        raise(&check->verdict, SV_UNDECIDED);
    check->operators = operators;
    return SV_OK;
}
