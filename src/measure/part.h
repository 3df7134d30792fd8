/* part.h: results of divided runs, read back from the JSON that src/report wrote, and added up. */
#ifndef SV_MEASURE_PART_H
#define SV_MEASURE_PART_H
#include <cjson/cJSON.h>

#include "base/error.h"
#include "model/stats.h"
#include "model/verified.h"

/* A part being read. What does not fit makes it bad, and is said by sv_part_bad. */
struct sv_part {
    const char *path;
    cJSON *document; /* owned */
    struct sv_share share;
    const char *snapshot_id, *schema;
    struct sv_arena *arena; /* where texts and models go */
    bool bad, no_memory;
};
SV_MUST_USE enum sv_status sv_part_open(const char *path, sv_str bytes, struct sv_part *out, struct sv_error *err);
void sv_part_close(struct sv_part *part);
/* The failure of a part that is bad or had no memory; SV_OK when neither. */
SV_MUST_USE enum sv_status sv_part_end(const struct sv_part *part, struct sv_error *err);

/* Which shards have come. Errors name the parts. */
struct sv_shares {
    uint32_t count;
    const char *snapshot_id; /* of the first part; borrowed */
    const char **paths;      /* owned: of each shard, NULL while it is missing */
    const char *first_path;
};
SV_MUST_USE enum sv_status sv_shares_add(struct sv_shares *shares, const char *path, struct sv_share share,
                                         const char *snapshot_id, struct sv_error *err);
SV_MUST_USE enum sv_status sv_shares_end(const struct sv_shares *shares, struct sv_error *err);
void sv_shares_free(struct sv_shares *shares);

/* Members; what is missing or of another kind makes the part bad. */
const cJSON *sv_part_item(struct sv_part *part, const cJSON *from, const char *key);
const cJSON *sv_part_list(struct sv_part *part, const cJSON *from, const char *key); /* its first item */
uint64_t sv_part_u64(struct sv_part *part, const cJSON *item);                       /* of a string */
int64_t sv_part_i64(struct sv_part *part, const cJSON *item);
uint64_t sv_part_u64_of(struct sv_part *part, const cJSON *from, const char *key);
int64_t sv_part_i64_of(struct sv_part *part, const cJSON *from, const char *key);
int32_t sv_part_number(struct sv_part *part, const cJSON *from, const char *key); /* null is -1 */
bool sv_part_bool(struct sv_part *part, const cJSON *from, const char *key);
sv_str sv_part_text(struct sv_part *part, const cJSON *from, const char *key); /* null is empty; in the arena */
/* Bytes of hex digits, in the arena; p NULL for null or a member that is not there. */
sv_str sv_part_hex(struct sv_part *part, const cJSON *from, const char *key);

/* "snapshot" and "operators" as a model, which lives in the arena. */
const struct sv_snapshot *sv_part_snapshot(struct sv_part *part, const cJSON *document);
void sv_part_issues(struct sv_part *part, const cJSON *list, const struct sv_snapshot *snapshot,
                    struct sv_issues *issues);

/* Adds a part of stats; the first one makes the total, which is yours to free as that of sv_stats_run. */
SV_MUST_USE enum sv_status sv_stats_add_part(struct sv_part *part, struct sv_stats **total, struct sv_error *err);
/* The same for verify. */
SV_MUST_USE enum sv_status sv_verified_add_part(struct sv_part *part, struct sv_verified **total, struct sv_error *err);
#endif
