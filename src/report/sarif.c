/* sarif.c: SARIF 2.1.0 (OASIS), one run per snapshot. Every rule is described, so that ruleIndex is the place in the
 * table. */
#include <ctype.h>
#include <stdio.h>

#include "base/limits.h"
#include "report/escape.h"
#include "report/json.h"
#include "report/where.h"
#include "report/words.h"

#define SCHEMA "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"

/* SARIF has no word for what was not seen. It must not look like less than an error: it fails a pipeline. */
static const char *level_of(enum sv_severity severity)
{
    static const char *const levels[] = {
        [SV_NOTE] = "note", [SV_WARNING] = "warning", [SV_ERROR] = "error", [SV_BLIND] = "error"
    };
    return levels[severity];
}

/* { "text": ... } */
static void put_message(struct sv_json *json, cJSON *to, const char *key, sv_str text)
{
    struct sv_buf escaped;
    sv_buf_init(&escaped, SV_LIMIT_REPORT_BYTES);
    sv_escape_sarif(&escaped, text);
    sv_json_text(json, sv_json_object(json, to, key), "text", sv_buf_str(&escaped));
    json->failed |= escaped.failed;
    sv_buf_free(&escaped);
}

static void put_help_uri(struct sv_json *json, cJSON *to, const struct sv_rule *rule)
{
    char uri[512];
    int n = snprintf(uri, sizeof uri, "%s/rules.md#", SNAPVET_DOCS_URL);
    for (const char *c = rule->code; n > 0 && (size_t)n < sizeof uri && *c; c++)
        uri[n++] = (char)tolower((unsigned char)*c);
    sv_json_text(json, to, "helpUri", (sv_str){ uri, n < 0 ? 0 : (size_t)n });
}

static void put_rule(struct sv_json *json, cJSON *to, const struct sv_rule *rule)
{
    struct sv_buf help;
    sv_buf_init(&help, SV_LIMIT_REPORT_BYTES);
    sv_buf_printf(&help, "Why: %s Cure: %s", rule->why, rule->cure);
    cJSON *object = sv_json_object(json, to, NULL);
    sv_json_word(json, object, "id", rule->code);
    sv_json_word(json, object, "name", rule->slug);
    put_message(json, object, "shortDescription", sv_str_of(rule->title));
    put_message(json, object, "fullDescription", sv_str_of(rule->why));
    put_message(json, object, "help", sv_buf_str(&help));
    put_help_uri(json, object, rule);
    sv_json_word(json, sv_json_object(json, object, "defaultConfiguration"), "level", level_of(rule->severity));
    json->failed |= help.failed;
    sv_buf_free(&help);
}

static void put_tool(struct sv_json *json, cJSON *run)
{
    cJSON *driver = sv_json_object(json, sv_json_object(json, run, "tool"), "driver");
    sv_json_word(json, driver, "name", "snapvet");
    sv_json_word(json, driver, "version", SNAPVET_VERSION);
    sv_json_word(json, driver, "semanticVersion", SNAPVET_VERSION);
    sv_json_word(json, driver, "informationUri", SNAPVET_DOCS_URL);
    cJSON *rules = sv_json_array(json, driver, "rules");
    for (size_t i = 0; i < SV_RULE_COUNT; i++)
        put_rule(json, rules, &sv_rules[i]);
}

static void put_notification(struct sv_json *json, cJSON *to, const char *level, sv_str text)
{
    cJSON *object = sv_json_object(json, to, NULL);
    sv_json_word(json, object, "level", level);
    put_message(json, object, "message", text);
}

static void put_invocation(struct sv_json *json, cJSON *run, const struct sv_check *check)
{
    cJSON *invocation = sv_json_object(json, sv_json_array(json, run, "invocations"), NULL);
    sv_json_bool(json, invocation, "executionSuccessful", true);
    cJSON *notifications = sv_json_array(json, invocation, "toolExecutionNotifications");
    for (size_t i = 0; i < check->not_checked_count; i++)
        put_notification(json, notifications, "note", check->not_checked[i]);
    for (size_t i = 0; i < check->remark_count; i++)
        put_notification(json, notifications, "note", check->remarks[i]);
    if (check->findings.dropped) {
        char text[80];
        snprintf(text, sizeof text, "%llu more findings were counted and not kept",
                 (unsigned long long)check->findings.dropped);
        put_notification(json, notifications, "error", sv_str_of(text));
    }
}

static void put_logical(struct sv_json *json, cJSON *to, const struct sv_finding *finding)
{
    struct sv_buf words;
    sv_buf_init(&words, SV_LIMIT_REPORT_BYTES);
    cJSON *op = sv_json_object(json, to, NULL);
    sv_word_operator(&words, finding->op);
    sv_json_text(json, op, "name", sv_buf_str(&words));
    sv_json_id(json, op, "fullyQualifiedName", finding->op);
    sv_json_word(json, op, "kind", "operator");
    if (finding->state) {
        cJSON *state = sv_json_object(json, to, NULL);
        sv_json_shown(json, state, "name", finding->state->name);
        words.n = 0;
        sv_word_id(&words, finding->op->id, 32);
        sv_buf_putc(&words, '/');
        sv_escape_text(&words, finding->state->name);
        sv_json_text(json, state, "fullyQualifiedName", sv_buf_str(&words));
        sv_json_word(json, state, "kind", "state");
    }
    json->failed |= words.failed;
    sv_buf_free(&words);
}

static void put_location(struct sv_json *json, cJSON *to, const struct sv_check *check,
                         const struct sv_finding *finding)
{
    static const uint64_t exact = (uint64_t)1 << 53; /* what a JSON number holds */
    struct sv_where where = sv_where_of(check, finding);
    struct sv_buf uri;
    sv_buf_init(&uri, SV_LIMIT_REPORT_BYTES);
    sv_where_uri(&uri, &where);
    cJSON *location = sv_json_object(json, to, NULL);
    cJSON *physical = sv_json_object(json, location, "physicalLocation");
    sv_json_text(json, sv_json_object(json, physical, "artifactLocation"), "uri", sv_buf_str(&uri));
    if (where.at < exact) {
        cJSON *region = sv_json_object(json, physical, "region");
        if (finding->line)
            sv_json_number(json, region, "startLine", finding->line);
        sv_json_number(json, region, "byteOffset", (int64_t)where.at);
        if (where.bytes && where.bytes < exact)
            sv_json_number(json, region, "byteLength", (int64_t)where.bytes);
    }
    if (finding->op)
        put_logical(json, sv_json_array(json, location, "logicalLocations"), finding);
    json->failed |= uri.failed;
    sv_buf_free(&uri);
}

static cJSON *put_result(struct sv_json *json, cJSON *to, const struct sv_check *check,
                         const struct sv_finding *finding)
{
    struct sv_buf text;
    sv_buf_init(&text, SV_LIMIT_REPORT_BYTES);
    sv_buf_add(&text, finding->message);
    sv_buf_puts(&text, ". Cure: ");
    sv_buf_add(&text, finding->remedy);
    cJSON *result = sv_json_object(json, to, NULL);
    sv_json_word(json, result, "ruleId", finding->rule->code);
    sv_json_number(json, result, "ruleIndex", finding->rule - sv_rules);
    sv_json_word(json, result, "level", level_of(finding->severity));
    put_message(json, result, "message", sv_buf_str(&text));
    put_location(json, sv_json_array(json, result, "locations"), check, finding);
    sv_json_fingerprint(json, sv_json_object(json, result, "partialFingerprints"), "snapvet/v1", finding);
    cJSON *properties = sv_json_object(json, result, "properties");
    sv_json_word(json, properties, "severity", sv_severity_name(finding->severity));
    if (finding->path.n)
        sv_json_shown(json, properties, "path", finding->path);
    json->failed |= text.failed;
    sv_buf_free(&text);
    return result;
}

/* A result that whoever shows it counts as dealt with. */
static void put_suppressed(struct sv_json *json, cJSON *to, const struct sv_check *check, const struct sv_aside *aside)
{
    cJSON *result = put_result(json, to, check, &aside->finding);
    cJSON *suppression = sv_json_object(json, sv_json_array(json, result, "suppressions"), NULL);
    sv_json_word(json, suppression, "kind", "external");
    if (aside->kind == SV_WAIVED)
        sv_json_shown(json, suppression, "justification", aside->reason);
    else
        sv_json_word(json, suppression, "justification", "known from an earlier report");
}

static void put_run(struct sv_json *json, cJSON *to, const struct sv_check *check, size_t number)
{
    char id[48];
    snprintf(id, sizeof id, "snapvet/%zu/", number);
    cJSON *run = sv_json_object(json, to, NULL);
    put_tool(json, run);
    sv_json_text(json, sv_json_object(json, run, "automationDetails"), "id", sv_str_of(id));
    put_invocation(json, run, check);
    cJSON *results = sv_json_array(json, run, "results");
    for (size_t i = 0; i < check->findings.count; i++)
        put_result(json, results, check, &check->findings.items[i]);
    for (size_t i = 0; i < check->aside_count; i++)
        put_suppressed(json, results, check, &check->aside[i]);
    cJSON *properties = sv_json_object(json, run, "properties");
    sv_json_shown(json, properties, "snapshot", check->snapshot->path);
    sv_json_text(json, properties, "target", check->target->name);
    sv_json_word(json, properties, "verdict", sv_verdict_name(check->verdict));
    sv_json_number(json, properties, "waived", (int64_t)check->aside_counts[SV_WAIVED]);
    sv_json_number(json, properties, "known", (int64_t)check->aside_counts[SV_KNOWN]);
}

void sv_check_sarif(const struct sv_report *report, struct sv_buf *out)
{
    struct sv_json json;
    sv_json_begin(&json);
    cJSON *document = cJSON_CreateObject();
    sv_json_word(&json, document, "$schema", SCHEMA);
    sv_json_word(&json, document, "version", "2.1.0");
    cJSON *runs = sv_json_array(&json, document, "runs");
    for (size_t i = 0; i < report->count; i++)
        put_run(&json, runs, report->checks[i], i + 1);
    sv_json_end(&json, document, report->style.compact, out);
}
