/* cmd_resolve.c: snapvet resolve. */
#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli.h"

enum { PAIRS = 1, AS_STATE };

static const struct opt options[] = {
    { PAIRS, "--pairs", "FILE", "pairs to compare, one a line: OLD, a tab, NEW; '-' reads them from stdin", NULL,
      false },
    { AS_STATE, "--as-state", NULL,
      "what a state backend ends with: a time to live may have been switched on or off, and lists and maps of a state "
      "go "
      "with their like alone",
      NULL, false },
    CLI_ROW_CLASS,
};

struct request {
    const char *pairs; /* NULL: two operands */
    bool as_state;
};

static int set(int opt, const char *value, void *context)
{
    struct request *request = context;
    if (opt == PAIRS)
        request->pairs = value;
    else
        request->as_state = true;
    return EXIT_COMPATIBLE;
}

static int code_of(const struct snapvet_resolution *resolution)
{
    static const int codes[] = {
        [SNAPVET_COMPATIBLE] = EXIT_COMPATIBLE,
        [SNAPVET_NEEDS_ACTION] = EXIT_COMPATIBLE,
        [SNAPVET_UNDECIDED] = EXIT_UNDECIDED,
        [SNAPVET_INCOMPATIBLE] = EXIT_INCOMPATIBLE,
    };
    return resolution->unreadable ? EXIT_UNREADABLE : codes[resolution->verdict];
}

/* stdout is written line by line for others to read, and flushed when it is full. */
static int resolve(struct snapvet_resolver *resolver, const char *old, const char *new)
{
    struct snapvet_resolution resolution;
    struct snapvet_error err;
    if (snapvet_resolve(resolver, old, new, &resolution, &err) != SNAPVET_OK)
        return cli_complain(&err);
    if (printf("%s\t%s\t%s\n", snapvet_answer_name(resolution.answer), snapvet_verdict_name(resolution.verdict),
               resolution.reason) < 0)
        return EXIT_INTERNAL; /* said by cli_finish */
    return code_of(&resolution);
}

static int resolve_line(const struct command *self, struct snapvet_resolver *resolver, const char *file, char *line,
                        size_t n, uint64_t number)
{
    if (n && line[n - 1] == '\n')
        line[--n] = '\0';
    char *tab = strchr(line, '\t');
    if (strlen(line) != n || !tab || tab == line || !tab[1] || strchr(tab + 1, '\t'))
        return cli_usage(self, "line %" PRIu64 " of '%s' is no pair; expected OLD, a tab, NEW", number, file);
    *tab = '\0';
    return resolve(resolver, line, tab + 1);
}

static bool ends(int code)
{
    return code == EXIT_USAGE || code == EXIT_INTERNAL;
}

static int resolve_lines(const struct command *self, struct snapvet_resolver *resolver, const char *file, FILE *from)
{
    char *line = NULL;
    size_t capacity = 0;
    int code = EXIT_COMPATIBLE;
    uint64_t number = 0;
    ssize_t n;
    while (!ends(code) && (n = getline(&line, &capacity, from)) >= 0)
        code = cli_worse(code, resolve_line(self, resolver, file, line, (size_t)n, ++number));
    if (!ends(code) && ferror(from)) {
        fprintf(stderr, "snapvet: cannot read pairs from '%s': %s\n", file, strerror(errno));
        code = EXIT_INTERNAL;
    }
    free(line);
    return code;
}

static int resolve_pairs(const struct command *self, struct snapvet_resolver *resolver, const char *file)
{
    if (strcmp(file, "-") == 0)
        return resolve_lines(self, resolver, "-", stdin);
    FILE *from = fopen(file, "r");
    if (!from)
        return cli_usage(self, "cannot read pairs from '%s': %s", file, strerror(errno));
    int code = resolve_lines(self, resolver, file, from);
    fclose(from);
    return code;
}

static int answer(const struct command *self, const struct cli_input *input, const struct request *request)
{
    struct snapvet_resolver *resolver;
    struct snapvet_error err;
    if (input->operands.count != (request->pairs ? 0 : 2))
        return cli_usage(self, request->pairs ? "files beside --pairs" : "two files are compared, OLD and NEW");
    if (snapvet_resolver_new(input->how, request->as_state, &resolver, &err) != SNAPVET_OK)
        return cli_complain(&err);
    int code = request->pairs ? resolve_pairs(self, resolver, request->pairs)
                              : resolve(resolver, input->operands.items[0], input->operands.items[1]);
    snapvet_resolver_free(resolver);
    return code;
}

static int run(const struct command *self, int argc, char **argv)
{
    struct request request = { .pairs = NULL };
    struct cli_input input = { .how = NULL };
    int code;
    if (cli_parse(self, argc, argv, &input, set, &request, &code))
        code = answer(self, &input, &request);
    cli_input_end(&input);
    return code;
}

const struct command cmd_resolve = {
    .name = "resolve",
    .operands = "OLD NEW | --pairs FILE",
    .operand = "file",
    .least = 0,
    .most = 2,
    .summary = "Says what Flink 2.2's schema check answers for two serializer snapshots",
    .details =
        "OLD and NEW each hold the bytes of one serializer snapshot; NEW stands for the new job's serializer. For\n"
        "each pair one line: Flink's answer, our verdict and the reason, with tabs between them.\n"
        "\n"
        "answers: as-is, reconfigured, after-migration, incompatible, read-error (2.2 cannot read OLD),\n"
        "resolve-error (the check itself throws), undecided (the bytes do not tell).\n"
        "The verdict is not the answer: Flink says as-is of what Kryo holds, and then misreads it.\n"
        "\n"
        "exit codes: those of check for the worst verdict of all pairs; 3 when a file cannot be read; 64 wrong\n"
        "usage or a line that is no pair; 70 failure of snapvet itself.\n",
    .options = options,
    .option_count = sizeof options / sizeof options[0],
    .run = run,
};
