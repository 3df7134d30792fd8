#include <stdio.h>

#include <criterion/criterion.h>

#include "policy/baseline.h"
#include "policy/policy.h"
#include "support/made.h"

#define SCALA "org.apache.flink.api.scala.typeutils.ScalaOptionSerializerSnapshot"
enum { TODAY = 20782 }; /* 2026-11-25 */

static struct sv_snapshot *snapshot;
static struct sv_check check;
static struct sv_policy policy;

/* Two operators, each with a list of a gone class: an error each, and nothing else of weight. */
static void begin(void)
{
    snapshot = made_snapshot();
    made_list(snapshot, "old", made_type(snapshot, "value", SCALA));
    made_list(snapshot, "other", made_type(snapshot, "value", SCALA));
    snapshot->operators->uid = SV_STR("first");
    snapshot->operators->next->uid = SV_STR("second");
}

static void end(void)
{
    sv_policy_free(&policy);
    sv_check_release(&check);
    made_free(snapshot);
}

TestSuite(apply, .init = begin, .fini = end);

static void run(void)
{
    struct sv_error err;
    cr_assert_eq(sv_check_run(snapshot, sv_release_default(), NULL, &check, &err), SV_OK, "%s", err.text);
}

static const struct sv_rule *error_rule(void)
{
    for (size_t i = 0; i < check.findings.count; i++)
        if (check.findings.items[i].severity == SV_ERROR)
            return check.findings.items[i].rule;
    cr_assert_fail("no error was found");
    return NULL;
}

static void apply(int64_t today, const char *format)
{
    char text[1024];
    struct sv_error err;
    snprintf(text, sizeof text, format, error_rule()->code);
    cr_assert_eq(sv_policy_read(sv_str_of(text), SV_STR("p.yml"), &policy, &err), SV_OK, "%s", err.text);
    cr_assert_null(policy.problems, "%.*s", SV_ARG(policy.problems->text));
    cr_assert_eq(sv_policy_apply(&policy, today, &check, &err), SV_OK, "%s", err.text);
}

Test(apply, a_waiver_takes_its_findings_out_of_the_verdict)
{
    run();
    size_t before = check.findings.count;
    cr_assert_eq(check.verdict, SV_INCOMPATIBLE);
    apply(TODAY, "waivers: [{rule: %s, operator: first, reason: dropped soon, expires: 2026-11-25}]");
    cr_expect_eq(check.aside_count, 1);
    cr_expect_eq(check.aside_counts[SV_WAIVED], 1);
    cr_expect_eq(check.findings.count, before - 1);
    cr_expect(sv_str_eq(check.aside[0].reason, SV_STR("dropped soon")));
    cr_expect(sv_str_eq(check.aside[0].expires, SV_STR("2026-11-25")));
    cr_expect_eq(check.aside[0].line, 1);
    cr_expect_eq(check.operators[0].verdict, SV_COMPATIBLE);
    cr_expect_eq(check.operators[0].states[0], SV_COMPATIBLE);
    cr_expect_eq(check.operators[1].verdict, SV_INCOMPATIBLE);
    cr_expect_eq(check.verdict, SV_INCOMPATIBLE);
    cr_expect_eq(check.verdict_of_all, SV_INCOMPATIBLE);
}

Test(apply, an_expired_waiver_counts_as_none_and_says_so)
{
    run();
    apply(TODAY + 1, "waivers: [{rule: %s, reason: r, expires: 2026-11-25}]");
    cr_expect_eq(check.aside_count, 0);
    cr_expect_eq(check.verdict, SV_INCOMPATIBLE);
    cr_assert_eq(check.remark_count, 1);
    cr_expect(sv_str_starts(check.remarks[0], SV_STR("p.yml, line 1: the waiver of ")));
    cr_expect(sv_str_ends(check.remarks[0], SV_STR("expired on 2026-11-25 and counts as none: 2 findings")));
}

Test(apply, the_verdict_of_all_stays_when_all_is_waived)
{
    run();
    apply(TODAY, "waivers: [{rule: %s, reason: r, expires: 2026-11-25}]");
    cr_expect_eq(check.aside_count, 2);
    cr_expect_lt(check.verdict, SV_UNDECIDED);
    cr_expect_eq(check.verdict_of_all, SV_INCOMPATIBLE);
}

Test(apply, a_severity_is_changed_and_said)
{
    run();
    apply(TODAY, "severities: {%s: warning}");
    cr_expect_eq(check.aside_count, 0);
    cr_expect_eq(check.verdict, SV_NEEDS_ACTION);
    cr_expect_eq(check.operators[0].states[0], SV_NEEDS_ACTION);
    cr_assert_eq(check.remark_count, 1);
    cr_expect(sv_str_ends(check.remarks[0], SV_STR("a warning: 2 findings")));
}

Test(apply, a_policy_with_problems_is_refused)
{
    struct sv_error err;
    run();
    cr_assert_eq(sv_policy_read(SV_STR("a: b\n"), SV_STR("p.yml"), &policy, &err), SV_OK);
    cr_expect_eq(sv_policy_apply(&policy, TODAY, &check, &err), SV_ERR_USAGE);
    cr_expect_str_eq(err.text, "cannot use the policy 'p.yml': line 1: unknown key 'a'");
}
