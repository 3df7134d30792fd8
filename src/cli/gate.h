/* gate.h: what decides on findings besides the rules: policy, baseline, --fail-on. */
#ifndef CLI_GATE_H
#define CLI_GATE_H
#include <stdio.h>

#include "cli.h"

/* As given; NULL for not given. */
struct gate_options {
    const char *config, *baseline, *fail_on, *as_of;
    bool no_config, show_waived;
};
/* Options of it: rows for a command's table, and what takes them into gate_options (context). */
enum { GATE_FAIL_ON = 50, GATE_CONFIG, GATE_NO_CONFIG, GATE_BASELINE, GATE_SHOW_WAIVED, GATE_AS_OF };
/* clang-format off */
#define GATE_ROWS \
    { GATE_FAIL_ON, "--fail-on", "VERDICT", "weakest verdict that ends with exit code 1", gate_fail_on_at, true }, \
    { GATE_CONFIG, "--config", "FILE", \
      "policy (default: " SNAPVET_POLICY_FILE " in this folder or the nearest one above that has it)", NULL, false }, \
    { GATE_NO_CONFIG, "--no-config", NULL, "no policy, whatever lies there", NULL, false }, \
    { GATE_BASELINE, "--baseline", "FILE", "report only what is new since this report of --format json", NULL, false }, \
    { GATE_SHOW_WAIVED, "--show-waived", NULL, "list in text what was waived or is known, too", NULL, false }, \
    { GATE_AS_OF, "--as-of", "DAY", "judge waivers as on that day, as in 2026-12-31 (default: today)", NULL, false }
/* clang-format on */
void gate_set(struct gate_options *options, int opt, const char *value);
struct gate {
    struct snapvet_policy *policy;     /* NULL: none is to be looked for */
    struct snapvet_baseline *baseline; /* NULL for none */
    int64_t day;                       /* waivers are judged by: days since 1970-01-01 */
    enum snapvet_verdict fail_on;
    bool undecided_fails;
};

/* The i-th verdict for --fail-on, NULL past the end. */
const char *gate_fail_on_at(size_t i);
/* Reads the files. An exit code after a message on stderr, or EXIT_COMPATIBLE. End with gate_close, whatever comes back. */
int gate_open(struct gate *gate, const struct gate_options *options);
void gate_close(struct gate *gate);
/* The target of the command line (NULL: not given), else of the policy, else the default one. */
const char *gate_target(const struct gate *gate, const char *given);
/* Says on stderr what is wrong in a policy; false when nothing is. */
bool gate_has_problems(const struct snapvet_policy *policy, FILE *to);
/* The day of today, or of --as-of; false when that is none. */
bool gate_day(const char *as_of, int64_t *day_out);

/* Sets findings of a check aside. */
enum snapvet_status gate_apply(const struct gate *gate, struct snapvet_check *check, struct snapvet_error *err);
int gate_code(const struct gate *gate, enum snapvet_verdict verdict);
#endif
