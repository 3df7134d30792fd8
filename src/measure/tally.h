/* tally.h: one thread's counters for the states of one unit. */
#ifndef SV_MEASURE_TALLY_H
#define SV_MEASURE_TALLY_H
#include "measure/stats.h"

struct sv_tally {
    struct sv_stats *stats; /* that it adds to after each unit */
    const size_t *first_of; /* of each operator: its first state in stats */
    const struct sv_scan_unit *unit;
    struct sv_state_stats *rows; /* of the unit's operator */
    size_t row_count, capacity, first;
    const struct sv_state *last_state; /* that an entry was of, and its row */
    struct sv_state_stats *last_row;
    struct sv_arena scratch;
    struct sv_arena texts; /* of losses */
    struct sv_issues losses;
    bool failed;
};
void sv_tally_init(struct sv_tally *tally, struct sv_stats *stats, const size_t *first_of);
void sv_tally_free(struct sv_tally *tally);
/* What a thread does with it; the context of all is the tally. */
struct sv_worker sv_tally_worker(struct sv_tally *tally);
#endif
