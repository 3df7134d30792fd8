/* gitlab.c: GitLab's code quality report: one array for all snapshots. */
#include <inttypes.h>

#include "base/limits.h"
#include "report/escape.h"
#include "report/json.h"
#include "report/verdict.h"
#include "report/where.h"
#include "report/words.h"

static const char *severity_of(enum sv_severity severity)
{
    static const char *const words[] = {
        [SV_NOTE] = "info", [SV_WARNING] = "minor", [SV_ERROR] = "critical", [SV_BLIND] = "major"
    };
    return words[severity];
}

/* GitLab drops an entry whose fingerprint stood before in the report: what is said again, of another file or another
 * snapshot, has a number behind it. */
static void put_fingerprint(struct sv_json *json, cJSON *to, uint64_t fingerprint, size_t again, size_t snapshot)
{
    struct sv_buf text;
    sv_buf_init(&text, SV_LIMIT_REPORT_BYTES);
    sv_buf_printf(&text, "%016" PRIx64, fingerprint);
    if (again)
        sv_buf_printf(&text, "-%zu", again + 1);
    if (snapshot)
        sv_buf_printf(&text, "-snapshot-%zu", snapshot + 1);
    sv_json_text(json, to, "fingerprint", sv_buf_str(&text));
    json->failed |= text.failed;
    sv_buf_free(&text);
}

/* A widget shows the description and nothing else: the place is part of it. */
static void put_description(struct sv_json *json, cJSON *to, const struct sv_finding *finding)
{
    struct sv_buf text;
    sv_buf_init(&text, SV_LIMIT_REPORT_BYTES);
    sv_buf_printf(&text, "%s: ", finding->rule->code);
    sv_word_place(&text, finding);
    sv_buf_puts(&text, ": ");
    sv_buf_add(&text, finding->message);
    sv_buf_puts(&text, ". Cure: ");
    sv_buf_add(&text, finding->remedy);
    sv_json_shown(json, to, "description", sv_buf_str(&text));
    json->failed |= text.failed;
    sv_buf_free(&text);
}

/* Lines are asked for; a snapshot has none. */
static void put_location(struct sv_json *json, cJSON *to, const struct sv_check *check,
                         const struct sv_finding *finding)
{
    struct sv_where where = sv_where_of(check, finding);
    struct sv_buf path;
    sv_buf_init(&path, SV_LIMIT_REPORT_BYTES);
    sv_where_path(&path, &where);
    cJSON *location = sv_json_object(json, to, "location");
    sv_json_shown(json, location, "path", sv_buf_str(&path));
    sv_json_number(json, sv_json_object(json, location, "lines"), "begin", finding->line ? finding->line : 1);
    json->failed |= path.failed;
    sv_buf_free(&path);
}

static void put_check(struct sv_json *json, cJSON *to, const struct sv_check *check, size_t snapshot)
{
    uint64_t last = 0;
    size_t again = 0;
    for (size_t i = 0; i < check->findings.count; i++) {
        const struct sv_finding *finding = &check->findings.items[i];
        uint64_t fingerprint = sv_fingerprint(finding); /* equal ones stand in a row */
        again = i && fingerprint == last ? again + 1 : 0;
        last = fingerprint;
        cJSON *object = sv_json_object(json, to, NULL);
        put_description(json, object, finding);
        sv_json_word(json, object, "check_name", finding->rule->code);
        put_fingerprint(json, object, fingerprint, again, snapshot);
        sv_json_word(json, object, "severity", severity_of(finding->severity));
        put_location(json, object, check, finding);
    }
}

/* The report is a list of findings: that some are not in it is one more. */
static void put_aside(struct sv_json *json, cJSON *to, const struct sv_check *check, size_t snapshot)
{
    struct sv_buf text;
    sv_buf_init(&text, SV_LIMIT_REPORT_BYTES);
    sv_word_aside(&text, check);
    sv_buf_puts(&text, " of ");
    sv_escape_text(&text, check->snapshot->path);
    sv_buf_puts(&text, " are not listed");
    cJSON *object = sv_json_object(json, to, NULL);
    sv_json_text(json, object, "description", sv_buf_str(&text));
    sv_json_word(json, object, "check_name", "set-aside");
    put_fingerprint(json, object, check->aside_count, 0, snapshot);
    sv_json_word(json, object, "severity", "info");
    cJSON *location = sv_json_object(json, object, "location");
    sv_json_shown(json, location, "path", check->policy.n ? check->policy : check->baseline);
    sv_json_number(json, sv_json_object(json, location, "lines"), "begin", 1);
    json->failed |= text.failed;
    sv_buf_free(&text);
}

void sv_check_gitlab(const struct sv_report *report, struct sv_buf *out)
{
    struct sv_json json;
    sv_json_begin(&json);
    cJSON *document = cJSON_CreateArray();
    for (size_t i = 0; i < report->count; i++) {
        put_check(&json, document, report->checks[i], i);
        if (report->checks[i]->aside_count)
            put_aside(&json, document, report->checks[i], i);
    }
    sv_json_end(&json, document, report->style.compact, out);
}
