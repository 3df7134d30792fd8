/* difference.h: two snapshots of a job beside each other. Plain data. */
#ifndef SV_MODEL_DIFFERENCE_H
#define SV_MODEL_DIFFERENCE_H
#include "model/stats.h"

enum sv_change { SV_CHANGE_NONE, SV_CHANGE_ADDED, SV_CHANGE_REMOVED, SV_CHANGE_CHANGED };
const char *sv_change_name(enum sv_change change); /* "same", "added", "removed", "changed" */

/* An entry that is in one alone, or has another value. */
struct sv_changed_entry {
    enum sv_change change;
    int32_t key_group;
    sv_str raw[SV_ENTRY_PARTS];   /* as stored: p NULL for none; in the arena of the difference */
    sv_str shown[SV_ENTRY_PARTS]; /* as JSON; p NULL for none or undecoded */
    sv_str value;                 /* as JSON: the old one's of a removed entry, else the new one's; p NULL likewise */
};
struct sv_side {
    const struct sv_state *state; /* NULL when the snapshot does not have it */
    uint64_t entries, bytes;      /* of keys and values */
};
struct sv_state_difference {
    struct sv_side before, after;
    bool serializers_differ; /* or options of the state */
    uint64_t added, removed, changed;
    struct sv_changed_entry *entries;           /* owned; as many as were asked for, by key group and key */
    size_t entry_count, entry_capacity, listed; /* listed: to come in the run at hand */
};
struct sv_operator_difference {
    const struct sv_operator *before, *after; /* one of them may be NULL */
    struct sv_state_difference *states;       /* owned */
    size_t state_count;
};
struct sv_difference {
    struct sv_arena arena;
    const struct sv_snapshot *before, *after;
    bool listed;                              /* changed entries were asked for */
    struct sv_operator_difference *operators; /* owned; those of before, then those of after alone */
    size_t operator_count;
    struct sv_issues losses_before, losses_after; /* what could not be compared */
};
void sv_difference_free(struct sv_difference *difference);
enum sv_change sv_state_change(const struct sv_state_difference *s);
enum sv_change sv_operator_change(const struct sv_operator_difference *o);
/* Whether nothing differs and everything could be compared. */
bool sv_difference_is_none(const struct sv_difference *difference);
#endif
