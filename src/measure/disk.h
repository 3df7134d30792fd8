/* disk.h: files and bytes that states take on the disk, from metadata alone. */
#ifndef SV_MEASURE_DISK_H
#define SV_MEASURE_DISK_H
#include "base/error.h"
#include "model/stats.h"

/* Fills files of the operators, and files and bytes of states that share theirs with no other: also those of RocksDB, where a
 * column family has files of its own. For an estimate their properties give entries and bytes too. False when memory is out. */
SV_MUST_USE bool sv_disk_of_states(struct sv_stats *stats);
#endif
