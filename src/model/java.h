/* java.h: a Java object stream (java.io.ObjectOutputStream) as data: what was written, not what it means.
 *
 * All nodes live in the snapshot's arena; strings are borrowed from the file. The graph may hold cycles: walk it by
 * sv_java_object.mark or through descriptors and the flat list of objects, never by blind recursion. */
#ifndef SV_MODEL_JAVA_H
#define SV_MODEL_JAVA_H
#include <stdint.h>

#include "base/str.h"

struct sv_java_object;

struct sv_java_field {
    char type; /* B C D F I J S Z, L (object) or [ (array) */
    sv_str name;
    sv_str signature; /* of L and [, as written: "Ljava/lang/String;" */
};

/* A class descriptor: name, serialVersionUID, fields, superclass. */
struct sv_java_class {
    sv_str name; /* binary name; "" for a proxy */
    int64_t uid;
    uint8_t flags; /* SC_WRITE_METHOD 1, SC_SERIALIZABLE 2, SC_EXTERNALIZABLE 4, SC_BLOCK_DATA 8, SC_ENUM 16 */
    uint16_t field_count;
    struct sv_java_field *fields;
    struct sv_java_class *super; /* NULL for none */
    uint16_t levels;             /* descriptors from the topmost superclass to this one */
    uint64_t at;                 /* offset of the name in the file */
    struct sv_java_class *next;  /* all descriptors of the stream in order of appearance */
};

enum sv_java_kind {
    SV_JAVA_NULL,
    SV_JAVA_OBJECT,
    SV_JAVA_STRING,
    SV_JAVA_ENUM,
    SV_JAVA_ARRAY,
    SV_JAVA_CLASS,
    SV_JAVA_BLOCK
};

/* One value of a field or an array: a number or a reference. */
union sv_java_value {
    int64_t i;                /* B C I J S Z sign-extended (C zero-extended) */
    double d;                 /* D F */
    struct sv_java_object *o; /* L [; NULL for null */
};

struct sv_java_object {
    enum sv_java_kind kind;
    struct sv_java_class *cls; /* of objects, enums, arrays and class references; NULL for strings and blocks */
    sv_str text; /* string, enum constant, the bytes of a block (primitive data written by hand) or of a byte[] */
    union sv_java_value
        *values; /* object: fields of the topmost superclass first, down to cls; array: items, but for byte[] */
    uint32_t value_count;
    struct sv_java_object **annotations; /* what writeObject methods wrote besides fields, in order */
    uint32_t annotation_count;
    struct sv_java_object *next; /* all objects of the stream in order of appearance */
    uint64_t at;
    unsigned mark; /* for walkers; 0 after reading */
};

/* One complete stream: AC ED 00 05 and one object. */
struct sv_java_stream {
    struct sv_java_object *root;    /* NULL for a written null */
    struct sv_java_object *objects; /* flat list */
    struct sv_java_class *classes;  /* flat list */
    uint64_t begin, end;            /* byte range in the file */
    sv_str bytes;                   /* the same as it stands there */
    struct sv_java_stream *next;    /* streams of one serializer snapshot in order */
};

/* The value of a named field of an object, whichever class of its hierarchy declares it (the most derived first);
 * NULL when there is none. type_out (may be NULL) gets the field's type letter. */
const union sv_java_value *sv_java_field(const struct sv_java_object *object, const char *name, char *type_out);
/* The same for a field that holds a reference; NULL when absent or null. */
const struct sv_java_object *sv_java_ref(const struct sv_java_object *object, const char *name);
/* Whether the stream holds a descriptor of that class; the descriptor, or NULL. */
const struct sv_java_class *sv_java_class_in(const struct sv_java_stream *stream, sv_str name);
#endif
