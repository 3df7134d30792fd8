/* heap.c: a key group as the heap backend writes it. docs/format/state-entries.md#heap
 *
 * SIZE  MEANING
 *    4  key group; what follows is snappy framed where the head says so
 *       of each state of the head, in any order:
 *    2    its number in the head
 *    4    number of entries
 *         of each: namespace, key, value (a list or map whole)
 *         of timers: 8 time with its sign bit flipped, key, namespace
 *
 * Nothing has a length: what does not decode hides all that follows in its key group.
 * Mirrors HeapRestoreOperation, KeyGroupPartitioner, CopyOnWriteStateMapSnapshot. */
#include "scan/infer.h"

/* 1.2 wrote tables by namespace. */
enum { FIRST_VERSION_OF_FORM = 3 };

typedef void read_fn(struct sv_key_group *g, const struct sv_scan_state *state, struct sv_cursor *cur,
                     struct sv_state_entry *entry);

static sv_str take_value(struct sv_key_group *g, struct sv_cursor *cur, const struct sv_codec *codec, const char *doing)
{
    cur->doing = doing;
    return sv_take_value(g->job, cur, codec);
}

static void read_scope(struct sv_key_group *g, const struct sv_scan_state *state, struct sv_cursor *cur,
                       struct sv_state_entry *entry)
{
    sv_str name_space = take_value(g, cur, state->name_space, "namespace of an entry");
    entry->name_space = state->codecs.name_space ? name_space : (sv_str){ NULL, 0 };
    entry->key = take_value(g, cur, state->codecs.key, "key of an entry");
}

static void read_value_entry(struct sv_key_group *g, const struct sv_scan_state *state, struct sv_cursor *cur,
                             struct sv_state_entry *entry)
{
    read_scope(g, state, cur, entry);
    entry->value = take_value(g, cur, state->codecs.value, "value of an entry");
}

static void read_timer(struct sv_key_group *g, const struct sv_scan_state *state, struct sv_cursor *cur,
                       struct sv_state_entry *entry)
{
    cur->doing = "time of a timer";
    entry->timer = sv_take_time(cur);
    entry->key = take_value(g, cur, state->codecs.key, "key of a timer");
    sv_str name_space = take_value(g, cur, state->name_space, "namespace of a timer");
    entry->name_space = state->codecs.name_space ? name_space : (sv_str){ NULL, 0 };
}

/* A pair of a map: its value with the byte that says whether it is null. */
static void read_pair(struct sv_key_group *g, const struct sv_scan_state *state, struct sv_cursor *cur,
                      struct sv_state_entry *entry)
{
    entry->user_key = take_value(g, cur, state->codecs.user_key, "user key of a map");
    const unsigned char *begin = cur->p;
    cur->doing = "value of a map";
    if (!sv_cur_bool(cur))
        take_value(g, cur, state->codecs.value, cur->doing);
    entry->value = (sv_str){ (const char *)begin, (size_t)(cur->p - begin) };
}

static void read_map_head(struct sv_key_group *g, const struct sv_scan_state *state, struct sv_cursor *cur,
                          struct sv_state_entry *entry)
{
    read_scope(g, state, cur, entry);
    cur->doing = "size of a map";
    sv_cur_i32(cur);
}

/* One record, read again as often as it takes to have it whole at hand; false, with the defect in read_out. */
static bool read_record(struct sv_key_group *g, const struct sv_scan_state *state, read_fn *read,
                        struct sv_cursor *read_out, struct sv_state_entry *entry)
{
    do {
        *read_out = g->in->cur;
        entry->at = read_out->at;
        read(g, state, read_out, entry);
    } while (!sv_cur_ok(read_out) && sv_input_retry(g->in, read_out));
    return sv_cur_ok(read_out);
}

static void lost(struct sv_key_group *g, const struct sv_scan_state *state, const struct sv_cursor *read)
{
    struct sv_defect defect = sv_input_defect(g->in, read);
    sv_key_group_lost(g, state, &defect);
}

static bool tell(struct sv_key_group *g, const struct sv_scan_state *state, const struct sv_cursor *read,
                 struct sv_state_entry *entry)
{
    if (state->wanted)
        sv_tell_entry(g->job, entry);
    sv_input_accept(g->in, read);
    return !g->job->stopped;
}

/* A number of things that stands by itself; false after a loss. */
static bool read_count(struct sv_key_group *g, const struct sv_scan_state *state, unsigned bytes, const char *doing,
                       uint32_t *count_out)
{
    for (;;) {
        struct sv_cursor cur = g->in->cur;
        cur.doing = doing;
        int32_t count = bytes == 2 ? (int32_t)sv_cur_u16(&cur) : sv_cur_i32(&cur);
        if (count < 0)
            sv_cur_fail_at(&cur, SV_DEFECT_BAD_VALUE, g->in->cur.at, doing, (sv_str){ "", 0 });
        if (sv_cur_ok(&cur)) {
            sv_input_accept(g->in, &cur);
            *count_out = (uint32_t)count;
            return true;
        }
        if (sv_input_retry(g->in, &cur))
            continue;
        lost(g, state, &cur);
        return false;
    }
}

/* Key and namespace of a map are kept: the window moves on under its pairs. */
static bool hold_scope(struct sv_key_group *g, struct sv_state_entry *entry)
{
    sv_str key = entry->key, name_space = entry->name_space;
    g->held.n = 0;
    if (!sv_hold(g, key) || !sv_hold(g, name_space))
        return false;
    entry->key.p = g->held.p ? g->held.p : "";
    if (name_space.p)
        entry->name_space.p = entry->key.p + key.n;
    return true;
}

/* What reading an entry came to. */
enum outcome { GOES_ON, STOPPED, OPAQUE };

static enum outcome after_failure(struct sv_key_group *g, const struct sv_scan_state *state,
                                  const struct sv_cursor *read)
{
    if (sv_is_opaque(&read->bad))
        return OPAQUE;
    lost(g, state, read);
    return STOPPED;
}

/* The pairs of a map, whose head has been read. */
static enum outcome read_pairs(struct sv_key_group *g, const struct sv_scan_state *state, int32_t pairs,
                               struct sv_state_entry *entry)
{
    struct sv_cursor read;
    for (; pairs > 0; pairs--) {
        if (!read_record(g, state, read_pair, &read, entry))
            return after_failure(g, state, &read);
        if (!tell(g, state, &read, entry))
            return STOPPED;
    }
    return GOES_ON;
}

static void read_whole_map(struct sv_key_group *g, const struct sv_scan_state *state, struct sv_cursor *cur,
                           struct sv_state_entry *entry)
{
    read_map_head(g, state, cur, entry);
    int32_t pairs = sv_cur_ok(cur) ? (int32_t)sv_be32(cur->p - 4) : 0;
    for (; pairs > 0 && sv_cur_ok(cur); pairs--)
        read_pair(g, state, cur, entry);
}

/* Where a pair may be opaque, the whole map is kept at hand until it is known that none is: where it begins is needed
 * to work out where it ends. */
static enum outcome read_map(struct sv_key_group *g, const struct sv_scan_state *state, struct sv_state_entry *entry)
{
    struct sv_cursor read;
    if (!state->decodable && !read_record(g, state, read_whole_map, &read, entry))
        return after_failure(g, state, &read);
    if (!read_record(g, state, read_map_head, &read, entry))
        return after_failure(g, state, &read);
    int32_t pairs = (int32_t)sv_be32(read.p - 4);
    if (pairs < 0)
        sv_cur_fail(&read, SV_DEFECT_BAD_VALUE);
    else if (!hold_scope(g, entry))
        sv_cur_fail(&read, SV_DEFECT_LIMIT);
    if (!sv_cur_ok(&read))
        return after_failure(g, state, &read);
    sv_input_accept(g->in, &read);
    return read_pairs(g, state, pairs, entry);
}

static enum outcome read_entry(struct sv_key_group *g, const struct sv_scan_state *state, struct sv_state_entry *entry)
{
    struct sv_cursor read;
    if (state->state->kind == SV_STATE_MAP)
        return read_map(g, state, entry);
    bool timer = state->state->kind == SV_STATE_TIMER;
    if (!read_record(g, state, timer ? read_timer : read_value_entry, &read, entry))
        return after_failure(g, state, &read);
    return tell(g, state, &read, entry) ? GOES_ON : STOPPED;
}

static enum sv_entry_form form_of(enum sv_state_kind kind)
{
    if (kind == SV_STATE_MAP)
        return SV_ENTRY_NULLABLE;
    return kind == SV_STATE_LIST ? SV_ENTRY_LIST_COUNTED : SV_ENTRY_PLAIN;
}

/* ---- values that do not decode ---- */

static struct sv_cursor part_of(const struct sv_cursor *region, const struct sv_starts *starts, size_t i)
{
    struct sv_cursor part = *region;
    sv_cur_take(&part, starts->items[i]);
    return sv_cur_frame(&part, starts->items[i + 1] - starts->items[i]);
}

static sv_str rest_of(const struct sv_cursor *cur)
{
    return (sv_str){ (const char *)cur->p, sv_cur_left(cur) };
}

/* An opaque key, and behind it what decodes by second, to the end of the record; a defect when several ways fit. */
static void split_key(struct sv_key_group *g, const struct sv_codec *second, bool null_byte, struct sv_cursor *record,
                      sv_str *key_out)
{
    size_t n = 0;
    record->doing = "key of an entry";
    if (!sv_infer_split(g->job, second, null_byte, *record, &n))
        sv_cur_fail(record, SV_DEFECT_UNSUPPORTED);
    *key_out = sv_cur_bytes(record, n);
}

static void tell_or_lose(struct sv_key_group *g, const struct sv_scan_state *state, const struct sv_cursor *record,
                         struct sv_state_entry *entry)
{
    if (state->wanted && sv_cur_ok(record))
        sv_tell_entry(g->job, entry);
    else if (state->wanted)
        sv_tell_lost(g->job, state->state, g->in->blob, g->number, g->number, &record->bad);
}

static void tell_pairs(struct sv_key_group *g, const struct sv_scan_state *state, struct sv_cursor pairs,
                       uint32_t count, struct sv_state_entry *entry)
{
    struct sv_starts starts;
    if (!sv_infer_pairs(g->job, state, pairs, count, true, &starts)) {
        struct sv_defect defect = { .code = SV_DEFECT_UNSUPPORTED, .at = pairs.at, .doing = "pairs of a map" };
        if (state->wanted)
            sv_tell_lost(g->job, state->state, g->in->blob, g->number, g->number, &defect);
        return;
    }
    for (size_t i = 0; i < starts.count && !g->job->stopped; i++) {
        struct sv_cursor pair = part_of(&pairs, &starts, i), behind = pair;
        entry->at = pair.at;
        entry->user_key = take_value(g, &behind, state->codecs.user_key, "user key of a map");
        if (sv_cur_ok(&behind))
            pair = behind;
        else
            split_key(g, state->codecs.value, true, &pair, &entry->user_key);
        entry->value = rest_of(&pair);
        tell_or_lose(g, state, &pair, entry);
    }
    sv_starts_free(&starts);
}

static void split_value(struct sv_key_group *g, const struct sv_scan_state *state, struct sv_cursor *record,
                        struct sv_state_entry *entry)
{
    sv_str name_space = take_value(g, record, state->name_space, "namespace of an entry");
    entry->name_space = state->codecs.name_space ? name_space : (sv_str){ NULL, 0 };
    split_key(g, state->codecs.value, false, record, &entry->key);
    entry->value = rest_of(record);
}

static void split_timer(struct sv_key_group *g, const struct sv_scan_state *state, struct sv_cursor *record,
                        struct sv_state_entry *entry)
{
    sv_cur_take(record, sizeof entry->timer); /* it has been read */
    split_key(g, state->name_space, false, record, &entry->key);
    entry->name_space = state->codecs.name_space ? rest_of(record) : (sv_str){ NULL, 0 };
}

static void tell_inferred(struct sv_key_group *g, const struct sv_scan_state *state, struct sv_cursor record,
                          struct sv_state_entry *entry)
{
    entry->at = record.at;
    if (state->state->kind == SV_STATE_MAP) {
        read_map_head(g, state, &record, entry);
        tell_pairs(g, state, record, sv_cur_ok(&record) ? sv_be32(record.p - 4) : 0, entry);
        return;
    }
    struct sv_cursor behind = record;
    if (state->state->kind == SV_STATE_TIMER) {
        read_timer(g, state, &behind, entry);
        if (!sv_cur_ok(&behind))
            split_timer(g, state, &record, entry);
    } else {
        read_scope(g, state, &behind, entry);
        entry->value = rest_of(&behind);
        if (!sv_cur_ok(&behind))
            split_value(g, state, &record, entry);
    }
    tell_or_lose(g, state, &record, entry);
}

static struct sv_state_entry new_entry(const struct sv_key_group *g, const struct sv_scan_state *state)
{
    return (struct sv_state_entry){
        .state = state->state,
        .codecs = &state->codecs,
        .key_group = g->number,
        .form = form_of(state->state->kind),
    };
}

/* The entries from the next one on, of which that one does not decode; false when their ends cannot be told. */
static bool infer_entries(struct sv_key_group *g, const struct sv_scan_state *state, uint32_t count)
{
    struct sv_starts starts;
    if (!sv_input_whole(g->in) || !sv_infer_entries(g, state, g->in->cur, count, &starts))
        return false;
    struct sv_cursor region = g->in->cur;
    for (size_t i = 0; i < starts.count && !g->job->stopped; i++) {
        struct sv_state_entry entry = new_entry(g, state);
        tell_inferred(g, state, part_of(&region, &starts, i), &entry);
    }
    sv_cur_take(&region, starts.items[starts.count]);
    sv_input_accept(g->in, &region);
    sv_starts_free(&starts);
    return !g->job->stopped;
}

/* The record that could not be read once more, for its defect. */
static void lost_from_here(struct sv_key_group *g, const struct sv_scan_state *state)
{
    struct sv_cursor read = g->in->cur;
    struct sv_state_entry entry = new_entry(g, state);
    if (state->state->kind == SV_STATE_MAP)
        read_whole_map(g, state, &read, &entry);
    else if (state->state->kind == SV_STATE_TIMER)
        read_timer(g, state, &read, &entry);
    else
        read_value_entry(g, state, &read, &entry);
    lost(g, state, &read);
}

static bool read_state(struct sv_key_group *g, const struct sv_scan_state *state)
{
    uint32_t left;
    if (!read_count(g, state, 4, "number of entries", &left))
        return false;
    for (; left > 0; left--) {
        struct sv_state_entry entry = new_entry(g, state);
        enum outcome outcome = read_entry(g, state, &entry);
        if (outcome == OPAQUE && infer_entries(g, state, left))
            return true;
        if (outcome == OPAQUE && !g->job->stopped)
            lost_from_here(g, state);
        if (outcome != GOES_ON)
            return false;
    }
    return true;
}

/* The state whose number stands at the cursor; NULL after a loss. */
static const struct sv_scan_state *next_state(struct sv_key_group *g)
{
    const struct sv_stream *stream = g->job->unit->handle->stream;
    uint32_t number;
    uint64_t at = g->in->cur.at;
    if (!read_count(g, NULL, 2, "number of a state", &number))
        return NULL;
    if (number < g->job->state_count && !g->came[number])
        return g->job->states[number];
    struct sv_defect defect = stream->defect;
    if (defect.code == SV_DEFECT_NONE || number >= stream->declared || number < g->job->state_count)
        defect = (struct sv_defect){ .code = SV_DEFECT_BAD_VALUE, .at = at, .doing = "number of a state" };
    sv_key_group_lost(g, NULL, &defect);
    return NULL;
}

static bool all_wanted_came(const struct sv_key_group *g)
{
    for (uint32_t i = 0; i < g->job->state_count; i++)
        if (g->job->states[i]->wanted && !g->came[i])
            return false;
    return g->job->unit->handle->stream->defect.code == SV_DEFECT_NONE;
}

static bool begin(struct sv_key_group *g)
{
    const struct sv_stream *stream = g->job->unit->handle->stream;
    struct sv_cursor *cur = &g->in->cur;
    cur->doing = "key group";
    uint64_t at = cur->at;
    int32_t number = sv_cur_i32(cur);
    if (sv_cur_ok(cur) && number != g->number)
        sv_cur_fail_at(cur, SV_DEFECT_BAD_VALUE, at, cur->doing, (sv_str){ "", 0 });
    if (sv_cur_ok(cur) && stream->version < FIRST_VERSION_OF_FORM)
        sv_cur_fail_at(cur, SV_DEFECT_UNSUPPORTED, at, "tables of Flink 1.2", (sv_str){ "", 0 });
    struct sv_defect defect = sv_input_defect(g->in, cur);
    if (defect.code != SV_DEFECT_NONE)
        sv_key_group_lost(g, NULL, &defect);
    else if (stream->compressed)
        sv_input_unpack(g->in);
    return defect.code == SV_DEFECT_NONE;
}

void sv_read_heap_key_group(struct sv_key_group *g)
{
    if (!begin(g))
        return;
    for (; g->states_left > 0; g->states_left--) {
        const struct sv_scan_state *state = all_wanted_came(g) ? NULL : next_state(g);
        if (!state)
            return;
        uint32_t number = 0;
        while (g->job->states[number] != state)
            number++;
        if (!read_state(g, state))
            return;
        g->came[number] = true;
    }
    if (!sv_input_left(g->in))
        return;
    struct sv_defect defect = { .code = SV_DEFECT_TRAILING, .at = g->in->cur.at, .doing = "end of a key group" };
    sv_tell_lost(g->job, NULL, g->in->blob, g->number, g->number, &defect);
}
