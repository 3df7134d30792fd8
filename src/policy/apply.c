/* apply.c: what a policy makes of the findings of a check. */
#include <stdlib.h>

#include "policy/policy.h"

struct application {
    const struct sv_policy *policy;
    int64_t today;
    size_t *expired;               /* findings that each waiver would have covered */
    size_t changed[SV_RULE_COUNT]; /* findings with another severity now */
};

static bool decide(struct sv_finding *finding, struct sv_aside *aside, void *context)
{
    struct application *a = context;
    size_t id = (size_t)(finding->rule - sv_rules);
    if (a->policy->changed[id]) {
        a->changed[id] += finding->severity != a->policy->severities[id];
        finding->severity = a->policy->severities[id];
    }
    for (size_t i = 0; i < a->policy->waiver_count; i++) {
        const struct sv_waiver *waiver = &a->policy->waivers[i];
        if (!sv_waiver_covers(waiver, finding))
            continue;
        if (waiver->last_day < a->today) {
            a->expired[i]++;
            continue;
        }
        aside->kind = SV_WAIVED;
        aside->reason = waiver->reason;
        aside->expires = waiver->expires;
        aside->line = waiver->line;
        return true;
    }
    return false;
}

static const char *plural(size_t n)
{
    return n == 1 ? "" : "s";
}

static enum sv_status remark_severities(const struct application *a, struct sv_check *check, struct sv_error *err)
{
    enum sv_status status = SV_OK;
    for (size_t i = 0; i < SV_RULE_COUNT && status == SV_OK; i++)
        if (a->changed[i])
            status = sv_check_remark(check, err, "%.*s makes %s (%s) a %s: %zu finding%s", SV_ARG(a->policy->path),
                                     sv_rules[i].code, sv_rules[i].slug, sv_severity_name(a->policy->severities[i]),
                                     a->changed[i], plural(a->changed[i]));
    return status;
}

static enum sv_status remark_expired(const struct application *a, struct sv_check *check, struct sv_error *err)
{
    enum sv_status status = SV_OK;
    for (size_t i = 0; i < a->policy->waiver_count && status == SV_OK; i++) {
        const struct sv_waiver *waiver = &a->policy->waivers[i];
        if (a->expired[i])
            status = sv_check_remark(
                check, err, "%.*s, line %u: the waiver of %s expired on %.*s and counts as none: %zu finding%s",
                SV_ARG(a->policy->path), waiver->line, waiver->rule->code, SV_ARG(waiver->expires), a->expired[i],
                plural(a->expired[i]));
    }
    return status;
}

enum sv_status sv_policy_apply(const struct sv_policy *policy, int64_t today, struct sv_check *check,
                               struct sv_error *err)
{
    struct application a = { .policy = policy, .today = today };
    if (policy->problems)
        return sv_fail(err, SV_ERR_USAGE, "cannot use the policy '%.*s': line %u: %.*s", SV_ARG(policy->path),
                       policy->problems->line, SV_ARG(policy->problems->text));
    a.expired = calloc(policy->waiver_count + 1, sizeof *a.expired);
    check->policy = sv_arena_copy(&check->arena, policy->path);
    enum sv_status status = SV_OK;
    if (!a.expired || !check->policy.p)
        status = sv_fail(err, SV_ERR_MEMORY, "no memory for the policy '%.*s'", SV_ARG(policy->path));
    if (status == SV_OK)
        status = sv_check_sift(check, decide, &a, err);
    if (status == SV_OK)
        status = remark_severities(&a, check, err);
    if (status == SV_OK)
        status = remark_expired(&a, check, err);
    free(a.expired);
    return status;
}
