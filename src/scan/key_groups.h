/* key_groups.h: what the readers of one key group share with key_groups.c. */
#ifndef SV_SCAN_KEY_GROUPS_H
#define SV_SCAN_KEY_GROUPS_H
#include "scan/input.h"

/* A key group being read. */
struct sv_key_group {
    struct sv_scan_job *job;
    struct sv_input *in;
    int32_t number;
    uint32_t states_left; /* states of the head that did not come yet */
    bool *came;           /* of each state that was read with the head */
    struct sv_str_copy {
        char *p;
        size_t n, capacity;
    } held; /* bytes kept over several records */
};

/* Each tells the entries of a key group up to its end, the visitor's stop or a loss, which it tells too.
 * heap.c: the heap backend's own format. full.c: canonical savepoints, and full snapshots of RocksDB. */
void sv_read_heap_key_group(struct sv_key_group *g);
void sv_read_full_key_group(struct sv_key_group *g);

/* What follows in this key group is lost: state, which may be NULL, and every wanted state that did not come yet. */
void sv_key_group_lost(struct sv_key_group *g, const struct sv_scan_state *state, const struct sv_defect *defect);
/* Copies bytes to held, behind what is there; false when memory is out. */
SV_MUST_USE bool sv_hold(struct sv_key_group *g, sv_str bytes);
#endif
