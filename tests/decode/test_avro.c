#include <criterion/criterion.h>

#include "support/decoded.h"

#define AVRO "org.apache.flink.formats.avro.typeutils.AvroSerializerSnapshot"

static struct sv_type *avro(struct decoded *x, const char *schema)
{
    static struct sv_avro more;
    more = (struct sv_avro){ .runtime_class = SV_STR("com.acme.User"), .schema_json = sv_str_of(schema) };
    struct sv_type *type = made_type(x->made, "value", AVRO);
    type->more.avro = &more;
    return type;
}

static const struct {
    const char *schema, *hex, *text;
} cases[] = {
    { "\"null\"", "", "null" },
    { "\"boolean\"", "01", "true" },
    { "\"int\"", "ffffffff", "-1" },
    { "{\"type\":\"long\"}", "0000000000000005", "5L" },
    { "\"float\"", "3fc00000", "1.5f" },
    { "\"double\"", "3ff8000000000000", "1.5" },
    { "\"bytes\"", "0000000200ff", "x00ff" },
    { "\"string\"", "0000000268c3", "\"h\xEF\xBF\xBD\"" },
    { "\"string\"", "0000000368c3a9", "\"h\xC3\xA9\"" },
    { "[\"null\",\"int\"]", "00000000", "null" },
    { "[\"null\",\"int\"]", "0000000100000007", "7" },
    { "[\"null\",\"int\"]", "00000002", "! impossible value at 4" },
    { "{\"type\":\"array\",\"items\":\"int\"}", "02000000010000000200", "[1,2]" },
    { "{\"type\":\"array\",\"items\":\"int\"}", "0100000001010000000200", "[1,2]" },
    { "{\"type\":\"array\",\"items\":\"int\"}", "00", "[]" },
    { "{\"type\":\"map\",\"values\":\"int\"}", "0100000001610000000700", "{\"a\":7}" },
    { "{\"type\":\"enum\",\"name\":\"Color\",\"symbols\":[\"RED\",\"BLUE\"]}", "00000001", "\"BLUE\"" },
    { "{\"type\":\"enum\",\"name\":\"Color\",\"symbols\":[\"RED\",\"BLUE\"]}", "00000002", "! impossible value at 4" },
    { "{\"type\":\"fixed\",\"name\":\"Hash\",\"size\":3}", "010203", "x010203" },
    { "{\"type\":\"int\",\"logicalType\":\"date\"}", "00000001", "\"1970-01-02\"" },
    { "{\"type\":\"int\",\"logicalType\":\"time-millis\"}", "0036ee81", "\"01:00:00.001\"" },
    { "{\"type\":\"int\",\"logicalType\":\"time-millis\"}", "05265c00", "! impossible value at 4" },
    { "{\"type\":\"long\",\"logicalType\":\"time-micros\"}", "0000000000000001", "\"00:00:00.000001\"" },
    { "{\"type\":\"long\",\"logicalType\":\"time-micros\"}", "7fffffffffffffff", "! impossible value at 8" },
    { "{\"type\":\"long\",\"logicalType\":\"timestamp-millis\"}", "ffffffffffffffff", "\"1969-12-31T23:59:59.999Z\"" },
    { "{\"type\":\"long\",\"logicalType\":\"timestamp-micros\"}", "0000000000000001",
      "\"1970-01-01T00:00:00.000001Z\"" },
    { "{\"type\":\"long\",\"logicalType\":\"local-timestamp-millis\"}", "000000000000ea60", "\"1970-01-01T00:01\"" },
    { "{\"type\":\"string\",\"logicalType\":\"date\"}", "0000000161", "\"a\"" },
    { "{\"type\":\"bytes\",\"logicalType\":\"decimal\",\"precision\":9,\"scale\":2}", "0000000204d2", "\"12.34\"" },
    { "{\"type\":{\"type\":\"fixed\",\"name\":\"D\",\"size\":2,\"logicalType\":\"decimal\",\"scale\":1}}", "ff85",
      "\"-12.3\"" },
    { "{\"type\":\"record\",\"name\":\"User\",\"fields\":[{\"name\":\"id\",\"type\":\"int\"},"
      "{\"name\":\"mail\",\"type\":[\"null\",\"string\"]}]}",
      "00000007000000010000000161", "{id=7,mail=\"a\"}" },
    { "{\"type\":\"record\",\"name\":\"Node\",\"namespace\":\"com.acme\",\"fields\":["
      "{\"name\":\"v\",\"type\":\"int\"},{\"name\":\"next\",\"type\":[\"null\",\"com.acme.Node\"]}]}",
      "00000001000000010000000200000000", "{v=1,next={v=2,next=null}}" },
    { "{\"type\":\"record\",\"name\":\"com.acme.Pair\",\"fields\":["
      "{\"name\":\"a\",\"type\":{\"type\":\"enum\",\"name\":\"Side\",\"symbols\":[\"L\",\"R\"]}},"
      "{\"name\":\"b\",\"type\":\"Side\"}]}",
      "0000000100000000", "{a=\"R\",b=\"L\"}" },
};

Test(avro, values_by_their_schema)
{
    struct decoded x;
    decoded_begin(&x);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        decoded_put_hex(&x.bytes, cases[i].hex);
        cr_expect_str_eq(decoded_text(&x, avro(&x, cases[i].schema)), cases[i].text, "%s %s: %s", cases[i].schema,
                         cases[i].hex, x.text);
        if (cases[i].text[0] == '!' || !*cases[i].hex)
            continue;
        decoded_put_hex(&x.bytes, cases[i].hex);
        decoded_sweep(&x, avro(&x, cases[i].schema));
    }
    decoded_done(&x);
}

Test(avro, a_record_that_holds_itself_without_end_meets_a_limit)
{
    struct decoded x;
    decoded_begin(&x);
    const char *schema = "{\"type\":\"record\",\"name\":\"R\",\"fields\":[{\"name\":\"r\",\"type\":\"R\"}]}";
    bytes_u8(&x.bytes, 0);
    cr_expect_str_eq(decoded_text(&x, avro(&x, schema)), "! nested too deeply at 0");
    decoded_done(&x);
}

Test(avro, schemas_that_say_too_little_are_refused_with_the_reason)
{
    static const char *const schemas[][2] = {
        { "", "its Avro schema is no JSON" },
        { "{\"type\"", "its Avro schema is no JSON" },
        { "7", "its Avro schema could not be read" },
        { "\"com.acme.Unknown\"", "its Avro schema refers to a type that it does not declare" },
        { "{\"type\":\"record\",\"name\":\"R\"}", "a record of its Avro schema has no fields" },
        { "{\"type\":\"record\",\"fields\":[]}", "a named type of its Avro schema has no name" },
        { "{\"type\":\"fixed\",\"name\":\"F\"}", "a fixed type of its Avro schema has no size" },
        { "{\"type\":\"array\"}", "its Avro schema could not be read" },
    };
    struct decoded x;
    decoded_begin(&x);
    for (size_t i = 0; i < sizeof schemas / sizeof *schemas; i++) {
        const char *reason = "none";
        const struct sv_codec *codec = sv_codec_new(avro(&x, schemas[i][0]), NULL, &x.made->arena);
        cr_expect_not(sv_decodable(codec, &reason));
        cr_expect_str_eq(reason, schemas[i][1], "%s: %s", schemas[i][0], reason);
    }
    decoded_done(&x);
}
