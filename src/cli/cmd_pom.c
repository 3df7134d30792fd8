/* cmd_pom.c: snapvet pom. */
#include <stdlib.h>

#include "gate.h"
#include "output.h"

enum { OUTPUT = 1, REPOSITORY };

static const char *format_at(size_t i)
{
    return cli_format_at(SNAPVET_VIEW_CHECK, i);
}

static const struct opt options[] = {
    CLI_ROW_TARGET,
    { REPOSITORY, "--repository", "DIR",
      "look for parents and imported POMs in DIR, laid out like Maven's local repository (~/.m2/repository)", NULL,
      false },
    CLI_ROW_FORMAT(format_at),
    { OUTPUT, "--output", "FORMAT=FILE",
      "a further report of all POMs into a file, - for stdout in place of the one there; may be repeated", NULL,
      false },
    GATE_ROWS,
    CLI_ROW_COLOUR,
};

struct request {
    struct gate_options gate_options;
    const char *repository; /* NULL for none */
    struct gate gate;
    struct outputs outputs;
    struct snapvet_check **checks; /* owned; one per POM */
    size_t count;
};

static int set(int opt, const char *value, void *context)
{
    struct request *request = context;
    if (opt == OUTPUT)
        return outputs_add(&request->outputs, value) ? EXIT_COMPATIBLE : EXIT_USAGE;
    if (opt == REPOSITORY)
        request->repository = value;
    else
        gate_set(&request->gate_options, opt, value);
    return EXIT_COMPATIBLE;
}

static enum snapvet_status judge(const struct request *request, const char *path, const char *target,
                                 struct snapvet_check **out, struct snapvet_error *err)
{
    struct snapvet_check *check;
    enum snapvet_status status = snapvet_check_pom(path, request->repository, target, &check, err);
    if (status != SNAPVET_OK)
        return status;
    status = gate_apply(&request->gate, check, err);
    if (status == SNAPVET_OK)
        *out = check;
    else
        snapvet_check_free(check);
    return status;
}

/* One POM; its exit code. One that cannot be read is in the reports all the same. */
static int check_one(const struct cli_input *input, struct request *request, const char *path)
{
    struct snapvet_error why, err;
    struct snapvet_check *check = NULL;
    const char *target = gate_target(&request->gate, input->target);
    int code;
    if (judge(request, path, target, &check, &why) == SNAPVET_OK) {
        code = gate_code(&request->gate, snapvet_check_verdict(check));
    } else {
        code = cli_complain(&why);
        if (snapvet_check_unread_pom(path, target, &why, &check, &err) != SNAPVET_OK)
            return cli_complain(&err);
    }
    request->checks[request->count++] = check;
    return code;
}

static int report(const struct cli_input *input, const struct request *request)
{
    struct snapvet_error err;
    struct snapvet_text *text = NULL;
    struct snapvet_style style = cli_style(&input->look);
    style.aside = request->gate_options.show_waived;
    const struct snapvet_check *const *checks = (const struct snapvet_check *const *)request->checks;
    if (!outputs_to_screen(&request->outputs)) {
        if (snapvet_check_write(checks, request->count, cli_format(input), &style, &text, &err) != SNAPVET_OK)
            return cli_complain(&err);
        cli_write(text);
        snapvet_text_free(text);
    }
    return outputs_write(&request->outputs, checks, request->count) ? EXIT_COMPATIBLE : EXIT_INTERNAL;
}

static int run_request(const struct command *self, const struct cli_input *input, struct request *request)
{
    if (input->look.format && outputs_to_screen(&request->outputs))
        return cli_usage(self, "stdout is asked for twice, by --format and by --output");
    if (request->gate_options.config && request->gate_options.no_config)
        return cli_usage(self, "--config and --no-config exclude each other");
    if (!outputs_are_writable(&request->outputs))
        return EXIT_INTERNAL;
    int code = gate_open(&request->gate, &request->gate_options);
    request->checks = calloc((size_t)input->operands.count, sizeof(struct snapvet_check *));
    if (!request->checks)
        return EXIT_INTERNAL;
    if (code != EXIT_COMPATIBLE)
        return code;
    for (int i = 0; i < input->operands.count; i++)
        code = cli_worse(code, check_one(input, request, input->operands.items[i]));
    return request->count ? cli_worse(code, report(input, request)) : code;
}

static int run(const struct command *self, int argc, char **argv)
{
    struct request request = { .count = 0 };
    struct cli_input input = { .how = NULL };
    int code;
    if (cli_parse(self, argc, argv, &input, set, &request, &code))
        code = run_request(self, &input, &request);
    for (size_t i = 0; i < request.count; i++)
        snapvet_check_free(request.checks[i]);
    free(request.checks);
    gate_close(&request.gate);
    outputs_free(&request.outputs);
    cli_input_end(&input);
    return code;
}

const struct command cmd_pom = {
    .name = "pom",
    .operands = "POM.xml...",
    .operand = "POM",
    .least = 1,
    .most = OPERANDS_ANY,
    .summary = "Says what becomes of a Maven project's dependencies on Flink 2.x",
    .details =
        "POM.xml is a Maven POM, or the folder of one. Properties are filled in as far as the file and its parents on\n"
        "this disk (relativePath) tell; nothing is fetched. What is known of releases is as of the day in the report.\n"
        "\n"
        "exit codes: 0 nothing, or the POM alone, has to change, 1 something is gone or has no release, 2 not all is\n"
        "known, 3 a POM could not be read, 64 wrong usage, 70 failure of snapvet itself; of several POMs the worst:\n"
        "3, then 1, then 2, then 0.\n",
    .options = options,
    .option_count = sizeof options / sizeof options[0],
    .run = run,
};
