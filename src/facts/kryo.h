/* kryo.h: what becomes of Kryo 2.24 bytes of Flink 1.x when Kryo 5 of Flink 2.x reads them: rows of kryo.def.
 *
 * Only the value's bytes lie in the state, without length, version or field names: nothing tells one Kryo from the
 * other, and Flink's schema check compares class and registrations alone. */
#ifndef SV_FACTS_KRYO_H
#define SV_FACTS_KRYO_H
#include <stdbool.h>

#include "base/str.h"

enum sv_kryo_fate {
    SV_KRYO_OPEN,   /* no row: the fields of the class and what they hold decide */
    SV_KRYO_SAME,   /* every value comes back equal */
    SV_KRYO_PARTLY, /* some values come back equal, others silently different */
    SV_KRYO_WRONG,  /* values come back different, mostly without an exception */
    SV_KRYO_FAILS   /* reading throws */
};

struct sv_kryo_type {
    sv_str name; /* Java binary name; a name that ends in '.' or '$' stands for all below */
    enum sv_kryo_fate fate;
    bool displaces;   /* more or fewer bytes are taken than were written: what follows on the stream moves */
    bool native;      /* Flink 2.x has a serializer of its own for it when its type arguments are plain classes */
    const char *what; /* what comes back, as the end of a sentence about values of the type */
};

/* The row of a class or of the nearest package above it, or NULL. Names are as written in the file. */
const struct sv_kryo_type *sv_kryo_type_find(sv_str name);
/* Row i in the table's order, or NULL past the end. */
const struct sv_kryo_type *sv_kryo_type_at(size_t i);
#endif
