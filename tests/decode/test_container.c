#include <criterion/criterion.h>

#include "support/decoded.h"

#define SCALA "org.apache.flink.api.scala.typeutils."
#define TABLE "org.apache.flink.table."

static struct sv_type *with(struct decoded *x, const char *class_name, int parts)
{
    static const char *const classes[] = { TYPES_STRING, TYPES_INT, TYPES_LONG };
    struct sv_type *type = made_type(x->made, "value", class_name);
    for (int i = 0; i < parts; i++)
        made_child(type, NULL, made_type(x->made, "element", classes[i]));
    return type;
}

/* Parts are a String, an int and a long, as many as said. */
static const struct {
    const char *class_name;
    int parts;
    bool flag;
    const char *hex, *text;
} cases[] = {
    { TYPES_LIST, 1, false, "0000000202610262", "[\"a\",\"b\"]" },
    { TYPES_LIST, 1, false, "00000000", "[]" },
    { "org.apache.flink.runtime.state.ArrayListSerializerSnapshot", 1, false, "000000010261", "[\"a\"]" },
    { TYPES_BASE "SetSerializerSnapshot", 1, false, "0000000201000261", "[null,\"a\"]" },
    { TYPES_BASE "GenericArraySerializerSnapshot", 1, false, "0000000200010261", "[null,\"a\"]" },
    { SCALA "TraversableSerializerSnapshot", 1, false, "0000000200010261", "[null,\"a\"]" },
    { TYPES_TABLE "LinkedListSerializer$LinkedListSerializerSnapshot", 1, false, "000000010261", "[\"a\"]" },
    { TYPES_TABLE "LinkedListSerializer$LinkedListSerializerSnapshot", 1, true, "00000002400261", "[\"a\",null]" },
    { TYPES_TABLE "LinkedListSerializer$LinkedListSerializerSnapshot", 1, true, "00000009ff000261",
      "[null,null,null,null,null,null,null,null,\"a\"]" },
    { TYPES_MAP, 2, false, "00000002026100000000070001", "{\"a\":7,null:null}" },
    { TYPES_TABLE "SortedMapSerializerSnapshot", 2, false, "0000000102610000000007", "{\"a\":7}" },
    { TABLE "dataview.NullAwareMapSerializerSnapshot", 2, false, "0000000201010002610000000007",
      "{null:null,\"a\":7}" },
    { TYPES_RUNTIME "TupleSerializerSnapshot", 3, false, "0261000000070000000000000008", "[\"a\",7,8L]" },
    { TYPES_RUNTIME "Tuple0SerializerSnapshot", 0, false, "2a", "[]" },
    { TYPES_RUNTIME "RowSerializer$RowSerializerSnapshot", 2, false, "400261", "[\"a\",null]" },
    { TYPES_RUNTIME "RowSerializer$RowSerializerSnapshot", 2, true, "6000000007", "[null,7]" },
    { TYPES_RUNTIME "RowSerializer$RowSerializerSnapshot", 0, false, "", "[]" },
    { TYPES_RUNTIME "JavaEitherSerializerSnapshot", 2, false, "010261", "{left=\"a\"}" },
    { TYPES_RUNTIME "JavaEitherSerializerSnapshot", 2, false, "0000000007", "{right=7}" },
    { SCALA "ScalaTrySerializerSnapshot", 2, false, "010261", "{success=\"a\"}" },
    { SCALA "ScalaOptionSerializerSnapshot", 1, false, "010261", "[\"a\"]" },
    { SCALA "ScalaOptionSerializerSnapshot", 1, false, "0100", "[null]" },
    { SCALA "ScalaOptionSerializerSnapshot", 1, false, "00", "[]" },
    { "org.apache.flink.streaming.api.datastream.CoGroupedStreams$UnionSerializerSnapshot", 2, false, "0200000007",
      "{two=7}" },
    { TYPES_RUNTIME "NullableSerializer$NullableSerializerSnapshot", 1, false, "000261", "\"a\"" },
    { TABLE "dataview.ListViewSerializerSnapshot", 1, false, "0261", "\"a\"" },
    { TYPES_LIST, 1, false, "ffffffff", "! impossible value at 0" },
    { TYPES_LIST, 1, false, "000000020261", "! cut short at 6" },
    { TYPES_LIST, 0, false, "00000000", "! format is known but not read at 0" },
    { "org.apache.flink.streaming.api.datastream.CoGroupedStreams$UnionSerializerSnapshot", 2, false, "0300000007",
      "! impossible value at 1" },
};

Test(container, parts_stand_as_their_serializers_wrote_them)
{
    struct decoded x;
    decoded_begin(&x);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct sv_type *type = with(&x, cases[i].class_name, cases[i].parts);
        type->flag = cases[i].flag;
        decoded_put_hex(&x.bytes, cases[i].hex);
        cr_expect_str_eq(decoded_text(&x, type), cases[i].text, "%s %s: %s", cases[i].class_name, cases[i].hex, x.text);
    }
    decoded_done(&x);
}

Test(container, padding_of_a_null_is_stepped_over)
{
    struct decoded x;
    decoded_begin(&x);
    struct sv_type *type = with(&x, TYPES_RUNTIME "NullableSerializer$NullableSerializerSnapshot", 1);
    type->numbers[0] = 4;
    decoded_put_hex(&x.bytes, "0100000000");
    cr_expect_str_eq(decoded_text(&x, type), "null");
    decoded_done(&x);
}

Test(container, every_prefix_and_change_of_every_one)
{
    struct decoded x;
    decoded_begin(&x);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        if (cases[i].text[0] == '!' || !*cases[i].hex)
            continue;
        struct sv_type *type = with(&x, cases[i].class_name, cases[i].parts);
        type->flag = cases[i].flag;
        decoded_put_hex(&x.bytes, cases[i].hex);
        decoded_sweep(&x, type);
    }
    decoded_done(&x);
}

Test(container, lists_nested_as_deep_as_types_may_be)
{
    enum { DEPTH = 900 };
    struct decoded x;
    decoded_begin(&x);
    struct sv_type *root = made_type(x.made, "value", TYPES_LIST), *leaf = root;
    for (int i = 1; i < DEPTH; i++) {
        struct sv_type *inner = made_type(x.made, "element", TYPES_LIST);
        sv_type_add(leaf, inner);
        leaf = inner;
    }
    sv_type_add(leaf, made_string(x.made, "element"));
    for (int i = 1; i < DEPTH; i++)
        bytes_i32(&x.bytes, 1);
    bytes_i32(&x.bytes, 0);
    cr_expect_eq(strlen(decoded_text(&x, root)), 2 * DEPTH, "%.80s", x.text);
    decoded_done(&x);
}
