/* diff_print.c: entries as hashes of what they say, however their backend writes it. */
#include <stdlib.h>

#include "flink/read.h"
#include "measure/diff_inside.h"

static void put_number(struct sv_diffing *d, uint64_t number)
{
    char bytes[8];
    for (unsigned i = 0; i < sizeof bytes; i++)
        bytes[i] = (char)(number >> (8 * i));
    sv_buf_add(&d->text, (sv_str){ bytes, sizeof bytes });
}

/* As JSON, which is the same whatever serializers wrote it; the bytes where it does not decode. */
static void put_shown(struct sv_diffing *d, sv_str bytes, const struct sv_value *value)
{
    if (value)
        d->request->print(&d->text, value);
    else
        sv_buf_add(&d->text, bytes);
}

/* Parts are marked off from each other: "ab" and "c" are not "a" and "bc". */
static void put_part(struct sv_diffing *d, sv_str part, const struct sv_codec *codec, bool shown)
{
    size_t begin = d->text.n;
    sv_buf_putc(&d->text, part.p ? 1 : 0);
    if (part.p && shown)
        put_shown(d, part, sv_entry_part(part, codec, &d->values));
    else if (part.p)
        sv_buf_add(&d->text, part);
    put_number(d, d->text.n - begin);
}

/* Elements one behind the other, without what the backend puts between them, then how many there are. */
static bool put_elements(struct sv_diffing *d, const struct sv_state_entry *entry)
{
    struct sv_cursor cur = sv_cur_of(entry->value.p, entry->value.n, 0);
    size_t begin = d->text.n;
    uint64_t count = 0;
    for (; sv_cur_ok(&cur) && (sv_cur_left(&cur) || !count); count++) {
        if (count && sv_cur_u8(&cur) != ',')
            sv_cur_fail(&cur, SV_DEFECT_BAD_VALUE);
        const unsigned char *from = cur.p;
        sv_skip(&cur, entry->codecs->element, &d->values);
        if (sv_cur_ok(&cur))
            sv_buf_add(&d->text, (sv_str){ (const char *)from, (size_t)(cur.p - from) });
    }
    if (sv_cur_ok(&cur)) {
        put_number(d, count);
        return true;
    }
    d->text.n = begin;
    return false;
}

static void put_value(struct sv_diffing *d, const struct sv_state_entry *entry, bool shown)
{
    enum { COUNT_BYTES = 4 };
    struct sv_value *ttl = NULL;
    if (shown) {
        put_shown(d, entry->value, sv_entry_value(entry, &d->values, &ttl));
        if (ttl)
            d->request->print(&d->text, ttl);
        return;
    }
    if (entry->form == SV_ENTRY_LIST_COUNTED && entry->value.n >= COUNT_BYTES) {
        sv_buf_add(&d->text, sv_str_skip(entry->value, COUNT_BYTES));
        put_number(d, sv_be32((const unsigned char *)entry->value.p));
    } else if (entry->form != SV_ENTRY_LIST_DELIMITED || !entry->codecs->element || !put_elements(d, entry)) {
        sv_buf_add(&d->text, entry->value);
    }
}

static void hash(const struct sv_buf *text, uint64_t out[2])
{
    unsigned char bytes[16];
    sv_uid_hash(sv_buf_str(text), bytes);
    out[0] = sv_be64(bytes);
    out[1] = sv_be64(bytes + 8);
}

bool sv_print_of(struct sv_diffing *d, const struct sv_state_entry *entry, uint32_t row, struct sv_print *out)
{
    const struct sv_state_codecs *codecs = entry->codecs;
    bool shown = d->pair->states[row].serializers_differ, keyless = !entry->key.p && !entry->user_key.p;
    uint64_t value[2] = { 0, 0 };
    *out = (struct sv_print){ .row = row, .is_after = d->is_after };
    sv_arena_reset(&d->values);
    d->text.n = 0;
    if (keyless) { /* an element of a list over all subtasks is known by what it is */
        put_value(d, entry, shown);
    } else {
        put_part(d, entry->key, codecs->key, shown);
        put_part(d, entry->name_space, codecs->name_space, shown);
        put_part(d, entry->user_key, codecs->user_key, shown);
        if (entry->state->kind == SV_STATE_TIMER)
            put_number(d, (uint64_t)entry->timer);
    }
    hash(&d->text, out->key);
    if (d->modulo > 1 && out->key[0] % d->modulo != d->remainder)
        return false;
    d->text.n = 0;
    if (!keyless && entry->value.p)
        put_value(d, entry, shown);
    hash(&d->text, value);
    out->value = value[0];
    d->failed |= d->text.failed;
    return true;
}

int sv_print_order(const struct sv_print *a, const struct sv_print *b)
{
    if (a->row != b->row)
        return a->row > b->row ? 1 : -1;
    for (int i = 0; i < 2; i++)
        if (a->key[i] != b->key[i])
            return a->key[i] > b->key[i] ? 1 : -1;
    return 0;
}

static int compare(const void *left, const void *right)
{
    const struct sv_print *a = left, *b = right;
    int order = sv_print_order(a, b);
    order = order ? order : (a->is_after > b->is_after) - (a->is_after < b->is_after);
    return order ? order : (a->value > b->value) - (a->value < b->value);
}

/* Prints of one key: those of before, then those of after, each by value. How many of each have no partner. */
static void match(const struct sv_print *prints, size_t count, uint64_t *before_out, uint64_t *after_out)
{
    size_t split = 0, i = 0;
    while (split < count && !prints[split].is_after)
        split++;
    size_t k = split, same = 0;
    while (i < split && k < count) {
        if (prints[i].value == prints[k].value) {
            same++, i++, k++;
        } else if (prints[i].value < prints[k].value) {
            i++;
        } else {
            k++;
        }
    }
    *before_out = split - same;
    *after_out = count - split - same;
}

bool sv_compare_prints(struct sv_diffing *d)
{
    size_t kept = 0;
    if (d->count)
        qsort(d->prints, d->count, sizeof *d->prints, compare);
    free(d->changes);
    d->changes = d->request->list ? calloc(d->count + 1, sizeof *d->changes) : NULL;
    if (d->request->list && !d->changes)
        return false;
    for (size_t i = 0, n; i < d->count; i += n) {
        uint64_t before, after;
        struct sv_state_difference *row = &d->pair->states[d->prints[i].row];
        for (n = 1; i + n < d->count && sv_print_order(&d->prints[i], &d->prints[i + n]) == 0;)
            n++;
        match(&d->prints[i], n, &before, &after);
        uint64_t changed = before < after ? before : after;
        uint64_t listed = row->entry_count + row->listed;
        row->changed += changed;
        row->removed += before - changed;
        row->added += after - changed;
        if (!d->changes || (!before && !after) || (d->request->limit && listed >= d->request->limit))
            continue;
        row->listed++;
        d->changes[kept] = changed ? SV_CHANGE_CHANGED : before ? SV_CHANGE_REMOVED : SV_CHANGE_ADDED;
        d->prints[kept++] = d->prints[i];
    }
    d->count = kept;
    return true;
}

/* ---- entries that are listed ---- */

static int by_key(const void *left, const void *right)
{
    return sv_print_order(left, right);
}

static bool has_room(struct sv_state_difference *row)
{
    if (row->entry_count < row->entry_capacity)
        return true;
    size_t capacity = row->entry_capacity ? 2 * row->entry_capacity : 16;
    struct sv_changed_entry *entries = reallocarray(row->entries, capacity, sizeof *entries);
    if (!entries)
        return false;
    row->entries = entries;
    row->entry_capacity = capacity;
    return true;
}

static sv_str keep_shown(struct sv_diffing *d, const struct sv_value *value)
{
    if (!value)
        return (sv_str){ NULL, 0 };
    d->text.n = 0;
    d->request->print(&d->text, value);
    sv_str kept = sv_arena_copy(&d->result->arena, sv_buf_str(&d->text));
    d->failed |= !kept.p || d->text.failed;
    return kept;
}

void sv_list_entry(struct sv_diffing *d, const struct sv_state_entry *entry, uint32_t row)
{
    struct sv_print print;
    struct sv_state_difference *state = &d->pair->states[row];
    if (!sv_print_of(d, entry, row, &print) || !d->count)
        return;
    const struct sv_print *found = bsearch(&print, d->prints, d->count, sizeof *d->prints, by_key);
    if (!found)
        return;
    enum sv_change *change = &d->changes[found - d->prints];
    if (*change == SV_CHANGE_NONE || (*change == SV_CHANGE_REMOVED) == d->is_after)
        return;
    if (!has_room(state)) {
        d->failed = true;
        return;
    }
    const sv_str raw[SV_ENTRY_PARTS] = { entry->key, entry->name_space, entry->user_key };
    const struct sv_codec *codecs[] = { entry->codecs->key, entry->codecs->name_space, entry->codecs->user_key };
    struct sv_changed_entry *kept = &state->entries[state->entry_count++];
    struct sv_value *ttl = NULL;
    *kept = (struct sv_changed_entry){ .change = *change, .key_group = entry->key_group };
    *change = SV_CHANGE_NONE; /* once, however often a list has the element */
    state->listed--;
    for (int i = 0; i < SV_ENTRY_PARTS; i++) {
        if (!raw[i].p)
            continue;
        kept->raw[i] = sv_arena_copy(&d->result->arena, raw[i]);
        d->failed |= !kept->raw[i].p;
        kept->shown[i] = keep_shown(d, sv_entry_part(raw[i], codecs[i], &d->values));
    }
    kept->value = keep_shown(d, sv_entry_value(entry, &d->values, &ttl));
}
