/* changelog.c: changes applied to what was materialized. */
#include "scan/backend.h"

enum sv_status sv_scan_changelog(struct sv_scan_job *job, struct sv_error *err)
{
    enum sv_status status = SV_OK;
    for (struct sv_handle *handle = job->unit->handle->materialized; handle && status == SV_OK && !job->stopped;
         handle = handle->next) {
        struct sv_scan_unit unit = *job->unit;
        unit.handle = handle;
        struct sv_scan_job nested = { .scan = job->scan, .unit = &unit, .visitor = job->visitor };
        status = sv_job_run(&nested, err);
        job->stopped = nested.stopped;
    }
    for (struct sv_handle *handle = job->unit->handle->increments; handle; handle = handle->next) {
        struct sv_defect defect = { .code = SV_DEFECT_UNSUPPORTED, .doing = "changes" };
        sv_tell_lost(job, NULL, &handle->blob, job->unit->first_key_group, job->unit->last_key_group, &defect);
    }
    return status;
}
