/* buf.c: growing text. */
#include "base/buf.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

void sv_buf_init(struct sv_buf *b, size_t limit_bytes)
{
    *b = (struct sv_buf){ .limit_bytes = limit_bytes };
}

void sv_buf_free(struct sv_buf *b)
{
    free(b->p);
    *b = (struct sv_buf){ .limit_bytes = b->limit_bytes };
}

/* Room for n more bytes, or NULL and failed. */
static char *room(struct sv_buf *b, size_t n)
{
    if (b->failed || n > b->limit_bytes - b->n) {
        b->failed = true;
        return NULL;
    }
    if (!b->p || n > b->capacity - b->n) { /* nothing may be added to NULL, not even nothing */
        size_t capacity = b->capacity ? b->capacity : 256;
        while (capacity - b->n < n)
            capacity = capacity > b->limit_bytes / 2 ? b->limit_bytes : capacity * 2;
        char *p = realloc(b->p, capacity);
        if (!p) {
            b->failed = true;
            return NULL;
        }
        b->p = p;
        b->capacity = capacity;
    }
    return b->p + b->n;
}

void sv_buf_add(struct sv_buf *b, sv_str s)
{
    char *to = s.n ? room(b, s.n) : NULL;
    if (to) {
        memcpy(to, s.p, s.n);
        b->n += s.n;
    }
}

void sv_buf_puts(struct sv_buf *b, const char *s)
{
    sv_buf_add(b, sv_str_of(s));
}

void sv_buf_putc(struct sv_buf *b, char c)
{
    sv_buf_add(b, (sv_str){ &c, 1 });
}

void sv_buf_fill(struct sv_buf *b, char c, size_t n)
{
    char *to = room(b, n);
    if (to && n) {
        memset(to, c, n);
        b->n += n;
    }
}

void sv_buf_u64(struct sv_buf *b, uint64_t v)
{
    sv_buf_printf(b, "%" PRIu64, v);
}

void sv_buf_i64(struct sv_buf *b, int64_t v)
{
    sv_buf_printf(b, "%" PRId64, v);
}

void sv_buf_printf(struct sv_buf *b, const char *format, ...)
{
    va_list args, again;
    va_start(args, format);
    va_copy(again, args);
    int n = vsnprintf(NULL, 0, format, args);
    va_end(args);
    char *to = n < 0 ? NULL : room(b, (size_t)n + 1); /* vsnprintf ends with a NUL that is not kept */
    if (to) {
        vsnprintf(to, (size_t)n + 1, format, again);
        b->n += (size_t)n;
    } else {
        b->failed = true;
    }
    va_end(again);
}
