/* why_json.c: what a log tells of a failed restore, for programs. docs/why.md */
#include "model/diagnosis.h"
#include "report/json.h"

static void put_hole(struct sv_json *json, cJSON *to, const struct sv_complaint *c, const char *kinds, const char *name)
{
    sv_str value = { "", 0 };
    for (int i = SV_SYMPTOM_HOLES - 1; c->symptom && i >= 0; i--)
        if (strlen(c->symptom->holes) > (size_t)i && strchr(kinds, c->symptom->holes[i]))
            value = c->holes[i];
    sv_json_text_or_null(json, to, name, value);
}

static void put_complaint(struct sv_json *json, cJSON *to, const struct sv_complaint *c)
{
    const struct sv_symptom *symptom = c->symptom;
    const struct sv_rule *rule = sv_rule_find(sv_str_of(c->rule));
    cJSON *item = sv_json_object(json, to, NULL);
    sv_json_text_or_null(json, item, "symptom", sv_str_of(symptom ? symptom->slug : ""));
    sv_json_text(json, item, "text", c->text);
    sv_json_bool(json, item, "cut", c->is_cut);
    sv_json_text(json, item, "log", c->log->path);
    sv_json_u64(json, item, "line", c->line);
    sv_json_u64(json, item, "count", c->count);
    const unsigned char *id = c->op ? c->op->id : c->has_id && !c->id_of_task ? c->id : NULL;
    if (id)
        sv_json_hex(json, item, "operator", (sv_str){ (const char *)id, sizeof c->id });
    else
        sv_json_null(json, item, "operator");
    sv_json_text_or_null(json, item, "uid", c->op ? c->op->uid : (sv_str){ "", 0 });
    sv_json_text_or_null(json, item, "task", c->task);
    put_hole(json, item, c, "cC", "class");
    put_hole(json, item, c, "f", "field");
    put_hole(json, item, c, "p", "file");
    sv_json_text_or_null(json, item, "state", c->state ? c->state->name : (sv_str){ "", 0 });
    sv_json_u64(json, item, "states_it_may_be", c->state_count);
    sv_json_text_or_null(json, item, "what", sv_str_of(symptom ? symptom->what : ""));
    sv_json_text_or_null(json, item, "rule", sv_str_of(rule ? rule->code : ""));
    sv_json_text_or_null(json, item, "why", sv_str_of(rule ? rule->why : ""));
    sv_json_text_or_null(json, item, "cure",
                         sv_str_of(symptom && symptom->cure[0] ? symptom->cure
                                   : rule                      ? rule->cure
                                                               : ""));
}

static void put_kryo(struct sv_json *json, cJSON *to, const struct sv_diagnosis *d)
{
    cJSON *items = sv_json_array(json, to, "kryo");
    for (const struct sv_kryo_named *named = d->kryo; named; named = named->next) {
        const struct sv_complaint *line = named->line;
        cJSON *item = sv_json_object(json, items, NULL);
        sv_json_text(json, item, "class", named->name);
        sv_json_bool(json, item, "logged", line != NULL);
        sv_json_text_or_null(json, item, "symptom", sv_str_of(line ? line->symptom->slug : ""));
        sv_json_text_or_null(json, item, "fields", named->fields);
        sv_json_text_or_null(json, item, "log", line ? line->log->path : (sv_str){ "", 0 });
        sv_json_u64(json, item, "line", line ? line->line : 0);
        sv_json_u64(json, item, "count", line ? line->count : 0);
        if (d->snapshot)
            sv_json_u64(json, item, "states", named->state_count);
        else
            sv_json_null(json, item, "states");
        if (named->op)
            sv_json_hex(json, item, "operator", (sv_str){ (const char *)named->op->id, sizeof named->op->id });
        else
            sv_json_null(json, item, "operator");
        sv_json_text_or_null(json, item, "uid", named->op ? named->op->uid : (sv_str){ "", 0 });
        sv_json_text_or_null(json, item, "state", named->state ? named->state->name : (sv_str){ "", 0 });
    }
    sv_json_u64(json, to, "kryo_left_out", d->kryo_dropped);
}

static void put_logs(struct sv_json *json, cJSON *to, const struct sv_log *logs)
{
    cJSON *items = sv_json_array(json, to, "logs");
    for (const struct sv_log *log = logs; log; log = log->next) {
        cJSON *item = sv_json_object(json, items, NULL);
        sv_json_text(json, item, "path", log->path);
        sv_json_u64(json, item, "lines", log->lines);
        sv_json_u64(json, item, "bytes", log->bytes);
        sv_json_u64(json, item, "lines_cut", log->cut_lines);
        sv_json_bool(json, item, "unfinished", log->is_unfinished);
    }
}

void sv_why_json(const struct sv_report *report, struct sv_buf *out)
{
    const struct sv_diagnosis *d = report->diagnosis;
    struct sv_json json;
    sv_json_begin(&json);
    cJSON *document = sv_json_document(&json, "snapvet.why/1");
    sv_json_text(&json, document, "log", d->logs->path);
    put_logs(&json, document, d->logs);
    sv_json_u64(&json, document, "lines", d->lines);
    sv_json_u64(&json, document, "recognised", d->recognised);
    sv_json_u64(&json, document, "not_recognised", d->strange);
    sv_json_u64(&json, document, "left_out", d->dropped);
    if (d->snapshot)
        sv_json_snapshot(&json, document, d->snapshot);
    else
        sv_json_null(&json, document, "snapshot");
    cJSON *complaints = sv_json_array(&json, document, "complaints");
    for (const struct sv_complaint *c = d->complaints; c; c = c->next)
        put_complaint(&json, complaints, c);
    put_kryo(&json, document, d);
    sv_json_end(&json, document, report->style.compact, out);
}
