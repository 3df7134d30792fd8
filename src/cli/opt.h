/* opt.h: options of a command as a table. The same rows parse the command line and print --help. */
#ifndef CLI_OPT_H
#define CLI_OPT_H
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* The i-th of a list of words, NULL past the end. */
typedef const char *opt_list_fn(size_t i);

struct opt {
    int id;               /* what opt_next returns; 1 and above */
    const char *name;     /* "--target" */
    const char *argument; /* its value in --help ("VERSION"); NULL for an option without a value */
    const char *help;     /* one line of any length; --help wraps it */
    opt_list_fn *values;  /* the values it takes; NULL when there is no list */
    bool only_listed;     /* no other value is taken */
};

enum { OPT_ERROR = -1, OPT_END = 0, OPT_HELP = 1000, OPT_VERSION, OPT_OPERAND };

struct opt_parser {
    const char *command; /* for messages */
    const struct opt *table;
    size_t count;
    int argc;
    char **argv;
    int next;              /* index of the argument to look at */
    bool operands_only;    /* "--" was met */
    const struct opt *row; /* of the option returned last, NULL for an operand */
    const char *value;     /* of the option or operand returned last */
};

/* argv[0] is the command's name. */
struct opt_parser opt_begin(const char *command, const struct opt *table, size_t count, int argc, char **argv);

/* The next option's id, OPT_OPERAND, OPT_HELP, OPT_VERSION, OPT_END, or OPT_ERROR after a message on stderr. Takes
 * "--name value" and "--name=value"; names are not cut short, so that a new option breaks no script. */
int opt_next(struct opt_parser *parser);

/* Says that the value of the option returned last is none of it: OPT_ERROR. */
int opt_complain_value(const struct opt_parser *parser);

/* The rows as --help prints them, on stdout. */
void opt_print(const struct opt *table, size_t count);

/* A decimal number that is all of text. */
bool opt_number(const char *text, uint64_t most, uint64_t *out);
#endif
