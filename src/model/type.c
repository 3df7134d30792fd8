/* type.c: stepping over serializer trees and comparing them. */
#include "model/type.h"

void sv_type_add(struct sv_type *parent, struct sv_type *child)
{
    if (!parent)
        return;
    child->parent = parent;
    if (parent->last)
        parent->last->next = child;
    else
        parent->child = child;
    parent->last = child;
}

const struct sv_type *sv_type_skip(const struct sv_type *root, const struct sv_type *t)
{
    for (; t && t != root; t = t->parent)
        if (t->next)
            return t->next;
    return NULL;
}

const struct sv_type *sv_type_next(const struct sv_type *root, const struct sv_type *t)
{
    return t && t->child ? t->child : sv_type_skip(root, t);
}

const struct sv_type *sv_type_child(const struct sv_type *t, uint32_t i)
{
    const struct sv_type *child = t ? t->child : NULL;
    for (; child && i > 0; i--)
        child = child->next;
    return child;
}

static bool same_stream(const struct sv_java_stream *a, const struct sv_java_stream *b)
{
    return !a == !b && (!a || sv_str_eq(a->bytes, b->bytes));
}

static bool same_entry(const struct sv_entry *a, const struct sv_entry *b)
{
    return sv_str_eq(a->name, b->name) && a->key_present == b->key_present && a->value_present == b->value_present &&
           sv_str_eq(a->key_class, b->key_class) && sv_str_eq(a->key_name, b->key_name) &&
           sv_str_eq(a->registered_class, b->registered_class) && a->registration_kind == b->registration_kind &&
           sv_str_eq(a->serializer_class, b->serializer_class) && same_stream(a->instance, b->instance) &&
           a->defect.code == b->defect.code;
}

static bool same_entries(const struct sv_entries *a, const struct sv_entries *b)
{
    if (a->count != b->count)
        return false;
    for (uint32_t i = 0; i < a->count; i++)
        if (!same_entry(&a->items[i], &b->items[i]))
            return false;
    return true;
}

static bool same_names(const struct sv_enum *a, const struct sv_enum *b)
{
    if (a->count != b->count || !a->ids != !b->ids)
        return false;
    for (uint32_t i = 0; i < a->count; i++)
        if (!sv_str_eq(a->names[i], b->names[i]) || (a->ids && a->ids[i] != b->ids[i]))
            return false;
    return true;
}

static bool same_details(const struct sv_type *a, const struct sv_type *b)
{
    if (!a->more.pojo || !b->more.pojo)
        return !a->more.pojo == !b->more.pojo;
    switch (a->kind) {
    case SV_KIND_POJO:
        return same_entries(&a->more.pojo->fields, &b->more.pojo->fields) &&
               same_entries(&a->more.pojo->registered, &b->more.pojo->registered) &&
               same_entries(&a->more.pojo->other, &b->more.pojo->other);
    case SV_KIND_KRYO:
        return same_entries(&a->more.kryo->registrations, &b->more.kryo->registrations) &&
               same_entries(&a->more.kryo->defaults, &b->more.kryo->defaults) &&
               same_entries(&a->more.kryo->default_classes, &b->more.kryo->default_classes);
    case SV_KIND_AVRO:
        return sv_str_eq(a->more.avro->runtime_class, b->more.avro->runtime_class) &&
               sv_str_eq(a->more.avro->schema_json, b->more.avro->schema_json);
    case SV_KIND_ENUM:
        return same_names(a->more.names, b->more.names);
    default:
        return true;
    }
}

static bool same_streams(const struct sv_java_stream *a, const struct sv_java_stream *b)
{
    for (; a && b; a = a->next, b = b->next)
        if (!same_stream(a, b))
            return false;
    return !a && !b;
}

static bool same_node(const struct sv_type *a, const struct sv_type *b)
{
    return sv_str_eq(a->class_name, b->class_name) && a->kind == b->kind && a->version == b->version &&
           a->outer_version == b->outer_version && sv_str_eq(a->java_type, b->java_type) &&
           sv_str_eq(a->field, b->field) && strcmp(a->role, b->role) == 0 && a->flag == b->flag &&
           a->numbers[0] == b->numbers[0] && a->numbers[1] == b->numbers[1] && a->inferred == b->inferred &&
           a->defect.code == b->defect.code && same_streams(a->java, b->java) && same_details(a, b);
}

bool sv_type_same(const struct sv_type *a, const struct sv_type *b)
{
    if (!a || !b)
        return a == b;
    const struct sv_type *x = a, *y = b;
    while (x && y) {
        if (!same_node(x, y) || !x->child != !y->child || (x != a && !x->next != !y->next))
            return false;
        x = sv_type_next(a, x);
        y = sv_type_next(b, y);
    }
    return !x && !y;
}
