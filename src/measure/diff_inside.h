/* diff_inside.h: between the files of diff. */
#ifndef SV_MEASURE_DIFF_INSIDE_H
#define SV_MEASURE_DIFF_INSIDE_H
#include "measure/diff.h"

/* An entry as it is compared. */
struct sv_print {
    uint64_t key[2], value; /* hashes */
    uint32_t row;           /* of the operator's states */
    bool is_after;
};
/* Work on one pair of operators. */
struct sv_diffing {
    const struct sv_diff_request *request;
    struct sv_difference *result;
    struct sv_scan *scans[2]; /* before, after; NULL for none */
    struct sv_operator_difference *pair;
    struct sv_arena values;
    struct sv_buf text;
    uint64_t done_bytes, total_bytes;
    /* the run of key groups at hand, and which entries of it */
    int32_t first_key_group, last_key_group; /* -1 for operator state */
    uint64_t modulo, remainder;              /* of a key's hash */
    bool is_after;                           /* which side is read */
    struct sv_print *prints;                 /* owned */
    size_t count, capacity;
    bool looking_up;                   /* second way through: prints are those that differ, sorted */
    enum sv_change *changes;           /* owned: of each of those prints */
    const struct sv_state *last_state; /* that an entry was of, and its row */
    struct sv_state_difference *last_row;
    bool failed;
};

/* The hashes of an entry of a row. False when it is not of the run at hand. */
bool sv_print_of(struct sv_diffing *d, const struct sv_state_entry *entry, uint32_t row, struct sv_print *out);
/* Row, then key. */
int sv_print_order(const struct sv_print *a, const struct sv_print *b);
/* Counts what differs among the prints, which get sorted, and keeps those that are to be listed. */
SV_MUST_USE bool sv_compare_prints(struct sv_diffing *d);
/* Keeps an entry that a kept print is of. */
void sv_list_entry(struct sv_diffing *d, const struct sv_state_entry *entry, uint32_t row);
#endif
