/* table_type.c: LogicalTypes, as the snapshots of the table runtime hold them in Java serialization.
 *
 * Mirrors org.apache.flink.table.types.logical.* by their field names: typeRoot, precision, scale, elementType, keyType,
 * valueType, sourceType, fields, attributes, superType; the sizes are those of BinaryArrayData#calculateFixLengthPartSize */
#include "base/limits.h"
#include "decode/table.h"

static const struct {
    const char *root; /* constant of LogicalTypeRoot */
    enum sv_table_form form;
    unsigned bytes;
} roots[] = {
    { "CHAR", SV_TABLE_STRING, 8 },
    { "VARCHAR", SV_TABLE_STRING, 8 },
    { "BOOLEAN", SV_TABLE_BOOLEAN, 1 },
    { "BINARY", SV_TABLE_BYTES, 8 },
    { "VARBINARY", SV_TABLE_BYTES, 8 },
    { "DECIMAL", SV_TABLE_DECIMAL, 8 },
    { "TINYINT", SV_TABLE_INT, 1 },
    { "SMALLINT", SV_TABLE_INT, 2 },
    { "INTEGER", SV_TABLE_INT, 4 },
    { "BIGINT", SV_TABLE_LONG, 8 },
    { "FLOAT", SV_TABLE_FLOAT, 4 },
    { "DOUBLE", SV_TABLE_DOUBLE, 8 },
    { "DATE", SV_TABLE_DATE, 4 },
    { "TIME_WITHOUT_TIME_ZONE", SV_TABLE_TIME, 4 },
    { "TIMESTAMP_WITHOUT_TIME_ZONE", SV_TABLE_TIMESTAMP, 8 },
    { "TIMESTAMP_WITH_LOCAL_TIME_ZONE", SV_TABLE_INSTANT, 8 },
    { "INTERVAL_YEAR_MONTH", SV_TABLE_INT, 4 },
    { "INTERVAL_DAY_TIME", SV_TABLE_LONG, 8 },
    { "ARRAY", SV_TABLE_ARRAY, 8 },
    { "MULTISET", SV_TABLE_MAP, 8 },
    { "MAP", SV_TABLE_MAP, 8 },
    { "ROW", SV_TABLE_ROW, 8 },
    { "STRUCTURED_TYPE", SV_TABLE_ROW, 8 },
    { "NULL", SV_TABLE_NULL, 8 },
    { "RAW", SV_TABLE_RAW, 8 },
};

/* Types of one serializer, and of each in it, that a damaged file could make of few objects. */
enum { MOST_TYPES = 100000 };

struct builder {
    struct sv_arena *arena;
    unsigned depth; /* an object may hold itself in a damaged file, */
    uint32_t types; /* or be held by many */
};

static const struct sv_table_type *build(struct builder *b, const struct sv_java_object *logical,
                                         const struct sv_codec *nested);

static struct sv_table_type *new_type(struct sv_arena *arena, enum sv_table_form form, uint32_t count)
{
    struct sv_table_type *type = SV_NEW(arena, struct sv_table_type);
    if (!type)
        return NULL;
    type->form = form;
    type->bytes = 8;
    type->parts = sv_arena_alloc(arena, count ? count : 1, sizeof *type->parts);
    return type->parts ? type : NULL;
}

const struct sv_table_type *sv_table_type_of(struct sv_arena *arena, enum sv_table_form form,
                                             const struct sv_table_type *const *parts, uint32_t count)
{
    struct sv_table_type *type = new_type(arena, form, count);
    for (uint32_t i = 0; type && i < count; i++) {
        if (!parts[i])
            return NULL;
        type->parts[type->count++] = parts[i];
    }
    return type;
}

static int32_t number_of(const struct sv_java_object *logical, const char *field, int32_t otherwise)
{
    const union sv_java_value *value = sv_java_field(logical, field, NULL);
    return value ? (int32_t)value->i : otherwise;
}

/* Types of row fields or structured attributes, behind those the type has already. */
static bool add_fields(struct builder *b, struct sv_table_type *row, const struct sv_java_object *list)
{
    struct sv_java_items items = sv_java_items(list);
    const struct sv_table_type **parts = sv_arena_alloc(b->arena, (size_t)row->count + items.count + 1, sizeof *parts);
    if (!parts)
        return false;
    if (row->count)
        memcpy(parts, row->parts, row->count * sizeof *parts);
    row->parts = parts;
    for (uint32_t i = 0; i < items.count; i++) {
        const struct sv_table_type *part = build(b, sv_java_ref(sv_java_item(&items, i), "type"), NULL);
        if (!part)
            return false;
        parts[row->count++] = part;
    }
    return true;
}

/* Attributes of the supertypes come first. */
static bool add_attributes(struct builder *b, struct sv_table_type *row, const struct sv_java_object *logical)
{
    const struct sv_java_object *levels[SV_LIMIT_JAVA_LEVELS];
    unsigned count = 0;
    for (; logical && count < SV_LIMIT_JAVA_LEVELS; logical = sv_java_ref(logical, "superType"))
        levels[count++] = logical;
    while (count > 0)
        if (!add_fields(b, row, sv_java_ref(levels[--count], "attributes")))
            return false;
    return true;
}

static const struct sv_table_type *build_row(struct builder *b, const struct sv_java_object *logical)
{
    struct sv_table_type *row = new_type(b->arena, SV_TABLE_ROW, 0);
    if (!row)
        return NULL;
    const struct sv_java_object *fields = sv_java_ref(logical, "fields");
    bool built = fields ? add_fields(b, row, fields) : add_attributes(b, row, logical);
    return built ? row : NULL;
}

/* A multiset is a map of elements to their number. */
static const struct sv_table_type *build_map(struct builder *b, const struct sv_java_object *logical)
{
    const struct sv_java_object *element = sv_java_ref(logical, "elementType");
    const struct sv_table_type *parts[2];
    parts[0] = build(b, element ? element : sv_java_ref(logical, "keyType"), NULL);
    if (element) {
        struct sv_table_type *number = new_type(b->arena, SV_TABLE_INT, 0);
        if (number)
            number->bytes = 4;
        parts[1] = number;
    } else {
        parts[1] = build(b, sv_java_ref(logical, "valueType"), NULL);
    }
    return sv_table_type_of(b->arena, SV_TABLE_MAP, parts, 2);
}

static const struct sv_table_type *build_array(struct builder *b, const struct sv_java_object *logical)
{
    const struct sv_table_type *element = build(b, sv_java_ref(logical, "elementType"), NULL);
    return sv_table_type_of(b->arena, SV_TABLE_ARRAY, &element, 1);
}

static const struct sv_table_type *build_scalar(struct builder *b, const struct sv_java_object *logical,
                                                const struct sv_codec *nested, size_t root)
{
    struct sv_table_type *type = new_type(b->arena, roots[root].form, 0);
    if (!type)
        return NULL;
    type->bytes = roots[root].bytes;
    type->precision = number_of(logical, "precision", -1);
    type->scale = number_of(logical, "scale", 0);
    bool sized = type->form == SV_TABLE_DECIMAL || type->form == SV_TABLE_TIMESTAMP || type->form == SV_TABLE_INSTANT;
    if (sized && type->precision < 0)
        type->form = SV_TABLE_REFUSED; /* a type of the old planner, which does not say */
    if (type->form == SV_TABLE_RAW)
        type->raw = sv_codec_part(nested, 0);
    return type;
}

static const struct sv_table_type *build_root(struct builder *b, const struct sv_java_object *logical,
                                              const struct sv_codec *nested)
{
    const struct sv_java_object *constant = sv_java_ref(logical, "typeRoot"),
                                *source = sv_java_ref(logical, "sourceType");
    if (source) /* DISTINCT */
        return build(b, source, nested);
    for (size_t i = 0; constant && i < sizeof roots / sizeof *roots; i++) {
        if (!sv_str_eq(sv_str_of(roots[i].root), constant->text))
            continue;
        switch (roots[i].form) {
        case SV_TABLE_ROW:
            return nested && nested->more.table ? nested->more.table : build_row(b, logical);
        case SV_TABLE_MAP:
            return build_map(b, logical);
        case SV_TABLE_ARRAY:
            return build_array(b, logical);
        default:
            return build_scalar(b, logical, nested, i);
        }
    }
    return new_type(b->arena, SV_TABLE_REFUSED, 0);
}

static const struct sv_table_type *build(struct builder *b, const struct sv_java_object *logical,
                                         const struct sv_codec *nested)
{
    if (b->depth >= SV_LIMIT_JAVA_LEVELS || b->types >= MOST_TYPES)
        return new_type(b->arena, SV_TABLE_REFUSED, 0);
    b->depth++;
    b->types++;
    const struct sv_table_type *type = build_root(b, logical, nested);
    b->depth--;
    return type;
}

const struct sv_table_type *sv_table_type_new(struct sv_arena *arena, const struct sv_java_object *logical,
                                              const struct sv_codec *nested)
{
    struct builder b = { .arena = arena };
    return build(&b, logical, nested);
}

const struct sv_table_type *sv_table_row_new(struct sv_arena *arena, const struct sv_java_stream *types,
                                             const struct sv_codec *nested)
{
    uint32_t count = 0;
    for (const struct sv_java_stream *type = types; type; type = type->next)
        count++;
    struct builder b = { .arena = arena };
    struct sv_table_type *row = new_type(arena, SV_TABLE_ROW, count);
    for (const struct sv_java_stream *type = types; row && type; type = type->next) {
        const struct sv_table_type *part = build(&b, type->root, sv_codec_part(nested, row->count));
        if (!part)
            return NULL;
        row->parts[row->count++] = part;
    }
    return row;
}

bool sv_table_refused(const struct sv_table_type *type)
{
    for (uint32_t i = 0; i < type->count; i++)
        if (sv_table_refused(type->parts[i]))
            return true;
    return type->form == SV_TABLE_REFUSED;
}
