/* cmd_stats.c: snapvet stats. */
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "cli.h"
#include "progress.h"
#include "temporary.h"

enum { ESTIMATE = 1, TOP, NOW, TTL };

static const char *format_at(size_t i)
{
    return cli_format_at(SNAPVET_VIEW_STATS, i);
}

static const struct opt options[] = {
    { ESTIMATE, "--estimate", NULL, "from metadata and properties of files alone, without reading the state", NULL,
      false },
    { TOP, "--top", "N", "largest values to show of each state (default: 5, at most 100)", NULL, false },
    { TTL, "--ttl", "DURATION", "count as expired what was last used so long ago: 90s, 15m, 12h, 7d", NULL, false },
    { NOW, "--now", "TIME",
      "measure times from then: now, 2026-12-31, 2026-12-31T23:59:59Z, or milliseconds since 1970 "
      "(default: when _metadata was written here)",
      NULL, false },
    CLI_ROW_OPERATOR,
    CLI_ROW_STATE,
    CLI_ROW_JOBS,
    CLI_ROW_SHARD,
    CLI_ROWS_READING,
    CLI_ROW_FORMAT(format_at),
    CLI_ROW_COLOUR,
};

static bool set_ttl(struct snapvet_stats_request *request, const char *text)
{
    static const struct {
        const char *unit;
        int64_t ms;
    } units[] = { { "ms", 1 }, { "s", 1000 }, { "m", 60000 }, { "h", 3600000 }, { "d", 86400000 } };
    char *unit;
    unsigned long long number = strtoull(text, &unit, 10);
    for (size_t i = 0; *text >= '0' && *text <= '9' && i < sizeof units / sizeof units[0]; i++) {
        if (strcmp(unit, units[i].unit) != 0 || number > (unsigned long long)(INT64_MAX / units[i].ms))
            continue;
        request->ttl_ms = (int64_t)number * units[i].ms;
        return true;
    }
    return false;
}

static bool set_now(struct snapvet_stats_request *request, const char *text)
{
    struct tm day = { .tm_mday = 1 };
    uint64_t ms;
    request->now_given = true;
    if (strcmp(text, "now") == 0) {
        request->now_ms = (int64_t)time(NULL) * 1000;
        return true;
    }
    if (opt_number(text, INT64_MAX, &ms)) {
        request->now_ms = (int64_t)ms;
        return true;
    }
    const char *rest = strptime(text, "%Y-%m-%d", &day);
    if (rest && *rest)
        rest = strptime(rest, "T%H:%M:%SZ", &day);
    request->now_ms = rest && !*rest ? (int64_t)timegm(&day) * 1000 : 0;
    return rest && !*rest;
}

static bool set_value(struct snapvet_stats_request *request, int opt, const char *value)
{
    enum { TOP_MOST = 100 };
    uint64_t top;
    if (opt == TTL)
        return set_ttl(request, value);
    if (opt == NOW)
        return set_now(request, value);
    if (!opt_number(value, TOP_MOST, &top))
        return false;
    request->top = (unsigned)top;
    return true;
}

static int set(int opt, const char *value, void *context)
{
    struct snapvet_stats_request *request = context;
    if (opt == ESTIMATE)
        request->estimate = true;
    return opt == ESTIMATE || set_value(request, opt, value) ? EXIT_COMPATIBLE : CLI_BAD_VALUE;
}

static int measure(const struct cli_input *input, struct snapvet_stats_request *request)
{
    struct snapvet_error err;
    struct snapvet_stats *stats = NULL;
    struct snapvet_text *text = NULL;
    struct progress_bar bar = { .started_ms = 0 };
    struct snapvet_style style = cli_style(&input->look);
    int code;
    struct snapvet_snapshot *snapshot = cli_open(input, input->operands.items[0], &code);
    if (!snapshot)
        return code;
    request->run = progress_run(&input->run, &bar);
    request->run.temporary_folder = cli_temporary_folder();
    enum snapvet_status status = snapvet_stats_run(snapshot, request, &stats, &err);
    progress_end(&bar);
    if (status == SNAPVET_OK)
        status = snapvet_stats_write(stats, cli_format(input), &style, &text, &err);
    if (status == SNAPVET_OK) {
        cli_write(text);
        code = snapvet_stats_is_whole(stats) ? EXIT_COMPATIBLE : EXIT_INCOMPATIBLE;
    } else {
        code = cli_complain(&err);
    }
    snapvet_text_free(text);
    snapvet_stats_free(stats);
    snapvet_close(snapshot);
    return code;
}

static int run(const struct command *self, int argc, char **argv)
{
    struct cli_input input = { .how = NULL };
    struct snapvet_stats_request request = SNAPVET_STATS_ALL;
    int code;
    if (cli_parse(self, argc, argv, &input, set, &request, &code)) {
        if (request.estimate && input.run.shard_count)
            code = cli_usage(self, "an estimate needs no --shard");
        else
            code = measure(&input, &request);
    }
    cli_input_end(&input);
    return code;
}

const struct command cmd_stats = {
    .name = "stats",
    .operands = "SNAPSHOT",
    .operand = "snapshot",
    .least = 1,
    .most = 1,
    .summary = "Counts what is in states: entries, bytes, key groups, largest values",
    .details = "SNAPSHOT is a checkpoint or savepoint: its folder, or the _metadata file in it.\n"
               "\n"
               "Reads all state, over threads, unless --estimate is given. Memory does not grow with the state.\n"
               "A snapshot holds neither when it was taken nor how long state lives: see --now and --ttl.\n"
               "\n"
               "exit codes: 0 all counted, 1 something could not be read, 3 the snapshot could not be read at all,\n"
               "64 wrong usage, 70 failure of snapvet itself.\n",
    .options = options,
    .option_count = sizeof options / sizeof options[0],
    .run = run,
};
