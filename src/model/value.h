/* value.h: one decoded value of a state entry as a small tree: bytes become this, reports print it.
 *
 * Nodes live in an arena that the caller empties after each entry. Texts may be borrowed from the decoded bytes, names
 * from the serializer tree: a value lives no longer than those. */
#ifndef SV_MODEL_VALUE_H
#define SV_MODEL_VALUE_H
#include <stdint.h>

#include "base/arena.h"
#include "base/cursor.h"

enum sv_value_kind {
    SV_VALUE_NULL,
    SV_VALUE_BOOL,   /* i */
    SV_VALUE_INT,    /* i: byte, short, int */
    SV_VALUE_LONG,   /* i: 64 bits, a string in JSON */
    SV_VALUE_FLOAT,  /* d: shortest form that gives the same float */
    SV_VALUE_DOUBLE, /* d */
    SV_VALUE_TEXT,   /* text: UTF-8; strings, chars, enum constants, times, big numbers */
    SV_VALUE_BYTES,  /* text: raw bytes, hex in reports */
    SV_VALUE_ARRAY,  /* children: array, list, set, tuple, Row, RowData */
    SV_VALUE_MAP,    /* children in pairs: key, value, key, value, ... */
    SV_VALUE_OBJECT, /* children with names: POJO, Avro record, case class, window, Either */
};
struct sv_value {
    enum sv_value_kind kind;
    sv_str name; /* of an object's member: UTF-8 */
    sv_str text;
    int64_t i;
    double d;
    uint32_t count;                       /* children */
    struct sv_value *child, *last, *next; /* children may be shared with another node, never a node itself */
};

/* Hangs child under parent as its last child. Does nothing when one of them is NULL. */
void sv_value_add(struct sv_value *parent, struct sv_value *child);
/* The member of that name, or NULL. */
const struct sv_value *sv_value_member(const struct sv_value *object, const char *name);
#endif
