/* cmd_why.c: snapvet why. */
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "cli.h"

static const char *format_at(size_t i)
{
    return cli_format_at(SNAPVET_VIEW_WHY, i);
}

static const struct opt options[] = { CLI_ROWS_READING, CLI_ROW_FORMAT(format_at), CLI_ROW_COLOUR };

/* False after a message. */
static bool feed(struct snapvet_why *why, const char *path, FILE *file, int *code_out)
{
    struct snapvet_error err;
    char piece[1 << 16];
    size_t n;
    while ((n = fread(piece, 1, sizeof piece, file)) > 0)
        if (snapvet_why_feed(why, (struct snapvet_bytes){ piece, n }, &err) != SNAPVET_OK) {
            *code_out = cli_complain(&err);
            return false;
        }
    if (!ferror(file))
        return true;
    fprintf(stderr, "snapvet: cannot read '%s': %s\n", path, strerror(errno));
    *code_out = EXIT_UNREADABLE;
    return false;
}

static bool read_log(struct snapvet_why *why, const char *path, int *code_out)
{
    if (strcmp(path, "-") == 0)
        return feed(why, "stdin", stdin, code_out);
    FILE *file = fopen(path, "re");
    if (!file) {
        fprintf(stderr, "snapvet: cannot open '%s': %s\n", path, strerror(errno));
        *code_out = EXIT_UNREADABLE;
        return false;
    }
    bool read = feed(why, path, file, code_out);
    fclose(file);
    return read;
}

static int explain(const struct cli_input *input, struct snapvet_why *why, const struct snapvet_snapshot *snapshot)
{
    struct snapvet_error err;
    struct snapvet_text *text = NULL;
    struct snapvet_style style = cli_style(&input->look);
    const char *path = input->operands.items[0];
    int code = EXIT_UNDECIDED;
    if (!read_log(why, path, &code))
        return code;
    if (snapvet_why_end(why, path, snapshot, &err) != SNAPVET_OK ||
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
    int code;
    if (cli_parse(self, argc, argv, &input, NULL, NULL, &code)) {
        if (input.operands.count > 1)
            snapshot = cli_open(&input, input.operands.items[1], &code);
        if (input.operands.count == 1 || snapshot)
            code = snapvet_why_new(&why, &err) == SNAPVET_OK ? explain(&input, why, snapshot) : cli_complain(&err);
    }
    snapvet_why_free(why);
    snapvet_close(snapshot);
    cli_input_end(&input);
    return code;
}

const struct command cmd_why = {
    .name = "why",
    .operands = "LOGFILE [SNAPSHOT]",
    .operand = "log",
    .least = 1,
    .most = 2,
    .summary = "Says why a restore failed, from its log",
    .details = "LOGFILE is a log of the job manager or a task manager, or any part of one; - for stdin. Stack traces "
               "are looked\n"
               "for, colours and lines of JSON are taken apart. With the SNAPSHOT that was to be restored, what the "
               "log tells\n"
               "is tied to its operators and states.\n"
               "Flink's lines on types that go to Kryo (TypeExtractor) are explained, too.\n"
               "\n"
               "exit codes: 0 all that was found is explained, 2 something is not recognised, or nothing was found,\n"
               "3 the log or the snapshot could not be read, 64 wrong usage, 70 failure of snapvet itself.\n",
    .options = options,
    .option_count = sizeof options / sizeof options[0],
    .run = run,
};
