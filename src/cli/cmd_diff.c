/* cmd_diff.c: snapvet diff. */
#include <stdio.h>

#include "measure.h"

enum { VALUES = 1, LIMIT };

static const char *format_at(size_t i)
{
    return cli_format_at(SNAPVET_VIEW_DIFF, i);
}

static const struct opt options[] = {
    { VALUES, "--values", NULL, "list the entries that differ, by key", NULL, false },
    { LIMIT, "--limit", "N", "list at most N entries of each state (default: 100; 0 for all)", NULL, false },
    MEASURE_ROW_OPERATOR,
    MEASURE_ROW_STATE,
    MEASURE_ROW_UIDS,
    MEASURE_ROW_MAP,
    MEASURE_ROW_CLASS,
    MEASURE_ROW_FORMAT(format_at),
    MEASURE_ROW_COLOUR,
};

static bool set(int opt, const char *value, void *context)
{
    struct snapvet_diff_request *request = context;
    if (opt == LIMIT)
        return measure_number(value, UINT64_MAX, &request->limit);
    request->list = true;
    return true;
}

static int compare(const struct measure *m, struct snapvet_diff_request *request, struct snapvet_snapshot *before,
                   struct snapvet_snapshot *after)
{
    struct snapvet_error err;
    struct snapvet_diff *diff = NULL;
    struct snapvet_text *text = NULL;
    struct progress_bar bar = { .started_ms = 0 };
    struct snapvet_style style = cli_style(&m->look);
    int code;
    request->run = m->run;
    request->run.progress = progress_show;
    request->run.context = &bar;
    enum snapvet_status status = snapvet_diff_run(before, after, request, &diff, &err);
    progress_end(&bar);
    const char *format = m->look.format ? m->look.format : "text";
    if (status != SNAPVET_OK || snapvet_diff_write(diff, format, &style, &text, &err) != SNAPVET_OK) {
        code = cli_complain(&err);
    } else {
        measure_write(text);
        code = snapvet_diff_is_equal(diff) ? EXIT_COMPATIBLE : EXIT_INCOMPATIBLE;
    }
    snapvet_diff_free(diff);
    return code;
}

static int run(const struct command *self, int argc, char **argv)
{
    struct measure m = { .how = NULL };
    struct snapvet_diff_request request = { .limit = 100 };
    int code = EXIT_COMPATIBLE;
    if (measure_parse(self, argc, argv, &m, set, &request, &code)) {
        if (m.paths.count != 2) {
            code = cli_usage(self, "two snapshots are compared; %d given", m.paths.count);
        } else {
            struct snapvet_snapshot *before = measure_open(&m, m.paths.items[0], &code);
            struct snapvet_snapshot *after = before ? measure_open(&m, m.paths.items[1], &code) : NULL;
            if (after)
                code = compare(&m, &request, before, after);
            snapvet_close(after);
            snapvet_close(before);
        }
    }
    measure_end(&m);
    return code;
}

const struct command cmd_diff = {
    .name = "diff",
    .operands = "OLD NEW",
    .summary = "Says what differs between two snapshots of a job, down to entries",
    .details =
        "OLD and NEW are checkpoints or savepoints, of any backend: their folders, or the _metadata files in them.\n"
        "\n"
        "Operators are matched by id, states by name and kind, entries by what they say: where serializers are the\n"
        "same by their bytes, else decoded. Memory does not grow with the state.\n"
        "\n"
        "exit codes: 0 equal, 1 different, or something could not be read, 3 a snapshot could not be read at all,\n"
        "64 wrong usage, 70 failure of snapvet itself.\n",
    .options = options,
    .option_count = sizeof options / sizeof options[0],
    .run = run,
};
