/* sweep.h: one reader, every way its input or its memory can go wrong.
 *
 * The callback gets its bytes in a heap block of exactly that size, so that AddressSanitizer sees one byte too far. It
 * may check what must hold for any input; most only read and release, and the sanitizers are the check. */
#ifndef TESTS_SUPPORT_SWEEP_H
#define TESTS_SUPPORT_SWEEP_H
#include <stddef.h>

typedef void sweep_fn(const unsigned char *bytes, size_t n, void *context);

/* Every prefix, from 0 to n - 1 bytes. All return the number of calls made. max_runs (0: no limit) spreads that many
 * over the whole buffer, always the same ones: for buffers too large to take each place. */
size_t sweep_prefixes(const void *bytes, size_t n, size_t max_runs, sweep_fn *fn, void *context);

/* Every byte changed, one at a time, to each of several values: neighbours, sign bits, 0 and 255. */
size_t sweep_flips(const void *bytes, size_t n, size_t max_runs, sweep_fn *fn, void *context);

/* Both of the above, then every allocation failing in turn with the bytes as they are. */
size_t sweep_all(const void *bytes, size_t n, size_t max_runs, sweep_fn *fn, void *context);

/* Runs fn with its 1st, 2nd, ... allocation failing, once with memory gone from then on and once with memory back at
 * once, until a run has none left to fail. malloc, calloc, realloc, strdup and cJSON's are counted. With max_runs the
 * steps grow after that many runs. */
size_t sweep_allocations(size_t max_runs, void (*fn)(void *context), void *context);

/* Whether an allocation has failed by order since the running call of sweep_allocations' fn began: fn may expect
 * trouble only then. */
int sweep_has_failed(void);
#endif
