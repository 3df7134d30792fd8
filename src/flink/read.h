/* read.h: bytes to model. Knows base, facts and model; opens no file and has no opinion.
 *
 * Every reader takes a cursor and an arena and never fails as a call: what could not be read carries a defect. */
#ifndef SV_FLINK_READ_H
#define SV_FLINK_READ_H
#include "base/arena.h"
#include "model/snapshot.h"

/* Rows added for one run by --class: looked up before facts/classes.def. */
struct sv_extra_classes {
    const struct sv_class *rows;
    size_t count;
};

/* A guess to try: the body (what follows class name and version) of the class without a row whose name (its i2 length)
 * starts at offset at takes length bytes. */
struct sv_assumed {
    uint64_t at;
    uint64_t length;
};

/* What inference spent and found, shared by all heads of one snapshot: the subtasks of an operator write the same head
 * byte for byte, so that each is worked out once. Begin with { .work_left = SV_LIMIT_INFER_WORK }. */
struct sv_inferred;
struct sv_inference {
    uint64_t work_left;        /* bytes that may still be read in trials */
    struct sv_inferred *known; /* heads that were worked out; in the arena of the reader */
};

struct sv_reader {
    struct sv_cursor cur;
    struct sv_arena *arena;
    const struct sv_extra_classes *extra; /* NULL for none */
    unsigned nodes_left;                  /* SV_LIMIT_TYPE_NODES at the start of a head */
    const struct sv_assumed *assumed;     /* an unknown class found here is stepped over and marked inferred */
    size_t assumed_count;
    struct sv_inference *inference; /* NULL: no head is worked out by inference */
};

/* _metadata: CheckpointMetadata as MetadataSerializers reads it (V1 to V7). Fills everything of snapshot that stands
 * in the file; sets snapshot->defect and stops where bytes end or make no sense. */
void sv_read_metadata(struct sv_cursor cur, struct sv_snapshot *snapshot);

/* One versioned serializer snapshot (TypeSerializerSnapshot#writeVersionedSnapshot): UTF class, i4 version, body.
 * Hangs it under parent (may be NULL). role is static text. NULL only when memory is out (then the cursor carries the
 * defect); else the node, with the defect in it as well as in the cursor when it could not be read to its end. */
struct sv_type *sv_read_type(struct sv_reader *r, struct sv_type *parent, const char *role);

/* TypeSerializerSnapshotSerializationUtil: i4 2, then as above; i4 1 of 1.3 to 1.6 too. */
struct sv_type *sv_read_type_proxy(struct sv_reader *r, struct sv_type *parent, const char *role);

/* TypeSerializerSerializationUtil#readSerializersAndConfigsWithResilience (heads and legacy snapshots of 1.3 to 1.6): a
 * table of offsets, then pairs of a Java-serialized serializer and its snapshot. Hangs each snapshot under parent, or
 * chains them by next when parent is NULL; the serializer hangs on the snapshot's java. roles is static and reads as
 * in struct sv_class. Returns the first, NULL when there is none or when it could not be read. */
struct sv_type *sv_read_type_pairs(struct sv_reader *r, struct sv_type *parent, const char *roles);

/* TypeSerializerSerializationUtil#tryReadSerializer: i4 1, i4 length, a Java-serialized serializer. A stream inside the
 * length that cannot be read is NULL and goes to defect_out alone; the cursor moves past it. */
struct sv_java_stream *sv_read_prior_serializer(struct sv_reader *r, struct sv_defect *defect_out);

enum sv_framing { SV_FRAMING_UNKNOWN, SV_FRAMING_VERSIONED, SV_FRAMING_PROXY, SV_FRAMING_PRE_1_7 };
const char *sv_framing_name(enum sv_framing framing); /* "versioned", "proxy", "pre-1.7", "unknown" */

/* A file that holds one serializer snapshot and nothing else; finds out which framing it has. The cursor of r is left
 * after the last byte read. NULL, with the defect in the cursor, when it has no framing or its pairs make no sense. */
struct sv_type *sv_read_type_file(struct sv_reader *r, enum sv_framing *framing_out);

/* One Java object stream (magic, version, one object) at the cursor, stepped over exactly. NULL when it could not be
 * read: the cursor then carries the defect. */
struct sv_java_stream *sv_read_java(struct sv_cursor *cur, struct sv_arena *arena);

/* Heads of state streams. Each returns a stream, NULL only when memory is out.
 * keyed: KeyedBackendSerializationProxy; cur->end must be the end of the head where it is known (first key-group
 * offset), else the end of the bytes; exact_end says which: with it a class without a row may be stepped over by
 * inference. operator likewise. backend is what the caller knows from the handle. */
struct sv_stream *sv_read_keyed_head(struct sv_reader *r, bool exact_end, enum sv_backend backend);
struct sv_stream *sv_read_operator_head(struct sv_reader *r, bool exact_end);
/* Raw keyed state of one key group, which cur->end must not exceed: InternalTimerServiceSerializationProxy (heap timers
 * beside RocksDB); a stream of kind OPAQUE when the bytes are a user's own. Behind a service's serializers stand its
 * timers, which only a decoder can step over: while read < declared, try a key group with fewer timers (every key
 * group names every service). */
struct sv_stream *sv_read_timers_head(struct sv_reader *r);
/* The beginning of such a key group for those who read on from there: the version, 0 for the unversioned form; then, behind
 * the name of a service, its serializers. */
int32_t sv_read_timers_version(struct sv_cursor *cur);
void sv_step_over_timer_serializers(struct sv_reader *r, int32_t version);
/* Metadata entries of one changelog increment. In memory (InMemoryChangelogStateHandle): at the i4 number of changes,
 * as it stands in _metadata. */
struct sv_stream *sv_read_changelog_head(struct sv_reader *r);
/* The same for one file of a ChangelogStateHandleStreamImpl: the cursor covers the whole file (from its compression
 * flag on), offset is the one the handle records for it (uncompressed bytes behind the flag). */
struct sv_stream *sv_read_changelog_file_head(struct sv_reader *r, uint64_t offset);

/* murmur3_128(seed 0) of the UTF-8 bytes, as StreamGraphHasherV2 makes an operator id of a uid. */
void sv_uid_hash(sv_str uid, unsigned char id_out[16]);
#endif
