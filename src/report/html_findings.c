/* html_findings.c: findings as a page shows them. */
#include <stdlib.h>

#include "report/blocks.h"
#include "report/escape.h"
#include "report/html.h"
#include "report/words.h"

enum {
    PLACES_NAMED = 6,   /* of one message; the rest is folded */
    PLACES_LISTED = 500 /* of one message */
};

static void put_place(struct sv_html *html, const struct sv_finding *finding)
{
    sv_word_place(&html->text, finding);
    if (finding->op) {
        sv_buf_printf(html->out, "<li><a href=\"#s%zu-o%lu\">", html->snapshot, (unsigned long)finding->op_number);
        sv_html_put(html, "", "</a></li>\n");
    } else {
        sv_html_put(html, "<li>", "</li>\n");
    }
}

static void put_message(struct sv_html *html, const struct sv_finding *const *findings, size_t count)
{
    sv_html_name(html, "<p>", findings[0]->message, "</p>\n<ul class=\"places\">\n");
    size_t named = count > PLACES_NAMED + 1 ? PLACES_NAMED : count;
    for (size_t i = 0; i < named; i++)
        put_place(html, findings[i]);
    sv_buf_puts(html->out, "</ul>\n");
    if (named == count)
        return;
    sv_buf_printf(html->out, "<details>\n<summary>and %zu more places</summary>\n<ul class=\"places\">\n",
                  count - named);
    size_t i = named;
    for (; i < count && i < PLACES_LISTED; i++)
        put_place(html, findings[i]);
    if (i < count)
        sv_buf_printf(html->out, "<li>and %zu more; --format json lists all</li>\n", count - i);
    sv_buf_puts(html->out, "</ul>\n</details>\n");
}

static void put_block(struct sv_html *html, const struct sv_finding *const *findings, size_t count)
{
    const struct sv_finding *first = findings[0];
    const char *severity = sv_severity_name(first->severity);
    sv_buf_printf(html->out, "<article class=\"item block %s\" data-v=\"%s\">\n<h4>", severity,
                  sv_verdict_name(sv_verdict_of(first->severity)));
    sv_html_badge(html, severity, severity);
    sv_buf_printf(html->out, " <span class=\"code\">%s</span> ", first->rule->code);
    sv_html_name(html, "", sv_str_of(first->rule->title), " <small>");
    sv_word_count(html->out, count, "place", "places");
    sv_buf_puts(html->out, "</small></h4>\n");
    for (size_t n, i = 0; i < count; i += n) {
        n = sv_message_length(findings + i, count - i);
        put_message(html, findings + i, n);
    }
    sv_html_name(html, "<dl class=\"cure\">\n<dt>Why</dt><dd>", first->why, "</dd>\n");
    sv_html_name(html, "<dt>Cure</dt><dd>", first->remedy, "</dd>\n</dl>\n</article>\n");
}

void sv_html_findings(struct sv_html *html, const struct sv_check *check)
{
    const struct sv_finding **findings = NULL;
    size_t count = 0;
    sv_buf_puts(html->out, "<h3>Findings</h3>\n");
    html->out->failed |= !sv_blocks_of(check, &findings, &count);
    if (!count)
        sv_buf_puts(html->out, "<p>Nothing was found.</p>\n");
    for (size_t n, i = 0; i < count; i += n) {
        n = sv_block_length(findings + i, count - i);
        put_block(html, findings + i, n);
    }
    free(findings);
    if (check->findings.dropped)
        sv_buf_printf(html->out, "<p>%llu more findings were counted and not kept.</p>\n",
                      (unsigned long long)check->findings.dropped);
}

static void put_aside(struct sv_html *html, const struct sv_aside *aside)
{
    static const char *const labels[] = { [SV_WAIVED] = "waived", [SV_KNOWN] = "known" };
    sv_buf_puts(html->out, "<li>");
    sv_html_badge(html, "note", labels[aside->kind]);
    sv_buf_printf(html->out, " <span class=\"code\">%s</span> ", aside->finding.rule->code);
    sv_word_place(&html->text, &aside->finding);
    sv_html_put(html, "", "");
    sv_html_name(html, "<p>", aside->finding.message, "</p>\n");
    if (aside->kind == SV_WAIVED) {
        sv_html_name(html, "<p>until ", aside->expires, ": ");
        sv_html_name(html, "", aside->reason, "</p>");
    }
    sv_buf_puts(html->out, "</li>\n");
}

void sv_html_aside(struct sv_html *html, const struct sv_check *check)
{
    if (!check->policy.n && !check->baseline.n && !check->remark_count && !check->aside_count)
        return;
    sv_buf_puts(html->out, "<h3>Policy</h3>\n<ul class=\"plain\">\n");
    if (check->policy.n)
        sv_html_name(html, "<li>policy <code>", check->policy, "</code></li>\n");
    if (check->baseline.n)
        sv_html_name(html, "<li>baseline <code>", check->baseline, "</code></li>\n");
    for (size_t i = 0; i < check->remark_count; i++)
        sv_html_name(html, "<li>", check->remarks[i], "</li>\n");
    sv_buf_puts(html->out, "</ul>\n");
    if (!check->aside_count)
        return;
    sv_word_aside(&html->text, check);
    sv_html_put(html, "<details class=\"aside\">\n<summary>", "</summary>\n<ul class=\"places\">\n");
    for (size_t i = 0; i < check->aside_count; i++)
        put_aside(html, &check->aside[i]);
    sv_buf_puts(html->out, "</ul>\n</details>\n");
}
