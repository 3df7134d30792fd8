/* rocks.c: entries of RocksDB's own files. */
#include "scan/backend.h"

void sv_rocks_free(struct sv_rocks *rocks)
{
    (void)rocks;
}

enum sv_status sv_scan_rocks(struct sv_scan_job *job, struct sv_error *err)
{
    (void)err;
    struct sv_defect defect = { .code = SV_DEFECT_UNSUPPORTED, .doing = "RocksDB files" };
    sv_tell_lost(job, NULL, &job->unit->handle->blob, job->unit->first_key_group, job->unit->last_key_group, &defect);
    return SV_OK;
}
