/* cmd_verify.c: snapvet verify. */
#include <stdio.h>
#include <stdlib.h>

#include "cli.h"
#include "progress.h"
#include "temporary.h"

static const char *format_at(size_t i)
{
    return cli_format_at(SNAPVET_VIEW_VERIFY, i);
}

static const struct opt options[] = {
    CLI_ROW_JOBS, CLI_ROW_SHARD, CLI_ROWS_READING, CLI_ROW_FORMAT(format_at), CLI_ROW_COLOUR,
};

struct opened {
    struct snapvet_verify_item *items;
    struct snapvet_error *errors;
    int readable;
};

static bool open_all(const struct cli_input *input, struct opened *opened, int *code)
{
    size_t count = (size_t)input->operands.count;
    opened->items = calloc(count, sizeof *opened->items);
    opened->errors = calloc(count, sizeof *opened->errors);
    if (!opened->items || !opened->errors) {
        fputs("snapvet: out of memory\n", stderr);
        *code = EXIT_INTERNAL;
        return false;
    }
    for (size_t i = 0; i < count; i++) {
        struct snapvet_verify_item *item = &opened->items[i];
        item->path = input->operands.items[i];
        if (snapvet_open(item->path, input->how, &item->snapshot, &opened->errors[i]) == SNAPVET_OK) {
            opened->readable++;
            continue;
        }
        *code = cli_worse(*code, cli_complain(&opened->errors[i]));
        item->unreadable = opened->errors[i].text;
        if (opened->errors[i].status != SNAPVET_ERR_UNREADABLE)
            return false;
    }
    return true;
}

static void close_all(const struct cli_input *input, struct opened *opened)
{
    for (int i = 0; opened->items && i < input->operands.count; i++)
        snapvet_close(opened->items[i].snapshot);
    free(opened->items);
    free(opened->errors);
}

/* The exit code of what was opened. */
static int verify(const struct cli_input *input, const struct opened *opened)
{
    struct snapvet_error err;
    struct snapvet_verified *verified = NULL;
    struct snapvet_text *text = NULL;
    struct progress_bar bar = { .started_ms = 0 };
    struct snapvet_style style = cli_style(&input->look);
    struct snapvet_run run = progress_run(&input->run, &bar);
    run.temporary_folder = cli_temporary_folder();
    int code;
    enum snapvet_status status =
        snapvet_verify_run(opened->items, (size_t)input->operands.count, &run, &verified, &err);
    progress_end(&bar);
    if (status == SNAPVET_OK)
        status = snapvet_verified_write(verified, cli_format(input), &style, &text, &err);
    if (status == SNAPVET_OK) {
        cli_write(text);
        code = snapvet_verified_is_whole(verified) ? EXIT_COMPATIBLE : EXIT_INCOMPATIBLE;
    } else {
        code = cli_complain(&err);
    }
    snapvet_text_free(text);
    snapvet_verified_free(verified);
    return code;
}

static int run(const struct command *self, int argc, char **argv)
{
    struct cli_input input = { .how = NULL };
    struct opened opened = { .items = NULL };
    int code;
    if (cli_parse(self, argc, argv, &input, NULL, NULL, &code)) {
        if (open_all(&input, &opened, &code) && opened.readable)
            code = cli_worse(code, verify(&input, &opened));
        close_all(&input, &opened);
    }
    cli_input_end(&input);
    return code;
}

const struct command cmd_verify = {
    .name = "verify",
    .operands = "SNAPSHOT...",
    .operand = "snapshot",
    .least = 1,
    .most = OPERANDS_ANY,
    .summary = "Says whether everything of a snapshot is there and whole",
    .details =
        "SNAPSHOT is a checkpoint or savepoint: its folder, or the _metadata file in it.\n"
        "\n"
        "Reads all state: files and their sizes, checksums of RocksDB's files, key groups, every key. Files below\n"
        "the folders (of checkpoints shared/ and taskowned/ too) that none of the snapshots refers to are listed;\n"
        "they may be deleted only when all retained snapshots of the job are given in one call.\n"
        "\n"
        "exit codes: 0 everything is there and whole, 1 something is missing, short or damaged, 3 a snapshot could\n"
        "not be read at all, 64 wrong usage, 70 failure of snapvet itself.\n",
    .options = options,
    .option_count = sizeof options / sizeof options[0],
    .run = run,
};
