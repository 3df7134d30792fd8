#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>

#include "support/reports.h"

Test(lines, one_for_each_snapshot)
{
    struct sv_snapshot *snapshot = reports_snapshot(), *empty = made_snapshot();
    struct sv_check first = reports_check(snapshot), second = reports_check(empty);
    const struct sv_check *checks[] = { &first, &second };
    char *text = reports_write(sv_check_lines, checks, 2);
    cr_expect_eq(reports_count(text, "\n"), 2, "%s", text);
    cr_expect_eq(strncmp(text, "INCOMPATIBLE  ", strlen("INCOMPATIBLE  ")), 0, "%s", text);
    cr_expect_not_null(strstr(text, " (SV101)\n"), "what the verdict does not rest on is not named: %s", text);
    cr_expect_not_null(strstr(text, "\nCOMPATIBLE    "), "%s", text);
    free(text);
    sv_check_release(&first);
    sv_check_release(&second);
    made_free(snapshot);
    made_free(empty);
}

Test(lines, names_cannot_break_out)
{
    struct sv_snapshot *snapshot = reports_hostile_snapshot();
    char *text = reports_of(sv_check_lines, snapshot);
    cr_expect(reports_is_plain(text), "%s", text);
    cr_expect_eq(reports_count(text, "\n"), 1, "%s", text);
    free(text);
    made_free(snapshot);
}

Test(lines, memory_running_out_is_said)
{
    reports_sweep(sv_check_lines);
}
