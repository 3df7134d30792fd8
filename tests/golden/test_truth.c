/* What snapvet is expected to say (expect.json, which the golden tests compare with what it says) against what real Flink
 * did with the same snapshot (restore.txt) and what it holds by Flink's own reading (truth.json).
 *
 * A word that lets an operator pass where Flink failed, lost or changed its state is an error, whatever the reason. The
 * opposite is listed: it must be a Kryo state that came through by luck, or a state that could not be read. */
#include <cjson/cJSON.h>
#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "support/fixture.h"

struct tally {
    size_t cases, operators, passed, caught, strict;
};

static cJSON *load(const char *folder, const char *name)
{
    char *path;
    cr_assert(asprintf(&path, "%s/%s", folder, name) > 0);
    size_t n;
    unsigned char *bytes = fixture_load(path, &n);
    cJSON *json = cJSON_ParseWithLength((const char *)bytes, n);
    cr_assert_not_null(json, "%s is no JSON", path);
    free(bytes);
    free(path);
    return json;
}

static const char *string(const cJSON *object, const char *key)
{
    const char *value = cJSON_GetStringValue(cJSON_GetObjectItemCaseSensitive(object, key));
    return value ? value : "";
}

static const cJSON *find(const cJSON *array, const char *key, const char *value)
{
    const cJSON *item;
    cJSON_ArrayForEach(item, array)
    {
        if (strcmp(string(item, key), value) == 0)
            return item;
    }
    return NULL;
}

static bool lets_pass(const cJSON *judged)
{
    const char *verdict = string(judged, "verdict");
    return strcmp(verdict, "compatible") == 0 || strcmp(verdict, "needs-action") == 0;
}

/* Whether a finding about the operator, or about the snapshot as a whole, explains why it is not let pass. */
static bool is_explained(const cJSON *expected, const char *id)
{
    const cJSON *finding;
    cJSON_ArrayForEach(finding, cJSON_GetObjectItemCaseSensitive(expected, "findings"))
    {
        const char *severity = string(finding, "severity"), *about = string(finding, "operator");
        if ((strcmp(severity, "error") == 0 || strcmp(severity, "blind") == 0) && (!*about || strcmp(about, id) == 0))
            return true;
    }
    return false;
}

static void judge_operator(const char *folder, const cJSON *expected, const char *id, const char *name,
                           const char *outcome, struct tally *tally)
{
    const cJSON *op = find(cJSON_GetObjectItemCaseSensitive(expected, "operators"), "id", id);
    cr_expect_not_null(op, "%s: operator %s is missing", folder, name);
    if (!op)
        return;
    tally->operators++;
    bool worked = strcmp(outcome, "equal") == 0;
    cr_expect(worked || !lets_pass(op), "%s: %s is %s, but Flink: %s", folder, name, string(op, "verdict"), outcome);
    cr_expect(lets_pass(op) || is_explained(expected, id), "%s: %s is %s, and no finding says why", folder, name,
              string(op, "verdict"));
    tally->passed += worked && lets_pass(op);
    tally->caught += !worked && !lets_pass(op);
    if (worked && !lets_pass(op)) {
        tally->strict++;
        printf("stricter than Flink: %s: %s is %s\n", folder, name, string(op, "verdict"));
    }
}

/* The same states, with the same kinds, as Flink's own classes found. */
static void compare_states(const char *folder, const cJSON *expected, const cJSON *truth)
{
    const cJSON *op, *state;
    cJSON_ArrayForEach(op, cJSON_GetObjectItemCaseSensitive(truth, "operators"))
    {
        const cJSON *ours = find(cJSON_GetObjectItemCaseSensitive(expected, "operators"), "id", string(op, "id"));
        const cJSON *states = cJSON_GetObjectItemCaseSensitive(op, "states");
        const cJSON *our_states = cJSON_GetObjectItemCaseSensitive(ours, "states");
        cr_expect_eq(cJSON_GetArraySize(states), cJSON_GetArraySize(our_states), "%s: %s has %d states, not %d", folder,
                     string(op, "uid"), cJSON_GetArraySize(states), cJSON_GetArraySize(our_states));
        cJSON_ArrayForEach(state, states)
        {
            const cJSON *our_state = find(our_states, "name", string(state, "name"));
            cr_expect_str_eq(string(our_state, "kind"), string(state, "kind"), "%s: %s: kind of %s is '%s', not '%s'",
                             folder, string(op, "uid"), string(state, "name"), string(our_state, "kind"),
                             string(state, "kind"));
        }
    }
    cr_expect_str_eq(string(cJSON_GetObjectItemCaseSensitive(expected, "snapshot"), "kind"), string(truth, "kind"),
                     "%s: kind of snapshot", folder);
}

/* One line of restore.txt: operator, outcome, and more that does not matter here; * is the job as a whole. */
static void judge_line(const char *folder, char *line, const cJSON *expected, const cJSON *truth, struct tally *tally)
{
    if (*line == '#' || *line == '\n')
        return;
    char *outcome = strchr(line, '\t');
    cr_assert_not_null(outcome, "%s: no outcome in '%s'", folder, line);
    *outcome++ = '\0';
    outcome[strcspn(outcome, "\t\r\n")] = '\0';
    if (strcmp(line, "*") == 0) {
        cr_expect(strcmp(outcome, "failed") != 0 || !lets_pass(expected), "%s: the job failed, and the verdict is %s",
                  folder, string(expected, "verdict"));
        return;
    }
    const cJSON *op = find(cJSON_GetObjectItemCaseSensitive(truth, "operators"), "uid", line);
    cr_assert_not_null(op, "%s: truth.json has no operator %s", folder, line);
    judge_operator(folder, expected, string(op, "id"), line, outcome, tally);
}

static void judge_case(const char *restore_path, void *context)
{
    struct tally *tally = context;
    char *folder = strdup(restore_path);
    *strrchr(folder, '/') = '\0';
    cJSON *expected = load(folder, "expect.json"), *truth = load(folder, "truth.json");
    compare_states(folder, expected, truth);
    FILE *restore = fopen(restore_path, "r");
    cr_assert_not_null(restore);
    char *line = NULL;
    size_t capacity = 0, operators_before = tally->operators;
    while (getline(&line, &capacity, restore) >= 0)
        judge_line(folder, line, expected, truth, tally);
    cr_expect_gt(tally->operators, operators_before, "%s: restore.txt judges no operator", folder);
    free(line);
    fclose(restore);
    cJSON_Delete(expected);
    cJSON_Delete(truth);
    free(folder);
    tally->cases++;
}

Test(truth, no_word_of_ours_is_better_than_what_flink_did)
{
    struct tally tally = { 0 };
    char *fixtures = fixture_path("");
    fixture_each(fixtures, "restore.txt", judge_case, &tally);
    free(fixtures);
    printf("%zu cases, %zu operators: %zu let pass and right, %zu caught, %zu stricter than Flink\n", tally.cases,
           tally.operators, tally.passed, tally.caught, tally.strict);
    cr_expect_gt(tally.cases, 0);
    cr_expect_gt(tally.passed, 0);
    cr_expect_gt(tally.caught, 0);
}
