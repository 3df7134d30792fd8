/* cmd_uid.c: snapvet uid. */
#include <stdio.h>

#include "cli.h"

static int run(const struct command *self, int argc, char **argv)
{
    struct cli_input input = { .how = NULL };
    int code;
    if (cli_parse(self, argc, argv, &input, NULL, NULL, &code)) {
        for (int i = 0; i < input.operands.count; i++) {
            char hex[33];
            snapvet_uid_hash(input.operands.items[i], hex);
            printf("%s  %s\n", hex, input.operands.items[i]);
        }
    }
    cli_input_end(&input);
    return code;
}

const struct command cmd_uid = {
    .name = "uid",
    .operands = "UID...",
    .operand = "uid",
    .least = 1,
    .most = OPERANDS_ANY,
    .summary = "Prints the operator id that Flink makes of a uid",
    .details = "The id is murmur3_128 of the uid's UTF-8 bytes; _metadata up to version 4 holds nothing else of it.\n",
    .options = NULL,
    .option_count = 0,
    .run = run,
};
