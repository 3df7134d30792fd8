/* redact.c: a snapshot without its names. */
#include "redact/redact.h"

#include "api/handles.h"

enum snapvet_status snapvet_redact(struct snapvet_snapshot *snapshot, struct snapvet_error *err)
{
    struct sv_error why;
    return sv_redact(&snapshot->model, &why) == SV_OK ? SNAPVET_OK : sv_api_failed(&why, err);
}
