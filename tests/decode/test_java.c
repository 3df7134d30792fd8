#include <criterion/criterion.h>

#include "support/decoded.h"

#define JAVA "org.apache.flink.runtime.state.JavaSerializer$JavaSerializerSnapshot"

enum { TC_OBJECT = 0x73, TC_STRING = 0x74, TC_ARRAY = 0x75, TC_BLOCKDATA = 0x77, TC_END = 0x78 };
enum { PLAIN = 2, WITH_WRITE_METHOD = 3, EXTERNALIZABLE = 12 };

static void begin_object(struct bytes *b, const char *class_name, uint8_t flags, int16_t field_count)
{
    bytes_u8(b, TC_OBJECT);
    types_java_descriptor(b, class_name, flags, field_count);
}

static void put_text(struct bytes *b, const char *text)
{
    bytes_u8(b, TC_STRING);
    bytes_utf(b, text);
}

/* Bytes that a class wrote by hand, given in hex. */
static void put_block(struct bytes *b, const char *hex)
{
    bytes_u8(b, TC_BLOCKDATA);
    bytes_u8(b, (uint8_t)(strlen(hex) / 2));
    decoded_put_hex(b, hex);
}

static const char *text_of(struct decoded *x)
{
    return decoded_text(x, made_type(x->made, "value", JAVA));
}

static void put_boxed(struct bytes *b, const char *class_name, char type, const char *hex)
{
    begin_object(b, class_name, PLAIN, 1);
    types_java_field(b, type, "value", NULL);
    types_java_no_super(b);
    decoded_put_hex(b, hex);
}

Test(java, boxed_values_strings_and_null)
{
    static const struct {
        const char *class_name;
        char type;
        const char *hex, *text;
    } cases[] = {
        { "java.lang.Boolean", 'Z', "01", "true" },     { "java.lang.Byte", 'B', "ff", "-1" },
        { "java.lang.Short", 'S', "fffe", "-2" },       { "java.lang.Character", 'C', "0041", "\"A\"" },
        { "java.lang.Integer", 'I', "00000007", "7" },  { "java.lang.Long", 'J', "0000000000000008", "8L" },
        { "java.lang.Float", 'F', "3fc00000", "1.5f" }, { "java.lang.Double", 'D', "3ff8000000000000", "1.5" },
    };
    struct decoded x;
    decoded_begin(&x);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        types_java_begin(&x.bytes);
        put_boxed(&x.bytes, cases[i].class_name, cases[i].type, cases[i].hex);
        cr_expect_str_eq(text_of(&x), cases[i].text, "%s: %s", cases[i].class_name, x.text);
    }
    types_java_string(&x.bytes, "abc");
    cr_expect_str_eq(text_of(&x), "\"abc\"");
    types_java_null(&x.bytes);
    cr_expect_str_eq(text_of(&x), "null");
    decoded_done(&x);
}

Test(java, objects_are_their_fields)
{
    struct decoded x;
    decoded_begin(&x);
    types_java_begin(&x.bytes);
    begin_object(&x.bytes, "com.acme.Order", PLAIN, 2);
    types_java_field(&x.bytes, 'I', "id", NULL);
    types_java_field(&x.bytes, 'L', "name", "Ljava/lang/String;");
    types_java_no_super(&x.bytes);
    bytes_i32(&x.bytes, 7);
    put_text(&x.bytes, "a");
    cr_expect_str_eq(text_of(&x), "{@class=\"com.acme.Order\",id=7,name=\"a\"}");
    decoded_done(&x);
}

Test(java, what_a_users_class_wrote_by_its_own_code_is_not_guessed)
{
    struct decoded x;
    decoded_begin(&x);
    types_java_begin(&x.bytes);
    begin_object(&x.bytes, "com.acme.Order", WITH_WRITE_METHOD, 0);
    types_java_no_super(&x.bytes);
    put_block(&x.bytes, "07");
    bytes_u8(&x.bytes, TC_END);
    cr_expect_str_eq(text_of(&x), "! format is known but not read at 4");
    decoded_done(&x);
}

static void put_list(struct bytes *b, const char *class_name, uint32_t count)
{
    begin_object(b, class_name, WITH_WRITE_METHOD, 0);
    types_java_no_super(b);
    put_block(b, "00000002");
    for (uint32_t i = 0; i < count; i++)
        put_text(b, i % 2 ? "b" : "a");
    bytes_u8(b, TC_END);
}

Test(java, collections_and_maps)
{
    struct decoded x;
    decoded_begin(&x);
    types_java_begin(&x.bytes);
    put_list(&x.bytes, "java.util.ArrayList", 2);
    cr_expect_str_eq(text_of(&x), "[\"a\",\"b\"]");
    types_java_begin(&x.bytes);
    put_list(&x.bytes, "java.util.HashSet", 1);
    cr_expect_str_eq(text_of(&x), "[\"a\"]");
    types_java_begin(&x.bytes);
    put_list(&x.bytes, "java.util.TreeMap", 2);
    cr_expect_str_eq(text_of(&x), "{\"a\":\"b\"}");
    types_java_begin(&x.bytes);
    put_list(&x.bytes, "java.util.HashMap", 1);
    decoded_text(&x, made_type(x.made, "value", JAVA));
    cr_expect_eq(x.text[0], '!', "%s", x.text);
    decoded_done(&x);
}

Test(java, lists_behind_lists)
{
    struct decoded x;
    decoded_begin(&x);
    types_java_begin(&x.bytes);
    begin_object(&x.bytes, "java.util.Collections$UnmodifiableList", PLAIN, 1);
    types_java_field(&x.bytes, 'L', "list", "Ljava/util/List;");
    types_java_no_super(&x.bytes);
    put_list(&x.bytes, "java.util.ArrayList", 1);
    cr_expect_str_eq(text_of(&x), "[\"a\"]");
    types_java_begin(&x.bytes);
    begin_object(&x.bytes, "java.util.Collections$SingletonList", PLAIN, 1);
    types_java_field(&x.bytes, 'L', "element", "Ljava/lang/Object;");
    types_java_no_super(&x.bytes);
    put_text(&x.bytes, "a");
    cr_expect_str_eq(text_of(&x), "[\"a\"]");
    decoded_done(&x);
}

Test(java, java_time_by_its_types)
{
    static const char *const cases[][2] = {
        { "01000000000000000100000000", "\"PT1S\"" },
        { "02000000000000000100000000", "\"1970-01-01T00:00:01Z\"" },
        { "03000007e4021d", "\"2020-02-29\"" },
        { "04fe", "\"01:00\"" },
        { "0401020300000007", "\"01:02:03.000000007\"" },
        { "05000007e4021d01fd", "\"2020-02-29T01:02\"" },
        { "06000007e4021dfe040700015a", "\"2020-02-29T01:00+01:00[Z]\"" },
        { "06000007e4021dfe040804", "\"2020-02-29T01:00+01:00\"" },
        { "0700015a", "\"Z\"" },
        { "087f0000000f", "\"+00:00:15\"" },
        { "09fefc", "\"01:00-01:00\"" },
        { "0a000007e4021dfe00", "\"2020-02-29T01:00Z\"" },
        { "0b000007e4", "2020" },
        { "0c000007e402", "\"2020-02\"" },
        { "0d021d", "\"--02-29\"" },
        { "0e000000010000000000000003", "\"P1Y3D\"" },
        { "0f", "! impossible value at 5" },
        { "0b000007e400", "! bytes left over at 9" },
    };
    struct decoded x;
    decoded_begin(&x);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        types_java_begin(&x.bytes);
        begin_object(&x.bytes, "java.time.Ser", EXTERNALIZABLE, 0);
        types_java_no_super(&x.bytes);
        put_block(&x.bytes, cases[i][0]);
        bytes_u8(&x.bytes, TC_END);
        cr_expect_str_eq(text_of(&x), cases[i][1], "%s: %s", cases[i][0], x.text);
    }
    decoded_done(&x);
}

static void put_bytes_array(struct bytes *b, const char *hex)
{
    bytes_u8(b, TC_ARRAY);
    types_java_descriptor(b, "[B", PLAIN, 0);
    types_java_no_super(b);
    bytes_i32(b, (int32_t)strlen(hex) / 2);
    decoded_put_hex(b, hex);
}

Test(java, numbers_dates_and_locales)
{
    struct decoded x;
    decoded_begin(&x);
    types_java_begin(&x.bytes);
    begin_object(&x.bytes, "java.math.BigInteger", PLAIN, 2);
    types_java_field(&x.bytes, 'I', "signum", NULL);
    types_java_field(&x.bytes, '[', "magnitude", "[B");
    types_java_no_super(&x.bytes);
    bytes_i32(&x.bytes, -1);
    put_bytes_array(&x.bytes, "0100");
    cr_expect_str_eq(text_of(&x), "\"-256\"");
    types_java_begin(&x.bytes);
    begin_object(&x.bytes, "java.util.Date", WITH_WRITE_METHOD, 0);
    types_java_no_super(&x.bytes);
    put_block(&x.bytes, "00000000000003e8");
    bytes_u8(&x.bytes, TC_END);
    cr_expect_str_eq(text_of(&x), "\"1970-01-01T00:00:01Z\"");
    types_java_begin(&x.bytes);
    begin_object(&x.bytes, "java.util.Locale", PLAIN, 2);
    types_java_field(&x.bytes, 'L', "country", "Ljava/lang/String;");
    types_java_field(&x.bytes, 'L', "language", "Ljava/lang/String;");
    types_java_no_super(&x.bytes);
    put_text(&x.bytes, "US");
    put_text(&x.bytes, "en");
    cr_expect_str_eq(text_of(&x), "\"en_US\"");
    types_java_begin(&x.bytes);
    put_bytes_array(&x.bytes, "00ff");
    cr_expect_str_eq(text_of(&x), "x00ff");
    decoded_done(&x);
}

Test(java, a_throwable_is_class_message_and_cause)
{
    struct decoded x;
    decoded_begin(&x);
    types_java_begin(&x.bytes);
    bytes_u8(&x.bytes, TC_OBJECT);
    types_java_descriptor(&x.bytes, "com.acme.Failure", PLAIN, 0);
    bytes_u8(&x.bytes, TC_END);
    types_java_descriptor(&x.bytes, "java.lang.Throwable", WITH_WRITE_METHOD, 1);
    types_java_field(&x.bytes, 'L', "detailMessage", "Ljava/lang/String;");
    types_java_no_super(&x.bytes);
    put_text(&x.bytes, "boom");
    bytes_u8(&x.bytes, TC_END);
    cr_expect_str_eq(text_of(&x), "{@class=\"com.acme.Failure\",message=\"boom\"}");
    decoded_done(&x);
}

Test(java, an_object_that_holds_itself_meets_a_limit)
{
    struct decoded x;
    decoded_begin(&x);
    types_java_begin(&x.bytes);
    begin_object(&x.bytes, "com.acme.Node", PLAIN, 1);
    types_java_field(&x.bytes, 'L', "next", "Lcom/acme/Node;");
    types_java_no_super(&x.bytes);
    decoded_put_hex(&x.bytes, "71007e0002");
    decoded_text(&x, made_type(x.made, "value", JAVA));
    cr_expect_eq(strncmp(x.text, "! nested too deeply", 19), 0, "%s", x.text);
    decoded_done(&x);
}

Test(java, without_a_reader_of_streams_nothing_is_decoded)
{
    struct decoded x;
    decoded_begin(&x);
    const char *reason = "";
    const struct sv_codec *codec = sv_codec_new(made_type(x.made, "value", JAVA), NULL, &x.made->arena);
    cr_expect_not(sv_decodable(codec, &reason));
    cr_expect_str_eq(reason, "values in Java serialization");
    decoded_done(&x);
}

Test(java, every_prefix_and_change)
{
    struct decoded x;
    decoded_begin(&x);
    types_java_begin(&x.bytes);
    put_list(&x.bytes, "java.util.HashMap", 2);
    decoded_sweep(&x, made_type(x.made, "value", JAVA));
    types_java_begin(&x.bytes);
    put_boxed(&x.bytes, "java.lang.Long", 'J', "0000000000000008");
    decoded_sweep(&x, made_type(x.made, "value", JAVA));
    decoded_done(&x);
}
