/* paths.h: snapshots by their names on the command line or in a list. */
#ifndef CLI_PATHS_H
#define CLI_PATHS_H
#include "cli.h"

/* Adds operands: an operand @FILE stands for the paths in FILE, @- for those on stdin; "./@x" is a path. many_out gets
 * whether snapshots were looked for below a folder or came from a list. An exit code after a message on stderr, or
 * EXIT_COMPATIBLE. */
int paths_add_operands(struct snapvet_list *list, const struct operands *operands, bool *many_out);
/* Adds the paths in a file, "-" for stdin: one a line, empty lines left out. */
int paths_add_file(struct snapvet_list *list, const char *file);
#endif
