/* disk.h: files and bytes that states take on the disk, from metadata alone. */
#ifndef SV_MEASURE_DISK_H
#define SV_MEASURE_DISK_H
#include "base/error.h"
#include "model/stats.h"

/* Fills files of the operators, and files and bytes of states that share theirs with no other. False when memory is
 * out. */
SV_MUST_USE bool sv_disk_of_states(struct sv_stats *stats);
#endif
