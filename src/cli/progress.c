/* progress.c: a bar on the terminal. */
#include "progress.h"

#include <stdio.h>
#include <time.h>
#include <unistd.h>

enum { QUIET_MS = 1000, TOLD_EVERY_MS = 200, BAR_COLUMNS = 24 };

static int64_t now_ms(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

static void print_time(double seconds)
{
    unsigned long whole = seconds < 360000 ? (unsigned long)(seconds + 0.5) : 359999;
    if (whole >= 3600)
        fprintf(stderr, "%lu:%02lu:%02lu", whole / 3600, whole / 60 % 60, whole % 60);
    else
        fprintf(stderr, "%lu:%02lu", whole / 60, whole % 60);
}

static void show(uint64_t done_bytes, uint64_t total_bytes, void *context)
{
    struct progress_bar *bar = context;
    int64_t now = now_ms();
    if (!bar->started_ms)
        bar->started_ms = now;
    if (now - bar->started_ms < QUIET_MS || now - bar->told_ms < TOLD_EVERY_MS || !total_bytes ||
        !isatty(STDERR_FILENO))
        return;
    double part = done_bytes < total_bytes ? (double)done_bytes / (double)total_bytes : 1;
    double seconds = (double)(now - bar->started_ms) / 1000, rate = (double)done_bytes / seconds;
    int full = (int)(part * BAR_COLUMNS);
    fputs("\r[", stderr);
    for (int i = 0; i < BAR_COLUMNS; i++)
        fputc(i < full ? '#' : '.', stderr);
    fprintf(stderr, "] %3d %%  %.1f MiB/s  ", (int)(part * 100), rate / 1048576);
    if (part > 0) {
        print_time(seconds / part - seconds);
        fputs(" left", stderr);
    }
    fputs("\033[K", stderr);
    fflush(stderr);
    bar->told_ms = now;
}

struct snapvet_run progress_run(const struct snapvet_run *run, struct progress_bar *bar)
{
    struct snapvet_run shown = *run;
    shown.progress = show;
    shown.context = bar;
    return shown;
}

void progress_end(struct progress_bar *bar)
{
    if (bar->told_ms)
        fputs("\r\033[K", stderr);
    bar->told_ms = 0;
}
