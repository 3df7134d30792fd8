/* backend.h: what the backends of this room share; nobody outside includes it. A backend is a row of backends.def: the
 * function that tells the entries of a unit whose handle and stream are of those kinds. */
#ifndef SV_SCAN_BACKEND_H
#define SV_SCAN_BACKEND_H
#include <pthread.h>

#include "scan/scan.h"

/* A state that may be scanned. */
struct sv_scan_state {
    const struct sv_operator *op;
    const struct sv_state *state;
    struct sv_state_codecs codecs;
    const struct sv_codec *name_space; /* that of VoidNamespace too, which takes a byte */
    bool wanted;
    bool decodable; /* user key and value of every entry */
};

struct sv_rocks; /* rocks.c: staged databases, made by the first unit that needs one and shared by the others */

struct sv_scan {
    struct sv_snapshot *snapshot;
    struct sv_scan_options options;
    struct sv_arena arena; /* only sv_scan_new allocates in it */
    struct sv_scan_unit *units;
    struct sv_scan_state *states; /* by address of the state */
    size_t state_count;
    pthread_mutex_t lock;   /* of rocks */
    struct sv_rocks *rocks; /* NULL until a unit needs it */
};

/* A unit being run by one thread. */
struct sv_scan_job {
    struct sv_scan *scan;
    const struct sv_scan_unit *unit;
    const struct sv_visitor *visitor;
    const struct sv_scan_state *
        *states; /* of the first stream of the unit's handle, by number; those read to their end */
    uint32_t state_count;
    struct sv_arena scratch; /* emptied by sv_skip */
    bool stopped;            /* the visitor wants no more */
};

/* Tells all entries of the job's unit until job->stopped. SV_OK also when something was lost. */
typedef enum sv_status sv_backend_fn(struct sv_scan_job *job, struct sv_error *err);
#define BACKEND(handle, stream, function) sv_backend_fn function;
#include "scan/backends.def"
#undef BACKEND

/* Runs a job of which scan, unit and visitor are set: also a part of another one. */
SV_MUST_USE enum sv_status sv_job_run(struct sv_scan_job *job, struct sv_error *err);

/* Takes NULL. */
void sv_rocks_free(struct sv_rocks *rocks);

/* Tells an entry; operator, subtask and codecs are filled in. */
void sv_tell_entry(struct sv_scan_job *job, struct sv_state_entry *entry);
/* Tells a loss; operator and subtask are filled in. */
void sv_tell_loss(struct sv_scan_job *job, struct sv_loss loss);
/* The same for key groups of one file with a defect; first and last -1: not known. */
void sv_tell_lost(struct sv_scan_job *job, const struct sv_state *state, const struct sv_blob *blob, int32_t first,
                  int32_t last, const struct sv_defect *defect);
void sv_tell_progress(struct sv_scan_job *job, uint64_t bytes);

/* The state's row; NULL for a state of another snapshot. wanted says whether its entries are to be told. */
const struct sv_scan_state *sv_scan_state(const struct sv_scan *scan, const struct sv_state *state);
/* Whether entries of that key group belong to the unit. */
bool sv_job_key_group(const struct sv_scan_job *job, int32_t key_group);

/* A value of that serializer at the cursor, stepped over; p is NULL, and the defect in the cursor, when it does not
 * decode. A codec of NULL is a part that cannot be decoded. */
sv_str sv_take_value(struct sv_scan_job *job, struct sv_cursor *cur, const struct sv_codec *codec);
/* Time of a timer as TimerSerializer writes it: its sign bit flipped, so that bytes sort as times do. */
static inline int64_t sv_take_time(struct sv_cursor *cur)
{
    return (int64_t)((uint64_t)sv_cur_i64(cur) ^ (uint64_t)INT64_MIN);
}

/* Tells the entry of a key of canonical savepoints and of RocksDB (key group, key, namespace, user key in one:
 * CompositeKeySerializationUtils) and its value, or, when the key cannot be taken apart or is not of a key group from first to
 * last, a loss of the blob in these key groups. */
void sv_tell_composite(struct sv_scan_job *job, const struct sv_scan_state *state, sv_str key, sv_str value,
                       uint64_t at, const struct sv_blob *blob, int32_t first, int32_t last);
/* CompositeKeySerializationUtils#computeRequiredBytesInKeyGroupPrefix */
unsigned sv_key_group_bytes(int32_t max_parallelism);
#endif
