/* ttl.c: state with a time to live: {timestamp, value}, as record.c reads it, taken apart.
 *
 * Mirrors TtlStateFactory.TtlSerializer, which wraps the values of value state and of map state and the elements of list
 * state */
#include "decode/codec.h"

static enum sv_kind kind_of(const struct sv_codec *codec)
{
    codec = sv_codec_unwrapped(codec);
    return codec && codec->type ? codec->type->kind : SV_KIND_UNKNOWN;
}

/* Which children have a time: every one of a list, every second of a map; 0 for none. */
static uint32_t timed_step(const struct sv_codec *codec)
{
    codec = sv_codec_unwrapped(codec);
    if (kind_of(codec) == SV_KIND_LIST && kind_of(sv_codec_part(codec, 0)) == SV_KIND_TTL)
        return 1;
    return kind_of(codec) == SV_KIND_MAP && kind_of(sv_codec_part(codec, 1)) == SV_KIND_TTL ? 2 : 0;
}

/* Takes {timestamp, value} apart. */
static struct sv_value *split(struct sv_value *timed, struct sv_value **timestamp_out)
{
    struct sv_value *timestamp = timed->child, *user = timestamp->next;
    timestamp->next = NULL;
    timestamp->name = user->name = (sv_str){ "", 0 };
    *timestamp_out = timestamp;
    return user;
}

/* A null in a map has no time: its place among the times is null too. */
static struct sv_value *split_children(struct sv_decoding *d, struct sv_value *value, uint32_t step)
{
    struct sv_value *times = sv_make(d, SV_VALUE_ARRAY), *child = value->child;
    *value = (struct sv_value){ .kind = value->kind, .name = value->name, .text = value->text };
    for (uint32_t i = 1; child; i++) {
        struct sv_value *next = child->next, *timestamp = NULL;
        child->next = NULL;
        if (i % step == 0) {
            if (child->kind == SV_VALUE_OBJECT)
                child = split(child, &timestamp);
            sv_value_add(times, timestamp ? timestamp : sv_make(d, SV_VALUE_NULL));
        }
        sv_value_add(value, child);
        child = next;
    }
    return times;
}

struct sv_value *sv_decode_ttl(struct sv_cursor *cur, const struct sv_codec *codec, struct sv_arena *arena,
                               struct sv_value **ttl_out)
{
    struct sv_decoding d = { .cur = cur, .arena = arena };
    struct sv_value *value = sv_decode(cur, codec, arena), *ttl = NULL;
    uint32_t step = timed_step(codec);
    if (value && step)
        ttl = split_children(&d, value, step);
    else if (value && kind_of(codec) == SV_KIND_TTL)
        value = split(value, &ttl);
    if (!sv_cur_ok(cur))
        return NULL;
    *ttl_out = ttl;
    return value;
}
