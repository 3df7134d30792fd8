/* gate.c: policy, baseline and exit codes. */
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "gate.h"

static const enum snapvet_verdict fail_on[] = { SNAPVET_INCOMPATIBLE, SNAPVET_NEEDS_ACTION };
enum { FAIL_ON = sizeof fail_on / sizeof fail_on[0] };

const char *gate_fail_on_at(size_t i)
{
    return i < FAIL_ON ? snapvet_verdict_name(fail_on[i]) : NULL;
}

void gate_set(struct gate_options *options, int opt, const char *value)
{
    switch (opt) {
    case GATE_FAIL_ON:
        options->fail_on = value;
        break;
    case GATE_CONFIG:
        options->config = value;
        break;
    case GATE_NO_CONFIG:
        options->no_config = true;
        break;
    case GATE_BASELINE:
        options->baseline = value;
        break;
    case GATE_SHOW_WAIVED:
        options->show_waived = true;
        break;
    default:
        options->as_of = value;
    }
}

const char *gate_target(const struct gate *gate, const char *given)
{
    const char *target = given;
    if (!target && gate->policy)
        target = snapvet_policy_target(gate->policy);
    return target ? target : snapvet_target_default();
}

bool gate_day(const char *as_of, int64_t *day_out)
{
    enum { DAY_SECONDS = 24 * 60 * 60 };
    if (as_of)
        return snapvet_day_of(as_of, day_out);
    *day_out = (int64_t)time(NULL) / DAY_SECONDS;
    return true;
}

bool gate_has_problems(const struct snapvet_policy *policy, FILE *to)
{
    unsigned line;
    struct snapvet_bytes text;
    size_t i = 0;
    for (; snapvet_policy_problem(policy, i, &line, &text); i++)
        fprintf(to, "%s:%u: %.*s\n", snapvet_policy_path(policy), line, (int)text.size, text.data);
    return i > 0;
}

static void read_verdicts(struct gate *gate, const char *given)
{
    if (gate->policy) {
        gate->fail_on = snapvet_policy_fail_on(gate->policy);
        gate->undecided_fails = snapvet_policy_undecided_fails(gate->policy);
    }
    for (size_t i = 0; given && i < FAIL_ON; i++)
        if (strcmp(given, gate_fail_on_at(i)) == 0)
            gate->fail_on = fail_on[i];
}

int gate_open(struct gate *gate, const struct gate_options *options)
{
    struct snapvet_error err;
    *gate = (struct gate){ .fail_on = SNAPVET_INCOMPATIBLE, .undecided_fails = true };
    if (!gate_day(options->as_of, &gate->day)) {
        fprintf(stderr, "snapvet: bad day '%s'; write it as 2026-12-31\n", options->as_of);
        return EXIT_USAGE;
    }
    if (!options->no_config && snapvet_policy_read(options->config, &gate->policy, &err) != SNAPVET_OK)
        return cli_complain(&err);
    if (gate->policy && gate_has_problems(gate->policy, stderr))
        return EXIT_USAGE;
    if (options->baseline && snapvet_baseline_read(options->baseline, &gate->baseline, &err) != SNAPVET_OK)
        return cli_complain(&err);
    read_verdicts(gate, options->fail_on);
    return EXIT_COMPATIBLE;
}

void gate_close(struct gate *gate)
{
    snapvet_baseline_free(gate->baseline);
    snapvet_policy_free(gate->policy);
}

enum snapvet_status gate_apply(const struct gate *gate, struct snapvet_check *check, struct snapvet_error *err)
{
    enum snapvet_status status = SNAPVET_OK;
    if (gate->policy)
        status = snapvet_check_apply(check, gate->policy, gate->day, err);
    if (status == SNAPVET_OK && gate->baseline)
        status = snapvet_check_compare(check, gate->baseline, err);
    return status;
}

int gate_code(const struct gate *gate, enum snapvet_verdict verdict)
{
    if (verdict == SNAPVET_UNDECIDED)
        return gate->undecided_fails ? EXIT_UNDECIDED : EXIT_COMPATIBLE;
    return verdict >= gate->fail_on ? EXIT_INCOMPATIBLE : EXIT_COMPATIBLE;
}
