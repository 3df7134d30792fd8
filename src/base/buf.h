/* buf.h: growing text. Its limit is given at birth; a failure is sticky, so that a writer checks once. */
#ifndef SV_BASE_BUF_H
#define SV_BASE_BUF_H
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/str.h"

struct sv_buf {
    char *p; /* owned; not NUL-terminated */
    size_t n, capacity, limit_bytes;
    bool failed; /* memory ran out or the limit was met: what is in it is not whole */
};

void sv_buf_init(struct sv_buf *b, size_t limit_bytes);
void sv_buf_free(struct sv_buf *b);
void sv_buf_add(struct sv_buf *b, sv_str s);
void sv_buf_puts(struct sv_buf *b, const char *s);
void sv_buf_putc(struct sv_buf *b, char c);
/* n times the character c. */
void sv_buf_fill(struct sv_buf *b, char c, size_t n);
void sv_buf_u64(struct sv_buf *b, uint64_t v);
void sv_buf_i64(struct sv_buf *b, int64_t v);
__attribute__((format(printf, 2, 3))) void sv_buf_printf(struct sv_buf *b, const char *format, ...);

static inline sv_str sv_buf_str(const struct sv_buf *b)
{
    return (sv_str){ b->p ? b->p : "", b->n };
}
#endif
