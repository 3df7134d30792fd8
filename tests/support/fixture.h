/* fixture.h: finds and loads the snapshots of fixtures/, and those of a larger collection named by the environment. */
#ifndef TESTS_SUPPORT_FIXTURE_H
#define TESTS_SUPPORT_FIXTURE_H
#include <stddef.h>

/* Path below fixtures/, to be freed. Ends the program when memory is out. */
char *fixture_path(const char *relative);

/* The whole file in a heap block of exactly its size, to be freed. Ends the program when it cannot be read. */
unsigned char *fixture_load(const char *path, size_t *n_out);

/* Folder of more real snapshots with their recorded truth: environment variable SNAPVET_GROUND_TRUTH; NULL without.
 * Tests that need it skip with a message. */
const char *fixture_ground_truth(void);

/* Calls fn for every regular file of that base name (NULL: any) below a folder, in order of path. Returns how many
 * there were: a test over fixtures must check that it is not 0. */
size_t fixture_each(const char *folder, const char *base_name, void (*fn)(const char *path, void *context),
                    void *context);
#endif
