/* check_findings.c: findings for people. A block holds what one rule says with one why and one cure; in it, findings with
 * the same message are folded: their places are listed, the first few by name, and the message stands once. */
#include <stdlib.h>

#include "report/check_text.h"
#include "report/escape.h"
#include "report/words.h"

enum {
    PLACES_NAMED = 4,  /* of one message */
    MESSAGES_TOLD = 25 /* of one block */
};

const char *sv_text_severity(enum sv_severity severity, bool many)
{
    static const char *const words[][2] = {
        [SV_NOTE] = { "note", "notes" },
        [SV_WARNING] = { "warning", "warnings" },
        [SV_ERROR] = { "error", "errors" },
        [SV_BLIND] = { "blind spot", "blind spots" },
    };
    return words[severity][many];
}

enum sv_paint sv_text_severity_paint(enum sv_severity severity)
{
    static const enum sv_paint paints[] = {
        [SV_NOTE] = SV_PAINT_BOLD,
        [SV_WARNING] = SV_PAINT_YELLOW,
        [SV_ERROR] = SV_PAINT_RED,
        [SV_BLIND] = SV_PAINT_BLUE,
    };
    return paints[severity];
}

/* Errors first, then what was not seen, then warnings, then notes. */
static int rank(enum sv_severity severity)
{
    static const int ranks[] = { [SV_ERROR] = 0, [SV_BLIND] = 1, [SV_WARNING] = 2, [SV_NOTE] = 3 };
    return ranks[severity];
}

static int compare_blocks(const struct sv_finding *a, const struct sv_finding *b)
{
    int order = rank(a->severity) - rank(b->severity);
    if (!order && a->rule != b->rule)
        order = a->rule < b->rule ? -1 : 1;
    if (!order)
        order = sv_str_cmp(a->why, b->why);
    if (!order)
        order = sv_str_cmp(a->remedy, b->remedy);
    return order;
}

static int compare(const void *left, const void *right)
{
    const struct sv_finding *a = *(const struct sv_finding *const *)left, *b = *(const struct sv_finding *const *)right;
    int order = compare_blocks(a, b);
    if (!order)
        order = sv_str_cmp(a->message, b->message);
    if (!order)
        order = a < b ? -1 : a > b; /* the check has sorted them by place */
    return order;
}

/* How many findings from the first on belong together. */
static size_t run_of_block(const struct sv_finding *const *findings, size_t count)
{
    size_t n = 1;
    while (n < count && compare_blocks(findings[0], findings[n]) == 0)
        n++;
    return n;
}

static size_t run_of_message(const struct sv_finding *const *findings, size_t count)
{
    size_t n = 1;
    while (n < count && sv_str_eq(findings[0]->message, findings[n]->message))
        n++;
    return n;
}

/* "Orders (uid orders, 5f3c9a01), state "cart": value > field items > Kryo(java.util.List)" */
static void put_place(struct sv_page *page, const struct sv_finding *finding)
{
    struct sv_buf *line = &page->line;
    if (finding->op)
        sv_word_operator(line, finding->op);
    else
        sv_buf_puts(line, "the snapshot");
    if (finding->state) {
        sv_buf_puts(line, ", state \"");
        sv_escape_text(line, finding->state->name);
        sv_buf_putc(line, '"');
    }
    if (finding->path.n) {
        sv_buf_puts(line, ": ");
        sv_escape_text(line, finding->path);
    }
    if (finding->file.n) {
        sv_buf_puts(line, finding->path.n ? ", in " : ": ");
        sv_escape_text(line, finding->file);
        if (finding->at != UINT64_MAX)
            sv_buf_printf(line, " at byte %llu", (unsigned long long)finding->at);
    }
    sv_page_flush(page, 2, 6);
}

/* "and 14 more in 9 operators: Orders, Payments, ..." */
static void put_more_places(struct sv_page *page, const struct sv_finding *const *findings, size_t count)
{
    uint64_t operators = 0;
    const struct sv_operator *last = NULL;
    for (size_t i = 0; i < count; i++) {
        operators += findings[i]->op && findings[i]->op != last;
        last = findings[i]->op;
    }
    sv_buf_printf(&page->line, "and %zu more", count);
    if (operators) {
        sv_buf_puts(&page->line, " in ");
        sv_word_count(&page->line, operators, "operator", "operators");
    }
    sv_page_flush(page, 2, 6);
}

static void put_message(struct sv_page *page, const struct sv_finding *const *findings, size_t count)
{
    size_t named = count > PLACES_NAMED + 1 ? PLACES_NAMED : count;
    for (size_t i = 0; i < named; i++)
        put_place(page, findings[i]);
    if (named < count)
        put_more_places(page, findings + named, count - named);
    sv_escape_text(&page->line, findings[0]->message);
    sv_page_flush(page, 6, 6);
}

static void put_labelled(struct sv_page *page, const char *label, sv_str text)
{
    if (!text.n)
        return;
    sv_page_paint(page, SV_PAINT_BOLD);
    sv_buf_puts(&page->line, label);
    sv_page_paint(page, SV_PAINT_PLAIN);
    sv_page_tab(page, 6);
    sv_escape_text(&page->line, text);
    sv_page_flush(page, 2, 8);
}

static void put_block(struct sv_page *page, const struct sv_finding *const *findings, size_t count)
{
    static const char *const labels[] = {
        [SV_NOTE] = "NOTE", [SV_WARNING] = "WARNING", [SV_ERROR] = "ERROR", [SV_BLIND] = "BLIND"
    };
    const struct sv_finding *first = findings[0];
    sv_page_paint(page, sv_text_severity_paint(first->severity));
    sv_buf_printf(&page->line, "%s %s", labels[first->severity], first->rule->code);
    sv_page_paint(page, SV_PAINT_PLAIN);
    sv_buf_printf(&page->line, "  %s (%s)", first->rule->title, first->rule->slug);
    sv_page_flush(page, 0, 4);
    size_t messages = 0;
    for (size_t n, i = 0; i < count; i += n) {
        if (messages++ == MESSAGES_TOLD) {
            sv_buf_printf(&page->line, "and %zu more like these; --format json lists all", count - i);
            sv_page_flush(page, 2, 6);
            break;
        }
        n = run_of_message(findings + i, count - i);
        put_message(page, findings + i, n);
    }
    put_labelled(page, "why", first->why);
    put_labelled(page, "cure", first->remedy);
    sv_page_gap(page);
}

void sv_text_findings(struct sv_page *page, const struct sv_check *check)
{
    size_t count = check->findings.count;
    if (!count)
        return;
    const struct sv_finding **sorted = calloc(count, sizeof *sorted);
    if (!sorted) {
        page->out->failed = true;
        return;
    }
    for (size_t i = 0; i < count; i++)
        sorted[i] = &check->findings.items[i];
    qsort(sorted, count, sizeof *sorted, compare);
    for (size_t n, i = 0; i < count; i += n) {
        n = run_of_block(sorted + i, count - i);
        put_block(page, sorted + i, n);
    }
    free(sorted);
    if (check->findings.dropped) {
        sv_buf_printf(&page->line, "%llu more findings were counted and not kept.",
                      (unsigned long long)check->findings.dropped);
        sv_page_flush(page, 0, 2);
        sv_page_gap(page);
    }
}
