/* main.c: finds the command and runs it. */
#include <snapvet/plan.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>

#include "cli.h"
#include "suggest.h"
#include "temporary.h"

#define COMMAND(name) &cmd_##name,
static const struct command *const commands[] = {
#include "commands.def"
};
#undef COMMAND
enum { COMMANDS = sizeof commands / sizeof commands[0] };

const struct command *cli_command_at(size_t i)
{
    return i < COMMANDS ? commands[i] : NULL;
}

const struct command *cli_command_named(const char *name)
{
    for (int i = 0; i < COMMANDS; i++)
        if (strcmp(commands[i]->name, name) == 0)
            return commands[i];
    return NULL;
}

static void print_commands(FILE *to)
{
    fputs("usage: snapvet COMMAND [options] ...\n\n"
          "Says whether Flink 2.x can restore a checkpoint or savepoint of Flink 1.x, and what is in it.\n"
          "Reads the snapshot alone: no JVM, no jar of the job; writes nothing beside it.\n\n",
          to);
    for (int i = 0; i < COMMANDS; i++)
        fprintf(to, "  %-10s %s\n", commands[i]->name, commands[i]->summary);
    fputs("\n'snapvet help COMMAND' tells more; 'snapvet --version' prints the version.\n", to);
}

static const char *name_at(size_t i, const void *context)
{
    (void)context;
    return i < COMMANDS ? commands[i]->name : NULL;
}

static int unknown(const char *name)
{
    fprintf(stderr, "snapvet: unknown %s '%s'", name[0] == '-' ? "option" : "command", name);
    suggest_print(name, strlen(name), name_at, NULL);
    fputs("; see 'snapvet --help'\n", stderr);
    return EXIT_USAGE;
}

/* What --class takes. */
static void print_layouts(void)
{
    const char *layout, *example;
    puts("A serializer snapshot class of your own is laid out (--class NAME=LAYOUT) as one of these of Flink's:\n");
    for (size_t i = 0; (layout = snapvet_layout_at(i)); i++) {
        example = snapvet_layout_example_at(i);
        printf("  %-26s %s\n", layout, example ? example : "");
    }
}

/* Names for --fill of 'snapvet plan'. */
static void print_blanks(void)
{
    const char *name, *meaning;
    for (size_t i = 0; (name = snapvet_plan_value_at(i, &meaning)); i++)
        printf("%-22s %s\n", name, meaning);
}

static int help(int argc, char **argv)
{
    if (argc < 2 || strcmp(argv[1], "help") == 0) {
        print_commands(stdout);
        return EXIT_COMPATIBLE;
    }
    const struct command *command = cli_command_named(argv[1]);
    if (command)
        cli_print_help(command);
    else if (strcmp(argv[1], "layouts") == 0)
        print_layouts();
    else if (strcmp(argv[1], "blanks") == 0)
        print_blanks();
    else
        return unknown(argv[1]);
    return EXIT_COMPATIBLE;
}

static int dispatch(int argc, char **argv)
{
    if (argc < 2) {
        print_commands(stderr);
        return EXIT_USAGE;
    }
    const char *word = argv[1];
    if (strcmp(word, "help") == 0 || strcmp(word, "--help") == 0 || strcmp(word, "-h") == 0)
        return help(argc - 1, argv + 1);
    if (strcmp(word, "--version") == 0 || strcmp(word, "-V") == 0 || strcmp(word, "version") == 0) {
        cli_print_version();
        return EXIT_COMPATIBLE;
    }
    const struct command *command = cli_command_named(word);
    return command ? command->run(command, argc - 1, argv + 1) : unknown(word);
}

int main(int argc, char **argv)
{
    struct snapvet_error err;
    signal(SIGPIPE, SIG_IGN); /* a reader that has gone shows as EPIPE in cli_write */
    signal(SIGXFSZ, SIG_IGN); /* a file that may not grow shows as EFBIG */
    if (snapvet_guard_install(&err) != SNAPVET_OK)
        return cli_complain(&err);
    int code = dispatch(argc, argv);
    cli_temporary_end();
    return cli_finish(code);
}
