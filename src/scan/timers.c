/* timers.c: timers in raw keyed state. */
#include "scan/backend.h"

enum sv_status sv_scan_raw_timers(struct sv_scan_job *job, struct sv_error *err)
{
    (void)err;
    struct sv_defect defect = { .code = SV_DEFECT_UNSUPPORTED, .doing = "its entries" };
    sv_tell_lost(job, NULL, &job->unit->handle->blob, job->unit->first_key_group, job->unit->last_key_group, &defect);
    return SV_OK;
}
