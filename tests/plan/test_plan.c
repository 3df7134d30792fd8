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
    cr_expect(has(SV_STEP_REFACTOR) && has(SV_STEP_PROCESSOR) && has(SV_STEP_PARALLEL) && has(SV_STEP_REPROCESS));
    cr_expect(!has(SV_STEP_UPDATE), "what cannot be restored is not upgraded in place");
    cr_assert_eq(plan.state_count, 1);
    cr_expect_eq(plan.states[0].ways,
                 1u << SV_WAY_REFACTOR | 1u << SV_WAY_PROCESSOR | 1u << SV_WAY_PARALLEL | 1u << SV_WAY_REPROCESS);
}

Test(plan, every_step_has_something_to_do)
{
    for (int step = 0; step < SV_STEP_COUNT; step++)
        for (int platform = 0; platform < SV_PLATFORM_COUNT; platform++)
            for (int via = 0; via < (platform == SV_PLATFORM_MSF ? SV_VIA_COUNT : 1); via++)
                cr_expect(
                    !(sv_steps[step].platforms & 1u << platform) ||
                        sv_step_command((enum sv_step_id)step, (enum sv_platform)platform, (enum sv_via)via, 0, NULL),
                    "%s on %s by %s", sv_steps[step].slug, sv_platform_name((enum sv_platform)platform),
                    sv_via_name((enum sv_via)via));
}

Test(plan, a_new_job_at_fault_is_mended)
{
    made_list(snapshot, "a", made_string(snapshot, "value"));
    struct sv_snapshot *empty = made_snapshot();
    const struct sv_new_job job = { .snapshot = empty, .shown = SV_STR("new") };
    empty->version = 6;
    cr_assert_eq(sv_check_run(snapshot, sv_release_default(), &job, &check, &err), SV_OK, "%s", err.text);
    cr_assert_eq(check.verdict, SV_INCOMPATIBLE);
    cr_assert_eq(sv_plan_make(&check, &request, &plan, &err), SV_OK, "%s", err.text);
    cr_expect(has(SV_STEP_MEND) && has(SV_STEP_REPROCESS));
    cr_expect(!has(SV_STEP_REFACTOR), "an operator that the new job lacks is no matter of its types");
    cr_expect(plan.ways & 1u << SV_WAY_JOB);
    made_free(empty);
}

Test(plan, what_is_wrong_elsewhere_shuts_no_way)
{
    made_list(snapshot, "kryo", made_kryo(snapshot, "value", "java.util.List"));
    made_list(snapshot, "structured",
              made_type(snapshot, "value", "org.apache.flink.api.scala.typeutils.ScalaOptionSerializerSnapshot"));
    request.platform = SV_PLATFORM_SELF;
    cr_assert_eq(make(), SV_OK, "%s", err.text);
    cr_assert_eq(plan.state_count, 2);
    cr_expect(plan.states[0].ways & 1u << SV_WAY_PROCESSOR);
    cr_expect_str_eq(sv_ways[SV_WAY_PROCESSOR].slug, "state-processor");
    cr_expect(has(SV_STEP_PROCESSOR));
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
