/* full.c: a key group of a canonical savepoint or of a full snapshot of RocksDB. docs/format/state-entries.md#full
 *
 * SIZE  MEANING
 *       all of it snappy framed where the head says so
 *    2  number of a state in the head, and of its entries, at least one:
 *    4    length of the key; key (composite_key.c), the highest bit of its first byte set when it is the state's last
 *    4    length of the value; value
 *    2  number of the next state, or FFFF at the end
 *
 * Mirrors FullSnapshotAsyncWriter, FullSnapshotRestoreOperation. */
#include "scan/key_groups.h"

enum { END_OF_KEY_GROUP = 0xFFFF, LAST_OF_STATE = 0x80 };

struct pair {
    uint64_t at;
    sv_str key, value;
    bool last;     /* of its state */
    uint16_t next; /* state that follows the last pair */
};

/* A pair, and behind the last one of a state the number of the next. */
static void read_pair(struct sv_cursor *cur, struct pair *pair_out)
{
    struct pair pair = { .at = cur->at };
    cur->doing = "key of an entry";
    pair.key = sv_cur_bytes(cur, sv_cur_count(cur, 1));
    cur->doing = "value of an entry";
    pair.value = sv_cur_bytes(cur, sv_cur_count(cur, 1));
    pair.last = pair.key.n && (pair.key.p[0] & LAST_OF_STATE);
    cur->doing = "number of a state";
    if (pair.last)
        pair.next = sv_cur_u16(cur);
    *pair_out = pair;
}

static void lost(struct sv_key_group *g, const struct sv_scan_state *state, const struct sv_cursor *tried)
{
    struct sv_defect defect = sv_input_defect(g->in, tried);
    sv_key_group_lost(g, state, &defect);
}

static bool next_pair(struct sv_key_group *g, const struct sv_scan_state *state, struct sv_cursor *read,
                      struct pair *pair_out)
{
    for (;;) {
        *read = g->in->cur;
        read_pair(read, pair_out);
        if (sv_cur_ok(read))
            return true;
        if (sv_input_retry(g->in, read))
            continue;
        lost(g, state, read);
        return false;
    }
}

static bool first_number(struct sv_key_group *g, uint16_t *number_out)
{
    for (;;) {
        struct sv_cursor read = g->in->cur;
        read.doing = "number of a state";
        *number_out = sv_cur_u16(&read);
        if (sv_cur_ok(&read)) {
            sv_input_accept(g->in, &read);
            return true;
        }
        if (sv_input_retry(g->in, &read))
            continue;
        lost(g, NULL, &read);
        return false;
    }
}

/* The key without its mark. */
static bool clear_mark(struct sv_key_group *g, struct pair *pair)
{
    g->held.n = 0;
    if (!sv_hold(g, pair->key))
        return false;
    g->held.p[0] = (char)(g->held.p[0] & ~LAST_OF_STATE);
    pair->key.p = g->held.p;
    return true;
}

static void tell(struct sv_key_group *g, const struct sv_scan_state *state, struct pair *pair)
{
    const struct sv_defect defect = { .code = SV_DEFECT_LIMIT, .at = pair->at, .doing = "key of an entry" };
    if (pair->last && !clear_mark(g, pair))
        sv_tell_lost(g->job, state->state, g->in->blob, g->number, g->number, &defect);
    else
        sv_tell_composite(g->job, state, pair->key, pair->value, pair->at, g->in->blob, g->number, g->number);
}

/* A state that the head does not show has pairs all the same: they are stepped over. */
static const struct sv_scan_state *state_of(struct sv_key_group *g, uint16_t number)
{
    const struct sv_stream *stream = g->job->unit->handle->stream;
    if (number < g->job->state_count)
        return g->job->states[number];
    struct sv_defect defect = stream->defect;
    if (defect.code == SV_DEFECT_NONE || number >= stream->declared)
        defect = (struct sv_defect){ .code = SV_DEFECT_BAD_VALUE, .at = g->in->cur.at, .doing = "number of a state" };
    sv_tell_lost(g->job, NULL, g->in->blob, g->number, g->number, &defect);
    return NULL;
}

/* The pairs of a state; false when no other state follows. */
static bool read_state(struct sv_key_group *g, uint16_t *number)
{
    const struct sv_scan_state *state = state_of(g, *number);
    struct pair pair = { .last = false };
    for (uint32_t i = 0; i < *number && i < g->job->state_count; i++)
        g->came[i] = true; /* states come in order of number: those left out have no entries */
    while (!pair.last && !g->job->stopped) {
        struct sv_cursor read;
        if (!next_pair(g, state, &read, &pair))
            return false;
        if (state && state->wanted)
            tell(g, state, &pair);
        sv_input_accept(g->in, &read);
    }
    if (*number < g->job->state_count)
        g->came[*number] = true;
    *number = pair.next;
    return !g->job->stopped && pair.next != END_OF_KEY_GROUP;
}

void sv_read_full_key_group(struct sv_key_group *g)
{
    uint16_t number;
    if (g->job->unit->handle->stream->compressed)
        sv_input_unpack(g->in);
    if (!first_number(g, &number) || number == END_OF_KEY_GROUP)
        return;
    while (read_state(g, &number))
        ;
}
