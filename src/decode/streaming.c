/* streaming.c: elements of streams and transactions of sinks.
 *
 * SIZE  MEANING
 *       StreamElement: 1 tag; 0 record with time: 8 time, value; 1 record: value; 2 watermark: 8 time; 3 latency marker:
 *         8 marked time, 16 operator, 4 subtask; 4 status: 4; 5 record attributes: 1 backlog; 6 watermark of a
 *         subpartition: 4 index, 8 time
 *       State of TwoPhaseCommitSinkFunction: with the flag of its snapshot 1 (0 no transaction), transaction, 8 start;
 *         4 count of transactions to commit, the same of each; 1 (0 none), context
 * Mirrors StreamElementSerializer, TwoPhaseCommitSinkFunction.StateSerializer */
#include "decode/codec.h"

static void add_long(struct sv_decoding *d, struct sv_value *object, const char *name)
{
    sv_make_member(object, name, sv_make_number(d, SV_VALUE_LONG, sv_cur_i64(d->cur)));
}

static void add_int(struct sv_decoding *d, struct sv_value *object, const char *name)
{
    sv_make_member(object, name, sv_make_number(d, SV_VALUE_INT, sv_cur_i32(d->cur)));
}

static void read_latency_marker(struct sv_decoding *d, struct sv_value *element)
{
    enum { OPERATOR_BYTES = 16 };
    add_long(d, element, "latencyMarker");
    sv_str id = sv_cur_bytes(d->cur, OPERATOR_BYTES);
    sv_make_member(element, "operator", sv_make_text(d, SV_VALUE_BYTES, id));
    add_int(d, element, "subtask");
}

struct sv_value *sv_decode_stream_element(struct sv_decoding *d, const struct sv_codec *codec)
{
    enum { TIMED_RECORD, RECORD, WATERMARK, LATENCY_MARKER, STATUS, ATTRIBUTES, SUBPARTITION_WATERMARK };
    struct sv_value *element = sv_make(d, SV_VALUE_OBJECT);
    switch (sv_cur_u8(d->cur)) {
    case TIMED_RECORD:
        add_long(d, element, "timestamp");
        /* fallthrough */
    case RECORD:
        sv_make_member(element, "record", sv_decode_part(d, codec, 0));
        break;
    case SUBPARTITION_WATERMARK:
        add_int(d, element, "subpartition");
        /* fallthrough */
    case WATERMARK:
        add_long(d, element, "watermark");
        break;
    case LATENCY_MARKER:
        read_latency_marker(d, element);
        break;
    case STATUS:
        add_int(d, element, "status");
        break;
    case ATTRIBUTES:
        sv_make_member(element, "backlog", sv_make_number(d, SV_VALUE_BOOL, sv_cur_bool(d->cur)));
        break;
    default:
        sv_decode_bad(d);
    }
    return element;
}

static struct sv_value *read_transaction(struct sv_decoding *d, const struct sv_codec *codec)
{
    struct sv_value *transaction = sv_make(d, SV_VALUE_OBJECT);
    sv_make_member(transaction, "handle", sv_decode_part(d, codec, 0));
    add_long(d, transaction, "transactionStartTime");
    return transaction;
}

struct sv_value *sv_decode_two_phase(struct sv_decoding *d, const struct sv_codec *codec)
{
    enum { START_BYTES = 8 };
    struct sv_value *state = sv_make(d, SV_VALUE_OBJECT);
    bool pending = !codec->type->flag || sv_cur_bool(d->cur);
    sv_make_member(state, "pendingTransaction", pending ? read_transaction(d, codec) : sv_make(d, SV_VALUE_NULL));
    struct sv_value *commits = sv_make(d, SV_VALUE_ARRAY);
    for (uint32_t left = sv_cur_count(d->cur, START_BYTES); left > 0 && sv_cur_ok(d->cur); left--)
        sv_value_add(commits, read_transaction(d, codec));
    sv_make_member(state, "pendingCommitTransactions", commits);
    bool context = sv_cur_bool(d->cur);
    sv_make_member(state, "context", context ? sv_decode_part(d, codec, 1) : sv_make(d, SV_VALUE_NULL));
    return state;
}
