/* json.h: JSON documents through cJSON, and the parts that several of them share. Members are added with constant keys;
 * names are escaped here and nowhere else, 64-bit numbers become strings, what is not known becomes null. */
#ifndef SV_REPORT_JSON_H
#define SV_REPORT_JSON_H
#include <cjson/cJSON.h>

#include "report/report.h"

struct sv_json {
    struct sv_buf scratch; /* the string being escaped */
    bool failed;           /* memory ran out: the document is not whole */
};

/* End with sv_json_end. */
void sv_json_begin(struct sv_json *json);
/* Writes the document and a line end unless something failed, then frees both; out is failed when the document was. */
void sv_json_end(struct sv_json *json, cJSON *document, bool compact, struct sv_buf *out);

/* Each adds one member to an object, or with key NULL one item to an array. key and word are constant text. */
cJSON *sv_json_object(struct sv_json *json, cJSON *to, const char *key);
cJSON *sv_json_array(struct sv_json *json, cJSON *to, const char *key);
/* Gives the item that was added last a key from outside, whatever key it was added with. */
void sv_json_rename_last(struct sv_json *json, cJSON *to, sv_str key);
void sv_json_text(struct sv_json *json, cJSON *to, const char *key, sv_str text);
/* What a person will read somewhere else: escaped as for a terminal, then as JSON. */
void sv_json_shown(struct sv_json *json, cJSON *to, const char *key, sv_str text);
void sv_json_text_or_null(struct sv_json *json, cJSON *to, const char *key, sv_str text); /* null when empty */
void sv_json_word(struct sv_json *json, cJSON *to, const char *key, const char *word); /* plain ASCII; null for NULL */
void sv_json_u64(struct sv_json *json, cJSON *to, const char *key, uint64_t value);    /* a string */
void sv_json_i64(struct sv_json *json, cJSON *to, const char *key, int64_t value);     /* a string */
void sv_json_number(struct sv_json *json, cJSON *to, const char *key, int64_t value);  /* at most 53 bits */
void sv_json_bool(struct sv_json *json, cJSON *to, const char *key, bool value);
void sv_json_null(struct sv_json *json, cJSON *to, const char *key);
void sv_json_raw(struct sv_json *json, cJSON *to, const char *key,
                 sv_str document); /* JSON as it is; null when p is NULL */
void sv_json_hex(struct sv_json *json, cJSON *to, const char *key, sv_str bytes); /* a string; null when p is NULL */

/* The whole document, with "schema" ("snapvet.check/1") and "tool" in it. */
cJSON *sv_json_document(struct sv_json *json, const char *schema);
/* "snapshot" of the contract. */
void sv_json_snapshot(struct sv_json *json, cJSON *to, const struct sv_snapshot *snapshot);
/* id, uid, name, parallelism, max_parallelism, fully_finished */
void sv_json_operator_head(struct sv_json *json, cJSON *to, const struct sv_operator *op);
void sv_json_id(struct sv_json *json, cJSON *to, const char *key, const struct sv_operator *op); /* null for NULL */
/* name, kind, backend */
void sv_json_state_head(struct sv_json *json, cJSON *to, const struct sv_state *state);
/* "serializers" and "kryo" */
void sv_json_state_types(struct sv_json *json, cJSON *to, const struct sv_state *state);
/* <node> of the contract and all below it. */
void sv_json_type(struct sv_json *json, cJSON *to, const char *key, const struct sv_type *root);
/* { "what", "at", "doing", "subject" } or null */
void sv_json_defect(struct sv_json *json, cJSON *to, const char *key, const struct sv_defect *defect);
/* What the finding is known by, as 16 hex digits. */
void sv_json_fingerprint(struct sv_json *json, cJSON *to, const char *key, const struct sv_finding *finding);
/* "doc": where a rule is described. */
void sv_json_doc(struct sv_json *json, cJSON *to, const struct sv_rule *rule);
#endif
