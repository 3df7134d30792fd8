/* verify.h: whether everything that snapshots refer to is there and whole. */
#ifndef SV_MEASURE_VERIFY_H
#define SV_MEASURE_VERIFY_H
#include "base/buf.h"
#include "measure/work.h"
#include "model/verified.h"

/* One path that was given. */
struct sv_verify_item {
    sv_str path;
    struct sv_snapshot *snapshot; /* NULL when it could not be read at all */
    sv_str unreadable;            /* then why */
};
struct sv_verify_request {
    struct sv_run run;
    const struct sv_verify_item *items;
    size_t count;
    void (*print)(struct sv_buf *out, const struct sv_value *value); /* how keys are shown */
};
/* Snapshots must outlive the result. Yours to free with sv_verified_free and free. */
SV_MUST_USE enum sv_status sv_verify_run(const struct sv_verify_request *request, struct sv_verified **out,
                                         struct sv_error *err);
#endif
