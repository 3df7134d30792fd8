/* cmd_type.c: snapvet type. */
#include "cli.h"

static const char *format_at(size_t i)
{
    return cli_format_at(SNAPVET_VIEW_TYPE, i);
}

static const struct opt options[] = {
    CLI_ROW_CLASS,
    CLI_ROW_FORMAT(format_at),
    CLI_ROW_COLOUR,
};

static int show(const struct cli_input *input, const char *path)
{
    struct snapvet_error err;
    struct snapvet_text *text = NULL;
    struct snapvet_style style = cli_style(&input->look);
    bool whole = false;
    style.compact = true;
    if (snapvet_type_write(path, input->how, cli_format(input), &style, &whole, &text, &err) != SNAPVET_OK)
        return cli_complain(&err);
    cli_write(text);
    snapvet_text_free(text);
    return whole ? EXIT_COMPATIBLE : EXIT_UNREADABLE;
}

static int run(const struct command *self, int argc, char **argv)
{
    struct cli_input input = { .how = NULL };
    int code;
    if (cli_parse(self, argc, argv, &input, NULL, NULL, &code))
        for (int i = 0; i < input.operands.count; i++)
            code = cli_worse(code, show(&input, input.operands.items[i]));
    cli_input_end(&input);
    return code;
}

const struct command cmd_type = {
    .name = "type",
    .operands = "FILE...",
    .operand = "file",
    .least = 1,
    .most = OPERANDS_ANY,
    .summary = "Reads files that hold one serializer snapshot each",
    .details =
        "FILE holds the bytes of one serializer snapshot as Flink writes it: versioned, with the version of the\n"
        "serialization proxy before it, or in the form of before 1.7.\n"
        "\n"
        "exit codes: 0 each was read exactly to its last byte, 3 one was not, 64 wrong usage, 70 failure of\n"
        "snapvet itself.\n",
    .options = options,
    .option_count = sizeof options / sizeof options[0],
    .run = run,
};
