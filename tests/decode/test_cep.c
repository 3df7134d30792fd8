#include <criterion/criterion.h>

#include "support/decoded.h"

#define CEP "org.apache.flink.cep.nfa."
#define EVENT_ID CEP "sharedbuffer.EventId$EventIdSerializer$EventIdSerializerSnapshot"
#define DEWEY_NUMBER CEP "DeweyNumber$DeweyNumberSerializer$DeweyNumberSerializerSnapshot"
#define EDGE CEP "sharedbuffer.SharedBufferEdge$SharedBufferEdgeSerializer$SharedBufferEdgeSerializerSnapshot"

#define EVENT_HEX                                                                                                      \
    "00000002"                                                                                                         \
    "0000000000000003"
#define EVENT_TEXT "{id=2,timestamp=3L}"
#define NODE_HEX "01" EVENT_HEX "0270"
#define NODE_TEXT "{eventId=" EVENT_TEXT ",pageName=\"p\"}"
#define DEWEY_HEX                                                                                                      \
    "00000002"                                                                                                         \
    "00000001"                                                                                                         \
    "00000000"
#define DEWEY_TEXT "[1,0]"

static struct sv_type *node_id(struct decoded *x)
{
    struct sv_type *type =
        made_type(x->made, "element", CEP "sharedbuffer.NodeId$NodeIdSerializer$NodeIdSerializerSnapshot");
    return made_child(type, NULL, made_type(x->made, "element", EVENT_ID));
}

static struct sv_type *nfa_state(struct decoded *x, bool previous_timestamp)
{
    struct sv_type *type = made_type(x->made, "value", CEP "NFAStateSerializerSnapshot");
    made_child(type, NULL, made_type(x->made, "element", DEWEY_NUMBER));
    made_child(type, NULL, node_id(x));
    type->flag = previous_timestamp;
    return made_child(type, NULL, made_type(x->made, "element", EVENT_ID));
}

static struct sv_type *edge(struct decoded *x)
{
    struct sv_type *type = made_child(made_type(x->made, "element", EDGE), NULL, node_id(x));
    return made_child(type, NULL, made_type(x->made, "element", DEWEY_NUMBER));
}

Test(cep, a_node_id_may_be_null)
{
    struct decoded x;
    decoded_begin(&x);
    decoded_put_hex(&x.bytes, NODE_HEX);
    cr_expect_str_eq(decoded_text(&x, node_id(&x)), NODE_TEXT);
    decoded_put_hex(&x.bytes, "00");
    cr_expect_str_eq(decoded_text(&x, node_id(&x)), "null");
    decoded_done(&x);
}

Test(cep, partial_and_completed_matches)
{
    struct decoded x;
    decoded_begin(&x);
    decoded_put_hex(&x.bytes, "000000010273" NODE_HEX DEWEY_HEX "000000000000000401" EVENT_HEX "00000000");
    cr_expect_str_eq(decoded_text(&x, nfa_state(&x, false)),
                     "{partialMatches=[{currentStateName=\"s\",previousBufferEntry=" NODE_TEXT ",version=" DEWEY_TEXT
                     ",startTimestamp=4L,startEventID=" EVENT_TEXT "}],completedMatches=[]}");
    decoded_done(&x);
}

Test(cep, since_1_16_with_the_time_before)
{
    struct decoded x;
    decoded_begin(&x);
    const char *hex = "0000000000000001027300" DEWEY_HEX "0000000000000004000000000000000500";
    decoded_put_hex(&x.bytes, hex);
    cr_expect_str_eq(
        decoded_text(&x, nfa_state(&x, true)),
        "{partialMatches=[],completedMatches=[{currentStateName=\"s\",previousBufferEntry=null,version=" DEWEY_TEXT
        ",startTimestamp=4L,previousTimestamp=5L,startEventID=null}]}");
    decoded_put_hex(&x.bytes, hex);
    decoded_sweep(&x, nfa_state(&x, true));
    decoded_done(&x);
}

Test(cep, nodes_of_the_shared_buffer_are_their_edges)
{
    struct decoded x;
    decoded_begin(&x);
    struct sv_type *node = made_type(x.made, "value", CEP "sharedbuffer.SharedBufferNodeSerializerSnapshotV2");
    made_child(node, NULL, edge(&x));
    decoded_put_hex(&x.bytes, "0000000100000007" NODE_HEX DEWEY_HEX);
    cr_expect_str_eq(decoded_text(&x, node),
                     "[{refCounter=7,element={target=" NODE_TEXT ",deweyNumber=" DEWEY_TEXT "}}]");
    decoded_put_hex(&x.bytes, "0000000100000007" NODE_HEX DEWEY_HEX);
    decoded_sweep(&x, node);
    decoded_done(&x);
}
