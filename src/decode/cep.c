/* cep.c: state of complex event processing, as far as record.c does not read it.
 *
 * SIZE  MEANING
 *       NFAState: partial matches, completed matches; of each 4 count and computation states:
 *         string current state, NodeId before it, DeweyNumber, 8 start, with the flag of its snapshot 8 previous time,
 *         1 (1: the id of the first event follows), EventId
 *       NodeId: 1 (0 null), EventId, string page
 *       DeweyNumber: 4 length, 4 each
 *       SharedBufferNode: 4 count, 4 references and edge of each
 * Mirrors NFAStateSerializer, NodeId.NodeIdSerializer, DeweyNumber.DeweyNumberSerializer, SharedBufferNodeSerializer */
#include "decode/codec.h"

static struct sv_value *text_or_null(struct sv_decoding *d)
{
    sv_str text;
    return sv_read_string(d, &text) ? sv_make_text(d, SV_VALUE_TEXT, text) : sv_make(d, SV_VALUE_NULL);
}

struct sv_value *sv_decode_node_id(struct sv_decoding *d, const struct sv_codec *codec)
{
    if (!sv_cur_bool(d->cur))
        return sv_make(d, SV_VALUE_NULL);
    struct sv_value *node = sv_make(d, SV_VALUE_OBJECT);
    sv_make_member(node, "eventId", sv_decode_part(d, codec, 0));
    sv_make_member(node, "pageName", text_or_null(d));
    return node;
}

struct sv_value *sv_decode_shared_buffer_node(struct sv_decoding *d, const struct sv_codec *codec)
{
    struct sv_value *edges = sv_make(d, SV_VALUE_ARRAY);
    for (uint32_t left = sv_cur_count(d->cur, 4); left > 0 && sv_cur_ok(d->cur); left--) {
        struct sv_value *edge = sv_make(d, SV_VALUE_OBJECT);
        sv_make_member(edge, "refCounter", sv_make_number(d, SV_VALUE_INT, sv_cur_i32(d->cur)));
        sv_make_member(edge, "element", sv_decode_part(d, codec, 0));
        sv_value_add(edges, edge);
    }
    return edges;
}

static struct sv_value *read_computation(struct sv_decoding *d, const struct sv_codec *codec)
{
    enum { DEWEY_NUMBER, NODE_ID, EVENT_ID };
    struct sv_value *state = sv_make(d, SV_VALUE_OBJECT);
    sv_make_member(state, "currentStateName", text_or_null(d));
    sv_make_member(state, "previousBufferEntry", sv_decode_part(d, codec, NODE_ID));
    sv_make_member(state, "version", sv_decode_part(d, codec, DEWEY_NUMBER));
    sv_make_member(state, "startTimestamp", sv_make_number(d, SV_VALUE_LONG, sv_cur_i64(d->cur)));
    if (codec->type->flag)
        sv_make_member(state, "previousTimestamp", sv_make_number(d, SV_VALUE_LONG, sv_cur_i64(d->cur)));
    bool started = sv_cur_bool(d->cur);
    sv_make_member(state, "startEventID", started ? sv_decode_part(d, codec, EVENT_ID) : sv_make(d, SV_VALUE_NULL));
    return state;
}

static struct sv_value *read_computations(struct sv_decoding *d, const struct sv_codec *codec)
{
    enum { SMALLEST = 15 };
    struct sv_value *states = sv_make(d, SV_VALUE_ARRAY);
    for (uint32_t left = sv_cur_count(d->cur, SMALLEST); left > 0 && sv_cur_ok(d->cur); left--)
        sv_value_add(states, read_computation(d, codec));
    return states;
}

struct sv_value *sv_decode_nfa_state(struct sv_decoding *d, const struct sv_codec *codec)
{
    struct sv_value *state = sv_make(d, SV_VALUE_OBJECT);
    sv_make_member(state, "partialMatches", read_computations(d, codec));
    sv_make_member(state, "completedMatches", read_computations(d, codec));
    return state;
}
