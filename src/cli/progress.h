/* progress.h: a bar on stderr where that is a terminal, for what takes more than a second. */
#ifndef CLI_PROGRESS_H
#define CLI_PROGRESS_H
#include <snapvet/snapvet.h>

/* Begin with .started_ms 0. */
struct progress_bar {
    int64_t started_ms, told_ms;
};
/* A run that is shown by the bar, which must outlive it. */
struct snapvet_run progress_run(const struct snapvet_run *run, struct progress_bar *bar);
/* Takes the bar away. */
void progress_end(struct progress_bar *bar);
#endif
