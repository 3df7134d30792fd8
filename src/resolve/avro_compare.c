/* avro_compare.c: Schema#equals and SchemaCompatibility of Avro 1.11.4. */
#include <strings.h>

#include "base/limits.h"
#include "resolve/avro_schema.h"

/* A pair of named types that is being compared or was; while it is, Avro takes it for a match. */
struct sv_avro_pair {
    const struct sv_avro_schema *other;
    enum sv_avro_fit fit;
    struct sv_avro_pair *next;
};

struct comparison {
    struct sv_resolver *r;
    unsigned depth;
};

static bool is_named(const struct sv_avro_schema *s)
{
    return s->kind >= SV_AVRO_IS_RECORD && s->kind <= SV_AVRO_IS_FIXED;
}

static struct sv_avro_pair *find_pair(struct sv_avro_pair *pairs, const struct sv_avro_schema *other)
{
    while (pairs && pairs->other != other)
        pairs = pairs->next;
    return pairs;
}

/* A new pair, taken for a match; NULL when memory is out. */
static struct sv_avro_pair *add_pair(struct sv_resolver *r, struct sv_avro_pair **pairs,
                                     const struct sv_avro_schema *other)
{
    struct sv_avro_pair *pair = SV_NEW(r->arena, struct sv_avro_pair);
    if (!pair) {
        r->out_of_memory = true;
        return NULL;
    }
    *pair = (struct sv_avro_pair){ other, SV_AVRO_FITS, *pairs };
    *pairs = pair;
    return pair;
}

/* ---- Schema#equals ---- */

static const char *const schema_words[] = { "type", "name",    "namespace", "fields",  "items", "values",
                                            "size", "symbols", "doc",       "aliases", NULL };
static const char *const enum_words[] = { "type", "name",    "namespace", "fields",  "items",   "values",
                                          "size", "symbols", "doc",       "aliases", "default", NULL };
static const char *const field_words[] = { "default", "doc", "name", "order", "type", "aliases", NULL };

static bool is_word(const char *const *words, const char *name)
{
    for (; *words; words++)
        if (strcmp(*words, name) == 0)
            return true;
    return false;
}

/* The next property of an object that has no meaning of its own; begin with NULL. */
static const cJSON *next_property(const cJSON *object, const cJSON *at, const char *const *words)
{
    at = at ? at->next : object ? object->child : NULL;
    while (at && is_word(words, at->string))
        at = at->next;
    return at;
}

static bool same_properties(const cJSON *a, const cJSON *b, const char *const *words)
{
    size_t count = 0;
    for (const cJSON *x = next_property(a, NULL, words); x; x = next_property(a, x, words), count++)
        if (!cJSON_Compare(x, cJSON_GetObjectItemCaseSensitive(b, x->string), true))
            return false;
    for (const cJSON *y = next_property(b, NULL, words); y; y = next_property(b, y, words))
        count--;
    return count == 0;
}

static bool same_names(const struct sv_avro_names *a, const struct sv_avro_names *b)
{
    if (a->count != b->count)
        return false;
    for (uint32_t i = 0; i < a->count; i++)
        if (strcmp(a->items[i], b->items[i]) != 0)
            return false;
    return true;
}

static const char *order_of(const cJSON *field)
{
    const char *order = cJSON_GetStringValue(cJSON_GetObjectItemCaseSensitive(field, "order"));
    return order ? order : "ascending";
}

static const cJSON *default_of(const cJSON *json)
{
    return cJSON_GetObjectItemCaseSensitive(json, "default");
}

/* Schema.Field#equals, but for the schema. */
static bool same_field(const struct sv_avro_part *a, const struct sv_avro_part *b)
{
    const cJSON *x = default_of(a->json), *y = default_of(b->json);
    return strcmp(a->name, b->name) == 0 && !x == !y && (!x || cJSON_Compare(x, y, true)) &&
           strcasecmp(order_of(a->json), order_of(b->json)) == 0 && same_properties(a->json, b->json, field_words);
}

/* FixedSchema: the size as it is written. */
static bool same_size(const struct sv_avro_schema *a, const struct sv_avro_schema *b)
{
    return cJSON_Compare(cJSON_GetObjectItemCaseSensitive(a->json, "size"),
                         cJSON_GetObjectItemCaseSensitive(b->json, "size"), true);
}

static enum sv_avro_fit equals(struct comparison *c, struct sv_avro_schema *a, struct sv_avro_schema *b);

static enum sv_avro_fit parts_equal(struct comparison *c, struct sv_avro_schema *a, struct sv_avro_schema *b)
{
    enum sv_avro_fit worst = SV_AVRO_FITS;
    if (a->part_count != b->part_count)
        return SV_AVRO_FITS_NOT;
    for (uint32_t i = 0; i < a->part_count && worst < SV_AVRO_FITS_NOT; i++) {
        if (a->kind == SV_AVRO_IS_RECORD && !same_field(&a->parts[i], &b->parts[i]))
            return SV_AVRO_FITS_NOT;
        enum sv_avro_fit fit = equals(c, a->parts[i].schema, b->parts[i].schema);
        worst = fit > worst ? fit : worst;
    }
    return worst;
}

static enum sv_avro_fit equals(struct comparison *c, struct sv_avro_schema *a, struct sv_avro_schema *b)
{
    if (a->kind != b->kind ||
        !same_properties(a->json, b->json, a->kind == SV_AVRO_IS_ENUM ? enum_words : schema_words))
        return SV_AVRO_FITS_NOT;
    if (is_named(a) && strcmp(a->full_name, b->full_name) != 0)
        return SV_AVRO_FITS_NOT;
    if (a->kind == SV_AVRO_IS_ENUM)
        return same_names(&a->symbols, &b->symbols) ? SV_AVRO_FITS : SV_AVRO_FITS_NOT;
    if (a->kind == SV_AVRO_IS_FIXED)
        return same_size(a, b) ? SV_AVRO_FITS : SV_AVRO_FITS_NOT;
    if (a->kind == SV_AVRO_IS_RECORD && (find_pair(a->equal, b) || !add_pair(c->r, &a->equal, b)))
        return SV_AVRO_FITS;
    if (c->depth > SV_LIMIT_TYPE_DEPTH)
        return SV_AVRO_UNKNOWN;
    c->depth++;
    enum sv_avro_fit fit = parts_equal(c, a, b);
    c->depth--;
    return fit;
}

enum sv_avro_fit sv_avro_equals(struct sv_resolver *r, struct sv_avro_schema *a, struct sv_avro_schema *b)
{
    struct comparison c = { .r = r };
    return equals(&c, a, b);
}

/* ---- SchemaCompatibility ---- */

static enum sv_avro_fit can_read(struct comparison *c, struct sv_avro_schema *reader, struct sv_avro_schema *writer);

static bool has_name(const struct sv_avro_names *names, const char *name)
{
    for (uint32_t i = 0; i < names->count; i++)
        if (strcmp(names->items[i], name) == 0)
            return true;
    return false;
}

/* Names without their namespace, or one of the reader's aliases. */
static bool names_match(const struct sv_avro_schema *reader, const struct sv_avro_schema *writer)
{
    return strcmp(reader->name, writer->name) == 0 || has_name(&reader->aliases, writer->full_name);
}

static enum sv_avro_fit yes_or_no(bool fits)
{
    return fits ? SV_AVRO_FITS : SV_AVRO_FITS_NOT;
}

static const char *enum_default(const struct sv_avro_schema *s)
{
    return s->kind == SV_AVRO_IS_ENUM ? cJSON_GetStringValue(default_of(s->json)) : NULL;
}

static bool can_read_symbols(const struct sv_avro_schema *reader, const struct sv_avro_schema *writer)
{
    const char *fallback = enum_default(reader);
    if (fallback && has_name(&reader->symbols, fallback))
        return true;
    for (uint32_t i = 0; i < writer->symbols.count; i++)
        if (!has_name(&reader->symbols, writer->symbols.items[i]))
            return false;
    return true;
}

/* The writer's fields that a field of the reader can be read from, by name and by each alias. */
static uint32_t find_fields(const struct sv_avro_part *reader, const struct sv_avro_schema *writer,
                            struct sv_avro_part **first_out)
{
    uint32_t found = 0;
    for (uint32_t i = 0; i < writer->part_count; i++) {
        struct sv_avro_part *field = &writer->parts[i];
        uint32_t times = strcmp(field->name, reader->name) == 0;
        for (uint32_t a = 0; a < reader->aliases.count; a++)
            times += strcmp(reader->aliases.items[a], field->name) == 0;
        if (times && !found)
            *first_out = field;
        found += times;
    }
    return found;
}

static enum sv_avro_fit can_read_field(struct comparison *c, const struct sv_avro_part *field,
                                       struct sv_avro_schema *writer)
{
    struct sv_avro_part *from = NULL;
    uint32_t found = find_fields(field, writer, &from);
    if (found > 1)
        return SV_AVRO_THROWS;
    if (from)
        return can_read(c, field->schema, from->schema);
    if (default_of(field->json))
        return SV_AVRO_FITS;
    return enum_default(field->schema) ? can_read(c, field->schema, writer) : SV_AVRO_FITS_NOT;
}

/* Goes on behind a field that does not fit: a later one may throw. */
static enum sv_avro_fit can_read_record(struct comparison *c, struct sv_avro_schema *reader,
                                        struct sv_avro_schema *writer)
{
    enum sv_avro_fit worst = yes_or_no(names_match(reader, writer));
    for (uint32_t i = 0; i < reader->part_count && worst != SV_AVRO_THROWS; i++) {
        enum sv_avro_fit fit = can_read_field(c, &reader->parts[i], writer);
        worst = fit > worst ? fit : worst;
    }
    return worst;
}

static enum sv_avro_fit can_read_all(struct comparison *c, struct sv_avro_schema *reader, struct sv_avro_schema *writer)
{
    enum sv_avro_fit worst = SV_AVRO_FITS;
    for (uint32_t i = 0; i < writer->part_count && worst < SV_AVRO_FITS_NOT; i++) {
        enum sv_avro_fit fit = can_read(c, reader, writer->parts[i].schema);
        worst = fit > worst ? fit : worst;
    }
    return worst;
}

static enum sv_avro_fit can_any_read(struct comparison *c, struct sv_avro_schema *reader, struct sv_avro_schema *writer)
{
    enum sv_avro_fit best = SV_AVRO_FITS_NOT;
    for (uint32_t i = 0; i < reader->part_count && best != SV_AVRO_FITS; i++) {
        enum sv_avro_fit fit = can_read(c, reader->parts[i].schema, writer);
        if (fit == SV_AVRO_THROWS)
            return fit;
        best = fit < best ? fit : best;
    }
    return best;
}

/* Schema resolution: numbers that widen, strings and bytes. */
static bool is_promoted(enum sv_avro_kind reader, enum sv_avro_kind writer)
{
    switch (reader) {
    case SV_AVRO_IS_LONG:
    case SV_AVRO_IS_FLOAT:
    case SV_AVRO_IS_DOUBLE:
        return writer >= SV_AVRO_IS_INT && writer < reader;
    case SV_AVRO_IS_BYTES:
        return writer == SV_AVRO_IS_STRING;
    case SV_AVRO_IS_STRING:
        return writer == SV_AVRO_IS_BYTES;
    default:
        return false;
    }
}

static enum sv_avro_fit can_read_body(struct comparison *c, struct sv_avro_schema *reader,
                                      struct sv_avro_schema *writer)
{
    if (writer->kind == SV_AVRO_IS_UNION)
        return can_read_all(c, reader, writer);
    if (reader->kind == SV_AVRO_IS_UNION)
        return can_any_read(c, reader, writer);
    if (reader->kind != writer->kind)
        return yes_or_no(is_promoted(reader->kind, writer->kind));
    switch (reader->kind) {
    case SV_AVRO_IS_ARRAY:
    case SV_AVRO_IS_MAP:
        return can_read(c, reader->parts[0].schema, writer->parts[0].schema);
    case SV_AVRO_IS_FIXED:
        return yes_or_no(names_match(reader, writer) && same_size(reader, writer));
    case SV_AVRO_IS_ENUM:
        return yes_or_no(names_match(reader, writer) && can_read_symbols(reader, writer));
    case SV_AVRO_IS_RECORD:
        return can_read_record(c, reader, writer);
    default:
        return SV_AVRO_FITS;
    }
}

static enum sv_avro_fit can_read(struct comparison *c, struct sv_avro_schema *reader, struct sv_avro_schema *writer)
{
    struct sv_avro_pair *pair = NULL;
    if (reader->kind == SV_AVRO_IS_RECORD && writer->kind == SV_AVRO_IS_RECORD) {
        pair = find_pair(reader->readable, writer);
        if (pair)
            return pair->fit;
        pair = add_pair(c->r, &reader->readable, writer);
        if (!pair)
            return SV_AVRO_UNKNOWN;
    }
    if (c->depth > SV_LIMIT_TYPE_DEPTH)
        return SV_AVRO_UNKNOWN;
    c->depth++;
    enum sv_avro_fit fit = can_read_body(c, reader, writer);
    c->depth--;
    if (pair)
        pair->fit = fit;
    return fit;
}

enum sv_avro_fit sv_avro_can_read(struct sv_resolver *r, struct sv_avro_schema *reader, struct sv_avro_schema *writer)
{
    struct comparison c = { .r = r };
    return can_read(&c, reader, writer);
}
