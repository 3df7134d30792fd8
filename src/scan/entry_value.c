/* entry_value.c: what the parts of an entry say. */
#include "scan/scan.h"

struct sv_value *sv_entry_part(sv_str part, const struct sv_codec *codec, struct sv_arena *arena)
{
    if (!part.p || !codec)
        return NULL;
    struct sv_cursor cur = sv_cur_of(part.p, part.n, 0);
    struct sv_value *value = sv_decode(&cur, codec, arena);
    sv_cur_finish(&cur);
    return sv_cur_ok(&cur) ? value : NULL;
}

static struct sv_value *new_value(struct sv_arena *arena, enum sv_value_kind kind)
{
    struct sv_value *value = SV_NEW(arena, struct sv_value);
    if (value) {
        value->kind = kind;
        value->name = value->text = (sv_str){ "", 0 };
    }
    return value;
}

/* Elements with a comma between two: ListDelimitedSerializer. */
static struct sv_value *read_delimited(struct sv_cursor *cur, const struct sv_codec *element, struct sv_arena *arena,
                                       struct sv_value **ttl_out)
{
    struct sv_value *list = new_value(arena, SV_VALUE_ARRAY), *times = NULL;
    while (sv_cur_ok(cur) && sv_cur_left(cur) > 0) {
        struct sv_value *ttl = NULL;
        if (list && list->count > 0 && sv_cur_u8(cur) != ',')
            sv_cur_fail(cur, SV_DEFECT_BAD_VALUE);
        sv_value_add(list, sv_decode_ttl(cur, element, arena, &ttl));
        if (ttl && !times)
            times = new_value(arena, SV_VALUE_ARRAY);
        sv_value_add(times, ttl);
    }
    *ttl_out = times;
    return list;
}

static struct sv_value *read_value(struct sv_cursor *cur, const struct sv_state_entry *entry, struct sv_arena *arena,
                                   struct sv_value **ttl_out)
{
    const struct sv_state_codecs *codecs = entry->codecs;
    const struct sv_codec *codec = entry->form == SV_ENTRY_LIST_DELIMITED ? codecs->element : codecs->value;
    if (!codec)
        return NULL;
    if (entry->form == SV_ENTRY_LIST_DELIMITED)
        return read_delimited(cur, codec, arena, ttl_out);
    if (entry->form == SV_ENTRY_NULLABLE && sv_cur_bool(cur))
        return new_value(arena, SV_VALUE_NULL);
    return sv_decode_ttl(cur, codec, arena, ttl_out);
}

struct sv_value *sv_entry_value(const struct sv_state_entry *entry, struct sv_arena *arena, struct sv_value **ttl_out)
{
    struct sv_value *value = NULL, *ttl = NULL;
    *ttl_out = NULL;
    if (entry->state->kind == SV_STATE_TIMER) {
        value = new_value(arena, SV_VALUE_LONG);
        if (value)
            value->i = entry->timer;
        return value;
    }
    if (!entry->value.p)
        return NULL;
    struct sv_cursor cur = sv_cur_of(entry->value.p, entry->value.n, 0);
    value = read_value(&cur, entry, arena, &ttl);
    sv_cur_finish(&cur);
    if (!sv_cur_ok(&cur) || !value)
        return NULL;
    *ttl_out = ttl;
    return value;
}
