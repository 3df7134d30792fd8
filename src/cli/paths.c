/* paths.c: lists of snapshots. */
#include "paths.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static int add(struct snapvet_list *list, const char *path, bool *found_out)
{
    struct snapvet_error err;
    return snapvet_list_add(list, path, found_out, &err) == SNAPVET_OK ? EXIT_COMPATIBLE : cli_complain(&err);
}

static int add_lines(struct snapvet_list *list, FILE *from, const char *name)
{
    char *line = NULL;
    size_t capacity = 0;
    ssize_t n;
    int code = EXIT_COMPATIBLE;
    while (code == EXIT_COMPATIBLE && (n = getline(&line, &capacity, from)) >= 0) {
        while (n > 0 && strchr("\r\n \t", line[n - 1]))
            line[--n] = '\0';
        const char *path = line + strspn(line, " \t");
        if (strlen(line) != (size_t)n) {
            fprintf(stderr, "snapvet: no list of paths in '%s': it holds a NUL byte\n", name);
            code = EXIT_USAGE;
        } else if (path[0] && path[0] != '#') {
            code = add(list, path, NULL);
        }
    }
    if (code == EXIT_COMPATIBLE && ferror(from)) {
        fprintf(stderr, "snapvet: cannot read '%s': %s\n", name, strerror(errno));
        code = EXIT_USAGE;
    }
    free(line);
    return code;
}

int paths_add_file(struct snapvet_list *list, const char *file)
{
    if (strcmp(file, "-") == 0)
        return add_lines(list, stdin, "stdin");
    FILE *from = fopen(file, "re");
    if (!from) {
        fprintf(stderr, "snapvet: cannot open '%s': %s\n", file, strerror(errno));
        return EXIT_USAGE;
    }
    int code = add_lines(list, from, file);
    fclose(from);
    return code;
}

int paths_add_operands(struct snapvet_list *list, const struct operands *operands, bool *many_out)
{
    int code = EXIT_COMPATIBLE;
    for (int i = 0; i < operands->count && code == EXIT_COMPATIBLE; i++) {
        const char *operand = operands->items[i];
        bool found = false;
        if (operand[0] == '@' && operand[1]) {
            code = paths_add_file(list, operand + 1);
            found = true;
        } else {
            code = add(list, operand, &found);
        }
        *many_out |= found;
    }
    return code;
}
