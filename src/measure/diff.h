/* diff.h: compares two snapshots of a job.
 *
 * Entries are compared by hashes of their keys and values, a run of key groups at a time: the order in which backends
 * keep entries says nothing. Memory is that of one run, some tens of bytes for each of its entries. */
#ifndef SV_MEASURE_DIFF_H
#define SV_MEASURE_DIFF_H
#include "base/buf.h"
#include "measure/work.h"
#include "model/difference.h"

struct sv_diff_request {
    struct sv_run run;  /* its shards are not for this */
    bool list;          /* say which entries differ */
    uint64_t limit;     /* of each state at most so many; 0 for all */
    uint64_t run_bytes; /* state on disk, of both, that is compared at a time; 0 for the usual */
    void (*print)(struct sv_buf *out, const struct sv_value *value);
};
/* Snapshots must outlive the result. Yours to free with sv_difference_free and free. */
SV_MUST_USE enum sv_status sv_diff_run(struct sv_snapshot *before, struct sv_snapshot *after,
                                       const struct sv_diff_request *request, struct sv_difference **out,
                                       struct sv_error *err);
#endif
