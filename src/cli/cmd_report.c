/* cmd_report.c: snapvet report. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli.h"
#include "output.h"

enum { OUT = 1, REDACT, TARGET, UIDS, MAP, CLASS };

static const struct opt options[] = {
    { OUT, "-o", "FILE", "where the report goes: a page NAME.html, or NAME.json for programs", NULL, false },
    { REDACT, "--redact", NULL, "replace the names of classes, fields, states, operators, uids and paths", NULL,
      false },
    { TARGET, "--target", "VERSION", "Flink to restore on, 2.2.0 if not given", snapvet_target_at, false },
    { UIDS, "--uids", "FILE|A,B,C", "uids of the job's operators: a file with one a line, or a list", NULL, false },
    { MAP, "--map", "PREFIX=DIR", "look below DIR for files recorded below PREFIX; may be repeated", NULL, false },
    { CLASS, "--class", "NAME=LAYOUT",
      "a serializer snapshot class of your own has the layout of one of\nFlink's; "
      "may be repeated",
      snapvet_layout_at, false },
};

struct request {
    struct snapvet_options *how;
    const char *path, *out, *target;
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

static int write_report(const struct request *request, const struct outputs *outputs)
{
    struct snapvet_error err;
    struct snapvet_snapshot *snapshot = NULL;
    struct snapvet_check *check = NULL;
    enum snapvet_status status = snapvet_open(request->path, request->how, &snapshot, &err);
    if (status == SNAPVET_OK && request->redact)
        status = snapvet_redact(snapshot, &err);
    if (status == SNAPVET_OK)
        status = snapvet_check_run(snapshot, request->target, &check, &err);
    int code = status == SNAPVET_OK ? EXIT_COMPATIBLE : cli_complain(&err);
    if (status == SNAPVET_OK && !outputs_write(outputs, (const struct snapvet_check *const *)&check, 1))
        code = EXIT_INTERNAL;
    snapvet_check_free(check);
    snapvet_close(snapshot);
    return code;
}

static int run_request(const struct command *self, const struct request *request)
{
    if (!request->path)
        return cli_usage(self, "no snapshot given");
    if (!request->out)
        return cli_usage(self, "no file for the report given (-o)");
    if (!snapvet_target_known(request->target))
        return cli_usage(self, "no target '%s'", request->target);
    char *output = output_of(request->out);
    if (!output)
        return cli_usage(self, "no kind of report '%s'; name it .html or .json", request->out);
    struct outputs outputs = { 0 };
    int code = EXIT_USAGE;
    if (outputs_add(&outputs, output) && outputs_are_writable(&outputs))
        code = write_report(request, &outputs);
    outputs_free(&outputs);
    free(output);
    return code;
}

static bool take_option(struct request *request, int opt, const char *value, int *code)
{
    struct snapvet_error err;
    enum snapvet_status status = SNAPVET_OK;
    if (opt == OUT)
        request->out = value;
    else if (opt == REDACT)
        request->redact = true;
    else if (opt == TARGET)
        request->target = value;
    else if (opt == UIDS)
        status = snapvet_options_add_uids(request->how, value, &err);
    else if (opt == MAP)
        status = snapvet_options_add_map(request->how, value, &err);
    else if (opt == CLASS)
        status = snapvet_options_add_class(request->how, value, &err);
    if (status != SNAPVET_OK)
        *code = cli_complain(&err);
    return status == SNAPVET_OK;
}

static bool parse(const struct command *self, int argc, char **argv, struct request *request, int *code)
{
    struct opt_parser parser = opt_begin(self->name, self->options, self->option_count, argc, argv);
    for (int opt; (opt = opt_next(&parser)) != OPT_END;) {
        if (cli_common(self, opt, code))
            return false;
        if (opt != OPT_OPERAND) {
            if (!take_option(request, opt, parser.value, code))
                return false;
        } else if (request->path) {
            *code = cli_usage(self, "one argument too many, '%s'", parser.value);
            return false;
        } else {
            request->path = parser.value;
        }
    }
    return true;
}

static int run(const struct command *self, int argc, char **argv)
{
    struct request request = { .target = snapvet_target_default() };
    struct snapvet_error err;
    int code = EXIT_INTERNAL;
    if (snapvet_options_new(&request.how, &err) != SNAPVET_OK)
        return cli_complain(&err);
    if (parse(self, argc, argv, &request, &code))
        code = run_request(self, &request);
    snapvet_options_free(request.how);
    return code;
}

const struct command cmd_report = {
    .name = "report",
    .operands = "SNAPSHOT",
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
