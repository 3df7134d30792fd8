/* fuzz_policy.c: a policy file. */
#include "fuzz/fuzz.h"
#include "policy/policy.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
    struct sv_policy policy;
    struct sv_error err;
    MUST(sv_policy_read((sv_str){ (const char *)data, n }, SV_STR("p.yml"), &policy, &err) == SV_OK);
    unsigned last = 0;
    for (const struct sv_problem *p = policy.problems; p; p = p->next) {
        MUST(p->line > 0 && p->line >= last);
        MUST(p->text.n > 0);
        last = p->line;
    }
    for (size_t i = 0; i < SV_RULE_COUNT; i++)
        MUST((policy.severities[i] == SV_BLIND) == (sv_rules[i].severity == SV_BLIND));
    for (size_t i = 0; i < policy.waiver_count; i++) {
        const struct sv_waiver *waiver = &policy.waivers[i];
        MUST(waiver->rule && waiver->rule->severity != SV_BLIND);
        MUST(waiver->reason.n > 0 && waiver->last_day >= 0 && waiver->line > 0);
        sv_glob(waiver->op, waiver->reason);
    }
    sv_policy_free(&policy);
    return 0;
}
