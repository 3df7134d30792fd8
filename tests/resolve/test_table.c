#include <criterion/criterion.h>

#include "support/resolved.h"

#define LOGICAL "org.apache.flink.table.types.logical."
#define ARRAY_DATA RESOLVED_TABLE "ArrayDataSerializer$ArrayDataSerializerSnapshot"
#define ROW_DATA RESOLVED_TABLE "RowDataSerializer$RowDataSerializerSnapshot"

static struct sv_snapshot *s;

static void begin(void)
{
    s = made_snapshot();
}

static void end(void)
{
    made_free(s);
}

/* Gives an object one field of a number. */
static void put_number(struct sv_java_object *object, const char *name, int64_t value)
{
    made_java_field(s, object, name, NULL);
    object->cls->fields[0].type = 'I';
    object->values[0].i = value;
}

/* An array of VARCHAR(length). */
static struct sv_type *array_data(int64_t length)
{
    struct sv_type *type = made_type(s, "value", ARRAY_DATA);
    put_number(made_java(s, type, LOGICAL "VarCharType", 1), "length", length);
    return type;
}

TestSuite(resolve_table, .init = begin, .fini = end);

Test(resolve_table, numbers_must_be_equal)
{
    static const char *const classes[] = { RESOLVED_TABLE "DecimalDataSerializer$DecimalSerializerSnapshot",
                                           RESOLVED_TABLE "TimestampDataSerializer$TimestampDataSerializerSnapshot",
                                           RESOLVED_TABLE "BinaryRowDataSerializer$BinaryRowDataSerializerSnapshot" };
    for (size_t i = 0; i < sizeof classes / sizeof *classes; i++) {
        struct sv_type *old = made_type(s, "value", classes[i]), *new = made_type(s, "value", classes[i]);
        cr_expect_str_eq(resolved_word(new, old), "as-is");
        new->numbers[0] = 3;
        cr_expect_str_eq(resolved_word(new, old), "incompatible", "%s", classes[i]);
    }
}

Test(resolve_table, types_are_compared_by_their_fields)
{
    cr_expect_str_eq(resolved_word(array_data(10), array_data(10)), "as-is");
    cr_expect_str_eq(resolved_word(array_data(20), array_data(10)), "incompatible");
}

Test(resolve_table, field_that_equals_ignores)
{
    struct sv_type *a = made_type(s, "value", ARRAY_DATA), *b = made_type(s, "value", ARRAY_DATA);
    put_number(made_java(s, a, LOGICAL "TimestampType", 1), "kind", 0);
    put_number(made_java(s, b, LOGICAL "TimestampType", 1), "kind", 1);
    cr_expect_str_eq(resolved_word(b, a), "as-is");
}

Test(resolve_table, field_that_one_side_lacks_is_zero)
{
    struct sv_type *bare = made_type(s, "value", ARRAY_DATA);
    made_java(s, bare, LOGICAL "VarCharType", 1);
    cr_expect_str_eq(resolved_word(array_data(0), bare), "as-is");
    cr_expect_str_eq(resolved_word(array_data(1), bare), "incompatible");
    cr_expect_str_eq(resolved_word(bare, array_data(1)), "incompatible");
}

Test(resolve_table, circles_end)
{
    struct sv_type *a = made_type(s, "value", ARRAY_DATA), *b = made_type(s, "value", ARRAY_DATA);
    struct sv_java_object *x = made_java(s, a, LOGICAL "MapType", 1), *y = made_java(s, b, LOGICAL "MapType", 1);
    made_java_field(s, x, "keyType", x);
    made_java_field(s, y, "keyType", y);
    cr_expect_str_eq(resolved_word(a, b), "as-is");
}

Test(resolve_table, objects_of_users_compare_themselves)
{
    struct sv_type *a = made_type(s, "value", RESOLVED_TABLE "SortedMapSerializerSnapshot");
    struct sv_type *b = made_type(s, "value", RESOLVED_TABLE "SortedMapSerializerSnapshot");
    made_java(s, a, "com.acme.ByName", 1);
    made_java(s, b, "com.acme.ByName", 1);
    cr_expect_str_eq(resolved_word(a, b), "undecided");
    b->java = NULL;
    made_java(s, b, "com.acme.ByName", 2);
    cr_expect_str_eq(resolved_word(a, b), "read-error", "the new job's class has another serialVersionUID");
}

Test(resolve_table, nested_serializers_of_a_sorted_map_do_not_count)
{
    struct sv_type *a = made_type(s, "value", RESOLVED_TABLE "SortedMapSerializerSnapshot");
    struct sv_type *b = made_type(s, "value", RESOLVED_TABLE "SortedMapSerializerSnapshot");
    made_child(a, NULL, resolved_long(s));
    made_child(b, NULL, made_string(s, "key"));
    made_java(s, a, "java.util.Collections$ReverseComparator", 1);
    made_java(s, b, "java.util.Collections$ReverseComparator", 1);
    cr_expect_str_eq(resolved_word(a, b), "as-is");
}

/* A row of VARCHAR(length) whose field is written by that serializer. */
static struct sv_type *row_data(int64_t length, struct sv_type *field)
{
    struct sv_type *type = made_type(s, "value", ROW_DATA);
    put_number(made_java(s, type, LOGICAL "VarCharType", 1), "length", length);
    return made_child(type, NULL, field);
}

Test(resolve_table, rows_compare_types_and_then_serializers)
{
    cr_expect_str_eq(resolved_word(row_data(1, made_string(s, "field")), row_data(1, made_string(s, "field"))),
                     "as-is");
    cr_expect_str_eq(resolved_word(row_data(2, made_string(s, "field")), row_data(1, made_string(s, "field"))),
                     "incompatible");
    cr_expect_str_eq(resolved_word(row_data(1, resolved_long(s)), row_data(1, made_string(s, "field"))),
                     "incompatible");
    struct sv_type *wider = row_data(1, made_string(s, "field"));
    made_java(s, wider, LOGICAL "IntType", 1);
    cr_expect_str_eq(resolved_word(wider, row_data(1, made_string(s, "field"))), "incompatible");
}

Test(resolve_table, another_serial_version_cannot_be_read)
{
    struct sv_type *old = made_type(s, "value", ARRAY_DATA), *map = made_type(s, "value", ARRAY_DATA);
    made_java(s, old, LOGICAL "IntType", 599551545689420248);
    cr_expect_str_eq(resolved_word(array_data(1), old), "read-error");
    made_java(s, map, RESOLVED_TABLE "MapDataSerializer", 2533002123505507000);
    cr_expect_str_eq(resolved_word(map, map), "as-is", "the one that is tolerated");
}

static struct sv_type *structured(const char *class_name, const char *implementation, bool registered)
{
    static const char *const names[] = { "className", "implementationClass", "objectIdentifier" };
    struct sv_type *type = made_type(s, "value", ARRAY_DATA);
    struct sv_java_object *object = made_java(s, type, LOGICAL "StructuredType", 1);
    object->cls->fields = sv_arena_alloc(&s->arena, 3, sizeof *object->cls->fields);
    object->values = sv_arena_alloc(&s->arena, 3, sizeof *object->values);
    cr_assert(object->cls->fields && object->values);
    object->cls->field_count = 3;
    object->value_count = 3;
    for (int i = 0; i < 3; i++)
        object->cls->fields[i] = (struct sv_java_field){ .type = 'L', .name = sv_str_of(names[i]) };
    struct sv_java_object *parts = sv_arena_alloc(&s->arena, 3, sizeof *parts);
    struct sv_java_class *cls = SV_NEW(&s->arena, struct sv_java_class);
    cr_assert(parts && cls);
    cls->name = sv_str_of(implementation);
    parts[0] = (struct sv_java_object){ .kind = SV_JAVA_STRING, .text = sv_str_of(class_name) };
    parts[1] = (struct sv_java_object){ .kind = SV_JAVA_CLASS, .cls = cls };
    parts[2] = (struct sv_java_object){ .kind = SV_JAVA_STRING, .text = sv_str_of("cat.db.T") };
    object->values[0].o = class_name ? &parts[0] : NULL;
    object->values[1].o = implementation ? &parts[1] : NULL;
    object->values[2].o = registered ? &parts[2] : NULL;
    return type;
}

/* comparison is absent in both: 2.x sets it to EQUALS where it makes up the name. */
Test(resolve_table, structured_type_of_1x_gets_the_name_of_its_class)
{
    struct sv_type *old = structured(NULL, "com.acme.T", false);
    cr_expect_str_eq(resolved_word(structured(NULL, "com.acme.T", false), old), "as-is");
    cr_expect_str_eq(resolved_word(structured(NULL, "com.acme.U", false), old), "incompatible");
    cr_expect_str_eq(resolved_word(structured("com.acme.T", "com.acme.T", true), structured(NULL, "com.acme.T", true)),
                     "incompatible", "one of a catalog stays without");
}
