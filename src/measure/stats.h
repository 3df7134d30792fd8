/* stats.h: counts what is in the states of a snapshot. */
#ifndef SV_MEASURE_STATS_H
#define SV_MEASURE_STATS_H
#include "base/buf.h"
#include "measure/work.h"
#include "model/stats.h"

struct sv_stats_request {
    struct sv_run run;
    bool estimate; /* from metadata alone, nothing is scanned */
    uint32_t top;  /* largest values of each state, at most SV_LARGEST_MOST */
    bool reference_given;
    int64_t reference_ms; /* else the time at which _metadata was last written */
    int64_t ttl_ms;       /* -1: what is expired is not known */
    sv_str filter;        /* text for the result; borrowed until the call ends */
    void (*print)(struct sv_buf *out, const struct sv_value *value); /* how parts of keys are shown */
};

/* The snapshot must outlive the result. Yours to free with sv_stats_free and free; damage is a loss in it. */
SV_MUST_USE enum sv_status sv_stats_run(struct sv_snapshot *snapshot, const struct sv_stats_request *request,
                                        struct sv_stats **out, struct sv_error *err);
/* What is lost when _metadata could not be read to its end: false, and out untouched, when it could. */
bool sv_metadata_issue(const struct sv_snapshot *snapshot, struct sv_issue *out);
/* A loss of a scan as an issue of a snapshot; texts are borrowed. */
struct sv_issue sv_issue_of(const struct sv_snapshot *snapshot, const struct sv_loss *loss);
#endif
