/* cli.h: what the commands share. The CLI is the first user of the public interface and sees nothing else.
 *
 * To add a command: a row in commands.def, and cmd_<name>.c with
 *
 *     static const struct opt options[] = { { LIMIT, "--limit", "N", "stop after N entries", NULL, false },
 *                                           CLI_ROWS_READING, CLI_ROW_FORMAT(format_at), CLI_ROW_COLOUR };
 *     static int set(int opt, const char *value, void *context);    its own options alone, here --limit
 *     static int run(const struct command *self, int argc, char **argv)
 *     {
 *         struct request request = { 0 };
 *         struct cli_input input = { .run.jobs = 0 };
 *         int code;
 *         if (cli_parse(self, argc, argv, &input, set, &request, &code))
 *             code = do_it(&input, &request);
 *         cli_input_end(&input);
 *         return code;
 *     }
 *     const struct command cmd_name = { ... };
 */
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

enum { OPERANDS_ANY = -1 };
struct command {
    const char *name;
    const char *operands;      /* in --help: "SNAPSHOT..."; "" for none */
    const char *operand;       /* one of them in messages: "snapshot" */
    int least, most;           /* so many of them; most may be OPERANDS_ANY */
    const char *summary;       /* one line, for the list of commands */
    const char *details;       /* for --help of the command */
    const struct opt *options; /* all that it takes: its own and shared rows */
    size_t option_count;
    int (*run)(const struct command *self, int argc, char **argv); /* argv[0] is the command's name */
};
#define COMMAND(name) extern const struct command cmd_##name;
#include "commands.def"
#undef COMMAND
/* The i-th command in the order of --help, NULL past the end; the one of that name, or NULL. */
const struct command *cli_command_at(size_t i);
const struct command *cli_command_named(const char *name);

/* ---- input ----
 * Options that mean the same in every command that takes them: rows for its table. Own ones are numbered from 1. */
enum {
    CLI_FIRST = 100,
    CLI_TARGET = CLI_FIRST,
    CLI_OPERATOR,
    CLI_STATE,
    CLI_JOBS,
    CLI_SHARD,
    CLI_UIDS,
    CLI_MAP,
    CLI_CLASS,
    CLI_FORMAT,
    CLI_COLOUR
};
/* clang-format off */
#define CLI_ROW_TARGET { CLI_TARGET, "--target", "VERSION", "Flink to restore on (default: 2.2.0)", snapvet_target_at, false }
#define CLI_ROW_OPERATOR { CLI_OPERATOR, "--operator", "ID|UID|NAME", \
    "only this operator; an id may be cut to its first 4 digits or more", NULL, false }
#define CLI_ROW_STATE { CLI_STATE, "--state", "NAME", "only states of that name", NULL, false }
#define CLI_ROW_JOBS { CLI_JOBS, "--jobs", "N", "threads (default: one per core)", NULL, false }
#define CLI_ROW_SHARD { CLI_SHARD, "--shard", "I/N", "only the I-th of N parts, for snapvet merge", NULL, false }
#define CLI_ROW_UIDS { CLI_UIDS, "--uids", "FILE|A,B,C", \
    "uids of the job's operators: a file with one a line, or a list", NULL, false }
#define CLI_ROW_MAP { CLI_MAP, "--map", "PREFIX=DIR", \
    "look below DIR for files recorded below PREFIX; may be repeated", NULL, false }
#define CLI_ROW_CLASS { CLI_CLASS, "--class", "NAME=LAYOUT", \
    "a serializer snapshot class of your own has the layout of one of Flink's ('snapvet help layouts'); may be repeated", \
    snapvet_layout_at, false }
/* What snapvet_open needs to know. */
#define CLI_ROWS_READING CLI_ROW_UIDS, CLI_ROW_MAP, CLI_ROW_CLASS
#define CLI_ROW_FORMAT(formats) { CLI_FORMAT, "--format", "FORMAT", "form of the output", formats, true }
#define CLI_ROW_COLOUR { CLI_COLOUR, "--color", "WHEN", "colours in text", cli_colour_at, true }
/* clang-format on */

/* How text looks: --color and --format as given, NULL for the default. */
struct cli_look {
    const char *format, *colour;
};
/* Operands as given, borrowed from argv. */
struct operands {
    const char **items; /* owned */
    int count;
};
/* What shared options and operands say. Begin zeroed, but for defaults of the command. */
struct cli_input {
    struct snapvet_options *how; /* owned */
    const char *target;          /* NULL: not given; else one that is known */
    struct snapvet_run run;      /* only, state, jobs, shard, shard_count */
    struct cli_look look;
    struct operands operands;
};

/* Takes one of a command's own options: EXIT_COMPATIBLE, CLI_BAD_VALUE, or another exit code after a message. */
enum { CLI_BAD_VALUE = -1 };
typedef int cli_set_fn(int opt, const char *value, void *context);
/* Parses a command line into input; set (NULL when the command has no options of its own) is called with context. True
 * when the command is to run. False when that is all: *code_out is to be returned. Either way cli_input_end follows. */
bool cli_parse(const struct command *self, int argc, char **argv, struct cli_input *input, cli_set_fn *set,
               void *context, int *code_out);
void cli_input_end(struct cli_input *input);

/* Opens a snapshot as the options say; NULL after a message, and *code_out is what it means. */
struct snapvet_snapshot *cli_open(const struct cli_input *input, const char *path, int *code_out);

/* ---- messages and exit codes ---- */

/* A message on stderr; the exit code that belongs to it. */
int cli_complain(const struct snapvet_error *err);
__attribute__((format(printf, 2, 3))) int cli_usage(const struct command *command, const char *format, ...);
/* The worse of two exit codes: 70, 64, 3, 1, 2, 0 from worst to best. */
int cli_worse(int a, int b);
/* --help of a command. */
void cli_print_help(const struct command *command);
void cli_print_version(void);

/* ---- output ---- */

struct snapvet_style cli_style(const struct cli_look *look);
const char *cli_colour_at(size_t i);
/* i-th format of a view, NULL past the end. */
const char *cli_format_at(enum snapvet_view view, size_t i);
/* The format as given; else text, of a shard json. */
const char *cli_format(const struct cli_input *input);

/* Results go to stdout. A reader that has gone is no failure; any other trouble is said once, by cli_finish. */
void cli_write(const struct snapvet_text *text);
/* The same in pieces; false when writing more is of no use. */
bool cli_write_bytes(struct snapvet_bytes bytes);
/* The same as a sink; what could not be read goes to stderr. */
extern const struct snapvet_sink cli_sink;
/* Ends the program's output: the code given, or 70 when the output is not whole. */
int cli_finish(int code);
#endif
