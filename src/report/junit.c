/* junit.c: JUnit XML as Jenkins and GitLab read it: a suite per snapshot, in it a case per operator and per state, and one
 * for the snapshot when something is found about it as a whole. Incompatible is a failure, undecided an error; what needs
 * action passes and says so in its output. */
#include <stdlib.h>

#include "base/limits.h"
#include "report/escape.h"
#include "report/pom.h"
#include "report/verdict.h"
#include "report/words.h"

struct junit {
    struct sv_buf *out;
    struct sv_buf text; /* being composed, escaped as for a terminal */
};

struct counts {
    uint64_t tests, failures, errors;
};

static void count(struct counts *counts, enum sv_verdict verdict)
{
    counts->tests++;
    counts->failures += verdict == SV_INCOMPATIBLE;
    counts->errors += verdict == SV_UNDECIDED;
}

static enum sv_verdict verdict_of_general(const struct sv_check *check)
{
    enum sv_verdict worst = check->findings.dropped ? SV_UNDECIDED : SV_COMPATIBLE;
    for (size_t i = 0; i < sv_general_findings(check); i++)
        if (sv_verdict_of(check->findings.items[i].severity) > worst)
            worst = sv_verdict_of(check->findings.items[i].severity);
    return worst;
}

static bool has_general_case(const struct sv_check *check)
{
    return sv_general_findings(check) > 0 || check->findings.dropped > 0;
}

static struct counts count_cases(const struct sv_check *check)
{
    struct counts counts = { 0 };
    for (size_t i = 0; check->pom && i < check->findings.count; i++)
        count(&counts, sv_verdict_of(check->findings.items[i].severity));
    if (check->pom) {
        count(&counts, SV_COMPATIBLE);
        return counts;
    }
    struct sv_totals totals = sv_totals_of(check);
    for (int v = SV_COMPATIBLE; v <= SV_INCOMPATIBLE; v++)
        counts.tests += totals.operators[v] + totals.states[v];
    counts.failures = totals.operators[SV_INCOMPATIBLE] + totals.states[SV_INCOMPATIBLE];
    counts.errors = totals.operators[SV_UNDECIDED] + totals.states[SV_UNDECIDED];
    if (has_general_case(check))
        count(&counts, verdict_of_general(check));
    return counts;
}

/* What was composed, with what is around it. */
static void put(struct junit *junit, const char *before, const char *after)
{
    sv_buf_puts(junit->out, before);
    sv_escape_xml(junit->out, sv_buf_str(&junit->text));
    sv_buf_puts(junit->out, after);
    junit->text.n = 0;
}

static void put_counts(struct sv_buf *out, const struct counts *counts)
{
    sv_buf_printf(out, " tests=\"%llu\" failures=\"%llu\" errors=\"%llu\"", (unsigned long long)counts->tests,
                  (unsigned long long)counts->failures, (unsigned long long)counts->errors);
}

static void put_property(struct junit *junit, const char *name, sv_str value)
{
    sv_buf_printf(junit->out, "      <property name=\"%s\"", name);
    sv_escape_text(&junit->text, value);
    put(junit, " value=\"", "\"/>\n");
}

static void put_finding(struct junit *junit, const struct sv_finding *finding)
{
    sv_buf_printf(junit->out, "%s %s ", sv_severity_name(finding->severity), finding->rule->code);
    sv_word_place(&junit->text, finding);
    put(junit, "", "\n  ");
    sv_escape_text(&junit->text, finding->message);
    put(junit, "", "\n  why: ");
    sv_escape_text(&junit->text, finding->why);
    put(junit, "", "\n  cure: ");
    sv_escape_text(&junit->text, finding->remedy);
    put(junit, "", "\n");
}

/* Findings that bear on a case: all of an operator's when state is NULL. */
struct asked {
    const struct sv_finding *findings;
    size_t count;
    uint32_t state_number;
    const struct sv_state *state;
};

static bool bears_on(const struct sv_finding *finding, const struct asked *asked)
{
    return !asked->state || sv_finding_touches(finding, asked->state_number, asked->state);
}

static const struct sv_finding *worst_of(const struct asked *asked)
{
    const struct sv_finding *worst = NULL;
    for (size_t i = 0; i < asked->count; i++)
        if (bears_on(&asked->findings[i], asked) &&
            (!worst || sv_verdict_of(asked->findings[i].severity) > sv_verdict_of(worst->severity)))
            worst = &asked->findings[i];
    return worst;
}

/* The element inside a case, or nothing when there is nothing to say. */
static void put_outcome(struct junit *junit, enum sv_verdict verdict, const struct asked *asked)
{
    static const char *const elements[] = { [SV_COMPATIBLE] = "system-out",
                                            [SV_NEEDS_ACTION] = "system-out",
                                            [SV_UNDECIDED] = "error",
                                            [SV_INCOMPATIBLE] = "failure" };
    const struct sv_finding *worst = worst_of(asked);
    if (!worst && verdict < SV_UNDECIDED)
        return;
    sv_buf_printf(junit->out, "      <%s", elements[verdict]);
    if (verdict >= SV_UNDECIDED) {
        sv_buf_printf(junit->out, " type=\"%s\"", sv_verdict_name(verdict));
        if (worst)
            sv_escape_text(&junit->text, worst->message);
        else
            sv_buf_puts(&junit->text, "see the snapshot as a whole");
        put(junit, " message=\"", "\"");
    }
    sv_buf_puts(junit->out, ">");
    for (size_t i = 0; i < asked->count; i++)
        if (bears_on(&asked->findings[i], asked))
            put_finding(junit, &asked->findings[i]);
    sv_buf_printf(junit->out, "</%s>\n", elements[verdict]);
}

/* The name was composed. */
static void put_case(struct junit *junit, sv_str class_name, enum sv_verdict verdict, const struct asked *asked)
{
    put(junit, "    <testcase name=\"", "\" classname=\"");
    sv_escape_xml(junit->out, class_name);
    sv_buf_puts(junit->out, "\">\n");
    put_outcome(junit, verdict, asked);
    sv_buf_puts(junit->out, "    </testcase>\n");
}

static void put_operator(struct junit *junit, const struct sv_judged *judged, struct sv_buf *name)
{
    struct asked asked = { .findings = judged->findings, .count = judged->finding_count };
    name->n = 0;
    sv_word_operator(name, judged->op);
    sv_buf_puts(&junit->text, "operator");
    put_case(junit, sv_buf_str(name), judged->verdict->verdict, &asked);
    for (const struct sv_op_state *s = judged->op->states; s; s = s->next, asked.state_number++) {
        asked.state = s->state;
        sv_buf_puts(&junit->text, "state ");
        sv_escape_text(&junit->text, s->state->name);
        sv_buf_printf(&junit->text, " (%s)", sv_state_kind_name(s->state->kind));
        put_case(junit, sv_buf_str(name), judged->verdict->states[asked.state_number], &asked);
    }
}

/* A POM is a case that passes, and each thing found in it another. */
static void put_pom(struct junit *junit, const struct sv_check *check)
{
    struct asked asked = { .count = 0 };
    sv_word_pom(&junit->text, check);
    put_case(junit, SV_STR("POM"), SV_COMPATIBLE, &asked);
    asked.count = 1;
    for (size_t i = 0; i < check->findings.count; i++) {
        const struct sv_finding *finding = &check->findings.items[i];
        asked.findings = finding;
        sv_word_place(&junit->text, finding);
        put_case(junit, sv_str_of(finding->rule->code), sv_verdict_of(finding->severity), &asked);
    }
}

static void put_suite(struct junit *junit, const struct sv_check *check)
{
    struct counts counts = count_cases(check);
    sv_escape_text(&junit->text, check->snapshot->path);
    put(junit, "  <testsuite name=\"", "\"");
    put_counts(junit->out, &counts);
    sv_buf_puts(junit->out, " skipped=\"0\">\n    <properties>\n");
    put_property(junit, "target", check->target->name);
    put_property(junit, "verdict", sv_str_of(sv_verdict_name(check->verdict)));
    if (check->aside_count) {
        sv_word_aside(&junit->text, check);
        put(junit, "      <property name=\"set aside\" value=\"", "\"/>\n");
    }
    for (size_t i = 0; i < check->remark_count; i++)
        put_property(junit, "remark", check->remarks[i]);
    sv_buf_puts(junit->out, "    </properties>\n");
    if (check->pom) {
        put_pom(junit, check);
    } else if (has_general_case(check)) {
        struct asked asked = { .findings = check->findings.items, .count = sv_general_findings(check) };
        sv_buf_puts(&junit->text, "snapshot");
        put_case(junit, SV_STR("snapshot"), verdict_of_general(check), &asked);
    }
    struct sv_judged *judged = NULL;
    size_t count = 0;
    struct sv_buf name;
    sv_buf_init(&name, SV_LIMIT_REPORT_BYTES);
    junit->out->failed |= !sv_judged_all(check, &judged, &count);
    for (size_t i = 0; i < count; i++)
        put_operator(junit, &judged[i], &name);
    junit->out->failed |= name.failed;
    sv_buf_free(&name);
    free(judged);
    sv_buf_puts(junit->out, "  </testsuite>\n");
}

void sv_check_junit(const struct sv_report *report, struct sv_buf *out)
{
    struct junit junit = { .out = out };
    struct counts all = { 0 };
    sv_buf_init(&junit.text, SV_LIMIT_REPORT_BYTES);
    for (size_t i = 0; i < report->count; i++) {
        struct counts counts = count_cases(report->checks[i]);
        all.tests += counts.tests;
        all.failures += counts.failures;
        all.errors += counts.errors;
    }
    sv_buf_puts(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"snapvet\"");
    put_counts(out, &all);
    sv_buf_puts(out, ">\n");
    for (size_t i = 0; i < report->count; i++)
        put_suite(&junit, report->checks[i]);
    sv_buf_puts(out, "</testsuites>\n");
    out->failed |= junit.text.failed;
    sv_buf_free(&junit.text);
}
