#include <criterion/criterion.h>

#include "rules/rule.h"
#include "support/made.h"
#include "support/sweep.h"

static struct sv_snapshot *snapshot;
static struct sv_check check;

static void begin(void)
{
    snapshot = made_snapshot();
}

static void end(void)
{
    sv_check_release(&check);
    made_free(snapshot);
}

TestSuite(engine, .init = begin, .fini = end);

static void run(void)
{
    struct sv_error err;
    cr_assert_eq(sv_check_run(snapshot, sv_release_default(), NULL, &check, &err), SV_OK, "%s", err.text);
}

static struct sv_state *value(struct sv_type *type)
{
    return made_keyed(snapshot, SV_STATE_VALUE, SV_BACKEND_ROCKSDB, type);
}

Test(engine, subtasks_that_agree_are_looked_at_once)
{
    value(made_kryo(snapshot, "value", "com.acme.A"));
    struct sv_operator *op = snapshot->operators;
    for (int i = 0; i < 3; i++) {
        made_subtask(snapshot, op);
        made_state(snapshot, op, made_stream(snapshot, op, SV_STREAM_KEYED), SV_STATE_VALUE, "st",
                   made_kryo(snapshot, "value", "com.acme.A"));
    }
    run();
    cr_expect_eq(check.findings.count, 1);
}

Test(engine, what_only_one_subtask_wrote_is_found)
{
    value(made_string(snapshot, "value"));
    struct sv_operator *op = snapshot->operators;
    for (int i = 0; i < 2; i++) {
        made_subtask(snapshot, op);
        struct sv_type *type = i ? made_kryo(snapshot, "value", "com.acme.A") : made_string(snapshot, "value");
        struct sv_state *state =
            made_state(snapshot, op, made_stream(snapshot, op, SV_STREAM_KEYED), SV_STATE_VALUE, "st", type);
        if (i)
            op->states->other = state;
    }
    run();
    bool kryo = false;
    for (size_t i = 0; i < check.findings.count; i++)
        kryo |= check.findings.items[i].rule == &sv_rules[SV_RULE_SV103];
    cr_expect(kryo);
    cr_expect_eq(check.operators[0].states[0], SV_INCOMPATIBLE, "the state is the operator's, whoever wrote it");
}

Test(engine, other_subclasses_in_each_subtask_are_a_note)
{
    value(made_pojo(snapshot, "value", "com.acme.Base"));
    struct sv_operator *op = snapshot->operators;
    made_subtask(snapshot, op);
    struct sv_type *pojo = made_pojo(snapshot, "value", "com.acme.Base");
    made_child(pojo, "com.acme.Sub", made_pojo(snapshot, "subclass", "com.acme.Sub"));
    op->states->other =
        made_state(snapshot, op, made_stream(snapshot, op, SV_STREAM_KEYED), SV_STATE_VALUE, "st", pojo);
    run();
    cr_assert_eq(check.findings.count, 1);
    cr_expect_eq(check.findings.items[0].severity, SV_NOTE);
    cr_expect_eq(check.verdict, SV_COMPATIBLE);
}

Test(engine, a_key_without_states_counts)
{
    struct sv_operator *op = made_operator(snapshot);
    made_stream(snapshot, op, SV_STREAM_KEYED)->key =
        made_type(snapshot, "key", "org.apache.flink.api.scala.typeutils.ScalaCaseClassSerializerSnapshot");
    run();
    cr_assert_eq(check.findings.count, 1);
    cr_expect_eq(check.operators[0].verdict, SV_INCOMPATIBLE);
}

Test(engine, nested_handles_are_walked)
{
    struct sv_operator *op = made_operator(snapshot);
    struct sv_handle *outer = made_handle(snapshot, &op->subtasks->managed_keyed, SV_HANDLE_CHANGELOG);
    made_handle(snapshot, &outer->materialized, SV_HANDLE_INCREMENTAL)->blob.defect = SV_DEFECT_MISSING_FILE;
    run();
    cr_assert_eq(check.findings.count, 1);
    cr_expect_eq(check.findings.items[0].rule, &sv_rules[SV_RULE_SV003]);
}

Test(engine, state_of_2x_is_not_judged_by_rules_of_1x)
{
    value(made_kryo(snapshot, "value", "com.acme.A"));
    snapshot->version = 6;
    run();
    cr_assert_eq(check.findings.count, 1);
    cr_expect_eq(check.findings.items[0].rule, &sv_rules[SV_RULE_SV007]);
    cr_expect_eq(check.operators[0].states[0], SV_UNDECIDED);
}

Test(engine, findings_come_by_place_then_rule)
{
    value(made_kryo(snapshot, "value", "java.util.UUID"));
    value(made_kryo(snapshot, "value", "com.acme.A"));
    snapshot->moved = true;
    snapshot->operators->coordinator.kind = SV_BLOB_INLINE;
    run();
    static const enum sv_rule_id order[] = { SV_RULE_SV406, SV_RULE_SV410, SV_RULE_SV102, SV_RULE_SV103 };
    cr_assert_eq(check.findings.count, sizeof order / sizeof *order);
    for (size_t i = 0; i < check.findings.count; i++)
        cr_expect_eq(check.findings.items[i].rule, &sv_rules[order[i]], "%s", check.findings.items[i].rule->code);
}

Test(engine, names_come_out_as_utf8)
{
    value(made_kryo(snapshot, "value", "com.acme.\xc0\x80\xff"));
    run();
    cr_assert_eq(check.findings.count, 1);
    sv_str message = check.findings.items[0].message;
    cr_expect_null(memchr(message.p, 0xff, message.n));
    cr_expect(memchr(message.p, 0, message.n), "Java's way to write U+0000");
}

static void run_starved(void *context)
{
    struct sv_check starved;
    struct sv_error err = { .status = SV_OK };
    (void)context;
    enum sv_status status = sv_check_run(snapshot, sv_release_default(), NULL, &starved, &err);
    if (status == SV_OK) {
        cr_assert_eq(starved.verdict, SV_INCOMPATIBLE, "memory that ran out must not make it better");
        sv_check_release(&starved);
    } else {
        cr_assert(sweep_has_failed());
        cr_assert_eq(status, SV_ERR_MEMORY);
        cr_assert(err.text[0]);
    }
}

Test(engine, memory_that_runs_out_is_said)
{
    value(made_kryo(snapshot, "value", "java.util.UUID"));
    value(made_kryo(snapshot, "value", "com.acme.A"));
    snapshot->moved = true;
    cr_expect_gt(sweep_allocations(0, run_starved, NULL), 10);
}
