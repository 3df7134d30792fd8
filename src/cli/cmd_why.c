/* cmd_why.c: snapvet why. */
#include "cli.h"
#include "progress.h"

enum { SNAPSHOT = 1 };

static const char *format_at(size_t i)
{
    return cli_format_at(SNAPVET_VIEW_WHY, i);
}

/* clang-format off */
static const struct opt options[] = {
    { SNAPSHOT, "--snapshot", "PATH", "the snapshot that was to be restored; all operands are logs then", NULL, false },
    CLI_ROWS_READING, CLI_ROW_FORMAT(format_at), CLI_ROW_COLOUR,
};
/* clang-format on */

static int set(int opt, const char *value, void *context)
{
    const char **snapshot = context;
    (void)opt;
    *snapshot = value;
    return EXIT_COMPATIBLE;
}

/* Takes the snapshot out of the operands; EXIT_USAGE after a message when there is more than one, or no log. */
static int sort_operands(const struct command *self, struct operands *operands, const char **snapshot)
{
    int logs = 0;
    bool is_given = *snapshot != NULL;
    for (int i = 0; i < operands->count; i++) {
        const char *item = operands->items[i];
        if (is_given || !snapvet_is_snapshot(item))
            operands->items[logs++] = item;
        else if (*snapshot)
            return cli_usage(self, "'%s' and '%s' are both snapshots: one is told beside logs", *snapshot, item);
        else
            *snapshot = item;
    }
    operands->count = logs;
    return logs ? EXIT_COMPATIBLE : cli_usage(self, "no log given, only the snapshot '%s'", *snapshot);
}

static int explain(const struct cli_input *input, struct snapvet_why *why, const struct snapvet_snapshot *snapshot)
{
    struct snapvet_error err;
    struct snapvet_text *text = NULL;
    struct snapvet_style style = cli_style(&input->look);
    for (int i = 0; i < input->operands.count; i++) {
        struct progress_bar bar = { .started_ms = 0 };
        struct snapvet_run run = progress_run(&input->run, &bar);
        enum snapvet_status status = snapvet_why_read(why, input->operands.items[i], &run, &err);
        progress_end(&bar);
        if (status != SNAPVET_OK)
            return cli_complain(&err);
    }
    if (snapvet_why_end(why, NULL, snapshot, &err) != SNAPVET_OK ||
        snapvet_why_write(why, cli_format(input), &style, &text, &err) != SNAPVET_OK)
        return cli_complain(&err);
    cli_write(text);
    snapvet_text_free(text);
    return snapvet_why_is_explained(why) ? EXIT_COMPATIBLE : EXIT_UNDECIDED;
}

static int run(const struct command *self, int argc, char **argv)
{
    struct cli_input input = { .how = NULL };
    struct snapvet_error err;
    struct snapvet_why *why = NULL;
    struct snapvet_snapshot *snapshot = NULL;
    const char *snapshot_path = NULL;
    int code;
    if (cli_parse(self, argc, argv, &input, set, &snapshot_path, &code))
        code = sort_operands(self, &input.operands, &snapshot_path);
    else
        input.operands.count = 0;
    if (input.operands.count && code == EXIT_COMPATIBLE) {
        if (snapshot_path)
            snapshot = cli_open(&input, snapshot_path, &code);
        if (!snapshot_path || snapshot)
            code = snapvet_why_new(&why, &err) == SNAPVET_OK ? explain(&input, why, snapshot) : cli_complain(&err);
    }
    snapvet_why_free(why);
    snapvet_close(snapshot);
    cli_input_end(&input);
    return code;
}

const struct command cmd_why = {
    .name = "why",
    .operands = "LOGFILE... [SNAPSHOT]",
    .operand = "log",
    .least = 1,
    .most = OPERANDS_ANY,
    .summary = "Says why a restore failed, from its logs",
    .details =
        "LOGFILE is a log of the job manager or a task manager, or any part of one; the answer of\n"
        "'aws kinesisanalyticsv2 describe-application-operation'; or events of CloudWatch Logs (filter-log-events,\n"
        "get-log-events, an export to S3). Any of them may be packed by gzip, LZ4 or Zstandard; - is stdin. Stack\n"
        "traces are looked for, colours and JSON are taken apart. With the SNAPSHOT that was to be restored, what\n"
        "the logs tell is tied to its operators and states.\n"
        "The operand that is a folder, a _metadata or a tar or zip is the SNAPSHOT, wherever it stands; all others\n"
        "are logs.\n"
        "Flink's lines on types that go to Kryo (TypeExtractor) are explained, too.\n"
        "\n"
        "exit codes: 0 all that was found is explained, 2 something is not recognised, or nothing was found,\n"
        "3 a log or the snapshot could not be read, 64 wrong usage, 70 failure of snapvet itself.\n",
    .options = options,
    .option_count = sizeof options / sizeof options[0],
    .run = run,
};
