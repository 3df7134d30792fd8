/* cmd_show.c: snapvet show. */
#include <stdio.h>
#include <stdlib.h>

#include "cli.h"

enum { CLASSES = 1, OPERATOR, UIDS, MAP, CLASS, FORMAT, COLOUR };

static const char *format_at(size_t i)
{
    return cli_format_at(SNAPVET_VIEW_SHOW, i);
}

static const struct opt options[] = {
    { CLASSES, "--classes", NULL, "only the user's classes that the state names, one a line", NULL, false },
    { OPERATOR, "--operator", "ID|UID|NAME", "only these operators; an id may be cut to its first digits", NULL,
      false },
    { UIDS, "--uids", "FILE|A,B,C", "uids of the job's operators: a file with one a line, or a list", NULL, false },
    { MAP, "--map", "PREFIX=DIR", "look below DIR for files recorded below PREFIX; may be repeated", NULL, false },
    { CLASS, "--class", "NAME=LAYOUT",
      "a serializer snapshot class of your own has the layout of one of\nFlink's; "
      "may be repeated (layouts: snapvet help check)",
      NULL, false },
    { FORMAT, "--format", "FORMAT", "form of the output", format_at, true },
    { COLOUR, "--color", "WHEN", "colours in text", cli_colour_at, true },
};

struct request {
    enum snapvet_view view;
    const char *only;
    struct snapvet_options *how;
    struct cli_look look;
    struct operands paths;
};

static int show_one(const struct request *request, const char *path)
{
    struct snapvet_error err;
    struct snapvet_snapshot *snapshot = NULL;
    struct snapvet_text *text = NULL;
    struct snapvet_style style = cli_style(&request->look);
    style.compact = request->paths.count > 1;
    int code = EXIT_COMPATIBLE;
    if (snapvet_open(path, request->how, &snapshot, &err) != SNAPVET_OK ||
        snapvet_show_write(snapshot, request->view, request->only, request->look.format, &style, &text, &err) !=
            SNAPVET_OK)
        code = cli_complain(&err);
    else
        cli_write(text);
    snapvet_text_free(text);
    snapvet_close(snapshot);
    return code;
}

static bool parse(const struct command *self, int argc, char **argv, struct request *request, int *code)
{
    struct opt_parser parser = opt_begin(self->name, self->options, self->option_count, argc, argv);
    struct snapvet_error err;
    enum snapvet_status status = SNAPVET_OK;
    for (int opt; status == SNAPVET_OK && (opt = opt_next(&parser)) != OPT_END;) {
        switch (opt) {
        case CLASSES:
            request->view = SNAPVET_VIEW_CLASSES;
            break;
        case OPERATOR:
            request->only = parser.value;
            break;
        case UIDS:
            status = snapvet_options_add_uids(request->how, parser.value, &err);
            break;
        case MAP:
            status = snapvet_options_add_map(request->how, parser.value, &err);
            break;
        case CLASS:
            status = snapvet_options_add_class(request->how, parser.value, &err);
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
    if (status != SNAPVET_OK)
        *code = cli_complain(&err);
    return status == SNAPVET_OK;
}

static int run(const struct command *self, int argc, char **argv)
{
    struct request request = { .view = SNAPVET_VIEW_SHOW, .look = { .format = "text" } };
    struct snapvet_error err;
    if (snapvet_options_new(&request.how, &err) != SNAPVET_OK)
        return cli_complain(&err);
    int code = EXIT_COMPATIBLE;
    if (parse(self, argc, argv, &request, &code)) {
        if (!request.paths.count)
            code = cli_usage(self, "no snapshot given");
        for (int i = 0; i < request.paths.count; i++)
            code = cli_worse(code, show_one(&request, request.paths.items[i]));
    }
    free(request.paths.items);
    snapvet_options_free(request.how);
    return code;
}

const struct command cmd_show = {
    .name = "show",
    .operands = "SNAPSHOT...",
    .summary = "Shows what is in snapshots: operators, states, serializers, handles, sizes",
    .details = "SNAPSHOT is a checkpoint or savepoint: its folder, or the _metadata file in it.\n"
               "\n"
               "exit codes: 0 shown, 3 a snapshot could not be read, 64 wrong usage, 70 failure of snapvet itself.\n",
    .options = options,
    .option_count = sizeof options / sizeof options[0],
    .run = run,
};
