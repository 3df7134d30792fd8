/* key_guess.h: the key serializer of a changelog without a materialized part, which nothing in the snapshot names: the
 * one of the usual ones with which all changes read to their ends and every key is of its key group, if it is the only
 * one. docs/format/state-entries.md#changelog */
#ifndef SV_SCAN_KEY_GUESS_H
#define SV_SCAN_KEY_GUESS_H
#include "scan/backend.h"

enum { SV_KEY_CANDIDATES = 9 };
struct sv_key_guess {
    struct sv_scan_job *job;
    struct sv_arena arena;
    const struct sv_codec *candidates[SV_KEY_CANDIDATES];
    bool refused[SV_KEY_CANDIDATES];
    uint64_t tried;             /* changes that all candidates were tried with */
    const struct sv_codec *key; /* the answer; NULL: none */
    struct sv_scan_state *states;
    size_t state_count, state_capacity;
};

/* Yours to free, whatever comes back. False when memory is out. */
SV_MUST_USE bool sv_key_guess_init(struct sv_key_guess *guess, struct sv_scan_job *job);
void sv_key_guess_free(struct sv_key_guess *guess);
/* Whether a state of the job's changes has no key serializer. */
bool sv_key_guess_needed(const struct sv_key_guess *guess);
/* Tries a change; cur stands at its key. whole: a value and nothing else follows key and namespace. */
void sv_key_guess_try(struct sv_key_guess *guess, const struct sv_scan_state *state, bool whole, int32_t key_group,
                      struct sv_cursor cur);
void sv_key_guess_end(struct sv_key_guess *guess);
/* The state, with the key serializer that was found if it has none. */
const struct sv_scan_state *sv_key_guess_state(const struct sv_key_guess *guess, const struct sv_scan_state *state);
#endif
