/* java.c: values in Java serialization (JavaSerializer, and Kryo where it hands over to it).
 *
 * SIZE  MEANING
 *       one Java object stream, as flink/java.c reads it
 * Mirrors org.apache.flink.runtime.state.JavaSerializer#deserialize. Nothing is loaded or run: objects are their fields,
 * and what a class wrote by its own code is taken only from the JDK's classes that java_known.c knows */
#include "decode/java.h"

/* Lists of the JDK by what holds their elements. */
static const struct {
    const char *name;
    const char *field; /* of the array or list behind; NULL: elements written one by one */
} lists[] = {
    { "java.util.ArrayList", NULL },
    { "java.util.LinkedList", NULL },
    { "java.util.CollSer", NULL },
    { "java.util.Arrays$ArrayList", "a" },
    { "java.util.Collections$UnmodifiableList", "list" },
    { "java.util.Collections$UnmodifiableRandomAccessList", "list" },
};

/* What a class wrote one by one, behind the numbers it wrote first. */
static struct sv_java_items written_items(const struct sv_java_object *list)
{
    struct sv_java_items items = { .objects = list->annotations, .count = list->annotation_count };
    for (; items.count > 0 && items.objects[0] && items.objects[0]->kind == SV_JAVA_BLOCK; items.count--)
        items.objects++;
    return items;
}

/* Whether the object is a list that is known; *field_out is as in its row. */
static bool find_list(const struct sv_java_object *object, const char **field_out)
{
    for (size_t i = 0; i < sizeof lists / sizeof *lists; i++) {
        if (!sv_str_eq(object->cls->name, sv_str_of(lists[i].name)))
            continue;
        *field_out = lists[i].field;
        return true;
    }
    return false;
}

struct sv_java_items sv_java_items(const struct sv_java_object *list)
{
    enum { MOST_WRAPPINGS = 4 }; /* a list may hold itself in a damaged file */
    const struct sv_java_items none = { .count = 0 };
    for (int step = 0; list && step < MOST_WRAPPINGS; step++) {
        const char *field = NULL;
        if (list->kind == SV_JAVA_ARRAY)
            return (struct sv_java_items){ .values = list->values, .count = list->value_count };
        if (list->kind != SV_JAVA_OBJECT)
            return none;
        if (sv_str_eq(list->cls->name, SV_STR("java.util.Collections$SingletonList"))) {
            const union sv_java_value *only = sv_java_field(list, "element", NULL);
            return (struct sv_java_items){ .values = only, .count = only != NULL };
        }
        if (!find_list(list, &field))
            return none;
        if (!field)
            return written_items(list);
        list = sv_java_ref(list, field);
    }
    return none;
}

const struct sv_java_object *sv_java_item(const struct sv_java_items *items, uint32_t i)
{
    return items->objects ? items->objects[i] : items->values[i].o;
}

struct sv_cursor sv_java_block(const struct sv_java_object *object)
{
    const struct sv_java_object *first = object->annotation_count ? object->annotations[0] : NULL;
    sv_str bytes = first && first->kind == SV_JAVA_BLOCK ? first->text : (sv_str){ "", 0 };
    return sv_cur_of(bytes.p, bytes.n, object->at);
}

static struct sv_value *field_value(struct sv_decoding *d, char type, const union sv_java_value *value)
{
    struct sv_value *real;
    struct sv_units u;
    switch (type) {
    case 'Z':
        return sv_make_number(d, SV_VALUE_BOOL, value->i != 0);
    case 'B':
    case 'S':
    case 'I':
        return sv_make_number(d, SV_VALUE_INT, value->i);
    case 'J':
        return sv_make_number(d, SV_VALUE_LONG, value->i);
    case 'F':
    case 'D':
        real = sv_make(d, type == 'F' ? SV_VALUE_FLOAT : SV_VALUE_DOUBLE);
        if (real)
            real->d = value->d;
        return real;
    case 'C':
        if (!sv_units_begin(d, &u, 1))
            return NULL;
        sv_units_put(&u, (uint32_t)value->i);
        return sv_make_text(d, SV_VALUE_TEXT, sv_units_end(&u));
    default:
        return sv_java_value(d, value->o);
    }
}

static struct sv_value *array_value(struct sv_decoding *d, const struct sv_java_object *array)
{
    char type = array->cls->name.p[1];
    if (type == 'B')
        return sv_make_text(d, SV_VALUE_BYTES, array->text);
    struct sv_value *value = sv_make(d, SV_VALUE_ARRAY);
    for (uint32_t i = 0; i < array->value_count && sv_cur_ok(d->cur); i++)
        sv_value_add(value, field_value(d, type, &array->values[i]));
    return value;
}

/* Fields of the topmost class first; "@class" before them. */
static struct sv_value *fields_value(struct sv_decoding *d, const struct sv_java_object *object)
{
    enum { SC_SERIALIZABLE = 2, SC_EXTERNALIZABLE = 4 };
    struct sv_value *value = sv_make(d, SV_VALUE_OBJECT);
    if (object->annotation_count || (object->cls->flags & SC_EXTERNALIZABLE)) {
        sv_cur_fail_at(d->cur, SV_DEFECT_UNSUPPORTED, object->at, "Java object that a class wrote by its own code",
                       object->cls->name);
        return NULL;
    }
    sv_make_member(value, "@class", sv_make_utf8(d, object->cls->name));
    const struct sv_java_class *top_first[256];
    unsigned levels = 0;
    for (const struct sv_java_class *cls = object->cls; cls && levels < 256; cls = cls->super)
        top_first[levels++] = cls;
    for (uint32_t at = 0; levels > 0 && sv_cur_ok(d->cur);) {
        const struct sv_java_class *cls = top_first[--levels];
        for (uint32_t i = 0; (cls->flags & SC_SERIALIZABLE) && i < cls->field_count && sv_cur_ok(d->cur); i++) {
            struct sv_value *member = field_value(d, cls->fields[i].type, &object->values[at++]);
            if (member)
                member->name = sv_clean_utf8(d, cls->fields[i].name);
            sv_value_add(value, member);
        }
    }
    return value;
}

static struct sv_value *object_value(struct sv_decoding *d, const struct sv_java_object *object)
{
    struct sv_value *value = NULL;
    switch (object->kind) {
    case SV_JAVA_STRING:
    case SV_JAVA_ENUM:
        return sv_make_utf8(d, object->text);
    case SV_JAVA_CLASS:
        return sv_make_utf8(d, object->cls->name);
    case SV_JAVA_ARRAY:
        return array_value(d, object);
    case SV_JAVA_OBJECT:
        return sv_java_known(d, object, &value) ? value : fields_value(d, object);
    default:
        return sv_make(d, SV_VALUE_NULL);
    }
}

struct sv_value *sv_java_value(struct sv_decoding *d, const struct sv_java_object *object)
{
    if (!object)
        return sv_make(d, SV_VALUE_NULL);
    if (!sv_decode_enter(d)) /* objects may hold each other */
        return NULL;
    struct sv_value *value = object_value(d, object);
    sv_decode_leave(d);
    return sv_cur_ok(d->cur) ? value : NULL;
}

struct sv_value *sv_read_java_value(struct sv_decoding *d, sv_read_java_fn *read_java)
{
    if (!read_java) {
        sv_cur_fail(d->cur, SV_DEFECT_UNSUPPORTED);
        return NULL;
    }
    const struct sv_java_stream *stream = read_java(d->cur, d->arena);
    return stream ? sv_java_value(d, stream->root) : NULL;
}

bool sv_prepare_java(struct sv_codec_builder *b, struct sv_codec *codec)
{
    if (!b->read_java)
        sv_codec_refuse(codec, "values in Java serialization");
    return true;
}

struct sv_value *sv_decode_java(struct sv_decoding *d, const struct sv_codec *codec)
{
    return sv_read_java_value(d, codec->read_java);
}
