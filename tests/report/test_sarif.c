#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "support/reports.h"

static cJSON *sarif(const struct sv_snapshot *snapshot)
{
    char *text = reports_of(sv_check_sarif, snapshot);
    cJSON *json = cJSON_Parse(text);
    cr_assert_not_null(json);
    free(text);
    return json;
}

static const cJSON *result_of(const cJSON *json, const char *rule)
{
    const cJSON *result;
    cJSON_ArrayForEach(result, reports_item(json, "runs.0.results")) if (strcmp(reports_string(result, "ruleId"),
                                                                                rule) == 0) return result;
    cr_assert_fail("no result of %s", rule);
    return NULL;
}

Test(sarif, says_what_it_is_and_what_the_rules_are)
{
    struct sv_snapshot *snapshot = reports_snapshot();
    cJSON *json = sarif(snapshot);
    cr_expect_str_eq(reports_string(json, "version"), "2.1.0");
    cr_expect_str_eq(reports_string(json, "runs.0.tool.driver.name"), "snapvet");
    const cJSON *rules = reports_item(json, "runs.0.tool.driver.rules");
    cr_expect_eq(cJSON_GetArraySize(rules), SV_RULE_COUNT);
    const cJSON *rule;
    cJSON_ArrayForEach(rule, rules)
    {
        cr_expect_neq(*reports_string(rule, "help.text"), '\0');
        cr_expect_neq(*reports_string(rule, "shortDescription.text"), '\0');
        cr_expect_not_null(strstr(reports_string(rule, "helpUri"), "/rules.md#sv"));
    }
    cJSON_Delete(json);
    made_free(snapshot);
}

Test(sarif, a_result_names_file_bytes_operator_and_state)
{
    struct sv_snapshot *snapshot = reports_snapshot();
    cJSON *json = sarif(snapshot);
    const cJSON *result = result_of(json, "SV101");
    char rule[64];
    snprintf(rule, sizeof rule, "runs.0.tool.driver.rules.%d.id", (int)reports_number(result, "ruleIndex"));
    cr_expect_str_eq(reports_string(json, rule), "SV101");
    cr_expect_str_eq(reports_string(result, "level"), "error");
    const cJSON *location = reports_item(result, "locations.0");
    cr_expect_str_eq(reports_string(location, "physicalLocation.artifactLocation.uri"), "made/_metadata");
    cr_expect_eq(reports_number(location, "physicalLocation.region.byteOffset"), 100);
    cr_expect_eq(reports_number(location, "physicalLocation.region.byteLength"), 40);
    cr_expect_str_eq(reports_string(location, "logicalLocations.0.kind"), "operator");
    cr_expect_str_eq(reports_string(location, "logicalLocations.0.fullyQualifiedName"),
                     "01000000000000000000000000000000");
    cr_expect_str_eq(reports_string(location, "logicalLocations.1.name"), "cart");
    cr_expect_eq(strlen(reports_string(result, "partialFingerprints.snapvet/v1")), 16);
    cJSON_Delete(json);
    made_free(snapshot);
}

Test(sarif, what_was_not_seen_is_an_error)
{
    struct sv_snapshot *snapshot = reports_snapshot();
    cJSON *json = sarif(snapshot);
    const cJSON *result = result_of(json, "SV002");
    cr_expect_str_eq(reports_string(result, "level"), "error");
    cr_expect_str_eq(reports_string(result, "properties.severity"), "blind");
    cr_expect_eq(reports_number(result, "locations.0.physicalLocation.region.byteOffset"), 17);
    cr_expect_str_eq(reports_string(json, "runs.0.properties.verdict"), "incompatible");
    cJSON_Delete(json);
    made_free(snapshot);
}

Test(sarif, a_run_for_each_snapshot)
{
    struct sv_snapshot *first = reports_snapshot(), *second = made_snapshot();
    struct sv_check checks[] = { reports_check(first), reports_check(second) };
    char *text = reports_write(sv_check_sarif, (const struct sv_check *const[]){ &checks[0], &checks[1] }, 2);
    cJSON *json = cJSON_Parse(text);
    cr_expect_eq(cJSON_GetArraySize(reports_item(json, "runs")), 2);
    cr_expect_str_neq(reports_string(json, "runs.0.automationDetails.id"),
                      reports_string(json, "runs.1.automationDetails.id"));
    cr_expect_eq(cJSON_GetArraySize(reports_item(json, "runs.1.results")), 0);
    cJSON_Delete(json);
    free(text);
    sv_check_release(&checks[0]);
    sv_check_release(&checks[1]);
    made_free(first);
    made_free(second);
}

Test(sarif, hostile_names_are_inert)
{
    struct sv_snapshot *snapshot = reports_hostile_snapshot();
    char *text = reports_of(sv_check_sarif, snapshot);
    cr_expect(reports_is_plain(text));
    cJSON *json = cJSON_Parse(text);
    cr_assert_not_null(json);
    size_t results = 0;
    const cJSON *result;
    cJSON_ArrayForEach(result, reports_item(json, "runs.0.results"))
    {
        const char *message = reports_string(result, "message.text");
        results++;
        cr_expect(reports_is_plain(message), "%s", message);
        cr_expect_null(strstr(message, "]("), "a link: %s", message);
        cr_expect_eq(reports_count(message, "{"), 2 * reports_count(message, "{{"), "a placeholder: %s", message);
        const char *uri = reports_string(result, "locations.0.physicalLocation.artifactLocation.uri");
        cr_expect_eq(strcspn(uri, " <>\"\\^`{|}#?[]"), strlen(uri), "no URI: %s", uri);
        cr_expect(reports_is_plain(reports_string(result, "locations.0.logicalLocations.0.name")));
    }
    cr_expect_gt(results, 3);
    cJSON_Delete(json);
    free(text);
    made_free(snapshot);
}

Test(sarif, memory_may_run_out_anywhere)
{
    reports_sweep(sv_check_sarif);
}
