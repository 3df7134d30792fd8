/* cmd_report.c: snapvet report. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli.h"
#include "output.h"

enum { OUT = 1, REDACT };

static const struct opt options[] = {
    { OUT, "-o", "FILE", "where the report goes: a page NAME.html, or NAME.json for programs", NULL, false },
    { REDACT, "--redact", NULL, "replace the names of classes, fields, states, operators, uids and paths", NULL,
      false },
    CLI_ROW_TARGET,
    CLI_ROWS_READING,
};

struct request {
    const char *out;
    bool redact;
};

/* "html=case.html": the format is what the name of the file says; NULL when it says none. To be freed. */
static char *output_of(const char *file)
{
    static const char *const formats[] = { "html", "json" };
    const char *dot = strrchr(file, '.');
    for (size_t i = 0; dot && i < sizeof formats / sizeof formats[0]; i++) {
        if (strcmp(dot + 1, formats[i]) != 0)
            continue;
        size_t n = strlen(formats[i]) + strlen(file) + 2;
        char *output = malloc(n);
        if (output)
            snprintf(output, n, "%s=%s", formats[i], file);
        return output;
    }
    return NULL;
}

static int write_report(const struct cli_input *input, bool redact, const struct outputs *outputs)
{
    struct snapvet_error err;
    struct snapvet_check *check = NULL;
    enum snapvet_status status = SNAPVET_OK;
    int code = EXIT_COMPATIBLE;
    struct snapvet_snapshot *snapshot = cli_open(input, input->operands.items[0], &code);
    if (!snapshot)
        return code;
    if (!outputs_spare(outputs, input->operands.items[0], snapshot)) {
        snapvet_close(snapshot);
        return EXIT_USAGE;
    }
    if (redact)
        status = snapvet_redact(snapshot, &err);
    if (status == SNAPVET_OK)
        status = snapvet_check_run(snapshot, input->target, &check, &err);
    if (status != SNAPVET_OK)
        code = cli_complain(&err);
    else if (!outputs_write(outputs, (const struct snapvet_check *const *)&check, 1))
        code = EXIT_INTERNAL;
    snapvet_check_free(check);
    snapvet_close(snapshot);
    return code;
}

static int run_request(const struct command *self, const struct cli_input *input, const struct request *request)
{
    if (!request->out)
        return cli_usage(self, "no file for the report given (-o)");
    char *output = output_of(request->out);
    if (!output)
        return cli_usage(self, "no kind of report '%s'; name it .html or .json", request->out);
    struct outputs outputs = { 0 };
    int code = EXIT_INTERNAL;
    if (!outputs_add(&outputs, output))
        code = EXIT_USAGE;
    else if (outputs_are_writable(&outputs))
        code = write_report(input, request->redact, &outputs);
    outputs_free(&outputs);
    free(output);
    return code;
}

static int set(int opt, const char *value, void *context)
{
    struct request *request = context;
    if (opt == OUT)
        request->out = value;
    else
        request->redact = true;
    return EXIT_COMPATIBLE;
}

static int run(const struct command *self, int argc, char **argv)
{
    struct request request = { .out = NULL };
    struct cli_input input = { .how = NULL };
    int code;
    if (cli_parse(self, argc, argv, &input, set, &request, &code))
        code = run_request(self, &input, &request);
    cli_input_end(&input);
    return code;
}

const struct command cmd_report = {
    .name = "report",
    .operands = "SNAPSHOT",
    .operand = "snapshot",
    .least = 1,
    .most = 1,
    .summary = "Writes the report of a snapshot into a file, for somebody else",
    .details =
        "SNAPSHOT is as for check. No policy is asked. With --redact each name is replaced by the same word\n"
        "wherever it stands (Class1, State2); names of Flink and of the JDK, sizes and verdicts stay.\n"
        "\n"
        "exit codes: 0 written, 3 the snapshot could not be read, 64 wrong usage, 70 failure of snapvet itself.\n",
    .options = options,
    .option_count = sizeof options / sizeof options[0],
    .run = run,
};
