#include "policy/policy.h"

#include <criterion/criterion.h>

#include "support/sweep.h"

static struct sv_policy policy;

static void end(void)
{
    sv_policy_free(&policy);
}

TestSuite(policy, .fini = end);

static void read_text(const char *text)
{
    struct sv_error err;
    cr_assert_eq(sv_policy_read(sv_str_of(text), SV_STR("p.yml"), &policy, &err), SV_OK, "%s", err.text);
}

/* Exactly one problem, with that line and all of that text. */
static void expect_problem(const char *text, unsigned line, const char *problem)
{
    sv_policy_free(&policy);
    read_text(text);
    cr_assert(policy.problems, "nothing is wrong in: %s", text);
    cr_expect_eq(policy.problems->line, line, "line %u in: %s", policy.problems->line, text);
    cr_expect(sv_str_eq(policy.problems->text, sv_str_of(problem)), "'%.*s', not '%s'", SV_ARG(policy.problems->text),
              problem);
    cr_expect_null(policy.problems->next, "one problem more: '%.*s'", SV_ARG(policy.problems->next->text));
}

static const char whole[] = "# of team Orders\n"
                            "target: \"2.1\"\n"
                            "fail-on: needs-action\n"
                            "undecided: warn\n"
                            "severities:\n"
                            "  SV406: note\n"
                            "  kryo-collection: warning\n"
                            "waivers:\n"
                            "  - rule: SV101\n"
                            "    operator: order*\n"
                            "    state: cart\n"
                            "    reason: the state is dropped with release 7\n"
                            "    expires: 2026-12-31\n"
                            "  - {rule: kryo-key, reason: x, expires: 2027-02-28}\n";

Test(policy, everything_is_read)
{
    read_text(whole);
    cr_assert_null(policy.problems, "%.*s", SV_ARG(policy.problems->text));
    cr_expect(sv_str_starts(policy.target->name, SV_STR("2.1")));
    cr_expect_eq(policy.fail_on, SV_NEEDS_ACTION);
    cr_expect(policy.undecided_warns);
    cr_expect_eq(policy.severities[SV_RULE_SV406], SV_NOTE);
    cr_expect_eq(policy.severities[SV_RULE_SV101], SV_WARNING);
    cr_expect_eq(policy.severities[SV_RULE_SV102], sv_rules[SV_RULE_SV102].severity);
    cr_assert_eq(policy.waiver_count, 2);
    const struct sv_waiver *waiver = &policy.waivers[0];
    cr_expect_eq(waiver->rule, &sv_rules[SV_RULE_SV101]);
    cr_expect(sv_str_eq(waiver->op, SV_STR("order*")));
    cr_expect(sv_str_eq(waiver->state, SV_STR("cart")));
    cr_expect(sv_str_eq(waiver->reason, SV_STR("the state is dropped with release 7")));
    cr_expect_eq(waiver->line, 9);
    cr_expect_eq(waiver->last_day, 20818);
    cr_expect_null(policy.waivers[1].op.p);
    cr_expect_null(policy.waivers[1].state.p);
    cr_expect_eq(policy.waivers[1].line, 14);
}

Test(policy, an_empty_file_changes_nothing)
{
    read_text("# later\n");
    cr_expect_null(policy.problems);
    cr_expect_null(policy.target);
    cr_expect_eq(policy.fail_on, SV_INCOMPATIBLE);
    for (size_t i = 0; i < SV_RULE_COUNT; i++)
        cr_expect_eq(policy.severities[i], sv_rules[i].severity);
}

Test(policy, unknown_words_are_told_with_what_was_meant)
{
    expect_problem("target: 2.2\nwaiver: []\n", 2, "unknown key 'waiver'; did you mean 'waivers'?");
    expect_problem("colour: red\n", 1, "unknown key 'colour'");
    expect_problem("target: 2.9\n", 1, "unknown target '2.9'; have 2.0.0, 2.1.0, 2.2.0, 2.3.0");
    expect_problem("severities: {SV110: note}\n", 1, "unknown rule 'SV110'; did you mean 'SV101'?");
    expect_problem("severities:\n  kryo-colection: note\n", 2,
                   "unknown rule 'kryo-colection'; did you mean 'kryo-collection'?");
    expect_problem("severities: {SV406: off}\n", 1, "unknown severity 'off'; have note, warning, error");
    expect_problem("severities: {SV406: blind}\n", 1, "unknown severity 'blind'; have note, warning, error");
    expect_problem("fail-on: never\n", 1, "unknown verdict 'never'; have incompatible, needs-action");
    expect_problem("undecided: pass\n", 1, "unknown way with undecided 'pass'; have fail, warn");
    expect_problem("waivers:\n  - rule: SV101\n    reason: r\n    expire: 2026-01-01\n    expires: 2026-01-01\n", 4,
                   "unknown key 'expire'; did you mean 'expires'?");
}

Test(policy, wrong_types_are_told)
{
    expect_problem("[a, b]\n", 1, "a policy must be a mapping (KEY: VALUE), not a list");
    expect_problem("text\n", 1, "a policy must be a mapping (KEY: VALUE), not a text");
    expect_problem("target: [2.2]\n", 1, "target must be a text, not a list");
    expect_problem("target:\n", 1, "target is empty");
    expect_problem("target: ~\n", 1, "target is empty");
    expect_problem("severities: SV101\n", 1, "severities must be a mapping (KEY: VALUE), not a text");
    expect_problem("waivers: {rule: SV101}\n", 1, "waivers must be a list (- rule: ...)");
    expect_problem("waivers:\n  - SV101\n", 2, "a waiver must be a mapping (KEY: VALUE), not a text");
    expect_problem("? [a]\n: b\n", 1, "a key must be a text, not a list");
    expect_problem("target: 2.2\n---\ntarget: 2.1\n", 3, "a second document; one is read");
}

Test(policy, what_was_not_seen_cannot_be_decided_on)
{
    expect_problem("severities:\n  SV002: note\n", 2,
                   "rule SV002 (unread-state) says what could not be read: its severity cannot be changed");
    expect_problem("waivers:\n- rule: unread-state\n  reason: r\n  expires: 2027-01-01\n", 2,
                   "rule SV002 (unread-state) says what could not be read: it cannot be waived; 'undecided: warn' lets "
                   "such snapshots pass");
}

Test(policy, a_waiver_needs_rule_reason_and_day)
{
    expect_problem("waivers:\n- rule: SV101\n  expires: 2027-01-01\n", 2, "a waiver without 'reason'");
    expect_problem("waivers:\n- reason: r\n  expires: 2027-01-01\n", 2, "a waiver without 'rule'");
    expect_problem("waivers:\n- rule: SV101\n  reason: r\n", 2, "a waiver without 'expires'");
    expect_problem("waivers:\n- rule: SV101\n  reason: ''\n  expires: 2027-01-01\n", 3, "reason is empty");
    expect_problem("waivers:\n- rule: SV101\n  reason: r\n  expires: 2027-02-29\n", 4,
                   "bad date '2027-02-29'; write a day as 2026-12-31");
}

Test(policy, doubles_are_told_with_the_earlier_line)
{
    expect_problem("target: 2.2\ntarget: 2.1\n", 2, "key 'target' stands in line 1 already");
    expect_problem("severities:\n  SV101: note\n  kryo-collection: note\n", 3,
                   "rule SV101 (kryo-collection) has a severity already");
    expect_problem("waivers:\n"
                   "- {rule: SV101, state: a, reason: r, expires: 2027-01-01}\n"
                   "- {rule: SV101, operator: a, reason: r, expires: 2027-01-01}\n"
                   "- {rule: SV101, state: a, reason: s, expires: 2028-01-01}\n",
                   4, "a waiver for the same findings stands in line 2 already");
}

Test(policy, problems_come_in_the_order_of_lines)
{
    read_text("waivers:\n- rule: SV999\n  reasn: r\n  expires: soon\nfail_on: x\n");
    unsigned last = 0, count = 0;
    for (const struct sv_problem *p = policy.problems; p; p = p->next, count++) {
        cr_expect_geq(p->line, last);
        last = p->line;
    }
    cr_expect_eq(count, 5);
    cr_expect_eq(last, 5);
}

Test(policy, what_is_no_yaml_is_told_with_its_line)
{
    read_text("target: 2.2\nwaivers: [\n");
    cr_assert(policy.problems);
    cr_expect_eq(policy.problems->line, 3);
    sv_policy_free(&policy);
    read_text("target: \xff\n");
    cr_assert(policy.problems);
    cr_expect(sv_str_starts(policy.problems->text, SV_STR("not UTF-8")));
}

static void read_any(const unsigned char *bytes, size_t n, void *context)
{
    (void)context;
    struct sv_policy any;
    if (sv_policy_read((sv_str){ (const char *)bytes, n }, SV_STR("p.yml"), &any, NULL) != SV_OK)
        cr_assert(sweep_has_failed(), "no memory for %zu bytes", n);
    sv_policy_free(&any);
}

Test(policy, any_bytes_and_any_failing_allocation_are_survived)
{
    cr_assert_gt(sweep_all(whole, sizeof whole - 1, 0, read_any, NULL), sizeof whole);
}
