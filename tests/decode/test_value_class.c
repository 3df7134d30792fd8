#include <criterion/criterion.h>

#include "support/decoded.h"

#define VALUE TYPES_RUNTIME "ValueSerializer$ValueSerializerSnapshot"
#define WRITABLE TYPES_RUNTIME "WritableSerializer$WritableSerializerSnapshot"

static struct sv_type *of(struct decoded *x, const char *class_name, const char *java_type)
{
    struct sv_type *type = made_type(x->made, "value", class_name);
    type->java_type = sv_str_of(java_type);
    return type;
}

Test(value_class, values_of_flink_and_hadoop)
{
    static const struct {
        const char *class_name, *java_type, *hex, *text;
    } cases[] = {
        { VALUE, "org.apache.flink.types.IntValue", "00000007", "7" },
        { VALUE, "org.apache.flink.types.StringValue", "0161", "\"a\"" },
        { VALUE, "org.apache.flink.types.NullValue", "00", "null" },
        { WRITABLE, "org.apache.hadoop.io.NullWritable", "", "null" },
        { WRITABLE, "org.apache.hadoop.io.LongWritable", "0000000000000008", "8L" },
        { WRITABLE, "org.apache.hadoop.io.Text", "0161", "\"a\"" },
        { WRITABLE, "org.apache.hadoop.io.Text", "8f0161", "\"a\"" },
        { WRITABLE, "org.apache.hadoop.io.Text", "8f0261", "! cut short at 2" },
        { WRITABLE, "org.apache.hadoop.io.Text", "ff", "! impossible value at 1" },
        { WRITABLE, "org.apache.hadoop.io.BytesWritable", "0000000100", "x00" },
        { VALUE, "com.acme.Money", "00000007", "! format is known but not read at 0" },
    };
    struct decoded x;
    decoded_begin(&x);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        decoded_put_hex(&x.bytes, cases[i].hex);
        const char *text = decoded_text(&x, of(&x, cases[i].class_name, cases[i].java_type));
        cr_expect_str_eq(text, cases[i].text, "%s: %s", cases[i].java_type, text);
    }
    decoded_put_hex(&x.bytes, "8f80");
    bytes_fill(&x.bytes, 'a', 128);
    cr_expect_eq(strlen(decoded_text(&x, of(&x, WRITABLE, "org.apache.hadoop.io.Text"))), 130, "%s", x.text);
    decoded_done(&x);
}

Test(value_class, hash_is_that_of_the_class)
{
    struct decoded x;
    decoded_begin(&x);
    int32_t hash = 0;
    decoded_put_hex(&x.bytes, "0000000000000008");
    cr_expect(decoded_hash(&x, of(&x, VALUE, "org.apache.flink.types.LongValue"), &hash));
    cr_expect_eq(hash, 51);
    decoded_put_hex(&x.bytes, "00000007");
    cr_expect_not(decoded_hash(&x, of(&x, VALUE, "com.acme.Money"), &hash));
    decoded_done(&x);
}
