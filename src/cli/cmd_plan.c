/* cmd_plan.c: snapvet plan. */
#include <snapvet/plan.h>
#include <string.h>

#include "cli.h"

enum { PLATFORM = 1, APP, REGION, JAR, FILL, VIA, AGAINST, JOB, ALLOW_NON_RESTORED };

static const char *format_at(size_t i)
{
    return cli_format_at(SNAPVET_VIEW_PLAN, i);
}

static const struct opt options[] = {
    { PLATFORM, "--platform", "WHERE",
      "where the job runs: Amazon Managed Service for Apache Flink, a cluster of your own, or Flink's Kubernetes "
      "operator",
      snapvet_platform_at, true },
    { VIA, "--via", "HOW", "what the steps are done with (default: cli; the others with msf alone)", snapvet_via_at,
      true },
    { APP, "--app", "NAME", "name of the application; of the FlinkDeployment", NULL, false },
    { REGION, "--region", "REGION", "AWS Region of the application", NULL, false },
    { JAR, "--jar", "KEY", "S3 key of the new JAR; its path with self, its jarURI with kubernetes", NULL, false },
    { FILL, "--fill", "BLANK=VALUE", "another value, by the name of its blank ('snapvet help blanks'); may be repeated",
      NULL, false },
    CLI_ROW_TARGET,
    { AGAINST, "--against", "NEW", "a snapshot of the new job that Flink 2.x took, as for 'snapvet check'", NULL,
      false },
    { JOB, "--job", "FILE", "the new job as you declare it, as for 'snapvet check'", NULL, false },
    { ALLOW_NON_RESTORED, "--allow-non-restored-state", NULL,
      "the new job starts with --allowNonRestoredState: state of operators that it does not have is dropped", NULL,
      false },
    CLI_ROWS_READING,
    CLI_ROW_FORMAT(format_at),
    CLI_ROW_COLOUR,
};

enum { VALUES_MOST = 64 };
struct request {
    struct snapvet_plan_request plan;
    struct snapvet_plan_value values[VALUES_MOST];
    char names[VALUES_MOST][32];
    const char *against, *job;
    bool allow_non_restored_state;
};

/* The name of a value may be that of its blank, in any case. */
static int add_value(struct request *request, const char *name, size_t length, const char *value)
{
    size_t i = request->plan.value_count;
    if (i == VALUES_MOST || !length || length >= sizeof request->names[i])
        return CLI_BAD_VALUE;
    for (size_t c = 0; c < length; c++)
        request->names[i][c] = (char)(name[c] >= 'A' && name[c] <= 'Z' ? name[c] - 'A' + 'a' : name[c]);
    request->names[i][length] = '\0';
    request->values[i] = (struct snapvet_plan_value){ request->names[i], value };
    request->plan.values = request->values;
    request->plan.value_count++;
    return EXIT_COMPATIBLE;
}

static int set(int opt, const char *value, void *context)
{
    struct request *request = context;
    const char *equals;
    switch (opt) {
    case PLATFORM:
        request->plan.platform = value;
        break;
    case VIA:
        request->plan.via = value;
        break;
    case APP:
        return add_value(request, "app", 3, value);
    case REGION:
        return add_value(request, "region", 6, value);
    case JAR:
        return add_value(request, "jar", 3, value);
    case FILL:
        equals = strchr(value, '=');
        return equals ? add_value(request, value, (size_t)(equals - value), equals + 1) : CLI_BAD_VALUE;
    case AGAINST:
        request->against = value;
        break;
    case JOB:
        request->job = value;
        break;
    default:
        request->allow_non_restored_state = true;
    }
    return EXIT_COMPATIBLE;
}

static int write_plan(const struct cli_input *input, const struct request *request, const struct snapvet_check *check)
{
    static const int codes[] = { [SNAPVET_COMPATIBLE] = EXIT_COMPATIBLE,
                                 [SNAPVET_NEEDS_ACTION] = EXIT_COMPATIBLE,
                                 [SNAPVET_UNDECIDED] = EXIT_UNDECIDED,
                                 [SNAPVET_INCOMPATIBLE] = EXIT_INCOMPATIBLE };
    struct snapvet_plan *plan = NULL;
    struct snapvet_text *text = NULL;
    struct snapvet_error err;
    struct snapvet_style style = cli_style(&input->look);
    int code = codes[snapvet_check_verdict(check)];
    if (snapvet_plan_make(check, &request->plan, &plan, &err) != SNAPVET_OK ||
        snapvet_plan_write(plan, cli_format(input), &style, &text, &err) != SNAPVET_OK)
        code = cli_complain(&err);
    else
        cli_write(text);
    snapvet_text_free(text);
    snapvet_plan_free(plan);
    return code;
}

static int judge(const struct cli_input *input, const struct request *request, const struct snapvet_snapshot *snapshot,
                 const struct snapvet_snapshot *new_job)
{
    const char *target = input->target ? input->target : snapvet_target_default();
    struct snapvet_check *check = NULL;
    struct snapvet_error err;
    enum snapvet_status status =
        new_job ? snapvet_check_run_against(snapshot, target, new_job, request->allow_non_restored_state, &check, &err)
                : snapvet_check_run(snapshot, target, &check, &err);
    int code = status == SNAPVET_OK ? write_plan(input, request, check) : cli_complain(&err);
    snapvet_check_free(check);
    return code;
}

/* The new job, if one was named; false after a message. */
static bool open_job(const struct cli_input *input, const struct request *request, struct snapvet_snapshot **out,
                     int *code_out)
{
    struct snapvet_error err;
    if (request->job && snapvet_job_open(request->job, out, &err) != SNAPVET_OK) {
        *code_out = cli_complain(&err);
        return false;
    }
    if (request->against)
        *out = cli_open(input, request->against, code_out);
    return !request->against || *out;
}

static int run_request(const struct command *self, const struct cli_input *input, const struct request *request)
{
    struct snapvet_snapshot *new_job = NULL, *snapshot = NULL;
    int code = EXIT_COMPATIBLE;
    if (!request->plan.platform)
        return cli_usage(self, "no platform given: --platform msf, self or kubernetes");
    if (request->allow_non_restored_state && !request->against && !request->job)
        return cli_usage(self, "--allow-non-restored-state needs --against or --job");
    if (request->against && request->job)
        return cli_usage(self, "--against and --job exclude each other");
    if (open_job(input, request, &new_job, &code)) {
        snapshot = cli_open(input, input->operands.items[0], &code);
        if (snapshot)
            code = judge(input, request, snapshot, new_job);
    }
    snapvet_close(snapshot);
    snapvet_close(new_job);
    return code;
}

static int run(const struct command *self, int argc, char **argv)
{
    struct request request = { .against = NULL };
    struct cli_input input = { .how = NULL };
    int code;
    if (cli_parse(self, argc, argv, &input, set, &request, &code))
        code = run_request(self, &input, &request);
    cli_input_end(&input);
    return code;
}

const struct command cmd_plan = {
    .name = "plan",
    .operands = "SNAPSHOT",
    .operand = "snapshot",
    .least = 1,
    .most = 1,
    .summary = "Writes the steps of the upgrade that a snapshot's verdict asks for",
    .details = "SNAPSHOT is judged as by 'snapvet check'. The plan has what to do before, the upgrade, what to watch,\n"
               "and the way back; for a snapshot that does not come along, the ways over it. Values that are not\n"
               "given are blanks to fill in ('snapvet help blanks'). --format sh writes a script that asks before\n"
               "each step that changes something. Nothing is done by snapvet itself.\n"
               "\n"
               "exit codes: as of 'snapvet check': 0 compatible (or needs action), 1 incompatible, 2 undecided, 3 the\n"
               "snapshot could not be read, 64 wrong usage, 70 failure of snapvet itself.\n",
    .options = options,
    .option_count = sizeof options / sizeof options[0],
    .run = run,
};
