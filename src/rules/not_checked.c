/* not_checked.c: what no finding speaks of, said in every report. */
#include <search.h>

#include "base/limits.h"
#include "model/classes.h"
#include "rules/check.h"

enum { SENTENCES_MAX = 16 };

/* User classes named in the state, once each. */
struct classes {
    void *tree;
    struct sv_arena *arena;
    uint64_t count;
    bool failed;
};

static int compare(const void *a, const void *b)
{
    return sv_str_cmp(*(const sv_str *)a, *(const sv_str *)b);
}

static void see(sv_str name, void *context)
{
    struct classes *seen = context;
    if (seen->failed || !sv_class_is_user(name) || tfind(&name, &seen->tree, compare))
        return;
    sv_str *item = SV_NEW(seen->arena, sv_str);
    if (item)
        *item = name;
    if (!item || !tsearch(item, &seen->tree, compare))
        seen->failed = true;
    else
        seen->count++;
}

static void keep(void *item)
{
    (void)item; /* lives in the arena */
}

static void see_state(const struct sv_state *state, struct classes *seen)
{
    for (const struct sv_type *root = sv_state_next_root(state, NULL); root; root = sv_state_next_root(state, root))
        for (const struct sv_type *t = root; t; t = sv_type_next(root, t))
            sv_type_each_class(t, see, seen);
}

/* The number of user classes; false when memory is out. */
static bool count_classes(const struct sv_snapshot *snapshot, struct sv_arena *arena, uint64_t *count_out)
{
    struct classes seen = { .arena = arena };
    for (const struct sv_operator *op = snapshot->operators; op; op = op->next)
        for (const struct sv_op_state *s = op->states; s; s = s->next) {
            see_state(s->state, &seen);
            if (s->other)
                see_state(s->other, &seen);
        }
    tdestroy(seen.tree, keep);
    *count_out = seen.count;
    return !seen.failed;
}

__attribute__((format(printf, 2, 3))) static void say(struct sv_check *check, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    sv_str sentence = sv_findings_text(&check->findings, format, arguments);
    va_end(arguments);
    if (check->not_checked_count < SENTENCES_MAX)
        check->not_checked[check->not_checked_count++] = sentence;
}

/* Operators with bytes of somebody else's, which no rule can look into. */
struct opaque {
    unsigned coordinators, in_flight, raw;
};

static void count_opaque(const struct sv_operator *op, struct opaque *opaque)
{
    bool in_flight = false, raw = false;
    for (const struct sv_subtask *s = op->subtasks; s; s = s->next) {
        in_flight |= s->input_channel || s->result_subpartition;
        raw |= s->raw_operator || sv_has_opaque_stream(s->raw_keyed);
    }
    opaque->coordinators += op->coordinator.kind != SV_BLOB_NONE;
    opaque->in_flight += in_flight;
    opaque->raw += raw;
}

static void say_opaque(struct sv_check *check)
{
    struct opaque opaque = { .raw = 0 };
    for (const struct sv_operator *op = check->snapshot->operators; op; op = op->next)
        count_opaque(op, &opaque);
    if (opaque.coordinators)
        say(check, "coordinator state of %u operator%s: bytes of the connectors' own", opaque.coordinators,
            opaque.coordinators == 1 ? "" : "s");
    if (opaque.in_flight)
        say(check, "records in flight of %u operators: their serializers do not stand in the checkpoint",
            opaque.in_flight);
    if (opaque.raw)
        say(check, "raw state of %u operators: bytes of the operators' own", opaque.raw);
    if (check->snapshot->trailing_bytes)
        say(check, "%llu bytes behind the end of _metadata: Flink does not read them either",
            (unsigned long long)check->snapshot->trailing_bytes);
}

enum sv_status sv_not_checked(struct sv_check *check, struct sv_error *err)
{
    uint64_t classes;
    check->not_checked = sv_arena_alloc(&check->arena, SENTENCES_MAX, sizeof *check->not_checked);
    if (!check->not_checked || !count_classes(check->snapshot, &check->arena, &classes))
        return sv_fail(err, SV_ERR_MEMORY, "no memory for the list of classes");
    if (check->job)
        say(check,
            "what the new job does beyond %.*s: a state that it asks for later than that, and its classes, are not in "
            "it",
            SV_ARG(check->job->shown));
    else
        say(check,
            "the new job: it was taken to be the same one, recompiled, with the same uids, types, state names and "
            "state backend");
    if (classes)
        say(check,
            "the new job's class path: the state names %llu classes that are not Flink's (list: snapvet show "
            "--classes), and each must be there, also for states that the job no longer declares",
            (unsigned long long)classes);
    say(check, "the values: what was read are the serializers that wrote them");
    const struct sv_snapshot *snapshot = check->snapshot;
    if (snapshot->operator_count && !snapshot->uids_given && !sv_uids_known(snapshot))
        say(check,
            "uids: _metadata before version 5 holds hashes only, and none was given to compare with (--uids); an "
            "operator that had none gets another id, and loses its state, when the job's graph changes");
    if (snapshot->uids_strange)
        say(check, "%zu of the %zu uids that were given: no operator has them (the first is \"%.*s\")",
            snapshot->uids_strange, snapshot->uids_given, SV_ARG(snapshot->strange_uid));
    say_opaque(check);
    if (check->findings.dropped)
        say(check, "%llu findings beyond the first %u, which are not listed",
            (unsigned long long)check->findings.dropped, SV_LIMIT_FINDINGS);
    return check->findings.failed ? sv_fail(err, SV_ERR_MEMORY, "no memory for what was not checked") : SV_OK;
}
