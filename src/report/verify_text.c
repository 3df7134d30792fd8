/* verify_text.c: whether snapshots are whole, for people. docs/output.md#verify */
#include <inttypes.h>

#include "model/verified.h"
#include "report/escape.h"
#include "report/issues.h"
#include "report/words.h"

enum { NAME_COLUMNS = 10, FILES_LISTED = 50 };

static void paint(struct sv_page *page, enum sv_paint colour, const char *text)
{
    sv_page_paint(page, colour);
    sv_buf_puts(&page->line, text);
    sv_page_paint(page, SV_PAINT_PLAIN);
}

static void put_check(struct sv_page *page, const struct sv_verified_snapshot *v, enum sv_check_id check)
{
    const struct sv_check_row *row = &sv_check_rows[check];
    struct sv_buf *line = &page->line;
    size_t issues = sv_issues_of(&v->issues, check, false), blind = sv_issues_of(&v->issues, check, true);
    sv_buf_puts(line, row->name);
    sv_page_tab(page, NAME_COLUMNS);
    sv_buf_puts(line, row->holds);
    sv_buf_puts(line, ": ");
    if (issues) {
        sv_page_paint(page, SV_PAINT_RED);
        sv_word_count(line, issues, "issue", "issues");
        sv_page_paint(page, SV_PAINT_PLAIN);
    } else {
        sv_buf_puts(line, v->looked_at[check] ? "no issues found" : "nothing to look at");
    }
    if (blind)
        sv_buf_printf(line, ", %zu not checked", blind);
    if (v->looked_at[check]) {
        sv_buf_puts(line, " in ");
        sv_word_count(line, v->looked_at[check], row->one, row->many);
    }
    if (check == SV_CHECK_KEYS && v->not_hashed)
        sv_buf_printf(line, "; %" PRIu64 " more whose hash a class of the user's own makes", v->not_hashed);
    sv_page_flush(page, 2, 4 + NAME_COLUMNS);
    sv_text_issues(page, 4, &v->issues, check, false, v->snapshot);
    sv_text_issues(page, 4, &v->issues, check, true, v->snapshot);
}

static void put_verdict(struct sv_page *page, const struct sv_verified_snapshot *v)
{
    size_t issues = sv_issues_of(&v->issues, SV_CHECK_COUNT, false);
    size_t blind = sv_issues_of(&v->issues, SV_CHECK_COUNT, true);
    if (issues) {
        paint(page, SV_PAINT_RED, "DAMAGED");
        sv_buf_puts(&page->line, ": ");
        sv_word_count(&page->line, issues, "issue", "issues");
    } else {
        paint(page, SV_PAINT_GREEN, "WHOLE");
        sv_buf_puts(&page->line, blind ? " as far as it was looked at: " : ": everything is there, nothing is damaged");
        if (blind)
            sv_word_count(&page->line, blind, "part was not checked", "parts were not checked");
    }
    sv_page_flush(page, 0, 4);
}

static void put_snapshot(struct sv_page *page, const struct sv_verified_snapshot *v)
{
    struct sv_buf *line = &page->line;
    sv_page_paint(page, SV_PAINT_BOLD);
    sv_escape_text(line, v->path);
    sv_page_paint(page, SV_PAINT_PLAIN);
    sv_buf_puts(line, ": ");
    if (v->snapshot)
        sv_word_snapshot(line, v->snapshot);
    else
        sv_escape_text(line, v->unreadable);
    sv_page_flush(page, 0, 4);
    if (!v->snapshot) {
        paint(page, SV_PAINT_RED, "UNREADABLE");
        sv_page_flush(page, 0, 0);
        return;
    }
    for (int i = 0; i < SV_CHECK_COUNT; i++)
        put_check(page, v, (enum sv_check_id)i);
    put_verdict(page, v);
}

static void put_unreferenced(struct sv_page *page, const struct sv_verified *verified)
{
    struct sv_buf *line = &page->line;
    sv_page_gap(page);
    if (!verified->unreferenced_known) {
        sv_page_puts(page, 0, "files without use are not looked for: not all that snapshots refer to is known");
        return;
    }
    if (!verified->unreferenced_count) {
        sv_page_puts(page, 0, "every file below the folders is referred to");
        return;
    }
    sv_word_count(line, verified->unreferenced_count, "file", "files");
    sv_buf_puts(line, ", ");
    sv_word_size(line, verified->unreferenced_bytes);
    sv_buf_puts(line, ", that none of the snapshots given refers to. They may be deleted only when all retained "
                      "snapshots of the job were given here and the job does not run:");
    sv_page_flush(page, 0, 2);
    for (size_t i = 0; i < verified->unreferenced_count && i < FILES_LISTED; i++) {
        sv_word_size(line, verified->unreferenced[i].bytes);
        sv_page_tab(page, NAME_COLUMNS);
        sv_escape_text(line, verified->unreferenced[i].path);
        sv_page_flush(page, 2, 4);
    }
    if (verified->unreferenced_count > FILES_LISTED) {
        sv_buf_printf(line, "and %zu more; --format json lists them", verified->unreferenced_count - FILES_LISTED);
        sv_page_flush(page, 2, 4);
    }
}

void sv_verify_text(const struct sv_report *report, struct sv_buf *out)
{
    const struct sv_verified *verified = report->verified;
    struct sv_page page;
    sv_page_begin(&page, &report->style, out);
    for (size_t i = 0; i < verified->snapshot_count; i++) {
        if (i)
            sv_page_gap(&page);
        put_snapshot(&page, &verified->snapshots[i]);
    }
    put_unreferenced(&page, verified);
    sv_page_end(&page);
}
