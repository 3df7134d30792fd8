/* cmd_dump.c: snapvet dump. */
#include <stdio.h>
#include <string.h>

#include "cli.h"
#include "temporary.h"

enum { KEY = 1, KEY_GROUP, LIMIT, KEYS_ONLY };

static const char *format_at(size_t i)
{
    return cli_format_at(SNAPVET_VIEW_DUMP, i);
}

static const struct opt options[] = {
    CLI_ROW_OPERATOR,
    CLI_ROW_STATE,
    { KEY, "--key", "KEY", "only entries with that key, as it is printed, with or without quotes", NULL, false },
    { KEY_GROUP, "--key-group", "N|N-M", "only these key groups, and no operator state", NULL, false },
    { LIMIT, "--limit", "N", "stop after N entries", NULL, false },
    { KEYS_ONLY, "--keys-only", NULL, "leave values and their time to live out", NULL, false },
    CLI_ROW_SHARD,
    CLI_ROWS_READING,
    CLI_ROW_FORMAT(format_at),
};

static bool set_key_groups(const char *text, struct snapvet_dump_request *request)
{
    enum { MOST = 32767 };
    char first_text[16];
    uint64_t first, last;
    size_t n = strcspn(text, "-");
    if (n >= sizeof first_text)
        return false;
    memcpy(first_text, text, n);
    first_text[n] = '\0';
    if (!opt_number(first_text, MOST, &first) || !opt_number(text[n] ? text + n + 1 : text, MOST, &last) ||
        last < first)
        return false;
    request->first_key_group = (int32_t)first;
    request->last_key_group = (int32_t)last;
    return true;
}

static int set(int opt, const char *value, void *context)
{
    struct snapvet_dump_request *request = context;
    switch (opt) {
    case KEY_GROUP:
        return set_key_groups(value, request) ? EXIT_COMPATIBLE : CLI_BAD_VALUE;
    case LIMIT:
        return opt_number(value, UINT64_MAX, &request->limit) && request->limit ? EXIT_COMPATIBLE : CLI_BAD_VALUE;
    case KEY:
        request->key = value;
        return EXIT_COMPATIBLE;
    default:
        request->keys_only = true;
        return EXIT_COMPATIBLE;
    }
}

static int dump(const struct cli_input *input, struct snapvet_dump_request *request)
{
    struct snapvet_error err;
    struct snapvet_dumped dumped;
    int code = EXIT_COMPATIBLE;
    struct snapvet_snapshot *snapshot = cli_open(input, input->operands.items[0], &code);
    if (!snapshot)
        return code;
    if (input->look.format)
        request->format = input->look.format;
    request->only = input->run.only;
    request->state = input->run.state;
    request->shard = input->run.shard;
    request->shard_count = input->run.shard_count;
    request->temporary_folder = cli_temporary_folder();
    if (snapvet_dump(snapshot, request, &cli_sink, &dumped, &err) != SNAPVET_OK)
        code = cli_complain(&err);
    else if (dumped.lost)
        code = EXIT_INCOMPATIBLE;
    else if (request->key && !dumped.entries)
        fprintf(stderr, "snapvet: no entry has the key '%s'; keys are given as they are printed\n", request->key);
    snapvet_close(snapshot);
    return code;
}

static int run(const struct command *self, int argc, char **argv)
{
    struct snapvet_dump_request request = SNAPVET_DUMP_ALL;
    struct cli_input input = { .how = NULL };
    int code;
    if (cli_parse(self, argc, argv, &input, set, &request, &code))
        code = dump(&input, &request);
    cli_input_end(&input);
    return code;
}

const struct command cmd_dump = {
    .name = "dump",
    .operands = "SNAPSHOT",
    .operand = "snapshot",
    .least = 1,
    .most = 1,
    .summary = "Writes the entries of states: keys, namespaces, values",
    .details = "SNAPSHOT is a checkpoint or savepoint: its folder, or the _metadata file in it.\n"
               "\n"
               "Entries go to stdout as they are read, one line each. What could not be read is said on stderr.\n"
               "\n"
               "exit codes: 0 all written, 1 something could not be read, 3 the snapshot could not be read at all,\n"
               "64 wrong usage, 70 failure of snapvet itself.\n",
    .options = options,
    .option_count = sizeof options / sizeof options[0],
    .run = run,
};
