/* plan.h: the upgrade that a check's verdict asks for, step by step. Manners as in snapvet.h. docs/plan.md */
#ifndef SNAPVET_PLAN_H
#define SNAPVET_PLAN_H

#include "snapvet/snapvet.h"

#ifdef __cplusplus
extern "C" {
#endif

struct snapvet_plan;
struct snapvet_plan_value {
    const char *name; /* "app", or another of snapvet_plan_value_at */
    const char *value;
};
struct snapvet_plan_request {
    const char *platform;                    /* one of snapvet_platform_at */
    const char *via;                         /* one of snapvet_via_at; NULL for the command line */
    const struct snapvet_plan_value *values; /* to fill into its texts; what is not given is a blank */
    size_t value_count;
};
/* The i-th platform, way to reach it, or name of a value (meaning_out gets what it is); NULL past the end. */
SNAPVET_API const char *snapvet_platform_at(size_t i);
SNAPVET_API const char *snapvet_via_at(size_t i);
SNAPVET_API const char *snapvet_plan_value_at(size_t i, const char **meaning_out);
/* The steps of an upgrade as a check's verdict asks for them. The check must outlive the plan. A value that the platform
 * would refuse is a usage error. Free with snapvet_plan_free. */
SNAPVET_API SNAPVET_MUST_USE enum snapvet_status snapvet_plan_make(const struct snapvet_check *check,
                                                                   const struct snapvet_plan_request *request,
                                                                   struct snapvet_plan **out,
                                                                   struct snapvet_error *err);
SNAPVET_API void snapvet_plan_free(struct snapvet_plan *plan);
/* In a format of SNAPVET_VIEW_PLAN. */
SNAPVET_API SNAPVET_MUST_USE enum snapvet_status snapvet_plan_write(const struct snapvet_plan *plan, const char *format,
                                                                    const struct snapvet_style *style,
                                                                    struct snapvet_text **out,
                                                                    struct snapvet_error *err);

#ifdef __cplusplus
}
#endif
#endif
