/* baseline.h: what an earlier report knew already. */
#ifndef SV_POLICY_BASELINE_H
#define SV_POLICY_BASELINE_H
#include "rules/rule.h"

/* A finding of an earlier report. */
struct sv_known {
    uint64_t fingerprint;
    enum sv_severity severity;
};
struct sv_baseline {
    sv_str path;            /* of the report, for messages; borrowed */
    struct sv_known *items; /* owned; sorted, the worst severity of each fingerprint once */
    size_t count, capacity;
};

/* Reads one or more reports (`check --format json`, one after the other). Findings that it lists as known count, those
 * that were waived do not. On SV_OK yours to free; SV_ERR_USAGE: it is no such report. */
SV_MUST_USE enum sv_status sv_baseline_read(sv_str bytes, sv_str path, struct sv_baseline *out, struct sv_error *err);
void sv_baseline_free(struct sv_baseline *baseline);

/* Sets aside the findings of a check that the baseline knows and that have not become worse, and draws the verdicts
 * anew. What could not be read (SV_BLIND) is never known. */
SV_MUST_USE enum sv_status sv_baseline_apply(const struct sv_baseline *baseline, struct sv_check *check,
                                             struct sv_error *err);
#endif
