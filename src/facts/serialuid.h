/* serialuid.h: classes that serializer snapshots of 1.x hold in Java serialization, and what 2.x has for them: rows of
 * uids.def. */
#ifndef SV_FACTS_SERIALUID_H
#define SV_FACTS_SERIALUID_H
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/str.h"

struct sv_serial_class {
    sv_str name;       /* Java binary name; one that ends in '.' stands for all below that package */
    bool gone;         /* in no 2.x: the rest says nothing */
    int64_t uid;       /* serialVersionUID in 2.x */
    int64_t tolerated; /* another that RowData, ArrayData and MapData snapshots accept; uid when there is none */
};

/* NULL when there is no row: the class is not known to have changed. */
const struct sv_serial_class *sv_serial_class_find(sv_str name);
/* Row i in order of name, or NULL past the end. */
const struct sv_serial_class *sv_serial_class_at(size_t i);
#endif
