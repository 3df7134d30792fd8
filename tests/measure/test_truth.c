/* Counts of real snapshots against what the jobs wrote: those of fixtures/, and of a larger collection where there is one. */
#include <cjson/cJSON.h>
#include <criterion/criterion.h>
#include <criterion/logging.h>
#include <stdio.h>
#include <stdlib.h>

#include "inspect/inspect.h"
#include "support/fixture.h"
#include "support/measured.h"

struct tally {
    size_t cases, agree, lost;
};

static cJSON *load(const char *path)
{
    size_t n;
    unsigned char *bytes = fixture_load(path, &n);
    cJSON *json = cJSON_ParseWithLength((const char *)bytes, n);
    cr_assert_not_null(json, "%s is no JSON", path);
    free(bytes);
    return json;
}

static const char *string(const cJSON *object, const char *key)
{
    const char *value = cJSON_GetStringValue(cJSON_GetObjectItemCaseSensitive(object, key));
    return value ? value : "";
}

static bool has_id(const struct sv_operator *op, const char *hex)
{
    char text[33];
    for (int i = 0; i < 16; i++)
        snprintf(text + 2 * i, 3, "%02x", op->id[i]);
    return strcmp(text, hex) == 0;
}

static uint64_t entries_of(const cJSON *entries, sv_str state)
{
    uint64_t count = 0;
    const cJSON *entry;
    cJSON_ArrayForEach(entry, entries)
    {
        count += sv_str_eq(sv_str_of(string(entry, "state")), state);
    }
    return count;
}

static bool lost_some(const struct sv_stats *stats, const struct sv_state_stats *s)
{
    uint32_t index = sv_operator_index(stats->snapshot, s->op);
    for (size_t i = 0; i < stats->losses.count; i++)
        if (stats->losses.items[i].op_index == index)
            return true;
    return false;
}

/* What Flink itself keeps is not recorded. */
static void compare(struct tally *tally, const char *path, const struct sv_stats *stats, const cJSON *operators)
{
    const cJSON *op;
    cJSON_ArrayForEach(op, operators)
    {
        const cJSON *entries = cJSON_GetObjectItemCaseSensitive(op, "entries");
        for (size_t i = 0; i < stats->state_count; i++) {
            const struct sv_state_stats *s = &stats->states[i];
            uint64_t expected = has_id(s->op, string(op, "id")) ? entries_of(entries, s->state->name) : 0;
            if (!expected)
                continue;
            if (s->entries != expected && lost_some(stats, s))
                tally->lost++;
            else
                tally->agree++;
            cr_expect(s->entries == expected || lost_some(stats, s), "%s: %s %.*s: %d instead of %d", path,
                      string(op, "id"), (int)s->state->name.n, s->state->name.p, (int)s->entries, (int)expected);
        }
    }
}

static void compare_case(const char *path, void *context)
{
    struct tally *tally = context;
    struct sv_snapshot snapshot = { 0 };
    struct sv_stats *stats;
    const struct sv_inspect_options how = { .maps = NULL };
    const struct sv_stats_request request = { .top = 1, .ttl_ms = -1, .print = measured_print };
    cJSON *truth = load(path);
    char *folder;
    sv_str base = sv_path_dir(sv_str_of(path));
    cr_assert_gt(asprintf(&folder, "%.*s/%s", (int)base.n, base.p, string(truth, "snapshot")), 0);
    if (sv_inspect(folder, &how, &snapshot, NULL) == SV_OK) {
        cr_assert_eq(sv_stats_run(&snapshot, &request, &stats, NULL), SV_OK, "%s", path);
        compare(tally, path, stats, cJSON_GetObjectItemCaseSensitive(truth, "operators"));
        sv_stats_free(stats);
        free(stats);
        sv_snapshot_release(&snapshot);
        tally->cases++;
    }
    free(folder);
    cJSON_Delete(truth);
}

static struct tally compare_all(const char *folder)
{
    struct tally tally = { .cases = 0 };
    fixture_each(folder, "truth.json", compare_case, &tally);
    cr_log_info("%zu snapshots: %zu states agree, of %zu a part was not read", tally.cases, tally.agree, tally.lost);
    return tally;
}

Test(truth, fixtures_hold_as_many_entries_as_their_jobs_wrote, .timeout = 300)
{
    char *folder = fixture_path("");
    struct tally tally = compare_all(folder);
    cr_expect_gt(tally.agree, 700);
    cr_expect_lt(tally.lost * 4, tally.agree);
    free(folder);
}

Test(truth, so_does_the_collection, .timeout = 600)
{
    const char *folder = fixture_ground_truth();
    if (!folder)
        cr_skip_test("SNAPVET_GROUND_TRUTH is not set");
    struct tally tally = compare_all(folder);
    cr_expect_gt(tally.agree, 1000);
    cr_expect_lt(tally.lost * 4, tally.agree);
}
