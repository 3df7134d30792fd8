/* size.h: sums and products of sizes that say when they would wrap. */
#ifndef SV_BASE_SIZE_H
#define SV_BASE_SIZE_H
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* false, and *out untouched, when a + b does not fit. */
static inline bool sv_size_add(size_t a, size_t b, size_t *out)
{
    if (a > SIZE_MAX - b)
        return false;
    *out = a + b;
    return true;
}

/* false, and *out untouched, when a * b does not fit. */
static inline bool sv_size_mul(size_t a, size_t b, size_t *out)
{
    if (b && a > SIZE_MAX / b)
        return false;
    *out = a * b;
    return true;
}

/* Sum that stays at the largest value instead of wrapping: for totals of sizes named by untrusted bytes. */
static inline uint64_t sv_u64_add_cap(uint64_t a, uint64_t b)
{
    return a > UINT64_MAX - b ? UINT64_MAX : a + b;
}
#endif
