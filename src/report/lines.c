/* lines.c: one line per snapshot. */
#include "report/check_text.h"
#include "report/escape.h"
#include "report/verdict.h"
#include "report/words.h"

enum { TITLE_COLUMNS = 14 };

/* ": 2 errors, 1 note" */
static void put_counts(struct sv_page *page, const struct sv_check *check)
{
    uint64_t counts[SV_BLIND + 1] = { 0 };
    const char *separator = ": ";
    for (size_t i = 0; i < check->findings.count; i++)
        counts[check->findings.items[i].severity]++;
    for (int i = SV_BLIND; i >= SV_NOTE; i--) {
        enum sv_severity severity = (enum sv_severity)i;
        if (!counts[i])
            continue;
        sv_buf_puts(&page->line, separator);
        sv_word_count(&page->line, counts[i], sv_text_severity(severity, false), sv_text_severity(severity, true));
        separator = ", ";
    }
    if (!check->findings.count)
        sv_buf_puts(&page->line, ": no findings");
    if (check->aside_count) {
        sv_buf_puts(&page->line, ", not counting ");
        sv_word_aside(&page->line, check);
    }
}

/* " (SV101, SV104)": what the verdict rests on. */
static void put_rules(struct sv_buf *line, const struct sv_check *check)
{
    bool found[SV_RULE_COUNT] = { false };
    const char *separator = " (";
    for (size_t i = 0; i < check->findings.count; i++) {
        const struct sv_finding *finding = &check->findings.items[i];
        found[finding->rule - sv_rules] |=
            finding->severity != SV_NOTE && sv_verdict_of(finding->severity) == check->verdict;
    }
    for (size_t rule = 0; rule < SV_RULE_COUNT; rule++) {
        if (!found[rule])
            continue;
        sv_buf_printf(line, "%s%s", separator, sv_rules[rule].code);
        separator = ", ";
    }
    if (*separator == ',')
        sv_buf_putc(line, ')');
}

/* Never wrapped. */
static void put_check(struct sv_page *page, const struct sv_check *check)
{
    sv_page_paint(page, sv_text_verdict_paint(check->verdict));
    sv_buf_puts(&page->line, sv_verdict_title(check->verdict));
    sv_page_paint(page, SV_PAINT_PLAIN);
    sv_page_tab(page, TITLE_COLUMNS);
    sv_escape_text(&page->line, check->snapshot->path);
    put_counts(page, check);
    put_rules(&page->line, check);
    sv_buf_putc(&page->line, '\n');
    sv_buf_add(page->out, sv_buf_str(&page->line));
    page->line.n = 0;
}

void sv_check_lines(const struct sv_report *report, struct sv_buf *out)
{
    struct sv_page page;
    sv_page_begin(&page, &report->style, out);
    for (size_t i = 0; i < report->count; i++)
        put_check(&page, report->checks[i]);
    sv_page_end(&page);
}
