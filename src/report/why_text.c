/* why_text.c: what a log tells of a failed restore, for people. docs/why.md */
#include <inttypes.h>

#include "model/diagnosis.h"
#include "report/escape.h"
#include "report/page.h"
#include "report/words.h"

enum { INDENT = 2, LABEL = 6 };

/* "why   text", wrapped under itself. */
static void put_labelled(struct sv_page *page, const char *label, const char *text)
{
    if (!text[0])
        return;
    sv_buf_puts(&page->line, label);
    sv_page_tab(page, LABEL);
    sv_buf_puts(&page->line, text);
    sv_page_flush(page, INDENT, INDENT + LABEL);
}

static void put_operator(struct sv_page *page, const struct sv_complaint *c)
{
    struct sv_buf *line = &page->line;
    if (!c->op && !c->has_id)
        return;
    if (c->op) {
        sv_word_operator(line, c->op);
    } else {
        sv_buf_puts(line, "operator ");
        sv_word_id(line, c->id, 32);
    }
    if (c->state) {
        sv_buf_puts(line, ", state \"");
        sv_escape_text(line, c->state->name);
        sv_buf_putc(line, '"');
    } else if (c->op && c->state_count) {
        sv_buf_printf(line, ", one of its %" PRIu64 " states", c->state_count);
    }
    if (c->task.n) {
        sv_buf_puts(line, ", task ");
        sv_escape_text(line, c->task);
    }
    sv_page_flush(page, INDENT, INDENT + 2);
}

/* "line 12", of several logs "tm-1.log:12" */
static void put_place(struct sv_page *page, const struct sv_complaint *c, bool many_logs)
{
    if (many_logs) {
        sv_buf_puts(&page->line, "  ");
        sv_escape_text(&page->line, c->log->path);
        sv_buf_printf(&page->line, ":%" PRIu64, c->line);
    } else {
        sv_buf_printf(&page->line, "  line %" PRIu64, c->line);
    }
}

static void put_complaint(struct sv_page *page, const struct sv_complaint *c, bool many_logs)
{
    const struct sv_symptom *symptom = c->symptom;
    const struct sv_rule *rule = symptom ? sv_rule_find(sv_str_of(symptom->rule)) : NULL;
    sv_page_paint(page, symptom ? SV_PAINT_RED : SV_PAINT_BLUE);
    sv_buf_puts(&page->line, symptom ? symptom->slug : "not recognised");
    sv_page_paint(page, SV_PAINT_PLAIN);
    put_place(page, c, many_logs);
    if (c->count > 1)
        sv_buf_printf(&page->line, ", %" PRIu64 " times", c->count);
    if (rule)
        sv_buf_printf(&page->line, ", see %s %s", rule->code, rule->slug);
    sv_page_flush(page, 0, INDENT);
    sv_escape_text(&page->line, c->text);
    sv_page_flush(page, INDENT, INDENT + 2);
    put_operator(page, c);
    if (symptom) {
        put_labelled(page, "is", symptom->what);
        put_labelled(page, "why", rule ? rule->why : "");
        put_labelled(page, "cure", symptom->cure[0] ? symptom->cure : rule ? rule->cure : "");
    }
    sv_page_gap(page);
}

static void put_log(struct sv_page *page, const struct sv_log *log, const struct sv_snapshot *snapshot)
{
    struct sv_buf *line = &page->line;
    sv_escape_text(line, log->path);
    sv_buf_puts(line, ": ");
    sv_word_count(line, log->lines, "line", "lines");
    if (log->cut_lines)
        sv_buf_printf(line, ", %" PRIu64 " of them longer than is looked at", log->cut_lines);
    if (log->is_unfinished)
        sv_buf_puts(line, ", ends inside a line of JSON");
    if (snapshot && !log->next) {
        sv_buf_puts(line, ", beside ");
        sv_escape_text(line, snapshot->path);
    }
    sv_page_flush(page, 0, 4);
}

void sv_why_text(const struct sv_report *report, struct sv_buf *out)
{
    const struct sv_diagnosis *d = report->diagnosis;
    struct sv_page page;
    sv_page_begin(&page, &report->style, out);
    for (const struct sv_log *log = d->logs; log; log = log->next)
        put_log(&page, log, d->snapshot);
    sv_page_gap(&page);
    for (const struct sv_complaint *c = d->complaints; c; c = c->next)
        put_complaint(&page, c, d->log_count > 1);
    sv_buf_printf(&page.line, "%" PRIu64 " recognised, %" PRIu64 " not recognised", d->recognised, d->strange);
    if (d->dropped)
        sv_buf_printf(&page.line, ", %" PRIu64 " more left out", d->dropped);
    sv_buf_puts(&page.line, d->recognised + d->strange ? "."
                            : d->log_count > 1         ? ": the logs hold no trace of a failed restore."
                                                       : ": the log holds no trace of a failed restore.");
    sv_page_flush(&page, 0, 0);
    sv_page_end(&page);
}
