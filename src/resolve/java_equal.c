/* java_equal.c: equals() of Java-serialized objects, by their structure: what the classes of Flink and of the JDK that
 * stand in serializer snapshots compare is their fields, but for those of java_ignored.def. */
#include "base/limits.h"
#include "model/classes.h"
#include "resolve/inside.h"

enum { SC_SERIALIZABLE = 2, SC_EXTERNALIZABLE = 4, STEPS = 1000000 };

/* A pair that is being compared: a circle of objects comes back to it, and equal it is as far as that goes. */
struct frame {
    const struct sv_java_object *new, *old;
    const struct frame *outer;
    unsigned depth;
};

struct comparison {
    unsigned steps_left;
    bool unknown; /* met an object of the user's, or went beyond our limits */
};

static bool same(struct comparison *c, const struct frame *outer, const struct sv_java_object *new,
                 const struct sv_java_object *old);

static bool is_ignored(sv_str cls, sv_str field)
{
    static const struct {
        sv_str cls, field;
    } rows[] = {
#define IGNORED(c, f) { SV_STR_INIT(c), SV_STR_INIT(f) },
#include "resolve/java_ignored.def"
#undef IGNORED
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        if (sv_str_eq(rows[i].cls, cls) && sv_str_eq(rows[i].field, field))
            return true;
    return false;
}

static bool is_reference(char type)
{
    return type == 'L' || type == '[';
}

/* Numbers of all types by their bits, as Double.compare has it. */
static bool same_value(struct comparison *c, const struct frame *at, char type, union sv_java_value new,
                       union sv_java_value old)
{
    return is_reference(type) ? same(c, at, new.o, old.o) : new.i == old.i;
}

/* The field of one class of the other object's hierarchy; values_out gets its place. */
static const struct sv_java_field *other_field(const struct sv_java_object *object, sv_str cls, sv_str name,
                                               const union sv_java_value **value_out)
{
    uint32_t end = object->value_count;
    for (const struct sv_java_class *level = object->cls; level; level = level->super) {
        if (!(level->flags & SC_SERIALIZABLE))
            continue;
        uint32_t begin = end - level->field_count;
        for (uint32_t i = 0; sv_str_eq(level->name, cls) && i < level->field_count; i++)
            if (sv_str_eq(level->fields[i].name, name)) {
                *value_out = &object->values[begin + i];
                return &level->fields[i];
            }
        end = begin;
    }
    return NULL;
}

typedef bool skip_fn(sv_str cls, sv_str field);

/* One field of a. The other way round, only those that b does not have are left to look at: after reading they are zero or
 * null there. */
static bool same_field(struct comparison *c, const struct frame *at, const struct sv_java_field *field,
                       union sv_java_value value, const struct sv_java_field *other, union sv_java_value other_value)
{
    if (!other)
        return is_reference(field->type) ? !value.o : value.i == 0;
    return !at || (is_reference(other->type) == is_reference(field->type) &&
                   same_value(c, at, field->type, value, other_value));
}

static bool same_fields_of(struct comparison *c, const struct frame *at, const struct sv_java_object *a,
                           const struct sv_java_object *b, skip_fn *skip)
{
    const union sv_java_value zero = { .i = 0 };
    uint32_t end = a->value_count;
    for (const struct sv_java_class *level = a->cls; level; level = level->super) {
        if (!(level->flags & SC_SERIALIZABLE))
            continue;
        uint32_t begin = end - level->field_count;
        for (uint32_t i = 0; i < level->field_count; i++) {
            const struct sv_java_field *field = &level->fields[i];
            const union sv_java_value *value = &zero;
            const struct sv_java_field *other = other_field(b, level->name, field->name, &value);
            if (!skip(level->name, field->name) && !same_field(c, at, field, a->values[begin + i], other, *value))
                return false;
        }
        end = begin;
    }
    return true;
}

static bool same_fields(struct comparison *c, const struct frame *at, skip_fn *skip)
{
    bool has_values = !((at->new->cls->flags | at->old->cls->flags) & SC_EXTERNALIZABLE);
    return !has_values ||
           (same_fields_of(c, at, at->new, at->old, skip) && same_fields_of(c, NULL, at->old, at->new, skip));
}

static bool same_annotations(struct comparison *c, const struct frame *at)
{
    if (at->new->annotation_count != at->old->annotation_count)
        return false;
    for (uint32_t i = 0; i < at->new->annotation_count; i++)
        if (!same(c, at, at->new->annotations[i], at->old->annotations[i]))
            return false;
    return true;
}

/* StructuredType#readResolve: one without a name of its own, as 1.x wrote it, gets its class's and compares by equality, but
 * for one of a catalog. The new job's stands for one in memory, which has both in any case (StructuredType.Builder). */
struct structured {
    sv_str class_name, comparison;
};

static const sv_str structured_type = SV_STR_INIT("org.apache.flink.table.types.logical.StructuredType");

static sv_str text_of(const struct sv_java_object *object, const char *field)
{
    const struct sv_java_object *value = sv_java_ref(object, field);
    return value && value->text.p ? value->text : (sv_str){ "", 0 };
}

static struct structured structured_of(const struct sv_java_object *object, bool in_memory)
{
    struct structured out = { text_of(object, "className"), text_of(object, "comparison") };
    bool of_1x = !sv_java_field(object, "className", NULL);
    if (out.class_name.n || (sv_java_ref(object, "objectIdentifier") && !(in_memory && of_1x)))
        return out;
    const struct sv_java_object *cls = sv_java_ref(object, "implementationClass");
    return (struct structured){ cls && cls->cls ? cls->cls->name : (sv_str){ "", 0 }, SV_STR("EQUALS") };
}

static bool skip_structured(sv_str cls, sv_str field)
{
    return is_ignored(cls, field) || (sv_str_eq(cls, structured_type) && (sv_str_eq(field, SV_STR("className")) ||
                                                                          sv_str_eq(field, SV_STR("comparison"))));
}

static bool same_objects(struct comparison *c, const struct frame *at)
{
    if (sv_class_is_user(at->new->cls->name)) {
        c->unknown = true;
        return true;
    }
    if (sv_str_eq(at->new->cls->name, structured_type)) {
        struct structured new = structured_of(at->new, true), old = structured_of(at->old, false);
        return sv_str_eq(new.class_name, old.class_name) && sv_str_eq(new.comparison, old.comparison) &&
               same_fields(c, at, skip_structured);
    }
    return same_fields(c, at, is_ignored) && same_annotations(c, at);
}

static bool same_items(struct comparison *c, const struct frame *at)
{
    sv_str name = at->new->cls->name;
    char type = name.n > 1 ? name.p[1] : 'L';
    if (at->new->value_count != at->old->value_count || !sv_str_eq(at->new->text, at->old->text))
        return false;
    for (uint32_t i = 0; i < at->new->value_count; i++)
        if (!same_value(c, at, type, at->new->values[i], at->old->values[i]))
            return false;
    return true;
}

static bool is_in_progress(const struct frame *outer, const struct sv_java_object *new,
                           const struct sv_java_object *old)
{
    for (; outer; outer = outer->outer)
        if (outer->new == new && outer->old == old)
            return true;
    return false;
}

static bool same(struct comparison *c, const struct frame *outer, const struct sv_java_object *new,
                 const struct sv_java_object *old)
{
    if (!new || !old)
        return new == old;
    if (new->kind != old->kind || !new->cls != !old->cls || (new->cls && !sv_str_eq(new->cls->name, old->cls->name)))
        return false;
    struct frame at = { new, old, outer, outer ? outer->depth + 1 : 0 };
    if (!c->steps_left || at.depth > SV_LIMIT_JAVA_DEPTH) {
        c->unknown = true;
        return true;
    }
    c->steps_left--;
    switch (new->kind) {
    case SV_JAVA_OBJECT:
        return is_in_progress(outer, new, old) || same_objects(c, &at);
    case SV_JAVA_ARRAY:
        return is_in_progress(outer, new, old) || same_items(c, &at);
    default:
        return sv_str_eq(new->text, old->text);
    }
}

enum sv_equality sv_java_equal(const struct sv_java_stream *new, const struct sv_java_stream *old)
{
    struct comparison c = { .steps_left = STEPS };
    if (!same(&c, NULL, new->root, old->root))
        return SV_DIFFERENT;
    return c.unknown ? SV_EQUALITY_UNKNOWN : SV_EQUAL;
}
