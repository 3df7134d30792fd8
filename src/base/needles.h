/* needles.h: looks for many short texts at once, by the method of Wu and Manber: most bytes of a text are jumped over. */
#ifndef SV_BASE_NEEDLES_H
#define SV_BASE_NEEDLES_H
#include <stdint.h>

#include "base/str.h"

enum { SV_NEEDLES_MOST = 255, SV_NEEDLES_SLOTS = 1 << 13, SV_NEEDLE_LEAST = 4 };
struct sv_needles {
    const sv_str *all;               /* borrowed */
    size_t shortest;                 /* bytes */
    uint8_t jump[SV_NEEDLES_SLOTS];  /* by the last bytes of the window: how far it may move */
    uint8_t first[SV_NEEDLES_SLOTS]; /* 1 + the first needle that has these bytes there; 0: none */
    uint8_t next[SV_NEEDLES_MOST];   /* 1 + the one after a needle */
    uint32_t begin[SV_NEEDLES_MOST]; /* its first four bytes */
};
/* Makes them ready. There are at most SV_NEEDLES_MOST, each of SV_NEEDLE_LEAST bytes or more; they must outlive it. */
void sv_needles_init(struct sv_needles *needles, const sv_str *all, size_t count);

/* Where a search stands; begin with = { 0 }. */
struct sv_needle_hit {
    size_t end; /* of the window, and of the needle */
    unsigned tried;
    size_t at; /* in the text */
    size_t needle;
};
/* Moves to the next place where a needle stands, in the order of their ends; false past the last. */
bool sv_needles_next(const struct sv_needles *needles, sv_str text, struct sv_needle_hit *hit);
#endif
