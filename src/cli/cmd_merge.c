/* cmd_merge.c: snapvet merge. */
#include <stdio.h>

#include "measure.h"

/* Of all commands that have parts; the library says which fit. */
static const char *format_at(size_t i)
{
    static const char *const formats[] = { "text", "json", "csv" };
    return i < sizeof formats / sizeof formats[0] ? formats[i] : NULL;
}

static const struct opt options[] = {
    MEASURE_ROW_FORMAT(format_at),
    MEASURE_ROW_COLOUR,
};

static bool write_bytes(struct snapvet_bytes bytes, void *context)
{
    (void)context;
    return cli_write_bytes(bytes);
}

static int run(const struct command *self, int argc, char **argv)
{
    static const struct snapvet_sink sink = { .write = write_bytes };
    struct measure m = { .how = NULL };
    int code = EXIT_COMPATIBLE;
    if (measure_parse(self, argc, argv, &m, NULL, NULL, &code)) {
        struct snapvet_error err;
        struct snapvet_style style = cli_style(&m.look);
        bool whole = true;
        if (!m.paths.count)
            code = cli_usage(self, "no parts given");
        else if (snapvet_merge(m.paths.items, (size_t)m.paths.count, m.look.format, &style, &sink, &whole, &err) !=
                 SNAPVET_OK)
            code = cli_complain(&err);
        else
            code = whole ? EXIT_COMPATIBLE : EXIT_INCOMPATIBLE;
    }
    measure_end(&m);
    return code;
}

const struct command cmd_merge = {
    .name = "merge",
    .operands = "PART...",
    .summary = "Puts together what stats, verify or dump wrote with --shard",
    .details = "PART is the output of one shard. All N of them have to be there, of one snapshot and one question.\n"
               "The result is what the command would have written without --shard.\n"
               "\n"
               "exit codes: those of the command; 64 when parts are missing, there twice or do not fit together.\n",
    .options = options,
    .option_count = sizeof options / sizeof options[0],
    .run = run,
};
