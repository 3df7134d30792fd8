/* input.c: shared options and operands of the commands. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli.h"

static bool set_shard(const char *text, struct snapvet_run *run)
{
    char first[16];
    uint64_t shard, count;
    const char *slash = strchr(text, '/');
    if (!slash || (size_t)(slash - text) >= sizeof first)
        return false;
    memcpy(first, text, (size_t)(slash - text));
    first[slash - text] = '\0';
    if (!opt_number(first, UINT32_MAX, &shard) || !opt_number(slash + 1, UINT32_MAX, &count) || !shard || shard > count)
        return false;
    run->shard = (uint32_t)shard - 1;
    run->shard_count = (uint32_t)count;
    return true;
}

static bool set_jobs(const char *text, struct snapvet_run *run)
{
    enum { JOBS_MOST = 256 };
    uint64_t jobs;
    if (!opt_number(text, JOBS_MOST, &jobs) || !jobs)
        return false;
    run->jobs = (unsigned)jobs;
    return true;
}

/* Options about how to read, which the library judges. */
static int set_reading(struct snapvet_options *how, int opt, const char *value)
{
    struct snapvet_error err;
    enum snapvet_status status;
    if (opt == CLI_UIDS)
        status = snapvet_options_add_uids(how, value, &err);
    else if (opt == CLI_MAP)
        status = snapvet_options_add_map(how, value, &err);
    else
        status = snapvet_options_add_class(how, value, &err);
    return status == SNAPVET_OK ? EXIT_COMPATIBLE : cli_complain(&err);
}

static int set_shared(struct cli_input *input, int opt, const char *value)
{
    switch (opt) {
    case CLI_TARGET:
        input->target = value;
        return snapvet_target_known(value) ? EXIT_COMPATIBLE : CLI_BAD_VALUE;
    case CLI_OPERATOR:
        input->run.only = value;
        return EXIT_COMPATIBLE;
    case CLI_STATE:
        input->run.state = value;
        return EXIT_COMPATIBLE;
    case CLI_JOBS:
        return set_jobs(value, &input->run) ? EXIT_COMPATIBLE : CLI_BAD_VALUE;
    case CLI_SHARD:
        return set_shard(value, &input->run) ? EXIT_COMPATIBLE : CLI_BAD_VALUE;
    case CLI_FORMAT:
        input->look.format = value;
        return EXIT_COMPATIBLE;
    case CLI_COLOUR:
        input->look.colour = value;
        return EXIT_COMPATIBLE;
    default:
        return set_reading(input->how, opt, value);
    }
}

static int add_operand(const struct command *self, struct operands *operands, const char *item)
{
    if (self->most != OPERANDS_ANY && operands->count == self->most)
        return cli_usage(self, "one %s too many, '%s'", self->operand, item);
    operands->items[operands->count++] = item;
    return EXIT_COMPATIBLE;
}

static int count_operands(const struct command *self, const struct operands *operands)
{
    if (operands->count >= self->least)
        return EXIT_COMPATIBLE;
    if (!operands->count)
        return cli_usage(self, "no %s given", self->operand);
    return cli_usage(self, "%d %s given, but %s takes %d", operands->count, self->operand, self->name, self->least);
}

static int out_of_memory(void)
{
    fputs("snapvet: out of memory\n", stderr);
    return EXIT_INTERNAL;
}

/* What comes after the command's name; false when that is all that was wanted (--help). */
static bool take_all(const struct command *self, struct opt_parser *parser, struct cli_input *input, cli_set_fn *set,
                     void *context, int *code)
{
    for (int opt; *code == EXIT_COMPATIBLE && (opt = opt_next(parser)) != OPT_END;) {
        switch (opt) {
        case OPT_ERROR:
            *code = EXIT_USAGE;
            break;
        case OPT_HELP:
            cli_print_help(self);
            return false;
        case OPT_VERSION:
            cli_print_version();
            return false;
        case OPT_OPERAND:
            *code = add_operand(self, &input->operands, parser->value);
            break;
        default:
            *code = opt >= CLI_FIRST ? set_shared(input, opt, parser->value) : set(opt, parser->value, context);
        }
        if (*code == CLI_BAD_VALUE) {
            opt_complain_value(parser);
            *code = EXIT_USAGE;
        }
    }
    return *code == EXIT_COMPATIBLE;
}

bool cli_parse(const struct command *self, int argc, char **argv, struct cli_input *input, cli_set_fn *set,
               void *context, int *code_out)
{
    struct snapvet_error err;
    struct opt_parser parser = opt_begin(self->name, self->options, self->option_count, argc, argv);
    *code_out = EXIT_COMPATIBLE;
    input->operands.items = calloc((size_t)argc, sizeof *input->operands.items); /* there are no more than arguments */
    if (!input->operands.items)
        *code_out = out_of_memory();
    else if (snapvet_options_new(&input->how, &err) != SNAPVET_OK)
        *code_out = cli_complain(&err);
    else if (take_all(self, &parser, input, set, context, code_out))
        *code_out = count_operands(self, &input->operands);
    else
        return false;
    return *code_out == EXIT_COMPATIBLE;
}

void cli_input_end(struct cli_input *input)
{
    free(input->operands.items);
    snapvet_options_free(input->how);
}

struct snapvet_snapshot *cli_open(const struct cli_input *input, const char *path, int *code_out)
{
    struct snapvet_error err;
    struct snapvet_snapshot *snapshot = NULL;
    if (snapvet_open(path, input->how, &snapshot, &err) == SNAPVET_OK)
        return snapshot;
    *code_out = cli_complain(&err);
    return NULL;
}

const char *cli_format(const struct cli_input *input)
{
    return input->look.format ? input->look.format : input->run.shard_count ? "json" : "text";
}
