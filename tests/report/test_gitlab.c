#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>

#include "support/reports.h"

static cJSON *parse(char *text)
{
    cJSON *json = cJSON_Parse(text);
    cr_assert(cJSON_IsArray(json));
    free(text);
    return json;
}

/* What GitLab asks of each entry, and that no fingerprint stands twice. */
static void expect_valid(const cJSON *json)
{
    const cJSON *entry, *other;
    cJSON_ArrayForEach(entry, json)
    {
        cr_expect_neq(*reports_string(entry, "description"), '\0');
        cr_expect_neq(*reports_string(entry, "check_name"), '\0');
        cr_expect_not_null(strstr(" info minor major critical blocker ", reports_string(entry, "severity")));
        cr_expect_neq(*reports_string(entry, "location.path"), '\0');
        cr_expect_eq(reports_number(entry, "location.lines.begin"), 1);
        for (other = entry->next; other; other = other->next)
            cr_expect_str_neq(reports_string(entry, "fingerprint"), reports_string(other, "fingerprint"));
    }
}

Test(gitlab, an_entry_for_each_finding)
{
    struct sv_snapshot *snapshot = reports_snapshot();
    cJSON *json = parse(reports_of(sv_check_gitlab, snapshot));
    expect_valid(json);
    cr_assert_eq(cJSON_GetArraySize(json), 2);
    cr_expect_str_eq(reports_string(json, "0.check_name"), "SV101");
    cr_expect_str_eq(reports_string(json, "0.severity"), "critical");
    cr_expect_str_eq(reports_string(json, "0.location.path"), "made/_metadata");
    cr_expect_str_eq(reports_string(json, "1.severity"), "major", "what was not seen is no trifle");
    cJSON_Delete(json);
    made_free(snapshot);
}

Test(gitlab, what_is_said_twice_has_two_fingerprints)
{
    struct sv_snapshot *snapshot = reports_snapshot();
    struct sv_subtask *subtask = made_subtask(snapshot, snapshot->operators);
    static const char *const names[] = { "a", "b", "c" };
    for (size_t i = 0; i < 3; i++) {
        struct sv_blob *blob = &made_handle(snapshot, &subtask->managed_keyed, SV_HANDLE_KEY_GROUPS)->blob;
        blob->kind = SV_BLOB_FILE;
        blob->defect = SV_DEFECT_MISSING_FILE;
        blob->name = sv_str_of(names[i]);
    }
    struct sv_check check = reports_check(snapshot);
    cJSON *json = parse(reports_write(sv_check_gitlab, (const struct sv_check *const[]){ &check, &check }, 2));
    cr_expect_eq(cJSON_GetArraySize(json), 2 * (2 + 3));
    expect_valid(json);
    cJSON_Delete(json);
    sv_check_release(&check);
    made_free(snapshot);
}

Test(gitlab, nothing_found_is_an_empty_list)
{
    struct sv_snapshot *snapshot = made_snapshot();
    made_list(snapshot, "ok", made_string(snapshot, "value"));
    char *text = reports_of(sv_check_gitlab, snapshot);
    cr_expect_str_eq(text, "[]\n");
    free(text);
    made_free(snapshot);
}

Test(gitlab, hostile_names_are_inert)
{
    struct sv_snapshot *snapshot = reports_hostile_snapshot();
    char *text = reports_of(sv_check_gitlab, snapshot);
    cr_expect(reports_is_plain(text));
    cJSON *json = parse(text);
    expect_valid(json);
    cr_expect_gt(cJSON_GetArraySize(json), 3);
    const cJSON *entry;
    cJSON_ArrayForEach(entry, json)
    {
        cr_expect(reports_is_plain(reports_string(entry, "description")));
        cr_expect_null(strchr(reports_string(entry, "description"), '\n'));
        cr_expect(reports_is_plain(reports_string(entry, "location.path")));
    }
    cJSON_Delete(json);
    made_free(snapshot);
}

Test(gitlab, memory_may_run_out_anywhere)
{
    reports_sweep(sv_check_gitlab);
}
