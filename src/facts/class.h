/* class.h: what we claim about Flink's serializer snapshot classes. Data only: one row per class in classes.def. */
#ifndef SV_FACTS_CLASS_H
#define SV_FACTS_CLASS_H
#include <stdint.h>

#include "base/str.h"

/* What a serializer snapshot stands for, as rules and reports ask. */
enum sv_kind {
    SV_KIND_UNKNOWN, /* class without a row */
    SV_KIND_SCALAR,  /* one value without parts: String, Long, window, ... */
    SV_KIND_GENERIC, /* names a class that serializes itself: Value, CopyableValue, Writable */
    SV_KIND_LIST,    /* ListSerializer (also of list state) */
    SV_KIND_MAP,     /* MapSerializer (also of map state) */
    SV_KIND_SET,
    SV_KIND_ARRAY,
    SV_KIND_TUPLE,
    SV_KIND_ROW,
    SV_KIND_EITHER,
    SV_KIND_NULLABLE,
    SV_KIND_TTL,
    SV_KIND_TIMER,
    SV_KIND_COMPOSITE, /* every other serializer made of serializers */
    SV_KIND_ENUM,
    SV_KIND_POJO,
    SV_KIND_KRYO,
    SV_KIND_AVRO,
    SV_KIND_JAVA,  /* JavaSerializer: values in Java serialization */
    SV_KIND_TABLE, /* RowData and kin: body holds Java-serialized logical types */
    SV_KIND_LEGACY /* pre-1.7 config snapshot, written through Java serialization */
};

/* How the bytes after class name and version are laid out; one reader per layout in flink/layout/. */
enum sv_layout {
#define LAYOUT(name) SV_LAYOUT_##name,
#include "facts/layouts.def"
#undef LAYOUT
    SV_LAYOUT_COUNT
};

/* Why a class is gone, which tells what replaces it: rows of facts/gone.def. */
enum sv_gone {
    SV_GONE_NEVER = 0, /* the class is in every target */
#define GONE(id, cure) SV_GONE_##id,
#include "facts/gone.def"
#undef GONE
    SV_GONE_COUNT
};

struct sv_class {
    sv_str name;                      /* Java binary name, $ and all */
    int32_t min_version, max_version; /* snapshot versions this layout reads */
    enum sv_kind kind;
    enum sv_layout layout;
    const char *roles;  /* roles of the nested serializers in the file's order, separated by blanks; the last one
                            serves for all that follow; "" when there are none */
    enum sv_gone gone;  /* SV_GONE_NEVER, or why no 2.x has it */
    const char *source; /* Flink module and class it was read from */
};

/* NULL when there is no row. */
const struct sv_class *sv_class_find(sv_str name);
/* Row i in order of name, or NULL past the end. */
const struct sv_class *sv_class_at(size_t i);
/* One sentence on what replaces a class that is gone; "" for SV_GONE_NEVER. */
const char *sv_gone_cure(enum sv_gone gone);
/* Name of a layout as --class takes it ("simple", "composite", ...). */
const char *sv_layout_name(enum sv_layout layout);
/* The i-th role of a class's roles (see above), as static text: "element" when there are none. */
const char *sv_class_role(const struct sv_class *cls, uint32_t i);
/* The same of any such string. A word that facts/roles.def does not have reads as "element". */
const char *sv_role_at(const char *roles, uint32_t i);
/* The snapshot class that Flink put around the snapshots of 1.3 to 1.6 of a serializer class whose own they were not
 * (LegacySerializerSnapshotTransformer); empty for nearly all. */
sv_str sv_class_transformed(sv_str serializer_class);
#endif
