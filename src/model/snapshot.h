/* snapshot.h: what was found in a checkpoint or savepoint. Plain data in one arena; no I/O, no opinions.
 *
 *   snapshot > operator > subtask > handle > stream > state > type (model/type.h)
 *
 * Lists are singly linked in the file's order. Strings borrow from the mapped files, which live as long as the snapshot. */
#ifndef SV_MODEL_SNAPSHOT_H
#define SV_MODEL_SNAPSHOT_H
#include <stdint.h>

#include "base/arena.h"
#include "base/file.h"
#include "model/type.h"

/* Where the bytes of a state handle lie: Flink's StreamStateHandle. */
enum sv_blob_kind {
    SV_BLOB_NONE,     /* null handle */
    SV_BLOB_INLINE,   /* ByteStreamStateHandle: bytes stand in _metadata */
    SV_BLOB_FILE,     /* FileStateHandle: absolute path or URI */
    SV_BLOB_RELATIVE, /* RelativeFileStateHandle: path relative to the snapshot's folder */
    SV_BLOB_SEGMENT,  /* SegmentFileStateHandle: part of a file shared by several handles */
    SV_BLOB_EMPTY     /* EmptySegmentFileStateHandle */
};
/* A checkpoint may name millions of them: kept small. */
struct sv_blob {
    enum sv_blob_kind kind;
    enum sv_defect_code defect; /* missing, short, ...: set by inspect; SV_DEFECT_NONE when there is nothing to say */
    sv_str name;                /* path, relative path, or the inline handle's name */
    uint64_t size;              /* bytes of state */
    uint64_t at;                /* offset in _metadata of the description; of the bytes when inline */
    union {
        const unsigned char *bytes;       /* inline: size bytes */
        const struct sv_segment *segment; /* segment */
    } more;
    struct sv_place *place; /* where its file is on this machine; NULL while not looked for, and for inline ones */
};
/* What else a SegmentFileStateHandle says. */
struct sv_segment {
    uint64_t start;    /* where it begins in its file */
    int32_t scope;     /* CheckpointedStateScope: 0 exclusive, 1 shared */
    sv_str logical_id; /* LogicalFileId */
};
/* A file that blobs name, once however many do. */
struct sv_place {
    const char *path;         /* on this machine, or below an archive; NULL when it was not found */
    uint64_t file_bytes;      /* its size on disk */
    size_t map;               /* 1 + its index in the maps of the snapshot; 0 while it is not mapped */
    enum sv_defect_code lost; /* why there is no path */
    struct sv_member *member; /* in an archive (store/archive.h), good while that is open; NULL for a file of its own */
};

/* A named file of an incremental handle (local path -> blob), or a file of a changelog increment. */
struct sv_file {
    sv_str name;     /* original name in the RocksDB folder, e.g. 000012.sst; empty in an increment */
    uint64_t offset; /* increment: where it begins in the blob's uncompressed bytes */
    struct sv_blob blob;
    struct sv_file *next;
};

/* One named state of an operator state handle: where its elements begin. */
enum sv_distribution { SV_DIST_SPLIT, SV_DIST_UNION, SV_DIST_BROADCAST };
struct sv_partition {
    sv_str name;
    enum sv_distribution mode;
    sv_str offsets; /* i8 big-endian each, as written */
    uint32_t offset_count;
    struct sv_partition *next;
};

enum sv_handle_kind {
    SV_HANDLE_KEY_GROUPS,           /* KeyGroupsStateHandle */
    SV_HANDLE_KEY_GROUPS_SAVEPOINT, /* KeyGroupsSavepointStateHandle: canonical format */
    SV_HANDLE_INCREMENTAL,          /* IncrementalRemoteKeyedStateHandle */
    SV_HANDLE_CHANGELOG,            /* ChangelogStateBackendHandleImpl */
    SV_HANDLE_CHANGELOG_BYTES,      /* InMemoryChangelogStateHandle */
    SV_HANDLE_CHANGELOG_FILES,      /* ChangelogStateHandleStreamImpl */
    SV_HANDLE_OPERATOR,             /* OperatorStreamStateHandle and its file-merging kin */
    SV_HANDLE_STREAM,               /* raw: a stream handle used as it is */
    SV_HANDLE_INPUT_CHANNEL,        /* InputChannelStateHandle */
    SV_HANDLE_RESULT_SUBPARTITION,  /* ResultSubpartitionStateHandle */
    SV_HANDLE_MERGED_INPUT,         /* MergedInputChannelStateHandle */
    SV_HANDLE_MERGED_RESULT         /* MergedResultSubpartitionStateHandle */
};
struct sv_stream;
struct sv_handle {
    enum sv_handle_kind kind;
    uint8_t tag;                              /* the byte that named it in the file */
    bool placeholder;                         /* changelog: nested as materialized */
    uint64_t at;                              /* offset in _metadata */
    int32_t first_key_group, key_group_count; /* keyed kinds */
    sv_str offsets; /* key groups: key_group_count x i8, as written; channel state: offsets in the blob */
    uint32_t offset_count;
    struct sv_blob blob;     /* the stream; incremental: its metadata stream */
    sv_str backend_id;       /* incremental: UUID of the backend; changelog: keyed state handle id */
    int64_t checkpoint_id;   /* incremental, changelog; else -1 */
    int64_t persisted_bytes; /* V2 handles; -1 when unknown */
    int64_t from,
        to; /* changelog increments: sequence numbers; channel state: gate/partition index and channel index */
    sv_str storage_id;                      /* changelog file increments: storage identifier */
    int32_t subtask_index;                  /* channel state: -1 when not recorded */
    struct sv_file *shared, *private_files; /* incremental */
    uint32_t shared_count, private_count;
    struct sv_partition *partitions; /* operator */
    uint32_t partition_count;
    struct sv_handle *materialized, *increments; /* changelog */
    struct sv_file *increment_files;             /* changelog file increment */
    struct sv_stream *stream;                    /* head of the state, attached by inspect; NULL when it has none */
    struct sv_handle *next;
};

enum sv_stream_kind {
    SV_STREAM_KEYED,     /* KeyedBackendSerializationProxy */
    SV_STREAM_OPERATOR,  /* OperatorBackendSerializationProxy */
    SV_STREAM_TIMERS,    /* raw keyed state with InternalTimersSnapshot per key group */
    SV_STREAM_CHANGELOG, /* metadata entries inside a changelog increment */
    SV_STREAM_OPAQUE     /* user-written raw state: no head to read */
};
enum sv_backend { SV_BACKEND_UNKNOWN, SV_BACKEND_HEAP, SV_BACKEND_ROCKSDB, SV_BACKEND_OPERATOR, SV_BACKEND_CHANGELOG };
enum sv_state_kind {
    SV_STATE_VALUE,
    SV_STATE_LIST,
    SV_STATE_MAP,
    SV_STATE_REDUCING,
    SV_STATE_AGGREGATING,
    SV_STATE_FOLDING,
    SV_STATE_TIMER,
    SV_STATE_OPERATOR_LIST,
    SV_STATE_OPERATOR_UNION,
    SV_STATE_BROADCAST,
    SV_STATE_UNKNOWN
};
struct sv_option {
    sv_str key, value;
    struct sv_option *next;
};
struct sv_state {
    sv_str name;
    enum sv_state_kind kind;
    enum sv_backend backend;
    struct sv_option *options; /* as written */
    struct sv_type
        *serializers; /* one root per role, chained by next: key, namespace, value; the key serializer of a keyed
                                    stream is its first, shared root: sv_state_key gives it */
    const struct sv_stream *stream;
    uint64_t at; /* offset of its name in the stream */
    struct sv_state *next;
};
/* Subtasks mostly write the same bytes: such streams share key and states with the one that was read first, and the
 * stream of those states is that one. */
struct sv_stream {
    enum sv_stream_kind kind;
    const struct sv_handle *handle;
    const struct sv_blob *blob; /* whose bytes were read; names the file in findings */
    int32_t version;            /* of the serialization proxy */
    bool compressed;            /* key groups (or operator state from 1.18) are snappy framed */
    struct sv_type *key;        /* keyed: the key serializer; NULL otherwise or when unread */
    uint32_t declared, read;    /* states announced and states read to their end */
    struct sv_state *states;
    uint64_t head_end;       /* offset after the head */
    struct sv_defect defect; /* why reading stopped, if it did */
    struct sv_stream *next;  /* further heads of the same handle (changelog) */
};

struct sv_subtask {
    int32_t index;
    bool finished;
    int64_t ref_checkpoint_id; /* metadata V7; -1 for none */
    struct sv_handle *managed_operator, *raw_operator, *managed_keyed, *raw_keyed, *input_channel, *result_subpartition;
    struct sv_subtask *next;
};

/* A state of an operator over all its subtasks. */
struct sv_op_state {
    const struct sv_state *state; /* as the first subtask that has it wrote it */
    uint32_t subtask_count;       /* subtasks that have it */
    const struct sv_state *other; /* one that disagrees, NULL when all agree */
    struct sv_op_state *next;
};
struct sv_operator {
    unsigned char id[16];
    sv_str name, uid; /* empty when unknown; uid from the file (V5+) or from candidates */
    bool uid_guessed; /* uid was matched from --uids */
    int32_t parallelism, max_parallelism;
    bool fully_finished;
    struct sv_blob coordinator; /* kind NONE without */
    struct sv_subtask *subtasks;
    uint32_t subtask_count;
    struct sv_op_state *states;
    uint32_t state_count;
    uint64_t state_bytes; /* sum of its handles */
    uint64_t at;
    struct sv_operator *next;
};

struct sv_master_state {
    sv_str name;
    int32_t version;
    sv_str bytes;
    struct sv_master_state *next;
};

enum sv_snapshot_kind {
    SV_SNAP_UNKNOWN,
    SV_SNAP_CANONICAL_SAVEPOINT,
    SV_SNAP_NATIVE_SAVEPOINT,
    SV_SNAP_FULL_CHECKPOINT,
    SV_SNAP_INCREMENTAL_CHECKPOINT,
    SV_SNAP_CHANGELOG_CHECKPOINT
};
struct sv_properties { /* CheckpointProperties, Java-serialized since V4 */
    bool present;
    enum { SV_PROP_CHECKPOINT, SV_PROP_SAVEPOINT, SV_PROP_OTHER } type;
    enum { SV_FORMAT_NONE, SV_FORMAT_CANONICAL, SV_FORMAT_NATIVE } format;
    bool full; /* SharingFilesStrategy.FORWARD / full checkpoint */
    sv_str type_name;
};

struct sv_snapshot {
    struct sv_arena arena;
    sv_str path;         /* as given */
    sv_str folder;       /* that holds _metadata */
    sv_str metadata;     /* path of _metadata itself */
    bool archived;       /* path is an archive; folder, metadata and places are paths below it: "a.tar.gz/chk-3" */
    struct sv_map map;   /* of _metadata */
    struct sv_map *maps; /* of state files; owned */
    size_t map_count, map_capacity;
    int32_t version;        /* metadata version; 0 when it could not be opened */
    const char *written_by; /* Flink releases that write this layout: "1.16 to 1.20"; static, "" when unknown */
    int64_t checkpoint_id;
    struct sv_properties properties;
    enum sv_snapshot_kind kind;
    bool kind_in_file; /* false: deduced from the handles */
    struct sv_master_state *master_states;
    uint32_t master_count;
    struct sv_operator *operators;
    uint32_t operator_count, state_count;
    uint32_t declared_operators; /* as the file announces */
    uint64_t state_bytes;
    size_t uids_given, uids_strange; /* candidates, and those of them that are no operator's */
    sv_str strange_uid;              /* the first of these */
    bool moved;                      /* files recorded with a path of a local file system were found elsewhere */
    struct sv_defect defect;         /* why reading _metadata stopped, if it did */
    uint64_t trailing_bytes;         /* behind the end that the file itself marks; Flink does not look at them */
};

/* The words of docs and contract: "canonical-savepoint", "operator-list", "rocksdb", ... Static text. */
const char *sv_snapshot_kind_name(enum sv_snapshot_kind kind);
const char *sv_state_kind_name(enum sv_state_kind kind);
const char *sv_backend_name(enum sv_backend backend);
const char *sv_handle_kind_name(enum sv_handle_kind kind); /* Flink's class name */
/* Whether a kind is keyed state (timers included). */
bool sv_state_is_keyed(enum sv_state_kind kind);

/* The serializers of a state one after the other, key serializer of a keyed stream first: start with NULL. */
const struct sv_type *sv_state_next_root(const struct sv_state *state, const struct sv_type *root);
/* The root with that role ("key", "namespace", "value"), or NULL. */
const struct sv_type *sv_state_root(const struct sv_state *state, const char *role);

/* The file of an incremental handle that has that name in the RocksDB folder; NULL when there is none. */
const struct sv_file *sv_handle_file(const struct sv_handle *handle, sv_str name);

/* Releases maps and arena, not the struct itself. */
void sv_snapshot_release(struct sv_snapshot *snapshot);
#endif
