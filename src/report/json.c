/* json.c: members of JSON documents. */
#include "report/json.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/limits.h"
#include "base/mutf.h"
#include "report/escape.h"
#include "report/value.h"
#include "report/words.h"

void sv_json_begin(struct sv_json *json)
{
    *json = (struct sv_json){ .failed = false };
    sv_buf_init(&json->scratch, SV_LIMIT_REPORT_BYTES);
}

void sv_json_end(struct sv_json *json, cJSON *document, bool compact, struct sv_buf *out)
{
    enum { FIRST_BYTES = 1 << 16 };
    char *text = json->failed || json->scratch.failed ? NULL : cJSON_PrintBuffered(document, FIRST_BYTES, !compact);
    if (text) {
        sv_buf_puts(out, text);
        sv_buf_putc(out, '\n');
        free(text);
    } else {
        out->failed = true;
    }
    cJSON_Delete(document);
    sv_buf_free(&json->scratch);
}

/* Takes the item over, also when it cannot be added. */
static cJSON *put(struct sv_json *json, cJSON *to, const char *key, cJSON *item)
{
    if (to && item && (key ? cJSON_AddItemToObjectCS(to, key, item) : cJSON_AddItemToArray(to, item)))
        return item;
    cJSON_Delete(item);
    json->failed = true;
    return NULL;
}

cJSON *sv_json_object(struct sv_json *json, cJSON *to, const char *key)
{
    return put(json, to, key, cJSON_CreateObject());
}

cJSON *sv_json_array(struct sv_json *json, cJSON *to, const char *key)
{
    return put(json, to, key, cJSON_CreateArray());
}

void sv_json_rename_last(struct sv_json *json, cJSON *to, sv_str key)
{
    cJSON *item = to && to->child ? to->child->prev : NULL;
    struct sv_buf *text = &json->scratch;
    text->n = 0;
    sv_mutf_to_utf8(text, key);
    sv_buf_putc(text, '\0');
    char *copy = text->failed ? NULL : cJSON_malloc(text->n);
    if (!item || !copy) {
        cJSON_free(copy);
        json->failed = true;
        return;
    }
    memcpy(copy, text->p, text->n);
    if (!(item->type & cJSON_StringIsConst))
        cJSON_free(item->string);
    item->string = copy;
    item->type &= ~cJSON_StringIsConst;
}

/* As raw JSON, since a string of cJSON ends at the first NUL and is escaped by other rules than ours. */
void sv_json_text(struct sv_json *json, cJSON *to, const char *key, sv_str text)
{
    json->scratch.n = 0;
    sv_escape_json(&json->scratch, text);
    sv_buf_putc(&json->scratch, '\0');
    put(json, to, key, json->scratch.failed ? NULL : cJSON_CreateRaw(json->scratch.p));
}

void sv_json_shown(struct sv_json *json, cJSON *to, const char *key, sv_str text)
{
    struct sv_buf shown;
    sv_buf_init(&shown, SV_LIMIT_REPORT_BYTES);
    sv_escape_text(&shown, text);
    sv_json_text(json, to, key, sv_buf_str(&shown));
    json->failed |= shown.failed;
    sv_buf_free(&shown);
}

void sv_json_text_or_null(struct sv_json *json, cJSON *to, const char *key, sv_str text)
{
    if (text.n)
        sv_json_text(json, to, key, text);
    else
        sv_json_null(json, to, key);
}

void sv_json_word(struct sv_json *json, cJSON *to, const char *key, const char *word)
{
    put(json, to, key, word ? cJSON_CreateStringReference(word) : cJSON_CreateNull());
}

void sv_json_u64(struct sv_json *json, cJSON *to, const char *key, uint64_t value)
{
    char text[24];
    snprintf(text, sizeof text, "\"%" PRIu64 "\"", value);
    put(json, to, key, cJSON_CreateRaw(text));
}

void sv_json_i64(struct sv_json *json, cJSON *to, const char *key, int64_t value)
{
    char text[24];
    snprintf(text, sizeof text, "\"%" PRId64 "\"", value);
    put(json, to, key, cJSON_CreateRaw(text));
}

void sv_json_number(struct sv_json *json, cJSON *to, const char *key, int64_t value)
{
    put(json, to, key, cJSON_CreateNumber((double)value));
}

void sv_json_bool(struct sv_json *json, cJSON *to, const char *key, bool value)
{
    put(json, to, key, cJSON_CreateBool(value));
}

void sv_json_null(struct sv_json *json, cJSON *to, const char *key)
{
    put(json, to, key, cJSON_CreateNull());
}

void sv_json_raw(struct sv_json *json, cJSON *to, const char *key, sv_str document)
{
    json->scratch.n = 0;
    sv_buf_add(&json->scratch, document.p ? document : SV_STR("null"));
    sv_buf_putc(&json->scratch, '\0');
    put(json, to, key, json->scratch.failed ? NULL : cJSON_CreateRaw(json->scratch.p));
}

void sv_json_hex(struct sv_json *json, cJSON *to, const char *key, sv_str bytes)
{
    json->scratch.n = 0;
    sv_buf_putc(&json->scratch, '"');
    sv_hex(&json->scratch, bytes);
    sv_buf_puts(&json->scratch, "\"");
    sv_buf_putc(&json->scratch, '\0');
    if (bytes.p)
        put(json, to, key, json->scratch.failed ? NULL : cJSON_CreateRaw(json->scratch.p));
    else
        sv_json_null(json, to, key);
}
