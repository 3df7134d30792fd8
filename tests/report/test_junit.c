#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>

#include "support/reports.h"

#define TAGS " ?xml testsuites testsuite properties property testcase failure error system-out "

Test(junit, a_case_for_each_operator_and_state)
{
    struct sv_snapshot *snapshot = reports_snapshot();
    char *text = reports_of(sv_check_junit, snapshot);
    cr_expect_eq(reports_count(text, "<testcase "), 6, "%s", text);
    cr_expect_eq(reports_count(text, "<testcase name=\"operator\""), 3);
    cr_expect_eq(reports_count(text, "<testcase name=\"state cart (value)\" classname=\"uid bad (01000000)\">"), 1);
    cr_expect_eq(reports_count(text, "<failure "), 2, "operator and state");
    cr_expect_eq(reports_count(text, "<error type=\"undecided\""), 2, "operator and state");
    cr_expect_eq(reports_count(text, " tests=\"6\" failures=\"2\" errors=\"2\""), 2, "whole and suite");
    cr_expect(reports_has_only_tags(text, TAGS));
    free(text);
    made_free(snapshot);
}

Test(junit, what_is_found_of_the_whole_snapshot_is_a_case)
{
    struct sv_snapshot *snapshot = made_snapshot();
    snapshot->defect = (struct sv_defect){ .code = SV_DEFECT_TRUNCATED, .at = 30, .doing = "operators" };
    char *text = reports_of(sv_check_junit, snapshot);
    cr_expect_eq(reports_count(text, "<testcase name=\"snapshot\" classname=\"snapshot\">"), 1);
    cr_expect_eq(reports_count(text, "<error type=\"undecided\""), 1);
    cr_expect_eq(reports_count(text, " tests=\"1\" failures=\"0\" errors=\"1\""), 2);
    free(text);
    made_free(snapshot);
}

Test(junit, a_finding_that_reaches_further_fails_what_it_reaches)
{
    struct sv_snapshot *snapshot = made_snapshot();
    struct sv_operator *op = made_operator(snapshot);
    struct sv_stream *stream = made_stream(snapshot, op, SV_STREAM_OPERATOR);
    made_state(snapshot, op, stream, SV_STATE_OPERATOR_LIST, "a", made_string(snapshot, "value"));
    made_state(snapshot, op, stream, SV_STATE_OPERATOR_LIST, "b", made_string(snapshot, "value"));
    stream->defect = (struct sv_defect){ .code = SV_DEFECT_TRUNCATED, .at = 17, .doing = "state" };
    char *text = reports_of(sv_check_junit, snapshot);
    cr_expect_eq(reports_count(text, "<error type=\"undecided\""), 3);
    cr_expect_eq(reports_count(text, "blind SV002"), 3, "each says why");
    free(text);
    made_free(snapshot);
}

Test(junit, what_needs_action_passes_and_says_so)
{
    struct sv_snapshot *snapshot = made_snapshot();
    made_list(snapshot, "a", made_type(snapshot, "value", "com.acme.FooSnapshot"))->serializers->inferred = true;
    struct sv_check check = reports_check(snapshot);
    cr_assert_eq(check.verdict, SV_NEEDS_ACTION);
    char *text = reports_write(sv_check_junit, (const struct sv_check *const[]){ &check }, 1);
    cr_expect_eq(reports_count(text, " failures=\"0\" errors=\"0\""), 2);
    cr_expect_eq(reports_count(text, "<system-out>warning "), 2);
    free(text);
    sv_check_release(&check);
    made_free(snapshot);
}

Test(junit, a_suite_for_each_snapshot)
{
    struct sv_snapshot *snapshot = reports_snapshot();
    struct sv_check check = reports_check(snapshot);
    char *text = reports_write(sv_check_junit, (const struct sv_check *const[]){ &check, &check }, 2);
    cr_expect_eq(reports_count(text, "<testsuite name=\"made\""), 2);
    cr_expect_eq(reports_count(text, "<testsuites name=\"snapvet\" tests=\"12\" failures=\"4\" errors=\"4\">"), 1);
    free(text);
    sv_check_release(&check);
    made_free(snapshot);
}

Test(junit, hostile_names_are_inert)
{
    struct sv_snapshot *snapshot = reports_hostile_snapshot();
    char *text = reports_of(sv_check_junit, snapshot);
    cr_expect(reports_is_plain(text));
    cr_expect(reports_has_only_tags(text, TAGS));
    cr_expect_null(strstr(text, "]]>"));
    cr_expect_eq(reports_count(text, "&"), reports_count(text, "&#"), "every ampersand begins a character of ours");
    cr_expect_eq(reports_count(text, "<testcase "), 6);
    free(text);
    made_free(snapshot);
}

Test(junit, memory_may_run_out_anywhere)
{
    reports_sweep(sv_check_junit);
}
