/* page.h: text at a width. A line is composed in page->line, then put out wrapped; what goes into it is escaped before
 * (words.h does). Colours are ours alone: escaped text holds no escape character. */
#ifndef SV_REPORT_PAGE_H
#define SV_REPORT_PAGE_H
#include "report/report.h"

enum sv_paint {
    SV_PAINT_PLAIN,
    SV_PAINT_BOLD,
    SV_PAINT_FAINT,
    SV_PAINT_RED,
    SV_PAINT_YELLOW,
    SV_PAINT_GREEN,
    SV_PAINT_BLUE
};

struct sv_page {
    struct sv_buf *out;
    struct sv_buf line; /* being composed */
    struct sv_report_style style;
};

/* End with sv_page_end. */
void sv_page_begin(struct sv_page *page, const struct sv_report_style *style, struct sv_buf *out);
/* Releases the line; out is failed when the line was. */
void sv_page_end(struct sv_page *page);

/* From here on the line has that colour; nothing without colours. */
void sv_page_paint(struct sv_page *page, enum sv_paint paint);
/* Blanks up to a column of the line, one at least unless the line is empty. */
void sv_page_tab(struct sv_page *page, size_t column);
/* Puts the line out and empties it: first line indented by first, what does not fit goes on indented by rest. */
void sv_page_flush(struct sv_page *page, unsigned first, unsigned rest);
/* A whole line of fixed text. */
void sv_page_puts(struct sv_page *page, unsigned indent, const char *text);
/* An empty line. */
void sv_page_gap(struct sv_page *page);
#endif
