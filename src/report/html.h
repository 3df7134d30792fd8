/* html.h: between the files of the HTML report. */
#ifndef SV_REPORT_HTML_H
#define SV_REPORT_HTML_H
#include "report/verdict.h"

struct sv_html {
    struct sv_buf *out;
    struct sv_buf text; /* being composed, escaped as for a terminal */
    size_t snapshot;    /* number of the snapshot in the report, from 1: part of what elements are called */
};

/* What was composed, with markup around it. */
void sv_html_put(struct sv_html *html, const char *before, const char *after);
/* A name or sentence, with markup around it. */
void sv_html_name(struct sv_html *html, const char *before, sv_str name, const char *after);
/* A word in a box with the colour of a verdict or a severity. */
void sv_html_badge(struct sv_html *html, const char *colour, const char *word);

/* The findings of a check, block by block, with links to the operators. */
void sv_html_findings(struct sv_html *html, const struct sv_check *check);
/* What a policy and a baseline did, and what they set aside; nothing without. */
void sv_html_aside(struct sv_html *html, const struct sv_check *check);
/* The operators of a check, worst first, with their states and serializers. */
void sv_html_operators(struct sv_html *html, const struct sv_check *check);

/* The dependencies of a POM. */
void sv_html_pom(struct sv_html *html, const struct sv_check *check);

/* src/report/html/page.css and page.js, as the build packed them. */
extern const char sv_html_css[], sv_html_js[];
extern const size_t sv_html_css_bytes, sv_html_js_bytes;
#endif
