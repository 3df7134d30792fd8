/* skip.c: moves over values without making them, where that is quicker: scalars, strings and what is made of them. */
#include "decode/codec.h"

static void skip_part(struct sv_cursor *cur, const struct sv_codec *codec, uint32_t i, struct sv_arena *scratch)
{
    sv_skip(cur, codec->parts[i], scratch);
}

static void skip_length(struct sv_cursor *cur, const struct sv_codec *codec, struct sv_arena *scratch)
{
    (void)scratch;
    sv_cur_take(cur, (uint64_t)codec->length);
}

static void skip_one(struct sv_cursor *cur, const struct sv_codec *codec, struct sv_arena *scratch)
{
    (void)codec, (void)scratch;
    sv_cur_take(cur, 1);
}

/* Units of one byte are the rule: as long as there are only such, no unit needs to be looked at by itself. */
static void skip_string(struct sv_cursor *cur, const struct sv_codec *codec, struct sv_arena *scratch)
{
    (void)codec, (void)scratch;
    uint32_t length = sv_read_groups(cur), units = length ? length - 1 : 0;
    unsigned char all = 0;
    if (sv_cur_left(cur) < units) {
        sv_cur_take(cur, units);
        return;
    }
    for (uint32_t i = 0; i < units; i++)
        all |= cur->p[i];
    if (all < 0x80) {
        sv_cur_take(cur, units);
        return;
    }
    while (units-- > 0 && sv_cur_ok(cur))
        sv_read_groups(cur);
}

static void skip_bytes(struct sv_cursor *cur, const struct sv_codec *codec, struct sv_arena *scratch)
{
    (void)codec, (void)scratch;
    sv_cur_take(cur, sv_cur_count(cur, 1));
}

static void skip_list(struct sv_cursor *cur, const struct sv_codec *codec, struct sv_arena *scratch)
{
    for (uint32_t left = sv_cur_count(cur, 0); left > 0 && sv_cur_ok(cur); left--)
        skip_part(cur, codec, 0, scratch);
}

/* A byte that says whether a value follows, and the value. */
static void skip_nullable_part(struct sv_cursor *cur, const struct sv_codec *codec, uint32_t i, bool null_byte,
                               struct sv_arena *scratch)
{
    if (sv_cur_bool(cur) != null_byte)
        skip_part(cur, codec, i, scratch);
}

static void skip_object_array(struct sv_cursor *cur, const struct sv_codec *codec, struct sv_arena *scratch)
{
    for (uint32_t left = sv_cur_count(cur, 1); left > 0 && sv_cur_ok(cur); left--)
        skip_nullable_part(cur, codec, 0, false, scratch);
}

static void skip_set(struct sv_cursor *cur, const struct sv_codec *codec, struct sv_arena *scratch)
{
    for (uint32_t left = sv_cur_count(cur, 1); left > 0 && sv_cur_ok(cur); left--)
        skip_nullable_part(cur, codec, 0, true, scratch);
}

static void skip_map(struct sv_cursor *cur, const struct sv_codec *codec, struct sv_arena *scratch)
{
    for (uint32_t left = sv_cur_count(cur, 1); left > 0 && sv_cur_ok(cur); left--) {
        skip_part(cur, codec, 0, scratch);
        skip_nullable_part(cur, codec, 1, true, scratch);
    }
}

static void skip_parts(struct sv_cursor *cur, const struct sv_codec *codec, struct sv_arena *scratch)
{
    for (uint32_t i = 0; i < codec->count && sv_cur_ok(cur); i++)
        skip_part(cur, codec, i, scratch);
}

static void skip_wrapped(struct sv_cursor *cur, const struct sv_codec *codec, struct sv_arena *scratch)
{
    skip_part(cur, codec, 0, scratch);
}

static void skip_decoded(struct sv_cursor *cur, const struct sv_codec *codec, struct sv_arena *scratch)
{
    (void)sv_decode(cur, codec, scratch);
    sv_arena_reset(scratch);
}

/* Objects of the class itself; other flags are rare. */
static void skip_pojo(struct sv_cursor *cur, const struct sv_codec *codec, struct sv_arena *scratch)
{
    enum { NO_SUBCLASS = 2 };
    if (sv_cur_left(cur) == 0 || *cur->p != NO_SUBCLASS) {
        skip_decoded(cur, codec, scratch);
        return;
    }
    sv_cur_take(cur, 1);
    uint32_t fields = codec->type->more.pojo->fields.count;
    for (uint32_t i = 0; i < fields && sv_cur_ok(cur); i++)
        skip_nullable_part(cur, codec, i, true, scratch);
}

static const struct {
    sv_decode_fn *decode;
    sv_skip_fn *skip;
} rows[] = {
    { sv_decode_bytes, skip_bytes },
    { sv_decode_case_class, skip_parts },
    { sv_decode_global_window, skip_one },
    { sv_decode_list, skip_list },
    { sv_decode_map, skip_map },
    { sv_decode_nothing, skip_one },
    { sv_decode_object_array, skip_object_array },
    { sv_decode_pojo, skip_pojo },
    { sv_decode_set, skip_set },
    { sv_decode_string, skip_string },
    { sv_decode_tuple, skip_parts },
    { sv_decode_tuple0, skip_one },
    { sv_decode_wrapped, skip_wrapped },
};

/* {timestamp, value} is a record like many; its parts are all that it has. */
static bool is_timed(const struct sv_codec *codec)
{
    return codec->decode == sv_decode_record && codec->type->kind == SV_KIND_TTL;
}

sv_skip_fn *sv_codec_skipper(const struct sv_codec *codec)
{
    if (codec->length > 0 && codec->decode != sv_decode_refused)
        return skip_length;
    if (is_timed(codec))
        return skip_parts;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        if (rows[i].decode == codec->decode)
            return rows[i].skip;
    return skip_decoded;
}

void sv_skip(struct sv_cursor *cur, const struct sv_codec *codec, struct sv_arena *scratch)
{
    if (sv_cur_ok(cur))
        codec->skip(cur, codec, scratch);
}

const struct sv_codec *sv_codec_unwrapped(const struct sv_codec *codec)
{
    while (codec && codec->decode == sv_decode_wrapped)
        codec = sv_codec_part(codec, 0);
    return codec;
}
