/* output.h: reports that go to files beside the one on the screen. */
#ifndef CLI_OUTPUT_H
#define CLI_OUTPUT_H
#include <snapvet/snapvet.h>

struct output {
    char *format;     /* owned */
    const char *path; /* borrowed from argv; "-" is stdout */
};
struct outputs {
    struct output *items; /* owned */
    int count;
};

/* "FORMAT=FILE", a format of `check`. false after a message on stderr. */
bool outputs_add(struct outputs *outputs, const char *format_and_file);
void outputs_free(struct outputs *outputs);
/* Whether one of them is stdout. */
bool outputs_to_screen(const struct outputs *outputs);
/* Whether each can be written, before a long check is for nothing. false after a message on stderr. */
bool outputs_are_writable(const struct outputs *outputs);
/* Whether none of them lies in a snapshot (NULL: it could not be opened), which would be written over. false after a message
 * on stderr. */
bool outputs_spare(const struct outputs *outputs, const char *path, const struct snapvet_snapshot *snapshot);
/* Writes all. A file is there whole under its name or is as it was before; what is no regular file is written as it is.
 * false after a message on stderr. */
bool outputs_write(const struct outputs *outputs, const struct snapvet_check *const *checks, size_t count);
#endif
