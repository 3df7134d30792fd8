/* verified.h: whether snapshots are whole. Plain data; the sums of parts are those of the whole. */
#ifndef SV_MODEL_VERIFIED_H
#define SV_MODEL_VERIFIED_H
#include "model/stats.h"

struct sv_verified_snapshot {
    const struct sv_snapshot *snapshot; /* NULL when it could not be read at all */
    sv_str path;                        /* as given */
    sv_str unreadable;                  /* why, when there is no snapshot */
    uint64_t looked_at[SV_CHECK_COUNT]; /* in units of the check's row */
    uint64_t not_hashed;                /* keys whose hash cannot be known from their bytes */
    struct sv_issues issues;
};
/* A file that no given snapshot refers to. */
struct sv_unreferenced {
    sv_str path; /* below the path of the snapshot, or of the folder of its job */
    uint64_t bytes;
};
struct sv_verified {
    struct sv_arena arena;
    char snapshot_id[33]; /* of all snapshots together */
    struct sv_share share;
    struct sv_verified_snapshot *snapshots; /* owned */
    size_t snapshot_count;
    struct sv_unreferenced *unreferenced; /* owned; in order of path */
    size_t unreferenced_count, unreferenced_capacity;
    uint64_t unreferenced_bytes;
    bool unreferenced_known; /* false when a snapshot could not be read: then nothing may be said */
};
void sv_verified_free(struct sv_verified *verified);
/* Whether nothing was found. */
bool sv_verified_is_whole(const struct sv_verified *verified);
#endif
