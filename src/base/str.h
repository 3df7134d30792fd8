/* str.h: a borrowed run of bytes. Owns nothing; lives as long as the map or arena behind it. */
#ifndef SV_BASE_STR_H
#define SV_BASE_STR_H
#include <stdbool.h>
#include <stddef.h>
#include <string.h>

typedef struct {
    const char *p;
    size_t n;
} sv_str;

#define SV_STR(lit) ((sv_str){ (lit), sizeof(lit) - 1 })
/* For static tables, where a compound literal is no constant expression. */
#define SV_STR_INIT(lit)                                                                                               \
    {                                                                                                                  \
        (lit), sizeof(lit) - 1                                                                                         \
    }

/* The bytes of a NUL-terminated string; an empty run for NULL. */
static inline sv_str sv_str_of(const char *s)
{
    return (sv_str){ s ? s : "", s ? strlen(s) : 0 };
}

static inline bool sv_str_eq(sv_str a, sv_str b)
{
    return a.n == b.n && (a.n == 0 || memcmp(a.p, b.p, a.n) == 0);
}

/* Byte order, shorter first among equals: negative, zero or positive as strcmp. */
static inline int sv_str_cmp(sv_str a, sv_str b)
{
    size_t n = a.n < b.n ? a.n : b.n;
    int order = n ? memcmp(a.p, b.p, n) : 0;
    return order ? order : (a.n > b.n) - (a.n < b.n);
}

static inline bool sv_str_starts(sv_str s, sv_str head)
{
    return s.n >= head.n && (head.n == 0 || memcmp(s.p, head.p, head.n) == 0);
}

static inline bool sv_str_ends(sv_str s, sv_str tail)
{
    return s.n >= tail.n && (tail.n == 0 || memcmp(s.p + s.n - tail.n, tail.p, tail.n) == 0);
}

/* s without its first n bytes; empty when it has fewer. */
static inline sv_str sv_str_skip(sv_str s, size_t n)
{
    return n < s.n ? (sv_str){ s.p + n, s.n - n } : (sv_str){ s.p, 0 };
}

/* What follows the last byte c, or all of s when c is not in it. */
static inline sv_str sv_str_after_last(sv_str s, char c)
{
    for (size_t i = s.n; i > 0; i--)
        if (s.p[i - 1] == c)
            return (sv_str){ s.p + i, s.n - i };
    return s;
}
#endif
