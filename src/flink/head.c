/* head.c: the parts of a state head one after the other, and what happens when a class without a row stops them. */
#include "flink/head.h"

struct sv_stream *sv_stream_new(struct sv_reader *r, enum sv_stream_kind kind)
{
    struct sv_stream *stream = SV_NEW(r->arena, struct sv_stream);
    if (stream)
        stream->kind = kind;
    return stream;
}

struct sv_stream *sv_stream_end(struct sv_reader *r, struct sv_stream *stream)
{
    stream->defect = r->cur.bad;
    if (sv_cur_ok(&r->cur))
        stream->head_end = r->cur.at;
    return stream;
}

static struct sv_type *read_key(struct sv_reader *r, const struct sv_head_form *form)
{
    r->cur.doing = "key serializer";
    if (form->key == SV_KEY_SNAPSHOT)
        return sv_read_type_proxy(r, NULL, "key");
    if (form->key == SV_KEY_PRIOR)
        return sv_read_prior_type(r, "key");
    uint64_t at = r->cur.at;
    struct sv_type *key = sv_read_type_pairs(r, NULL, "key");
    if (sv_cur_ok(&r->cur) && (!key || key->next))
        sv_cur_fail_at(&r->cur, SV_DEFECT_BAD_VALUE, at, "key serializer: number of serializers", (sv_str){ "", 0 });
    return key;
}

/* The number of states ends the part before the list. */
static void begin_list(struct sv_reader *r, struct sv_head_place *place, struct sv_stream *stream, bool broadcast)
{
    if (sv_cur_ok(&r->cur))
        r->cur.doing = broadcast ? "number of broadcast states" : "number of states";
    uint32_t count = sv_cur_count16(&r->cur, 3);
    if (!sv_cur_ok(&r->cur))
        return;
    stream->declared += count;
    place->part = broadcast ? SV_PART_BROADCAST : SV_PART_STATES;
    place->left = count;
    place->cur = r->cur;
}

static enum sv_state_list list_of(const struct sv_head_form *form, const struct sv_head_place *place)
{
    if (place->part == SV_PART_BROADCAST)
        return SV_LIST_BROADCAST;
    return form->key == SV_KEY_NONE ? SV_LIST_OPERATOR : SV_LIST_KEYED;
}

static void read_one_state(struct sv_reader *r, const struct sv_head_form *form, struct sv_head_place *place,
                           struct sv_stream *stream)
{
    struct sv_state *state = sv_read_state(r, form->states, list_of(form, place));
    *place->tail = state;
    if (state)
        state->stream = stream;
    if (!state || !sv_cur_ok(&r->cur))
        return;
    stream->read++;
    place->left--;
    place->tail = &state->next;
    place->cur = r->cur;
}

/* The old operator backend counted its states again before their elements; no reader looks at it. */
static void end_parts(struct sv_reader *r, const struct sv_head_form *form, struct sv_head_place *place)
{
    r->cur.doing = "number of states with elements";
    if (form->recounted)
        sv_cur_i32(&r->cur);
    if (sv_cur_ok(&r->cur))
        place->part = SV_PART_END;
}

void sv_read_parts(struct sv_reader *r, const struct sv_head_form *form, struct sv_head_place *place,
                   struct sv_stream *stream)
{
    r->cur = place->cur;
    while (place->part != SV_PART_END && sv_cur_ok(&r->cur)) {
        if (place->part == SV_PART_KEY) {
            if (form->key != SV_KEY_NONE)
                stream->key = read_key(r, form);
            begin_list(r, place, stream, false);
        } else if (place->left > 0) {
            read_one_state(r, form, place, stream);
        } else if (place->part == SV_PART_STATES && form->broadcast) {
            begin_list(r, place, stream, true);
        } else {
            end_parts(r, form, place);
        }
    }
}

/* SnappyFramedOutputStream writes its header before the first element, whose offset is what ends the head: so the head of
 * a compressed operator stream ends ten bytes earlier. */
static void step_back_over_snappy_header(struct sv_cursor *cur)
{
    static const unsigned char header[] = { 0xff, 0x06, 0x00, 0x00, 's', 'N', 'a', 'P', 'p', 'Y' };
    if (sv_cur_left(cur) >= sizeof header && memcmp(cur->end - sizeof header, header, sizeof header) == 0)
        cur->end -= sizeof header;
}

static void read_to_exact_end(struct sv_reader *r, const struct sv_head_form *form, struct sv_head_place *place,
                              struct sv_stream *stream)
{
    sv_read_parts(r, form, place, stream);
    const struct sv_assumed *assumed;
    size_t count;
    if (r->cur.bad.code == SV_DEFECT_UNKNOWN_CLASS && sv_infer(r, form, place, &assumed, &count)) {
        r->assumed = assumed;
        r->assumed_count = count;
        sv_read_parts(r, form, place, stream);
        r->assumed = NULL;
        r->assumed_count = 0;
    }
    if (sv_cur_ok(&r->cur))
        r->cur.doing = "end of the head";
    sv_cur_finish(&r->cur);
}

struct sv_stream *sv_read_head(struct sv_reader *r, enum sv_stream_kind kind, const struct sv_head_form *forms,
                               int32_t form_count, bool exact_end)
{
    struct sv_stream *stream = sv_stream_new(r, kind);
    if (!stream)
        return NULL;
    r->cur.doing = "head of the stream: version";
    uint64_t at = r->cur.at;
    int32_t version = sv_cur_i32(&r->cur);
    if (version < 1 || version > form_count) {
        sv_cur_fail_at(&r->cur, SV_DEFECT_UNKNOWN_VERSION, at, r->cur.doing, (sv_str){ "", 0 });
        return sv_stream_end(r, stream);
    }
    stream->version = version;
    const struct sv_head_form *form = &forms[version - 1];
    r->cur.doing = "head of the stream: compression flag";
    stream->compressed = form->compression && sv_cur_bool(&r->cur);
    if (exact_end && stream->compressed && kind == SV_STREAM_OPERATOR)
        step_back_over_snappy_header(&r->cur);
    struct sv_head_place place = { .cur = r->cur, .part = SV_PART_KEY, .tail = &stream->states };
    if (exact_end)
        read_to_exact_end(r, form, &place, stream);
    else
        sv_read_parts(r, form, &place, stream);
    return sv_stream_end(r, stream);
}
