/* job.c: a declared job to a model. docs/job.md */
#include <stdio.h>
#include <string.h>

#include "base/limits.h"
#include "flink/read.h"
#include "job/inside.h"

#define VOID_NAMESPACE "org.apache.flink.runtime.state.VoidNamespaceSerializer$VoidNamespaceSerializerSnapshot"
/* The version of _metadata that Flink 2.2 writes: what is declared is a job of 2.x. */
enum { METADATA_VERSION = 6, MAX_PARALLELISM = 128, WHERE_BYTES = 100 };

static enum sv_status failed(struct sv_job_making *m)
{
    return m->err->status;
}

static void *new_item(struct sv_job_making *m, size_t size)
{
    void *item = sv_arena_alloc(&m->snapshot->arena, 1, size);
    if (!item)
        sv_fail(m->err, SV_ERR_MEMORY, "out of memory");
    return item;
}
#define NEW(m, type) ((type *)new_item((m), sizeof(type)))

static const char *text_of(const cJSON *json, const char *key)
{
    return cJSON_GetStringValue(cJSON_GetObjectItemCaseSensitive(json, key));
}

static int32_t number_of(const cJSON *json, const char *key, int32_t otherwise)
{
    const cJSON *item = cJSON_GetObjectItemCaseSensitive(json, key);
    return cJSON_IsNumber(item) ? item->valueint : otherwise;
}

/* ---- states ---- */

static struct sv_type *ttl(struct sv_job_making *m, struct sv_type *value, const char *role)
{
    struct sv_type *type =
        sv_job_node(m, "org.apache.flink.runtime.state.ttl.TtlStateFactory$TtlSerializerSnapshot", role);
    struct sv_type *time =
        sv_job_node(m, SV_JOB_BASE "LongSerializer$LongSerializerSnapshot", type ? sv_class_role(type->cls, 0) : role);
    if (value && type)
        value->role = sv_class_role(type->cls, 1);
    return sv_job_hang(type, time) && sv_job_hang(type, value) ? type : NULL;
}

static struct sv_type *wrapped(struct sv_job_making *m, const cJSON *state, const char *key, const char *role)
{
    struct sv_type *type = sv_job_type(m, cJSON_GetObjectItemCaseSensitive(state, key), role);
    bool has_ttl = cJSON_IsTrue(cJSON_GetObjectItemCaseSensitive(state, "ttl"));
    return type && has_ttl ? ttl(m, type, role) : type;
}

/* What a backend writes as VALUE_SERIALIZER: of a list its list serializer, of a map its map serializer. */
static struct sv_type *value_of(struct sv_job_making *m, const cJSON *json, enum sv_state_kind kind, const cJSON *key)
{
    const cJSON *name_space = cJSON_GetObjectItemCaseSensitive(json, "namespace");
    struct sv_type *type, *part;
    switch (kind) {
    case SV_STATE_LIST:
        type = sv_job_node(m, SV_JOB_BASE "ListSerializerSnapshot", "value");
        part = wrapped(m, json, "element", "element");
        return sv_job_hang(type, part) ? type : NULL;
    case SV_STATE_MAP:
        type = sv_job_node(m, SV_JOB_BASE "MapSerializerSnapshot", "value");
        part = sv_job_type(m, cJSON_GetObjectItemCaseSensitive(json, "user_key"), "key");
        if (!sv_job_hang(type, part))
            return NULL;
        part = wrapped(m, json, "value", "value");
        return sv_job_hang(type, part) ? type : NULL;
    case SV_STATE_OPERATOR_LIST:
    case SV_STATE_OPERATOR_UNION:
        return sv_job_type(m, cJSON_GetObjectItemCaseSensitive(json, "element"), "value");
    case SV_STATE_TIMER:
        type = sv_job_node(m, "org.apache.flink.streaming.api.operators.TimerSerializerSnapshot", "value");
        part = sv_job_type(m, key, "key");
        if (!sv_job_hang(type, part))
            return NULL;
        part = name_space ? sv_job_type(m, name_space, "namespace") : sv_job_node(m, VOID_NAMESPACE, "namespace");
        return sv_job_hang(type, part) ? type : NULL;
    default:
        return wrapped(m, json, "value", "value");
    }
}

static bool kind_of(const char *word, enum sv_state_kind *out)
{
    for (int kind = 0; kind < SV_STATE_UNKNOWN; kind++)
        if (word && strcmp(word, sv_state_kind_name((enum sv_state_kind)kind)) == 0) {
            *out = (enum sv_state_kind)kind;
            return true;
        }
    return false;
}

/* Serializers in the order in which a head has them: namespace or key of a broadcast state, value. */
static struct sv_type *roots_of(struct sv_job_making *m, const cJSON *json, enum sv_state_kind kind, const cJSON *key)
{
    struct sv_type *first = NULL, *value = value_of(m, json, kind, key);
    if (!value)
        return NULL;
    const cJSON *name_space = cJSON_GetObjectItemCaseSensitive(json, "namespace");
    if (kind == SV_STATE_BROADCAST)
        first = sv_job_type(m, cJSON_GetObjectItemCaseSensitive(json, "user_key"), "key");
    else if (sv_state_is_keyed(kind) && kind != SV_STATE_TIMER)
        first = name_space ? sv_job_type(m, name_space, "namespace") : sv_job_node(m, VOID_NAMESPACE, "namespace");
    else
        return value;
    if (first)
        first->next = value;
    return first;
}

/* ---- operators ---- */

struct streams {
    const cJSON *key;
    struct sv_stream *keyed, *lists;
    enum sv_backend backend;
};

static struct sv_stream *stream_of(struct sv_job_making *m, struct sv_handle **list, enum sv_handle_kind kind,
                                   enum sv_stream_kind stream_kind)
{
    struct sv_handle *handle = NEW(m, struct sv_handle);
    struct sv_stream *stream = NEW(m, struct sv_stream);
    if (!handle || !stream)
        return NULL;
    handle->kind = kind;
    handle->checkpoint_id = handle->persisted_bytes = -1;
    handle->key_group_count = kind == SV_HANDLE_OPERATOR ? 0 : MAX_PARALLELISM;
    handle->stream = stream;
    handle->blob.name = (sv_str){ "", 0 };
    stream->kind = stream_kind;
    stream->handle = handle;
    stream->blob = &handle->blob;
    stream->version = 6;
    *list = handle;
    return stream;
}

static bool add_state(struct sv_job_making *m, struct sv_operator *op, struct streams *streams, const cJSON *json)
{
    enum sv_state_kind kind;
    const char *name = text_of(json, "name");
    if (!name || !kind_of(text_of(json, "kind"), &kind))
        return sv_job_refuse(
                   m, "a state has a name and a kind: value, list, map, reducing, aggregating, timer, operator-list, "
                      "operator-union, broadcast") != NULL;
    bool keyed = sv_state_is_keyed(kind);
    struct sv_state *state = NEW(m, struct sv_state);
    struct sv_op_state *listed = NEW(m, struct sv_op_state);
    if (!state || !listed)
        return false;
    if (keyed && !streams->keyed)
        return sv_job_refuse(m, "keyed state needs the operator's \"key\"") != NULL;
    state->name = sv_job_text(m, name);
    state->kind = kind;
    state->backend = keyed ? streams->backend : SV_BACKEND_OPERATOR;
    state->serializers = roots_of(m, json, kind, streams->key);
    struct sv_stream *stream = keyed ? streams->keyed : streams->lists;
    state->stream = stream;
    if (!state->serializers || !state->name.p)
        return false;
    struct sv_state **tail = &stream->states;
    while (*tail)
        tail = &(*tail)->next;
    *tail = state;
    stream->declared = ++stream->read;
    listed->state = state;
    listed->subtask_count = 1;
    struct sv_op_state **last = &op->states;
    while (*last)
        last = &(*last)->next;
    *last = listed;
    op->state_count++;
    m->snapshot->state_count++;
    return true;
}

static bool read_id(struct sv_job_making *m, struct sv_operator *op, const cJSON *json)
{
    const char *uid = text_of(json, "uid"), *id = text_of(json, "id");
    if (!uid && !id)
        return sv_job_refuse(m, "an operator has a uid or an id") != NULL;
    op->uid = uid ? sv_job_text(m, uid) : (sv_str){ "", 0 };
    if (uid)
        sv_uid_hash(op->uid, op->id);
    for (size_t i = 0; id && i < 32; i++) {
        static const char digits[] = "0123456789abcdef";
        const char *digit = id[i] ? strchr(digits, id[i]) : NULL;
        if (!digit)
            return sv_job_refuse(m, "an id has 32 hex digits") != NULL;
        int value = (int)(digit - digits);
        op->id[i / 2] = (unsigned char)(i % 2 ? op->id[i / 2] | value : value << 4);
    }
    return op->uid.p != NULL;
}

static bool fill_operator(struct sv_job_making *m, struct sv_operator *op, const cJSON *json, enum sv_backend backend)
{
    const cJSON *key = cJSON_GetObjectItemCaseSensitive(json, "key");
    struct streams streams = { .key = key, .backend = backend };
    const cJSON *states = cJSON_GetObjectItemCaseSensitive(json, "states");
    const char *name = text_of(json, "name");
    struct sv_subtask *subtask = NEW(m, struct sv_subtask);
    if (!subtask || !read_id(m, op, json))
        return false;
    op->name = name ? sv_job_text(m, name) : (sv_str){ "", 0 };
    op->parallelism = number_of(json, "parallelism", 0);
    op->max_parallelism = number_of(json, "max_parallelism", 0);
    op->subtasks = subtask;
    op->subtask_count = 1;
    subtask->ref_checkpoint_id = -1;
    streams.lists = stream_of(m, &subtask->managed_operator, SV_HANDLE_OPERATOR, SV_STREAM_OPERATOR);
    if (key)
        streams.keyed = stream_of(m, &subtask->managed_keyed, SV_HANDLE_KEY_GROUPS_SAVEPOINT, SV_STREAM_KEYED);
    if (!streams.lists || (key && !streams.keyed) || !op->name.p)
        return false;
    if (key && !(streams.keyed->key = sv_job_type(m, key, "key")))
        return false;
    if (states && !cJSON_IsArray(states))
        return sv_job_refuse(m, "states are an array") != NULL;
    for (const cJSON *state = states ? states->child : NULL; state; state = state->next)
        if (!add_state(m, op, &streams, state))
            return false;
    return true;
}

static enum sv_backend backend_of(const char *word)
{
    return !word                          ? SV_BACKEND_UNKNOWN
           : strcmp(word, "rocksdb") == 0 ? SV_BACKEND_ROCKSDB
           : strcmp(word, "hashmap") == 0 ? SV_BACKEND_HEAP
                                          : SV_BACKEND_UNKNOWN;
}

static enum sv_status fill(struct sv_job_making *m, const cJSON *json)
{
    const char *schema = text_of(json, "schema"), *backend = text_of(json, "backend");
    const cJSON *operators = cJSON_GetObjectItemCaseSensitive(json, "operators");
    struct sv_operator **tail = &m->snapshot->operators;
    char where[WHERE_BYTES];
    m->where = "the file";
    if (!schema || strcmp(schema, "snapvet.job/1") != 0 || !cJSON_IsArray(operators)) {
        sv_job_refuse(m,
                      "it is no declared job: {\"schema\": \"snapvet.job/1\", \"operators\": [...]}, see docs/job.md");
        return failed(m);
    }
    if (backend && backend_of(backend) == SV_BACKEND_UNKNOWN) {
        sv_job_refuse(m, "backend '%.40s'; have hashmap, rocksdb", backend);
        return failed(m);
    }
    for (const cJSON *item = operators->child; item; item = item->next) {
        struct sv_operator *op = NEW(m, struct sv_operator);
        const char *uid = text_of(item, "uid"), *id = text_of(item, "id");
        snprintf(where, sizeof where, "operator %u ('%.40s')", m->snapshot->operator_count + 1,
                 uid  ? uid
                 : id ? id
                      : "");
        m->where = where;
        if (!op || !fill_operator(m, op, item, backend_of(backend)))
            return failed(m);
        *tail = op;
        tail = &op->next;
        m->snapshot->operator_count++;
    }
    m->snapshot->declared_operators = m->snapshot->operator_count;
    return SV_OK;
}

enum sv_status sv_job_read(sv_str json, sv_str path, struct sv_snapshot *out, struct sv_error *err)
{
    struct sv_error why = { .status = SV_OK };
    struct sv_snapshot snapshot = {
        .version = METADATA_VERSION, .written_by = "", .kind = SV_SNAP_UNKNOWN, .checkpoint_id = -1
    };
    struct sv_job_making m = { .snapshot = &snapshot, .err = &why };
    sv_arena_init(&snapshot.arena, SV_LIMIT_MODEL_BYTES);
    snapshot.path = sv_arena_copy(&snapshot.arena, path);
    snapshot.folder = snapshot.metadata = snapshot.path;
    snapshot.strange_uid = (sv_str){ "", 0 };
    cJSON *document = cJSON_ParseWithLength(json.p ? json.p : "", json.n);
    enum sv_status status = SV_OK;
    if (!snapshot.path.p)
        status = sv_fail(&why, SV_ERR_MEMORY, "out of memory");
    else if (!document)
        status = sv_fail(&why, SV_ERR_UNREADABLE, "cannot read '%s': it is no JSON", snapshot.path.p);
    else
        status = fill(&m, document);
    cJSON_Delete(document);
    if (status == SV_OK)
        *out = snapshot;
    else
        sv_snapshot_release(&snapshot);
    if (status != SV_OK && err)
        *err = why;
    return status;
}
