#include <criterion/criterion.h>

#include "support/decoded.h"

#define STREAMING "org.apache.flink.streaming."
#define WINDOWS "org.apache.flink.table.runtime.operators.window."
#define CEP "org.apache.flink.cep.nfa.sharedbuffer."
#define KAFKA STREAMING "connectors.kafka.FlinkKafkaProducer$"

/* Parts are a String and an int. */
static const struct {
    const char *class_name;
    int parts;
    const char *hex, *text;
} cases[] = {
    { STREAMING "api.windowing.windows.TimeWindow$Serializer$TimeWindowSerializerSnapshot", 0,
      "00000000000000010000000000000002", "{start=1L,end=2L}" },
    { WINDOWS "TimeWindow$Serializer$TimeWindowSerializerSnapshot", 0, "fffffffffffffff60000000000000002",
      "{start=-10L,end=2L}" },
    { WINDOWS "CountWindow$Serializer$CountWindowSerializerSnapshot", 0, "0000000000000001", "{id=1L}" },
    { STREAMING "api.windowing.windows.GlobalWindow$Serializer$GlobalWindowSerializerSnapshot", 0, "00",
      "\"GlobalWindow\"" },
    { STREAMING "api.operators.TimerSerializerSnapshot", 2, "8000000000000001026100000007",
      "{timestamp=1L,key=\"a\",namespace=7}" },
    { STREAMING "api.operators.TimerSerializerSnapshot", 2, "7fffffffffffffff026100000007",
      "{timestamp=-1L,key=\"a\",namespace=7}" },
    { STREAMING "api.operators.co.IntervalJoinOperator$BufferEntrySerializerSnapshot", 1, "010261",
      "{hasBeenJoined=true,element=\"a\"}" },
    { CEP "LockableTypeSerializerSnapshot", 1, "000000020261", "{refCounter=2,element=\"a\"}" },
    { CEP "EventId$EventIdSerializer$EventIdSerializerSnapshot", 0, "000000020000000000000003", "{id=2,timestamp=3L}" },
    { KAFKA "TransactionStateSerializer$TransactionStateSerializerSnapshot", 0, "010001610000000000000003ffff",
      "{transactionalId=\"a\",producerId=3L,epoch=-1}" },
    { KAFKA "TransactionStateSerializer$TransactionStateSerializerSnapshot", 0, "0000000000000000030004",
      "{transactionalId=null,producerId=3L,epoch=4}" },
    { KAFKA "NextTransactionalIdHintSerializer$NextTransactionalIdHintSerializerSnapshot", 0,
      "000000000000000300000004", "{nextFreeTransactionalId=3L,lastParallelism=4}" },
    { "org.apache.flink.table.runtime.types.CRowSerializerSnapshot", 1, "026101", "{row=\"a\",change=true}" },
    { STREAMING "api.windowing.windows.TimeWindow$Serializer$TimeWindowSerializerSnapshot", 0, "0000000000000001",
      "! cut short at 8" },
};

static struct sv_type *type_of(struct decoded *x, size_t i)
{
    struct sv_type *type = made_type(x->made, "value", cases[i].class_name);
    for (int part = 0; part < cases[i].parts; part++)
        made_child(type, NULL, made_type(x->made, "element", part == 0 ? TYPES_STRING : TYPES_INT));
    return type;
}

Test(record, members_stand_in_the_order_of_their_shape)
{
    struct decoded x;
    decoded_begin(&x);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        decoded_put_hex(&x.bytes, cases[i].hex);
        cr_expect_str_eq(decoded_text(&x, type_of(&x, i)), cases[i].text, "%s %s: %s", cases[i].class_name,
                         cases[i].hex, x.text);
    }
    decoded_done(&x);
}

Test(record, every_prefix_and_change_of_every_one)
{
    struct decoded x;
    decoded_begin(&x);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        if (cases[i].text[0] == '!')
            continue;
        decoded_put_hex(&x.bytes, cases[i].hex);
        decoded_sweep(&x, type_of(&x, i));
    }
    decoded_done(&x);
}
