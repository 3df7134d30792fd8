#include <criterion/criterion.h>

#include "support/decoded.h"

#define ELEMENT                                                                                                        \
    "org.apache.flink.streaming.runtime.streamrecord.StreamElementSerializer$StreamElementSerializerSnapshot"
#define TWO_PHASE "org.apache.flink.streaming.api.functions.sink.TwoPhaseCommitSinkFunction$StateSerializerSnapshot"

static const struct {
    const char *hex, *text;
} elements[] = {
    { "0000000000000000050261", "{timestamp=5L,record=\"a\"}" },
    { "010261", "{record=\"a\"}" },
    { "020000000000000005", "{watermark=5L}" },
    { "030000000000000005000102030405060708090a0b0c0d0e0f00000002",
      "{latencyMarker=5L,operator=x000102030405060708090a0b0c0d0e0f,subtask=2}" },
    { "0400000001", "{status=1}" },
    { "0501", "{backlog=true}" },
    { "06000000020000000000000005", "{subpartition=2,watermark=5L}" },
    { "07", "! impossible value at 1" },
};

Test(streaming, elements_by_their_tag)
{
    struct decoded x;
    decoded_begin(&x);
    const struct sv_type *type = made_child(made_type(x.made, "value", ELEMENT), NULL, made_string(x.made, "element"));
    for (size_t i = 0; i < sizeof elements / sizeof *elements; i++) {
        decoded_put_hex(&x.bytes, elements[i].hex);
        cr_expect_str_eq(decoded_text(&x, type), elements[i].text, "%s: %s", elements[i].hex, x.text);
        if (elements[i].text[0] == '!')
            continue;
        decoded_put_hex(&x.bytes, elements[i].hex);
        decoded_sweep(&x, type);
    }
    decoded_done(&x);
}

static struct sv_type *two_phase(struct decoded *x, bool null_transaction)
{
    struct sv_type *type = made_type(x->made, "value", TWO_PHASE);
    made_child(type, NULL, made_string(x->made, "transaction"));
    type->flag = null_transaction;
    return made_child(type, NULL, made_type(x->made, "context", TYPES_INT));
}

Test(streaming, transactions_of_a_sink_up_to_1_13)
{
    struct decoded x;
    decoded_begin(&x);
    decoded_put_hex(&x.bytes, "0261000000000000000500000001026200000000000000060100000007");
    cr_expect_str_eq(decoded_text(&x, two_phase(&x, false)),
                     "{pendingTransaction={handle=\"a\",transactionStartTime=5L},"
                     "pendingCommitTransactions=[{handle=\"b\",transactionStartTime=6L}],context=7}");
    decoded_done(&x);
}

Test(streaming, since_1_14_there_may_be_no_pending_one)
{
    struct decoded x;
    decoded_begin(&x);
    decoded_put_hex(&x.bytes, "000000000000");
    cr_expect_str_eq(decoded_text(&x, two_phase(&x, true)),
                     "{pendingTransaction=null,pendingCommitTransactions=[],context=null}");
    decoded_put_hex(&x.bytes, "01026100000000000000050000000000");
    decoded_sweep(&x, two_phase(&x, true));
    decoded_done(&x);
}
