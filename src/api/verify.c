/* verify.c: whether everything is there and whole. */
#include "measure/verify.h"

#include <stdlib.h>

#include "api/measured.h"
#include "report/value.h"

struct snapvet_verified {
    struct sv_verified *verified;
};

enum snapvet_status snapvet_verify_run(const struct snapvet_verify_item *items, size_t count,
                                       const struct snapvet_run *run, struct snapvet_verified **out,
                                       struct snapvet_error *err)
{
    struct sv_error why;
    struct sv_api_run inner = { .from = run };
    enum snapvet_status status = SNAPVET_OK;
    struct snapvet_verified *verified = calloc(1, sizeof *verified);
    struct sv_verify_item *list = calloc(count ? count : 1, sizeof *list);
    if (!verified || !list)
        status = sv_api_no_memory(err);
    for (size_t i = 0; i < count && status == SNAPVET_OK; i++) {
        list[i] = (struct sv_verify_item){ .path = sv_str_of(items[i].path),
                                           .unreadable = sv_str_of(items[i].unreadable),
                                           .snapshot = items[i].snapshot ? &items[i].snapshot->model : NULL };
        if (items[i].snapshot)
            status = sv_api_run_of(items[i].snapshot, run, &inner, err);
    }
    const struct sv_verify_request request = {
        .run = inner.run, .items = list, .count = count, .print = sv_value_json
    };
    if (status == SNAPVET_OK && sv_verify_run(&request, &verified->verified, &why) != SV_OK)
        status = sv_api_failed(&why, err);
    free(list);
    if (status == SNAPVET_OK)
        *out = verified;
    else
        free(verified);
    return status;
}

void snapvet_verified_free(struct snapvet_verified *verified)
{
    if (!verified)
        return;
    sv_verified_free(verified->verified);
    free(verified->verified);
    free(verified);
}

bool snapvet_verified_is_whole(const struct snapvet_verified *verified)
{
    return sv_verified_is_whole(verified->verified);
}

enum snapvet_status snapvet_verified_write(const struct snapvet_verified *verified, const char *format,
                                           const struct snapvet_style *style, struct snapvet_text **out,
                                           struct snapvet_error *err)
{
    struct sv_report report = { .verified = verified->verified };
    if (verified->verified->share.count && strcmp(format, "json") != 0)
        return sv_api_fail(err, SNAPVET_ERR_USAGE, "a part has no format '%s'; write it as json and merge the parts",
                           format);
    return sv_api_write(&report, SV_VIEW_VERIFY, format, style, out, err);
}
