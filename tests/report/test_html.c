#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>

#include "report/html.h"
#include "support/reports.h"

#define TAGS                                                                                                           \
    " !DOCTYPE html head meta title style body header nav ol ul li a form label input fieldset legend button output "  \
    "main section h1 h2 h3 h4 p div dl dt dd details summary article span small code footer script "

/* The page without what the project itself put into style and script. */
static char *without_own(char *text)
{
    static const char *const ends[][2] = { { "<style>\n", "</style>" }, { "<script>\n", "</script>" } };
    for (size_t i = 0; i < 2; i++) {
        char *begin = strstr(text, ends[i][0]);
        cr_assert_not_null(begin);
        begin += strlen(ends[i][0]);
        char *end = strstr(begin, ends[i][1]);
        cr_assert_not_null(end);
        memmove(begin, end, strlen(end) + 1);
    }
    return text;
}

Test(html, verdict_findings_operators_states)
{
    struct sv_snapshot *snapshot = reports_snapshot();
    char *text = without_own(reports_of(sv_check_html, snapshot));
    cr_expect(reports_has_only_tags(text, TAGS));
    const char *verdict = strstr(text, ">INCOMPATIBLE</h2>");
    cr_assert_not_null(verdict);
    cr_expect_lt(verdict, strstr(text, "<h3>Findings</h3>"));
    cr_expect_eq(reports_count(text, "<article "), 2);
    cr_expect_eq(reports_count(text, "class=\"item operator\""), 3);
    cr_expect_eq(reports_count(text, "<details class=\"state\""), 3);
    cr_expect_eq(reports_count(text, "<a href=\"#s1-o0\">"), 1, "a finding leads to its operator");
    cr_expect_eq(reports_count(text, "id=\"s1-o0\""), 1);
    cr_expect_eq(reports_count(text, "<details"), reports_count(text, "</details>"));
    cr_expect_eq(reports_count(text, "<li>"), reports_count(text, "</li>"));
    cr_expect_eq(reports_count(text, "<ul"), reports_count(text, "</ul>"));
    cr_expect_not_null(strstr(text, "<span class=\"role\">field items</span>"));
    free(text);
    made_free(snapshot);
}

Test(html, nothing_is_loaded)
{
    struct sv_snapshot *snapshot = reports_snapshot();
    char *text = reports_of(sv_check_html, snapshot);
    static const char *const loaders[] = { "http:",   "https:",    "src=",           "url(",  "@import", "fetch(",
                                           "XMLHttp", "innerHTML", "document.write", "eval(", "<link" };
    for (size_t i = 0; i < sizeof loaders / sizeof *loaders; i++)
        cr_expect_null(strstr(text, loaders[i]), "%s", loaders[i]);
    cr_expect_not_null(strstr(text, "default-src 'none'"));
    free(text);
    made_free(snapshot);
}

Test(html, style_and_script_are_those_of_the_project)
{
    cr_expect_gt(sv_html_css_bytes, 1000);
    cr_expect_gt(sv_html_js_bytes, 1000);
    struct sv_snapshot *snapshot = reports_snapshot();
    char *text = reports_of(sv_check_html, snapshot);
    const char *style = strstr(text, "<style>\n"), *script = strstr(text, "<script>\n");
    cr_expect_eq(memcmp(style + 8, sv_html_css, sv_html_css_bytes), 0);
    cr_expect_eq(memcmp(script + 9, sv_html_js, sv_html_js_bytes), 0);
    free(text);
    made_free(snapshot);
}

Test(html, several_snapshots_on_one_page)
{
    struct sv_snapshot *snapshot = reports_snapshot();
    struct sv_check check = reports_check(snapshot);
    char *text = reports_write(sv_check_html, (const struct sv_check *const[]){ &check, &check }, 2);
    cr_expect_eq(reports_count(text, "<section class=\"snapshot\""), 2);
    cr_expect_eq(reports_count(text, "<a href=\"#s2\">"), 1);
    cr_expect_eq(reports_count(text, "id=\"s2-o0\""), 1);
    cr_expect_eq(reports_count(text, "<form "), 1);
    free(text);
    sv_check_release(&check);
    made_free(snapshot);
}

Test(html, a_very_deep_tree_is_cut_before_a_browser_does)
{
    struct sv_snapshot *snapshot = made_snapshot();
    struct sv_type *type = made_string(snapshot, "element");
    for (int i = 0; i < 900; i++) {
        struct sv_type *list = made_type(snapshot, i == 899 ? "value" : "element",
                                         "org.apache.flink.api.common.typeutils.base.ListSerializerSnapshot");
        sv_type_add(list, type);
        type = list;
    }
    made_list(snapshot, "deep", type);
    char *text = without_own(reports_of(sv_check_html, snapshot));
    cr_expect_not_null(strstr(text, "deeper than this page goes"));
    cr_expect_lt(reports_count(text, "<ul>"), 100);
    cr_expect_eq(reports_count(text, "<ul"), reports_count(text, "</ul>"));
    cr_expect_eq(reports_count(text, "<li"), reports_count(text, "</li>"));
    free(text);
    made_free(snapshot);
}

static bool waive_all(struct sv_finding *finding, struct sv_aside *aside, void *context)
{
    (void)finding;
    (void)context;
    aside->kind = SV_WAIVED;
    aside->reason = aside->expires = sv_str_of(reports_hostile);
    return true;
}

Test(html, what_was_set_aside_is_listed)
{
    struct sv_snapshot *snapshot = reports_hostile_snapshot();
    struct sv_check check = reports_check(snapshot);
    struct sv_error err;
    cr_assert_eq(sv_check_sift(&check, waive_all, NULL, &err), SV_OK);
    cr_assert_gt(check.aside_count, 0);
    char *text = without_own(reports_write(sv_check_html, (const struct sv_check *const[]){ &check }, 1));
    cr_expect_eq(reports_count(text, "<span class=\"badge note\">waived</span>"), check.aside_count);
    cr_expect_eq(reports_count(text, "<p>until "), check.aside_count);
    cr_expect(reports_has_only_tags(text, TAGS));
    free(text);
    sv_check_release(&check);
    made_free(snapshot);
}

Test(html, hostile_names_are_inert)
{
    struct sv_snapshot *snapshot = reports_hostile_snapshot();
    char *text = reports_of(sv_check_html, snapshot);
    cr_expect(reports_is_plain(text));
    cr_expect_eq(reports_count(text, "</script>"), 1);
    without_own(text);
    cr_expect(reports_has_only_tags(text, TAGS));
    cr_expect_eq(reports_count(text, "&"), reports_count(text, "&#"), "every ampersand begins a character of ours");
    cr_expect_eq(reports_count(text, "class=\"item operator\""), 3);
    for (const char *at = text; (at = strchr(at, '<')); at++) {
        const char *end = strchr(at, '>');
        cr_assert_not_null(end);
        cr_expect_null(
            memmem(at, (size_t)(end - at), "onerror", 7) && !memmem(at, (size_t)(end - at), "title=", 6) ? at : NULL);
    }
    free(text);
    made_free(snapshot);
}

Test(html, memory_may_run_out_anywhere)
{
    reports_sweep(sv_check_html);
}
