/* cmd_completion.c: snapvet completion. Completions for shells, and man pages, from the tables that --help is printed
 * from. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli.h"

typedef void print_fn(const struct command *only);

/* ---- completions ---- */

static void print_commands(const char *separator)
{
    const struct command *command;
    for (size_t i = 0; (command = cli_command_at(i)); i++)
        printf("%s%s", i ? separator : "", command->name);
}

static void print_values(const struct opt *row, const char *separator)
{
    const char *value;
    for (size_t i = 0; (value = row->values(i)); i++)
        printf("%s%s", i ? separator : "", value);
}

/* Inside single quotes of a shell. */
static void print_quoted(const char *text)
{
    for (; *text; text++)
        fputs(*text == '\'' ? "'\\''" : (char[]){ *text, '\0' }, stdout);
}

static void print_bash(const struct command *only)
{
    const struct command *command;
    (void)only;
    puts("# bash completion for snapvet\n"
         "_snapvet() {\n"
         "    local word=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD-1]}\n"
         "    COMPREPLY=()\n"
         "    if ((COMP_CWORD == 1)); then");
    fputs("        mapfile -t COMPREPLY < <(compgen -W '", stdout);
    print_commands(" ");
    puts(" help --help --version' -- \"$word\")\n"
         "        return\n"
         "    fi\n"
         "    case ${COMP_WORDS[1]}:$before in");
    for (size_t i = 0; (command = cli_command_at(i)); i++)
        for (size_t k = 0; k < command->option_count; k++) {
            const struct opt *row = &command->options[k];
            if (!row->values)
                continue;
            printf("    %s:%s) mapfile -t COMPREPLY < <(compgen -W '", command->name, row->name);
            print_values(row, " ");
            puts("' -- \"$word\"); return ;;");
        }
    puts("    esac\n"
         "    case $word in\n"
         "    -*)\n"
         "        case ${COMP_WORDS[1]} in");
    for (size_t i = 0; (command = cli_command_at(i)); i++) {
        printf("        %s) mapfile -t COMPREPLY < <(compgen -W '", command->name);
        for (size_t k = 0; k < command->option_count; k++)
            printf("%s ", command->options[k].name);
        puts("--help' -- \"$word\") ;;");
    }
    puts("        esac\n"
         "        ;;\n"
         "    *) mapfile -t COMPREPLY < <(compgen -f -- \"$word\") ;;\n"
         "    esac\n"
         "}\n"
         "complete -o filenames -F _snapvet snapvet");
}

static void print_zsh_option(const struct opt *row)
{
    printf("            '%s%s[", row->name, row->argument ? "=" : "");
    for (const char *p = row->help ? row->help : ""; *p; p++)
        if (*p == '[' || *p == ']' || *p == ':')
            printf("\\%c", *p);
        else
            print_quoted((char[]){ *p, '\0' });
    putchar(']');
    if (row->argument) {
        fputs(":value:", stdout);
        if (row->values) {
            putchar('(');
            print_values(row, " ");
            putchar(')');
        } else {
            fputs("_files", stdout);
        }
    }
    puts("' \\");
}

static void print_zsh(const struct command *only)
{
    const struct command *command;
    (void)only;
    puts("#compdef snapvet\n"
         "_snapvet() {\n"
         "    local -a commands\n"
         "    commands=(");
    for (size_t i = 0; (command = cli_command_at(i)); i++) {
        printf("        '%s:", command->name);
        print_quoted(command->summary);
        puts("'");
    }
    puts("    )\n"
         "    if ((CURRENT == 2)); then\n"
         "        _describe command commands\n"
         "        return\n"
         "    fi\n"
         "    local chosen=$words[2]\n"
         "    shift words\n"
         "    ((CURRENT--))\n"
         "    case $chosen in");
    for (size_t i = 0; (command = cli_command_at(i)); i++) {
        printf("    %s)\n        _arguments -s \\\n", command->name);
        for (size_t k = 0; k < command->option_count; k++)
            print_zsh_option(&command->options[k]);
        puts("            '--help[this text]' '*:file:_files'\n        ;;");
    }
    puts("    esac\n"
         "}\n"
         "_snapvet \"$@\"");
}

static void print_fish(const struct command *only)
{
    const struct command *command;
    (void)only;
    puts("# fish completion for snapvet");
    for (size_t i = 0; (command = cli_command_at(i)); i++) {
        printf("complete -c snapvet -n __fish_use_subcommand -f -a %s -d '", command->name);
        print_quoted(command->summary);
        puts("'");
        for (size_t k = 0; k < command->option_count; k++) {
            const struct opt *row = &command->options[k];
            bool is_long = row->name[1] == '-';
            printf("complete -c snapvet -n '__fish_seen_subcommand_from %s' -%c %s", command->name, is_long ? 'l' : 's',
                   row->name + (is_long ? 2 : 1));
            if (row->values) {
                fputs(" -x -a '", stdout);
                print_values(row, " ");
                putchar('\'');
            } else if (row->argument) {
                fputs(" -r", stdout);
            }
            fputs(" -d '", stdout);
            print_quoted(row->help ? row->help : "");
            puts("'");
        }
    }
}

/* ---- man pages ---- */

/* A line that begins with a dot or an apostrophe would be a request; '-' would become a hyphen. */
static void print_roff(const char *text)
{
    bool at_begin = true;
    for (; *text; text++) {
        if (at_begin && (*text == '.' || *text == '\''))
            fputs("\\&", stdout);
        at_begin = *text == '\n';
        if (*text == '\\')
            fputs("\\\\", stdout);
        else if (*text == '-')
            fputs("\\-", stdout);
        else
            putchar(*text);
    }
}

static void print_title(const char *page, const char *summary)
{
    fputs(".TH ", stdout);
    for (const char *p = page; *p; p++)
        putchar(*p >= 'a' && *p <= 'z' ? *p - 'a' + 'A' : *p);
    printf(" 1 \"\" \"snapvet %s\" \"User Commands\"\n.SH NAME\n", snapvet_version());
    print_roff(page);
    fputs(" \\- ", stdout);
    print_roff(summary);
    putchar('\n');
}

static void print_man_option(const struct opt *row)
{
    if (!row->help)
        return;
    fputs(".TP\n.B ", stdout);
    print_roff(row->name);
    if (row->argument) {
        fputs(" \\fI", stdout);
        print_roff(row->argument);
        fputs("\\fR", stdout);
    }
    putchar('\n');
    print_roff(row->help);
    if (row->values && row->only_listed) {
        fputs(" (", stdout);
        print_values(row, ", ");
        putchar(')');
    }
    putchar('\n');
}

static void print_man_of(const struct command *command)
{
    char page[64];
    snprintf(page, sizeof page, "snapvet-%s", command->name);
    print_title(page, command->summary);
    printf(".SH SYNOPSIS\n.B snapvet %s\n[\\fIoptions\\fR] ", command->name);
    print_roff(command->operands);
    puts("\n.SH DESCRIPTION\n.nf");
    print_roff(command->details);
    puts(".fi\n.SH OPTIONS");
    for (size_t i = 0; i < command->option_count; i++)
        print_man_option(&command->options[i]);
    puts(".SH SEE ALSO\n.BR snapvet (1)");
}

static void print_man(const struct command *only)
{
    const struct command *command;
    if (only) {
        print_man_of(only);
        return;
    }
    print_title("snapvet", "says whether Flink 2.x can restore checkpoints and savepoints of Flink 1.x");
    puts(".SH SYNOPSIS\n.B snapvet\n\\fICOMMAND\\fR [\\fIoptions\\fR] ...\n.SH DESCRIPTION\n"
         "Reads a snapshot of Apache Flink alone, without Flink and without the job's jar, and writes nothing beside "
         "it.\n"
         ".SH COMMANDS");
    for (size_t i = 0; (command = cli_command_at(i)); i++) {
        printf(".TP\n.BR snapvet\\-%s (1)\n", command->name);
        print_roff(command->summary);
        putchar('\n');
    }
    puts(".SH ENVIRONMENT\n.TP\n.B TMPDIR\nwhere links to the files of RocksDB state are made while it is read "
         "(default: "
         "/tmp)\n.TP\n.B NO_COLOR\nno colours, if it is set");
}

/* ---- the command ---- */

static const struct {
    const char *name;
    print_fn *print;
} kinds[] = { { "bash", print_bash }, { "zsh", print_zsh }, { "fish", print_fish }, { "man", print_man } };

static int print_kind(const struct command *self, const struct operands *operands)
{
    const char *name = operands->items[0], *page = operands->count > 1 ? operands->items[1] : NULL;
    const struct command *only = page ? cli_command_named(page) : NULL;
    if (page && (!only || strcmp(name, "man") != 0))
        return cli_usage(self, "no page '%s'", page);
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        if (strcmp(kinds[i].name, name) == 0) {
            kinds[i].print(only);
            return EXIT_COMPATIBLE;
        }
    return cli_usage(self, "nothing for '%s'; have bash, zsh, fish, man", name);
}

static int run(const struct command *self, int argc, char **argv)
{
    struct cli_input input = { .how = NULL };
    int code;
    if (cli_parse(self, argc, argv, &input, NULL, NULL, &code))
        code = print_kind(self, &input.operands);
    cli_input_end(&input);
    return code;
}

const struct command cmd_completion = {
    .name = "completion",
    .operands = "bash|zsh|fish|man [COMMAND]",
    .operand = "shell",
    .least = 1,
    .most = 2,
    .summary = "Writes completions for a shell, or a man page",
    .details = "The completions are for the shell's own folder, or for this session alone:\n"
               "    source <(snapvet completion bash)\n"
               "man is snapvet(1), with a COMMAND the page of that one.\n",
    .options = NULL,
    .option_count = 0,
    .run = run,
};
