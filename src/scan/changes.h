/* changes.h: what the changes of a changelog make of states: the last word on every key that was touched since the
 * materialization. Memory grows with the changes and not with the state. */
#ifndef SV_SCAN_CHANGES_H
#define SV_SCAN_CHANGES_H
#include "scan/backend.h"

/* StateChangeOperation, by code. */
enum sv_change {
    SV_CHANGE_CLEAR,
    SV_CHANGE_SET,
    SV_CHANGE_SET_INTERNAL,
    SV_CHANGE_ADD,
    SV_CHANGE_MERGE_NS,
    SV_CHANGE_ADD_ELEMENT,
    SV_CHANGE_ADD_OR_UPDATE_ELEMENT,
    SV_CHANGE_REMOVE_ELEMENT,
    SV_CHANGE_METADATA
};

/* One key and namespace of a state; of a map also each user key, of a timer queue each timer. */
struct sv_touched {
    const struct sv_scan_state *state; /* that describes the change */
    int32_t key_group;
    sv_str scope;                     /* namespace and key; of a timer all of it */
    sv_str name_space, key, user_key; /* parts of scope; user_key of a map's pairs */
    int64_t timer;
    bool is_pair;
    bool replaced;  /* what was materialized is gone; of a pair or timer always */
    bool unknown;   /* merged by a function of the user's */
    bool told;      /* together with what was materialized */
    uint32_t epoch; /* of a scope: times it was cleared; of a pair: that of its scope when it was written */
    bool present;   /* a pair or timer that was not removed */
    sv_str pair;    /* value of a pair, with the byte before it that says whether it is null */
    struct {
        char *bytes; /* one behind the other */
        size_t n, capacity;
        size_t *ends; /* of each */
        uint32_t count, ends_capacity;
    } elements;                      /* of a list; of any other state its value as the only one */
    struct sv_touched *owner;        /* of a pair: its scope */
    struct sv_touched *chain, *next; /* same bucket; order of first touch */
};
struct sv_changes {
    struct sv_scan_job *job;
    struct sv_arena arena;
    struct sv_touched **buckets, *first, **tail;
    size_t bucket_count, count;
    bool over_nothing; /* nothing was materialized */
};

/* Yours to free, whatever comes back. False when memory is out, as in all that follows. */
SV_MUST_USE bool sv_changes_init(struct sv_changes *c, struct sv_scan_job *job);
void sv_changes_free(struct sv_changes *c);

/* Applies a change of a state; cur stands behind the state's id. What makes no sense is a defect of the cursor. */
SV_MUST_USE bool sv_changes_apply(struct sv_changes *c, const struct sv_scan_state *state, int32_t key_group,
                                  enum sv_change operation, struct sv_cursor *cur);

/* The i-th element. */
sv_str sv_touched_element(const struct sv_touched *touched, uint32_t i);

/* What was touched of a materialized entry: its scope (NULL: nothing), and of a map its pair. */
struct sv_touched *sv_changes_scope(const struct sv_changes *c, const struct sv_state_entry *entry);
struct sv_touched *sv_changes_pair(const struct sv_changes *c, const struct sv_state_entry *entry);
#endif
