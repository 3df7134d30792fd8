/* cmd_check.c: snapvet check. */
#include "judge.h"
#include "paths.h"

enum { AGAINST = 1, JOB, ALLOW_NON_RESTORED, OUTPUT, FROM_FILE, ALL };

static const char *format_at(size_t i)
{
    return cli_format_at(SNAPVET_VIEW_CHECK, i);
}

static const struct opt options[] = {
    CLI_ROW_TARGET,
    { AGAINST, "--against", "NEW",
      "a snapshot of the new job that Flink 2.x took, of an empty run for instance: its states and types are judged "
      "by, "
      "not those of the same job",
      NULL, false },
    { JOB, "--job", "FILE",
      "the new job as you declare it, where no snapshot of it exists: docs/job.md; 'snapvet show --format job' "
      "writes one to begin with",
      NULL, false },
    { ALLOW_NON_RESTORED, "--allow-non-restored-state", NULL,
      "the new job starts with --allowNonRestoredState: state of operators that it does not have is dropped", NULL,
      false },
    CLI_ROWS_READING,
    CLI_ROW_FORMAT(format_at),
    { OUTPUT, "--output", "FORMAT=FILE",
      "a further report of all snapshots into a file, - for stdout in place of the one there; may be repeated", NULL,
      false },
    GATE_ROWS,
    { FROM_FILE, "--from-file", "FILE", "snapshots to check, one a line, - for stdin; may be repeated", NULL, false },
    { ALL, "--all", NULL, "all checkpoints of a job, not only the newest", NULL, false },
    { CLI_JOBS, "--jobs", "N", "snapshots that are checked at the same time (default: 1, at most 256)", NULL, false },
    CLI_ROW_COLOUR,
};

struct request {
    struct judging judging;
    struct snapvet_list *list;
    struct gate_options gate;
    const char *against, *job;
    bool all;
};

static int set(int opt, const char *value, void *context)
{
    struct request *request = context;
    switch (opt) {
    case AGAINST:
        request->against = value;
        break;
    case JOB:
        request->job = value;
        break;
    case ALLOW_NON_RESTORED:
        request->judging.allow_non_restored_state = true;
        break;
    case OUTPUT:
        return outputs_add(&request->judging.outputs, value) ? EXIT_COMPATIBLE : EXIT_USAGE;
    case FROM_FILE:
        request->judging.many = true;
        return paths_add_file(request->list, value);
    case ALL:
        request->all = true;
        break;
    default:
        gate_set(&request->gate, opt, value);
    }
    return EXIT_COMPATIBLE;
}

/* Whether the options agree with each other. */
static int check_request(const struct command *self, const struct cli_input *input, const struct request *request)
{
    const struct judging *judging = &request->judging;
    if (!input->operands.count && !judging->many)
        return cli_usage(self, "no snapshot given");
    if (judging->allow_non_restored_state && !request->against && !request->job)
        return cli_usage(self, "--allow-non-restored-state needs --against or --job");
    if (request->against && request->job)
        return cli_usage(self, "--against and --job exclude each other");
    if (request->gate.config && request->gate.no_config)
        return cli_usage(self, "--config and --no-config exclude each other");
    if (input->look.format && outputs_to_screen(&judging->outputs))
        return cli_usage(self, "stdout is asked for twice, by --format and by --output");
    return outputs_are_writable(&judging->outputs) ? EXIT_COMPATIBLE : EXIT_INTERNAL;
}

/* Judges all, beside the new job if there is one. */
static int judge_request(const struct cli_input *input, const struct request *request, struct judging *judging)
{
    struct snapvet_snapshot *new_job = NULL;
    struct snapvet_error err;
    int code = EXIT_COMPATIBLE;
    if (request->job && snapvet_job_open(request->job, &new_job, &err) != SNAPVET_OK)
        return cli_complain(&err);
    if (request->against) {
        new_job = cli_open(input, request->against, &code);
        if (!new_job)
            return code;
    }
    judging->new_job = new_job;
    code = judge_all(judging);
    snapvet_close(new_job);
    return code;
}

static int run_request(const struct command *self, const struct cli_input *input, struct request *request)
{
    struct judging *judging = &request->judging;
    int code = check_request(self, input, request);
    if (code == EXIT_COMPATIBLE)
        code = gate_open(&judging->gate, &request->gate);
    if (code == EXIT_COMPATIBLE)
        code = paths_add_operands(request->list, &input->operands, &judging->many);
    if (code != EXIT_COMPATIBLE)
        return code;
    if (!snapvet_list_count(request->list)) /* a gate must not pass because nothing came through */
        return cli_usage(self, "no snapshot in the list");
    if (judging->many && !request->all)
        snapvet_list_mark_older(request->list);
    judging->list_aside = request->gate.show_waived;
    judging->how = input->how;
    judging->look = input->look;
    judging->jobs = input->run.jobs;
    judging->target = gate_target(&judging->gate, input->target);
    judging->list = request->list;
    return judge_request(input, request, judging);
}

static int run(const struct command *self, int argc, char **argv)
{
    struct request request = { .all = false };
    struct cli_input input = { .run.jobs = 1 };
    struct snapvet_error err;
    int code;
    if (snapvet_list_new(&request.list, &err) != SNAPVET_OK)
        code = cli_complain(&err);
    else if (cli_parse(self, argc, argv, &input, set, &request, &code))
        code = run_request(self, &input, &request);
    gate_close(&request.judging.gate);
    outputs_free(&request.judging.outputs);
    snapvet_list_free(request.list);
    cli_input_end(&input);
    return code;
}

const struct command cmd_check = {
    .name = "check",
    .operands = "SNAPSHOT...",
    .operand = "snapshot",
    .least = 0, /* --from-file may name them */
    .most = OPERANDS_ANY,
    .summary = "Says whether a Flink 2.x can restore snapshots of Flink 1.x",
    .details =
        "SNAPSHOT is a checkpoint or savepoint: its folder, the _metadata file in it, or an archive of the folder\n"
        "(tar; tar packed by gzip, LZ4 or Zstandard; zip). A folder with snapshots in it stands for all of them, but\n"
        "of a job's retained checkpoints only for the newest; @FILE for the paths in a file, @- for those on stdin.\n"
        "The same job is assumed, recompiled for the target, on the same state backend, unless --against shows the "
        "new\n"
        "one. Nothing is written beside the reports.\n"
        "\n"
        "exit codes: 0 compatible (or needs action), 1 incompatible, 2 undecided, 3 a snapshot could not be read,\n"
        "64 wrong usage, 70 failure of snapvet itself; of several snapshots the worst: 3, then 1, then 2, then 0.\n",
    .options = options,
    .option_count = sizeof options / sizeof options[0],
    .run = run,
};
