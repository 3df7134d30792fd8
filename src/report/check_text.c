/* check_text.c: the report of `check` for people: head line, one line per rule, findings, counts, verdict. Its last line is
 * a promise: docs/output.md#verdict-sentences */
#include "report/check_text.h"

#include "report/escape.h"
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
        sv_buf_puts(&page->line, sv_rules[i].code);
        sv_page_tab(page, FINDINGS);
        put_findings(page, &tallies[i]);
        sv_page_tab(page, TITLE);
        sv_buf_puts(&page->line, sv_rules[i].title);
        put_reach(&page->line, &tallies[i]);
        sv_page_flush(page, INDENT, INDENT + TITLE);
    }
}

struct totals {
    uint64_t operators[SV_INCOMPATIBLE + 1], states[SV_INCOMPATIBLE + 1];
};

static struct totals count_verdicts(const struct sv_check *check)
{
    struct totals totals = { 0 };
    size_t i = 0;
    for (const struct sv_operator *op = check->snapshot->operators; op; op = op->next, i++) {
        const struct sv_op_verdict *verdict = &check->operators[i];
        totals.operators[verdict->verdict]++;
        for (uint32_t s = 0; s < op->state_count; s++)
            totals.states[verdict->states[s]]++;
    }
    return totals;
}

/* "9 operators compatible, 1 needs action, 2 incompatible." */
static void put_counts(struct sv_page *page, const struct totals *totals)
{
    static const char *const words[] = {
        [SV_COMPATIBLE] = "compatible",
        [SV_NEEDS_ACTION] = "needs action",
        [SV_UNDECIDED] = "undecided",
        [SV_INCOMPATIBLE] = "incompatible",
    };
    bool first = true;
    for (int v = SV_COMPATIBLE; v <= SV_INCOMPATIBLE; v++) {
        uint64_t n = totals->operators[v];
        if (!n)
            continue;
        if (first)
            sv_word_count(&page->line, n, "operator", "operators");
        else
            sv_buf_printf(&page->line, ", %llu", (unsigned long long)n);
        sv_buf_printf(&page->line, " %s", v == SV_NEEDS_ACTION && n > 1 ? "need action" : words[v]);
        first = false;
    }
    if (first)
        sv_buf_puts(&page->line, "no operators");
    sv_buf_putc(&page->line, '.');
    sv_page_flush(page, 0, 2);
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

/* "3 states of 2 operators", "2 operators", or "this snapshot" when no operator is to blame */
static void put_share(struct sv_buf *line, const struct totals *totals, enum sv_verdict verdict)
{
    uint64_t states = totals->states[verdict], operators = totals->operators[verdict];
    if (states) {
        sv_word_count(line, states, "state", "states");
        sv_buf_puts(line, " of ");
    }
    if (operators)
        sv_word_count(line, operators, "operator", "operators");
    else
        sv_buf_puts(line, "this snapshot");
}

/* Never wrapped: scripts look for it. */
static void put_verdict(struct sv_page *page, const struct sv_check *check, const struct totals *totals)
{
    static const enum sv_paint paints[] = {
        [SV_COMPATIBLE] = SV_PAINT_GREEN,
        [SV_NEEDS_ACTION] = SV_PAINT_YELLOW,
        [SV_UNDECIDED] = SV_PAINT_BLUE,
        [SV_INCOMPATIBLE] = SV_PAINT_RED,
    };
    static const char *const words[] = {
        [SV_COMPATIBLE] = "COMPATIBLE",
        [SV_NEEDS_ACTION] = "NEEDS ACTION",
        [SV_UNDECIDED] = "UNDECIDED",
        [SV_INCOMPATIBLE] = "INCOMPATIBLE",
    };
    struct sv_buf *line = &page->line;
    sv_page_paint(page, paints[check->verdict]);
    sv_buf_puts(line, words[check->verdict]);
    sv_page_paint(page, SV_PAINT_PLAIN);
    sv_buf_puts(line, ": Flink ");
    sv_buf_add(line, check->target->name);
    switch (check->verdict) {
    case SV_COMPATIBLE:
        sv_buf_puts(line, " can restore ");
        put_share(line, totals, SV_COMPATIBLE);
        break;
    case SV_NEEDS_ACTION:
        sv_buf_puts(line, " can restore this snapshot once the warnings are dealt with: they touch ");
        put_share(line, totals, SV_NEEDS_ACTION);
        break;
    case SV_UNDECIDED:
        sv_buf_puts(line, " may or may not restore ");
        put_share(line, totals, SV_UNDECIDED);
        break;
    case SV_INCOMPATIBLE:
        sv_buf_puts(line, " cannot restore ");
        put_share(line, totals, SV_INCOMPATIBLE);
        break;
    }
    sv_buf_puts(line, ".");
    sv_buf_putc(line, '\n');
    sv_buf_add(page->out, sv_buf_str(line));
    line->n = 0;
}

static void put_check(struct sv_page *page, const struct sv_check *check)
{
    struct totals totals = count_verdicts(check);
    sv_page_paint(page, SV_PAINT_BOLD);
    sv_escape_text(&page->line, check->snapshot->path);
    sv_page_paint(page, SV_PAINT_PLAIN);
    sv_buf_puts(&page->line, ": ");
    sv_word_snapshot(&page->line, check->snapshot);
    sv_buf_puts(&page->line, " -> Flink ");
    sv_buf_add(&page->line, check->target->name);
    sv_buf_puts(&page->line, ", same job recompiled");
    sv_page_flush(page, 0, 4);
    sv_page_gap(page);
    put_rule_lines(page, check);
    sv_page_gap(page);
    sv_text_findings(page, check);
    put_counts(page, &totals);
    put_not_checked(page, check);
    put_verdict(page, check, &totals);
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
