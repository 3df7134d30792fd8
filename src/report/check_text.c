/* check_text.c: the report of `check` for people: head line, one line per rule, findings, counts, verdict. Its last line is
 * a promise: docs/output.md#verdict-sentences */
#include "report/check_text.h"

#include "report/escape.h"
#include "report/pom.h"
#include "report/verdict.h"
#include "report/words.h"

/* What a rule found, counted. Findings come sorted by place, so that a new place is one that differs from the last. */
struct tally {
    uint64_t findings[SV_BLIND + 1], operators, states;
    uint32_t last_operator, last_state;
};

static void count_findings(const struct sv_check *check, struct tally tallies[SV_RULE_COUNT])
{
    for (size_t i = 0; i < SV_RULE_COUNT; i++)
        tallies[i] = (struct tally){ .last_operator = SV_NO_NUMBER, .last_state = SV_NO_NUMBER };
    for (size_t i = 0; i < check->findings.count; i++) {
        const struct sv_finding *finding = &check->findings.items[i];
        struct tally *tally = &tallies[finding->rule - sv_rules];
        bool same_operator = finding->op_number == tally->last_operator;
        tally->findings[finding->severity]++;
        if (finding->state && !(same_operator && finding->state_number == tally->last_state))
            tally->states++;
        if (finding->op && !same_operator)
            tally->operators++;
        tally->last_operator = finding->op_number;
        tally->last_state = finding->state_number;
    }
}

/* "2 errors, 1 note" */
static void put_findings(struct sv_page *page, const struct tally *tally)
{
    bool any = false;
    for (int i = SV_BLIND; i >= SV_NOTE; i--) {
        if (!tally->findings[i])
            continue;
        sv_buf_puts(&page->line, any ? ", " : "");
        sv_page_paint(page, sv_text_severity_paint((enum sv_severity)i));
        sv_word_count(&page->line, tally->findings[i], sv_text_severity((enum sv_severity)i, false),
                      sv_text_severity((enum sv_severity)i, true));
        sv_page_paint(page, SV_PAINT_PLAIN);
        any = true;
    }
    if (!any)
        sv_buf_puts(&page->line, "no issues found");
}

/* ": 3 states of 2 operators" */
static void put_reach(struct sv_buf *line, const struct tally *tally)
{
    if (tally->states) {
        sv_buf_puts(line, ": ");
        sv_word_count(line, tally->states, "state", "states");
    }
    if (tally->operators) {
        sv_buf_puts(line, tally->states ? " of " : ": ");
        sv_word_count(line, tally->operators, "operator", "operators");
    }
}

static void put_rule_lines(struct sv_page *page, const struct sv_check *check)
{
    enum { INDENT = 2, FINDINGS = 7, TITLE = 24 };
    struct tally tallies[SV_RULE_COUNT];
    count_findings(check, tallies);
    for (size_t i = 0; i < SV_RULE_COUNT; i++) {
        if (!sv_rule_is_asked(&sv_rules[i], check))
            continue;
        sv_buf_puts(&page->line, sv_rules[i].code);
        sv_page_tab(page, FINDINGS);
        put_findings(page, &tallies[i]);
        sv_page_tab(page, TITLE);
        sv_buf_puts(&page->line, sv_rules[i].title);
        put_reach(&page->line, &tallies[i]);
        sv_page_flush(page, INDENT, INDENT + TITLE);
    }
}

static void put_not_checked(struct sv_page *page, const struct sv_check *check)
{
    if (!check->not_checked_count)
        return;
    sv_page_puts(page, 0, "Not checked:");
    for (size_t i = 0; i < check->not_checked_count; i++) {
        sv_buf_puts(&page->line, "- ");
        sv_escape_text(&page->line, check->not_checked[i]);
        sv_page_flush(page, 2, 4);
    }
}

static void put_aside(struct sv_page *page, const struct sv_check *check)
{
    static const char *const labels[] = { [SV_WAIVED] = "WAIVED", [SV_KNOWN] = "KNOWN" };
    for (size_t i = 0; i < check->aside_count; i++) {
        const struct sv_aside *aside = &check->aside[i];
        sv_buf_printf(&page->line, "%s %s ", labels[aside->kind], aside->finding.rule->code);
        sv_word_place(&page->line, &aside->finding);
        sv_page_flush(page, 2, 6);
        sv_escape_text(&page->line, aside->finding.message);
        sv_page_flush(page, 6, 6);
        if (aside->kind != SV_WAIVED)
            continue;
        sv_buf_puts(&page->line, "until ");
        sv_escape_text(&page->line, aside->expires);
        sv_buf_puts(&page->line, ": ");
        sv_escape_text(&page->line, aside->reason);
        sv_page_flush(page, 6, 8);
    }
}

/* What others than the rules made of the findings. */
static void put_decided(struct sv_page *page, const struct sv_check *check)
{
    if (check->policy.n) {
        sv_buf_puts(&page->line, "Policy ");
        sv_escape_text(&page->line, check->policy);
        sv_buf_putc(&page->line, '.');
        sv_page_flush(page, 0, 2);
    }
    for (size_t i = 0; i < check->remark_count; i++) {
        sv_buf_puts(&page->line, "- ");
        sv_escape_text(&page->line, check->remarks[i]);
        sv_page_flush(page, 2, 4);
    }
    if (!check->aside_count)
        return;
    sv_word_aside(&page->line, check);
    sv_buf_puts(&page->line, page->style.aside ? ":" : ", listed with --show-waived.");
    sv_page_flush(page, 0, 2);
    if (page->style.aside)
        put_aside(page, check);
}

enum sv_paint sv_text_verdict_paint(enum sv_verdict verdict)
{
    static const enum sv_paint paints[] = {
        [SV_COMPATIBLE] = SV_PAINT_GREEN,
        [SV_NEEDS_ACTION] = SV_PAINT_YELLOW,
        [SV_UNDECIDED] = SV_PAINT_BLUE,
        [SV_INCOMPATIBLE] = SV_PAINT_RED,
    };
    return paints[verdict];
}

/* Never wrapped: scripts look for it. */
static void put_verdict(struct sv_page *page, const struct sv_check *check)
{
    struct sv_buf *line = &page->line;
    sv_page_paint(page, sv_text_verdict_paint(check->verdict));
    sv_buf_puts(line, sv_verdict_title(check->verdict));
    sv_page_paint(page, SV_PAINT_PLAIN);
    sv_buf_puts(line, ": ");
    sv_word_verdict(line, check);
    sv_buf_putc(line, '\n');
    sv_buf_add(page->out, sv_buf_str(line));
    line->n = 0;
}

static void put_check(struct sv_page *page, const struct sv_check *check)
{
    struct sv_totals totals = sv_totals_of(check);
    sv_page_paint(page, SV_PAINT_BOLD);
    sv_escape_text(&page->line, check->snapshot->path);
    sv_page_paint(page, SV_PAINT_PLAIN);
    sv_buf_puts(&page->line, ": ");
    sv_word_subject(&page->line, check);
    sv_buf_puts(&page->line, " -> Flink ");
    sv_buf_add(&page->line, check->target->name);
    if (check->job) {
        sv_buf_puts(&page->line, ", new job as in ");
        sv_escape_text(&page->line, check->job->shown);
    } else if (!check->pom) {
        sv_buf_puts(&page->line, ", same job recompiled");
    }
    sv_page_flush(page, 0, 4);
    sv_page_gap(page);
    put_rule_lines(page, check);
    sv_page_gap(page);
    if (check->pom)
        sv_text_pom(page, check);
    sv_text_findings(page, check);
    if (!check->pom) {
        sv_word_totals(&page->line, &totals);
        sv_page_flush(page, 0, 2);
    }
    put_decided(page, check);
    put_not_checked(page, check);
    put_verdict(page, check);
}

void sv_check_text(const struct sv_report *report, struct sv_buf *out)
{
    struct sv_page page;
    sv_page_begin(&page, &report->style, out);
    for (size_t i = 0; i < report->count; i++) {
        if (i)
            sv_page_gap(&page);
        put_check(&page, report->checks[i]);
    }
    sv_page_end(&page);
}
