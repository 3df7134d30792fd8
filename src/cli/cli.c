/* cli.c: what the commands share: messages, output, style. */
#include "cli.h"

#include <errno.h>
#include <langinfo.h>
#include <locale.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

int cli_complain(const struct snapvet_error *err)
{
    static const int codes[] = {
        [SNAPVET_OK] = EXIT_COMPATIBLE,
        [SNAPVET_ERR_UNREADABLE] = EXIT_UNREADABLE,
        [SNAPVET_ERR_USAGE] = EXIT_USAGE,
        [SNAPVET_ERR_INTERNAL] = EXIT_INTERNAL,
    };
    fprintf(stderr, "snapvet: %s\n", err->text);
    return codes[err->status];
}

int cli_usage(const struct command *command, const char *format, ...)
{
    va_list args;
    fputs("snapvet: ", stderr);
    va_start(args, format);
    vfprintf(stderr, format, args);
    va_end(args);
    fprintf(stderr, "; see 'snapvet help %s'\n", command->name);
    return EXIT_USAGE;
}

static int badness(int code)
{
    static const int order[] = { EXIT_COMPATIBLE, EXIT_UNDECIDED, EXIT_INCOMPATIBLE, EXIT_UNREADABLE, EXIT_USAGE };
    int rank = 0;
    while (rank < (int)(sizeof order / sizeof order[0]) && order[rank] != code)
        rank++;
    return rank;
}

int cli_worse(int a, int b)
{
    return badness(a) >= badness(b) ? a : b;
}

void cli_print_help(const struct command *command)
{
    const char *space = command->operands[0] ? " " : "";
    printf("usage: snapvet %s [options]%s%s\n\n%s.\n\n%s\noptions:\n", command->name, space, command->operands,
           command->summary, command->details);
    opt_print(command->options, command->option_count);
}

void cli_print_version(void)
{
    printf("snapvet %s (RocksDB %s)\n", snapvet_version(), snapvet_rocksdb_version());
}

const char *cli_colour_at(size_t i)
{
    static const char *const values[] = { "auto", "always", "never" };
    return i < sizeof values / sizeof values[0] ? values[i] : NULL;
}

const char *cli_format_at(enum snapvet_view view, size_t i)
{
    const char *name;
    return snapvet_format_at(view, i, &name, NULL) ? name : NULL;
}

/* Of the terminal, else of $COLUMNS, else what reads well in a log. */
static unsigned columns(void)
{
    enum { NARROWEST = 60, WIDEST = 120, USUAL = 100 };
    struct winsize size;
    long width = USUAL;
    const char *said = getenv("COLUMNS");
    if (isatty(STDOUT_FILENO) && ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col)
        width = size.ws_col;
    else if (said && strtol(said, NULL, 10) > 0)
        width = strtol(said, NULL, 10);
    return (unsigned)(width < NARROWEST ? NARROWEST : width > WIDEST ? WIDEST : width);
}

static bool wants_colour(const char *choice)
{
    if (choice && strcmp(choice, "auto") != 0)
        return strcmp(choice, "always") == 0;
    const char *refused = getenv("NO_COLOR"), *terminal = getenv("TERM");
    return isatty(STDOUT_FILENO) && !(refused && *refused) && !(terminal && strcmp(terminal, "dumb") == 0);
}

/* By the locale of the environment. */
static bool is_utf8(void)
{
    locale_t locale = newlocale(LC_CTYPE_MASK, "", (locale_t)0);
    if (!locale)
        return false;
    bool utf8 = strcmp(nl_langinfo_l(CODESET, locale), "UTF-8") == 0;
    freelocale(locale);
    return utf8;
}

struct snapvet_style cli_style(const struct cli_look *look)
{
    return (struct snapvet_style){ .columns = columns(), .colour = wants_colour(look->colour), .ascii = !is_utf8() };
}

/* Why the first write to stdout failed; stdio itself only knows that one did. */
static int trouble;

bool cli_write_bytes(struct snapvet_bytes bytes)
{
    if (trouble)
        return false;
    errno = 0;
    if (fwrite(bytes.data, 1, bytes.size, stdout) < bytes.size || fflush(stdout) != 0)
        trouble = errno ? errno : EIO;
    return !trouble;
}

static bool write_to_sink(struct snapvet_bytes bytes, void *context)
{
    (void)context;
    return cli_write_bytes(bytes);
}

static void say_loss(const char *text, void *context)
{
    (void)context;
    fprintf(stderr, "snapvet: %s\n", text);
}

const struct snapvet_sink cli_sink = { .write = write_to_sink, .loss = say_loss };

void cli_write(const struct snapvet_text *text)
{
    cli_write_bytes(snapvet_text_bytes(text));
}

int cli_finish(int code)
{
    errno = 0;
    if ((ferror(stdout) || fclose(stdout) != 0) && !trouble)
        trouble = errno ? errno : EIO;
    if (!trouble || trouble == EPIPE)
        return code;
    fprintf(stderr, "snapvet: cannot write the result: %s\n", strerror(trouble));
    return EXIT_INTERNAL;
}
