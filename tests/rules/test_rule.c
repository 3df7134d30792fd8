#include <criterion/criterion.h>

#include "rules/rule.h"

Test(rule, codes_rise_and_slugs_differ)
{
    for (size_t i = 1; i < SV_RULE_COUNT; i++) {
        cr_expect_lt(strcmp(sv_rules[i - 1].code, sv_rules[i].code), 0, "%s", sv_rules[i].code);
        for (size_t k = 0; k < i; k++)
            cr_expect_str_neq(sv_rules[i].slug, sv_rules[k].slug);
    }
}

Test(rule, each_says_why_and_what_to_do)
{
    for (size_t i = 0; i < SV_RULE_COUNT; i++)
        cr_expect(*sv_rules[i].title && *sv_rules[i].why && *sv_rules[i].cure && sv_rules[i].check, "%s",
                  sv_rules[i].code);
}

Test(rule, is_found_by_code_or_slug_in_any_case)
{
    cr_expect_eq(sv_rule_find(SV_STR("SV101")), &sv_rules[SV_RULE_SV101]);
    cr_expect_eq(sv_rule_find(SV_STR("sv101")), &sv_rules[SV_RULE_SV101]);
    cr_expect_eq(sv_rule_find(SV_STR("Kryo-Collection")), &sv_rules[SV_RULE_SV101]);
    cr_expect_null(sv_rule_find(SV_STR("SV1")));
    cr_expect_null(sv_rule_find(SV_STR("")));
}

Test(rule, severities_have_names)
{
    cr_expect_str_eq(sv_severity_name(SV_NOTE), "note");
    cr_expect_str_eq(sv_severity_name(SV_BLIND), "blind");
}
