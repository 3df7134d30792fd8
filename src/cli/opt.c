/* opt.c: option tables. */
#include "opt.h"

#include <stdio.h>
#include <string.h>

struct opt_parser opt_begin(const char *command, const struct opt *table, size_t count, int argc, char **argv)
{
    return (
        struct opt_parser){ .command = command, .table = table, .count = count, .argc = argc, .argv = argv, .next = 1 };
}

static int complain(const struct opt_parser *parser, const char *what, const char *subject, size_t length)
{
    fprintf(stderr, "snapvet: %s '%.*s'; see 'snapvet help %s'\n", what, (int)length, subject, parser->command);
    return OPT_ERROR;
}

static const struct opt *find(const struct opt_parser *parser, const char *name, size_t length)
{
    for (size_t i = 0; i < parser->count; i++)
        if (strlen(parser->table[i].name) == length && memcmp(parser->table[i].name, name, length) == 0)
            return &parser->table[i];
    return NULL;
}

static bool is_listed(const struct opt *opt, const char *value)
{
    const char *listed;
    for (size_t i = 0; (listed = opt->value_at(i)); i++)
        if (strcmp(listed, value) == 0)
            return true;
    return false;
}

static int take_option(struct opt_parser *parser, const char *text)
{
    const char *equals = strchr(text, '=');
    size_t length = equals ? (size_t)(equals - text) : strlen(text);
    const struct opt *opt = find(parser, text, length);
    if (!opt)
        return complain(parser, "unknown option", text, length);
    if (!opt->argument) {
        parser->value = NULL;
        return equals ? complain(parser, "no value is taken by option", text, length) : opt->id;
    }
    if (!equals && parser->next >= parser->argc)
        return complain(parser, "no value for option", text, length);
    parser->value = equals ? equals + 1 : parser->argv[parser->next++];
    if (opt->only_listed && !is_listed(opt, parser->value)) {
        fprintf(stderr, "snapvet: no value '%s' for option '%s'; have", parser->value, opt->name);
        const char *listed;
        for (size_t i = 0; (listed = opt->value_at(i)); i++)
            fprintf(stderr, "%s %s", i ? "," : "", listed);
        fputc('\n', stderr);
        return OPT_ERROR;
    }
    return opt->id;
}

int opt_next(struct opt_parser *parser)
{
    if (parser->next >= parser->argc)
        return OPT_END;
    const char *text = parser->argv[parser->next++];
    if (!parser->operands_only && strcmp(text, "--") == 0) {
        parser->operands_only = true;
        return opt_next(parser);
    }
    if (parser->operands_only || text[0] != '-' || !text[1]) {
        parser->value = text;
        return OPT_OPERAND;
    }
    if (strcmp(text, "--help") == 0 || strcmp(text, "-h") == 0)
        return OPT_HELP;
    if (strcmp(text, "--version") == 0)
        return OPT_VERSION;
    return take_option(parser, text);
}

/* Help texts wrap by hand in the tables: a line end is followed by the column of the texts. */
static void print_row(const char *name, const char *argument, const char *help, int column)
{
    int width = printf("  %s%s%s", name, argument ? " " : "", argument ? argument : "");
    printf("%*s", width < column ? column - width : 1, "");
    for (; *help; help++) {
        putchar(*help);
        if (*help == '\n')
            printf("%*s", column, "");
    }
}

void opt_print(const struct opt *table, size_t count)
{
    enum { COLUMN = 26 };
    for (size_t i = 0; i < count; i++) {
        print_row(table[i].name, table[i].argument, table[i].help, COLUMN);
        const char *value;
        for (size_t v = 0; table[i].value_at && (value = table[i].value_at(v)); v++)
            printf("%s %s", v ? "," : ":", value);
        putchar('\n');
    }
    print_row("--help", NULL, "this text", COLUMN);
    putchar('\n');
}
