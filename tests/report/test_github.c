#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>

#include "support/reports.h"

/* Lines, each of which must be a command with these two properties, and nothing more. */
static size_t count_commands(char *text)
{
    size_t count = 0;
    for (char *end, *line = text; *line; line = end + 1, count++) {
        end = strchr(line, '\n');
        cr_assert_not_null(end, "no end: %s", line);
        *end = '\0';
        bool known = strncmp(line, "::error file=", 13) == 0 || strncmp(line, "::warning file=", 15) == 0 ||
                     strncmp(line, "::notice file=", 14) == 0;
        cr_assert(known, "%s", line);
        char *properties = strstr(line, " file=");
        char *data = strstr(properties, "::");
        cr_assert_not_null(data);
        *data = '\0';
        cr_expect_eq(reports_count(properties, ","), 1, "%s", properties);
        cr_expect_eq(reports_count(properties, "="), 2 + reports_count(properties, "src=x onerror=") * 2);
        cr_expect_null(strchr(properties, ':'), "%s", properties);
    }
    return count;
}

Test(github, the_verdict_then_what_was_found)
{
    struct sv_snapshot *snapshot = reports_snapshot();
    char *text = reports_of(sv_check_github, snapshot);
    static const char first[] = "::error file=made/_metadata,title=snapvet%3A INCOMPATIBLE::INCOMPATIBLE: Flink ";
    cr_expect_eq(strncmp(text, first, strlen(first)), 0, "%s", text);
    cr_expect_lt(strstr(text, "title=SV101%3A "), strstr(text, "title=SV002%3A "), "errors first");
    cr_expect_not_null(
        strstr(text, "uid bad (01000000), state \"cart\": value > field items > Kryo(java.util.List)%0A"));
    cr_expect_eq(count_commands(text), 3);
    free(text);
    made_free(snapshot);
}

Test(github, equal_messages_are_one_annotation)
{
    struct sv_snapshot *snapshot = made_snapshot();
    for (int i = 0; i < 8; i++)
        made_keyed(snapshot, SV_STATE_VALUE, SV_BACKEND_HEAP, made_kryo(snapshot, "value", "java.util.List"));
    char *text = reports_of(sv_check_github, snapshot);
    cr_expect_not_null(strstr(text, "%0Aand 3 more%0A"), "%s", text);
    cr_expect_eq(count_commands(text), 2);
    free(text);
    made_free(snapshot);
}

Test(github, compatible_is_a_notice)
{
    struct sv_snapshot *snapshot = made_snapshot();
    made_list(snapshot, "ok", made_string(snapshot, "value"));
    char *text = reports_of(sv_check_github, snapshot);
    cr_expect_eq(strncmp(text, "::notice file=made/_metadata,title=snapvet%3A COMPATIBLE::", 57), 0, "%s", text);
    cr_expect_eq(count_commands(text), 1);
    free(text);
    made_free(snapshot);
}

Test(github, hostile_names_are_inert)
{
    struct sv_snapshot *snapshot = reports_hostile_snapshot();
    char *text = reports_of(sv_check_github, snapshot);
    cr_expect(reports_is_plain(text));
    cr_expect_not_null(strstr(text, "%250A::x,y"), "a percent sign stands for itself");
    cr_expect_gt(count_commands(text), 3);
    free(text);
    made_free(snapshot);
}

/* The report for people stands in the log of a workflow, too, broken into lines at blanks. */
Test(github, names_in_text_are_no_commands)
{
    struct sv_snapshot *snapshot = reports_hostile_snapshot();
    char *text = reports_of(sv_check_text, snapshot);
    cr_expect(reports_is_plain(text));
    cr_expect_null(strstr(text, " ::"));
    cr_expect_null(strstr(text, "\n::"));
    cr_expect_null(strstr(text, "##["));
    cr_expect_not_null(strstr(text, " \\u{3a}:stop-commands::x"));
    free(text);
    made_free(snapshot);
}

Test(github, memory_may_run_out_anywhere)
{
    reports_sweep(sv_check_github);
}
