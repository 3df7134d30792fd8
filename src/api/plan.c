/* plan.c: upgrades. */
#include "plan/plan.h"

#include <stdlib.h>

#include "api/handles.h"
#include "snapvet/plan.h"

struct snapvet_plan {
    struct sv_plan plan;
};

const char *snapvet_platform_at(size_t i)
{
    return i < SV_PLATFORM_COUNT ? sv_platform_name((enum sv_platform)i) : NULL;
}

const char *snapvet_via_at(size_t i)
{
    return i < SV_VIA_COUNT ? sv_via_name((enum sv_via)i) : NULL;
}

const char *snapvet_plan_value_at(size_t i, const char **meaning_out)
{
    if (i >= SV_HOLE_COUNT)
        return NULL;
    if (meaning_out)
        *meaning_out = sv_holes[i].meaning;
    return sv_holes[i].name.p; /* a literal of the table */
}

/* The place of a word in a list, or of the end of it. */
static size_t find(const char *word, const char *(*at)(size_t i))
{
    size_t i = 0;
    for (const char *item; (item = at(i)) && strcmp(item, word) != 0; i++)
        ;
    return i;
}

static enum snapvet_status read_request(const struct snapvet_plan_request *from, struct sv_plan_request *to,
                                        struct snapvet_error *err)
{
    size_t platform = find(from->platform, snapvet_platform_at);
    size_t via = from->via ? find(from->via, snapvet_via_at) : SV_VIA_CLI;
    if (platform == SV_PLATFORM_COUNT)
        return sv_api_fail(err, SNAPVET_ERR_USAGE, "no platform '%s'; have msf, self, kubernetes", from->platform);
    if (via == SV_VIA_COUNT)
        return sv_api_fail(err, SNAPVET_ERR_USAGE,
                           "no way to it '%s'; have cli, console, cloudformation, terraform, sdk", from->via);
    *to = (struct sv_plan_request){ .platform = (enum sv_platform)platform, .via = (enum sv_via)via };
    for (size_t i = 0; i < from->value_count; i++) {
        enum sv_hole hole = sv_hole_find(sv_str_of(from->values[i].name));
        if (hole == SV_HOLE_COUNT)
            return sv_api_fail(err, SNAPVET_ERR_USAGE, "no value '%s' in a plan; see 'snapvet help blanks'",
                               from->values[i].name);
        to->values[hole] = sv_str_of(from->values[i].value);
    }
    return SNAPVET_OK;
}

enum snapvet_status snapvet_plan_make(const struct snapvet_check *check, const struct snapvet_plan_request *request,
                                      struct snapvet_plan **out, struct snapvet_error *err)
{
    struct sv_plan_request inner;
    struct sv_error why;
    enum snapvet_status status = read_request(request, &inner, err);
    if (status != SNAPVET_OK)
        return status;
    struct snapvet_plan *plan = calloc(1, sizeof *plan);
    if (!plan)
        return sv_api_no_memory(err);
    if (sv_plan_make(&check->check, &inner, &plan->plan, &why) != SV_OK) {
        free(plan);
        return sv_api_failed(&why, err);
    }
    *out = plan;
    return SNAPVET_OK;
}

void snapvet_plan_free(struct snapvet_plan *plan)
{
    if (!plan)
        return;
    sv_plan_release(&plan->plan);
    free(plan);
}

enum snapvet_status snapvet_plan_write(const struct snapvet_plan *plan, const char *format,
                                       const struct snapvet_style *style, struct snapvet_text **out,
                                       struct snapvet_error *err)
{
    struct sv_report report = { .plan = &plan->plan };
    return sv_api_write(&report, SV_VIEW_PLAN, format, style, out, err);
}
