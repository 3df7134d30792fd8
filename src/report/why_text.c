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

/* "operator 2860e9c5, state "orders", task map" */
static void put_whose(struct sv_page *page, const struct sv_complaint *c)
{
    struct sv_buf *line = &page->line;
    if (c->op) {
        sv_word_operator(line, c->op);
    } else if (c->has_id && !c->id_of_task) {
        sv_buf_puts(line, "operator ");
        sv_word_id(line, c->id, 32);
    } else if (c->id_of_task) {
        sv_buf_puts(line, "one of its operators");
    } else {
        sv_buf_puts(line, "operator not named");
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
}

/* "line 12", of several logs "tm-1.log:12" */
static void put_place(struct sv_page *page, const struct sv_complaint *c, bool many_logs)
{
    struct sv_buf *line = &page->line;
    if (many_logs) {
        sv_escape_text(line, c->log->path);
        sv_buf_printf(line, ":%" PRIu64, c->line);
    } else {
        sv_buf_printf(line, "line %" PRIu64, c->line);
    }
    if (c->count > 1)
        sv_buf_printf(line, ", %" PRIu64 " times", c->count);
}

static bool is_line_on_kryo(const struct sv_complaint *c)
{
    return c->symptom && c->symptom->kind == SV_SYMPTOM_LINE && c->rule[0];
}

/* Of the same cause, told together. */
static bool is_alike(const struct sv_complaint *a, const struct sv_complaint *b)
{
    return a->symptom == b->symptom && strcmp(a->rule, b->rule) == 0;
}

static void put_cause(struct sv_page *page, const struct sv_complaint *c, uint64_t times)
{
    const struct sv_symptom *symptom = c->symptom;
    const struct sv_rule *rule = sv_rule_find(sv_str_of(c->rule));
    sv_page_paint(page, symptom ? SV_PAINT_RED : SV_PAINT_BLUE);
    sv_buf_puts(&page->line, symptom ? symptom->slug : "not recognised");
    sv_page_paint(page, SV_PAINT_PLAIN);
    if (times > 1)
        sv_buf_printf(&page->line, "  %" PRIu64 " different", times);
    if (rule)
        sv_buf_printf(&page->line, "%s see %s %s", times > 1 ? "," : " ", rule->code, rule->slug);
    sv_page_flush(page, 0, INDENT);
    if (!symptom)
        return;
    put_labelled(page, "is", symptom->what);
    put_labelled(page, "why", rule ? rule->why : "");
    put_labelled(page, "cure", symptom->cure[0] ? symptom->cure : rule ? rule->cure : "");
}

/* A cause once, with all that it has befallen. */
static void put_complaints(struct sv_page *page, const struct sv_diagnosis *d, const struct sv_complaint *first)
{
    uint64_t times = 0;
    for (const struct sv_complaint *c = d->complaints; c != first; c = c->next)
        if (is_alike(c, first))
            return; /* told already */
    for (const struct sv_complaint *c = first; c; c = c->next)
        times += is_alike(c, first);
    put_cause(page, first, times);
    for (const struct sv_complaint *c = first; c; c = c->next) {
        if (!is_alike(c, first))
            continue;
        put_whose(page, c);
        sv_buf_puts(&page->line, ": ");
        put_place(page, c, d->log_count > 1);
        sv_page_flush(page, INDENT, INDENT + 2);
        sv_escape_text(&page->line, c->text);
        sv_buf_puts(&page->line, c->is_cut ? " (the service has cut the error: the log may tell more)" : "");
        sv_page_flush(page, INDENT + 2, INDENT + 4);
    }
    sv_page_gap(page);
}

/* ---- types that go to Kryo ---- */

static void put_named(struct sv_page *page, const struct sv_diagnosis *d, const struct sv_kryo_named *named)
{
    struct sv_buf *line = &page->line;
    sv_escape_text(line, named->name);
    sv_buf_puts(line, "  ");
    if (named->line) {
        put_place(page, named->line, d->log_count > 1);
        sv_buf_puts(line, ": ");
        sv_buf_puts(line, named->line->symptom->slug);
    } else {
        sv_buf_puts(line, "in no log");
    }
    if (named->fields.n) {
        sv_buf_puts(line, " (");
        sv_escape_text(line, named->fields);
        sv_buf_putc(line, ')');
    }
    if (named->state) {
        sv_buf_puts(line, "; in ");
        sv_word_count(line, named->state_count, "state", "states");
        sv_buf_puts(line, named->state_count > 1 ? ", the first \"" : ", \"");
        sv_escape_text(line, named->state->name);
        sv_buf_puts(line, "\" of ");
        sv_word_operator(line, named->op);
    } else if (d->snapshot) {
        sv_buf_puts(line, "; in no state of the snapshot");
    }
    sv_page_flush(page, INDENT, INDENT + 2);
}

static void put_kryo_head(struct sv_page *page, const struct sv_diagnosis *d)
{
    uint64_t logged = 0, stateless = 0, unnamed = 0;
    for (const struct sv_kryo_named *named = d->kryo; named; named = named->next) {
        logged += named->line != NULL;
        stateless += named->line && !named->state;
        unnamed += !named->line;
    }
    sv_page_paint(page, SV_PAINT_RED);
    sv_buf_puts(&page->line, "types that go to Kryo");
    sv_page_paint(page, SV_PAINT_PLAIN);
    sv_buf_printf(&page->line, "  %" PRIu64 " in the logs", logged);
    if (d->snapshot)
        sv_buf_printf(&page->line, " (%" PRIu64 " of them in no state), %" PRIu64 " more in the snapshot alone",
                      stateless, unnamed);
    if (d->kryo_dropped)
        sv_buf_printf(&page->line, ", %" PRIu64 " left out", d->kryo_dropped);
    sv_page_flush(page, 0, INDENT);
}

/* Only when a log tells of some: what a snapshot holds is what snapvet check is for. */
static void put_kryo(struct sv_page *page, const struct sv_diagnosis *d)
{
    const struct sv_kryo_named *first = d->kryo;
    if (!first || !first->line)
        return;
    const struct sv_rule *rule = sv_rule_find(sv_str_of(first->line->rule));
    put_kryo_head(page, d);
    for (const struct sv_kryo_named *named = first; named; named = named->next)
        put_named(page, d, named);
    put_labelled(page, "is",
                 "TypeExtractor logs classes that it analyses, but not interfaces, nor all that is inside others: the "
                 "logs name a part of what goes to Kryo.");
    put_labelled(page, "why", rule ? rule->why : "");
    put_labelled(page, "cure", rule ? rule->cure : "");
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
        if (!is_line_on_kryo(c))
            put_complaints(&page, d, c);
    put_kryo(&page, d);
    sv_buf_printf(&page.line, "%" PRIu64 " recognised, %" PRIu64 " not recognised", d->recognised, d->strange);
    if (d->dropped)
        sv_buf_printf(&page.line, ", %" PRIu64 " more left out", d->dropped);
    sv_buf_puts(&page.line, d->recognised + d->strange ? "."
                            : d->log_count > 1         ? ": the logs hold no trace of a failed restore."
                                                       : ": the log holds no trace of a failed restore.");
    sv_page_flush(&page, 0, 0);
    sv_page_end(&page);
}
