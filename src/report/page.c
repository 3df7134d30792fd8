/* page.c: wraps lines. */
#include "report/page.h"

#include "base/limits.h"
#include "report/escape.h"

void sv_page_begin(struct sv_page *page, const struct sv_report_style *style, struct sv_buf *out)
{
    *page = (struct sv_page){ .out = out, .style = *style };
    sv_buf_init(&page->line, SV_LIMIT_REPORT_BYTES);
}

void sv_page_end(struct sv_page *page)
{
    page->out->failed |= page->line.failed;
    sv_buf_free(&page->line);
}

void sv_page_paint(struct sv_page *page, enum sv_paint paint)
{
    static const char *const codes[] = {
        [SV_PAINT_PLAIN] = "\033[0m",   [SV_PAINT_BOLD] = "\033[1m",      [SV_PAINT_FAINT] = "\033[2m",
        [SV_PAINT_RED] = "\033[1;31m",  [SV_PAINT_YELLOW] = "\033[1;33m", [SV_PAINT_GREEN] = "\033[1;32m",
        [SV_PAINT_BLUE] = "\033[1;34m",
    };
    if (page->style.colour)
        sv_buf_puts(&page->line, codes[paint]);
}

/* The leading colour sequence of s: how many bytes, 0 for none. */
static size_t colour_length(sv_str s)
{
    if (!sv_str_starts(s, SV_STR("\033[")))
        return 0;
    size_t n = 2;
    while (n < s.n && s.p[n] != 'm')
        n++;
    return n < s.n ? n + 1 : n;
}

static size_t columns_of(sv_str s)
{
    size_t columns = 0;
    while (s.n) {
        s = sv_str_skip(s, colour_length(s));
        size_t n = 0;
        while (n < s.n && s.p[n] != '\033')
            n++;
        columns += sv_text_columns((sv_str){ s.p, n });
        s = sv_str_skip(s, n);
    }
    return columns;
}

void sv_page_tab(struct sv_page *page, size_t column)
{
    size_t now = columns_of(sv_buf_str(&page->line));
    if (now)
        sv_buf_fill(&page->line, ' ', now < column ? column - now : 1);
    else
        sv_buf_fill(&page->line, ' ', column);
}

static size_t run(sv_str s, bool blanks)
{
    size_t n = 0;
    while (n < s.n && (s.p[n] == ' ') == blanks)
        n++;
    return n;
}

void sv_page_flush(struct sv_page *page, unsigned first, unsigned rest)
{
    sv_str line = sv_buf_str(&page->line);
    size_t width = page->style.columns;
    size_t used = first, words = 0;
    sv_buf_fill(page->out, ' ', first);
    while (line.n) {
        sv_str blanks = { line.p, run(line, true) };
        line = sv_str_skip(line, blanks.n);
        sv_str word = { line.p, run(line, false) };
        line = sv_str_skip(line, word.n);
        size_t columns = columns_of(word);
        if (words && width && used + blanks.n + columns > width) {
            sv_buf_putc(page->out, '\n');
            sv_buf_fill(page->out, ' ', rest);
            used = rest;
        } else if (word.n) {
            sv_buf_add(page->out, blanks);
            used += blanks.n;
        }
        sv_buf_add(page->out, word);
        used += columns;
        words++;
    }
    sv_buf_putc(page->out, '\n');
    page->line.n = 0;
}

void sv_page_puts(struct sv_page *page, unsigned indent, const char *text)
{
    sv_buf_puts(&page->line, text);
    sv_page_flush(page, indent, indent);
}

void sv_page_gap(struct sv_page *page)
{
    sv_buf_putc(page->out, '\n');
}
