/* avro_schema.c: the JSON of an Avro schema (Avro specification 1.11: schema declaration, names, logical types).
 *
 * Aliases, defaults, order and documentation do not matter to bytes that were written with this very schema. */
#include <cjson/cJSON.h>

#include "decode/avro.h"

/* A named type, to be referred to by its full name from where it is declared on. */
struct named {
    sv_str space, name;
    const struct sv_avro_schema *schema;
    struct named *next;
};

struct parser {
    struct sv_arena *arena;
    struct named *named;
    bool failed;
    const char *why; /* static: why, NULL when memory was out */
};

static const struct {
    const char *name;
    enum sv_avro_type type;
} types[] = {
    { "null", SV_AVRO_NULL },    { "boolean", SV_AVRO_BOOLEAN }, { "int", SV_AVRO_INT },
    { "long", SV_AVRO_LONG },    { "float", SV_AVRO_FLOAT },     { "double", SV_AVRO_DOUBLE },
    { "bytes", SV_AVRO_BYTES },  { "string", SV_AVRO_STRING },   { "record", SV_AVRO_RECORD },
    { "error", SV_AVRO_RECORD }, { "enum", SV_AVRO_ENUM },       { "array", SV_AVRO_ARRAY },
    { "map", SV_AVRO_MAP },      { "fixed", SV_AVRO_FIXED },
};

static const struct {
    const char *name;
    enum sv_avro_type type;
    enum sv_avro_logical logical;
    int64_t unit_nanos;
} logical_types[] = {
    { "date", SV_AVRO_INT, SV_AVRO_DATE, 0 },
    { "time-millis", SV_AVRO_INT, SV_AVRO_TIME, 1000000 },
    { "time-micros", SV_AVRO_LONG, SV_AVRO_TIME, 1000 },
    { "timestamp-millis", SV_AVRO_LONG, SV_AVRO_TIMESTAMP, 1000000 },
    { "timestamp-micros", SV_AVRO_LONG, SV_AVRO_TIMESTAMP, 1000 },
    { "timestamp-nanos", SV_AVRO_LONG, SV_AVRO_TIMESTAMP, 1 },
    { "local-timestamp-millis", SV_AVRO_LONG, SV_AVRO_LOCAL_TIMESTAMP, 1000000 },
    { "local-timestamp-micros", SV_AVRO_LONG, SV_AVRO_LOCAL_TIMESTAMP, 1000 },
    { "local-timestamp-nanos", SV_AVRO_LONG, SV_AVRO_LOCAL_TIMESTAMP, 1 },
    { "decimal", SV_AVRO_BYTES, SV_AVRO_DECIMAL, 0 },
    { "decimal", SV_AVRO_FIXED, SV_AVRO_DECIMAL, 0 },
};

static const struct sv_avro_schema *parse(struct parser *p, const cJSON *json, sv_str space);

static void *fail(struct parser *p, const char *why)
{
    if (!p->failed)
        p->why = why;
    p->failed = true;
    return NULL;
}

static void *alloc(struct parser *p, size_t count, size_t size)
{
    void *memory = sv_arena_alloc(p->arena, count ? count : 1, size);
    return memory ? memory : fail(p, NULL);
}

static sv_str string_of(const cJSON *json, const char *member)
{
    return sv_str_of(cJSON_GetStringValue(cJSON_GetObjectItemCaseSensitive(json, member)));
}

static sv_str copy(struct parser *p, sv_str s)
{
    sv_str c = sv_arena_copy(p->arena, s);
    if (!c.p)
        fail(p, NULL);
    return c.p ? c : (sv_str){ "", 0 };
}

static struct sv_avro_schema *new_schema(struct parser *p, enum sv_avro_type type, uint32_t parts)
{
    struct sv_avro_schema *schema = alloc(p, 1, sizeof *schema);
    if (!schema)
        return NULL;
    schema->type = type;
    schema->parts = alloc(p, parts, sizeof *schema->parts);
    return schema->parts ? schema : NULL;
}

/* Splits a full name at its last dot; without one the space stays. */
static void split_name(sv_str full, sv_str *space, sv_str *name)
{
    *name = sv_str_after_last(full, '.');
    if (name->n < full.n)
        *space = (sv_str){ full.p, full.n - name->n - 1 };
}

static const struct sv_avro_schema *find_named(const struct parser *p, sv_str space, sv_str name)
{
    for (const struct named *n = p->named; n; n = n->next)
        if (sv_str_eq(n->space, space) && sv_str_eq(n->name, name))
            return n->schema;
    return NULL;
}

/* A primitive type or a named one. */
static const struct sv_avro_schema *parse_name(struct parser *p, sv_str full, sv_str space)
{
    for (size_t i = 0; i < sizeof types / sizeof *types; i++)
        if (types[i].type < SV_AVRO_RECORD && sv_str_eq(sv_str_of(types[i].name), full))
            return new_schema(p, types[i].type, 0);
    sv_str name;
    split_name(full, &space, &name);
    const struct sv_avro_schema *schema = find_named(p, space, name);
    if (!schema)
        schema = find_named(p, (sv_str){ "", 0 }, name);
    return schema ? schema : fail(p, "its Avro schema refers to a type that it does not declare");
}

static const struct sv_avro_schema *parse_union(struct parser *p, const cJSON *json, sv_str space)
{
    struct sv_avro_schema *schema = new_schema(p, SV_AVRO_UNION, (uint32_t)cJSON_GetArraySize(json));
    const cJSON *branch;
    cJSON_ArrayForEach(branch, json)
    {
        const struct sv_avro_schema *part = schema ? parse(p, branch, space) : NULL;
        if (!part)
            return NULL;
        schema->parts[schema->count++] = part;
    }
    return schema;
}

/* Declared before its fields are read: they may refer to it. */
static bool declare(struct parser *p, const cJSON *json, sv_str *space, const struct sv_avro_schema *schema)
{
    struct named *named = alloc(p, 1, sizeof *named);
    sv_str full = string_of(json, "name");
    if (full.n == 0)
        fail(p, "a named type of its Avro schema has no name");
    if (p->failed)
        return false;
    const cJSON *own = cJSON_GetObjectItemCaseSensitive(json, "namespace");
    if (cJSON_IsString(own))
        *space = string_of(json, "namespace");
    sv_str name;
    split_name(full, space, &name);
    *named = (struct named){ copy(p, *space), copy(p, name), schema, p->named };
    *space = named->space;
    p->named = named;
    return !p->failed;
}

static const struct sv_avro_schema *parse_record(struct parser *p, const cJSON *json, sv_str space)
{
    const cJSON *fields = cJSON_GetObjectItemCaseSensitive(json, "fields"), *field;
    uint32_t count = (uint32_t)cJSON_GetArraySize(fields);
    struct sv_avro_schema *schema = new_schema(p, SV_AVRO_RECORD, count);
    if (!schema || !declare(p, json, &space, schema) || !(schema->names = alloc(p, count, sizeof *schema->names)))
        return NULL;
    if (!cJSON_IsArray(fields))
        return fail(p, "a record of its Avro schema has no fields");
    cJSON_ArrayForEach(field, fields)
    {
        schema->names[schema->count] = copy(p, string_of(field, "name"));
        const struct sv_avro_schema *part = parse(p, cJSON_GetObjectItemCaseSensitive(field, "type"), space);
        if (!part)
            return NULL;
        schema->parts[schema->count++] = part;
    }
    return schema;
}

static const struct sv_avro_schema *parse_enum(struct parser *p, const cJSON *json, sv_str space)
{
    const cJSON *symbols = cJSON_GetObjectItemCaseSensitive(json, "symbols"), *symbol;
    struct sv_avro_schema *schema = new_schema(p, SV_AVRO_ENUM, 0);
    if (!schema || !declare(p, json, &space, schema))
        return NULL;
    schema->names = alloc(p, (size_t)cJSON_GetArraySize(symbols), sizeof *schema->names);
    if (!schema->names)
        return NULL;
    cJSON_ArrayForEach(symbol, symbols) schema->names[schema->count++] =
        copy(p, sv_str_of(cJSON_GetStringValue(symbol)));
    return schema;
}

/* A logical type on a type that it does not fit is ignored, as Avro does. */
static void read_logical(struct sv_avro_schema *schema, const cJSON *json)
{
    sv_str name = string_of(json, "logicalType");
    for (size_t i = 0; i < sizeof logical_types / sizeof *logical_types; i++) {
        if (logical_types[i].type != schema->type || !sv_str_eq(sv_str_of(logical_types[i].name), name))
            continue;
        schema->logical = logical_types[i].logical;
        schema->unit_nanos = logical_types[i].unit_nanos;
    }
    const cJSON *scale = cJSON_GetObjectItemCaseSensitive(json, "scale");
    schema->scale = cJSON_IsNumber(scale) ? scale->valueint : 0;
}

static const struct sv_avro_schema *parse_fixed(struct parser *p, const cJSON *json, sv_str space)
{
    const cJSON *size = cJSON_GetObjectItemCaseSensitive(json, "size");
    struct sv_avro_schema *schema = new_schema(p, SV_AVRO_FIXED, 0);
    if (!schema || !declare(p, json, &space, schema))
        return NULL;
    if (!cJSON_IsNumber(size) || size->valueint < 0)
        return fail(p, "a fixed type of its Avro schema has no size");
    schema->count = (uint32_t)size->valueint;
    read_logical(schema, json);
    return schema;
}

static const struct sv_avro_schema *parse_of_one(struct parser *p, enum sv_avro_type type, const cJSON *of,
                                                 sv_str space)
{
    struct sv_avro_schema *schema = new_schema(p, type, 1);
    if (!schema || !(schema->parts[0] = parse(p, of, space)))
        return NULL;
    schema->count = 1;
    return schema;
}

static const struct sv_avro_schema *parse_typed(struct parser *p, const cJSON *json, enum sv_avro_type type,
                                                sv_str space)
{
    switch (type) {
    case SV_AVRO_RECORD:
        return parse_record(p, json, space);
    case SV_AVRO_ENUM:
        return parse_enum(p, json, space);
    case SV_AVRO_FIXED:
        return parse_fixed(p, json, space);
    case SV_AVRO_ARRAY:
        return parse_of_one(p, type, cJSON_GetObjectItemCaseSensitive(json, "items"), space);
    case SV_AVRO_MAP:
        return parse_of_one(p, type, cJSON_GetObjectItemCaseSensitive(json, "values"), space);
    default: {
        struct sv_avro_schema *schema = new_schema(p, type, 0);
        if (schema)
            read_logical(schema, json);
        return schema;
    }
    }
}

static const struct sv_avro_schema *parse(struct parser *p, const cJSON *json, sv_str space)
{
    if (cJSON_IsString(json))
        return parse_name(p, sv_str_of(cJSON_GetStringValue(json)), space);
    if (cJSON_IsArray(json))
        return parse_union(p, json, space);
    const cJSON *type = cJSON_GetObjectItemCaseSensitive(json, "type");
    if (!cJSON_IsString(type))
        return type ? parse(p, type, space) : fail(p, "its Avro schema could not be read");
    for (size_t i = 0; i < sizeof types / sizeof *types; i++)
        if (sv_str_eq(sv_str_of(types[i].name), sv_str_of(cJSON_GetStringValue(type))))
            return parse_typed(p, json, types[i].type, space);
    return parse(p, type, space);
}

const struct sv_avro_schema *sv_avro_parse(sv_str json, struct sv_arena *arena, const char **why_out)
{
    struct parser p = { .arena = arena };
    cJSON *document = cJSON_ParseWithLength(json.p, json.n);
    const struct sv_avro_schema *schema =
        document ? parse(&p, document, (sv_str){ "", 0 }) : fail(&p, "its Avro schema is no JSON");
    cJSON_Delete(document);
    if (p.why)
        *why_out = p.why;
    return p.failed ? NULL : schema;
}
