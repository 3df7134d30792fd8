/* release.h: Flink releases as far as snapshots and targets need them: rows of releases.def. */
#ifndef SV_FACTS_RELEASE_H
#define SV_FACTS_RELEASE_H
#include <stdbool.h>
#include <stdint.h>

#include "base/str.h"

struct sv_release {
    sv_str name;             /* "2.2.0" */
    int32_t major, minor;
    bool target;             /* selectable with --target */
    int32_t metadata_min, metadata_max; /* _metadata versions it loads */
    int32_t metadata_writes; /* version it writes */
    int32_t kryo_major;      /* Kryo behind its KryoSerializer */
    bool collection_types;   /* List, Map, Set and Collection fields get serializers of their own */
    bool ttl_toggle_rocksdb, ttl_toggle_heap; /* TTL may be switched on or off between snapshot and job */
    const char *source;
};

/* "2.2.0", or "2.2" for the row of that minor; NULL when there is none. */
const struct sv_release *sv_release_find(sv_str name);
const struct sv_release *sv_release_at(uint32_t i);
/* The default target. */
const struct sv_release *sv_release_default(void);
/* "1.18 to 1.20" and the like: releases that write that metadata version, static text; "" when nobody does. */
const char *sv_metadata_written_by(int32_t metadata_version);
#endif
