/* plan.h: what a scan works out before it reads an entry. Functions return false when memory is out. */
#ifndef SV_SCAN_PLAN_H
#define SV_SCAN_PLAN_H
#include "scan/backend.h"

/* A row for every state of every handle of the snapshot, in order of address. */
SV_MUST_USE bool sv_plan_states(struct sv_scan *scan);
/* The units of the shard. */
SV_MUST_USE bool sv_plan_units(struct sv_scan *scan);
#endif
