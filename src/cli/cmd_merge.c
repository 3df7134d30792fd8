/* cmd_merge.c: snapvet merge. */
#include "cli.h"

/* Of all commands that have parts; the library says which fit. */
static const char *format_at(size_t i)
{
    static const char *const formats[] = { "text", "json", "csv" };
    return i < sizeof formats / sizeof formats[0] ? formats[i] : NULL;
}

static const struct opt options[] = {
    CLI_ROW_FORMAT(format_at),
    CLI_ROW_COLOUR,
};

static int run(const struct command *self, int argc, char **argv)
{
    struct cli_input input = { .how = NULL };
    struct snapvet_error err;
    bool whole = true;
    int code;
    if (cli_parse(self, argc, argv, &input, NULL, NULL, &code)) {
        const struct operands *parts = &input.operands;
        struct snapvet_style style = cli_style(&input.look);
        if (snapvet_merge(parts->items, (size_t)parts->count, input.look.format, &style, &cli_sink, &whole, &err) !=
            SNAPVET_OK)
            code = cli_complain(&err);
        else
            code = whole ? EXIT_COMPATIBLE : EXIT_INCOMPATIBLE;
    }
    cli_input_end(&input);
    return code;
}

const struct command cmd_merge = {
    .name = "merge",
    .operands = "PART...",
    .operand = "part",
    .least = 1,
    .most = OPERANDS_ANY,
    .summary = "Puts together what stats, verify or dump wrote with --shard",
    .details = "PART is the output of one shard. All N of them have to be there, of one snapshot and one question.\n"
               "The result is what the command would have written without --shard.\n"
               "\n"
               "exit codes: those of the command; 64 when parts are missing, there twice or do not fit together.\n",
    .options = options,
    .option_count = sizeof options / sizeof options[0],
    .run = run,
};
