#include <criterion/criterion.h>

#include "rules/rule.h"
#include "support/made.h"

#define SCALA "org.apache.flink.api.scala.typeutils.ScalaOptionSerializerSnapshot"

static struct sv_snapshot *snapshot;
static struct sv_check check;

/* Two operators, each with a list of a gone class: an error each. */
static void begin(void)
{
    snapshot = made_snapshot();
    made_list(snapshot, "old", made_type(snapshot, "value", SCALA));
    made_list(snapshot, "other", made_type(snapshot, "value", SCALA));
}

static void end(void)
{
    sv_check_release(&check);
    made_free(snapshot);
}

TestSuite(aside, .init = begin, .fini = end);

static void run(void)
{
    struct sv_error err;
    cr_assert_eq(sv_check_run(snapshot, sv_release_default(), NULL, &check, &err), SV_OK, "%s", err.text);
}

static bool everything(struct sv_finding *finding, struct sv_aside *aside, void *context)
{
    (void)context;
    finding->severity = SV_NOTE;
    aside->kind = SV_WAIVED;
    return true;
}

static bool to_blind(struct sv_finding *finding, struct sv_aside *aside, void *context)
{
    (void)aside;
    (void)context;
    finding->severity = SV_BLIND;
    return false;
}

Test(aside, what_was_not_read_is_never_set_aside)
{
    struct sv_error err;
    snapshot->operators->subtasks->managed_operator->stream->defect.code = SV_DEFECT_TRUNCATED;
    run();
    cr_assert_eq(sv_check_sift(&check, everything, NULL, &err), SV_OK);
    cr_assert_eq(check.findings.count, 1);
    cr_expect_eq(check.findings.items[0].severity, SV_BLIND);
    cr_expect_eq(check.verdict, SV_UNDECIDED);
    cr_expect_eq(check.operators[0].verdict, SV_UNDECIDED);
}

Test(aside, nothing_becomes_what_was_not_read)
{
    struct sv_error err;
    run();
    cr_assert_eq(sv_check_sift(&check, to_blind, NULL, &err), SV_OK);
    for (size_t i = 0; i < check.findings.count; i++)
        cr_expect_neq(check.findings.items[i].severity, SV_BLIND);
}

static bool of_first_operator(struct sv_finding *finding, struct sv_aside *aside, void *context)
{
    aside->kind = SV_KNOWN;
    aside->reason = SV_STR("as before");
    return finding->op == context;
}

Test(aside, what_is_set_aside_is_kept_and_counted)
{
    struct sv_error err;
    run();
    size_t all = check.findings.count;
    cr_assert_eq(sv_check_sift(&check, of_first_operator, snapshot->operators, &err), SV_OK);
    cr_assert_eq(check.aside_count, 1);
    cr_expect_eq(check.aside_counts[SV_KNOWN], 1);
    cr_expect_eq(check.aside_counts[SV_WAIVED], 0);
    cr_expect_eq(check.aside[0].finding.op, snapshot->operators);
    cr_expect(sv_str_eq(check.aside[0].reason, SV_STR("as before")));
    cr_expect_eq(check.findings.count, all - 1);
    cr_expect_eq(check.operators[0].verdict, SV_COMPATIBLE);
    cr_expect_eq(check.operators[1].verdict, SV_INCOMPATIBLE);

    cr_assert_eq(sv_check_sift(&check, everything, NULL, &err), SV_OK, "once more");
    cr_expect_eq(check.aside_count, all);
    cr_expect_eq(check.findings.count, 0);
    cr_expect_eq(check.verdict, SV_COMPATIBLE);
    cr_expect_eq(check.verdict_of_all, SV_INCOMPATIBLE);
    cr_assert_eq(sv_check_sift(&check, everything, NULL, &err), SV_OK, "with nothing left");
}
