/* check_findings.c: findings for people, block by block: places of one message are listed, the first few by name, and the
 * message stands once. */
#include <stdlib.h>

#include "report/blocks.h"
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
    for (size_t i = 0; i < named; i++) {
        sv_word_place(&page->line, findings[i]);
        sv_page_flush(page, 2, 6);
    }
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
        n = sv_message_length(findings + i, count - i);
        put_message(page, findings + i, n);
    }
    put_labelled(page, "why", first->why);
    put_labelled(page, "cure", first->remedy);
    sv_page_gap(page);
}

void sv_text_findings(struct sv_page *page, const struct sv_check *check)
{
    const struct sv_finding **sorted;
    size_t count;
    if (!sv_blocks_of(check, &sorted, &count)) {
        page->out->failed = true;
        return;
    }
    for (size_t n, i = 0; i < count; i += n) {
        n = sv_block_length(sorted + i, count - i);
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
