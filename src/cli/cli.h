/* cli.h: what the commands share. The CLI is the first user of the public interface and sees nothing else. */
#ifndef CLI_CLI_H
#define CLI_CLI_H
#include <snapvet/snapvet.h>

#include "opt.h"

/* docs/exit-codes.md; a promise. */
enum exit_code {
    EXIT_COMPATIBLE = 0,
    EXIT_INCOMPATIBLE = 1,
    EXIT_UNDECIDED = 2,
    EXIT_UNREADABLE = 3,
    EXIT_USAGE = 64,
    EXIT_INTERNAL = 70
};

struct command {
    const char *name;
    const char *operands; /* "SNAPSHOT..." */
    const char *summary;  /* one line, for the list of commands */
    const char *details;  /* for --help of the command */
    const struct opt *options;
    size_t option_count;
    int (*run)(const struct command *self, int argc, char **argv); /* argv[0] is the command's name */
};
extern const struct command cmd_check, cmd_config, cmd_report, cmd_dump, cmd_show, cmd_type, cmd_uid, cmd_rules,
    cmd_explain, cmd_stats, cmd_verify, cmd_diff, cmd_merge;

/* A message on stderr; the exit code that belongs to it. */
int cli_complain(const struct snapvet_error *err);
__attribute__((format(printf, 2, 3))) int cli_usage(const struct command *command, const char *format, ...);
/* The worse of two exit codes: 70, 64, 3, 1, 2, 0 from worst to best. */
int cli_worse(int a, int b);

/* What an option every command may meet leads to: --help, --version and mistakes end it. true: return *code_out. */
bool cli_common(const struct command *command, int opt, int *code_out);

/* Operands as given, borrowed from argv. */
struct operands {
    const char **items; /* owned */
    int count;
};
bool operands_add(struct operands *operands, int argc, const char *item);

/* How text looks: --color and --format as given, NULL for the default. */
struct cli_look {
    const char *format, *colour;
};
struct snapvet_style cli_style(const struct cli_look *look);
const char *cli_colour_at(size_t i);
/* i-th format of a view, NULL past the end. */
const char *cli_format_at(enum snapvet_view view, size_t i);

/* Results go to stdout. A reader that has gone is no failure; any other trouble is said once, by cli_finish. */
void cli_write(const struct snapvet_text *text);
/* The same in pieces; false when writing more is of no use. */
bool cli_write_bytes(struct snapvet_bytes bytes);
/* Ends the program's output: the code given, or 70 when the output is not whole. */
int cli_finish(int code);
#endif
