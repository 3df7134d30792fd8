/* type.h: the tree of serializer snapshots. Plain data; no I/O, no opinions. */
#ifndef SV_MODEL_TYPE_H
#define SV_MODEL_TYPE_H
#include <stdint.h>

#include "base/cursor.h"
#include "facts/class.h"
#include "model/java.h"

/* One entry of a LinkedOptionalMap (fields and subclasses of a POJO, registrations of Kryo). */
struct sv_entry {
    sv_str name;
    bool key_present, value_present;
    sv_str key_class, key_name;      /* POJO field: declaring class and field name; Kryo defaults: class in key_class */
    struct sv_type *type;            /* POJO: the nested snapshot, also hung under the POJO node; NULL when absent */
    sv_str registered_class;         /* Kryo registration */
    int32_t registration_kind;       /* Kryo registration: 0 no serializer, 1 by class, 2 by instance */
    sv_str serializer_class;         /* Kryo registration of kind 1, default serializer class */
    struct sv_java_stream *instance; /* Kryo registration of kind 2, default serializer */
    struct sv_defect defect;         /* why the framed value could not be read; the frame confines the loss */
};
struct sv_entries {
    struct sv_entry *items;
    uint32_t count;
};

struct sv_pojo {
    struct sv_entries fields, registered, other;
};
struct sv_kryo {
    struct sv_entries registrations, defaults, default_classes;
};
struct sv_avro {
    sv_str runtime_class, schema_json;
};
struct sv_enum {
    sv_str *names;
    int32_t *ids; /* Scala enumerations only, else NULL */
    uint32_t count;
};

/* One serializer snapshot. Children hang here whatever the kind: a walker has no switch. */
struct sv_type {
    const struct sv_class *cls; /* NULL: class without a row */
    sv_str class_name;          /* as written in the file */
    sv_str java_type;           /* type the body names (POJO, Kryo, enum, tuple, ...), else empty */
    sv_str field;               /* POJO: field name, or class name of a subclass; else empty */
    const char *role;           /* static: key namespace value user-key element field subclass left right ... */
    int32_t version;
    int32_t outer_version; /* composites; the config snapshot's own version of SV_KIND_LEGACY; else 0 */
    enum sv_kind kind;
    struct sv_type *parent, *child, *last, *next;
    uint64_t begin, end;     /* byte range in the source file; end == begin while unknown */
    struct sv_defect defect; /* why reading stopped here or in a part, if it did; inside a part of known length (POJO
                                   field, legacy pair) it stops only that part, and the nodes above go without */
    unsigned depth;
    bool inferred;      /* body stepped over by inference: its end was found from what follows */
    bool flag;          /* the one boolean of Row, LinkedList, NFAState, two-phase commit, External, TtlAware */
    int32_t numbers[2]; /* padding length; precision and scale; field count */
    struct sv_java_stream *java; /* Java-serialized parts in order, NULL if none */
    union {                      /* by kind, NULL if none */
        struct sv_pojo *pojo;
        struct sv_kryo *kryo;
        struct sv_avro *avro;
        struct sv_enum *names;
    } more;
};

/* Pre-order step inside root; NULL at the end. Never recurses. Start with root itself. */
const struct sv_type *sv_type_next(const struct sv_type *root, const struct sv_type *t);
/* Step over t's subtree. */
const struct sv_type *sv_type_skip(const struct sv_type *root, const struct sv_type *t);
/* Hangs child under parent (NULL: does nothing) as its last child. */
void sv_type_add(struct sv_type *parent, struct sv_type *child);
/* The i-th child, or NULL. */
const struct sv_type *sv_type_child(const struct sv_type *t, uint32_t i);
/* Whether two trees say the same: classes, versions, types, names, children; byte places do not count. */
bool sv_type_same(const struct sv_type *a, const struct sv_type *b);
#endif
