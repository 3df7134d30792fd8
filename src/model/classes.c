/* classes.c: which classes a serializer snapshot names. */
#include "model/classes.h"

/* The element class of an array's name ("[Lcom.acme.A;", "com.acme.A[]"); empty for arrays of primitives. */
static sv_str element_class(sv_str name)
{
    while (sv_str_ends(name, SV_STR("[]")))
        name.n -= 2;
    if (!sv_str_starts(name, SV_STR("[")))
        return name;
    while (sv_str_starts(name, SV_STR("[")))
        name = sv_str_skip(name, 1);
    if (!sv_str_starts(name, SV_STR("L")) || !sv_str_ends(name, SV_STR(";")))
        return (sv_str){ "", 0 };
    name = sv_str_skip(name, 1);
    name.n--;
    return name;
}

static void see(sv_str name, sv_class_seen_fn *seen, void *context)
{
    static const sv_str primitives[] = { SV_STR_INIT("boolean"), SV_STR_INIT("byte"),  SV_STR_INIT("char"),
                                         SV_STR_INIT("double"),  SV_STR_INIT("float"), SV_STR_INIT("int"),
                                         SV_STR_INIT("long"),    SV_STR_INIT("short"), SV_STR_INIT("void") };
    name = element_class(name);
    if (!name.n)
        return;
    for (size_t i = 0; i < sizeof primitives / sizeof primitives[0]; i++)
        if (sv_str_eq(name, primitives[i]))
            return;
    seen(name, context);
}

static void see_stream(const struct sv_java_stream *stream, sv_class_seen_fn *seen, void *context)
{
    for (; stream; stream = stream->next)
        for (const struct sv_java_class *cls = stream->classes; cls; cls = cls->next)
            see(cls->name, seen, context);
}

/* named: the entry's own name is a class, not a field. */
static void see_entries(const struct sv_entries *entries, bool named, sv_class_seen_fn *seen, void *context)
{
    for (uint32_t i = 0; i < entries->count; i++) {
        const struct sv_entry *entry = &entries->items[i];
        if (named)
            see(entry->name, seen, context);
        see(entry->key_class, seen, context);
        see(entry->registered_class, seen, context);
        see(entry->serializer_class, seen, context);
        see_stream(entry->instance, seen, context);
    }
}

void sv_type_each_class(const struct sv_type *t, sv_class_seen_fn *seen, void *context)
{
    see(t->class_name, seen, context);
    see(t->java_type, seen, context);
    see_stream(t->java, seen, context);
    if (t->kind == SV_KIND_POJO && t->more.pojo) {
        see_entries(&t->more.pojo->fields, false, seen, context);
        see_entries(&t->more.pojo->registered, true, seen, context);
        see_entries(&t->more.pojo->other, true, seen, context);
    } else if (t->kind == SV_KIND_KRYO && t->more.kryo) {
        see_entries(&t->more.kryo->registrations, true, seen, context);
        see_entries(&t->more.kryo->defaults, true, seen, context);
        see_entries(&t->more.kryo->default_classes, true, seen, context);
    } else if (t->kind == SV_KIND_AVRO && t->more.avro) {
        see(t->more.avro->runtime_class, seen, context);
    }
}

bool sv_class_is_user(sv_str name)
{
    static const sv_str others[] = { SV_STR_INIT("java."),
                                     SV_STR_INIT("javax."),
                                     SV_STR_INIT("jdk."),
                                     SV_STR_INIT("sun."),
                                     SV_STR_INIT("scala."),
                                     SV_STR_INIT("org.apache.flink."),
                                     SV_STR_INIT("org.apache.avro."),
                                     SV_STR_INIT("com.esotericsoftware.kryo."),
                                     SV_STR_INIT("com.twitter.chill.") };
    for (size_t i = 0; i < sizeof others / sizeof others[0]; i++)
        if (sv_str_starts(name, others[i]))
            return false;
    return name.n > 0;
}
