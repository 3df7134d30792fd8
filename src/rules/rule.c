/* rule.c: the rules table and look-ups in it. */
#include "rules/rule.h"

#include "rules/check.h"

const struct sv_rule sv_rules[SV_RULE_COUNT] = {
#define RULE(rcode, rslug, rseverity, rsubject, function, rtitle, rwhy, rcure)                                         \
    [SV_RULE_##rcode] = { .code = #rcode,                                                                              \
                          .slug = (rslug),                                                                             \
                          .title = (rtitle),                                                                           \
                          .why = (rwhy),                                                                               \
                          .cure = (rcure),                                                                             \
                          .severity = SV_##rseverity,                                                                  \
                          .subject = SV_ON_##rsubject,                                                                 \
                          .check = sv_check_##function },
#include "rules/rules.def"
#undef RULE
};

void sv_check_none(const struct sv_site *at, struct sv_findings *out)
{
    (void)at;
    (void)out;
}

static bool same_ignoring_case(sv_str a, const char *b)
{
    if (a.n != strlen(b))
        return false;
    for (size_t i = 0; i < a.n; i++) {
        char c = a.p[i], d = b[i];
        if ((c >= 'A' && c <= 'Z' ? c | 0x20 : c) != (d >= 'A' && d <= 'Z' ? d | 0x20 : d))
            return false;
    }
    return true;
}

const struct sv_rule *sv_rule_find(sv_str name)
{
    for (size_t i = 0; i < SV_RULE_COUNT; i++)
        if (same_ignoring_case(name, sv_rules[i].code) || same_ignoring_case(name, sv_rules[i].slug))
            return &sv_rules[i];
    return NULL;
}

const char *sv_severity_name(enum sv_severity severity)
{
    static const char *const names[] = {
        [SV_NOTE] = "note", [SV_WARNING] = "warning", [SV_ERROR] = "error", [SV_BLIND] = "blind"
    };
    return names[severity];
}

bool sv_rule_is_asked(const struct sv_rule *rule, const struct sv_check *check)
{
    bool of_pom = rule->subject >= SV_ON_POM;
    if (of_pom || check->pom)
        return of_pom && check->pom;
    return rule < &sv_rules[SV_RULE_SV501] || check->job;
}
