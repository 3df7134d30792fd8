/* infer.c: where the body of a user's own snapshot class ends. docs/format/state-head.md#inference
 *
 * The body has no length, and only the class itself knows it. But everything around it is known, and so is the end of the
 * head: a length is right when all parts behind it can be read and end exactly there. Every length is tried; one that
 * leads to another class without a row is followed by every length of that one. Two ways that both fit prove nothing, so
 * the search goes on until a second is found or all have been tried.
 *
 * Three observations keep this short. A serializer snapshot is followed by the end, by a UTF string (a class, the key of a
 * serializer, the name of a state) or by an i2 number of states, and Java never writes a zero byte into a UTF string. What
 * a part leads to does not depend on the parts before it, so that a place that led nowhere is not tried again. And a body
 * that swallows states leaves fewer places where a state may start than there are states to come. */
#include "base/limits.h"
#include "flink/head.h"

enum {
    DEAD_ENDS = 1024,          /* places remembered; beyond, work is done twice */
    STARTS = 8192,             /* places where a state may start; with more of them they are not counted */
    HEADS_COMPARED = 64,       /* heads worked out before that a new one is compared with */
    TRIAL_COST = 256,          /* a trial's fixed cost in bytes read */
    SCRATCH_BYTES = 256 << 20, /* memory of one trial */
    UTF_LENGTH = 2,
    VERSION_BYTES = 4,
    LAST_VERSION = 1000,          /* of a snapshot class: real ones count from 1, */
    ADAPTER_VERSION = 0x7A53C4F0, /* or are a config snapshot */
    AFTER_UTF = 4,                /* an i4 follows every UTF string that may follow a serializer snapshot */
    MOST_TYPES = 16,              /* more kinds of backend state than there are, */
    MOST_OPTIONS = 1 << 16        /* more options than a state has */
};

/* A head that was worked out, or proved impossible to (count 0). Offsets of rows count from the first byte. */
struct sv_inferred {
    const struct sv_head_form *form;
    const unsigned char *bytes;
    size_t n;
    unsigned part;
    uint32_t left;
    const struct sv_assumed *rows;
    size_t count;
    struct sv_inferred *next;
};

struct dead_end {
    const unsigned char *p;
    unsigned part;
    uint32_t left;
};

struct search {
    const struct sv_reader *reader;
    const struct sv_head_form *form;
    uint64_t work_left;
    struct sv_assumed chosen[SV_LIMIT_INFER_CLASSES], found[SV_LIMIT_INFER_CLASSES];
    unsigned found_count, solutions;
    struct dead_end dead_ends[DEAD_ENDS];
    unsigned dead_end_count;
    const unsigned char *starts[STARTS]; /* in order */
    unsigned start_count;
};

static void spend(struct search *s, uint64_t cost)
{
    s->work_left = s->work_left > cost ? s->work_left - cost : 0;
}

/* What could not be tried might have been a second way: then nothing is proved. */
static void give_up(struct search *s)
{
    s->work_left = 0;
}

static bool goes_on(const struct search *s)
{
    return s->work_left > 0 && s->solutions < 2;
}

/* ---- what can be told without reading on ---- */

static bool is_name_byte(unsigned char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '$' ||
           c == '.' || c >= 0x80;
}

/* Where the body of the class without a row begins that a cursor like this one stopped at. */
static const unsigned char *body_of(const struct sv_cursor *cur, const struct sv_defect *bad)
{
    return cur->p + (bad->at - cur->at) + UTF_LENGTH + bad->subject.n + VERSION_BYTES;
}

/* Whether a class without a row may be one at all, and not whatever bytes stood there: many a string that is no snapshot
 * class looks like one, but few have a small number behind them. */
static bool is_snapshot(const struct sv_cursor *cur, const struct sv_defect *bad)
{
    sv_str name = bad->subject;
    if (bad->code != SV_DEFECT_UNKNOWN_CLASS || name.n == 0 || name.p[0] == '.' || name.p[name.n - 1] == '.')
        return false;
    for (size_t i = 0; i < name.n; i++)
        if (!is_name_byte((unsigned char)name.p[i]))
            return false;
    uint32_t version = sv_be32(body_of(cur, bad) - VERSION_BYTES);
    return version <= LAST_VERSION || version == ADAPTER_VERSION;
}

/* The first zero byte from p on, or the end. Asked with growing p, all answers together read the bytes once. */
static const unsigned char *first_zero(const unsigned char **zero, const unsigned char *p, const unsigned char *end)
{
    if (*zero < p) {
        const unsigned char *found = memchr(p, 0, (size_t)(end - p));
        *zero = found ? found : end;
    }
    return *zero;
}

static bool starts_utf(const unsigned char **zero, const unsigned char *p, const unsigned char *end)
{
    if (end - p < UTF_LENGTH + AFTER_UTF)
        return false;
    ptrdiff_t n = p[0] << 8 | p[1];
    const unsigned char *text = p + UTF_LENGTH;
    return n <= end - text - AFTER_UTF && n <= first_zero(zero, text, end) - text;
}

/* Name, ordinal of the type and number of options as a state has them. */
static bool may_start_state(const unsigned char **zero, const unsigned char *p, const unsigned char *end)
{
    if (!starts_utf(zero, p, end))
        return false;
    const unsigned char *rest = p + UTF_LENGTH + (p[0] << 8 | p[1]);
    return end - rest >= 8 && sv_be32(rest) < MOST_TYPES && sv_be32(rest + 4) < MOST_OPTIONS;
}

/* Whether a class, the key of a serializer or a state may start here: of these only a state's name may be empty. */
static bool may_start_part(const unsigned char **zero, const unsigned char *p, const unsigned char *end)
{
    return starts_utf(zero, p, end) && (p[0] || p[1] || may_start_state(zero, p, end));
}

/* counted: the part before p may be the last before a number of states. */
static bool may_follow(const unsigned char *zeros[2], bool counted, const unsigned char *p, const unsigned char *end)
{
    if (p == end || may_start_part(&zeros[0], p, end))
        return true;
    return counted && end - p >= 2 && (p + 2 == end || may_start_part(&zeros[1], p + 2, end));
}

static void find_starts(struct search *s, const unsigned char *p, const unsigned char *end)
{
    const unsigned char *zero = p;
    spend(s, (uint64_t)(end - p));
    for (; p < end && s->start_count < STARTS; p++)
        if (may_start_state(&zero, p, end))
            s->starts[s->start_count++] = p;
}

/* Whether so many states may start at p and behind it. */
static bool has_room(const struct search *s, const unsigned char *p, uint32_t states)
{
    unsigned low = 0, high = s->start_count;
    while (low < high) {
        unsigned middle = low + (high - low) / 2;
        if (s->starts[middle] < p)
            low = middle + 1;
        else
            high = middle;
    }
    return s->start_count == STARTS || s->start_count - low >= states;
}

/* ---- one trial ---- */

enum outcome { NOWHERE, EXACT, ANOTHER_CLASS };

/* Bytes that choices from that offset on step over. */
static uint64_t swallowed_since(const struct search *s, unsigned depth, uint64_t at)
{
    uint64_t bytes = 0;
    while (depth > 0 && s->chosen[depth - 1].at >= at)
        bytes += s->chosen[--depth].length;
    return bytes;
}

/* Reads on from place under the first depth choices. On ANOTHER_CLASS place has moved to the part that holds the class. */
static enum outcome try_choices(struct search *s, unsigned depth, struct sv_head_place *place,
                                struct sv_defect *bad_out)
{
    struct sv_arena scratch;
    struct sv_stream stream = { .states = NULL };
    struct sv_reader r = *s->reader;
    uint64_t begin_at = place->cur.at;
    sv_arena_init(&scratch, SCRATCH_BYTES);
    r.arena = &scratch;
    r.assumed = s->chosen;
    r.assumed_count = depth;
    r.inference = NULL;
    place->tail = &stream.states;
    sv_read_parts(&r, s->form, place, &stream);
    uint64_t reached = sv_cur_ok(&r.cur) ? r.cur.at : r.cur.bad.at;
    uint64_t swallowed = swallowed_since(s, depth, begin_at);
    spend(s, TRIAL_COST + scratch.used_bytes + (reached > begin_at + swallowed ? reached - begin_at - swallowed : 0));
    sv_arena_free(&scratch);
    if (r.cur.bad.code == SV_DEFECT_LIMIT)
        give_up(s);
    *bad_out = r.cur.bad;
    if (sv_cur_ok(&r.cur))
        return sv_cur_left(&r.cur) == 0 ? EXACT : NOWHERE;
    return is_snapshot(&place->cur, bad_out) ? ANOTHER_CLASS : NOWHERE;
}

/* ---- the search ---- */

static bool is_dead_end(const struct search *s, const struct sv_head_place *place)
{
    for (unsigned i = 0; i < s->dead_end_count; i++)
        if (s->dead_ends[i].p == place->cur.p && s->dead_ends[i].part == place->part &&
            s->dead_ends[i].left == place->left)
            return true;
    return false;
}

static void add_dead_end(struct search *s, const struct sv_head_place *place)
{
    if (s->dead_end_count < DEAD_ENDS)
        s->dead_ends[s->dead_end_count++] =
            (struct dead_end){ .p = place->cur.p, .part = place->part, .left = place->left };
}

static void try_lengths(struct search *s, unsigned depth, const struct sv_head_place *place,
                        const struct sv_defect *bad);

/* One length of the class at depth has been chosen. */
static void try_rest(struct search *s, unsigned depth, const struct sv_head_place *place)
{
    struct sv_head_place next = *place;
    struct sv_defect bad;
    enum outcome outcome = try_choices(s, depth + 1, &next, &bad);
    if (outcome == EXACT) {
        s->solutions++;
        s->found_count = depth + 1;
        memcpy(s->found, s->chosen, sizeof s->chosen);
    } else if (outcome == ANOTHER_CLASS && depth + 1 == SV_LIMIT_INFER_CLASSES) {
        give_up(s);
    } else if (outcome == ANOTHER_CLASS) {
        bool new_part = next.cur.p != place->cur.p;
        if (new_part && (!has_room(s, next.cur.p, next.left) || is_dead_end(s, &next)))
            return;
        unsigned before = s->solutions;
        try_lengths(s, depth + 1, &next, &bad);
        if (new_part && s->solutions == before && s->work_left > 0)
            add_dead_end(s, &next);
    }
}

static void try_lengths(struct search *s, unsigned depth, const struct sv_head_place *place,
                        const struct sv_defect *bad)
{
    const unsigned char *end = place->cur.end;
    const unsigned char *body = body_of(&place->cur, bad);
    const unsigned char *zeros[2] = { body, body };
    bool counted =
        place->part == SV_PART_KEY || (place->part == SV_PART_STATES && place->left == 1 && s->form->broadcast);
    uint32_t states_behind = place->left > 0 ? place->left - 1 : 0;
    s->chosen[depth].at = bad->at;
    for (const unsigned char *p = body; p <= end && goes_on(s); p++) {
        spend(s, 1);
        if (!may_follow(zeros, counted, p, end))
            continue;
        if (!has_room(s, p, states_behind))
            break;
        s->chosen[depth].length = (uint64_t)(p - body);
        try_rest(s, depth, place);
    }
}

/* ---- heads worked out before ---- */

static const struct sv_inferred *find_known(const struct sv_inference *inference, const struct sv_head_form *form,
                                            const struct sv_head_place *place)
{
    size_t n = sv_cur_left(&place->cur);
    const struct sv_inferred *known = inference->known;
    for (unsigned i = 0; known && i < HEADS_COMPARED; known = known->next, i++)
        if (known->form == form && known->n == n && known->part == place->part && known->left == place->left &&
            memcmp(known->bytes, place->cur.p, n) == 0)
            return known;
    return NULL;
}

/* Rows with offsets moved by so many bytes; NULL when there are none or memory is out. */
static const struct sv_assumed *move_rows(struct sv_arena *arena, const struct sv_assumed *rows, size_t count,
                                          uint64_t by)
{
    struct sv_assumed *moved = count ? sv_arena_alloc(arena, count, sizeof *moved) : NULL;
    for (size_t i = 0; moved && i < count; i++)
        moved[i] = (struct sv_assumed){ .at = rows[i].at + by, .length = rows[i].length };
    return moved;
}

static const struct sv_inferred *work_out(struct sv_reader *r, const struct sv_head_form *form,
                                          const struct sv_head_place *place)
{
    struct sv_arena memory;
    sv_arena_init(&memory, sizeof(struct search) + 64);
    struct search *s = SV_NEW(&memory, struct search);
    struct sv_inferred *known = SV_NEW(r->arena, struct sv_inferred);
    if (s && known) {
        s->reader = r;
        s->form = form;
        uint64_t *budget = &r->inference->work_left;
        uint64_t share = *budget < SV_LIMIT_INFER_HEAD_WORK ? *budget : SV_LIMIT_INFER_HEAD_WORK;
        s->work_left = share;
        find_starts(s, place->cur.p, place->cur.end);
        try_lengths(s, 0, place, &r->cur.bad);
        *budget -= share - s->work_left;
        size_t count = s->work_left > 0 && s->solutions == 1 ? s->found_count : 0;
        const struct sv_assumed *rows = move_rows(r->arena, s->found, count, 0 - place->cur.at);
        *known = (struct sv_inferred){ .form = form,
                                       .bytes = place->cur.p,
                                       .n = sv_cur_left(&place->cur),
                                       .part = place->part,
                                       .left = place->left,
                                       .rows = rows,
                                       .count = rows ? count : 0,
                                       .next = r->inference->known };
        r->inference->known = known;
    }
    sv_arena_free(&memory);
    return s && known ? known : NULL;
}

bool sv_infer(struct sv_reader *r, const struct sv_head_form *form, const struct sv_head_place *place,
              const struct sv_assumed **rows_out, size_t *count_out)
{
    if (!r->inference || !is_snapshot(&place->cur, &r->cur.bad))
        return false;
    const struct sv_inferred *known = find_known(r->inference, form, place);
    if (!known)
        known = work_out(r, form, place);
    const struct sv_assumed *rows = known ? move_rows(r->arena, known->rows, known->count, place->cur.at) : NULL;
    if (!rows)
        return false;
    *rows_out = rows;
    *count_out = known->count;
    return true;
}
