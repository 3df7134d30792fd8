/* step.c: the tables of an upgrade's steps. */
#include "facts/step.h"

/* Masks of the rows. Verdicts stand in the order of enum sv_verdict, which this room does not know; src/plan/plan.c holds
 * them together. */
enum {
    MSF = 1 << SV_PLATFORM_MSF,
    SELF = 1 << SV_PLATFORM_SELF,
    KUBERNETES = 1 << SV_PLATFORM_KUBERNETES,
    ALL = MSF | SELF | KUBERNETES,
    IN_PLACE = 1 << 0 | 1 << 1, /* compatible, needs action */
    NEEDS_ACTION = 1 << 1,
    UNDECIDED = 1 << 2,
    INCOMPATIBLE = 1 << 3,
    ANY = IN_PLACE | UNDECIDED | INCOMPATIBLE
};

const struct sv_step sv_steps[SV_STEP_COUNT] = {
#define STEP(id, slug_, phase_, way_, platforms_, verdicts_, changes, title_, why_, precondition_, verify_, failure_,  \
             back_)                                                                                                    \
    [SV_STEP_##id] = { .slug = slug_,                                                                                  \
                       .title = title_,                                                                                \
                       .why = why_,                                                                                    \
                       .precondition = precondition_,                                                                  \
                       .verify = verify_,                                                                              \
                       .failure = failure_,                                                                            \
                       .back = back_,                                                                                  \
                       .phase = SV_PHASE_##phase_,                                                                     \
                       .way = SV_WAY_##way_,                                                                           \
                       .platforms = platforms_,                                                                        \
                       .verdicts = verdicts_,                                                                          \
                       .changes_something = changes },
#include "facts/steps.def"
#undef STEP
};

const struct sv_way_row sv_ways[SV_WAY_COUNT] = {
#define WAY(id, slug_, platforms_, title_, what_, cost_, elsewhere_)                                                   \
    [SV_WAY_##id] = {                                                                                                  \
        .slug = slug_, .title = title_, .what = what_, .cost = cost_, .elsewhere = elsewhere_, .platforms = platforms_ \
    },
#include "facts/ways.def"
#undef WAY
};

bool sv_ways_of_rule(sv_str rule, unsigned *ways_out)
{
    enum { SHUT, OPEN };
    static const struct {
        const char *rule;
        unsigned ways;
    } rows[] = {
#define RULE_WAYS(rule, job, refactor, processor, parallel, reprocess)                                                 \
    { rule, (job) << SV_WAY_JOB | (refactor) << SV_WAY_REFACTOR | (processor) << SV_WAY_PROCESSOR |                    \
                (parallel) << SV_WAY_PARALLEL | (reprocess) << SV_WAY_REPROCESS },
#include "facts/rule_ways.def"
#undef RULE_WAYS
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        if (sv_str_eq(rule, sv_str_of(rows[i].rule))) {
            *ways_out = rows[i].ways;
            return true;
        }
    return false;
}

enum { GIVEN, FOUND };
const struct sv_hole_row sv_holes[SV_HOLE_COUNT] = {
#define HOLE(name_, variable_, meaning_, allowed_, most, found)                                                        \
    [SV_HOLE_##variable_] = { .name = SV_STR_INIT(#name_),                                                             \
                              .variable = SV_STR_INIT(#variable_),                                                     \
                              .meaning = meaning_,                                                                     \
                              .allowed = allowed_,                                                                     \
                              .most_bytes = most,                                                                      \
                              .is_found = found },
#include "facts/holes.def"
#undef HOLE
};

enum sv_hole sv_hole_find(sv_str name)
{
    int i = 0;
    while (i < SV_HOLE_COUNT && !sv_str_eq(name, sv_holes[i].name))
        i++;
    return (enum sv_hole)i;
}

bool sv_hole_at(sv_str text, enum sv_hole *hole_out, size_t *length_out)
{
    const char *end = text.n && text.p[0] == '{' ? memchr(text.p, '}', text.n) : NULL;
    if (!end)
        return false;
    enum sv_hole hole = sv_hole_find((sv_str){ text.p + 1, (size_t)(end - text.p) - 1 });
    if (hole == SV_HOLE_COUNT)
        return false;
    *hole_out = hole;
    *length_out = (size_t)(end - text.p) + 1;
    return true;
}

#define COMMAND(step, syntax, text) { SV_STEP_##step, SV_PLATFORM_, SV_VIA_, SV_SYNTAX_##syntax, text },
static const struct sv_command commands[] = {
#define SV_PLATFORM_ SV_PLATFORM_MSF
#define SV_VIA_ SV_VIA_CLI
#include "facts/commands_msf_cli.def"
#undef SV_VIA_
#define SV_VIA_ SV_VIA_CONSOLE
#include "facts/commands_msf_console.def"
#undef SV_VIA_
#define SV_VIA_ SV_VIA_CLOUDFORMATION
#include "facts/commands_msf_cloudformation.def"
#undef SV_VIA_
#define SV_VIA_ SV_VIA_TERRAFORM
#include "facts/commands_msf_terraform.def"
#undef SV_VIA_
#define SV_VIA_ SV_VIA_SDK
#include "facts/commands_msf_boto3.def"
#include "facts/commands_msf_java.def"
#undef SV_VIA_
#undef SV_PLATFORM_
#define SV_VIA_ SV_VIA_CLI
#define SV_PLATFORM_ SV_PLATFORM_SELF
#include "facts/commands_self.def"
#undef SV_PLATFORM_
#define SV_PLATFORM_ SV_PLATFORM_KUBERNETES
#include "facts/commands_kubernetes.def"
#undef SV_PLATFORM_
#define SV_PLATFORM_ SV_PLATFORM_ANY
#include "facts/commands_common.def"
#undef SV_PLATFORM_
#undef SV_VIA_
};
#undef COMMAND

static const struct sv_command *command_at(enum sv_step_id step, enum sv_platform platform, enum sv_via via, size_t i)
{
    for (size_t row = 0; row < sizeof commands / sizeof *commands; row++) {
        const struct sv_command *command = &commands[row];
        if (command->step == step && command->platform == platform && command->via == via && i-- == 0)
            return command;
    }
    return NULL;
}

const struct sv_command *sv_step_command(enum sv_step_id step, enum sv_platform platform, enum sv_via via, size_t i,
                                         bool *own_out)
{
    bool common = command_at(step, SV_PLATFORM_ANY, SV_VIA_CLI, 0) != NULL;
    bool own = command_at(step, platform, via, 0) != NULL;
    if (own_out)
        *own_out = own || common;
    if (common && !own)
        return command_at(step, SV_PLATFORM_ANY, SV_VIA_CLI, i);
    return command_at(step, platform, own ? via : SV_VIA_CLI, i);
}

const char *sv_platform_name(enum sv_platform platform)
{
    static const char *const names[] = {
        [SV_PLATFORM_MSF] = "msf", [SV_PLATFORM_SELF] = "self", [SV_PLATFORM_KUBERNETES] = "kubernetes"
    };
    return names[platform];
}

const char *sv_via_name(enum sv_via via)
{
    static const char *const names[] = { [SV_VIA_CLI] = "cli",
                                         [SV_VIA_CONSOLE] = "console",
                                         [SV_VIA_CLOUDFORMATION] = "cloudformation",
                                         [SV_VIA_TERRAFORM] = "terraform",
                                         [SV_VIA_SDK] = "sdk" };
    return names[via];
}

const char *sv_platform_title(enum sv_platform platform)
{
    static const char *const titles[] = { [SV_PLATFORM_MSF] = "Amazon Managed Service for Apache Flink",
                                          [SV_PLATFORM_SELF] = "a cluster of your own",
                                          [SV_PLATFORM_KUBERNETES] = "Flink's Kubernetes operator" };
    return titles[platform];
}

const char *sv_via_title(enum sv_platform platform, enum sv_via via)
{
    static const char *const lines[] = { [SV_PLATFORM_MSF] = "the AWS CLI",
                                         [SV_PLATFORM_SELF] = "Flink's command line",
                                         [SV_PLATFORM_KUBERNETES] = "kubectl" };
    static const char *const titles[] = { [SV_VIA_CONSOLE] = "the AWS console",
                                          [SV_VIA_CLOUDFORMATION] = "CloudFormation",
                                          [SV_VIA_TERRAFORM] = "Terraform",
                                          [SV_VIA_SDK] = "the AWS SDKs for Python and Java" };
    return via == SV_VIA_CLI ? lines[platform] : titles[via];
}

const char *sv_phase_name(enum sv_phase phase)
{
    static const char *const names[] = {
        [SV_PHASE_BEFORE] = "before",   [SV_PHASE_DECIDE] = "decide", [SV_PHASE_MIGRATE] = "migrate",
        [SV_PHASE_UPGRADE] = "upgrade", [SV_PHASE_WATCH] = "watch",   [SV_PHASE_BACK] = "back"
    };
    return names[phase];
}

const char *sv_phase_title(enum sv_phase phase)
{
    static const char *const titles[] = { [SV_PHASE_BEFORE] = "Before the upgrade",
                                          [SV_PHASE_DECIDE] = "What decides",
                                          [SV_PHASE_MIGRATE] = "Ways over it",
                                          [SV_PHASE_UPGRADE] = "The upgrade",
                                          [SV_PHASE_WATCH] = "Watch",
                                          [SV_PHASE_BACK] = "The way back" };
    return titles[phase];
}

const char *sv_syntax_name(enum sv_syntax syntax)
{
    static const char *const names[] = {
        [SV_SYNTAX_SH] = "bash",   [SV_SYNTAX_PYTHON] = "python", [SV_SYNTAX_JAVA] = "java",
        [SV_SYNTAX_YAML] = "yaml", [SV_SYNTAX_HCL] = "hcl",       [SV_SYNTAX_PROSE] = "text"
    };
    return names[syntax];
}

const char *sv_msf_runtime(sv_str release)
{
    static const struct {
        sv_str minor;
        const char *runtime;
    } rows[] = {
#define RUNTIME(minor, runtime) { SV_STR_INIT(minor), runtime },
#include "facts/runtimes.def"
#undef RUNTIME
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        sv_str minor = rows[i].minor;
        if (sv_str_starts(release, minor) && (release.n == minor.n || release.p[minor.n] == '.'))
            return rows[i].runtime;
    }
    return NULL;
}
