#include <criterion/criterion.h>

#include "policy/policy.h"
#include "support/made.h"

static void expect_glob(const char *pattern, const char *text, bool fits)
{
    cr_expect_eq(sv_glob(sv_str_of(pattern), sv_str_of(text)), fits, "'%s' and '%s'", pattern, text);
}

Test(waiver, patterns_speak_of_the_whole_text)
{
    expect_glob("cart", "cart", true);
    expect_glob("cart", "carts", false);
    expect_glob("cart", "a cart", false);
    expect_glob("", "", true);
    expect_glob("", "a", false);
    expect_glob("*", "", true);
    expect_glob("*", "anything", true);
    expect_glob("order-*-v?", "order-a-b-v2", true);
    expect_glob("order-*-v?", "order-a-v22", false);
    expect_glob("*a*b*", "xxaxxbxx", true);
    expect_glob("*a*b*", "xxbxxaxx", false);
    expect_glob("[a-z]", "[a-z]", true);
    expect_glob("[a-z]", "b", false);
    expect_glob("Cart", "cart", false);
}

Test(waiver, a_question_mark_is_one_character_of_utf8)
{
    expect_glob("caf?", "caf\xc3\xa9", true);
    expect_glob("?", "\xf0\x9f\x98\x80", true);
    expect_glob("??", "\xc3\xa9", false);
}

Test(waiver, a_pattern_of_many_stars_ends)
{
    char pattern[512], text[4096];
    for (size_t i = 0; i < sizeof pattern - 2; i += 2)
        memcpy(pattern + i, "*a", 2);
    memcpy(pattern + sizeof pattern - 2, "b", 2);
    memset(text, 'a', sizeof text - 1);
    text[sizeof text - 1] = '\0';
    expect_glob(pattern, text, false);
}

static void expect_day(const char *text, int64_t day)
{
    int64_t found = -1;
    cr_assert(sv_day_of(sv_str_of(text), &found), "%s", text);
    cr_expect_eq(found, day, "%s is %lld", text, (long long)found);
}

Test(waiver, days_are_those_of_the_calendar)
{
    expect_day("1970-01-01", 0);
    expect_day("1970-12-31", 364);
    expect_day("2000-02-29", 11016);
    expect_day("2000-03-01", 11017);
    expect_day("2026-11-25", 20782);
    expect_day("2100-03-01", 47541);
    static const char *const bad[] = { "2026-13-01", "2026-00-10", "2026-04-31", "2026-02-29", "2100-02-29",
                                       "1969-12-31", "2026-1-1",   "26-01-01",   "2026/01/01", "2026-01-01T00",
                                       "2026-01-0a", "",           "tomorrow",   "2026-01-00" };
    int64_t day = 7;
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++)
        cr_expect_not(sv_day_of(sv_str_of(bad[i]), &day), "%s", bad[i]);
    cr_expect_eq(day, 7);
}

static struct sv_waiver waiver_for(const char *op, const char *state)
{
    return (struct sv_waiver){ .rule = &sv_rules[SV_RULE_SV101],
                               .op = { op, op ? strlen(op) : 0 },
                               .state = { state, state ? strlen(state) : 0 } };
}

static bool covers(const struct sv_finding *finding, const char *op, const char *state)
{
    struct sv_waiver waiver = waiver_for(op, state);
    return sv_waiver_covers(&waiver, finding);
}

Test(waiver, operators_are_known_by_uid_name_or_id)
{
    struct sv_snapshot *snapshot = made_snapshot();
    struct sv_operator *op = made_operator(snapshot);
    op->uid = SV_STR("orders");
    op->name = SV_STR("Order totals");
    memset(op->id, 0x5f, sizeof op->id);
    struct sv_state state = { .name = SV_STR("cart") };
    struct sv_finding finding = { .rule = &sv_rules[SV_RULE_SV101], .op = op, .state = &state };
    cr_expect(covers(&finding, "ord*", NULL));
    cr_expect(covers(&finding, "Order*", "c?rt"));
    cr_expect(covers(&finding, "5f5f*", NULL));
    cr_expect(covers(&finding, NULL, NULL));
    cr_expect_not(covers(&finding, "cart", NULL));
    cr_expect_not(covers(&finding, "orders", "carts"));
    op->uid = op->name = (sv_str){ "", 0 };
    cr_expect_not(covers(&finding, "", NULL), "an operator without a name has no empty one");

    finding.state = NULL;
    cr_expect_not(covers(&finding, NULL, "*"), "a waiver for states is none for the operator as a whole");
    finding.op = NULL;
    cr_expect_not(covers(&finding, "*", NULL));
    finding.rule = &sv_rules[SV_RULE_SV102];
    cr_expect_not(covers(&finding, NULL, NULL));
    made_free(snapshot);
}
