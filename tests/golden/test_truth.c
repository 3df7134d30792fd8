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

/* Whether a finding of one of two severities is about the operator, or about the snapshot as a whole. rules: those that
 * count, separated by blanks; NULL for all. */
static bool is_found(const cJSON *expected, const char *id, const char *severity, const char *other, const char *rules)
{
    const cJSON *finding;
    cJSON_ArrayForEach(finding, cJSON_GetObjectItemCaseSensitive(expected, "findings"))
    {
        const char *is = string(finding, "severity"), *about = string(finding, "operator");
        if ((strcmp(is, severity) == 0 || strcmp(is, other) == 0) && (!*about || strcmp(about, id) == 0) &&
            (!rules || strstr(rules, string(finding, "rule"))))
            return true;
    }
    return false;
}

/* Timers that Flink did not put into the snapshot are missing after a restore whatever the target. Then a warning of these
 * rules must say so, and is all that can be said. */
static bool is_lost_before(const cJSON *expected, const char *id, const char *outcome)
{
    return strcmp(outcome, "missing") == 0 && strcmp(string(expected, "verdict"), "compatible") != 0 &&
           is_found(expected, id, "warning", "warning", "SV404 SV405");
}

static void judge_operator(const char *folder, const cJSON *expected, const char *id, const char *name,
                           const char *outcome, struct tally *tally)
{
    const cJSON *op = find(cJSON_GetObjectItemCaseSensitive(expected, "operators"), "id", id);
    cr_expect_not_null(op, "%s: operator %s is missing", folder, name);
    if (!op)
        return;
    tally->operators++;
    const char *verdict = string(op, "verdict");
    bool worked = strcmp(outcome, "equal") == 0, lost = is_lost_before(expected, id, outcome);
    cr_expect(worked || lost || !lets_pass(op), "%s: %s is %s, but Flink: %s", folder, name, verdict, outcome);
    cr_expect(lets_pass(op) || is_found(expected, id, "error", "blind", NULL), "%s: %s is %s, and no finding says why",
              folder, name, verdict);
    tally->passed += worked && lets_pass(op);
    tally->caught += !worked && !lets_pass(op);
    if (worked && !lets_pass(op)) {
        tally->strict++;
        printf("stricter than Flink: %s: %s is %s\n", folder, name, verdict);
    }
}

/* Every state that Flink's own classes found, with its kind; beyond them only timers, which may stand in raw state that
 * those classes do not look into. */
static void compare_states(const char *folder, const cJSON *op, const cJSON *ours)
{
    const cJSON *state, *states = cJSON_GetObjectItemCaseSensitive(op, "states");
    const cJSON *our_states = cJSON_GetObjectItemCaseSensitive(ours, "states");
    const char *name = string(op, "name");
    cJSON_ArrayForEach(state, states)
    {
        const char *kind = string(find(our_states, "name", string(state, "name")), "kind");
        cr_expect_str_eq(kind, string(state, "kind"), "%s: %s: kind of %s is '%s', not '%s'", folder, name,
                         string(state, "name"), kind, string(state, "kind"));
    }
    cJSON_ArrayForEach(state, our_states)
    {
        cr_expect(find(states, "name", string(state, "name")) || strcmp(string(state, "kind"), "timer") == 0,
                  "%s: %s: there is no state %s", folder, name, string(state, "name"));
    }
}

static void compare(const char *folder, const cJSON *expected, const cJSON *truth)
{
    const cJSON *op, *snapshot = cJSON_GetObjectItemCaseSensitive(expected, "snapshot");
    cJSON_ArrayForEach(op, cJSON_GetObjectItemCaseSensitive(truth, "operators"))
    {
        const cJSON *ours = find(cJSON_GetObjectItemCaseSensitive(expected, "operators"), "id", string(op, "id"));
        cr_expect(ours || cJSON_GetArraySize(cJSON_GetObjectItemCaseSensitive(op, "states")) == 0,
                  "%s: operator %s is missing", folder, string(op, "name"));
        compare_states(folder, op, ours);
    }
    const cJSON *version = cJSON_GetObjectItemCaseSensitive(snapshot, "metadata_version");
    if (version && version->valueint >= 4) /* earlier files do not say of what kind they are */
        cr_expect_str_eq(string(snapshot, "kind"), string(truth, "kind"), "%s: the snapshot is a %s, not a %s", folder,
                         string(snapshot, "kind"), string(truth, "kind"));
}

/* One line of restore.txt: operator (its uid, or its name), outcome, and more that does not matter here; * is the job as a
 * whole, and then true is returned when it could not run. */
static bool judge_line(const char *folder, char *line, const cJSON *expected, const cJSON *truth, struct tally *tally)
{
    if (*line == '#' || *line == '\n')
        return false;
    char *outcome = strchr(line, '\t');
    cr_assert_not_null(outcome, "%s: no outcome in '%s'", folder, line);
    *outcome++ = '\0';
    outcome[strcspn(outcome, "\t\r\n")] = '\0';
    if (strcmp(line, "*") == 0) {
        bool failed = strcmp(outcome, "failed") == 0;
        cr_expect(!failed || !lets_pass(expected), "%s: the job failed, and the verdict is %s", folder,
                  string(expected, "verdict"));
        return failed;
    }
    const cJSON *operators = cJSON_GetObjectItemCaseSensitive(truth, "operators");
    const cJSON *op = find(operators, "uid", line);
    op = op ? op : find(operators, "name", line);
    cr_assert_not_null(op, "%s: truth.json has no operator %s", folder, line);
    judge_operator(folder, expected, string(op, "id"), line, outcome, tally);
    return false;
}

static void judge_case(const char *restore_path, void *context)
{
    struct tally *tally = context;
    char *folder = strdup(restore_path);
    *strrchr(folder, '/') = '\0';
    cJSON *expected = load(folder, "expect.json"), *truth = load(folder, "truth.json");
    compare(folder, expected, truth);
    FILE *restore = fopen(restore_path, "r");
    cr_assert_not_null(restore);
    char *line = NULL;
    size_t capacity = 0, operators_before = tally->operators;
    bool failed = false;
    while (getline(&line, &capacity, restore) >= 0)
        failed |= judge_line(folder, line, expected, truth, tally);
    cr_expect(failed || tally->operators > operators_before, "%s: restore.txt judges nothing", folder);
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
