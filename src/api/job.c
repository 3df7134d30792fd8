/* job.c: declared jobs from files. */
#include "job/job.h"

#include <stdlib.h>

#include "api/handles.h"
#include "base/limits.h"

enum snapvet_status snapvet_job_open(const char *path, struct snapvet_snapshot **out, struct snapvet_error *err)
{
    struct sv_map map;
    struct sv_error why;
    struct snapvet_snapshot *job = calloc(1, sizeof *job);
    if (!job)
        return sv_api_no_memory(err);
    if (sv_map_open(path, 0, &map, &why) != SV_OK) {
        free(job);
        return sv_api_failed(&why, err);
    }
    enum sv_status status;
    if (map.n > SV_LIMIT_JOB_BYTES)
        status = sv_fail(&why, SV_ERR_UNREADABLE, "cannot read '%s': a declared job of %zu bytes; up to %zu are read",
                         path, map.n, SV_LIMIT_JOB_BYTES);
    else
        status = sv_job_read((sv_str){ (const char *)map.bytes, map.n }, sv_str_of(path), &job->model, &why);
    sv_map_close(&map);
    if (status != SV_OK) {
        free(job);
        return sv_api_failed(&why, err);
    }
    job->is_declared = true;
    *out = job;
    return SNAPVET_OK;
}
