/* cmd_type.c: snapvet type. */
#include <stdlib.h>

#include "cli.h"

enum { CLASS = 1, FORMAT, COLOUR };

static const char *format_at(size_t i)
{
    return cli_format_at(SNAPVET_VIEW_TYPE, i);
}

static const struct opt options[] = {
    { CLASS, "--class", "NAME=LAYOUT",
      "a serializer snapshot class of your own has the layout of one of\nFlink's; "
      "may be repeated (layouts: snapvet help check)",
      NULL, false },
    { FORMAT, "--format", "FORMAT", "form of the output", format_at, true },
    { COLOUR, "--color", "WHEN", "colours in text", cli_colour_at, true },
};

struct request {
    struct snapvet_options *how;
    struct cli_look look;
    struct operands paths;
};

static int show_one(const struct request *request, const char *path)
{
    struct snapvet_error err;
    struct snapvet_text *text = NULL;
    struct snapvet_style style = cli_style(&request->look);
    bool whole = false;
    style.compact = true;
    if (snapvet_type_write(path, request->how, request->look.format, &style, &whole, &text, &err) != SNAPVET_OK)
        return cli_complain(&err);
    cli_write(text);
    snapvet_text_free(text);
    return whole ? EXIT_COMPATIBLE : EXIT_UNREADABLE;
}

static bool parse(const struct command *self, int argc, char **argv, struct request *request, int *code)
{
    struct opt_parser parser = opt_begin(self->name, self->options, self->option_count, argc, argv);
    struct snapvet_error err;
    for (int opt; (opt = opt_next(&parser)) != OPT_END;) {
        switch (opt) {
        case CLASS:
            if (snapvet_options_add_class(request->how, parser.value, &err) != SNAPVET_OK) {
                *code = cli_complain(&err);
                return false;
            }
            break;
        case FORMAT:
            request->look.format = parser.value;
            break;
        case COLOUR:
            request->look.colour = parser.value;
            break;
        case OPT_OPERAND:
            operands_add(&request->paths, argc, parser.value);
            break;
        default:
            return !cli_common(self, opt, code);
        }
    }
    return true;
}

static int run(const struct command *self, int argc, char **argv)
{
    struct request request = { .look = { .format = "text" } };
    struct snapvet_error err;
    if (snapvet_options_new(&request.how, &err) != SNAPVET_OK)
        return cli_complain(&err);
    int code = EXIT_COMPATIBLE;
    if (parse(self, argc, argv, &request, &code)) {
        if (!request.paths.count)
            code = cli_usage(self, "no file given");
        for (int i = 0; i < request.paths.count; i++)
            code = cli_worse(code, show_one(&request, request.paths.items[i]));
    }
    free(request.paths.items);
    snapvet_options_free(request.how);
    return code;
}

const struct command cmd_type = {
    .name = "type",
    .operands = "FILE...",
    .summary = "Reads files that hold one serializer snapshot each",
    .details =
        "FILE holds the bytes of one serializer snapshot as Flink writes it: versioned, with the version of the\n"
        "serialization proxy before it, or in the form of before 1.7.\n"
        "\n"
        "exit codes: 0 each was read exactly to its last byte, 3 one was not, 64 wrong usage, 70 failure of\n"
        "snapvet itself.\n",
    .options = options,
    .option_count = sizeof options / sizeof options[0],
    .run = run,
};
