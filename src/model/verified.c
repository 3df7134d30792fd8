/* verified.c: the end of a verification. */
#include "model/verified.h"

#include <stdlib.h>

void sv_verified_free(struct sv_verified *verified)
{
    for (size_t i = 0; i < verified->snapshot_count; i++)
        sv_issues_free(&verified->snapshots[i].issues);
    free(verified->snapshots);
    free(verified->unreferenced);
    sv_arena_free(&verified->arena);
    verified->snapshots = NULL;
    verified->unreferenced = NULL;
    verified->snapshot_count = verified->unreferenced_count = 0;
}

bool sv_verified_is_whole(const struct sv_verified *verified)
{
    for (size_t i = 0; i < verified->snapshot_count; i++)
        if (!verified->snapshots[i].snapshot || sv_issues_of(&verified->snapshots[i].issues, SV_CHECK_COUNT, false))
            return false;
    return true;
}
