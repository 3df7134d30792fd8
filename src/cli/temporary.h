/* temporary.h: the folder below which a command's temporary files lie, gone at its end however that comes. */
#ifndef CLI_TEMPORARY_H
#define CLI_TEMPORARY_H

/* Makes the folder, in $TMPDIR or /tmp, and from now on removes it when SIGINT, SIGTERM or SIGHUP end the program. Before
 * any thread is started. NULL when it cannot be made: who needs one will say so. */
const char *cli_temporary_folder(void);
/* Removes it. Nothing to do when there is none. */
void cli_temporary_end(void);
#endif
