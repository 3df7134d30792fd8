#include "policy/baseline.h"

#include <criterion/criterion.h>
#include <inttypes.h>
#include <stdio.h>

#include "support/made.h"
#include "support/sweep.h"

#define SCALA "org.apache.flink.api.scala.typeutils.ScalaOptionSerializerSnapshot"

static struct sv_snapshot *snapshot;
static struct sv_check check;
static struct sv_baseline baseline;

static void begin(void)
{
    snapshot = made_snapshot();
    made_list(snapshot, "old", made_type(snapshot, "value", SCALA));
    made_list(snapshot, "other", made_type(snapshot, "value", SCALA));
}

static void end(void)
{
    sv_baseline_free(&baseline);
    sv_check_release(&check);
    made_free(snapshot);
}

TestSuite(baseline, .init = begin, .fini = end);

static void run(void)
{
    struct sv_error err;
    cr_assert_eq(sv_check_run(snapshot, sv_release_default(), NULL, &check, &err), SV_OK, "%s", err.text);
}

static void read_text(const char *text)
{
    struct sv_error err;
    cr_assert_eq(sv_baseline_read(sv_str_of(text), SV_STR("old.json"), &baseline, &err), SV_OK, "%s", err.text);
}

/* A report of the first error in a list of that name. */
static void report_first_error(char *text, size_t n, const char *list, const char *severity)
{
    for (size_t i = 0; i < check.findings.count; i++) {
        const struct sv_finding *finding = &check.findings.items[i];
        if (finding->severity != SV_ERROR)
            continue;
        snprintf(text, n,
                 "{\"schema\":\"snapvet.check/1\",\"findings\":[],\"%s\":[{\"fingerprint\":\"%016" PRIx64
                 "\",\"severity\":\"%s\"}]}",
                 list, sv_fingerprint(finding), severity);
        return;
    }
    cr_assert_fail("no error was found");
}

static void compare_with(const char *list, const char *severity)
{
    char text[512];
    struct sv_error err;
    run();
    report_first_error(text, sizeof text, list, severity);
    read_text(text);
    cr_assert_eq(sv_baseline_apply(&baseline, &check, &err), SV_OK, "%s", err.text);
}

Test(baseline, what_is_known_is_set_aside)
{
    compare_with("known", "error");
    cr_expect_eq(check.aside_counts[SV_KNOWN], 1);
    cr_expect_eq(check.aside_counts[SV_WAIVED], 0);
    cr_expect_eq(check.operators[0].verdict, SV_COMPATIBLE);
    cr_expect_eq(check.operators[1].verdict, SV_INCOMPATIBLE);
    cr_expect(sv_str_eq(check.baseline, SV_STR("old.json")));
}

Test(baseline, what_became_worse_is_new)
{
    compare_with("known", "warning");
    cr_expect_eq(check.aside_count, 0);
    cr_expect_eq(check.verdict, SV_INCOMPATIBLE);
}

Test(baseline, what_was_waived_is_not_known)
{
    compare_with("waived", "error");
    cr_expect_eq(check.aside_count, 0);
}

Test(baseline, what_was_not_read_is_new_each_time)
{
    struct sv_error err;
    snapshot->operators->subtasks->managed_operator->stream->defect.code = SV_DEFECT_TRUNCATED;
    run();
    char text[512];
    for (size_t i = 0; i < check.findings.count; i++)
        if (check.findings.items[i].severity == SV_BLIND)
            snprintf(text, sizeof text,
                     "{\"schema\":\"snapvet.check/1\",\"findings\":[{\"fingerprint\":\"%016" PRIx64
                     "\",\"severity\":\"blind\"}]}",
                     sv_fingerprint(&check.findings.items[i]));
    read_text(text);
    cr_assert_eq(sv_baseline_apply(&baseline, &check, &err), SV_OK);
    cr_expect_eq(check.aside_count, 0);
    size_t blind = 0;
    for (size_t i = 0; i < check.findings.count; i++)
        blind += check.findings.items[i].severity == SV_BLIND;
    cr_expect_eq(blind, 1);
}

Test(baseline, several_reports_are_one)
{
    read_text(
        "{\"schema\":\"snapvet.check/1\",\"findings\":[{\"fingerprint\":\"00000000000000ff\",\"severity\":\"note\"},"
        "{\"fingerprint\":\"00000000000000aa\",\"severity\":\"note\"}]}\n"
        "{\"schema\":\"snapvet.check/1\",\"findings\":[{\"fingerprint\":\"00000000000000ff\",\"severity\":\"error\"}],"
        "\"known\":[{\"fingerprint\":\"00000000000000bb\",\"severity\":\"warning\"}]}\n");
    cr_assert_eq(baseline.count, 3);
    cr_expect_eq(baseline.items[0].fingerprint, 0xaa);
    cr_expect_eq(baseline.items[1].fingerprint, 0xbb);
    cr_expect_eq(baseline.items[2].fingerprint, 0xff);
    cr_expect_eq(baseline.items[2].severity, SV_ERROR, "the worst of the two");
}

Test(baseline, what_is_no_report_is_refused)
{
    static const char *const bad[] = {
        "",
        "no json",
        "{}",
        "[]",
        "{\"schema\":\"snapvet.show/1\",\"findings\":[]}",
        "{\"schema\":\"snapvet.check/1\"}",
        "{\"schema\":\"snapvet.check/1\",\"findings\":[{}]}",
        "{\"schema\":\"snapvet.check/1\",\"findings\":[1]}",
        "{\"schema\":\"snapvet.check/1\",\"findings\":[{\"fingerprint\":\"xyz\",\"severity\":\"note\"}]}",
        "{\"schema\":\"snapvet.check/1\",\"findings\":[{\"fingerprint\":\"00000000000000ff\",\"severity\":\"bad\"}]}",
        "{\"schema\":\"snapvet.check/1\",\"findings\":[]} trailing",
    };
    struct sv_error err;
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++)
        cr_expect_eq(sv_baseline_read(sv_str_of(bad[i]), SV_STR("old.json"), &baseline, &err), SV_ERR_USAGE, "%s",
                     bad[i]);
}

static void read_any(const unsigned char *bytes, size_t n, void *context)
{
    (void)context;
    struct sv_baseline any;
    if (sv_baseline_read((sv_str){ (const char *)bytes, n }, SV_STR("old.json"), &any, NULL) == SV_OK)
        sv_baseline_free(&any);
}

Test(baseline, any_bytes_and_any_failing_allocation_are_survived)
{
    static const char report[] = "{\"schema\":\"snapvet.check/1\",\"findings\":[{\"fingerprint\":\"00000000000000ff\","
                                 "\"severity\":\"note\"}],\"known\":[]}";
    cr_assert_gt(sweep_all(report, sizeof report - 1, 0, read_any, NULL), sizeof report);
}
