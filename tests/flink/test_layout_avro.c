#include <criterion/criterion.h>

#include "support/types.h"

#define AVRO "org.apache.flink.formats.avro.typeutils.AvroSerializerSnapshot"
#define GENERIC "org.apache.avro.generic.GenericRecord"

/* StringValue#writeString of ASCII shorter than 127. */
static void put_string_value(struct bytes *b, const char *text)
{
    bytes_u8(b, (uint8_t)(strlen(text) + 1));
    bytes_raw(b, text, strlen(text));
}

static void expect_avro(struct bytes *b, const char *runtime_class, const char *schema)
{
    struct types_read t;
    types_read(&t, b);
    cr_assert(types_whole(&t), "%s", sv_defect_text(types_defect(&t).code));
    cr_expect(sv_str_eq(t.root->more.avro->runtime_class, sv_str_of(runtime_class)));
    cr_expect(sv_str_eq(t.root->more.avro->schema_json, sv_str_of(schema)));
    cr_expect(sv_str_eq(t.root->java_type, sv_str_of(runtime_class)));
    types_done(&t);
}

Test(avro, version_1_has_a_schema_only)
{
    struct bytes b = { 0 };
    bytes_versioned(&b, AVRO, 1);
    bytes_utf(&b, "\"int\"");
    expect_avro(&b, "", "\"int\"");
    bytes_free(&b);
}

Test(avro, version_2_is_utf)
{
    struct bytes b = { 0 };
    bytes_versioned(&b, AVRO, 2);
    bytes_utf(&b, GENERIC);
    bytes_utf(&b, "\"long\"");
    expect_avro(&b, GENERIC, "\"long\"");
    types_sweep(&b);
    bytes_free(&b);
}

Test(avro, version_3_is_string_values)
{
    struct bytes b = { 0 };
    bytes_versioned(&b, AVRO, 3);
    put_string_value(&b, GENERIC);
    put_string_value(&b, "{\"type\":\"string\"}");
    expect_avro(&b, GENERIC, "{\"type\":\"string\"}");
    types_sweep(&b);
    bytes_free(&b);
}

Test(avro, units_beyond_ascii_become_modified_utf8)
{
    struct bytes b = { 0 };
    bytes_versioned(&b, AVRO, 3);
    bytes_u8(&b, 0);                                            /* null */
    bytes_raw(&b, "\x06z\xE9\x01\xAC\x41\x00\xBD\xB0\x03", 10); /* z, e acute, euro, U+0000, a high surrogate */
    expect_avro(&b, "", "z\xC3\xA9\xE2\x82\xAC\xC0\x80\xED\xA0\xBD");
    types_sweep(&b);
    bytes_free(&b);
}

Test(avro, long_lengths_take_several_groups)
{
    struct bytes b = { 0 };
    bytes_versioned(&b, AVRO, 3);
    bytes_u8(&b, 1);
    bytes_raw(&b, "\xAD\x02", 2); /* 300 + 1 */
    bytes_fill(&b, ' ', 300);
    struct types_read t;
    types_read(&t, &b);
    cr_assert(types_whole(&t));
    cr_expect_eq(t.root->more.avro->schema_json.n, 300);
    cr_expect_lt(t.arena.used_bytes, 900, "ASCII is borrowed");
    types_done(&t);
    bytes_free(&b);
}

Test(avro, lengths_that_cannot_be)
{
    struct bytes b = { 0 };
    bytes_versioned(&b, AVRO, 3);
    size_t at = b.n;
    bytes_raw(&b, "\xFF\xFF\xFF\xFF\x07", 5);
    bytes_fill(&b, 'x', 30);
    struct types_read t;
    types_read(&t, &b);
    cr_expect_eq(t.root->defect.code, SV_DEFECT_TRUNCATED);
    cr_expect_eq(t.root->defect.at, at);
    types_done(&t);
    bytes_patch_u8(&b, at + 4, 0xFF);
    types_read(&t, &b);
    cr_expect_eq(t.root->defect.code, SV_DEFECT_BAD_VALUE);
    types_done(&t);
    bytes_free(&b);
}
