/* html.c: one page with everything: nothing is loaded from elsewhere, and all of it can be read without the script, which
 * only filters. Names are text of elements, never of script or style. */
#include "report/html.h"

#include <inttypes.h>

#include "base/limits.h"
#include "report/escape.h"
#include "report/words.h"

void sv_html_put(struct sv_html *html, const char *before, const char *after)
{
    sv_buf_puts(html->out, before);
    sv_escape_xml(html->out, sv_buf_str(&html->text));
    sv_buf_puts(html->out, after);
    html->text.n = 0;
}

void sv_html_name(struct sv_html *html, const char *before, sv_str name, const char *after)
{
    sv_buf_puts(html->out, before);
    sv_escape_xml(html->out, name);
    sv_buf_puts(html->out, after);
}

void sv_html_badge(struct sv_html *html, const char *colour, const char *word)
{
    sv_buf_printf(html->out, "<span class=\"badge %s\">%s</span>", colour, word);
}

static void put_title(struct sv_html *html, const struct sv_check *check)
{
    sv_buf_puts(html->out, sv_verdict_title(check->verdict));
    sv_html_name(html, ", ", check->snapshot->path, "");
}

static void put_head(struct sv_html *html, const struct sv_report *report)
{
    sv_buf_puts(html->out, "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
                           "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
                           "<meta name=\"color-scheme\" content=\"light dark\">\n"
                           "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; "
                           "style-src 'unsafe-inline'; script-src 'unsafe-inline'\">\n<title>snapvet: ");
    if (report->count == 1)
        put_title(html, report->checks[0]);
    else
        sv_buf_printf(html->out, "%zu snapshots", report->count);
    sv_buf_puts(html->out, "</title>\n<style>\n");
    sv_buf_add(html->out, (sv_str){ sv_html_css, sv_html_css_bytes });
    sv_buf_puts(html->out, "</style>\n</head>\n<body>\n");
}

/* A list of several snapshots, in the order given. */
static void put_contents(struct sv_html *html, const struct sv_report *report)
{
    sv_buf_puts(html->out, "<nav aria-label=\"Snapshots\">\n<ol>\n");
    for (size_t i = 0; i < report->count; i++) {
        sv_buf_printf(html->out, "<li>");
        const char *verdict = sv_verdict_name(report->checks[i]->verdict);
        sv_html_badge(html, verdict, verdict);
        sv_buf_printf(html->out, " <a href=\"#s%zu\">", i + 1);
        sv_html_name(html, "", report->checks[i]->snapshot->path, "</a></li>\n");
    }
    sv_buf_puts(html->out, "</ol>\n</nav>\n");
}

/* Hidden until the script is there to serve it. */
static void put_filter(struct sv_html *html)
{
    sv_buf_puts(html->out, "<form id=\"filter\" role=\"search\" hidden>\n"
                           "<label for=\"words\">Search</label>\n"
                           "<input id=\"words\" type=\"search\" autocomplete=\"off\" spellcheck=\"false\" "
                           "placeholder=\"operator, state, class, rule\">\n<fieldset>\n<legend>Show</legend>\n");
    for (int v = SV_INCOMPATIBLE; v >= SV_COMPATIBLE; v--) {
        const char *name = sv_verdict_name((enum sv_verdict)v);
        sv_buf_printf(
            html->out,
            "<label class=\"%s\"><input type=\"checkbox\" name=\"verdict\" value=\"%s\" checked> %s</label>\n", name,
            name, name);
    }
    sv_buf_puts(html->out, "</fieldset>\n<button type=\"button\" id=\"unfold\">Unfold all</button>\n"
                           "<button type=\"button\" id=\"fold\">Fold all</button>\n"
                           "<output id=\"shown\" for=\"words\"></output>\n</form>\n");
}

static void put_fact(struct sv_html *html, const char *name)
{
    sv_buf_printf(html->out, "<li><small>%s</small> ", name);
    sv_html_put(html, "", "</li>\n");
}

static void put_facts(struct sv_html *html, const struct sv_snapshot *snapshot)
{
    struct sv_buf *text = &html->text;
    if (!snapshot->version) /* nothing of it was read */
        return;
    sv_buf_puts(html->out, "<ul class=\"facts\">\n");
    sv_buf_puts(text, sv_snapshot_kind_name(snapshot->kind));
    put_fact(html, "Snapshot");
    sv_buf_i64(text, snapshot->checkpoint_id);
    put_fact(html, "Checkpoint id");
    if (snapshot->written_by && snapshot->written_by[0]) {
        sv_buf_puts(text, snapshot->written_by);
        put_fact(html, "Written by Flink");
    }
    sv_buf_printf(text, "V%" PRId32, snapshot->version);
    put_fact(html, "Metadata");
    sv_buf_u64(text, snapshot->operator_count);
    put_fact(html, "Operators");
    sv_buf_u64(text, snapshot->state_count);
    put_fact(html, "States");
    sv_word_size(text, snapshot->state_bytes);
    put_fact(html, "State size");
    sv_buf_puts(html->out, "</ul>\n");
}

static void put_not_checked(struct sv_html *html, const struct sv_check *check)
{
    if (!check->not_checked_count)
        return;
    sv_buf_puts(html->out, "<h3>Not checked</h3>\n<ul class=\"plain\">\n");
    for (size_t i = 0; i < check->not_checked_count; i++)
        sv_html_name(html, "<li>", check->not_checked[i], "</li>\n");
    sv_buf_puts(html->out, "</ul>\n");
}

static void put_check(struct sv_html *html, const struct sv_check *check, bool only)
{
    struct sv_totals totals = sv_totals_of(check);
    size_t n = html->snapshot;
    sv_buf_printf(html->out, "<section class=\"snapshot\" id=\"s%zu\" aria-labelledby=\"s%zu-verdict\">\n", n, n);
    sv_buf_printf(html->out, "<div class=\"verdict %s\">\n<h2 id=\"s%zu-verdict\">%s</h2>\n<p>",
                  sv_verdict_name(check->verdict), n, sv_verdict_title(check->verdict));
    sv_word_verdict(&html->text, check);
    sv_html_put(html, "", "</p>\n</div>\n");
    sv_html_name(html, "<p class=\"path\"><code>", check->snapshot->path, "</code></p>\n");
    put_facts(html, check->snapshot);
    if (only)
        put_filter(html);
    sv_html_findings(html, check);
    sv_html_aside(html, check);
    if (check->pom) {
        sv_html_pom(html, check);
    } else {
        sv_buf_printf(html->out, "<h3 id=\"s%zu-operators\">Operators</h3>\n", n);
        sv_word_totals(&html->text, &totals);
        sv_html_put(html, "<p>", "</p>\n");
        sv_html_operators(html, check);
    }
    put_not_checked(html, check);
    sv_buf_puts(html->out, "</section>\n");
}

void sv_check_html(const struct sv_report *report, struct sv_buf *out)
{
    struct sv_html html = { .out = out };
    sv_buf_init(&html.text, SV_LIMIT_REPORT_BYTES);
    put_head(&html, report);
    sv_buf_puts(out, "<header>\n<h1>snapvet report</h1>\n");
    if (report->count > 1) {
        put_contents(&html, report);
        put_filter(&html);
    }
    sv_buf_puts(out, "</header>\n<main>\n");
    for (size_t i = 0; i < report->count; i++) {
        html.snapshot = i + 1;
        put_check(&html, report->checks[i], report->count == 1);
    }
    sv_buf_printf(out, "</main>\n<footer><p>snapvet %s</p></footer>\n<script>\n", SNAPVET_VERSION);
    sv_buf_add(out, (sv_str){ sv_html_js, sv_html_js_bytes });
    sv_buf_puts(out, "</script>\n</body>\n</html>\n");
    out->failed |= html.text.failed;
    sv_buf_free(&html.text);
}
