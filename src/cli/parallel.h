/* parallel.h: work on many items by several threads, with the results in order. */
#ifndef CLI_PARALLEL_H
#define CLI_PARALLEL_H
#include <stdbool.h>
#include <stddef.h>

struct parallel {
    size_t count;     /* of items */
    unsigned threads; /* at most; 1 for none besides the caller's */
    size_t ahead;     /* items that may be worked on before the one whose turn it is is done; at least 1 */
    void (*work)(size_t i, void *context); /* in any thread, in any order, once for each item */
    void (*done)(size_t i, void *context); /* in the caller's thread, in order, after the item's work */
    void *context;
};

/* false when memory is out or no thread can be had: then nothing was done. */
bool parallel_run(const struct parallel *p);
#endif
