/* cmd_config.c: snapvet config check. */
#include <stdio.h>
#include <string.h>

#include "gate.h"

enum { AS_OF = 1 };

static const struct opt options[] = {
    { AS_OF, "--as-of", "DAY", "count waivers that are expired on that day (2026-12-31), not today", NULL, false },
};

static int describe(const struct snapvet_policy *policy, int64_t day)
{
    size_t expired, waivers = snapvet_policy_waiver_count(policy, day, &expired);
    const char *target = snapvet_policy_target(policy);
    printf("%s: target %s, fails on %s, undecided %s, %zu waiver%s (%zu expired)\n", snapvet_policy_path(policy),
           target ? target : snapvet_target_default(), snapvet_verdict_name(snapvet_policy_fail_on(policy)),
           snapvet_policy_undecided_fails(policy) ? "fails" : "warns", waivers, waivers == 1 ? "" : "s", expired);
    return EXIT_COMPATIBLE;
}

static int check(const char *path, int64_t day)
{
    struct snapvet_error err;
    struct snapvet_policy *policy = NULL;
    if (snapvet_policy_read(path, &policy, &err) != SNAPVET_OK)
        return cli_complain(&err);
    int code = EXIT_INCOMPATIBLE;
    if (!snapvet_policy_path(policy)[0])
        fputs("snapvet: no " SNAPVET_POLICY_FILE " in this folder or above\n", stderr);
    else if (!gate_has_problems(policy, stdout))
        code = describe(policy, day);
    snapvet_policy_free(policy);
    return code;
}

static int set(int opt, const char *value, void *context)
{
    (void)opt; /* there is but one */
    return gate_day(value, context) ? EXIT_COMPATIBLE : CLI_BAD_VALUE;
}

static int run(const struct command *self, int argc, char **argv)
{
    struct cli_input input = { .how = NULL };
    int64_t day;
    int code;
    gate_day(NULL, &day);
    if (cli_parse(self, argc, argv, &input, set, &day, &code)) {
        const char *const *words = input.operands.items;
        if (strcmp(words[0], "check") == 0)
            code = check(input.operands.count > 1 ? words[1] : NULL, day);
        else
            code = cli_usage(self, "no '%s' here; have check", words[0]);
    }
    cli_input_end(&input);
    return code;
}

const struct command cmd_config = {
    .name = "config",
    .operands = "check [FILE]",
    .operand = "argument",
    .least = 1,
    .most = 2,
    .summary = "Looks for mistakes in a policy file",
    .details =
        "FILE is " SNAPVET_POLICY_FILE " in this folder, or in the nearest one above that has it, if not given.\n"
        "Mistakes are printed with their lines.\n"
        "\n"
        "exit codes: 0 none, 1 there are some, 64 no such file or wrong usage, 70 failure of snapvet\n"
        "itself.\n",
    .options = options,
    .option_count = sizeof options / sizeof options[0],
    .run = run,
};
