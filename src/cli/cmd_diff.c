/* cmd_diff.c: snapvet diff. */
#include "cli.h"
#include "progress.h"
#include "temporary.h"

enum { VALUES = 1, LIMIT };

static const char *format_at(size_t i)
{
    return cli_format_at(SNAPVET_VIEW_DIFF, i);
}

static const struct opt options[] = {
    { VALUES, "--values", NULL, "list the entries that differ, by key", NULL, false },
    { LIMIT, "--limit", "N", "list at most N entries of each state (default: 100; 0 for all)", NULL, false },
    CLI_ROW_OPERATOR,
    CLI_ROW_STATE,
    CLI_ROWS_READING,
    CLI_ROW_FORMAT(format_at),
    CLI_ROW_COLOUR,
};

static int set(int opt, const char *value, void *context)
{
    struct snapvet_diff_request *request = context;
    if (opt == LIMIT)
        return opt_number(value, UINT64_MAX, &request->limit) ? EXIT_COMPATIBLE : CLI_BAD_VALUE;
    request->list = true;
    return EXIT_COMPATIBLE;
}

static int compare(const struct cli_input *input, struct snapvet_diff_request *request, struct snapvet_snapshot *before,
                   struct snapvet_snapshot *after)
{
    struct snapvet_error err;
    struct snapvet_diff *diff = NULL;
    struct snapvet_text *text = NULL;
    struct progress_bar bar = { .started_ms = 0 };
    struct snapvet_style style = cli_style(&input->look);
    int code;
    request->run = progress_run(&input->run, &bar);
    request->run.temporary_folder = cli_temporary_folder();
    enum snapvet_status status = snapvet_diff_run(before, after, request, &diff, &err);
    progress_end(&bar);
    if (status == SNAPVET_OK)
        status = snapvet_diff_write(diff, cli_format(input), &style, &text, &err);
    if (status == SNAPVET_OK) {
        cli_write(text);
        code = snapvet_diff_is_equal(diff) ? EXIT_COMPATIBLE : EXIT_INCOMPATIBLE;
    } else {
        code = cli_complain(&err);
    }
    snapvet_text_free(text);
    snapvet_diff_free(diff);
    return code;
}

static int run(const struct command *self, int argc, char **argv)
{
    struct cli_input input = { .how = NULL };
    struct snapvet_diff_request request = { .limit = 100 };
    int code;
    if (cli_parse(self, argc, argv, &input, set, &request, &code)) {
        struct snapvet_snapshot *before = cli_open(&input, input.operands.items[0], &code);
        struct snapvet_snapshot *after = before ? cli_open(&input, input.operands.items[1], &code) : NULL;
        if (after)
            code = compare(&input, &request, before, after);
        snapvet_close(after);
        snapvet_close(before);
    }
    cli_input_end(&input);
    return code;
}

const struct command cmd_diff = {
    .name = "diff",
    .operands = "OLD NEW",
    .operand = "snapshot",
    .least = 2,
    .most = 2,
    .summary = "Says what differs between two snapshots of a job, down to entries",
    .details =
        "OLD and NEW are checkpoints or savepoints, of any backend: their folders, or the _metadata files in them.\n"
        "\n"
        "Operators are matched by id, states by name and kind, entries by what they say: where serializers are the\n"
        "same by their bytes, else decoded. Memory does not grow with the state.\n"
        "\n"
        "exit codes: 0 equal, 1 different, or something could not be read, 3 a snapshot could not be read at all,\n"
        "64 wrong usage, 70 failure of snapvet itself.\n",
    .options = options,
    .option_count = sizeof options / sizeof options[0],
    .run = run,
};
