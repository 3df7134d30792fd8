/* judge.c: snapshots one after the other, or several at once; reports in their order. */
#include "judge.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "parallel.h"

/* A snapshot on its way. */
struct item {
    const char *path;
    struct snapvet_snapshot *snapshot;
    struct snapvet_check *check;
    struct snapvet_error err; /* when there is no check */
};
struct run {
    const struct judging *judging;
    const char *format;
    struct item *items;
    size_t count;
    int verdicts[SNAPVET_INCOMPATIBLE + 1], unread;
    int code;
    bool spares; /* no output is part of a snapshot */
    time_t begun;
};

static bool is_format(const struct run *run, const char *format)
{
    return strcmp(run->format, format) == 0;
}

static bool is_for_people(const struct run *run)
{
    return is_format(run, "text") || is_format(run, "lines");
}

/* Whether the report on the screen is written snapshot by snapshot. The other formats are one document of all. */
static bool is_streamed(const struct run *run)
{
    return !outputs_to_screen(&run->judging->outputs) && (is_for_people(run) || is_format(run, "json"));
}

static bool is_kept(const struct run *run)
{
    return run->judging->outputs.count > 0 || !is_streamed(run);
}

static void add_code(struct run *run, int code)
{
    run->code = cli_worse(run->code, code);
}

static void show(struct run *run, const struct snapvet_check *const *checks, size_t count)
{
    struct snapvet_error err;
    struct snapvet_text *text = NULL;
    struct snapvet_style style = cli_style(&run->judging->look);
    style.compact = run->count > 1 && is_streamed(run);
    style.aside = run->judging->list_aside;
    if (snapvet_check_write(checks, count, run->format, &style, &text, &err) != SNAPVET_OK) {
        add_code(run, cli_complain(&err));
        return;
    }
    cli_write(text);
    snapvet_text_free(text);
}

static void release(struct item *item)
{
    snapvet_check_free(item->check);
    snapvet_close(item->snapshot);
    item->check = NULL;
    item->snapshot = NULL;
}

static enum snapvet_status check(const struct judging *judging, struct item *item)
{
    if (!judging->new_job)
        return snapvet_check_run(item->snapshot, judging->target, &item->check, &item->err);
    return snapvet_check_run_against(item->snapshot, judging->target, judging->new_job,
                                     judging->allow_non_restored_state, &item->check, &item->err);
}

/* In any thread: nothing is said here. */
static void judge(size_t i, void *context)
{
    const struct run *run = context;
    struct item *item = &run->items[i];
    if (snapvet_open(item->path, run->judging->how, &item->snapshot, &item->err) == SNAPVET_OK &&
        check(run->judging, item) == SNAPVET_OK &&
        gate_apply(&run->judging->gate, item->check, &item->err) == SNAPVET_OK)
        return;
    release(item);
}

/* Says where it is when the whole takes longer than a second and somebody watches. */
static void show_progress(const struct run *run, size_t i)
{
    if (run->count > 1 && time(NULL) - run->begun > 1 && isatty(STDERR_FILENO) && !isatty(STDOUT_FILENO))
        fprintf(stderr, "snapvet: %zu of %zu: %s\n", i + 1, run->count, run->items[i].path);
}

/* A check that could not be made is in every report that is still to come, and in a list of lines. */
static void take_unread(struct run *run, struct item *item)
{
    struct snapvet_error err;
    add_code(run, cli_complain(&item->err));
    run->unread++;
    if ((is_kept(run) || is_format(run, "lines")) &&
        snapvet_check_unread(item->path, run->judging->target, &item->err, &item->check, &err) != SNAPVET_OK)
        add_code(run, cli_complain(&err));
    if (item->check && is_streamed(run) && is_format(run, "lines"))
        show(run, (const struct snapvet_check *const *)&item->check, 1);
}

static void report(size_t i, void *context)
{
    struct run *run = context;
    struct item *item = &run->items[i];
    show_progress(run, i);
    if (run->spares && !outputs_spare(&run->judging->outputs, item->path, item->snapshot)) {
        run->spares = false;
        add_code(run, EXIT_USAGE);
    }
    if (i && is_streamed(run) && is_format(run, "text"))
        putchar('\n');
    if (!item->check) {
        take_unread(run, item);
    } else {
        enum snapvet_verdict verdict = snapvet_check_verdict(item->check);
        run->verdicts[verdict]++;
        add_code(run, gate_code(&run->judging->gate, verdict));
        if (is_streamed(run))
            show(run, (const struct snapvet_check *const *)&item->check, 1);
    }
    if (!is_kept(run))
        release(item);
}

static void print_summary(const struct run *run)
{
    printf("\n%zu snapshots:", run->count);
    const char *separator = "";
    for (int v = SNAPVET_INCOMPATIBLE; v >= SNAPVET_COMPATIBLE; v--) {
        if (!run->verdicts[v])
            continue;
        printf("%s %d %s", separator, run->verdicts[v], snapvet_verdict_name((enum snapvet_verdict)v));
        separator = ",";
    }
    if (run->unread)
        printf("%s %d not readable", separator, run->unread);
    puts(".");
}

/* Not part of the result: on stderr. */
static void say_left_out(const struct judging *judging)
{
    const char *newer, *path;
    for (size_t i = 0; i < snapvet_list_count(judging->list); i++) {
        path = snapvet_list_at(judging->list, i, &newer);
        if (newer)
            fprintf(stderr, "snapvet: left out '%s', an older checkpoint than '%s'; --all takes all\n", path, newer);
    }
}

static bool begin(struct run *run)
{
    const struct snapvet_list *list = run->judging->list;
    size_t count = snapvet_list_count(list);
    run->items = calloc(count ? count : 1, sizeof *run->items);
    if (!run->items)
        return false;
    for (size_t i = 0; i < count; i++) {
        const char *newer, *path = snapvet_list_at(list, i, &newer);
        if (!newer)
            run->items[run->count++].path = path;
    }
    return true;
}

/* Reports of all, and files. */
static void finish(struct run *run)
{
    const struct snapvet_check **checks = calloc(run->count ? run->count : 1, sizeof(struct snapvet_check *));
    size_t count = 0;
    if (!checks) {
        add_code(run, EXIT_INTERNAL);
        return;
    }
    for (size_t i = 0; i < run->count; i++)
        if (run->items[i].check)
            checks[count++] = run->items[i].check;
    if (!is_streamed(run) && !outputs_to_screen(&run->judging->outputs))
        show(run, checks, count);
    if (run->spares && !outputs_write(&run->judging->outputs, checks, count))
        add_code(run, EXIT_INTERNAL);
    free(checks);
}

int judge_all(const struct judging *judging)
{
    struct run run = { .judging = judging, .code = EXIT_COMPATIBLE, .spares = true, .begun = time(NULL) };
    if (!begin(&run))
        return EXIT_INTERNAL;
    run.format = judging->look.format ? judging->look.format : judging->many && run.count > 1 ? "lines" : "text";
    const struct parallel work = { .count = run.count,
                                   .threads = judging->jobs,
                                   .ahead = 2 * (size_t)judging->jobs,
                                   .work = judge,
                                   .done = report,
                                   .context = &run };
    if (!parallel_run(&work))
        add_code(&run, EXIT_INTERNAL);
    if (is_kept(&run))
        finish(&run);
    if (run.count > 1 && is_streamed(&run) && is_for_people(&run))
        print_summary(&run);
    say_left_out(judging);
    for (size_t i = 0; i < run.count; i++)
        release(&run.items[i]);
    free(run.items);
    return run.code;
}
