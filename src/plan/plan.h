/* plan.h: an upgrade, step by step, as a verdict asks for it. Plain data; report/plan_*.c write it out. */
#ifndef SV_PLAN_PLAN_H
#define SV_PLAN_PLAN_H
#include "base/error.h"
#include "facts/step.h"
#include "rules/rule.h"

/* What is asked for. Empty values are blanks to fill in. app and jar stand for what is their like on the platform: the
 * FlinkDeployment and its jarURI with Kubernetes, the path of the JAR with a cluster of one's own. */
struct sv_plan_request {
    enum sv_platform platform;
    enum sv_via via;
    sv_str values[SV_HOLE_COUNT];
};

/* A state (or an operator as such) that the target cannot restore. */
struct sv_plan_state {
    const struct sv_operator *op;
    const struct sv_state *state; /* NULL: the operator as such */
    unsigned ways;                /* open for it on the platform: 1 << enum sv_way, or-ed */
};

struct sv_plan {
    struct sv_arena arena;
    const struct sv_check *check; /* borrowed: verdict, findings, sizes */
    enum sv_verdict verdict;
    enum sv_platform platform;
    enum sv_via via;
    sv_str values[SV_HOLE_COUNT]; /* empty: a blank */
    const struct sv_step **steps; /* in order; their texts by sv_step_command */
    size_t step_count;
    struct sv_plan_state *states; /* those that force a way: of an incompatible verdict; in the snapshot's order */
    size_t state_count;
    unsigned ways;      /* open for every one of them */
    unsigned ways_some; /* open for one of them at least */
};

/* Builds the plan of a check, which must outlive it. On SV_OK yours to release. SV_ERR_USAGE: a value that the platform
 * would refuse, a via that it does not have, a target that it does not run. */
SV_MUST_USE enum sv_status sv_plan_make(const struct sv_check *check, const struct sv_plan_request *request,
                                        struct sv_plan *out, struct sv_error *err);
void sv_plan_release(struct sv_plan *plan);

static inline enum sv_step_id sv_step_id_of(const struct sv_step *step)
{
    return (enum sv_step_id)(step - sv_steps);
}
#endif
