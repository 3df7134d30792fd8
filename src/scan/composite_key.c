/* composite_key.c: the keys of RocksDB and of canonical savepoints. docs/format/state-entries.md#composite-keys
 *
 * SIZE  MEANING
 *  1-2  key group (2 when there are more than 128)
 *       state: key; namespace; user key of a map. When neither key nor namespace has a fixed length, each of both is
 *         followed by its length: as many bytes as it needs, the lowest first
 *       timer: 8 time with its sign bit flipped; key; namespace
 *
 * Mirrors CompositeKeySerializationUtils and TimerSerializer. A key that does not decode (Kryo of an unknown class) has
 * no known end: it is taken to end where what follows it fits, if there is exactly one such place. */
#include "scan/backend.h"

enum { MOST_KEY_GROUPS_IN_A_BYTE = 128, LONGEST_SEARCH = 1 << 16 };

unsigned sv_key_group_bytes(int32_t max_parallelism)
{
    return max_parallelism > MOST_KEY_GROUPS_IN_A_BYTE ? 2 : 1;
}

/* What stands in the values of canonical savepoints and of RocksDB. */
static enum sv_entry_form form_of(enum sv_state_kind kind)
{
    switch (kind) {
    case SV_STATE_LIST:
        return SV_ENTRY_LIST_DELIMITED;
    case SV_STATE_MAP:
        return SV_ENTRY_NULLABLE;
    default:
        return SV_ENTRY_PLAIN;
    }
}

/* A composite key being taken apart. */
struct splitting {
    struct sv_scan_job *job;
    const struct sv_scan_state *state;
    bool lengths; /* stand behind key and namespace */
    struct sv_state_entry *entry;
};

/* The length of a part as it is written behind it; anything else is a defect. */
static void take_length(struct sv_cursor *cur, size_t length)
{
    do {
        if (sv_cur_u8(cur) != (uint8_t)length)
            sv_cur_fail(cur, SV_DEFECT_BAD_VALUE);
        length >>= 8;
    } while (length);
}

static sv_str take_part(const struct splitting *s, struct sv_cursor *cur, const struct sv_codec *codec)
{
    sv_str part = sv_take_value(s->job, cur, codec);
    if (s->lengths && sv_cur_ok(cur))
        take_length(cur, part.n);
    return part;
}

/* All behind the key, which has to reach the end exactly. */
static bool take_rest(const struct splitting *s, struct sv_cursor cur)
{
    struct sv_state_entry *entry = s->entry;
    sv_str name_space = take_part(s, &cur, s->state->name_space);
    entry->name_space = s->state->codecs.name_space ? name_space : (sv_str){ NULL, 0 };
    entry->user_key = (sv_str){ NULL, 0 };
    if (s->state->state->kind == SV_STATE_MAP && sv_cur_ok(&cur)) {
        entry->user_key = (sv_str){ (const char *)cur.p, sv_cur_left(&cur) };
        sv_cur_take(&cur, sv_cur_left(&cur));
    }
    sv_cur_finish(&cur);
    return sv_cur_ok(&cur);
}

/* The user key decodes to the last byte too. */
static bool fits(const struct splitting *s, struct sv_cursor cur)
{
    if (!take_rest(s, cur))
        return false;
    if (!s->entry->user_key.p)
        return true;
    struct sv_cursor user_key = sv_cur_of(s->entry->user_key.p, s->entry->user_key.n, 0);
    take_part(&(struct splitting){ .job = s->job }, &user_key, s->state->codecs.user_key);
    sv_cur_finish(&user_key);
    return sv_cur_ok(&user_key);
}

/* The one place where an undecodable key may end; all of cur when there is none or more than one. */
static void search(const struct splitting *s, struct sv_cursor cur)
{
    size_t n = sv_cur_left(&cur), found = 0, count = 0;
    for (size_t end = 0; end <= n && n <= LONGEST_SEARCH && count < 2; end++) {
        struct sv_cursor rest = cur;
        sv_cur_take(&rest, end);
        if (s->lengths)
            take_length(&rest, end);
        if (!sv_cur_ok(&rest) || !fits(s, rest))
            continue;
        found = end;
        count++;
    }
    s->entry->key = (sv_str){ (const char *)cur.p, count == 1 ? found : n };
    s->entry->name_space = s->entry->user_key = (sv_str){ NULL, 0 };
    if (count != 1)
        return;
    sv_cur_take(&cur, found);
    if (s->lengths)
        take_length(&cur, found);
    take_rest(s, cur);
}

static int32_t length_of(const struct sv_codec *codec)
{
    return codec ? sv_codec_length(codec) : -1;
}

/* Fills the parts of the entry, which borrow from composite, and of a timer its time. False when it cannot be taken apart at
 * all; a key that does not decode takes all that cannot be told apart from it. */
static bool take_apart(struct sv_scan_job *job, const struct sv_scan_state *state, sv_str composite,
                       struct sv_state_entry *entry)
{
    struct sv_cursor cur = sv_cur_of(composite.p, composite.n, 0);
    struct splitting s = { .job = job, .state = state, .entry = entry };
    bool timer = state->state->kind == SV_STATE_TIMER;
    s.lengths = !timer && length_of(state->codecs.key) < 0 && length_of(state->name_space) < 0;
    entry->key_group = 0;
    for (unsigned left = sv_key_group_bytes(job->unit->op->max_parallelism); left > 0; left--)
        entry->key_group = entry->key_group << 8 | sv_cur_u8(&cur);
    if (timer)
        entry->timer = sv_take_time(&cur);
    if (!sv_cur_ok(&cur))
        return false;
    struct sv_cursor behind = cur;
    entry->key = take_part(&s, &behind, state->codecs.key);
    if (!sv_cur_ok(&behind) || !take_rest(&s, behind))
        search(&s, cur);
    return true;
}

void sv_tell_composite(struct sv_scan_job *job, const struct sv_scan_state *state, sv_str key, sv_str value,
                       uint64_t at, const struct sv_blob *blob, int32_t first, int32_t last)
{
    struct sv_state_entry entry = {
        .state = state->state, .codecs = &state->codecs, .form = form_of(state->state->kind), .value = value, .at = at
    };
    const struct sv_defect defect = { .code = SV_DEFECT_BAD_VALUE, .at = at, .doing = "key of an entry" };
    if (state->state->kind == SV_STATE_TIMER)
        entry.value = (sv_str){ NULL, 0 };
    if (take_apart(job, state, key, &entry) && entry.key_group >= first && entry.key_group <= last)
        sv_tell_entry(job, &entry);
    else
        sv_tell_lost(job, state->state, blob, first, last, &defect);
}
