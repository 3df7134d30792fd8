/* judge.h: the run of `check`: each snapshot is read, judged and reported. */
#ifndef CLI_JUDGE_H
#define CLI_JUDGE_H
#include "gate.h"
#include "output.h"

struct judging {
    const struct snapvet_options *how;
    const char *target;
    const struct snapvet_snapshot *new_job; /* NULL: the same job, recompiled */
    bool allow_non_restored_state;
    struct gate gate;
    struct cli_look look; /* format NULL: text, or one line each when there are many */
    bool list_aside;
    struct outputs outputs;
    const struct snapvet_list *list;
    bool many; /* snapshots were looked for, not named one by one: older checkpoints are left out */
    unsigned jobs;
};

/* The exit code, after everything is written. */
int judge_all(const struct judging *judging);
#endif
