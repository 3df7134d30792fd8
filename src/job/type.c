/* type.c: declared types to serializer snapshots. docs/job.md#types
 *
 * Collections that type extraction of 2.x finds (fields of POJOs, Types.POJO and TypeHint) get serializers that take null:
 * NullableListTypeInfo and its kin. Those that are declared by Types.LIST and the like do not. */
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/limits.h"
#include "job/inside.h"

#define NULLABLE SV_JOB_RUNTIME "NullableSerializer$NullableSerializerSnapshot"

void *sv_job_refuse(struct sv_job_making *m, const char *format, ...)
{
    char text[256];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(text, sizeof text, format, arguments);
    va_end(arguments);
    sv_fail(m->err, SV_ERR_UNREADABLE, "cannot read '%s': %s: %s", m->snapshot->path.p, m->where, text);
    return NULL;
}

sv_str sv_job_text(struct sv_job_making *m, const char *text)
{
    sv_str copy = sv_arena_copy(&m->snapshot->arena, sv_str_of(text));
    if (!copy.p)
        sv_fail(m->err, SV_ERR_MEMORY, "out of memory");
    return copy;
}

/* row NULL: a class of the user's own, about which nothing is known. */
static struct sv_type *new_node(struct sv_job_making *m, const struct sv_class *row, sv_str class_name,
                                const char *role)
{
    struct sv_type *type = SV_NEW(&m->snapshot->arena, struct sv_type);
    if (!type) {
        sv_fail(m->err, SV_ERR_MEMORY, "out of memory");
        return NULL;
    }
    type->cls = row;
    type->class_name = class_name;
    type->kind = row ? row->kind : SV_KIND_UNKNOWN;
    type->version = row ? row->max_version : 1;
    type->java_type = type->field = (sv_str){ "", 0 };
    type->role = role;
    return type;
}

struct sv_type *sv_job_node(struct sv_job_making *m, const char *class_name, const char *role)
{
    const struct sv_class *row = sv_class_find(sv_str_of(class_name));
    if (!row)
        return sv_job_refuse(m, "no serializer snapshot class '%.100s' is known", class_name);
    return new_node(m, row, row->name, role);
}

bool sv_job_hang(struct sv_type *parent, struct sv_type *child)
{
    if (!parent || !child)
        return false;
    sv_type_add(parent, child);
    return true;
}

/* ---- words ---- */

static const struct {
    const char *word, *class_name;
} words[] = {
    { "VoidNamespace", "org.apache.flink.runtime.state.VoidNamespaceSerializer$VoidNamespaceSerializerSnapshot" },
    { "TimeWindow",
      "org.apache.flink.streaming.api.windowing.windows.TimeWindow$Serializer$TimeWindowSerializerSnapshot" },
    { "GlobalWindow",
      "org.apache.flink.streaming.api.windowing.windows.GlobalWindow$Serializer$GlobalWindowSerializerSnapshot" },
};

static struct sv_type *word_type(struct sv_job_making *m, const char *word, const char *role)
{
    static const char *const packages[] = { SV_JOB_BASE, SV_JOB_BASE "array." };
    char name[300];
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (strcmp(words[i].word, word) == 0)
            return sv_job_node(m, words[i].class_name, role);
    for (size_t i = 0; i < sizeof packages / sizeof *packages && strlen(word) < 60; i++) {
        snprintf(name, sizeof name, "%s%sSerializer$%sSerializerSnapshot", packages[i], word, word);
        const struct sv_class *row = sv_class_find(sv_str_of(name));
        if (row && row->layout == SV_LAYOUT_simple)
            return sv_job_node(m, name, role);
    }
    const struct sv_class *row = sv_class_find(sv_str_of(word));
    if (row && row->layout == SV_LAYOUT_simple)
        return sv_job_node(m, word, role);
    return sv_job_refuse(
        m,
        "no type '%.60s'; a word is String, Long, Int, Boolean, ... (the name of Flink's serializer without "
        "\"Serializer\"), see docs/job.md",
        word);
}

/* ---- serializers of others ---- */

/* Parts of a JSON array, or the one that is no array; roles as the class has them. */
static bool hang_parts(struct sv_job_making *m, struct sv_type *parent, const cJSON *parts)
{
    if (!parent)
        return false;
    uint32_t i = 0;
    if (!cJSON_IsArray(parts))
        return sv_job_hang(parent, sv_job_type(m, parts, sv_class_role(parent->cls, 0)));
    for (const cJSON *part = parts->child; part; part = part->next, i++)
        if (!sv_job_hang(parent, sv_job_type(m, part, sv_class_role(parent->cls, i))))
            return false;
    return true;
}

static struct sv_type *composite(struct sv_job_making *m, const char *class_name, int parts, const cJSON *json,
                                 const char *role)
{
    int count = cJSON_IsArray(json) ? cJSON_GetArraySize(json) : 1;
    if (parts && count != parts)
        return sv_job_refuse(m, "%d types are given where there are %d", count, parts);
    struct sv_type *type = sv_job_node(m, class_name, role);
    return hang_parts(m, type, json) ? type : NULL;
}

/* NullableSerializer.wrap */
static struct sv_type *nullable(struct sv_job_making *m, struct sv_type *original, const char *role)
{
    struct sv_type *type = sv_job_node(m, NULLABLE, role);
    if (original && type)
        original->role = sv_class_role(type->cls, 0);
    return sv_job_hang(type, original) ? type : NULL;
}

/* NullableListTypeInfo, NullableMapTypeInfo, NullableSetTypeInfo: elements of a list and keys of a map take null too. */
static struct sv_type *extracted(struct sv_job_making *m, const char *class_name, int parts, bool first_takes_null,
                                 const cJSON *json, const char *role)
{
    struct sv_type *type = composite(m, class_name, parts, json, role), *first = type ? type->child : NULL;
    if (type && first_takes_null) {
        struct sv_type *rest = first->next;
        first->next = NULL;
        type->child = type->last = NULL;
        if (!sv_job_hang(type, nullable(m, first, sv_class_role(type->cls, 0))) || (rest && !sv_job_hang(type, rest)))
            return NULL;
    }
    return type ? nullable(m, type, role) : NULL;
}

static struct sv_type *tuple(struct sv_job_making *m, const cJSON *json, const char *role)
{
    char name[64];
    struct sv_type *type = composite(m, SV_JOB_RUNTIME "TupleSerializerSnapshot", 0, json, role);
    snprintf(name, sizeof name, "org.apache.flink.api.java.tuple.Tuple%d",
             cJSON_IsArray(json) ? cJSON_GetArraySize(json) : 1);
    if (type)
        type->java_type = sv_job_text(m, name);
    return type && type->java_type.p ? type : NULL;
}

/* ---- types that name classes ---- */

static bool grow(struct sv_job_making *m, struct sv_entries *entries, int count)
{
    entries->items = sv_arena_alloc(&m->snapshot->arena, count > 0 ? (size_t)count : 1, sizeof *entries->items);
    if (!entries->items)
        sv_fail(m->err, SV_ERR_MEMORY, "out of memory");
    return entries->items != NULL;
}

static struct sv_entry *add_entry(struct sv_job_making *m, struct sv_entries *entries, const char *name)
{
    struct sv_entry *entry = &entries->items[entries->count++];
    *entry = (struct sv_entry){ .name = sv_job_text(m, name), .key_present = true, .value_present = true };
    entry->key_class = entry->key_name = entry->registered_class = entry->name;
    entry->serializer_class = (sv_str){ "", 0 };
    return entry->name.p ? entry : NULL;
}

static bool add_field(struct sv_job_making *m, struct sv_type *pojo, const cJSON *field)
{
    struct sv_entry *entry = add_entry(m, &pojo->more.pojo->fields, field->string);
    if (!entry)
        return false;
    entry->key_class = pojo->java_type;
    entry->type = sv_job_type(m, field, "field");
    if (!sv_job_hang(pojo, entry->type))
        return false;
    entry->type->field = entry->name;
    return true;
}

static bool add_subclass(struct sv_job_making *m, struct sv_type *pojo, const cJSON *subclass)
{
    struct sv_entry *entry = add_entry(m, &pojo->more.pojo->registered, subclass->string);
    if (!entry)
        return false;
    entry->type = sv_job_type(m, subclass, "subclass");
    if (!sv_job_hang(pojo, entry->type))
        return false;
    entry->type->field = entry->name;
    return true;
}

static struct sv_type *pojo(struct sv_job_making *m, const cJSON *json, const cJSON *whole, const char *role)
{
    const cJSON *fields = cJSON_GetObjectItemCaseSensitive(whole, "fields");
    const cJSON *subclasses = cJSON_GetObjectItemCaseSensitive(whole, "subclasses");
    if (!cJSON_IsString(json) || !cJSON_IsObject(fields) || (subclasses && !cJSON_IsObject(subclasses)))
        return sv_job_refuse(m, "a POJO is {\"pojo\": CLASS, \"fields\": {NAME: TYPE, ...}}");
    struct sv_type *type = sv_job_node(m, SV_JOB_RUNTIME "PojoSerializerSnapshot", role);
    struct sv_pojo *more = type ? SV_NEW(&m->snapshot->arena, struct sv_pojo) : NULL;
    if (!more || !grow(m, &more->fields, cJSON_GetArraySize(fields)) ||
        !grow(m, &more->registered, subclasses ? cJSON_GetArraySize(subclasses) : 0))
        return NULL;
    type->more.pojo = more;
    type->java_type = sv_job_text(m, json->valuestring);
    if (!type->java_type.p)
        return NULL;
    for (const cJSON *field = fields->child; field; field = field->next)
        if (!add_field(m, type, field))
            return NULL;
    for (const cJSON *subclass = subclasses ? subclasses->child : NULL; subclass; subclass = subclass->next)
        if (!add_subclass(m, type, subclass))
            return NULL;
    return type;
}

static struct sv_type *enumeration(struct sv_job_making *m, const cJSON *json, const cJSON *whole, const char *role)
{
    const cJSON *constants = cJSON_GetObjectItemCaseSensitive(whole, "constants");
    if (!cJSON_IsString(json) || !cJSON_IsArray(constants))
        return sv_job_refuse(m, "an enum is {\"enum\": CLASS, \"constants\": [NAME, ...]}");
    struct sv_type *type = sv_job_node(m, SV_JOB_BASE "EnumSerializer$EnumSerializerSnapshot", role);
    struct sv_enum *more = type ? SV_NEW(&m->snapshot->arena, struct sv_enum) : NULL;
    size_t count = (size_t)cJSON_GetArraySize(constants);
    if (more)
        more->names = sv_arena_alloc(&m->snapshot->arena, count ? count : 1, sizeof *more->names);
    if (!more || !more->names)
        return NULL;
    type->more.names = more;
    type->java_type = sv_job_text(m, json->valuestring);
    for (const cJSON *name = constants->child; name; name = name->next) {
        if (!cJSON_IsString(name))
            return sv_job_refuse(m, "constants of an enum are texts");
        more->names[more->count++] = sv_job_text(m, name->valuestring);
    }
    return type;
}

/* Flink registers the type itself first, then what the job registers. */
static struct sv_type *kryo(struct sv_job_making *m, const cJSON *json, const cJSON *whole, const char *role)
{
    const cJSON *registered = cJSON_GetObjectItemCaseSensitive(whole, "registered");
    if (!cJSON_IsString(json) || (registered && !cJSON_IsArray(registered)))
        return sv_job_refuse(
            m, "a type of Kryo's is {\"kryo\": CLASS}, with \"registered\": [CLASS, ...] if there are any");
    struct sv_type *type = sv_job_node(m, SV_JOB_RUNTIME "kryo.KryoSerializerSnapshot", role);
    struct sv_kryo *more = type ? SV_NEW(&m->snapshot->arena, struct sv_kryo) : NULL;
    if (!more || !grow(m, &more->registrations, 1 + (registered ? cJSON_GetArraySize(registered) : 0)) ||
        !grow(m, &more->defaults, 0) || !grow(m, &more->default_classes, 0))
        return NULL;
    type->more.kryo = more;
    type->java_type = sv_job_text(m, json->valuestring);
    if (!add_entry(m, &more->registrations, json->valuestring))
        return NULL;
    for (const cJSON *name = registered ? registered->child : NULL; name; name = name->next)
        if (!cJSON_IsString(name) || !add_entry(m, &more->registrations, name->valuestring))
            return sv_job_refuse(m, "registered classes are texts");
    return type;
}

static struct sv_type *avro(struct sv_job_making *m, const cJSON *json, const cJSON *whole, const char *role)
{
    const cJSON *of = cJSON_GetObjectItemCaseSensitive(whole, "type");
    struct sv_type *type = sv_job_node(m, "org.apache.flink.formats.avro.typeutils.AvroSerializerSnapshot", role);
    struct sv_avro *more = type ? SV_NEW(&m->snapshot->arena, struct sv_avro) : NULL;
    char *schema = cJSON_PrintUnformatted(json);
    if (more && schema) {
        more->schema_json = sv_job_text(m, schema);
        more->runtime_class =
            sv_job_text(m, cJSON_IsString(of) ? of->valuestring : "org.apache.avro.generic.GenericRecord");
        type->more.avro = more;
        type->java_type = more->runtime_class;
    }
    cJSON_free(schema);
    return more && more->schema_json.p && more->runtime_class.p ? type : NULL;
}

/* Any other serializer: what stands in its bytes beside its parts cannot be said, and is not decided on. */
static struct sv_type *other(struct sv_job_making *m, const cJSON *json, const cJSON *whole, const char *role)
{
    const cJSON *parts = cJSON_GetObjectItemCaseSensitive(whole, "parts");
    const cJSON *of = cJSON_GetObjectItemCaseSensitive(whole, "type");
    if (!cJSON_IsString(json))
        return sv_job_refuse(m, "a serializer is {\"serializer\": SNAPSHOT CLASS, \"parts\": [TYPE, ...]}");
    const struct sv_class *row = sv_class_find(sv_str_of(json->valuestring));
    struct sv_type *type = new_node(m, row, sv_job_text(m, json->valuestring), role);
    if (!type || !row)
        return type;
    if (parts && !hang_parts(m, type, parts))
        return NULL;
    if (cJSON_IsString(of))
        type->java_type = sv_job_text(m, of->valuestring);
    enum sv_layout layout = row->layout;
    bool said = layout == SV_LAYOUT_simple || layout == SV_LAYOUT_composite || layout == SV_LAYOUT_nested ||
                (type->java_type.n && (layout == SV_LAYOUT_composite_class || layout == SV_LAYOUT_type_class));
    if (!said)
        type->defect = (struct sv_defect){ .code = SV_DEFECT_UNSUPPORTED, .doing = "declared serializer" };
    return type;
}

/* ---- all ---- */

static const struct {
    const char *key, *class_name;
    int parts; /* 0: any number */
} composites[] = {
    { "list", SV_JOB_BASE "ListSerializerSnapshot", 1 },
    { "map", SV_JOB_BASE "MapSerializerSnapshot", 2 },
    { "set", SV_JOB_BASE "SetSerializerSnapshot", 1 },
    { "either", SV_JOB_RUNTIME "JavaEitherSerializerSnapshot", 2 },
    { "nullable", NULLABLE, 1 },
    { "row", SV_JOB_RUNTIME "RowSerializer$RowSerializerSnapshot", 0 },
};
static const struct {
    const char *key, *class_name;
    int parts;
    bool first_takes_null;
} collections[] = {
    { "List", SV_JOB_BASE "ListSerializerSnapshot", 1, true },
    { "Map", SV_JOB_BASE "MapSerializerSnapshot", 2, true },
    { "Set", SV_JOB_BASE "SetSerializerSnapshot", 1, false },
};
static const struct {
    const char *key;
    struct sv_type *(*make)(struct sv_job_making *m, const cJSON *json, const cJSON *whole, const char *role);
} named[] = { { "pojo", pojo }, { "enum", enumeration }, { "kryo", kryo }, { "avro", avro }, { "serializer", other } };

/* RowSerializer keeps the kind of each row, unless it is one of before 1.11. */
static struct sv_type *flagged(struct sv_type *type)
{
    if (type && type->kind == SV_KIND_ROW)
        type->flag = true;
    return type;
}

static struct sv_type *object_type(struct sv_job_making *m, const cJSON *json, const char *role)
{
    const cJSON *item;
    for (size_t i = 0; i < sizeof composites / sizeof *composites; i++)
        if ((item = cJSON_GetObjectItemCaseSensitive(json, composites[i].key)))
            return flagged(composite(m, composites[i].class_name, composites[i].parts, item, role));
    for (size_t i = 0; i < sizeof collections / sizeof *collections; i++)
        if ((item = cJSON_GetObjectItemCaseSensitive(json, collections[i].key)))
            return extracted(m, collections[i].class_name, collections[i].parts, collections[i].first_takes_null, item,
                             role);
    for (size_t i = 0; i < sizeof named / sizeof *named; i++)
        if ((item = cJSON_GetObjectItemCaseSensitive(json, named[i].key)))
            return named[i].make(m, item, json, role);
    item = cJSON_GetObjectItemCaseSensitive(json, "tuple");
    return item ? tuple(m, item, role) : sv_job_refuse(m, "no kind of type among the keys; see docs/job.md");
}

struct sv_type *sv_job_type(struct sv_job_making *m, const cJSON *json, const char *role)
{
    if (m->depth > SV_LIMIT_JOB_DEPTH)
        return sv_job_refuse(m, "types nested more than %d deep", SV_LIMIT_JOB_DEPTH);
    m->depth++;
    struct sv_type *type = cJSON_IsString(json)   ? word_type(m, json->valuestring, role)
                           : cJSON_IsObject(json) ? object_type(m, json, role)
                                                  : sv_job_refuse(m, "a type is a word or an object");
    m->depth--;
    return type;
}
