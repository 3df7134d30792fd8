/* release.h: Flink releases as far as snapshots and targets need them: rows of releases.def. */
#ifndef SV_FACTS_RELEASE_H
#define SV_FACTS_RELEASE_H
#include <stdbool.h>
#include <stdint.h>

#include "base/str.h"

struct sv_release {
    sv_str name; /* "2.2.0" */
    int32_t major, minor;
    bool target;                              /* selectable with --target */
    int32_t metadata_min, metadata_max;       /* _metadata versions it loads */
    int32_t metadata_writes;                  /* version it writes */
    int32_t kryo_major;                       /* Kryo behind its KryoSerializer */
    bool collection_types;                    /* List, Map, Set and Collection fields get serializers of their own */
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

/* How in-flight data of unaligned checkpoints is described in a version of _metadata. */
enum sv_channel_layout {
    SV_CHANNELS_NONE,
    SV_CHANNELS_BARE,    /* indexes, offsets, size, stream */
    SV_CHANNELS_SUBTASK, /* the same after a subtask index */
    SV_CHANNELS_TAGGED   /* the same after a tag, which may name a merged handle instead */
};
/* What else a version of _metadata has. */
enum sv_metadata_part {
    SV_META_UNREAD = 1,        /* known by name only: Flink itself no longer reads it */
    SV_META_LEGACY = 2,        /* fields without use: chain length, duration, number of legacy states */
    SV_META_COORDINATOR = 4,   /* coordinator state; finished operators and subtasks by negative numbers */
    SV_META_CHANGELOG_IDS = 8, /* changelog handles hold sizes and ids */
    SV_META_PROPERTIES = 16,   /* Java-serialized CheckpointProperties at the end */
    SV_META_NAMES = 32,        /* operator name and uid before the operator id */
    SV_META_REFERENCE = 64     /* optional id of the checkpoint a subtask's state comes from */
};
/* One byte layout of _metadata: rows of metaver.def. The usual layout of a version comes first; a second row of the same
 * version is one that Flink wrote under the same number, tried when the first does not fit. */
struct sv_metadata_layout {
    int32_t version;
    const char *written_by; /* "1.16 to 1.20" */
    enum sv_channel_layout channels;
    unsigned parts; /* enum sv_metadata_part, or-ed */
    const char *source;
};
/* Row i, or NULL past the end. */
const struct sv_metadata_layout *sv_metadata_layout_at(uint32_t i);
#endif
