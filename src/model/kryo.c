/* kryo.c: KryoSerializer objects in Java streams. Mirrors the field type of
 * o.a.f.api.java.typeutils.runtime.kryo.KryoSerializer, which 1.8 to 2.x have. */
#include "model/kryo.h"

static bool is_kryo(const struct sv_java_object *object)
{
    static const sv_str name = SV_STR_INIT("org.apache.flink.api.java.typeutils.runtime.kryo.KryoSerializer");
    if (object->kind != SV_JAVA_OBJECT)
        return false;
    for (const struct sv_java_class *cls = object->cls; cls; cls = cls->super)
        if (sv_str_eq(cls->name, name))
            return true;
    return false;
}

bool sv_java_next_kryo(struct sv_java_place *place, sv_str *type_out)
{
    while (place->stream) {
        place->object = place->object ? place->object->next : place->stream->objects;
        if (!place->object) {
            place->stream = place->stream->next;
        } else if (is_kryo(place->object)) {
            const struct sv_java_object *type = sv_java_ref(place->object, "type");
            bool named = type && type->kind == SV_JAVA_CLASS && type->cls;
            *type_out = named ? type->cls->name : (sv_str){ "", 0 };
            return true;
        }
    }
    return false;
}
