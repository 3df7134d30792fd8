/* kryo_class.h: how Kryo 2.24 lays out the objects of a class: rows of kryo_classes.def. */
#ifndef SV_FACTS_KRYO_CLASS_H
#define SV_FACTS_KRYO_CLASS_H
#include <stdbool.h>

#include "base/str.h"

enum sv_kryo_shape {
#define SHAPE(name) SV_KRYO_SHAPE_##name,
#include "facts/kryo_shapes.def"
#undef SHAPE
    SV_KRYO_SHAPE_COUNT
};

struct sv_kryo_class {
    sv_str name; /* Class.getName(): "[I" for int[] */
    enum sv_kryo_shape shape;
    bool is_final;
    int id;             /* registered by Flink in every job; -1: written by name */
    const char *detail; /* by shape: fields, constants, ... */
};

/* NULL when there is no row. */
const struct sv_kryo_class *sv_kryo_class_find(sv_str name);
/* Row i in order of name, or NULL past the end. */
const struct sv_kryo_class *sv_kryo_class_at(size_t i);
/* Shape that a Kryo serializer gives to whatever class it is registered for; SV_KRYO_SHAPE_none when that is not known. */
enum sv_kryo_shape sv_kryo_shape_of(sv_str serializer_class);
#endif
