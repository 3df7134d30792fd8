/* show_job.c: a snapshot as a declared job. docs/job.md */
#include "report/json.h"
#include "report/report.h"

#define BASE "org.apache.flink.api.common.typeutils.base."
#define TTL "org.apache.flink.runtime.state.ttl.TtlStateFactory$TtlSerializerSnapshot"
#define VOID_NAMESPACE "org.apache.flink.runtime.state.VoidNamespaceSerializer$VoidNamespaceSerializerSnapshot"

static void put_type(struct sv_json *json, cJSON *to, const char *key, const struct sv_type *t);

static bool is_class(const struct sv_type *t, const char *name)
{
    return t && sv_str_eq(t->class_name, sv_str_of(name));
}

/* "Long" of "...base.LongSerializer$LongSerializerSnapshot"; other simple classes by their whole name. */
static sv_str word_of(const struct sv_type *t)
{
    static const sv_str tail = SV_STR_INIT("SerializerSnapshot");
    sv_str name = sv_str_after_last(t->class_name, '$');
    bool in_base = sv_str_starts(t->class_name, SV_STR(BASE)) && name.n < t->class_name.n;
    if (is_class(t, VOID_NAMESPACE))
        return SV_STR("VoidNamespace");
    if (!in_base || !sv_str_ends(name, tail))
        return t->class_name;
    name.n -= tail.n;
    return name;
}

static void put_parts(struct sv_json *json, cJSON *to, const char *key, const struct sv_type *t)
{
    cJSON *parts = sv_json_array(json, to, key);
    for (const struct sv_type *part = t->child; part; part = part->next)
        put_type(json, parts, NULL, part);
}

static void put_pojo(struct sv_json *json, cJSON *to, const struct sv_type *t)
{
    sv_json_text(json, to, "pojo", t->java_type);
    cJSON *fields = sv_json_object(json, to, "fields"), *subclasses = NULL;
    for (const struct sv_type *part = t->child; part; part = part->next) {
        bool is_field = part->role && strcmp(part->role, "field") == 0;
        if (!is_field && !subclasses)
            subclasses = sv_json_object(json, to, "subclasses");
        put_type(json, is_field ? fields : subclasses, "", part);
        sv_json_rename_last(json, is_field ? fields : subclasses, part->field);
    }
}

static void put_kryo(struct sv_json *json, cJSON *to, const struct sv_type *t)
{
    cJSON *registered = NULL;
    sv_json_text(json, to, "kryo", t->java_type);
    for (uint32_t i = 0; t->more.kryo && i < t->more.kryo->registrations.count; i++) {
        sv_str name = t->more.kryo->registrations.items[i].name;
        if (sv_str_eq(name, t->java_type))
            continue;
        if (!registered)
            registered = sv_json_array(json, to, "registered");
        sv_json_text(json, registered, NULL, name);
    }
}

static void put_object(struct sv_json *json, cJSON *to, const struct sv_type *t)
{
    static const struct {
        enum sv_kind kind;
        const char *key;
    } lists[] = { { SV_KIND_LIST, "list" },     { SV_KIND_MAP, "map" },           { SV_KIND_SET, "set" },
                  { SV_KIND_EITHER, "either" }, { SV_KIND_NULLABLE, "nullable" }, { SV_KIND_ROW, "row" },
                  { SV_KIND_TUPLE, "tuple" } };
    for (size_t i = 0; i < sizeof lists / sizeof *lists; i++)
        if (t->kind == lists[i].kind && t->cls && t->cls->gone == SV_GONE_NEVER) {
            put_parts(json, to, lists[i].key, t);
            return;
        }
    if (t->kind == SV_KIND_POJO) {
        put_pojo(json, to, t);
    } else if (t->kind == SV_KIND_KRYO) {
        put_kryo(json, to, t);
    } else if (t->kind == SV_KIND_ENUM && t->more.names && !t->more.names->ids) {
        sv_json_text(json, to, "enum", t->java_type);
        cJSON *constants = sv_json_array(json, to, "constants");
        for (uint32_t i = 0; i < t->more.names->count; i++)
            sv_json_text(json, constants, NULL, t->more.names->names[i]);
    } else if (t->kind == SV_KIND_AVRO && t->more.avro) {
        sv_json_raw(json, to, "avro", t->more.avro->schema_json);
        sv_json_text(json, to, "type", t->more.avro->runtime_class);
    } else {
        sv_json_text(json, to, "serializer", t->class_name);
        if (t->java_type.n)
            sv_json_text(json, to, "type", t->java_type);
        if (t->child)
            put_parts(json, to, "parts", t);
    }
}

/* Trees are SV_LIMIT_TYPE_DEPTH deep at most. */
static void put_type(struct sv_json *json, cJSON *to, const char *key, const struct sv_type *t)
{
    if (!t)
        sv_json_null(json, to, key);
    else if (t->cls && t->cls->layout == SV_LAYOUT_simple)
        sv_json_text(json, to, key, word_of(t));
    else
        put_object(json, sv_json_object(json, to, key), t);
}

/* ---- states ---- */

/* Behind the timestamp of a time to live; *ttl_out is set then. */
static const struct sv_type *bare(const struct sv_type *t, bool *ttl_out)
{
    if (!is_class(t, TTL))
        return t;
    *ttl_out = true;
    return sv_type_child(t, 1);
}

static void put_state(struct sv_json *json, cJSON *to, const struct sv_state *state)
{
    const struct sv_type *name_space = sv_state_root(state, "namespace"), *value = sv_state_root(state, "value");
    bool ttl = false;
    cJSON *item = sv_json_object(json, to, NULL);
    value = bare(value ? value : state->serializers, &ttl);
    sv_json_text(json, item, "name", state->name);
    sv_json_word(json, item, "kind", sv_state_kind_name(state->kind));
    if (name_space && !is_class(name_space, VOID_NAMESPACE))
        put_type(json, item, "namespace", name_space);
    switch (state->kind) {
    case SV_STATE_LIST:
        put_type(json, item, "element", bare(value ? sv_type_child(value, 0) : NULL, &ttl));
        break;
    case SV_STATE_MAP:
        put_type(json, item, "user_key", value ? sv_type_child(value, 0) : NULL);
        put_type(json, item, "value", bare(value ? sv_type_child(value, 1) : NULL, &ttl));
        break;
    case SV_STATE_OPERATOR_LIST:
    case SV_STATE_OPERATOR_UNION:
        put_type(json, item, "element", value);
        break;
    case SV_STATE_TIMER:
        break;
    case SV_STATE_BROADCAST:
        put_type(json, item, "user_key", sv_state_root(state, "key"));
        put_type(json, item, "value", value);
        break;
    default:
        put_type(json, item, "value", value);
    }
    if (ttl)
        sv_json_bool(json, item, "ttl", true);
}

static const struct sv_type *key_of(const struct sv_operator *op)
{
    for (const struct sv_op_state *s = op->states; s; s = s->next)
        if (sv_state_is_keyed(s->state->kind) && sv_state_root(s->state, "key"))
            return sv_state_root(s->state, "key");
    return NULL;
}

static void put_operator(struct sv_json *json, cJSON *to, const struct sv_operator *op)
{
    cJSON *item = sv_json_object(json, to, NULL);
    const struct sv_type *key = key_of(op);
    if (op->uid.n)
        sv_json_text(json, item, "uid", op->uid);
    sv_json_id(json, item, "id", op);
    if (op->name.n)
        sv_json_text(json, item, "name", op->name);
    sv_json_number(json, item, "parallelism", op->parallelism);
    sv_json_number(json, item, "max_parallelism", op->max_parallelism);
    if (key)
        put_type(json, item, "key", key);
    cJSON *states = sv_json_array(json, item, "states");
    for (const struct sv_op_state *s = op->states; s; s = s->next)
        if (s->state->kind != SV_STATE_TIMER)
            put_state(json, states, s->state);
}

/* NULL where the files do not tell, as those of canonical savepoints. */
static const char *backend_of(const struct sv_snapshot *snapshot)
{
    for (const struct sv_operator *op = snapshot->operators; op; op = op->next)
        for (const struct sv_op_state *s = op->states; s; s = s->next)
            if (s->state->backend == SV_BACKEND_HEAP || s->state->backend == SV_BACKEND_ROCKSDB)
                return s->state->backend == SV_BACKEND_HEAP ? "hashmap" : "rocksdb";
    return NULL;
}

void sv_show_job(const struct sv_report *report, struct sv_buf *out)
{
    struct sv_json json;
    sv_json_begin(&json);
    cJSON *document = sv_json_document(&json, "snapvet.job/1");
    sv_json_word(&json, document, "backend", backend_of(report->snapshot));
    cJSON *operators = sv_json_array(&json, document, "operators");
    for (const struct sv_operator *op = report->snapshot->operators; op; op = op->next)
        if (!report->only || report->only(op, report->only_context))
            put_operator(&json, operators, op);
    sv_json_end(&json, document, report->style.compact, out);
}
