/* diff_json.c: what differs between two snapshots, for programs. docs/output.md#diff */
#include "model/difference.h"
#include "report/issues.h"

static void put_side(struct sv_json *json, cJSON *to, const char *key, const struct sv_side *side)
{
    if (!side->state) {
        sv_json_null(json, to, key);
        return;
    }
    cJSON *item = sv_json_object(json, to, key);
    sv_json_word(json, item, "backend", sv_backend_name(side->state->backend));
    sv_json_u64(json, item, "entries", side->entries);
    sv_json_u64(json, item, "bytes", side->bytes);
}

static void put_entry(struct sv_json *json, cJSON *to, const struct sv_changed_entry *entry)
{
    static const char *const names[] = { "key", "namespace", "user_key" };
    static const char *const raw_names[] = { "key_hex", "namespace_hex", "user_key_hex" };
    cJSON *item = sv_json_object(json, to, NULL);
    sv_json_word(json, item, "change", sv_change_name(entry->change));
    if (entry->key_group < 0)
        sv_json_null(json, item, "key_group");
    else
        sv_json_number(json, item, "key_group", entry->key_group);
    for (int i = 0; i < SV_ENTRY_PARTS; i++) {
        sv_json_raw(json, item, names[i], entry->shown[i]);
        if (entry->raw[i].p && !entry->shown[i].p)
            sv_json_hex(json, item, raw_names[i], entry->raw[i]);
    }
    sv_json_raw(json, item, "value", entry->value);
}

/* Trees only where they differ: both of them. */
static void put_serializers(struct sv_json *json, cJSON *to, const struct sv_state_difference *s)
{
    sv_json_bool(json, to, "serializers_differ", s->serializers_differ);
    if (!s->serializers_differ)
        return;
    sv_json_state_types(json, sv_json_object(json, to, "serializers_before"), s->before.state);
    sv_json_state_types(json, sv_json_object(json, to, "serializers_after"), s->after.state);
}

static void put_state(struct sv_json *json, cJSON *to, const struct sv_difference *difference,
                      const struct sv_state_difference *s)
{
    const struct sv_state *state = s->before.state ? s->before.state : s->after.state;
    cJSON *item = sv_json_object(json, to, NULL);
    sv_json_text(json, item, "name", state->name);
    sv_json_word(json, item, "kind", sv_state_kind_name(state->kind));
    sv_json_word(json, item, "change", sv_change_name(sv_state_change(s)));
    put_side(json, item, "before", &s->before);
    put_side(json, item, "after", &s->after);
    put_serializers(json, item, s);
    sv_json_u64(json, item, "added", s->added);
    sv_json_u64(json, item, "removed", s->removed);
    sv_json_u64(json, item, "changed", s->changed);
    if (!difference->listed) {
        sv_json_null(json, item, "entries");
        return;
    }
    cJSON *entries = sv_json_array(json, item, "entries");
    for (size_t i = 0; i < s->entry_count; i++)
        put_entry(json, entries, &s->entries[i]);
}

static void put_operator(struct sv_json *json, cJSON *to, const struct sv_difference *difference,
                         const struct sv_operator_difference *o)
{
    cJSON *item = sv_json_object(json, to, NULL);
    sv_json_id(json, item, "id", o->before ? o->before : o->after);
    sv_json_word(json, item, "change", sv_change_name(sv_operator_change(o)));
    const struct sv_operator *sides[] = { o->before, o->after };
    for (int i = 0; i < 2; i++) {
        const char *key = i ? "after" : "before";
        if (sides[i])
            sv_json_operator_head(json, sv_json_object(json, item, key), sides[i]);
        else
            sv_json_null(json, item, key);
    }
    cJSON *states = sv_json_array(json, item, "states");
    for (size_t i = 0; i < o->state_count; i++)
        put_state(json, states, difference, &o->states[i]);
}

void sv_diff_json(const struct sv_report *report, struct sv_buf *out)
{
    const struct sv_difference *difference = report->difference;
    struct sv_json json;
    sv_json_begin(&json);
    cJSON *document = sv_json_document(&json, "snapvet.diff/1");
    sv_json_bool(&json, document, "equal", sv_difference_is_none(difference));
    sv_json_snapshot(&json, sv_json_object(&json, document, "before"), difference->before);
    sv_json_snapshot(&json, sv_json_object(&json, document, "after"), difference->after);
    cJSON *operators = sv_json_array(&json, document, "operators");
    for (size_t i = 0; i < difference->operator_count; i++)
        put_operator(&json, operators, difference, &difference->operators[i]);
    sv_json_issues(&json, document, "losses_before", &difference->losses_before, difference->before);
    sv_json_issues(&json, document, "losses_after", &difference->losses_after, difference->after);
    sv_json_end(&json, document, report->style.compact, out);
}
