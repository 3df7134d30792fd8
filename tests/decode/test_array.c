#include <criterion/criterion.h>

#include "support/decoded.h"

#define ARRAY(name) TYPES_BASE "array." #name "ArraySerializer$" #name "ArraySerializerSnapshot"
#define GELLY(name) "org.apache.flink.graph.types.valuearray." #name "ArraySerializer$" #name "ArraySerializerSnapshot"
#define KAFKA(name) "org.apache.flink.streaming.connectors.kafka.FlinkKafkaProducer$" name

static const struct {
    const char *class_name, *hex, *text;
} cases[] = {
    { ARRAY(BooleanPrimitive), "000000020100", "[true,false]" },
    { ARRAY(BytePrimitive), "0000000200ff", "x00ff" },
    { ARRAY(ShortPrimitive), "00000002ffff0001", "[-1,1]" },
    { ARRAY(CharPrimitive), "0000000100e9", "[\"\xC3\xA9\"]" },
    { ARRAY(IntPrimitive), "00000002000000017fffffff", "[1,2147483647]" },
    { ARRAY(LongPrimitive), "000000010000000000000001", "[1L]" },
    { ARRAY(FloatPrimitive), "000000013fc00000", "[1.5f]" },
    { ARRAY(DoublePrimitive), "00000000", "[]" },
    { ARRAY(DoublePrimitive), "000000013ff8000000000000", "[1.5]" },
    { ARRAY(String), "000000030261000262", "[\"a\",null,\"b\"]" },
    { GELLY(NullValue), "00000002", "[null,null]" },
    { GELLY(ByteValue), "0000000105", "[5]" },
    { GELLY(StringValue), "00000002000000040161026263", "! cut short at 11" },
    { GELLY(StringValue), "00000002000000050161026263", "[\"a\",\"bc\"]" },
    { KAFKA("ContextStateSerializer$ContextStateSerializerSnapshot"), "0000000200016100026263", "[\"a\",\"bc\"]" },
    { ARRAY(IntPrimitive), "ffffffff", "! impossible value at 0" },
    { ARRAY(IntPrimitive), "7fffffff00000001", "! cut short at 0" },
};

Test(array, items_follow_their_number)
{
    struct decoded x;
    decoded_begin(&x);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        decoded_put_hex(&x.bytes, cases[i].hex);
        const struct sv_type *type = made_type(x.made, "value", cases[i].class_name);
        cr_expect_str_eq(decoded_text(&x, type), cases[i].text, "%s %s: %s", cases[i].class_name, cases[i].hex, x.text);
    }
    decoded_done(&x);
}

Test(array, a_huge_number_of_items_without_bytes_meets_a_limit)
{
    struct decoded x;
    decoded_begin(&x);
    decoded_put_hex(&x.bytes, "7fffffff");
    cr_expect_str_eq(decoded_text(&x, made_type(x.made, "value", GELLY(NullValue))),
                     "! out of memory or over a limit at 4");
    decoded_done(&x);
}

Test(array, every_prefix_and_change_of_every_one)
{
    struct decoded x;
    decoded_begin(&x);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        if (cases[i].text[0] == '!' || strstr(cases[i].class_name, "NullValue"))
            continue;
        decoded_put_hex(&x.bytes, cases[i].hex);
        decoded_sweep(&x, made_type(x.made, "value", cases[i].class_name));
    }
    decoded_done(&x);
}
