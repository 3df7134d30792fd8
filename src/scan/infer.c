/* infer.c: where records end that hold values which do not decode (Kryo of an unknown class, a serializer of the
 * user's).
 *
 * Such a value has no length. But the number of records is known, what begins the next one is known (its key has to be
 * of this key group), and so is what follows the last. If exactly one way fits, it is taken; otherwise nothing is. Keys
 * that are null or hold control characters count as not fitting: chance makes many of them. */
#include "scan/infer.h"

#include <stdlib.h>

/* Every byte of a region is tried, so that larger ones are given up, and the larger one is the fewer bytes a trial
 * gets: bytes made for it must not cost more than a second or so. */
enum { MOST_WORK = 1 << 30, LEAST_WINDOW = 256, MOST_WINDOW = 1 << 16, MOST_FOLLOWERS = 1 << 20 };
enum { MOST_BYTES = 4 << 20, MOST_CELLS = 32 << 20, LONGEST_CHAIN = 64, LONGEST_SPLIT = 1 << 16 };

/* A place where a record may begin. */
struct place {
    size_t at, next; /* next: where it ends when that is known, else before which it does not */
    bool known;
};
struct places {
    struct place *items;
    size_t count, capacity;
};

void sv_starts_free(struct sv_starts *starts)
{
    free(starts->items);
    *starts = (struct sv_starts){ 0 };
}

bool sv_is_opaque(const struct sv_defect *defect)
{
    return defect->code == SV_DEFECT_UNSUPPORTED || defect->code == SV_DEFECT_UNKNOWN_CLASS;
}

/* A list with room for one more item of that size; NULL when memory is out. */
static void *grown(void *items, size_t count, size_t *capacity, size_t size)
{
    if (count < *capacity)
        return items;
    size_t larger = *capacity ? 2 * *capacity : 64;
    void *moved = realloc(items, larger * size);
    if (moved)
        *capacity = larger;
    return moved;
}

static bool add_start(struct sv_starts *starts, size_t start)
{
    size_t *items = grown(starts->items, starts->count, &starts->capacity, sizeof *items);
    if (!items)
        return false;
    starts->items = items;
    items[starts->count++] = start;
    return true;
}

static bool add_place(struct places *places, struct place place)
{
    struct place *items = grown(places->items, places->count, &places->capacity, sizeof *items);
    if (!items)
        return false;
    places->items = items;
    items[places->count++] = place;
    return true;
}

/* Moves over a value that may be opaque: then to where it was given up, before which it does not end. False when no
 * value of that serializer can stand here. */
static bool step(struct sv_cursor *cur, const struct sv_codec *codec, struct sv_arena *scratch, bool *opaque_out)
{
    struct sv_cursor tried = *cur;
    if (!codec)
        return false;
    sv_skip(&tried, codec, scratch);
    *opaque_out = sv_is_opaque(&tried.bad);
    if (sv_cur_ok(&tried))
        *cur = tried;
    else if (*opaque_out && tried.bad.at > cur->at && tried.bad.at - cur->at <= sv_cur_left(cur))
        sv_cur_take(cur, tried.bad.at - cur->at);
    return sv_cur_ok(&tried) || *opaque_out;
}

static bool is_clean(const struct sv_value *key)
{
    if (key->kind != SV_VALUE_TEXT)
        return key->kind != SV_VALUE_NULL;
    for (size_t i = 0; i < key->text.n; i++)
        if ((unsigned char)key->text.p[i] < ' ' || key->text.p[i] == 0x7F)
            return false;
    return true;
}

/* Moves over a key, which has to decode. */
static bool step_key(struct sv_cursor *cur, const struct sv_codec *codec, struct sv_arena *scratch)
{
    if (!codec)
        return false;
    const struct sv_value *key = sv_decode(cur, codec, scratch);
    bool clean = key && is_clean(key);
    sv_arena_reset(scratch);
    return clean;
}

static bool is_of_key_group(const struct sv_key_group *g, const struct sv_codec *codec, struct sv_cursor key)
{
    int32_t hash;
    return sv_java_hash(&key, codec, &hash) && sv_key_group_of(hash, g->job->unit->op->max_parallelism) == g->number;
}

/* Probes move the cursor over a record that may begin at it, to where the next one may begin at the earliest; known_out
 * says whether that is exactly there. */

static bool probe_pair(struct sv_scan_job *job, const struct sv_scan_state *state, struct sv_cursor *cur,
                       bool null_byte, bool *known_out)
{
    bool opaque = false;
    struct sv_cursor tried = *cur;
    if (!step_key(&tried, state->codecs.user_key, &job->scratch)) {
        *known_out = false;
        return step(cur, state->codecs.user_key, &job->scratch, &opaque) && opaque;
    }
    *cur = tried;
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

/* A key, which has to be of the key group; one that is opaque cannot be asked. */
static bool probe_key(const struct sv_key_group *g, const struct sv_scan_state *state, struct sv_cursor *cur,
                      bool *opaque_out)
{
    struct sv_cursor key = *cur, tried = *cur;
    *opaque_out = false;
    if (step_key(&tried, state->codecs.key, &g->job->scratch)) {
        *cur = tried;
        return is_of_key_group(g, state->codecs.key, key);
    }
    return step(cur, state->codecs.key, &g->job->scratch, opaque_out) && *opaque_out;
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
    if (!probe_key(g, state, cur, &opaque))
        return false;
    *known_out = !opaque;
    if (opaque)
        return state->state->kind != SV_STATE_MAP;
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

/* Whether what follows the last entry of a state may stand here: the other states, as far as they can be read, and the
 * end of the key group. */
static bool may_follow(const struct sv_key_group *g, const struct sv_scan_state *state, struct sv_cursor cur,
                       uint32_t *trials)
{
    uint32_t chain[LONGEST_CHAIN], length = 0;
    for (uint32_t left = g->states_left - 1; left > 0 && length < LONGEST_CHAIN; left--) {
        uint32_t number = sv_cur_u16(&cur);
        int32_t entries = sv_cur_i32(&cur);
        if (!sv_cur_ok(&cur) || entries < 0 || !is_new(g, chain, length, number) || g->job->states[number] == state)
            return false;
        for (bool known; entries > 0; entries--) {
            if (++*trials > MOST_FOLLOWERS || !probe_entry(g, g->job->states[number], &cur, &known))
                return false;
            if (!known)
                return true;
        }
        chain[length++] = number;
    }
    return sv_cur_left(&cur) == 0;
}

/* ---- counting the ways ---- */

/* Records 0 to count - 1 take places in order: record r one of r to r + width - 1. */
struct puzzle {
    struct places places;
    struct sv_starts ends; /* where the last record may end */
    size_t count, width;
    unsigned char *ways; /* from record r at its j-th place to an end: 0, 1, or 2 for several */
};

static void puzzle_free(struct puzzle *z)
{
    free(z->places.items);
    free(z->ways);
    sv_starts_free(&z->ends);
}

/* The first place at or behind an offset. */
static size_t place_from(const struct puzzle *z, size_t at)
{
    size_t low = 0, high = z->places.count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (z->places.items[middle].at < at)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

/* The first end at or behind an offset. */
static size_t end_from(const struct puzzle *z, size_t at)
{
    size_t low = 0, high = z->ends.count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (z->ends.items[middle] < at)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

/* Places that the record behind record r may take when r ends as it does at place i: from first on, count of them. */
static void choices(const struct puzzle *z, size_t r, size_t i, size_t *first_out, size_t *count_out)
{
    const struct place *place = &z->places.items[i];
    size_t first = place_from(z, place->next), end = r + 1 + z->width;
    bool exact = first < z->places.count && z->places.items[first].at == place->next;
    first = first < r + 1 ? r + 1 : first;
    *first_out = first;
    *count_out = first < end ? end - first : 0;
    if (place->known)
        *count_out = exact && first < end && z->places.items[first].at == place->next ? 1 : 0;
}

/* Ends of the last record. */
static size_t end_choices(const struct puzzle *z, size_t i, size_t *first_out)
{
    const struct place *place = &z->places.items[i];
    *first_out = end_from(z, place->next);
    size_t count = z->ends.count - *first_out;
    if (!place->known)
        return count;
    return count > 0 && z->ends.items[*first_out] == place->next ? 1 : 0;
}

static unsigned char several(size_t ways)
{
    return (unsigned char)(ways < 2 ? ways : 2);
}

/* behind: of each place, the ways from there on or from a later one. */
static void count_record(struct puzzle *z, size_t r, const unsigned char *behind)
{
    for (size_t j = 0; j < z->width; j++) {
        size_t first, count;
        unsigned char *cell = &z->ways[r * z->width + j];
        if (r == z->count - 1) {
            *cell = several(end_choices(z, r + j, &first));
            continue;
        }
        choices(z, r, r + j, &first, &count);
        size_t next = first - (r + 1);
        if (count == 0)
            *cell = 0;
        else if (z->places.items[r + j].known)
            *cell = z->ways[(r + 1) * z->width + next];
        else
            *cell = behind[next];
    }
}

static bool count_ways(struct puzzle *z)
{
    if (z->count == 0 || z->places.count < z->count || z->places.items[0].at != 0)
        return false;
    z->width = z->places.count - z->count + 1;
    if (z->width > MOST_CELLS / z->count)
        return false;
    unsigned char *behind = calloc(z->width, 1);
    z->ways = calloc(z->count * z->width, 1);
    for (size_t r = z->count; z->ways && behind && r-- > 0;) {
        count_record(z, r, behind);
        unsigned sum = 0;
        for (size_t j = z->width; j-- > 0;) {
            sum += z->ways[r * z->width + j];
            behind[j] = several(sum);
            sum = behind[j];
        }
    }
    bool one = z->ways && behind && z->ways[0] == 1;
    free(behind);
    return one;
}

/* The only way, which is known to be there. */
static bool follow_way(const struct puzzle *z, struct sv_starts *starts)
{
    size_t i = 0, first, count;
    for (size_t r = 0; r < z->count; r++) {
        if (!add_start(starts, z->places.items[i].at))
            return false;
        if (r == z->count - 1)
            break;
        choices(z, r, i, &first, &count);
        while (z->ways[(r + 1) * z->width + first - (r + 1)] == 0)
            first++;
        i = first;
    }
    end_choices(z, i, &first);
    if (!add_start(starts, z->ends.items[first]))
        return false;
    starts->count--;
    return true;
}

static bool solve(struct puzzle *z, bool filled, struct sv_starts *starts_out)
{
    struct sv_starts starts = { 0 };
    bool solved = filled && count_ways(z) && follow_way(z, &starts);
    if (solved)
        *starts_out = starts;
    else
        sv_starts_free(&starts);
    puzzle_free(z);
    return solved;
}

/* What a trial at an offset of the region may look at. */
static struct sv_cursor window_at(const struct sv_cursor *region, size_t at)
{
    size_t size = sv_cur_left(region), window = size ? MOST_WORK / size : MOST_WINDOW, left = size - at;
    window = window < LEAST_WINDOW ? LEAST_WINDOW : window > MOST_WINDOW ? MOST_WINDOW : window;
    struct sv_cursor here = *region;
    sv_cur_take(&here, at);
    return sv_cur_frame(&here, left < window ? left : window);
}

bool sv_infer_entries(const struct sv_key_group *g, const struct sv_scan_state *state, struct sv_cursor region,
                      uint32_t count, struct sv_starts *starts_out)
{
    struct puzzle z = { .count = count };
    size_t size = sv_cur_left(&region);
    bool filled = size <= MOST_BYTES;
    uint32_t trials = 0;
    for (size_t at = 0; at <= size && filled; at++) {
        struct sv_cursor here = window_at(&region, at), behind = region;
        const unsigned char *begin = here.p;
        struct place place = { .at = at };
        sv_cur_take(&behind, at);
        if (may_follow(g, state, behind, &trials))
            filled = add_start(&z.ends, at);
        filled = filled && trials <= MOST_FOLLOWERS;
        if (!probe_entry(g, state, &here, &place.known))
            continue;
        place.next = at + (size_t)(here.p - begin);
        filled = filled && add_place(&z.places, place);
    }
    return solve(&z, filled, starts_out);
}

bool sv_infer_pairs(struct sv_scan_job *job, const struct sv_scan_state *state, struct sv_cursor region, uint32_t count,
                    bool null_byte, struct sv_starts *starts_out)
{
    struct puzzle z = { .count = count };
    size_t size = sv_cur_left(&region);
    bool filled = size <= MOST_BYTES && add_start(&z.ends, size);
    for (size_t at = 0; at < size && filled; at++) {
        struct sv_cursor here = window_at(&region, at);
        const unsigned char *begin = here.p;
        struct place place = { .at = at };
        if (!probe_pair(job, state, &here, null_byte, &place.known))
            continue;
        place.next = at + (size_t)(here.p - begin);
        filled = add_place(&z.places, place);
    }
    return solve(&z, filled, starts_out);
}

bool sv_infer_split(struct sv_scan_job *job, const struct sv_codec *second, bool null_byte, struct sv_cursor both,
                    size_t *first_out)
{
    size_t size = sv_cur_left(&both), found = 0, count = 0;
    for (size_t first = 1; second && first <= size && size <= LONGEST_SPLIT && count < 2; first++) {
        struct sv_cursor rest = both;
        sv_cur_take(&rest, first);
        if (!null_byte || !sv_cur_bool(&rest))
            sv_skip(&rest, second, &job->scratch);
        sv_cur_finish(&rest);
        if (!sv_cur_ok(&rest))
            continue;
        found = first;
        count++;
    }
    if (count == 1)
        *first_out = found;
    return count == 1;
}
