#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>

#include "support/reports.h"

#define TAGS " details summary b code span sub "

Test(markdown, verdict_first_then_table_then_details)
{
    struct sv_snapshot *snapshot = reports_snapshot();
    char *text = reports_of(sv_check_markdown, snapshot);
    static const char first[] = "## INCOMPATIBLE: Flink ";
    cr_expect_eq(strncmp(text, first, strlen(first)), 0, "%s", text);
    const char *table =
        strstr(text, "\n| Operator | Verdict | States | Size | Rules |\n|---|---|--:|--:|---|\n| uid bad ");
    cr_assert_not_null(table, "%s", text);
    cr_expect_not_null(strstr(table, " | incompatible | 1 of 1 | 0 B | SV101 |\n| uid blind "));
    cr_expect_not_null(strstr(table, " | compatible | 1 | 0 B | |\n"));
    cr_expect_lt(table, strstr(text, "<details>\n<summary><b>error SV101</b> "));
    cr_expect_eq(reports_count(text, "<details>"), reports_count(text, "</details>"));
    free(text);
    made_free(snapshot);
}

Test(markdown, fits_into_a_comment)
{
    struct sv_snapshot *snapshot = made_snapshot();
    char *long_name = malloc(60001);
    memset(long_name, '*', 60000);
    long_name[60000] = '\0';
    for (int i = 0; i < 200; i++) {
        made_keyed(snapshot, SV_STATE_VALUE, SV_BACKEND_HEAP, made_kryo(snapshot, "value", long_name));
        long_name[i] = '_'; /* each another message */
    }
    char *text = reports_of(sv_check_markdown, snapshot);
    cr_expect_lt(strlen(text), 65536);
    cr_expect_not_null(strstr(text, "more places"));
    cr_expect_eq(reports_count(text, "<details>"), reports_count(text, "</details>"));
    free(text);
    free(long_name);
    made_free(snapshot);
}

/* The text of a line without what stands in for single characters. */
static bool has_markup(const char *line, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        if (line[i] == '&' && line[i + 1] == '#')
            i += strcspn(line + i, ";");
        else if (strchr("`[]@~$\\&", line[i]))
            return true;
    }
    return false;
}

Test(markdown, hostile_names_are_inert)
{
    struct sv_snapshot *snapshot = reports_hostile_snapshot();
    char *text = reports_of(sv_check_markdown, snapshot);
    cr_expect(reports_is_plain(text));
    cr_expect(reports_has_only_tags(text, TAGS));
    cr_expect_null(strstr(text, "www."));
    cr_expect_not_null(strstr(text, "<span>&#64;</span>admin"));
    cr_expect_eq(reports_count(text, "<details>"), reports_count(text, "</details>"));
    size_t rows = 0, n;
    for (const char *line = text; *line; line += n + (line[n] != '\0')) {
        n = strcspn(line, "\n");
        cr_expect_not(has_markup(line, n), "%.*s", (int)n, line);
        size_t bars = 0;
        for (size_t i = 0; i < n; i++)
            bars += line[i] == '|';
        cr_expect(bars == 0 || bars == 6, "%.*s", (int)n, line);
        rows += bars == 6;
    }
    cr_expect_eq(rows, 2 + 3);
    free(text);
    made_free(snapshot);
}

Test(markdown, memory_may_run_out_anywhere)
{
    reports_sweep(sv_check_markdown);
}
