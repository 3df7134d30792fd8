/* baseline.c: the fingerprints of stored reports. */
#include "policy/baseline.h"

#include <cjson/cJSON.h>
#include <stdlib.h>

#include "base/limits.h"

#define SCHEMA "snapvet.check/1"
enum { FINGERPRINT_DIGITS = 16 };

static enum sv_status unfit(sv_str path, struct sv_error *err, const char *why)
{
    return sv_fail(err, SV_ERR_USAGE, "cannot compare with '%.*s': %s; write it with snapvet check --format json",
                   SV_ARG(path), why);
}

static bool parse_fingerprint(const char *text, uint64_t *out)
{
    uint64_t value = 0;
    size_t n = 0;
    for (; text[n]; n++) {
        char c = text[n];
        if (!((c >= '0' && c <= '9') || (c >= 'a' && c <= 'f')))
            return false;
        value = value << 4 | (uint64_t)(c <= '9' ? c - '0' : c - 'a' + 10);
    }
    *out = value;
    return n == FINGERPRINT_DIGITS;
}

static bool parse_severity(const char *text, enum sv_severity *out)
{
    for (int i = SV_NOTE; i <= SV_BLIND; i++) {
        if (strcmp(text, sv_severity_name((enum sv_severity)i)) == 0) {
            *out = (enum sv_severity)i;
            return true;
        }
    }
    return false;
}

static bool add(struct sv_baseline *baseline, struct sv_known known)
{
    if (baseline->count == baseline->capacity) {
        size_t capacity = baseline->capacity ? baseline->capacity * 2 : 64;
        struct sv_known *items = reallocarray(baseline->items, capacity, sizeof *items);
        if (!items)
            return false;
        baseline->items = items;
        baseline->capacity = capacity;
    }
    baseline->items[baseline->count++] = known;
    return true;
}

static enum sv_status take_findings(struct sv_baseline *baseline, const cJSON *list, struct sv_error *err)
{
    for (const cJSON *item = list ? list->child : NULL; item; item = item->next) {
        const char *fingerprint = cJSON_GetStringValue(cJSON_GetObjectItemCaseSensitive(item, "fingerprint"));
        const char *severity = cJSON_GetStringValue(cJSON_GetObjectItemCaseSensitive(item, "severity"));
        struct sv_known known;
        if (!fingerprint || !severity || !parse_fingerprint(fingerprint, &known.fingerprint) ||
            !parse_severity(severity, &known.severity))
            return unfit(baseline->path, err, "a finding in it has no fingerprint");
        if (known.severity != SV_BLIND && !add(baseline, known))
            return sv_fail(err, SV_ERR_MEMORY, "no memory for the report '%.*s'", SV_ARG(baseline->path));
    }
    return SV_OK;
}

static enum sv_status take_report(struct sv_baseline *baseline, const cJSON *report, struct sv_error *err)
{
    const char *schema = cJSON_GetStringValue(cJSON_GetObjectItemCaseSensitive(report, "schema"));
    const cJSON *findings = cJSON_GetObjectItemCaseSensitive(report, "findings");
    if (!schema || strcmp(schema, SCHEMA) != 0 || !cJSON_IsArray(findings))
        return unfit(baseline->path, err, "it is no report of a check");
    enum sv_status status = take_findings(baseline, findings, err);
    if (status == SV_OK)
        status = take_findings(baseline, cJSON_GetObjectItemCaseSensitive(report, "known"), err);
    return status;
}

static bool is_space(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

static enum sv_status take_reports(struct sv_baseline *baseline, sv_str bytes, struct sv_error *err)
{
    size_t reports = 0;
    for (;;) {
        while (bytes.n && is_space(bytes.p[0]))
            bytes = sv_str_skip(bytes, 1);
        if (!bytes.n)
            return reports ? SV_OK : unfit(baseline->path, err, "it is empty");
        const char *end = NULL;
        cJSON *report = cJSON_ParseWithLengthOpts(bytes.p, bytes.n, &end, false);
        if (!report)
            return unfit(baseline->path, err, "it is no JSON");
        enum sv_status status = take_report(baseline, report, err);
        cJSON_Delete(report);
        if (status != SV_OK)
            return status;
        bytes = sv_str_skip(bytes, (size_t)(end - bytes.p));
        reports++;
    }
}

static int by_fingerprint(const void *left, const void *right)
{
    const struct sv_known *a = left, *b = right;
    return (a->fingerprint > b->fingerprint) - (a->fingerprint < b->fingerprint);
}

static int compare(const void *left, const void *right)
{
    const struct sv_known *a = left, *b = right;
    int order = by_fingerprint(a, b);
    return order ? order : (int)b->severity - (int)a->severity;
}

static void sort(struct sv_baseline *baseline)
{
    if (!baseline->count)
        return;
    qsort(baseline->items, baseline->count, sizeof *baseline->items, compare);
    size_t kept = 1;
    for (size_t i = 1; i < baseline->count; i++)
        if (by_fingerprint(&baseline->items[i], &baseline->items[kept - 1]) != 0)
            baseline->items[kept++] = baseline->items[i];
    baseline->count = kept;
}

enum sv_status sv_baseline_read(sv_str bytes, sv_str path, struct sv_baseline *out, struct sv_error *err)
{
    struct sv_baseline baseline = { .path = path };
    if (bytes.n > SV_LIMIT_BASELINE_BYTES)
        return unfit(path, err, "it is too large");
    enum sv_status status = take_reports(&baseline, bytes, err);
    if (status != SV_OK) {
        sv_baseline_free(&baseline);
        return status;
    }
    sort(&baseline);
    *out = baseline;
    return SV_OK;
}

void sv_baseline_free(struct sv_baseline *baseline)
{
    free(baseline->items);
    *baseline = (struct sv_baseline){ .path = { "", 0 } };
}

static bool decide(struct sv_finding *finding, struct sv_aside *aside, void *context)
{
    const struct sv_baseline *baseline = context;
    struct sv_known key = { .fingerprint = sv_fingerprint(finding) };
    const struct sv_known *known =
        baseline->count ? bsearch(&key, baseline->items, baseline->count, sizeof key, by_fingerprint) : NULL;
    aside->kind = SV_KNOWN;
    return known && finding->severity <= known->severity;
}

enum sv_status sv_baseline_apply(const struct sv_baseline *baseline, struct sv_check *check, struct sv_error *err)
{
    check->baseline = sv_arena_copy(&check->arena, baseline->path);
    if (!check->baseline.p)
        return sv_fail(err, SV_ERR_MEMORY, "no memory for the name of the report '%.*s'", SV_ARG(baseline->path));
    return sv_check_sift(check, decide, (void *)(uintptr_t)baseline, err);
}
