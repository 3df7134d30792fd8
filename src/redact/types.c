/* types.c: names in serializer snapshots and in their Java-serialized parts. */
#include "redact/inside.h"
#include "resolve/resolve.h"

static void redact_java_class(struct sv_names *names, struct sv_java_class *cls, bool of_user)
{
    for (uint16_t i = 0; i < cls->field_count; i++) {
        struct sv_java_field *field = &cls->fields[i];
        if (of_user)
            field->name = sv_name(names, SV_NAME_FIELD, field->name);
        field->signature = sv_name_class(names, field->signature);
    }
}

static bool is_constant_of_flink(const struct sv_java_object *object)
{
    return object->kind == SV_JAVA_ENUM && object->cls && !sv_name_is_users(object->cls->name);
}

static void redact_object(struct sv_names *names, struct sv_java_object *object)
{
    if (object->kind == SV_JAVA_STRING)
        object->text = sv_name_any(names, object->text);
    else if (object->kind != SV_JAVA_ENUM)
        object->text = (sv_str){ "", 0 };
    else if (!is_constant_of_flink(object))
        object->text = sv_name(names, SV_NAME_CONSTANT, object->text);
}

/* Objects before classes: whether a class is the user's shows in its name. */
static void redact_java(struct sv_names *names, struct sv_java_stream *stream)
{
    for (; stream; stream = stream->next) {
        stream->bytes = (sv_str){ "", 0 };
        for (struct sv_java_object *object = stream->objects; object; object = object->next)
            redact_object(names, object);
        for (struct sv_java_class *cls = stream->classes; cls; cls = cls->next)
            redact_java_class(names, cls, sv_name_is_users(cls->name));
        for (struct sv_java_class *cls = stream->classes; cls; cls = cls->next)
            cls->name = sv_name_class(names, cls->name);
    }
}

/* of_fields: the entries' own names are those of fields, otherwise of classes. */
static void redact_entries(struct sv_names *names, struct sv_entries *entries, bool of_fields)
{
    for (uint32_t i = 0; i < entries->count; i++) {
        struct sv_entry *entry = &entries->items[i];
        entry->name = of_fields ? sv_name(names, SV_NAME_FIELD, entry->name) : sv_name_class(names, entry->name);
        entry->key_name =
            of_fields ? sv_name(names, SV_NAME_FIELD, entry->key_name) : sv_name_class(names, entry->key_name);
        entry->key_class = sv_name_class(names, entry->key_class);
        entry->registered_class = sv_name_class(names, entry->registered_class);
        entry->serializer_class = sv_name_class(names, entry->serializer_class);
        entry->defect.subject = sv_name_any(names, entry->defect.subject);
        redact_java(names, entry->instance);
    }
}

static void redact_constants(struct sv_names *names, struct sv_enum *constants)
{
    for (uint32_t i = 0; i < constants->count; i++)
        constants->names[i] = sv_name(names, SV_NAME_CONSTANT, constants->names[i]);
}

static void redact_more(struct sv_names *names, struct sv_type *t)
{
    if (t->kind == SV_KIND_POJO && t->more.pojo) {
        redact_entries(names, &t->more.pojo->fields, true);
        redact_entries(names, &t->more.pojo->registered, false);
        redact_entries(names, &t->more.pojo->other, false);
    } else if (t->kind == SV_KIND_KRYO && t->more.kryo) {
        redact_entries(names, &t->more.kryo->registrations, false);
        redact_entries(names, &t->more.kryo->defaults, false);
        redact_entries(names, &t->more.kryo->default_classes, false);
    } else if (t->kind == SV_KIND_AVRO && t->more.avro) {
        t->more.avro->runtime_class = sv_name_class(names, t->more.avro->runtime_class);
        bool makes_sense = sv_is_avro_schema(t->more.avro->schema_json, names->arena);
        t->more.avro->schema_json = makes_sense ? SV_STR("\"null\"") : (sv_str){ "", 0 };
    } else if (t->kind == SV_KIND_ENUM && t->more.names) {
        redact_constants(names, t->more.names);
    }
}

void sv_redact_types(struct sv_names *names, struct sv_type *root)
{
    struct sv_type *t = root;
    while (t) {
        bool of_field = t->role && strcmp(t->role, "field") == 0;
        t->class_name = sv_name_class(names, t->class_name);
        t->java_type = sv_name_class(names, t->java_type);
        t->field = of_field ? sv_name(names, SV_NAME_FIELD, t->field) : sv_name_class(names, t->field);
        t->defect.subject = sv_name_any(names, t->defect.subject);
        redact_java(names, t->java);
        redact_more(names, t);
        t = (struct sv_type *)(uintptr_t)sv_type_next(root, t);
    }
}
