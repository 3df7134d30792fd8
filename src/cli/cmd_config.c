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

static int run(const struct command *self, int argc, char **argv)
{
    struct opt_parser parser = opt_begin(self->name, self->options, self->option_count, argc, argv);
    const char *words[2] = { NULL, NULL }, *as_of = NULL;
    int code = EXIT_COMPATIBLE, count = 0;
    for (int opt; (opt = opt_next(&parser)) != OPT_END;) {
        if (opt == AS_OF)
            as_of = parser.value;
        else if (opt == OPT_OPERAND && count < 2)
            words[count++] = parser.value;
        else if (opt == OPT_OPERAND)
            return cli_usage(self, "one argument too many, '%s'", parser.value);
        else if (cli_common(self, opt, &code))
            return code;
    }
    int64_t day;
    if (!words[0] || strcmp(words[0], "check") != 0)
        return cli_usage(self, words[0] ? "no '%s' here; have check" : "nothing to do; have check", words[0]);
    if (!gate_day(as_of, &day))
        return cli_usage(self, "bad day '%s'", as_of);
    return check(words[1], day);
}

const struct command cmd_config = {
    .name = "config",
    .operands = "check [FILE]",
    .summary = "Looks for mistakes in a policy file",
    .details =
        "FILE is " SNAPVET_POLICY_FILE " in this folder, or in the nearest one above that has it, if not given.\n"
        "Mistakes are printed with their lines.\n"
        "\n"
        "exit codes: 0 none, 1 there are some or there is no such file, 64 wrong usage, 70 failure of snapvet\n"
        "itself.\n",
    .options = options,
    .option_count = sizeof options / sizeof options[0],
    .run = run,
};
