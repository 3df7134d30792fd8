/* rules_json.c: the rules table for programs. */
#include "report/json.h"

static void put_rule(struct sv_json *json, cJSON *to, const struct sv_rule *rule)
{
    sv_json_word(json, to, "rule", rule->code);
    sv_json_word(json, to, "slug", rule->slug);
    sv_json_word(json, to, "severity", sv_severity_name(rule->severity));
    sv_json_text(json, to, "title", sv_str_of(rule->title));
    sv_json_text(json, to, "why", sv_str_of(rule->why));
    sv_json_text(json, to, "remedy", sv_str_of(rule->cure));
    sv_json_doc(json, to, rule);
}

void sv_rules_json(const struct sv_report *report, struct sv_buf *out)
{
    struct sv_json json;
    sv_json_begin(&json);
    cJSON *document = sv_json_document(&json, "snapvet.rules/1");
    cJSON *rules = sv_json_array(&json, document, "rules");
    for (size_t i = 0; i < SV_RULE_COUNT; i++)
        put_rule(&json, sv_json_object(&json, rules, NULL), &sv_rules[i]);
    sv_json_end(&json, document, report->style.compact, out);
}

void sv_rule_json(const struct sv_report *report, struct sv_buf *out)
{
    struct sv_json json;
    sv_json_begin(&json);
    cJSON *document = sv_json_document(&json, "snapvet.rule/1");
    put_rule(&json, document, report->rule);
    sv_json_end(&json, document, report->style.compact, out);
}
