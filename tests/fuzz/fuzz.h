/* fuzz.h: one entry per file, in libFuzzer's form: it calls this with ever new bytes; standalone.c with those of files. */
#ifndef TESTS_FUZZ_FUZZ_H
#define TESTS_FUZZ_FUZZ_H
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

/* A promise of docs/promises.md that the sanitizers cannot see. */
#define MUST(condition)                                                                                                \
    do {                                                                                                               \
        if (!(condition)) {                                                                                            \
            fprintf(stderr, "%s:%d: broken promise: %s\n", __FILE__, __LINE__, #condition);                            \
            abort();                                                                                                   \
        }                                                                                                              \
    } while (0)

/* Memory that one input may take: far below what a machine has, far above what its bytes can justify. */
#define FUZZ_MEMORY_BYTES ((size_t)256 << 20)
#endif
