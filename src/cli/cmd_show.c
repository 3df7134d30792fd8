/* cmd_show.c: snapvet show. */
#include "cli.h"

enum { CLASSES = 1 };

static const char *format_at(size_t i)
{
    return cli_format_at(SNAPVET_VIEW_SHOW, i);
}

static const struct opt options[] = {
    { CLASSES, "--classes", NULL, "only the user's classes that the state names, one a line", NULL, false },
    CLI_ROW_OPERATOR,
    CLI_ROWS_READING,
    CLI_ROW_FORMAT(format_at),
    CLI_ROW_COLOUR,
};

static int set(int opt, const char *value, void *context)
{
    enum snapvet_view *view = context;
    (void)opt; /* there is but one */
    (void)value;
    *view = SNAPVET_VIEW_CLASSES;
    return EXIT_COMPATIBLE;
}

static int show(const struct cli_input *input, enum snapvet_view view, const char *path)
{
    struct snapvet_error err;
    struct snapvet_text *text = NULL;
    struct snapvet_style style = cli_style(&input->look);
    int code = EXIT_COMPATIBLE;
    struct snapvet_snapshot *snapshot = cli_open(input, path, &code);
    if (!snapshot)
        return code;
    style.compact = input->operands.count > 1;
    if (snapvet_show_write(snapshot, view, input->run.only, cli_format(input), &style, &text, &err) == SNAPVET_OK)
        cli_write(text);
    else
        code = cli_complain(&err);
    snapvet_text_free(text);
    snapvet_close(snapshot);
    return code;
}

static int run(const struct command *self, int argc, char **argv)
{
    enum snapvet_view view = SNAPVET_VIEW_SHOW;
    struct cli_input input = { .how = NULL };
    int code;
    if (cli_parse(self, argc, argv, &input, set, &view, &code))
        for (int i = 0; i < input.operands.count; i++)
            code = cli_worse(code, show(&input, view, input.operands.items[i]));
    cli_input_end(&input);
    return code;
}

const struct command cmd_show = {
    .name = "show",
    .operands = "SNAPSHOT...",
    .operand = "snapshot",
    .least = 1,
    .most = OPERANDS_ANY,
    .summary = "Shows what is in snapshots: operators, states, serializers, handles, sizes",
    .details =
        "SNAPSHOT is a checkpoint or savepoint: its folder, the _metadata file in it, or an archive of the folder.\n"
        "\n"
        "exit codes: 0 shown, 3 a snapshot could not be read, 64 wrong usage, 70 failure of snapvet itself.\n",
    .options = options,
    .option_count = sizeof options / sizeof options[0],
    .run = run,
};
