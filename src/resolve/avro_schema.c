/* avro_schema.c: Schema.Parser of Avro 1.11 over the text that Schema#toString wrote.
 *
 * Numbers are kept as they are written: properties and defaults are compared as JSON trees, in which 1 is not 1.0 and no
 * digit is lost, and cJSON has doubles alone. */
#include "resolve/avro_schema.h"

#include <ctype.h>

#include "base/buf.h"
#include "base/limits.h"

/* A named type, to be referred to by its full name from where it begins. */
struct declared {
    struct sv_avro_schema *schema;
    struct declared *next;
};

struct parser {
    struct sv_resolver *r;
    struct declared *declared;
    bool failed;
};

static const struct {
    const char *name;
    enum sv_avro_kind kind;
} kinds[] = {
    { "null", SV_AVRO_IS_NULL },    { "boolean", SV_AVRO_IS_BOOLEAN }, { "int", SV_AVRO_IS_INT },
    { "long", SV_AVRO_IS_LONG },    { "float", SV_AVRO_IS_FLOAT },     { "double", SV_AVRO_IS_DOUBLE },
    { "bytes", SV_AVRO_IS_BYTES },  { "string", SV_AVRO_IS_STRING },   { "record", SV_AVRO_IS_RECORD },
    { "error", SV_AVRO_IS_RECORD }, { "enum", SV_AVRO_IS_ENUM },       { "fixed", SV_AVRO_IS_FIXED },
    { "array", SV_AVRO_IS_ARRAY },  { "map", SV_AVRO_IS_MAP },
};

static struct sv_avro_schema *parse(struct parser *p, const cJSON *json, const char *space);

static void *fail(struct parser *p)
{
    p->failed = true;
    return NULL;
}

static void *alloc(struct parser *p, size_t count, size_t size)
{
    void *memory = sv_arena_alloc(p->r->arena, count ? count : 1, size);
    if (!memory) {
        p->r->out_of_memory = true;
        return fail(p);
    }
    return memory;
}

static const cJSON *member(const cJSON *json, const char *name)
{
    return cJSON_GetObjectItemCaseSensitive(json, name);
}

static const char *text_of(const cJSON *json, const char *name)
{
    return cJSON_GetStringValue(member(json, name));
}

static const char *join(struct parser *p, const char *space, const char *name)
{
    if (strchr(name, '.') || !space || !*space)
        return name;
    size_t a = strlen(space), b = strlen(name);
    char *full = alloc(p, a + b + 2, 1);
    if (full) {
        memcpy(full, space, a);
        full[a] = '.';
        memcpy(full + a + 1, name, b);
    }
    return full;
}

static struct sv_avro_schema *new_schema(struct parser *p, enum sv_avro_kind kind, const cJSON *json, size_t parts)
{
    struct sv_avro_schema *schema = alloc(p, 1, sizeof *schema);
    if (!schema)
        return NULL;
    schema->kind = kind;
    schema->json = json;
    schema->parts = alloc(p, parts, sizeof *schema->parts);
    return schema->parts ? schema : NULL;
}

static struct sv_avro_schema *find_declared(const struct parser *p, const char *full_name)
{
    for (const struct declared *d = p->declared; d; d = d->next)
        if (strcmp(d->schema->full_name, full_name) == 0)
            return d->schema;
    return NULL;
}

static struct sv_avro_schema *parse_name(struct parser *p, const char *name, const char *space)
{
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        if (kinds[i].kind < SV_AVRO_IS_RECORD && strcmp(kinds[i].name, name) == 0)
            return new_schema(p, kinds[i].kind, NULL, 0);
    const char *full_name = join(p, space, name);
    struct sv_avro_schema *schema = full_name ? find_declared(p, full_name) : NULL;
    if (!schema && full_name)
        schema = find_declared(p, name);
    return schema ? schema : fail(p);
}

/* Strings of an array; those of aliases get the type's namespace. */
static struct sv_avro_names parse_names(struct parser *p, const cJSON *array, const char *space)
{
    struct sv_avro_names out = { .items = alloc(p, (size_t)cJSON_GetArraySize(array), sizeof *out.items) };
    const cJSON *item;
    cJSON_ArrayForEach(item, array)
    {
        const char *name = cJSON_GetStringValue(item);
        if (name && out.items)
            out.items[out.count++] = space ? join(p, space, name) : name;
    }
    return out;
}

static void add_part(struct parser *p, struct sv_avro_schema *to, const cJSON *json, const char *space)
{
    to->parts[to->part_count].schema = parse(p, json, space);
    if (!p->failed)
        to->part_count++;
}

static struct sv_avro_schema *parse_union(struct parser *p, const cJSON *json, const char *space)
{
    struct sv_avro_schema *schema = new_schema(p, SV_AVRO_IS_UNION, NULL, (size_t)cJSON_GetArraySize(json));
    const cJSON *branch;
    cJSON_ArrayForEach(branch, json)
    {
        if (schema && !p->failed)
            add_part(p, schema, branch, space);
    }
    return schema;
}

static void parse_fields(struct parser *p, struct sv_avro_schema *record, const char *space)
{
    const cJSON *field;
    cJSON_ArrayForEach(field, member(record->json, "fields"))
    {
        struct sv_avro_part *part = &record->parts[record->part_count];
        part->name = text_of(field, "name");
        part->json = field;
        part->aliases = parse_names(p, member(field, "aliases"), NULL);
        const cJSON *type = member(field, "type");
        if (!part->name || !type)
            fail(p);
        if (p->failed)
            return;
        add_part(p, record, type, space);
    }
}

/* Gives a named type its names and says where its parts' names belong. It is known from here on: parts may refer to it. */
static const char *declare(struct parser *p, struct sv_avro_schema *schema, const char *space)
{
    const char *name = text_of(schema->json, "name"), *own = text_of(schema->json, "namespace");
    struct declared *declared = alloc(p, 1, sizeof *declared);
    if (!name || !declared)
        return fail(p);
    const char *dot = strrchr(name, '.');
    if (dot) {
        char *before = alloc(p, (size_t)(dot - name) + 1, 1);
        if (!before)
            return NULL;
        memcpy(before, name, (size_t)(dot - name));
        space = before;
    } else if (own) {
        space = own;
    }
    schema->name = dot ? dot + 1 : name;
    schema->full_name = join(p, space, name);
    schema->aliases = parse_names(p, member(schema->json, "aliases"), space ? space : "");
    *declared = (struct declared){ schema, p->declared };
    if (!schema->full_name)
        return NULL;
    p->declared = declared;
    return space ? space : "";
}

static struct sv_avro_schema *parse_kind(struct parser *p, enum sv_avro_kind kind, const cJSON *json, const char *space)
{
    const cJSON *fields = kind == SV_AVRO_IS_RECORD ? member(json, "fields") : NULL;
    const cJSON *part = kind == SV_AVRO_IS_ARRAY ? member(json, "items")
                        : kind == SV_AVRO_IS_MAP ? member(json, "values")
                                                 : NULL;
    struct sv_avro_schema *schema = new_schema(p, kind, json, fields ? (size_t)cJSON_GetArraySize(fields) : 1);
    if (schema && kind >= SV_AVRO_IS_RECORD && kind <= SV_AVRO_IS_FIXED)
        space = declare(p, schema, space);
    if (!schema || p->failed)
        return NULL;
    if (kind == SV_AVRO_IS_RECORD && !cJSON_IsArray(fields))
        return fail(p);
    if (kind == SV_AVRO_IS_RECORD)
        parse_fields(p, schema, space);
    else if (kind == SV_AVRO_IS_ENUM)
        schema->symbols = parse_names(p, member(json, "symbols"), NULL);
    else if (part)
        add_part(p, schema, part, space);
    else if (kind > SV_AVRO_IS_FIXED)
        fail(p);
    return schema;
}

static struct sv_avro_schema *parse(struct parser *p, const cJSON *json, const char *space)
{
    if (cJSON_IsString(json))
        return parse_name(p, json->valuestring, space);
    if (cJSON_IsArray(json))
        return parse_union(p, json, space);
    const cJSON *type = member(json, "type");
    if (!type)
        return fail(p);
    for (size_t i = 0; cJSON_IsString(type) && i < sizeof kinds / sizeof *kinds; i++)
        if (strcmp(kinds[i].name, type->valuestring) == 0)
            return parse_kind(p, kinds[i].kind, json, space);
    return parse(p, type, space);
}

static bool begins_number(char c)
{
    return c == '-' || isdigit((unsigned char)c);
}

static bool goes_on_number(char c)
{
    return begins_number(c) || c == '+' || c == '.' || c == 'e' || c == 'E';
}

/* The same JSON with each number in quotes behind a mark that no name or text has. */
static void quote_numbers(sv_str text, struct sv_buf *out)
{
    bool in_string = false;
    for (size_t i = 0; i < text.n;) {
        char c = text.p[i];
        if (!in_string && begins_number(c)) {
            sv_buf_puts(out, "\"\\u0001");
            while (i < text.n && goes_on_number(text.p[i]))
                sv_buf_putc(out, text.p[i++]);
            sv_buf_putc(out, '"');
            continue;
        }
        if (c == '"')
            in_string = !in_string;
        sv_buf_putc(out, c);
        i++;
        if (in_string && c == '\\' && i < text.n)
            sv_buf_putc(out, text.p[i++]);
    }
}

void sv_avro_open(struct sv_resolver *r, sv_str text, struct sv_avro_document *out)
{
    struct sv_buf quoted;
    struct parser p = { .r = r };
    *out = (struct sv_avro_document){ .json = NULL };
    sv_buf_init(&quoted, SV_LIMIT_MODEL_BYTES);
    quote_numbers(text, &quoted);
    sv_str all = sv_buf_str(&quoted);
    if (quoted.failed)
        r->out_of_memory = true;
    else
        out->json = cJSON_ParseWithLength(all.p, all.n);
    sv_buf_free(&quoted);
    if (!out->json)
        return;
    out->schema = parse(&p, out->json, NULL);
    if (p.failed)
        out->schema = NULL;
}

void sv_avro_close(struct sv_avro_document *document)
{
    cJSON_Delete(document->json);
}

bool sv_avro_parses(struct sv_resolver *r, sv_str text)
{
    struct sv_avro_document document;
    sv_avro_open(r, text, &document);
    sv_avro_close(&document);
    return document.schema != NULL;
}

bool sv_is_avro_schema(sv_str text, struct sv_arena *arena)
{
    struct sv_resolver r = { .arena = arena };
    return sv_avro_parses(&r, text);
}
