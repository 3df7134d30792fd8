/* cmd_dump.c: snapvet dump. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "measure.h"

enum { OPERATOR = 1, STATE, KEY, KEY_GROUP, LIMIT, KEYS_ONLY, UIDS, MAP, CLASS, FORMAT, SHARD };

static const char *format_at(size_t i)
{
    return cli_format_at(SNAPVET_VIEW_DUMP, i);
}

static const struct opt options[] = {
    { OPERATOR, "--operator", "ID|UID|NAME", "only this operator; an id may be cut to its first digits", NULL, false },
    { STATE, "--state", "NAME", "only states of that name", NULL, false },
    { KEY, "--key", "KEY", "only entries with that key, as it is printed, with or without quotes", NULL, false },
    { KEY_GROUP, "--key-group", "N|N-M", "only these key groups, and no operator state", NULL, false },
    { LIMIT, "--limit", "N", "stop after N entries", NULL, false },
    { KEYS_ONLY, "--keys-only", NULL, "leave values and their time to live out", NULL, false },
    { SHARD, "--shard", "I/N", "only the I-th of N parts, for snapvet merge", NULL, false },
    { UIDS, "--uids", "FILE|A,B,C", "uids of the job's operators: a file with one a line, or a list", NULL, false },
    { MAP, "--map", "PREFIX=DIR", "look below DIR for files recorded below PREFIX; may be repeated", NULL, false },
    { CLASS, "--class", "NAME=LAYOUT",
      "a serializer snapshot class of your own has the layout of one of\nFlink's; "
      "may be repeated (layouts: snapvet help check)",
      NULL, false },
    { FORMAT, "--format", "FORMAT", "form of the output (default: json)", format_at, true },
};

struct request {
    struct snapvet_dump_request dump;
    struct snapvet_options *how;
    struct operands paths;
};

/* A number that is all of text up to end. */
static bool number(const char *text, const char *end, uint64_t most, uint64_t *number_out)
{
    char *stop;
    if (*text < '0' || *text > '9')
        return false;
    errno = 0;
    unsigned long long value = strtoull(text, &stop, 10);
    if (errno || stop != end || value > most)
        return false;
    *number_out = value;
    return true;
}

static bool key_groups(const char *text, struct snapvet_dump_request *dump)
{
    enum { MOST = 32767 };
    const char *dash = strchr(text, '-'), *end = text + strlen(text);
    uint64_t first, last;
    if (!number(text, dash ? dash : end, MOST, &first))
        return false;
    last = first;
    if (dash && (!number(dash + 1, end, MOST, &last) || last < first))
        return false;
    dump->first_key_group = (int32_t)first;
    dump->last_key_group = (int32_t)last;
    return true;
}

static bool write_bytes(struct snapvet_bytes bytes, void *context)
{
    (void)context;
    return cli_write_bytes(bytes);
}

static void print_loss(const char *text, void *context)
{
    (void)context;
    fprintf(stderr, "snapvet: %s\n", text);
}

static int dump(const struct request *request, const char *path)
{
    static const struct snapvet_sink sink = { .write = write_bytes, .loss = print_loss };
    struct snapvet_error err;
    struct snapvet_snapshot *snapshot = NULL;
    uint64_t lost = 0;
    int code = EXIT_COMPATIBLE;
    if (snapvet_open(path, request->how, &snapshot, &err) != SNAPVET_OK ||
        snapvet_dump(snapshot, &request->dump, &sink, &lost, &err) != SNAPVET_OK)
        code = cli_complain(&err);
    else if (lost)
        code = EXIT_INCOMPATIBLE;
    snapvet_close(snapshot);
    return code;
}

static bool set(struct request *request, int opt, const char *value, enum snapvet_status *status,
                struct snapvet_error *err)
{
    switch (opt) {
    case KEY_GROUP:
        return key_groups(value, &request->dump);
    case LIMIT:
        return number(value, value + strlen(value), UINT64_MAX, &request->dump.limit) && request->dump.limit;
    case SHARD:
        return measure_shard(value, &request->dump.shard, &request->dump.shard_count);
    case OPERATOR:
        request->dump.only = value;
        return true;
    case STATE:
        request->dump.state = value;
        return true;
    case KEY:
        request->dump.key = value;
        return true;
    case KEYS_ONLY:
        request->dump.keys_only = true;
        return true;
    case FORMAT:
        request->dump.format = value;
        return true;
    case UIDS:
        *status = snapvet_options_add_uids(request->how, value, err);
        return true;
    case MAP:
        *status = snapvet_options_add_map(request->how, value, err);
        return true;
    default:
        *status = snapvet_options_add_class(request->how, value, err);
        return true;
    }
}

static bool parse(const struct command *self, int argc, char **argv, struct request *request, int *code)
{
    struct opt_parser parser = opt_begin(self->name, self->options, self->option_count, argc, argv);
    struct snapvet_error err;
    enum snapvet_status status = SNAPVET_OK;
    for (int opt; status == SNAPVET_OK && (opt = opt_next(&parser)) != OPT_END;) {
        if (opt == OPT_OPERAND) {
            operands_add(&request->paths, argc, parser.value);
        } else if (opt < 0 || opt >= OPT_HELP) {
            return !cli_common(self, opt, code);
        } else if (!set(request, opt, parser.value, &status, &err)) {
            *code = cli_usage(self, "'%s' is no value of %s", parser.value,
                              opt == LIMIT   ? "--limit"
                              : opt == SHARD ? "--shard"
                                             : "--key-group");
            return false;
        }
    }
    if (status != SNAPVET_OK)
        *code = cli_complain(&err);
    return status == SNAPVET_OK;
}

static int run(const struct command *self, int argc, char **argv)
{
    struct request request = { .dump = SNAPVET_DUMP_ALL };
    struct snapvet_error err;
    if (snapvet_options_new(&request.how, &err) != SNAPVET_OK)
        return cli_complain(&err);
    int code = EXIT_COMPATIBLE;
    if (parse(self, argc, argv, &request, &code)) {
        if (request.paths.count != 1)
            code = cli_usage(self, request.paths.count ? "more than one snapshot given" : "no snapshot given");
        else
            code = dump(&request, request.paths.items[0]);
    }
    free(request.paths.items);
    snapvet_options_free(request.how);
    return code;
}

const struct command cmd_dump = {
    .name = "dump",
    .operands = "SNAPSHOT",
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
