/* standalone.c: replays files through one fuzz entry, without libFuzzer. Folders are walked. Fails when there is no file. */
#include <fts.h>
#include <stdio.h>
#include <stdlib.h>

#include "fuzz/fuzz.h"
#include "support/fixture.h"

static void replay(const char *path, void *context)
{
    (void)context;
    size_t n;
    unsigned char *bytes = fixture_load(path, &n);
    LLVMFuzzerTestOneInput(bytes, n);
    free(bytes);
}

int main(int argc, char **argv)
{
    size_t files = 0;
    for (int i = 1; i < argc; i++)
        files += fixture_each(argv[i], NULL, replay, NULL);
    printf("replayed %zu files\n", files);
    return files ? EXIT_SUCCESS : EXIT_FAILURE;
}
