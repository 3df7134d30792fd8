/* changelog.c: the descriptions of states inside a changelog increment. docs/format/state-head.md#changelog
 *
 * In memory                                    In a file
 * SIZE  MEANING                                SIZE  MEANING
 *    4  number of changes, and of each            1  whether all that follows is snappy framed
 *    4  key group, -1 for descriptions                 up to the recorded offset: other change sets
 *    4  length                                    4  number of key groups, and of each
 *       change                                    4  number of changes
 *                                                 4  key group, -1 for descriptions
 *                                                    4 length, change each
 * A description: 1 operation 8, 4 version, state (stateinfo.c), then default value, TTL and short id, which are left out.
 *
 * Mirrors StateChangeFormat, ChangelogStreamWrapper, AbstractStateChangeLogger and ChangelogBackendLogApplier. A state is
 * described before its first change after each materialization, and without the key serializer. */
#include "base/snappy.h"
#include "flink/head.h"

enum { DESCRIPTIONS = -1, OPERATION_METADATA = 8, FIRST_SNAPSHOTS_VERSION = 6, LAST_SNAPSHOTS_VERSION = 7 };

/* Before 1.17 the key groups of a change set stood in the order of a HashMap, whose first bucket holds -1 and key groups
 * that its size of at least 16 divides; later ones have the descriptions first. So others need not be looked at. */
enum { SMALLEST_HASH_MAP = 16 };

struct changes {
    struct sv_reader *r; /* its cursor stands in what has been unpacked */
    bool packed;
    struct sv_cursor rest; /* what has not been unpacked */
    struct sv_stream *stream;
    struct sv_state **tail;
    struct sv_defect bad; /* of the first description that could not be read; its length confines it */
};

/* ---- unpacking ---- */

static bool append_chunk(struct changes *c, unsigned char **buffer, size_t *used, size_t *capacity)
{
    struct sv_snappy_chunk chunk;
    uint64_t at = c->rest.at;
    if (!sv_snappy_next(&c->rest, &chunk))
        return false;
    if (*used + chunk.plain_bytes > *capacity) {
        size_t grown = 2 * *capacity + chunk.plain_bytes;
        unsigned char *larger = sv_arena_alloc(c->r->arena, grown, 1);
        if (!larger) {
            sv_cur_fail(&c->rest, SV_DEFECT_LIMIT);
            return false;
        }
        if (*used)
            memcpy(larger, *buffer, *used);
        *buffer = larger;
        *capacity = grown;
    }
    if (!sv_snappy_inflate(&chunk, *buffer + *used)) {
        sv_cur_fail_at(&c->rest, SV_DEFECT_BAD_VALUE, at, "snappy chunk", (sv_str){ "", 0 });
        return false;
    }
    *used += chunk.plain_bytes;
    return true;
}

/* Unpacks until n bytes are left at the cursor, if there are so many. What is unpacked stays in the arena: the model
 * borrows from it. */
static void want(struct changes *c, uint64_t n)
{
    struct sv_cursor *cur = &c->r->cur;
    if (!c->packed || !sv_cur_ok(cur) || sv_cur_left(cur) >= n)
        return;
    size_t used = sv_cur_left(cur), capacity = used + SV_SNAPPY_CHUNK_BYTES;
    unsigned char *buffer = sv_arena_alloc(c->r->arena, capacity, 1);
    if (!buffer) {
        sv_cur_fail(cur, SV_DEFECT_LIMIT);
        return;
    }
    if (used)
        memcpy(buffer, cur->p, used);
    while ((used < n || used < SV_SNAPPY_CHUNK_BYTES) && append_chunk(c, &buffer, &used, &capacity))
        ;
    cur->p = buffer;
    cur->end = buffer + used;
    if (!sv_cur_ok(&c->rest))
        sv_cur_fail_at(cur, c->rest.bad.code, c->rest.bad.at, c->rest.bad.doing, c->rest.bad.subject);
}

/* Chunks that are stepped over whole are not unpacked. */
static void step_over(struct changes *c, uint64_t n)
{
    struct sv_cursor *cur = &c->r->cur;
    size_t here = n < sv_cur_left(cur) ? (size_t)n : sv_cur_left(cur);
    sv_cur_take(cur, here);
    n -= here;
    while (c->packed && n > 0 && sv_cur_ok(cur)) {
        struct sv_cursor ahead = c->rest;
        struct sv_snappy_chunk chunk;
        if (!sv_snappy_next(&ahead, &chunk) || chunk.plain_bytes > n)
            break;
        c->rest = ahead;
        cur->at += chunk.plain_bytes;
        n -= chunk.plain_bytes;
    }
    want(c, n);
    sv_cur_take(cur, n);
}

static int32_t next_i32(struct changes *c)
{
    want(c, 4);
    return sv_cur_i32(&c->r->cur);
}

static uint32_t next_size(struct changes *c, const char *doing)
{
    c->r->cur.doing = doing;
    uint64_t at = c->r->cur.at;
    int32_t n = next_i32(c);
    if (n >= 0)
        return (uint32_t)n;
    sv_cur_fail_at(&c->r->cur, SV_DEFECT_BAD_VALUE, at, doing, (sv_str){ "", 0 });
    return 0;
}

/* ---- changes ---- */

static void read_description(struct changes *c, struct sv_cursor change)
{
    struct sv_reader r = *c->r;
    r.cur = change;
    r.cur.doing = "change: operation";
    if (sv_cur_u8(&r.cur) != OPERATION_METADATA)
        return;
    c->stream->declared++;
    r.cur.doing = "description of a state: version";
    uint64_t at = r.cur.at;
    int32_t version = sv_cur_i32(&r.cur);
    if (version < FIRST_SNAPSHOTS_VERSION || version > LAST_SNAPSHOTS_VERSION)
        sv_cur_fail_at(&r.cur, SV_DEFECT_UNKNOWN_VERSION, at, r.cur.doing, (sv_str){ "", 0 });
    c->stream->version = version;
    struct sv_state *state = sv_read_state(&r, SV_STATE_FORM_SNAPSHOTS, SV_LIST_KEYED);
    c->r->nodes_left = r.nodes_left;
    if (state) {
        state->backend = SV_BACKEND_CHANGELOG;
        state->stream = c->stream;
        *c->tail = state;
        c->tail = &state->next;
    }
    c->stream->read += sv_cur_ok(&r.cur);
    if (r.cur.bad.code == SV_DEFECT_LIMIT)
        sv_cur_fail_at(&c->r->cur, r.cur.bad.code, r.cur.bad.at, r.cur.bad.doing, r.cur.bad.subject);
    if (c->bad.code == SV_DEFECT_NONE)
        c->bad = r.cur.bad;
}

static void read_change(struct changes *c, int32_t key_group)
{
    uint32_t n = next_size(c, "change: length");
    if (key_group != DESCRIPTIONS) {
        step_over(c, n);
        return;
    }
    want(c, n);
    struct sv_cursor change = sv_cur_frame(&c->r->cur, n);
    if (sv_cur_ok(&change))
        read_description(c, change);
}

static void read_change_set(struct changes *c)
{
    uint32_t groups = next_size(c, "change set: number of key groups");
    for (; groups > 0 && sv_cur_ok(&c->r->cur); groups--) {
        uint32_t left = next_size(c, "change set: number of changes");
        c->r->cur.doing = "change set: key group";
        int32_t key_group = next_i32(c);
        if (key_group % SMALLEST_HASH_MAP != 0 && key_group != DESCRIPTIONS)
            return;
        for (; left > 0 && sv_cur_ok(&c->r->cur); left--)
            read_change(c, key_group);
        if (key_group == DESCRIPTIONS)
            return;
    }
}

static struct sv_stream *end_of(struct changes *c)
{
    sv_stream_end(c->r, c->stream);
    if (c->stream->defect.code == SV_DEFECT_NONE)
        c->stream->defect = c->bad;
    return c->stream;
}

struct sv_stream *sv_read_changelog_head(struct sv_reader *r)
{
    struct changes c = { .r = r, .stream = sv_stream_new(r, SV_STREAM_CHANGELOG) };
    if (!c.stream)
        return NULL;
    c.tail = &c.stream->states;
    for (uint32_t left = next_size(&c, "number of changes"); left > 0 && sv_cur_ok(&r->cur); left--) {
        r->cur.doing = "change: key group";
        int32_t key_group = next_i32(&c);
        read_change(&c, key_group);
    }
    return end_of(&c);
}

struct sv_stream *sv_read_changelog_file_head(struct sv_reader *r, uint64_t offset)
{
    struct changes c = { .r = r, .stream = sv_stream_new(r, SV_STREAM_CHANGELOG) };
    if (!c.stream)
        return NULL;
    c.tail = &c.stream->states;
    r->cur.doing = "changelog file: compression flag";
    c.packed = sv_cur_bool(&r->cur);
    c.stream->compressed = c.packed;
    if (c.packed) {
        c.rest = r->cur;
        r->cur.end = r->cur.p;
    }
    r->cur.doing = "changelog file: bytes before the change set";
    step_over(&c, offset);
    read_change_set(&c);
    return end_of(&c);
}
