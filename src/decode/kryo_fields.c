/* kryo_fields.c: objects that Kryo 2.24 lays out field by field, where the fields are known.
 *
 * SIZE  MEANING
 *       fields sorted by name over the whole hierarchy, without count or names: int, long vz; others of their size
 *       (big-endian); of a final class as a known one, else of any class
 * Mirrors com.esotericsoftware.kryo.serializers.FieldSerializer, and FieldSerializerGenericsUtil for type arguments: one
 * level of them reaches what the field holds */
#include "decode/kryo.h"

static const struct {
    const char *name;
    sv_kryo_fn *read;
} primitives[] = {
    { "boolean", sv_kryo_read_boolean }, { "byte", sv_kryo_read_byte },     { "char", sv_kryo_read_char },
    { "short", sv_kryo_read_short },     { "int", sv_kryo_read_int },       { "long", sv_kryo_read_long },
    { "float", sv_kryo_read_float },     { "double", sv_kryo_read_double },
};

static sv_kryo_fn *primitive(sv_str type)
{
    for (size_t i = 0; i < sizeof primitives / sizeof *primitives; i++)
        if (sv_str_eq(sv_str_of(primitives[i].name), type))
            return primitives[i].read;
    return NULL;
}

static void add_argument(const struct sv_kryo_reader *r, struct sv_kryo_arguments *arguments, int place, sv_str type)
{
    arguments->kind[place] = sv_kryo_kind_of(r->ids, type);
    arguments->known[place] = sv_kryo_is_final(&arguments->kind[place]);
}

/* "A,B>" behind the class of a field. */
static struct sv_kryo_arguments parse_arguments(const struct sv_kryo_reader *r, sv_str text)
{
    struct sv_kryo_arguments arguments = { .known = { false, false } };
    for (int place = 0; place < 2 && text.n > 0; place++) {
        size_t n = 0;
        while (n < text.n && text.p[n] != ',' && text.p[n] != '>')
            n++;
        add_argument(r, &arguments, place, (sv_str){ text.p, n });
        text = sv_str_skip(text, n + 1);
    }
    return arguments;
}

/* A field declared as type, arguments and all. */
static struct sv_value *read_field(struct sv_kryo_reader *r, sv_str type)
{
    sv_kryo_fn *read = primitive(type);
    if (read)
        return read(r, NULL);
    size_t n = 0;
    while (n < type.n && type.p[n] != '<')
        n++;
    struct sv_kryo_arguments arguments = parse_arguments(r, sv_str_skip(type, n + 1));
    struct sv_kryo_kind declared = sv_kryo_kind_of(r->ids, (sv_str){ type.p, n });
    if (!sv_kryo_is_final(&declared))
        return sv_kryo_any(r, &arguments);
    declared.arguments = &arguments;
    return sv_kryo_known(r, &declared);
}

struct sv_value *sv_kryo_read_fields(struct sv_kryo_reader *r, const struct sv_kryo_kind *kind)
{
    struct sv_value *object = sv_make(r->d, SV_VALUE_OBJECT);
    for (const char *field = kind->row->detail; *field && sv_cur_ok(r->d->cur);) {
        sv_str name = { field, strcspn(field, ":") };
        field += name.n + 1;
        sv_str type = { field, strcspn(field, " ") };
        struct sv_value *value = read_field(r, type);
        if (value)
            value->name = name;
        sv_value_add(object, value);
        field += type.n + (field[type.n] == ' ');
    }
    return sv_cur_ok(r->d->cur) ? sv_kryo_present(r, kind->row, object) : NULL;
}

/* Row of 1.13 and later: fieldByName, fieldByPosition, kind, positionByName, the first or the second null. Before, the
 * array alone, and since 1.11 the kind behind it: whatever follows an array is that. */
struct sv_value *sv_kryo_read_row(struct sv_kryo_reader *r, const struct sv_kryo_kind *kind)
{
    (void)kind;
    static const sv_str kind_type = SV_STR_INIT("org.apache.flink.types.RowKind");
    struct sv_value *first = read_field(r, SV_STR("java.util.Map<java.lang.String,java.lang.Object>")), *second = NULL;
    if (!first)
        return NULL;
    bool old = first->kind == SV_VALUE_ARRAY;
    if (!old)
        second = sv_kryo_any(r, NULL);
    const struct sv_value *row_kind = old && sv_cur_left(r->d->cur) == 0 ? NULL : read_field(r, kind_type);
    if (!old)
        read_field(r, SV_STR("java.util.LinkedHashMap<java.lang.String,java.lang.Integer>"));
    struct sv_value *fields = old || first->kind == SV_VALUE_MAP ? first : second;
    bool good = fields && (fields->kind == SV_VALUE_ARRAY || fields->kind == SV_VALUE_MAP) &&
                (!row_kind || row_kind->kind == SV_VALUE_TEXT);
    if (!good)
        sv_decode_bad(r->d);
    return good ? sv_make_again(r->d, fields, 1) : NULL;
}
