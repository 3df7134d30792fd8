/* checkpoint.c: what the path of a checkpoint says of it (Flink's AbstractFsCheckpointStorageAccess). */
#include "store/checkpoint.h"

#define PREFIX SV_STR("chk-")

/* Without the last part; *last gets that. */
static sv_str part_from(sv_str path, sv_str *last)
{
    while (path.n > 1 && path.p[path.n - 1] == '/')
        path.n--;
    *last = sv_str_after_last(path, '/');
    path.n -= last->n;
    while (path.n > 1 && path.p[path.n - 1] == '/')
        path.n--;
    return path;
}

static bool parse_number(sv_str digits, uint64_t *out)
{
    enum { DIGITS_MAX = 19 };
    uint64_t number = 0;
    for (size_t i = 0; i < digits.n; i++) {
        if (digits.p[i] < '0' || digits.p[i] > '9')
            return false;
        number = number * 10 + (uint64_t)(digits.p[i] - '0');
    }
    *out = number;
    return digits.n > 0 && digits.n <= DIGITS_MAX;
}

bool sv_checkpoint_of(sv_str path, struct sv_checkpoint *out)
{
    sv_str last, folder = part_from(path, &last);
    if (sv_str_eq(last, SV_STR("_metadata")))
        folder = part_from(folder, &last);
    struct sv_checkpoint found = { .job = folder };
    if (!sv_str_starts(last, PREFIX) || !parse_number(sv_str_skip(last, PREFIX.n), &found.number))
        return false;
    *out = found;
    return true;
}
