/* json_parts.c: what several JSON documents share. */
#include <ctype.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/limits.h"
#include "report/json.h"
#include "report/words.h"

cJSON *sv_json_document(struct sv_json *json, const char *schema)
{
    cJSON *document = cJSON_CreateObject();
    sv_json_word(json, document, "schema", schema);
    cJSON *tool = sv_json_object(json, document, "tool");
    sv_json_word(json, tool, "name", "snapvet");
    sv_json_word(json, tool, "version", SNAPVET_VERSION);
    return document;
}

void sv_json_snapshot(struct sv_json *json, cJSON *to, const struct sv_snapshot *snapshot)
{
    cJSON *head = sv_json_object(json, to, "snapshot");
    sv_json_text(json, head, "path", snapshot->path);
    sv_json_word(json, head, "kind", sv_snapshot_kind_name(snapshot->kind));
    sv_json_bool(json, head, "kind_in_file", snapshot->kind_in_file);
    sv_json_number(json, head, "metadata_version", snapshot->version);
    sv_json_text_or_null(json, head, "written_by", sv_str_of(snapshot->written_by));
    sv_json_i64(json, head, "checkpoint_id", snapshot->checkpoint_id);
    sv_json_number(json, head, "operator_count", snapshot->operator_count);
    sv_json_number(json, head, "state_count", snapshot->state_count);
    sv_json_u64(json, head, "state_size_bytes", snapshot->state_bytes);
    sv_json_bool(json, head, "moved", snapshot->moved);
}

void sv_json_id(struct sv_json *json, cJSON *to, const char *key, const struct sv_operator *op)
{
    if (!op) {
        sv_json_null(json, to, key);
        return;
    }
    json->scratch.n = 0;
    sv_word_id(&json->scratch, op->id, 32);
    char hex[32];
    if (!json->scratch.failed) {
        memcpy(hex, json->scratch.p, sizeof hex);
        sv_json_text(json, to, key, (sv_str){ hex, sizeof hex });
    }
}

void sv_json_operator_head(struct sv_json *json, cJSON *to, const struct sv_operator *op)
{
    sv_json_id(json, to, "id", op);
    sv_json_text_or_null(json, to, "uid", op->uid);
    sv_json_text_or_null(json, to, "name", op->name);
    sv_json_number(json, to, "parallelism", op->parallelism);
    sv_json_number(json, to, "max_parallelism", op->max_parallelism);
    sv_json_bool(json, to, "fully_finished", op->fully_finished);
    sv_json_u64(json, to, "state_size_bytes", op->state_bytes);
}

void sv_json_state_head(struct sv_json *json, cJSON *to, const struct sv_state *state)
{
    sv_json_text(json, to, "name", state->name);
    sv_json_word(json, to, "kind", sv_state_kind_name(state->kind));
    sv_json_word(json, to, "backend", sv_backend_name(state->backend));
}

void sv_json_state_types(struct sv_json *json, cJSON *to, const struct sv_state *state)
{
    cJSON *serializers = sv_json_array(json, to, "serializers");
    for (const struct sv_type *root = NULL; (root = sv_state_next_root(state, root));)
        sv_json_type(json, serializers, NULL, root);

    cJSON *kryo = sv_json_array(json, to, "kryo");
    sv_str *types = NULL;
    size_t count = 0;
    if (!sv_kryo_types(state, &types, &count))
        json->failed = true;
    for (size_t i = 0; i < count; i++)
        sv_json_text(json, kryo, NULL, types[i]);
    free(types);
}

/* One node without what is below it; returns its array of children. */
static cJSON *put_node(struct sv_json *json, cJSON *to, const char *key, const struct sv_type *t)
{
    cJSON *node = sv_json_object(json, to, key);
    sv_json_word(json, node, "role", t->role);
    sv_json_text(json, node, "class", t->class_name);
    sv_json_number(json, node, "version", t->version);
    sv_json_text_or_null(json, node, "type", t->java_type);
    sv_json_text_or_null(json, node, "field", t->field);
    if (t->inferred)
        sv_json_bool(json, node, "inferred", true);
    return sv_json_array(json, node, "children");
}

/* Walks by hand: a tree may be as deep as SV_LIMIT_TYPE_DEPTH. */
void sv_json_type(struct sv_json *json, cJSON *to, const char *key, const struct sv_type *root)
{
    cJSON *children[SV_LIMIT_TYPE_DEPTH + 2];
    size_t depth = 0;
    const struct sv_type *t = root;
    while (t && !json->failed) {
        children[depth] = depth ? put_node(json, children[depth - 1], NULL, t) : put_node(json, to, key, t);
        if (t->child && depth + 1 < sizeof children / sizeof children[0]) {
            t = t->child;
            depth++;
            continue;
        }
        while (t != root && !t->next) {
            t = t->parent;
            depth--;
        }
        t = t == root ? NULL : t->next;
    }
}

void sv_json_defect(struct sv_json *json, cJSON *to, const char *key, const struct sv_defect *defect)
{
    if (defect->code == SV_DEFECT_NONE) {
        sv_json_null(json, to, key);
        return;
    }
    cJSON *object = sv_json_object(json, to, key);
    sv_json_word(json, object, "what", sv_defect_text(defect->code));
    sv_json_u64(json, object, "at", defect->at);
    sv_json_word(json, object, "doing", defect->doing);
    sv_json_text_or_null(json, object, "subject", defect->subject);
}

void sv_json_fingerprint(struct sv_json *json, cJSON *to, const char *key, const struct sv_finding *finding)
{
    char hex[24];
    int n = snprintf(hex, sizeof hex, "%016" PRIx64, sv_fingerprint(finding));
    sv_json_text(json, to, key, (sv_str){ hex, n < 0 ? 0 : (size_t)n });
}

void sv_json_doc(struct sv_json *json, cJSON *to, const struct sv_rule *rule)
{
    char doc[64];
    int n = snprintf(doc, sizeof doc, "docs/rules.md#%s", rule->code);
    for (char *p = doc; *p; p++)
        *p = (char)tolower((unsigned char)*p);
    sv_json_text(json, to, "doc", (sv_str){ doc, n < 0 ? 0 : strlen(doc) });
}
