/* sizes.h: how many bytes are whose. */
#ifndef SV_REPORT_SIZES_H
#define SV_REPORT_SIZES_H
#include "model/snapshot.h"

/* What the states of an operator share. */
struct sv_op_sizes {
    const struct sv_operator *op;
    struct {
        uint64_t bytes; /* of the handles */
        uint32_t states;
    } operator_state, keyed, timers; /* managed operator state, managed keyed state, raw keyed state */
};
struct sv_op_sizes sv_op_sizes_of(const struct sv_operator *op);

struct sv_state_size {
    uint64_t bytes; /* of the state alone; when shared, of all that the same handles hold */
    bool shared; /* with other states: keyed state lies mixed by key group, and no table of contents tells it apart */
};
struct sv_state_size sv_size_of_state(const struct sv_op_sizes *sizes, const struct sv_state *state);
#endif
