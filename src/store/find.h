/* find.h: snapshots below a folder, and which of them are older checkpoints of one job. */
#ifndef SV_STORE_FIND_H
#define SV_STORE_FIND_H
#include <stdbool.h>
#include <stddef.h>

#include "base/error.h"

struct sv_found_snapshot {
    char *path; /* owned */
    const char
        *newer; /* the newest one of the same job's retained checkpoints; NULL when this is it, or no checkpoint */
};
struct sv_found_snapshots {
    struct sv_found_snapshot *items; /* owned */
    size_t count, capacity;
};

/* Begin with = { 0 }. */
void sv_found_free(struct sv_found_snapshots *found);

/* Adds a path as it is. */
SV_MUST_USE enum sv_status sv_found_add(struct sv_found_snapshots *found, const char *path, struct sv_error *err);
/* Adds the snapshots below a folder, in order of path and checkpoint number: folders with a _metadata, up to 4 levels
 * down (STATE/JOB/chk-N needs 2). Links are not followed. None when folder itself has a _metadata, or is no folder. */
SV_MUST_USE enum sv_status sv_found_below(struct sv_found_snapshots *found, const char *folder, struct sv_error *err);

/* Marks all but the newest of a job's retained checkpoints (JOB/chk-11, JOB/chk-12). */
void sv_found_mark_older(struct sv_found_snapshots *found);
#endif
