/* plan.c: the steps that a verdict asks for. */
#include "plan/plan.h"

#include <inttypes.h>
#include <regex.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/limits.h"
#include "facts/artifact.h"

/* The masks of steps.def count on it. */
_Static_assert(SV_COMPATIBLE == 0 && SV_NEEDS_ACTION == 1 && SV_UNDECIDED == 2 && SV_INCOMPATIBLE == 3, "verdicts");

/* Whether a value is what its hole allows; false also when memory is out. */
static bool is_allowed(enum sv_hole hole, const char *value)
{
    char pattern[256];
    regex_t regex;
    snprintf(pattern, sizeof pattern, "^(%s)$", sv_holes[hole].allowed);
    if (regcomp(&regex, pattern, REG_EXTENDED | REG_NOSUB) != 0)
        return false;
    bool fits = regexec(&regex, value, 0, NULL, 0) == 0;
    regfree(&regex);
    return fits;
}

/* Takes a value that somebody gave. */
static enum sv_status take(struct sv_plan *plan, enum sv_hole hole, sv_str value, struct sv_error *err)
{
    const struct sv_hole_row *row = &sv_holes[hole];
    if (!value.n)
        return SV_OK;
    char *text = sv_arena_alloc(&plan->arena, value.n + 1, 1);
    if (!text)
        return sv_fail(err, SV_ERR_MEMORY, "out of memory");
    memcpy(text, value.p, value.n);
    if (strlen(text) != value.n || value.n > row->most_bytes || !is_allowed(hole, text))
        return sv_fail(err, SV_ERR_USAGE, "'%s' cannot be the %s; have at most %zu characters of the form %s", text,
                       row->meaning, row->most_bytes, row->allowed);
    plan->values[hole] = (sv_str){ text, value.n };
    return SV_OK;
}

/* Sets a value that nobody gave; one that does not fit stays a blank. */
static void assume(struct sv_plan *plan, enum sv_hole hole, const char *text)
{
    if (!plan->values[hole].n)
        (void)take(plan, hole, sv_str_of(text), NULL);
}

/* What --app and --jar name on each platform. */
static const enum sv_hole names[SV_PLATFORM_COUNT][2] = {
    [SV_PLATFORM_MSF] = { SV_HOLE_APP, SV_HOLE_JAR },
    [SV_PLATFORM_SELF] = { SV_HOLE_APP, SV_HOLE_ARTIFACT },
    [SV_PLATFORM_KUBERNETES] = { SV_HOLE_DEPLOYMENT, SV_HOLE_JAR_URI },
};

static enum sv_hole meant(enum sv_platform platform, enum sv_hole hole)
{
    return hole == SV_HOLE_APP ? names[platform][0] : hole == SV_HOLE_JAR ? names[platform][1] : hole;
}

/* Releases that the texts name. */
static void assume_connectors(struct sv_plan *plan)
{
    static const struct {
        enum sv_hole hole;
        const char *artifact;
    } connectors[] = {
        { SV_HOLE_KAFKA_RELEASE, "flink-connector-kafka" },
        { SV_HOLE_KINESIS_RELEASE, "flink-connector-aws-kinesis-streams" },
        { SV_HOLE_JDBC_RELEASE, "flink-connector-jdbc-core" },
        { SV_HOLE_OPENSEARCH_RELEASE, "flink-connector-opensearch" },
        { SV_HOLE_PROMETHEUS_RELEASE, "flink-connector-prometheus" },
    };
    const struct sv_release *target = plan->check->target;
    for (size_t i = 0; i < sizeof connectors / sizeof *connectors; i++) {
        const struct sv_artifact *row = sv_artifact_find(SV_STR("org.apache.flink"), sv_str_of(connectors[i].artifact));
        sv_str release = row ? sv_artifact_release(row, target->major, target->minor) : (sv_str){ "", 0 };
        char text[64];
        if (release.n)
            snprintf(text, sizeof text, "%.*s", SV_ARG(release));
        else
            snprintf(text, sizeof text, "(no release as of %s)", sv_artifacts_day());
        assume(plan, connectors[i].hole, text);
    }
}

static enum sv_status take_values(struct sv_plan *plan, const struct sv_plan_request *request, struct sv_error *err)
{
    const struct sv_release *target = plan->check->target;
    char text[64];
    enum sv_status status = SV_OK;
    for (int hole = 0; hole < SV_HOLE_COUNT && status == SV_OK; hole++)
        status = take(plan, meant(plan->platform, (enum sv_hole)hole), request->values[hole], err);
    if (status != SV_OK)
        return status;
    assume(plan, SV_HOLE_FLINK_VERSION, target->name.p);
    snprintf(text, sizeof text, "%" PRId32 ".%" PRId32, target->major, target->minor);
    assume(plan, SV_HOLE_FLINK_MINOR, text);
    snprintf(text, sizeof text, "v%" PRId32 "_%" PRId32, target->major, target->minor);
    assume(plan, SV_HOLE_OPERATOR_VERSION, text);
    snprintf(text, sizeof text, "before-flink-%" PRId32 ".%" PRId32, target->major, target->minor);
    assume(plan, SV_HOLE_SNAPSHOT, text);
    assume(plan, SV_HOLE_RUNTIME, sv_msf_runtime(target->name));
    assume(plan, SV_HOLE_POM, "pom.xml");
    assume_connectors(plan);
    assume(plan, SV_HOLE_ALLOW, plan->check->job && plan->check->job->allow_non_restored_state ? "true" : "false");
    if (plan->check->snapshot->path.p)
        (void)take(plan, SV_HOLE_CHECKED, plan->check->snapshot->path, NULL);
    return SV_OK;
}

static enum sv_status check_request(const struct sv_check *check, const struct sv_plan_request *request,
                                    struct sv_error *err)
{
    if (request->platform != SV_PLATFORM_MSF && request->via != SV_VIA_CLI)
        return sv_fail(err, SV_ERR_USAGE, "platform '%s' is not reached via '%s'; have cli alone",
                       sv_platform_name(request->platform), sv_via_name(request->via));
    if (request->platform == SV_PLATFORM_MSF && !sv_msf_runtime(check->target->name))
        return sv_fail(err, SV_ERR_USAGE,
                       "Managed Service for Apache Flink has no runtime of Flink %s; have 2.2 or 2.3",
                       check->target->name.p);
    return SV_OK;
}

/* Ways that a platform has. */
static unsigned ways_of_platform(enum sv_platform platform)
{
    unsigned ways = 0;
    for (int way = 0; way < SV_WAY_COUNT; way++)
        if (sv_ways[way].platforms & 1u << platform)
            ways |= 1u << way;
    return ways;
}

/* Those of ways that are left by what findings say of a state (NULL: of the operator as such). */
static unsigned left_by(unsigned ways, const struct sv_finding *findings, size_t count, uint32_t state_number,
                        const struct sv_state *state)
{
    unsigned open;
    for (size_t i = 0; i < count; i++) {
        bool touches =
            findings[i].op_number == SV_NO_NUMBER || !state || sv_finding_touches(&findings[i], state_number, state);
        if (findings[i].severity == SV_ERROR && touches && sv_ways_of_rule(sv_str_of(findings[i].rule->code), &open))
            ways &= open;
    }
    return ways;
}

/* An operator with the findings about it, which stand in a row, and the ways that those about the snapshot leave. */
struct blamed {
    const struct sv_operator *op;
    const struct sv_op_verdict *verdict;
    const struct sv_finding *findings;
    size_t finding_count;
    unsigned ways;
};

static void add_state(struct sv_plan *plan, const struct blamed *blamed, const struct sv_state *state, uint32_t number)
{
    unsigned ways = left_by(blamed->ways, blamed->findings, blamed->finding_count, number, state);
    plan->states[plan->state_count++] = (struct sv_plan_state){ .op = blamed->op, .state = state, .ways = ways };
    plan->ways &= ways;
    plan->ways_some |= ways;
}

/* The states that cannot be restored; the operator as such where none of its states is to blame. */
static void add_operator(struct sv_plan *plan, const struct blamed *blamed)
{
    size_t before = plan->state_count;
    uint32_t number = 0;
    for (const struct sv_op_state *s = blamed->op->states; s; s = s->next, number++)
        if (blamed->verdict->states[number] == SV_INCOMPATIBLE)
            add_state(plan, blamed, s->state, number);
    if (blamed->verdict->verdict == SV_INCOMPATIBLE && plan->state_count == before)
        add_state(plan, blamed, NULL, 0);
}

static enum sv_status add_states(struct sv_plan *plan, struct sv_error *err)
{
    const struct sv_snapshot *snapshot = plan->check->snapshot;
    const struct sv_findings *findings = &plan->check->findings;
    plan->states = sv_arena_alloc(&plan->arena, (size_t)snapshot->state_count + snapshot->operator_count + 1,
                                  sizeof *plan->states);
    if (!plan->states)
        return sv_fail(err, SV_ERR_MEMORY, "out of memory");
    size_t next = 0;
    while (next < findings->count && findings->items[next].op_number == SV_NO_NUMBER)
        next++;
    unsigned ways = left_by(ways_of_platform(plan->platform), findings->items, next, 0, NULL);
    plan->ways = ways;
    uint32_t number = 0;
    for (const struct sv_operator *op = snapshot->operators; op; op = op->next, number++) {
        struct blamed blamed = { .op = op, .verdict = &plan->check->operators[number], .ways = ways };
        size_t first = next;
        while (next < findings->count && findings->items[next].op_number == number)
            next++;
        blamed.findings = findings->items ? findings->items + first : NULL;
        blamed.finding_count = next - first;
        add_operator(plan, &blamed);
    }
    if (!plan->state_count)
        plan->ways_some = ways;
    return SV_OK;
}

static bool is_wanted(const struct sv_plan *plan, const struct sv_step *step)
{
    return step->platforms & 1u << plan->platform && step->verdicts & 1u << plan->verdict &&
           (step->way == SV_WAY_NONE || plan->ways_some & 1u << step->way);
}

static enum sv_status add_steps(struct sv_plan *plan, struct sv_error *err)
{
    plan->steps = sv_arena_alloc(&plan->arena, SV_STEP_COUNT, sizeof(const struct sv_step *));
    if (!plan->steps)
        return sv_fail(err, SV_ERR_MEMORY, "out of memory");
    for (size_t i = 0; i < SV_STEP_COUNT; i++)
        if (is_wanted(plan, &sv_steps[i]))
            plan->steps[plan->step_count++] = &sv_steps[i];
    return SV_OK;
}

enum sv_status sv_plan_make(const struct sv_check *check, const struct sv_plan_request *request, struct sv_plan *out,
                            struct sv_error *err)
{
    struct sv_plan plan = {
        .check = check, .verdict = check->verdict, .platform = request->platform, .via = request->via
    };
    sv_arena_init(&plan.arena, SV_LIMIT_MODEL_BYTES);
    enum sv_status status = check_request(check, request, err);
    if (status == SV_OK)
        status = take_values(&plan, request, err);
    if (status == SV_OK)
        status = add_states(&plan, err);
    if (status == SV_OK)
        status = add_steps(&plan, err);
    if (status == SV_OK)
        *out = plan;
    else
        sv_plan_release(&plan);
    return status;
}

void sv_plan_release(struct sv_plan *plan)
{
    sv_arena_free(&plan->arena);
}
