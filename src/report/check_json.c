/* check_json.c: the report of `check` for programs. docs/output.md#check */
#include "report/json.h"

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

static void put_finding(struct sv_json *json, cJSON *to, const struct sv_finding *finding)
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
    sv_json_fingerprint(json, object, "fingerprint", finding);
}

static void put_check(const struct sv_check *check, bool compact, struct sv_buf *out)
{
    struct sv_json json;
    sv_json_begin(&json);
    cJSON *document = sv_json_document(&json, "snapvet.check/1");
    sv_json_text(&json, document, "target", check->target->name);
    sv_json_word(&json, document, "verdict", sv_verdict_name(check->verdict));
    sv_json_snapshot(&json, document, check->snapshot);
    put_operators(&json, document, check);
    cJSON *findings = sv_json_array(&json, document, "findings");
    for (size_t i = 0; i < check->findings.count; i++)
        put_finding(&json, findings, &check->findings.items[i]);
    sv_json_u64(&json, document, "findings_dropped", check->findings.dropped);
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
