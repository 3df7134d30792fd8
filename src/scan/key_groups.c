/* key_groups.c: state behind a keyed head, one key group after the other. */
#include "scan/backend.h"

enum sv_status sv_scan_key_groups(struct sv_scan_job *job, struct sv_error *err)
{
    (void)err;
    struct sv_defect defect = { .code = SV_DEFECT_UNSUPPORTED, .doing = "its entries" };
    sv_tell_lost(job, NULL, &job->unit->handle->blob, job->unit->first_key_group, job->unit->last_key_group, &defect);
    return SV_OK;
}
