/* rules_text.c: the rules table for people. */
#include "report/page.h"

void sv_rules_text(const struct sv_report *report, struct sv_buf *out)
{
    struct sv_page page;
    sv_page_begin(&page, &report->style, out);
    size_t slug = 0;
    for (size_t i = 0; i < SV_RULE_COUNT; i++)
        slug = strlen(sv_rules[i].slug) > slug ? strlen(sv_rules[i].slug) : slug;
    for (size_t i = 0; i < SV_RULE_COUNT; i++) {
        const struct sv_rule *rule = &sv_rules[i];
        sv_buf_printf(&page.line, "%s  %-7s  %-*s  %s", rule->code, sv_severity_name(rule->severity), (int)slug,
                      rule->slug, rule->title);
        sv_page_flush(&page, 0, (unsigned)slug + 18);
    }
    sv_page_end(&page);
}

static void put_part(struct sv_page *page, const char *label, const char *text)
{
    sv_page_gap(page);
    sv_page_paint(page, SV_PAINT_BOLD);
    sv_buf_puts(&page->line, label);
    sv_page_paint(page, SV_PAINT_PLAIN);
    sv_page_flush(page, 0, 0);
    sv_page_puts(page, 2, text);
}

void sv_rule_text(const struct sv_report *report, struct sv_buf *out)
{
    const struct sv_rule *rule = report->rule;
    struct sv_page page;
    sv_page_begin(&page, &report->style, out);
    sv_page_paint(&page, SV_PAINT_BOLD);
    sv_buf_printf(&page.line, "%s", rule->code);
    sv_page_paint(&page, SV_PAINT_PLAIN);
    sv_buf_printf(&page.line, " %s (%s): %s", rule->slug, sv_severity_name(rule->severity), rule->title);
    sv_page_flush(&page, 0, 6);
    put_part(&page, "Why", rule->why);
    put_part(&page, "Cure", rule->cure);
    sv_page_end(&page);
}
