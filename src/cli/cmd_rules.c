/* cmd_rules.c: snapvet rules and snapvet explain. */
#include <stddef.h>

#include "cli.h"

enum { FORMAT = 1, COLOUR };

static const char *rules_format_at(size_t i)
{
    return cli_format_at(SNAPVET_VIEW_RULES, i);
}

static const char *rule_format_at(size_t i)
{
    return cli_format_at(SNAPVET_VIEW_RULE, i);
}

static const struct opt rules_options[] = {
    { FORMAT, "--format", "FORMAT", "form of the output", rules_format_at, true },
    { COLOUR, "--color", "WHEN", "colours in text", cli_colour_at, true },
};
static const struct opt explain_options[] = {
    { FORMAT, "--format", "FORMAT", "form of the output", rule_format_at, true },
    { COLOUR, "--color", "WHEN", "colours in text", cli_colour_at, true },
};

/* rule NULL: all of them. */
static int print(const char *rule, const struct cli_look *look)
{
    struct snapvet_error err;
    struct snapvet_text *text = NULL;
    struct snapvet_style style = cli_style(look);
    if (snapvet_rules_write(rule, look->format, &style, &text, &err) != SNAPVET_OK)
        return cli_complain(&err);
    cli_write(text);
    snapvet_text_free(text);
    return EXIT_COMPATIBLE;
}

static bool parse(const struct command *self, int argc, char **argv, struct cli_look *look, const char **operand,
                  int *code)
{
    struct opt_parser parser = opt_begin(self->name, self->options, self->option_count, argc, argv);
    for (int opt; (opt = opt_next(&parser)) != OPT_END;) {
        if (opt == FORMAT) {
            look->format = parser.value;
        } else if (opt == COLOUR) {
            look->colour = parser.value;
        } else if (opt == OPT_OPERAND && operand && !*operand) {
            *operand = parser.value;
        } else if (opt == OPT_OPERAND) {
            *code = cli_usage(self, "one argument too many, '%s'", parser.value);
            return false;
        } else {
            cli_common(self, opt, code);
            return false;
        }
    }
    return true;
}

static int run_rules(const struct command *self, int argc, char **argv)
{
    struct cli_look look = { .format = "text" };
    int code = EXIT_COMPATIBLE;
    return parse(self, argc, argv, &look, NULL, &code) ? print(NULL, &look) : code;
}

static int run_explain(const struct command *self, int argc, char **argv)
{
    struct cli_look look = { .format = "text" };
    const char *rule = NULL;
    int code = EXIT_COMPATIBLE;
    if (!parse(self, argc, argv, &look, &rule, &code))
        return code;
    return rule ? print(rule, &look) : cli_usage(self, "no rule given");
}

const struct command cmd_rules = {
    .name = "rules",
    .operands = "",
    .summary = "Lists all rules",
    .details = "Each with its code, severity and title.\n",
    .options = rules_options,
    .option_count = sizeof rules_options / sizeof rules_options[0],
    .run = run_rules,
};

const struct command cmd_explain = {
    .name = "explain",
    .operands = "RULE",
    .summary = "Explains one rule: what it means, why Flink fails, what to do",
    .details = "RULE is a code as in a report, SV101, or the rule's short name.\n",
    .options = explain_options,
    .option_count = sizeof explain_options / sizeof explain_options[0],
    .run = run_explain,
};
