#include <criterion/criterion.h>

#include "plan/plan.h"
#include "support/made.h"

static struct sv_snapshot *snapshot;
static struct sv_check check;
static struct sv_plan plan;
static struct sv_plan_request request;
static struct sv_error err;

static void begin(void)
{
    snapshot = made_snapshot();
    request = (struct sv_plan_request){ .platform = SV_PLATFORM_MSF };
}

static void end(void)
{
    sv_plan_release(&plan);
    sv_check_release(&check);
    made_free(snapshot);
}

TestSuite(plan, .init = begin, .fini = end);

static enum sv_status make(void)
{
    cr_assert_eq(sv_check_run(snapshot, sv_release_default(), NULL, &check, &err), SV_OK, "%s", err.text);
    return sv_plan_make(&check, &request, &plan, &err);
}

static bool has(enum sv_step_id id)
{
    for (size_t i = 0; i < plan.step_count; i++)
        if (sv_step_id_of(plan.steps[i]) == id)
            return true;
    return false;
}

Test(plan, every_error_and_warning_has_its_ways)
{
    for (size_t i = 0; i < SV_RULE_COUNT; i++) {
        bool is_of_snapshot = sv_rules[i].subject <= SV_ON_TYPE;
        bool needs_row = is_of_snapshot && (sv_rules[i].severity == SV_ERROR || sv_rules[i].severity == SV_WARNING);
        unsigned ways = 0;
        bool has_row = sv_ways_of_rule(sv_str_of(sv_rules[i].code), &ways);
        cr_expect_eq(has_row, needs_row, "%s", sv_rules[i].code);
        cr_expect(!has_row || ways, "%s leaves no way", sv_rules[i].code);
    }
}

Test(plan, a_compatible_snapshot_is_upgraded_in_place)
{
    made_list(snapshot, "a", made_string(snapshot, "value"));
    cr_assert_eq(make(), SV_OK, "%s", err.text);
    cr_expect(has(SV_STEP_UPDATE) && has(SV_STEP_SNAPSHOT) && has(SV_STEP_ROLLBACK));
    cr_expect(!has(SV_STEP_REFACTOR) && !has(SV_STEP_REPLICA) && !has(SV_STEP_RUN));
    cr_expect_eq(plan.state_count, 0);
}

Test(plan, kryo_leaves_the_ways_open)
{
    made_list(snapshot, "a", made_kryo(snapshot, "value", "java.util.List"));
    cr_assert_eq(make(), SV_OK, "%s", err.text);
    cr_expect(has(SV_STEP_REFACTOR) && has(SV_STEP_PARALLEL) && has(SV_STEP_REPROCESS));
    cr_expect(!has(SV_STEP_UPDATE), "what cannot be restored is not upgraded in place");
    cr_expect(!has(SV_STEP_PROCESSOR), "MSF restores its own snapshots alone");
    cr_assert_eq(plan.state_count, 1);
    cr_expect_eq(plan.states[0].ways, 1u << SV_WAY_REFACTOR | 1u << SV_WAY_PARALLEL | 1u << SV_WAY_REPROCESS);
}

Test(plan, values_that_the_platform_refuses_are_refused)
{
    request.values[SV_HOLE_APP] = SV_STR("a b; rm -rf");
    cr_expect_eq(make(), SV_ERR_USAGE);
    sv_check_release(&check);
    request.values[SV_HOLE_APP] = SV_STR("orders\0x");
    cr_expect_eq(make(), SV_ERR_USAGE);
    sv_check_release(&check);
    request.values[SV_HOLE_APP] = SV_STR("orders");
    request.values[SV_HOLE_REGION] = SV_STR("eu-west-1");
    request.values[SV_HOLE_JAR] = SV_STR("jars/it's 2.2.jar");
    cr_expect_eq(make(), SV_OK, "%s", err.text);
}

Test(plan, other_platforms_have_the_command_line_alone)
{
    request = (struct sv_plan_request){ .platform = SV_PLATFORM_SELF, .via = SV_VIA_TERRAFORM };
    cr_expect_eq(make(), SV_ERR_USAGE);
}
