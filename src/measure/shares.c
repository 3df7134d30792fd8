/* shares.c: whether all parts of a run are there, each once. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include "measure/part.h"

/* More machines than anybody has: a number in a file must not decide how much memory is taken. */
enum { SHARDS_MOST = 1 << 20 };

enum sv_status sv_shares_add(struct sv_shares *shares, const char *path, struct sv_share share, const char *snapshot_id,
                             struct sv_error *err)
{
    if (!shares->paths) {
        if (share.count > SHARDS_MOST)
            return sv_fail(err, SV_ERR_USAGE, "cannot merge '%s': it is one of too many parts; %d are read", path,
                           SHARDS_MOST);
        shares->paths = calloc(share.count, sizeof *shares->paths);
        shares->snapshot_id = snapshot_id;
        shares->first_path = path;
        shares->count = share.count;
        if (!shares->paths)
            return sv_fail(err, SV_ERR_MEMORY, "out of memory");
    }
    if (strcmp(snapshot_id, shares->snapshot_id) != 0)
        return sv_fail(err, SV_ERR_USAGE, "parts '%s' and '%s' are of different snapshots", shares->first_path, path);
    if (share.count != shares->count)
        return sv_fail(err, SV_ERR_USAGE, "'%s' is one of %" PRIu32 " parts, '%s' one of %" PRIu32, shares->first_path,
                       shares->count, path, share.count);
    if (shares->paths[share.index])
        return sv_fail(err, SV_ERR_USAGE, "part %" PRIu32 "/%" PRIu32 " is there twice: '%s' and '%s'", share.index + 1,
                       share.count, shares->paths[share.index], path);
    shares->paths[share.index] = path;
    return SV_OK;
}

enum sv_status sv_shares_end(const struct sv_shares *shares, struct sv_error *err)
{
    char text[256];
    size_t n = 0, missing = 0;
    enum { NAMED = 10 };
    text[0] = '\0';
    for (uint32_t i = 0; i < shares->count; i++) {
        if (shares->paths[i])
            continue;
        if (missing++ >= NAMED || n >= sizeof text)
            continue;
        int more = snprintf(text + n, sizeof text - n, "%s%" PRIu32 "/%" PRIu32, n ? ", " : "", i + 1, shares->count);
        n += more > 0 ? (size_t)more : 0;
    }
    if (!missing)
        return SV_OK;
    return sv_fail(err, SV_ERR_USAGE, "%zu %s missing: %s%s", missing, missing == 1 ? "part is" : "parts are", text,
                   missing > NAMED ? ", ..." : "");
}

void sv_shares_free(struct sv_shares *shares)
{
    free(shares->paths);
    shares->paths = NULL;
}
