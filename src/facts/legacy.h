/* legacy.h: connectors of Flink 1.x whose state 2.x meets without them: rows of legacy.def. */
#ifndef SV_FACTS_LEGACY_H
#define SV_FACTS_LEGACY_H
#include <stddef.h>

#include "base/str.h"

struct sv_legacy {
    sv_str types;          /* beginning of Java types that went with it: 2.x cannot read the state; else empty */
    sv_str state;          /* name of its operator state, which can be read; else empty */
    const char *connector; /* class or name as users know it */
    const char *cure;
};

/* The row whose types include that Java class, or NULL. */
const struct sv_legacy *sv_legacy_of_type(sv_str java_type);
/* The row whose operator state has that name, or NULL. */
const struct sv_legacy *sv_legacy_of_state(sv_str name);
/* Row i in the table's order, or NULL past the end. */
const struct sv_legacy *sv_legacy_at(size_t i);
#endif
