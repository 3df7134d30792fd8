/* java.c: looking things up in a Java object graph. */
#include "model/java.h"

enum { SC_SERIALIZABLE = 2, SC_EXTERNALIZABLE = 4 };

const union sv_java_value *sv_java_field(const struct sv_java_object *object, const char *name, char *type_out)
{
    if (!object || object->kind != SV_JAVA_OBJECT || (object->cls->flags & SC_EXTERNALIZABLE))
        return NULL;
    sv_str wanted = sv_str_of(name);
    uint32_t end = object->value_count;
    for (const struct sv_java_class *cls = object->cls; cls; cls = cls->super) {
        if (!(cls->flags & SC_SERIALIZABLE))
            continue; /* the stream holds no values of it */
        uint32_t begin = end - cls->field_count;
        for (uint32_t i = 0; i < cls->field_count; i++) {
            if (!sv_str_eq(cls->fields[i].name, wanted))
                continue;
            if (type_out)
                *type_out = cls->fields[i].type;
            return &object->values[begin + i];
        }
        end = begin;
    }
    return NULL;
}

const struct sv_java_object *sv_java_ref(const struct sv_java_object *object, const char *name)
{
    char type;
    const union sv_java_value *value = sv_java_field(object, name, &type);
    return value && (type == 'L' || type == '[') ? value->o : NULL;
}

const struct sv_java_class *sv_java_class_in(const struct sv_java_stream *stream, sv_str name)
{
    for (const struct sv_java_class *cls = stream ? stream->classes : NULL; cls; cls = cls->next)
        if (sv_str_eq(cls->name, name))
            return cls;
    return NULL;
}
