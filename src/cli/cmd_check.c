/* cmd_check.c: snapvet check. */
#include <errno.h>
#include <stdlib.h>

#include "judge.h"
#include "paths.h"

enum {
    TARGET = 1,
    UIDS,
    MAP,
    CLASS,
    FORMAT,
    OUTPUT,
    FAIL_ON,
    CONFIG,
    NO_CONFIG,
    BASELINE,
    SHOW_WAIVED,
    AS_OF,
    FROM_FILE,
    ALL,
    JOBS,
    COLOUR
};

static const char *format_at(size_t i)
{
    return cli_format_at(SNAPVET_VIEW_CHECK, i);
}

static const struct opt options[] = {
    { TARGET, "--target", "VERSION", "Flink to restore on, 2.2.0 if not given", snapvet_target_at, false },
    { UIDS, "--uids", "FILE|A,B,C", "uids of the job's operators: a file with one a line, or a list", NULL, false },
    { MAP, "--map", "PREFIX=DIR", "look below DIR for files recorded below PREFIX; may be repeated", NULL, false },
    { CLASS, "--class", "NAME=LAYOUT",
      "a serializer snapshot class of your own has the layout of one of\nFlink's; "
      "may be repeated",
      snapvet_layout_at, false },
    { FORMAT, "--format", "FORMAT", "form of the report", format_at, true },
    { OUTPUT, "--output", "FORMAT=FILE",
      "a further report of all snapshots into a file, - for stdout in place\nof the one there; may be repeated", NULL,
      false },
    { FAIL_ON, "--fail-on", "VERDICT", "weakest verdict that ends with exit code 1", gate_fail_on_at, true },
    { CONFIG, "--config", "FILE",
      "policy; if not given " SNAPVET_POLICY_FILE " in this folder or the nearest\none above that has it", NULL,
      false },
    { NO_CONFIG, "--no-config", NULL, "no policy, whatever lies there", NULL, false },
    { BASELINE, "--baseline", "FILE", "report only what is new since this report of --format json", NULL, false },
    { SHOW_WAIVED, "--show-waived", NULL, "list in text what was waived or is known, too", NULL, false },
    { AS_OF, "--as-of", "DAY", "judge waivers as on that day (2026-12-31), not as today", NULL, false },
    { FROM_FILE, "--from-file", "FILE", "snapshots to check, one a line, - for stdin; may be repeated", NULL, false },
    { ALL, "--all", NULL, "all checkpoints of a job, not only the newest", NULL, false },
    { JOBS, "--jobs", "N", "snapshots that are checked at the same time, 1 if not given", NULL, false },
    { COLOUR, "--color", "WHEN", "colours in text", cli_colour_at, true },
};

struct request {
    struct judging judging;
    struct snapvet_options *how;
    struct snapvet_list *list;
    struct gate_options gate;
    struct operands paths;
    bool all;
};

static bool parse_jobs(const char *text, unsigned *out)
{
    enum { JOBS_MAX = 256 };
    char *end;
    errno = 0;
    unsigned long n = strtoul(text, &end, 10);
    if (errno || *end || text[0] < '0' || text[0] > '9' || n < 1 || n > JOBS_MAX)
        return false;
    *out = (unsigned)n;
    return true;
}

/* Options about how to read; false for others. */
static bool take_reading(struct request *request, int opt, const char *value, int *code)
{
    struct snapvet_error err;
    enum snapvet_status status = SNAPVET_OK;
    if (opt == UIDS)
        status = snapvet_options_add_uids(request->how, value, &err);
    else if (opt == MAP)
        status = snapvet_options_add_map(request->how, value, &err);
    else if (opt == CLASS)
        status = snapvet_options_add_class(request->how, value, &err);
    else
        return false;
    if (status != SNAPVET_OK)
        *code = cli_complain(&err);
    return true;
}

/* Options about what decides besides the rules; false for others. */
static bool take_gate(struct request *request, int opt, const char *value)
{
    struct gate_options *gate = &request->gate;
    switch (opt) {
    case FAIL_ON:
        gate->fail_on = value;
        return true;
    case CONFIG:
        gate->config = value;
        return true;
    case NO_CONFIG:
        gate->no_config = true;
        return true;
    case BASELINE:
        gate->baseline = value;
        return true;
    case AS_OF:
        gate->as_of = value;
        return true;
    default:
        return false;
    }
}

/* All others. */
static void take(const struct command *self, struct request *request, int opt, const char *value, int *code)
{
    switch (opt) {
    case TARGET:
        request->judging.target = value;
        break;
    case FORMAT:
        request->judging.look.format = value;
        break;
    case OUTPUT:
        if (!outputs_add(&request->judging.outputs, value))
            *code = EXIT_USAGE;
        break;
    case SHOW_WAIVED:
        request->judging.list_aside = true;
        break;
    case FROM_FILE:
        request->judging.many = true;
        *code = paths_add_file(request->list, value);
        break;
    case ALL:
        request->all = true;
        break;
    case JOBS:
        if (!parse_jobs(value, &request->judging.jobs))
            *code = cli_usage(self, "bad number of jobs '%s'", value);
        break;
    case COLOUR:
        request->judging.look.colour = value;
        break;
    default:
        break;
    }
}

/* Options and paths into the request; true when that was all and the run may begin. */
static bool parse(const struct command *self, int argc, char **argv, struct request *request, int *code)
{
    struct opt_parser parser = opt_begin(self->name, self->options, self->option_count, argc, argv);
    *code = EXIT_COMPATIBLE;
    for (int opt; *code == EXIT_COMPATIBLE && (opt = opt_next(&parser)) != OPT_END;) {
        if (opt == OPT_OPERAND)
            operands_add(&request->paths, argc, parser.value);
        else if (cli_common(self, opt, code))
            return false;
        else if (!take_reading(request, opt, parser.value, code) && !take_gate(request, opt, parser.value))
            take(self, request, opt, parser.value, code);
    }
    return *code == EXIT_COMPATIBLE;
}

/* Whether the options agree with each other. */
static int check_request(const struct command *self, const struct request *request)
{
    const struct judging *judging = &request->judging;
    if (!request->paths.count && !judging->many)
        return cli_usage(self, "no snapshot given");
    if (request->gate.config && request->gate.no_config)
        return cli_usage(self, "--config and --no-config exclude each other");
    if (judging->look.format && outputs_to_screen(&judging->outputs))
        return cli_usage(self, "stdout is asked for twice, by --format and by --output");
    return outputs_are_writable(&judging->outputs) ? EXIT_COMPATIBLE : EXIT_INTERNAL;
}

/* The target of the command line, else of the policy, else the newest one. */
static int choose_target(const struct command *self, struct judging *judging)
{
    if (!judging->target && judging->gate.policy)
        judging->target = snapvet_policy_target(judging->gate.policy);
    if (!judging->target)
        judging->target = snapvet_target_default();
    return snapvet_target_known(judging->target) ? EXIT_COMPATIBLE : cli_usage(self, "no target '%s'", judging->target);
}

static int run_request(const struct command *self, struct request *request)
{
    struct judging *judging = &request->judging;
    int code = check_request(self, request);
    if (code == EXIT_COMPATIBLE)
        code = gate_open(&judging->gate, &request->gate);
    if (code == EXIT_COMPATIBLE)
        code = choose_target(self, judging);
    if (code == EXIT_COMPATIBLE)
        code = paths_add_operands(request->list, &request->paths, &judging->many);
    if (code != EXIT_COMPATIBLE)
        return code;
    if (!snapvet_list_count(request->list)) /* a gate must not pass because nothing came through */
        return cli_usage(self, "no snapshot in the list");
    if (judging->many && !request->all)
        snapvet_list_mark_older(request->list);
    judging->how = request->how;
    judging->list = request->list;
    return judge_all(judging);
}

static int run(const struct command *self, int argc, char **argv)
{
    struct request request = { .judging = { .jobs = 1 } };
    struct snapvet_error err;
    int code;
    if (snapvet_options_new(&request.how, &err) != SNAPVET_OK || snapvet_list_new(&request.list, &err) != SNAPVET_OK)
        code = cli_complain(&err);
    else if (parse(self, argc, argv, &request, &code))
        code = run_request(self, &request);
    gate_close(&request.judging.gate);
    outputs_free(&request.judging.outputs);
    free(request.paths.items);
    snapvet_list_free(request.list);
    snapvet_options_free(request.how);
    return code;
}

const struct command cmd_check = {
    .name = "check",
    .operands = "SNAPSHOT...",
    .summary = "Says whether a Flink 2.x can restore snapshots of Flink 1.x",
    .details =
        "SNAPSHOT is a checkpoint or savepoint: its folder, the _metadata file in it, or an archive of the folder\n"
        "(tar; tar packed by gzip, LZ4 or Zstandard; zip). A folder with snapshots in it stands for all of them, but\n"
        "of a job's retained checkpoints only for the newest; @FILE for the paths in a file, @- for those on stdin.\n"
        "The same job is assumed, recompiled for the target, on the same state backend. Nothing is written beside\n"
        "the reports.\n"
        "\n"
        "exit codes: 0 compatible (or needs action), 1 incompatible, 2 undecided, 3 a snapshot could not be read,\n"
        "64 wrong usage, 70 failure of snapvet itself; of several snapshots the worst: 3, then 1, then 2, then 0.\n",
    .options = options,
    .option_count = sizeof options / sizeof options[0],
    .run = run,
};
