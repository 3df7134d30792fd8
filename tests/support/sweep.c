/* sweep.c: test builds are linked with --wrap, so that calls of the allocator come here first. */
#include "support/sweep.h"

#include <cjson/cJSON.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static struct {
    bool armed, failed;
    bool once;   /* memory is back after one failure */
    size_t left; /* allocations that still succeed */
} fault;

void *__real_malloc(size_t n);
void *__real_calloc(size_t count, size_t n);
void *__real_realloc(void *p, size_t n);
char *__real_strdup(const char *s);
void *__wrap_malloc(size_t n);
void *__wrap_calloc(size_t count, size_t n);
void *__wrap_realloc(void *p, size_t n);
char *__wrap_strdup(const char *s);

static bool fails(void)
{
    if (!fault.armed)
        return false;
    if (fault.left > 0) {
        fault.left--;
        return false;
    }
    fault.failed = true;
    fault.armed = !fault.once;
    return true;
}

void *__wrap_malloc(size_t n)
{
    return fails() ? NULL : __real_malloc(n);
}

void *__wrap_calloc(size_t count, size_t n)
{
    return fails() ? NULL : __real_calloc(count, n);
}

void *__wrap_realloc(void *p, size_t n)
{
    return fails() ? NULL : __real_realloc(p, n);
}

char *__wrap_strdup(const char *s)
{
    return fails() ? NULL : __real_strdup(s);
}

static void *exact_copy(const void *bytes, size_t n)
{
    void *copy = malloc(n ? n : 1);
    if (!copy) {
        fprintf(stderr, "no memory for a copy of %zu bytes of test input\n", n);
        exit(EXIT_FAILURE);
    }
    if (n)
        memcpy(copy, bytes, n);
    return copy;
}

/* Smallest stride that visits n places in at most max_runs steps. */
static size_t stride(size_t n, size_t max_runs)
{
    return max_runs && n > max_runs ? (n + max_runs - 1) / max_runs : 1;
}

size_t sweep_prefixes(const void *bytes, size_t n, size_t max_runs, sweep_fn *fn, void *context)
{
    size_t runs = 0;
    for (size_t i = 0; i < n; i += stride(n, max_runs), runs++) {
        unsigned char *copy = exact_copy(bytes, i);
        fn(copy, i, context);
        free(copy);
    }
    return runs;
}

size_t sweep_flips(const void *bytes, size_t n, size_t max_runs, sweep_fn *fn, void *context)
{
    enum { CHANGES = 7 };
    unsigned char *copy = exact_copy(bytes, n);
    size_t runs = 0;
    for (size_t i = 0; i < n * CHANGES; i += stride(n * CHANGES, max_runs)) {
        unsigned char *at = copy + i / CHANGES, was = *at;
        const unsigned char changes[CHANGES] = {
            0, 0xff, was ^ 1, was ^ 0x80, was ^ 0xff, (unsigned char)(was + 1), (unsigned char)(was - 1),
        };
        if (changes[i % CHANGES] == was)
            continue;
        *at = changes[i % CHANGES];
        fn(copy, n, context);
        *at = was;
        runs++;
    }
    free(copy);
    return runs;
}

/* One run whose allocations fail after so many successes; whether one did. */
static bool run_failing(size_t successes, bool once, void (*fn)(void *context), void *context)
{
    fault.left = successes;
    fault.once = once;
    fault.failed = false;
    fault.armed = true;
    fn(context);
    fault.armed = false;
    return fault.failed;
}

size_t sweep_allocations(size_t max_runs, void (*fn)(void *context), void *context)
{
    cJSON_InitHooks(&(cJSON_Hooks){ .malloc_fn = malloc, .free_fn = free });
    size_t runs = 0, step = 1;
    for (size_t successes = 0;; successes += step) {
        runs++;
        if (!run_failing(successes, false, fn, context))
            break;
        runs++;
        run_failing(successes, true, fn, context);
        if (max_runs && runs >= max_runs * step)
            step *= 2;
    }
    fault.failed = false;
    cJSON_InitHooks(NULL);
    return runs;
}

int sweep_has_failed(void)
{
    return fault.failed;
}

struct whole {
    const unsigned char *bytes;
    size_t n;
    sweep_fn *fn;
    void *context;
};

static void run_whole(void *context)
{
    const struct whole *w = context;
    w->fn(w->bytes, w->n, w->context);
}

size_t sweep_all(const void *bytes, size_t n, size_t max_runs, sweep_fn *fn, void *context)
{
    size_t runs = sweep_prefixes(bytes, n, max_runs, fn, context);
    runs += sweep_flips(bytes, n, max_runs, fn, context);
    unsigned char *copy = exact_copy(bytes, n);
    runs += sweep_allocations(max_runs, run_whole, &(struct whole){ copy, n, fn, context });
    free(copy);
    return runs;
}
