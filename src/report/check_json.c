/* check_json.c: the report of `check` for programs. docs/output.md#check */
#include "report/pom.h"

static void put_states(struct sv_json *json, cJSON *to, const struct sv_operator *op, const enum sv_verdict *verdicts)
{
    cJSON *states = sv_json_array(json, to, "states");
    size_t i = 0;
    for (const struct sv_op_state *s = op->states; s; s = s->next, i++) {
        cJSON *state = sv_json_object(json, states, NULL);
        sv_json_state_head(json, state, s->state);
        sv_json_word(json, state, "verdict", sv_verdict_name(verdicts[i]));
        sv_json_state_types(json, state, s->state);
    }
}

static void put_operators(struct sv_json *json, cJSON *to, const struct sv_check *check)
{
    cJSON *operators = sv_json_array(json, to, "operators");
    size_t i = 0;
    for (const struct sv_operator *op = check->snapshot->operators; op; op = op->next, i++) {
        cJSON *object = sv_json_object(json, operators, NULL);
        sv_json_operator_head(json, object, op);
        sv_json_word(json, object, "verdict", sv_verdict_name(check->operators[i].verdict));
        put_states(json, object, op, check->operators[i].states);
    }
}

static cJSON *put_finding(struct sv_json *json, cJSON *to, const struct sv_finding *finding)
{
    cJSON *object = sv_json_object(json, to, NULL);
    sv_json_word(json, object, "rule", finding->rule->code);
    sv_json_word(json, object, "severity", sv_severity_name(finding->severity));
    sv_json_word(json, object, "title", finding->rule->title);
    sv_json_id(json, object, "operator", finding->op);
    if (finding->state)
        sv_json_text(json, object, "state", finding->state->name);
    else
        sv_json_null(json, object, "state");
    sv_json_text_or_null(json, object, "path", finding->path);
    sv_json_text(json, object, "message", finding->message);
    sv_json_text(json, object, "why", finding->why);
    sv_json_text(json, object, "remedy", finding->remedy);
    sv_json_doc(json, object, finding->rule);
    sv_json_text_or_null(json, object, "file", finding->file);
    if (finding->at == UINT64_MAX)
        sv_json_null(json, object, "at");
    else
        sv_json_u64(json, object, "at", finding->at);
    if (finding->line)
        sv_json_number(json, object, "line", finding->line);
    sv_json_fingerprint(json, object, "fingerprint", finding);
    return object;
}

/* "waived" or "known": findings that no verdict rests on. */
static void put_aside(struct sv_json *json, cJSON *to, const char *key, const struct sv_check *check,
                      enum sv_aside_kind kind)
{
    cJSON *list = sv_json_array(json, to, key);
    for (size_t i = 0; i < check->aside_count; i++) {
        const struct sv_aside *aside = &check->aside[i];
        if (aside->kind != kind)
            continue;
        cJSON *finding = put_finding(json, list, &aside->finding);
        if (kind != SV_WAIVED)
            continue;
        cJSON *waiver = sv_json_object(json, finding, "waiver");
        sv_json_text(json, waiver, "reason", aside->reason);
        sv_json_text(json, waiver, "expires", aside->expires);
        sv_json_number(json, waiver, "line", aside->line);
    }
}

static void put_counts(struct sv_json *json, cJSON *to, const struct sv_check *check)
{
    cJSON *counts = sv_json_object(json, to, "counts");
    sv_json_number(json, counts, "findings", (int64_t)check->findings.count);
    sv_json_number(json, counts, "waived", (int64_t)check->aside_counts[SV_WAIVED]);
    sv_json_number(json, counts, "known", (int64_t)check->aside_counts[SV_KNOWN]);
}

static void put_check(const struct sv_check *check, bool compact, struct sv_buf *out)
{
    struct sv_json json;
    sv_json_begin(&json);
    cJSON *document = sv_json_document(&json, "snapvet.check/1");
    sv_json_text(&json, document, "target", check->target->name);
    sv_json_text_or_null(&json, document, "new_job", check->job ? check->job->shown : (sv_str){ "", 0 });
    sv_json_word(&json, document, "verdict", sv_verdict_name(check->verdict));
    sv_json_word(&json, document, "verdict_of_all", sv_verdict_name(check->verdict_of_all));
    sv_json_text_or_null(&json, document, "policy", check->policy);
    sv_json_text_or_null(&json, document, "baseline", check->baseline);
    if (check->pom)
        sv_json_pom(&json, document, check);
    else
        sv_json_snapshot(&json, document, check->snapshot);
    put_operators(&json, document, check);
    cJSON *findings = sv_json_array(&json, document, "findings");
    for (size_t i = 0; i < check->findings.count; i++)
        put_finding(&json, findings, &check->findings.items[i]);
    sv_json_u64(&json, document, "findings_dropped", check->findings.dropped);
    put_aside(&json, document, "waived", check, SV_WAIVED);
    put_aside(&json, document, "known", check, SV_KNOWN);
    put_counts(&json, document, check);
    cJSON *remarks = sv_json_array(&json, document, "remarks");
    for (size_t i = 0; i < check->remark_count; i++)
        sv_json_text(&json, remarks, NULL, check->remarks[i]);
    cJSON *not_checked = sv_json_array(&json, document, "not_checked");
    for (size_t i = 0; i < check->not_checked_count; i++)
        sv_json_text(&json, not_checked, NULL, check->not_checked[i]);
    sv_json_end(&json, document, compact, out);
}

void sv_check_json(const struct sv_report *report, struct sv_buf *out)
{
    for (size_t i = 0; i < report->count; i++)
        put_check(report->checks[i], report->style.compact || report->count > 1, out);
}
