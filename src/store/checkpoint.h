/* checkpoint.h: retained checkpoints by their paths: JOB/chk-11, JOB/chk-12, ... are of one job. */
#ifndef SV_STORE_CHECKPOINT_H
#define SV_STORE_CHECKPOINT_H
#include <stdint.h>

#include "base/str.h"

struct sv_checkpoint {
    sv_str job; /* the folder that the checkpoint lies in; empty for the working folder or an archive's root */
    uint64_t number;
};

/* path is the folder of a checkpoint or the _metadata in it. False when it is not one that Flink named: a savepoint. */
bool sv_checkpoint_of(sv_str path, struct sv_checkpoint *out);
#endif
