/* infer.c: where records end that hold values which do not decode (Kryo of an unknown class, a serializer of the user's).
 *
 * Such a value has no length. But the number of records is known, what begins the next one is known (its key has to be of
 * this key group), and so is what follows the last. If exactly one way fits, it is taken; otherwise nothing is. */
#include "scan/infer.h"

#include <stdlib.h>

/* A key group beyond is given up: every byte of it is tried. */
enum { MOST_BYTES = 16 << 20, LONGEST_CHAIN = 64 };

void sv_starts_free(struct sv_starts *starts)
{
    free(starts->items);
    *starts = (struct sv_starts){ 0 };
}

bool sv_is_opaque(const struct sv_defect *defect)
{
    return defect->code == SV_DEFECT_UNSUPPORTED || defect->code == SV_DEFECT_UNKNOWN_CLASS;
}

static bool add(struct sv_starts *starts, size_t start)
{
    if (starts->count == starts->capacity) {
        size_t capacity = starts->capacity ? 2 * starts->capacity : 64;
        size_t *larger = realloc(starts->items, capacity * sizeof *larger);
        if (!larger)
            return false;
        starts->items = larger;
        starts->capacity = capacity;
    }
    starts->items[starts->count++] = start;
    return true;
}

/* Moves over a value that may be opaque: then the cursor stays where the value begins. False when no value of that
 * serializer can stand here. */
static bool step(struct sv_cursor *cur, const struct sv_codec *codec, struct sv_arena *scratch, bool *opaque_out)
{
    struct sv_cursor tried = *cur;
    if (!codec)
        return false;
    sv_skip(&tried, codec, scratch);
    *opaque_out = sv_is_opaque(&tried.bad);
    if (sv_cur_ok(&tried))
        *cur = tried;
    return sv_cur_ok(&tried) || *opaque_out;
}

static bool is_of_key_group(const struct sv_key_group *g, const struct sv_codec *codec, struct sv_cursor key)
{
    int32_t hash;
    return sv_java_hash(&key, codec, &hash) && sv_key_group_of(hash, g->job->unit->op->max_parallelism) == g->number;
}

/* Probes move the cursor over a record that may begin at it, to where the next one may begin at the earliest; known_out
 * says whether that is exactly there. */

static bool probe_pair(struct sv_scan_job *job, const struct sv_scan_state *state, struct sv_cursor *cur, bool null_byte,
                       bool *known_out)
{
    bool opaque = false;
    if (!step(cur, state->codecs.user_key, &job->scratch, &opaque) || opaque)
        return false;
    bool is_null = null_byte && sv_cur_bool(cur);
    if (!sv_cur_ok(cur) || (!is_null && !step(cur, state->codecs.value, &job->scratch, &opaque)))
        return false;
    *known_out = !opaque;
    return true;
}

static bool probe_map(const struct sv_key_group *g, const struct sv_scan_state *state, struct sv_cursor *cur,
                      bool *known_out)
{
    uint32_t pairs = sv_cur_count(cur, 2);
    *known_out = true;
    for (; pairs > 0 && sv_cur_ok(cur); pairs--) {
        if (!probe_pair(g->job, state, cur, true, known_out))
            return false;
        if (!*known_out)
            return true;
    }
    return sv_cur_ok(cur);
}

static bool probe_entry(const struct sv_key_group *g, const struct sv_scan_state *state, struct sv_cursor *cur,
                        bool *known_out)
{
    struct sv_arena *scratch = &g->job->scratch;
    bool opaque = false, timer = state->state->kind == SV_STATE_TIMER;
    if (timer)
        sv_cur_i64(cur);
    if (!timer && (!step(cur, state->name_space, scratch, &opaque) || opaque))
        return false;
    struct sv_cursor key = *cur;
    if (!step(cur, state->codecs.key, scratch, &opaque) || opaque || !is_of_key_group(g, state->codecs.key, key))
        return false;
    *known_out = true;
    if (timer)
        return step(cur, state->name_space, scratch, &opaque) && !opaque;
    if (state->state->kind == SV_STATE_MAP)
        return probe_map(g, state, cur, known_out);
    if (!step(cur, state->codecs.value, scratch, &opaque))
        return false;
    *known_out = !opaque;
    return true;
}

/* States that have not come before this one of a chain of headers. */
static bool is_new(const struct sv_key_group *g, const uint32_t *chain, uint32_t length, uint32_t number)
{
    for (uint32_t i = 0; i < length; i++)
        if (chain[i] == number)
            return false;
    return number < g->job->state_count && !g->came[number];
}

/* Whether what follows the last entry of a state may stand here: headers of states without entries, then the first entry
 * of one that has some, or the end of the key group. */
static bool may_follow(const struct sv_key_group *g, const struct sv_scan_state *state, struct sv_cursor cur)
{
    uint32_t chain[LONGEST_CHAIN], length = 0;
    for (uint32_t left = g->states_left - 1; left > 0 && length < LONGEST_CHAIN; left--) {
        uint32_t number = sv_cur_u16(&cur);
        int32_t entries = sv_cur_i32(&cur);
        bool known;
        if (!sv_cur_ok(&cur) || entries < 0 || !is_new(g, chain, length, number) || g->job->states[number] == state)
            return false;
        if (entries > 0)
            return probe_entry(g, g->job->states[number], &cur, &known);
        chain[length++] = number;
    }
    return sv_cur_left(&cur) == 0;
}

bool sv_infer_entries(const struct sv_key_group *g, const struct sv_scan_state *state, struct sv_cursor region,
                      uint32_t count, struct sv_starts *starts_out)
{
    struct sv_starts starts = { 0 };
    size_t size = sv_cur_left(&region), at = 0, end = 0, ways = 0;
    bool known = false;
    while (at <= size && size <= MOST_BYTES && starts.count <= count && ways < 2) {
        struct sv_cursor here = region;
        sv_cur_take(&here, at);
        if (starts.count == count && may_follow(g, state, here)) {
            end = at;
            ways++;
        }
        bool is_entry = probe_entry(g, state, &here, &known);
        if (starts.count == 0 && !is_entry)
            break;
        if (!is_entry) {
            at++;
            continue;
        }
        if (starts.count == count || !add(&starts, at))
            break;
        size_t next = size - sv_cur_left(&here);
        at = next > at ? next : at + 1;
    }
    if (ways == 1 && starts.count == count && add(&starts, end)) {
        starts.count--;
        *starts_out = starts;
        return true;
    }
    sv_starts_free(&starts);
    return false;
}

bool sv_infer_pairs(struct sv_scan_job *job, const struct sv_scan_state *state, struct sv_cursor region, uint32_t count,
                    bool null_byte, struct sv_starts *starts_out)
{
    struct sv_starts starts = { 0 };
    size_t size = sv_cur_left(&region), at = 0;
    bool known = false, whole = size <= MOST_BYTES;
    while (whole && at < size && starts.count <= count) {
        struct sv_cursor here = region;
        sv_cur_take(&here, at);
        bool is_pair = probe_pair(job, state, &here, null_byte, &known);
        if (starts.count == 0 && !is_pair)
            break;
        whole = !is_pair || add(&starts, at);
        size_t next = size - sv_cur_left(&here);
        at = is_pair && next > at ? next : at + 1;
    }
    if (whole && starts.count == count && add(&starts, size)) {
        starts.count--;
        *starts_out = starts;
        return true;
    }
    sv_starts_free(&starts);
    return false;
}
