/* opt.c: option tables. */
#include "opt.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "suggest.h"

struct opt_parser opt_begin(const char *command, const struct opt *table, size_t count, int argc, char **argv)
{
    return (
        struct opt_parser){ .command = command, .table = table, .count = count, .argc = argc, .argv = argv, .next = 1 };
}

/* Options that every command has, after those of the table. */
static const struct opt common[] = {
    { OPT_HELP, "--help", NULL, "this text", NULL, false },
    { OPT_HELP, "-h", NULL, NULL, NULL, false },
    { OPT_VERSION, "--version", NULL, NULL, NULL, false },
};
enum { COMMON = sizeof common / sizeof common[0] };

static const struct opt *row_at(const struct opt_parser *parser, size_t i)
{
    if (i < parser->count)
        return &parser->table[i];
    i -= parser->count;
    return i < COMMON ? &common[i] : NULL;
}

static const char *name_at(size_t i, const void *parser)
{
    const struct opt *row = row_at(parser, i);
    return row ? row->name : NULL;
}

static const char *value_at(size_t i, const void *row)
{
    return ((const struct opt *)row)->values(i);
}

static const struct opt *find(const struct opt_parser *parser, const char *name, size_t length)
{
    const struct opt *row;
    for (size_t i = 0; (row = row_at(parser, i)); i++)
        if (strlen(row->name) == length && memcmp(row->name, name, length) == 0)
            return row;
    return NULL;
}

static int complain(const struct opt_parser *parser, const char *what, const char *subject, size_t length)
{
    fprintf(stderr, "snapvet: %s '%.*s'; see 'snapvet help %s'\n", what, (int)length, subject, parser->command);
    return OPT_ERROR;
}

static int complain_unknown(const struct opt_parser *parser, const char *name, size_t length)
{
    fprintf(stderr, "snapvet: unknown option '%.*s'", (int)length, name);
    suggest_print(name, length, name_at, parser);
    fprintf(stderr, "; see 'snapvet help %s'\n", parser->command);
    return OPT_ERROR;
}

static bool is_listed(const struct opt *row, const char *value)
{
    const char *listed;
    for (size_t i = 0; (listed = row->values(i)); i++)
        if (strcmp(listed, value) == 0)
            return true;
    return false;
}

int opt_complain_value(const struct opt_parser *parser)
{
    const struct opt *row = parser->row;
    const char *listed;
    fprintf(stderr, "snapvet: '%s' is no value of %s", parser->value, row->name);
    if (!row->values) {
        fprintf(stderr, " %s (%s); see 'snapvet help %s'\n", row->argument, row->help, parser->command);
        return OPT_ERROR;
    }
    suggest_print(parser->value, strlen(parser->value), value_at, row);
    for (size_t i = 0; (listed = row->values(i)); i++)
        fprintf(stderr, "%s %s", i ? "," : "; have", listed);
    fputc('\n', stderr);
    return OPT_ERROR;
}

static int take_option(struct opt_parser *parser, const char *text)
{
    const char *equals = strchr(text, '=');
    size_t length = equals ? (size_t)(equals - text) : strlen(text);
    const struct opt *row = find(parser, text, length);
    parser->row = row;
    parser->value = NULL;
    if (!row)
        return complain_unknown(parser, text, length);
    if (!row->argument)
        return equals ? complain(parser, "no value is taken by option", text, length) : row->id;
    if (!equals && parser->next >= parser->argc)
        return complain(parser, "no value for option", text, length);
    parser->value = equals ? equals + 1 : parser->argv[parser->next++];
    return row->only_listed && !is_listed(row, parser->value) ? opt_complain_value(parser) : row->id;
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
    if (!parser->operands_only && text[0] == '-' && text[1])
        return take_option(parser, text);
    parser->row = NULL;
    parser->value = text;
    return OPT_OPERAND;
}

enum { TEXT_COLUMN = 26, WIDTH = 100, VALUES_MOST = 16 };

/* Whether --help lists the values; a longer list is left to the row's help. */
static bool has_short_list(const struct opt *row)
{
    size_t n = 0;
    while (row->values && n <= VALUES_MOST && row->values(n))
        n++;
    return n > 0 && n <= VALUES_MOST;
}

/* Words of a text one after the other, wrapped; returns the column after them. */
static size_t print_words(const char *text, size_t column)
{
    while (*text) {
        size_t n = strcspn(text, " ");
        if (column > TEXT_COLUMN && column + 1 + n > WIDTH) {
            printf("\n%*s", TEXT_COLUMN, "");
            column = TEXT_COLUMN;
        } else if (column > TEXT_COLUMN) {
            putchar(' ');
            column++;
        }
        printf("%.*s", (int)n, text);
        column += n;
        text += n + (text[n] == ' ');
    }
    return column;
}

static void print_row(const struct opt *row)
{
    const char *argument = row->argument ? row->argument : "", *value;
    int width = printf("  %s%s%s", row->name, *argument ? " " : "", argument);
    if (width >= TEXT_COLUMN - 1)
        putchar('\n');
    printf("%*s", width < TEXT_COLUMN - 1 ? TEXT_COLUMN - width : TEXT_COLUMN, "");
    size_t column = print_words(row->help, TEXT_COLUMN);
    if (has_short_list(row)) {
        putchar(':');
        column++;
        for (size_t i = 0; (value = row->values(i)); i++) {
            char word[64];
            snprintf(word, sizeof word, "%s%s", value, row->values(i + 1) ? "," : "");
            column = print_words(word, column);
        }
    }
    putchar('\n');
}

void opt_print(const struct opt *table, size_t count)
{
    for (size_t i = 0; i < count; i++)
        print_row(&table[i]);
    print_row(&common[0]);
}

bool opt_number(const char *text, uint64_t most, uint64_t *out)
{
    char *stop;
    if (*text < '0' || *text > '9')
        return false;
    errno = 0;
    unsigned long long value = strtoull(text, &stop, 10);
    if (errno || *stop || value > most)
        return false;
    *out = value;
    return true;
}
