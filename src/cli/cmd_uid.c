/* cmd_uid.c: snapvet uid. */
#include <stdio.h>

#include "cli.h"

static int run(const struct command *self, int argc, char **argv)
{
    struct opt_parser parser = opt_begin(self->name, self->options, self->option_count, argc, argv);
    int code = EXIT_COMPATIBLE, count = 0;
    for (int opt; (opt = opt_next(&parser)) != OPT_END; count++) {
        if (opt != OPT_OPERAND) {
            cli_common(self, opt, &code);
            return code;
        }
        char hex[33];
        snapvet_uid_hash(parser.value, hex);
        printf("%s  %s\n", hex, parser.value);
    }
    return count ? code : cli_usage(self, "no uid given");
}

const struct command cmd_uid = {
    .name = "uid",
    .operands = "UID...",
    .summary = "Prints the operator id that Flink makes of a uid",
    .details = "The id is murmur3_128 of the uid's UTF-8 bytes; _metadata up to version 4 holds nothing else of it.\n",
    .options = NULL,
    .option_count = 0,
    .run = run,
};
