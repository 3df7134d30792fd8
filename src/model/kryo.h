/* kryo.h: KryoSerializer objects inside Java-serialized parts of serializer snapshots (RAW types, elements of ARRAY and
 * MAP). */
#ifndef SV_MODEL_KRYO_H
#define SV_MODEL_KRYO_H
#include "model/java.h"

/* Where a search stands; begin with the chain of streams and object NULL. */
struct sv_java_place {
    const struct sv_java_stream *stream;
    const struct sv_java_object *object;
};

/* Moves to the next KryoSerializer: true, and the class it is for (empty when it names none); false past the last. */
bool sv_java_next_kryo(struct sv_java_place *place, sv_str *type_out);
#endif
