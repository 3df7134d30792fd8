/* arena.h: all memory of one snapshot. Freed in one call, never piecemeal. */
#ifndef SV_BASE_ARENA_H
#define SV_BASE_ARENA_H
#include <stddef.h>

#include "base/str.h"

struct sv_arena_page;
struct sv_arena {
    struct sv_arena_page *pages; /* newest first; only the newest has room left */
    size_t used_bytes, limit_bytes;
};

void sv_arena_init(struct sv_arena *a, size_t limit_bytes);

/* Zeroed memory for count items of size bytes, aligned for any type; NULL past the limit, on overflow or
 * when memory is out. Lives until sv_arena_free. */
void *sv_arena_alloc(struct sv_arena *a, size_t count, size_t size);

/* A copy of s in the arena; p is NULL when memory is out. */
sv_str sv_arena_copy(struct sv_arena *a, sv_str s);

/* Frees everything; the arena may be used again. */
void sv_arena_free(struct sv_arena *a);

/* The same for an arena that is filled again at once: keeps one page, so that a small item after it costs no call of the
 * allocator. */
void sv_arena_reset(struct sv_arena *a);

/* One item of a type, or NULL. */
#define SV_NEW(arena, type) ((type *)sv_arena_alloc((arena), 1, sizeof(type)))
#endif
