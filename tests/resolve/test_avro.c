#include <criterion/criterion.h>

#include "support/resolved.h"

static struct sv_type *avro(struct sv_snapshot *s, const char *schema)
{
    struct sv_type *type = made_type(s, "value", "org.apache.flink.formats.avro.typeutils.AvroSerializerSnapshot");
    type->more.avro = SV_NEW(&s->arena, struct sv_avro);
    cr_assert_not_null(type->more.avro);
    type->java_type = type->more.avro->runtime_class = sv_str_of("org.apache.avro.generic.GenericRecord");
    type->more.avro->schema_json = sv_str_of(schema);
    return type;
}

static const char *answer(const char *new, const char *old)
{
    struct sv_snapshot *s = made_snapshot();
    const char *word = resolved_word(avro(s, new), avro(s, old));
    made_free(s);
    return word;
}

#define RECORD(fields) "{\"type\":\"record\",\"name\":\"R\",\"namespace\":\"a.b\",\"fields\":[" fields "]}"
#define INT_A "{\"name\":\"a\",\"type\":\"int\"}"
#define ENUM(more) "{\"name\":\"e\",\"type\":{\"type\":\"enum\",\"name\":\"E\",\"symbols\":" more "}}"

/* What counts as another schema: the new one, the old one, the answer. */
static const struct {
    const char *what, *new, *old, *answer;
} cases[] = {
    { "same", RECORD(INT_A), RECORD(INT_A), "as-is" },
    { "documentation", RECORD("{\"name\":\"a\",\"type\":\"int\",\"doc\":\"x\"}"), RECORD(INT_A), "as-is" },
    { "alias", RECORD("{\"name\":\"a\",\"type\":\"int\",\"aliases\":[\"b\"]}"), RECORD(INT_A), "as-is" },
    { "property", RECORD("{\"name\":\"a\",\"type\":\"int\",\"x\":1}"), RECORD(INT_A), "after-migration" },
    { "number as text", RECORD("{\"name\":\"a\",\"type\":\"int\",\"x\":\"1\"}"),
      RECORD("{\"name\":\"a\",\"type\":\"int\",\"x\":1}"), "after-migration" },
    { "kind of number", RECORD("{\"name\":\"a\",\"type\":\"double\",\"default\":1.0}"),
      RECORD("{\"name\":\"a\",\"type\":\"double\",\"default\":1}"), "after-migration" },
    { "large number", RECORD("{\"name\":\"a\",\"type\":\"long\",\"default\":9007199254740993}"),
      RECORD("{\"name\":\"a\",\"type\":\"long\",\"default\":9007199254740992}"), "after-migration" },
    { "order of a property's members", RECORD("{\"name\":\"a\",\"type\":\"int\",\"x\":{\"p\":1,\"q\":2}}"),
      RECORD("{\"name\":\"a\",\"type\":\"int\",\"x\":{\"q\":2,\"p\":1}}"), "as-is" },
    { "escaped quotes and numbers in text", RECORD("{\"name\":\"a\",\"type\":\"int\",\"x\":\"\\\"1\"}"),
      RECORD("{\"name\":\"a\",\"type\":\"int\",\"x\":\"\\\"1\"}"), "as-is" },
    { "sort order", RECORD("{\"name\":\"a\",\"type\":\"int\",\"order\":\"descending\"}"), RECORD(INT_A),
      "after-migration" },
    { "sort order as it is without", RECORD("{\"name\":\"a\",\"type\":\"int\",\"order\":\"ascending\"}"), RECORD(INT_A),
      "as-is" },
    { "namespace", "{\"type\":\"record\",\"name\":\"R\",\"namespace\":\"c\",\"fields\":[" INT_A "]}", RECORD(INT_A),
      "after-migration" },
    { "name", "{\"type\":\"record\",\"name\":\"S\",\"namespace\":\"a.b\",\"fields\":[" INT_A "]}", RECORD(INT_A),
      "incompatible" },
    { "name with alias",
      "{\"type\":\"record\",\"name\":\"S\",\"namespace\":\"a.b\",\"aliases\":[\"R\"],\"fields\":[" INT_A "]}",
      RECORD(INT_A), "after-migration" },
    { "full name in one", "{\"type\":\"record\",\"name\":\"a.b.R\",\"fields\":[" INT_A "]}", RECORD(INT_A), "as-is" },
    { "new field", RECORD(INT_A ",{\"name\":\"b\",\"type\":\"int\"}"), RECORD(INT_A), "incompatible" },
    { "new field with default", RECORD(INT_A ",{\"name\":\"b\",\"type\":\"int\",\"default\":0}"), RECORD(INT_A),
      "after-migration" },
    { "new field with null", RECORD(INT_A ",{\"name\":\"b\",\"type\":[\"null\",\"int\"],\"default\":null}"),
      RECORD(INT_A), "after-migration" },
    { "removed field", RECORD(""), RECORD(INT_A), "after-migration" },
    { "renamed field with alias", RECORD("{\"name\":\"b\",\"type\":\"int\",\"aliases\":[\"a\"]}"), RECORD(INT_A),
      "after-migration" },
    { "field with two sources", RECORD("{\"name\":\"b\",\"type\":\"int\",\"aliases\":[\"a\",\"c\"]}"),
      RECORD(INT_A ",{\"name\":\"c\",\"type\":\"int\"}"), "resolve-error" },
    { "wider", RECORD("{\"name\":\"a\",\"type\":\"double\"}"), RECORD(INT_A), "after-migration" },
    { "narrower", RECORD(INT_A), RECORD("{\"name\":\"a\",\"type\":\"long\"}"), "incompatible" },
    { "text of bytes", "\"string\"", "\"bytes\"", "after-migration" },
    { "now optional", "[\"null\",\"int\"]", "\"int\"", "after-migration" },
    { "no longer optional", "\"int\"", "[\"null\",\"int\"]", "incompatible" },
    { "items", "{\"type\":\"array\",\"items\":\"long\"}", "{\"type\":\"array\",\"items\":\"int\"}", "after-migration" },
    { "values", "{\"type\":\"map\",\"values\":\"int\"}", "{\"type\":\"map\",\"values\":\"string\"}", "incompatible" },
    { "size", "{\"type\":\"fixed\",\"name\":\"F\",\"size\":4}", "{\"type\":\"fixed\",\"name\":\"F\",\"size\":8}",
      "incompatible" },
    { "symbol added", RECORD(ENUM("[\"A\",\"B\"]")), RECORD(ENUM("[\"A\"]")), "after-migration" },
    { "symbol removed", RECORD(ENUM("[\"A\"]")), RECORD(ENUM("[\"A\",\"B\"]")), "incompatible" },
    { "symbol removed with default", RECORD(ENUM("[\"A\"],\"default\":\"A\"")), RECORD(ENUM("[\"A\",\"B\"]")),
      "after-migration" },
    { "enum's default", RECORD(ENUM("[\"A\"],\"default\":\"A\"")), RECORD(ENUM("[\"A\"]")), "as-is" },
    { "recursion", RECORD("{\"name\":\"n\",\"type\":[\"null\",\"R\"]}," INT_A),
      RECORD("{\"name\":\"n\",\"type\":[\"null\",\"a.b.R\"]}," INT_A), "as-is" },
    { "recursion, changed", RECORD("{\"name\":\"n\",\"type\":[\"null\",\"R\"]}"),
      RECORD("{\"name\":\"n\",\"type\":[\"null\",\"R\"]}," INT_A), "after-migration" },
    { "no schema", RECORD(INT_A), "{\"type\":\"record\",\"name\":\"R\"}", "read-error" },
    { "undeclared type", RECORD(INT_A), "\"Unknown\"", "read-error" },
    { "no new schema", "{", RECORD(INT_A), "undecided" },
};

Test(resolve_avro, schemas)
{
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        cr_expect_str_eq(answer(cases[i].new, cases[i].old), cases[i].answer, "%s: %s", cases[i].what,
                         answer(cases[i].new, cases[i].old));
}

Test(resolve_avro, class_of_values_does_not_count)
{
    struct sv_snapshot *s = made_snapshot();
    struct sv_type *generated = avro(s, "\"int\"");
    generated->java_type = generated->more.avro->runtime_class = sv_str_of("com.acme.R");
    cr_expect_str_eq(resolved_word(generated, avro(s, "\"int\"")), "as-is");
    cr_expect_str_eq(resolved_word(generated, made_string(s, "value")), "incompatible");
    made_free(s);
}
