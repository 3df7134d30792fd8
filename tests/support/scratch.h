/* scratch.h: a temporary folder of one test. Ends the test program when the disk refuses. */
#ifndef TESTS_SUPPORT_SCRATCH_H
#define TESTS_SUPPORT_SCRATCH_H
#include <stddef.h>
#include <stdint.h>

#include "base/str.h"

struct scratch {
    char root[64];
};
void scratch_make(struct scratch *s);
/* Removes the folder and all in it. */
void scratch_remove(struct scratch *s);

/* root/relative, to be freed. */
char *scratch_path(const struct scratch *s, const char *relative);
/* Makes root/relative and the folders above it. */
void scratch_folder(const struct scratch *s, const char *relative);
/* Writes a file, with the folders above it. */
void scratch_file(const struct scratch *s, const char *relative, const void *bytes, size_t n);
/* Gives a file another size: cut, or with a hole at its end. */
void scratch_resize(const struct scratch *s, const char *relative, uint64_t bytes);
#endif
