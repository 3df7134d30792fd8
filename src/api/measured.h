/* measured.h: what the measuring functions of the interface share. */
#ifndef SV_API_MEASURED_H
#define SV_API_MEASURED_H
#include "api/handles.h"
#include "measure/work.h"

/* A run as the room takes it; context lives as long as the call. */
struct sv_api_run {
    const struct snapvet_run *from;
    sv_str only, state;
    struct sv_run run;
};
/* A usage error when what is asked for cannot be there. */
enum snapvet_status sv_api_run_of(const struct snapvet_snapshot *snapshot, const struct snapvet_run *from,
                                  struct sv_api_run *out, struct snapvet_error *err);
#endif
