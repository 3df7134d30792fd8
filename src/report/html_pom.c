/* html_pom.c: the dependencies of a POM in the HTML report of `check`. */
#include "report/html.h"
#include "report/pom.h"

static void put_dependency(struct sv_html *html, const struct sv_check *check, const struct sv_pom_dependency *d)
{
    sv_html_name(html, "<tr><td><code>", d->group, ":");
    sv_html_name(html, "", d->artifact, "</code></td><td>");
    sv_html_name(html, "", d->version.text, "</td><td>");
    sv_word_outlook(&html->text, check, d);
    sv_html_put(html, "", "</td></tr>\n");
}

void sv_html_pom(struct sv_html *html, const struct sv_check *check)
{
    sv_word_pom(&html->text, check);
    sv_html_put(html, "<h3>Dependencies</h3>\n<p>", "</p>\n");
    if (!sv_pom_next(check, NULL))
        return;
    sv_buf_puts(html->out,
                "<table>\n<thead><tr><th>Dependency</th><th>Version</th><th>On the target</th></tr></thead>\n"
                "<tbody>\n");
    for (const struct sv_pom_dependency *d = NULL; (d = sv_pom_next(check, d));)
        put_dependency(html, check, d);
    sv_buf_puts(html->out, "</tbody>\n</table>\n");
}
