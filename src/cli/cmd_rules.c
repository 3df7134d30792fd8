/* cmd_rules.c: snapvet rules and snapvet explain. */
#include "cli.h"

static const char *rules_format_at(size_t i)
{
    return cli_format_at(SNAPVET_VIEW_RULES, i);
}

static const char *rule_format_at(size_t i)
{
    return cli_format_at(SNAPVET_VIEW_RULE, i);
}

static const struct opt rules_options[] = {
    CLI_ROW_FORMAT(rules_format_at),
    CLI_ROW_COLOUR,
};
static const struct opt explain_options[] = {
    CLI_ROW_FORMAT(rule_format_at),
    CLI_ROW_COLOUR,
};

/* One rule, or all of them. */
static int run(const struct command *self, int argc, char **argv)
{
    struct cli_input input = { .how = NULL };
    struct snapvet_error err;
    struct snapvet_text *text = NULL;
    int code;
    if (cli_parse(self, argc, argv, &input, NULL, NULL, &code)) {
        const char *rule = input.operands.count ? input.operands.items[0] : NULL;
        struct snapvet_style style = cli_style(&input.look);
        if (snapvet_rules_write(rule, cli_format(&input), &style, &text, &err) == SNAPVET_OK)
            cli_write(text);
        else
            code = cli_complain(&err);
    }
    snapvet_text_free(text);
    cli_input_end(&input);
    return code;
}

const struct command cmd_rules = {
    .name = "rules",
    .operands = "",
    .operand = "argument",
    .summary = "Lists all rules",
    .details = "Each with its code, severity and title.\n",
    .options = rules_options,
    .option_count = sizeof rules_options / sizeof rules_options[0],
    .run = run,
};

const struct command cmd_explain = {
    .name = "explain",
    .operands = "RULE",
    .operand = "rule",
    .least = 1,
    .most = 1,
    .summary = "Explains one rule: what it means, why Flink fails, what to do",
    .details = "RULE is a code as in a report, SV101, or the rule's short name.\n",
    .options = explain_options,
    .option_count = sizeof explain_options / sizeof explain_options[0],
    .run = run,
};
