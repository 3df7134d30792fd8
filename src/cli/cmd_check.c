/* cmd_check.c: snapvet check. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "cli.h"
#include "output.h"

enum { TARGET = 1, UIDS, MAP, CLASS, FORMAT, OUTPUT, FAIL_ON, COLOUR };

static const char *format_at(size_t i)
{
    return cli_format_at(SNAPVET_VIEW_CHECK, i);
}

static const char *fail_on_at(size_t i)
{
    static const char *const values[] = { "incompatible", "needs-action" };
    return i < sizeof values / sizeof values[0] ? values[i] : NULL;
}

static const struct opt options[] = {
    { TARGET, "--target", "VERSION", "Flink to restore on, 2.2.0 if not given", snapvet_target_at, false },
    { UIDS, "--uids", "FILE|A,B,C", "uids of the job's operators: a file with one a line, or a list", NULL, false },
    { MAP, "--map", "PREFIX=DIR", "look below DIR for files recorded below PREFIX; may be repeated", NULL, false },
    { CLASS, "--class", "NAME=LAYOUT",
      "a serializer snapshot class of your own has the layout of one of\nFlink's; "
      "may be repeated",
      snapvet_layout_at, false },
    { FORMAT, "--format", "FORMAT", "form of the report", format_at, true },
    { OUTPUT, "--output", "FORMAT=FILE",
      "a further report of all snapshots into a file, - for stdout in place\nof the one there; may be repeated", NULL,
      false },
    { FAIL_ON, "--fail-on", "VERDICT", "weakest verdict that ends with exit code 1", fail_on_at, true },
    { COLOUR, "--color", "WHEN", "colours in text", cli_colour_at, true },
};

struct request {
    const char *target;
    struct snapvet_options *how;
    struct cli_look look;
    bool strict; /* needs-action fails */
    struct operands paths;
    struct outputs outputs;
};

/* What was checked, kept while reports of all are to come. */
struct kept {
    struct snapvet_snapshot **snapshots;
    struct snapvet_check **checks;
    size_t count;
};

struct tally {
    int verdicts[SNAPVET_INCOMPATIBLE + 1];
    int unread;
};

static int code_of(enum snapvet_verdict verdict, bool strict)
{
    switch (verdict) {
    case SNAPVET_COMPATIBLE:
        return EXIT_COMPATIBLE;
    case SNAPVET_NEEDS_ACTION:
        return strict ? EXIT_INCOMPATIBLE : EXIT_COMPATIBLE;
    case SNAPVET_UNDECIDED:
        return EXIT_UNDECIDED;
    case SNAPVET_INCOMPATIBLE:
        return EXIT_INCOMPATIBLE;
    }
    return EXIT_INTERNAL;
}

static bool is_text(const struct request *request)
{
    return strcmp(request->look.format, "text") == 0;
}

/* Whether the report on the screen is written snapshot by snapshot. The other formats are one document of all. */
static bool is_streamed(const struct request *request)
{
    return !outputs_to_screen(&request->outputs) && (is_text(request) || strcmp(request->look.format, "json") == 0);
}

static bool is_kept(const struct request *request)
{
    return request->outputs.count > 0 || !is_streamed(request);
}

static int show(const struct request *request, struct snapvet_check *const *checks, size_t count)
{
    struct snapvet_error err;
    struct snapvet_text *text = NULL;
    struct snapvet_style style = cli_style(&request->look);
    style.compact = request->paths.count > 1 && is_streamed(request);
    if (snapvet_check_write((const struct snapvet_check *const *)checks, count, request->look.format, &style, &text,
                            &err) != SNAPVET_OK)
        return cli_complain(&err);
    cli_write(text);
    snapvet_text_free(text);
    return EXIT_COMPATIBLE;
}

/* In place of the check that could not be made. */
static int complain(const struct request *request, const char *path, const struct snapvet_error *why,
                    struct snapvet_check **check)
{
    struct snapvet_error err;
    int code = cli_complain(why);
    if (is_kept(request) && snapvet_check_unread(path, request->target, why, check, &err) != SNAPVET_OK)
        code = cli_worse(code, cli_complain(&err));
    return code;
}

static int check_one(const struct request *request, const char *path, struct tally *tally, struct kept *kept)
{
    struct snapvet_error err;
    struct snapvet_snapshot *snapshot = NULL;
    struct snapvet_check *check = NULL;
    int code;
    if (snapvet_open(path, request->how, &snapshot, &err) != SNAPVET_OK ||
        snapvet_check_run(snapshot, request->target, &check, &err) != SNAPVET_OK) {
        code = complain(request, path, &err, &check);
        tally->unread++;
    } else {
        code = code_of(snapvet_check_verdict(check), request->strict);
        tally->verdicts[snapvet_check_verdict(check)]++;
        if (is_streamed(request))
            code = cli_worse(code, show(request, &check, 1));
    }
    if (check && is_kept(request)) {
        kept->snapshots[kept->count] = snapshot;
        kept->checks[kept->count++] = check;
    } else {
        snapvet_check_free(check);
        snapvet_close(snapshot);
    }
    return code;
}

/* Says where it is when the whole takes longer than a second and somebody watches. */
static void show_progress(time_t begun, int done, int count, const char *path)
{
    if (count > 1 && time(NULL) - begun > 1 && isatty(STDERR_FILENO) && !isatty(STDOUT_FILENO))
        fprintf(stderr, "snapvet: %d of %d: %s\n", done + 1, count, path);
}

static void print_summary(const struct tally *tally, int count)
{
    printf("\n%d snapshots:", count);
    const char *separator = "";
    for (int v = SNAPVET_INCOMPATIBLE; v >= SNAPVET_COMPATIBLE; v--) {
        if (!tally->verdicts[v])
            continue;
        printf("%s %d %s", separator, tally->verdicts[v], snapvet_verdict_name((enum snapvet_verdict)v));
        separator = ",";
    }
    if (tally->unread)
        printf("%s %d not readable", separator, tally->unread);
    puts(".");
}

static int check_each(const struct request *request, struct kept *kept)
{
    struct tally tally = { 0 };
    time_t begun = time(NULL);
    int code = EXIT_COMPATIBLE, count = request->paths.count;
    bool speaks = is_text(request) && is_streamed(request);
    for (int i = 0; i < count; i++) {
        show_progress(begun, i, count, request->paths.items[i]);
        if (i && speaks)
            putchar('\n');
        code = cli_worse(code, check_one(request, request->paths.items[i], &tally, kept));
    }
    if (count > 1 && speaks)
        print_summary(&tally, count);
    return code;
}

static int check_all(const struct request *request)
{
    size_t most = (size_t)request->paths.count;
    struct kept kept = { .snapshots = calloc(most, sizeof *kept.snapshots),
                         .checks = calloc(most, sizeof *kept.checks) };
    int code = EXIT_INTERNAL;
    if (kept.snapshots && kept.checks) {
        code = check_each(request, &kept);
        if (!is_streamed(request) && !outputs_to_screen(&request->outputs))
            code = cli_worse(code, show(request, kept.checks, kept.count));
        if (!outputs_write(&request->outputs, (const struct snapvet_check *const *)kept.checks, kept.count))
            code = EXIT_INTERNAL;
    }
    for (size_t i = 0; i < kept.count; i++) {
        snapvet_check_free(kept.checks[i]);
        snapvet_close(kept.snapshots[i]);
    }
    free(kept.checks);
    free(kept.snapshots);
    return code;
}

/* Options and paths into the request; true when that was all and the run may begin. */
static bool parse(const struct command *self, int argc, char **argv, struct request *request, int *code)
{
    struct opt_parser parser = opt_begin(self->name, self->options, self->option_count, argc, argv);
    struct snapvet_error err;
    enum snapvet_status status = SNAPVET_OK;
    for (int opt; status == SNAPVET_OK && (opt = opt_next(&parser)) != OPT_END;) {
        switch (opt) {
        case TARGET:
            request->target = parser.value;
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
        case OUTPUT:
            if (!outputs_add(&request->outputs, parser.value)) {
                *code = EXIT_USAGE;
                return false;
            }
            break;
        case FAIL_ON:
            request->strict = strcmp(parser.value, fail_on_at(1)) == 0;
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
    struct request request = { .target = snapvet_target_default() };
    struct snapvet_error err;
    if (snapvet_options_new(&request.how, &err) != SNAPVET_OK)
        return cli_complain(&err);
    int code = EXIT_INTERNAL;
    if (parse(self, argc, argv, &request, &code)) {
        bool two_on_screen = request.look.format && outputs_to_screen(&request.outputs);
        request.look.format = request.look.format ? request.look.format : "text";
        if (!request.paths.count)
            code = cli_usage(self, "no snapshot given");
        else if (!snapvet_target_known(request.target))
            code = cli_usage(self, "no target '%s'", request.target);
        else if (two_on_screen)
            code = cli_usage(self, "stdout is asked for twice, by --format and by --output");
        else if (outputs_are_writable(&request.outputs))
            code = check_all(&request);
    }
    outputs_free(&request.outputs);
    free(request.paths.items);
    snapvet_options_free(request.how);
    return code;
}

const struct command cmd_check = {
    .name = "check",
    .operands = "SNAPSHOT...",
    .summary = "Says whether a Flink 2.x can restore snapshots of Flink 1.x",
    .details =
        "SNAPSHOT is a checkpoint or savepoint: its folder, or the _metadata file in it. The same job is assumed,\n"
        "recompiled for the target, on the same state backend. Nothing is written beside the reports.\n"
        "\n"
        "exit codes: 0 compatible (or needs action), 1 incompatible, 2 undecided, 3 a snapshot could not be read,\n"
        "64 wrong usage, 70 failure of snapvet itself; of several snapshots the worst: 3, then 1, then 2, then 0.\n",
    .options = options,
    .option_count = sizeof options / sizeof options[0],
    .run = run,
};
