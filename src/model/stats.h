/* stats.h: what is in the states of a snapshot, counted. Plain data; the sums of parts are those of the whole. */
#ifndef SV_MODEL_STATS_H
#define SV_MODEL_STATS_H
#include "model/issue.h"

/* Highest number of key groups: KeyGroupRangeAssignment.UPPER_BOUND_MAX_PARALLELISM. */
enum { SV_KEY_GROUPS_MOST = 32768 };

/* How far times are from the reference: before it, below each of the limits, beyond all, never (of timers). */
enum { SV_TIME_LIMITS = 7, SV_TIME_BINS = SV_TIME_LIMITS + 3 };
enum { SV_BIN_BEFORE = 0, SV_BIN_BEYOND = SV_TIME_LIMITS + 1, SV_BIN_NEVER = SV_TIME_LIMITS + 2 };
extern const int64_t sv_time_limits_ms[SV_TIME_LIMITS];
struct sv_times {
    uint64_t count;
    int64_t first, last; /* the smallest and largest; good when count is not 0 */
    uint64_t bins[SV_TIME_BINS];
    uint64_t expired; /* of times to live: not after reference - ttl */
};

struct sv_group_count {
    uint64_t entries, bytes; /* of keys and values */
};

enum { SV_PART_KEY_OF, SV_PART_NAMESPACE_OF, SV_PART_USER_KEY_OF, SV_ENTRY_PARTS };
/* An entry with a large value. */
struct sv_largest {
    uint64_t bytes;               /* of its value */
    int32_t key_group, subtask;   /* -1 for none */
    uint64_t at;                  /* in its file */
    sv_str raw[SV_ENTRY_PARTS];   /* as stored: p NULL for none; owned, all in raw[0].p or the first that is there */
    char *owned;                  /* what raw borrows from */
    sv_str shown[SV_ENTRY_PARTS]; /* as JSON; p NULL for none or undecoded; in the arena of the stats */
    const struct sv_state_codecs *codecs; /* while the scan lives */
};
enum { SV_LARGEST_MOST = 100 };

struct sv_state_stats {
    const struct sv_operator *op;
    const struct sv_state *state;
    bool counted; /* entries are known: false when nothing was read of it, as for an estimate of heap state */
    uint64_t entries, key_bytes, value_bytes; /* as serialized; key with namespace and user key */
    bool disk_known;
    uint64_t disk_bytes, files;    /* of the state alone */
    struct sv_group_count *groups; /* owned; NULL while none was met. From first_group on */
    int32_t first_group, group_count;
    bool timed;                 /* with a time to live */
    struct sv_times ttl;        /* times of last access */
    struct sv_times due;        /* of timers */
    struct sv_largest *largest; /* owned, the largest first */
    uint32_t largest_count;
};

/* What lies in the same files for all states of an operator. */
struct sv_operator_stats {
    const struct sv_operator *op;
    uint64_t files, bytes; /* on disk, or inline in _metadata; files once each */
};

/* One machine's share of the work. */
struct sv_share {
    uint32_t index, count; /* index of 0 .. count - 1; count 0 for the whole */
};

struct sv_stats {
    struct sv_arena arena;
    const struct sv_snapshot *snapshot;
    char snapshot_id[33]; /* of the bytes of _metadata */
    struct sv_share share;
    bool estimate;                       /* from metadata alone */
    uint32_t top;                        /* largest values kept */
    int64_t reference_ms;                /* what times are measured from */
    bool reference_given;                /* or when _metadata was written on this machine */
    int64_t ttl_ms;                      /* -1 when not given */
    sv_str filter;                       /* what was asked for, as text; empty for all */
    struct sv_operator_stats *operators; /* owned; all of the snapshot, in its order */
    size_t operator_count;
    struct sv_state_stats *states; /* owned; in the order of the snapshot */
    size_t state_count;
    struct sv_issues losses;
};

/* An empty accumulator of a state. */
void sv_state_stats_free(struct sv_state_stats *s);
/* Counts an entry's key group. False when memory is out; groups past the range are left out. */
SV_MUST_USE bool sv_stats_group(struct sv_state_stats *s, int32_t key_group, struct sv_group_count more);
void sv_times_add(struct sv_times *times, int64_t distance_ms, int64_t time_ms);
/* Whether a value of that size could be among the largest. */
bool sv_stats_is_large(const struct sv_state_stats *s, uint32_t top, uint64_t bytes);
/* Keeps a copy of the entry when it is among the largest: by size, then by place, so that the order of adding does not
 * matter. False when memory is out. */
SV_MUST_USE bool sv_stats_keep_largest(struct sv_state_stats *s, uint32_t top, const struct sv_largest *entry);
/* Adds what was counted in from. False when memory is out. */
SV_MUST_USE bool sv_state_stats_add(struct sv_state_stats *s, const struct sv_state_stats *from, uint32_t top);

void sv_stats_free(struct sv_stats *stats);

/* Key groups by their entries. */
struct sv_spread {
    int32_t groups, used; /* of the operator; with entries */
    uint64_t min, median, max;
    int32_t largest_group;
    double skew; /* the largest by the mean; 0 without entries */
};
/* False when the state has no key groups or memory is out. */
bool sv_spread_of(const struct sv_state_stats *s, struct sv_spread *out);
#endif
