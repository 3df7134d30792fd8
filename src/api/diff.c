/* diff.c: two snapshots compared. */
#include "measure/diff.h"

#include <stdlib.h>

#include "api/measured.h"
#include "report/value.h"

struct snapvet_diff {
    struct sv_difference *difference;
};

enum snapvet_status snapvet_diff_run(struct snapvet_snapshot *before, struct snapvet_snapshot *after,
                                     const struct snapvet_diff_request *request, struct snapvet_diff **out,
                                     struct snapvet_error *err)
{
    struct sv_api_run run, run_after;
    struct sv_error why;
    enum snapvet_status status = sv_api_run_of(before, &request->run, &run, err);
    if (status != SNAPVET_OK) /* what is new is not in the one before */
        status = sv_api_run_of(after, &request->run, &run, err);
    if (status == SNAPVET_OK && (before->model.archived || after->model.archived))
        status = sv_api_run_of(before->model.archived ? before : after, &request->run, &run_after, err);
    if (status != SNAPVET_OK)
        return status;
    struct snapvet_diff *diff = calloc(1, sizeof *diff);
    if (!diff)
        return sv_api_no_memory(err);
    const struct sv_diff_request inner = {
        .run = run.run, .list = request->list, .limit = request->limit, .print = sv_value_json
    };
    if (sv_diff_run(&before->model, &after->model, &inner, &diff->difference, &why) == SV_OK) {
        *out = diff;
        return SNAPVET_OK;
    }
    free(diff);
    return sv_api_failed(&why, err);
}

void snapvet_diff_free(struct snapvet_diff *diff)
{
    if (!diff)
        return;
    sv_difference_free(diff->difference);
    free(diff->difference);
    free(diff);
}

bool snapvet_diff_is_equal(const struct snapvet_diff *diff)
{
    return sv_difference_is_none(diff->difference);
}

enum snapvet_status snapvet_diff_write(const struct snapvet_diff *diff, const char *format,
                                       const struct snapvet_style *style, struct snapvet_text **out,
                                       struct snapvet_error *err)
{
    struct sv_report report = { .difference = diff->difference };
    return sv_api_write(&report, SV_VIEW_DIFF, format, style, out, err);
}
