/* sst_files.h: the SST files that a snapshot refers to. */
#ifndef SV_MEASURE_SST_FILES_H
#define SV_MEASURE_SST_FILES_H
#include "measure/blobs.h"

struct sv_sst_files {
    struct sv_blob_use *items; /* owned */
    size_t count, capacity;
};
/* Each once, though subtasks share them; in an order that every machine has in common. False when memory is out. */
SV_MUST_USE bool sv_sst_files_of(const struct sv_snapshot *snapshot, struct sv_sst_files *out);
#endif
