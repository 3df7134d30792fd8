/* inside.h: what the files of this room share. */
#ifndef SV_WHY_INSIDE_H
#define SV_WHY_INSIDE_H
#include "base/buf.h"
#include "why/why.h"

struct sv_why {
    struct sv_diagnosis found;
    struct sv_complaint **tail;
    struct sv_buf line;        /* being gathered */
    struct sv_complaint chain; /* being read; its texts are in scratch */
    struct sv_arena scratch;
    bool in_chain;
    bool is_restore; /* the chain is about a restore */
    bool failed;     /* memory ran out */
};

/* Fills in op, state and state_count of each complaint from the snapshot. */
void sv_why_tie(struct sv_diagnosis *diagnosis);
#endif
