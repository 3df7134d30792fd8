#include "model/java.h"

#include <criterion/criterion.h>

static struct sv_java_field base_fields[] = { { .type = 'I', .name = SV_STR_INIT("size") },
                                              { .type = 'L', .name = SV_STR_INIT("type") } };
static struct sv_java_class base = { .name = SV_STR_INIT("Base"), .flags = 2, .field_count = 2, .fields = base_fields };
/* Not serializable: its field has no value in the stream. */
static struct sv_java_class plain = {
    .name = SV_STR_INIT("Plain"), .field_count = 1, .fields = base_fields, .super = &base
};
static struct sv_java_field derived_fields[] = { { .type = 'J', .name = SV_STR_INIT("count") },
                                                 { .type = 'I', .name = SV_STR_INIT("size") } };
static struct sv_java_class derived = {
    .name = SV_STR_INIT("Derived"), .flags = 2, .field_count = 2, .fields = derived_fields, .super = &plain
};
static struct sv_java_object text = { .kind = SV_JAVA_STRING, .text = SV_STR_INIT("hello") };

static struct sv_java_object object_of(struct sv_java_class *cls, union sv_java_value *values, uint32_t count)
{
    return (struct sv_java_object){ .kind = SV_JAVA_OBJECT, .cls = cls, .values = values, .value_count = count };
}

Test(java, field_of_the_most_derived_class_comes_first)
{
    union sv_java_value values[] = { { .i = 1 }, { .o = &text }, { .i = 3 }, { .i = 4 } };
    struct sv_java_object object = object_of(&derived, values, 4);
    char type = '?';
    cr_expect_eq(sv_java_field(&object, "size", &type)->i, 4);
    cr_expect_eq(type, 'I');
    cr_expect_eq(sv_java_field(&object, "count", NULL)->i, 3);
    cr_expect_null(sv_java_field(&object, "absent", &type));
    cr_expect_eq(type, 'I', "the type is untouched when there is no field");
    object = object_of(&base, values, 2);
    cr_expect_eq(sv_java_field(&object, "size", NULL)->i, 1);
}

Test(java, ref_gives_objects_only)
{
    union sv_java_value values[] = { { .i = 1 }, { .o = &text }, { .i = 3 }, { .i = 4 } };
    struct sv_java_object object = object_of(&derived, values, 4);
    cr_expect_eq(sv_java_ref(&object, "type"), &text);
    cr_expect_null(sv_java_ref(&object, "size"), "a number is no reference");
    values[1].o = NULL;
    cr_expect_null(sv_java_ref(&object, "type"));
    cr_expect_null(sv_java_ref(NULL, "type"));
    cr_expect_null(sv_java_ref(&text, "type"), "a string has no fields");
}

Test(java, externalizable_objects_have_no_fields)
{
    struct sv_java_class outer = { .flags = 12, .field_count = 1, .fields = base_fields, .super = &base };
    struct sv_java_object object = object_of(&outer, NULL, 0);
    cr_expect_null(sv_java_field(&object, "size", NULL));
}

Test(java, classes_of_a_stream_are_found_by_name)
{
    struct sv_java_class second = { .name = SV_STR_INIT("B") }, first = { .name = SV_STR_INIT("A"), .next = &second };
    struct sv_java_stream stream = { .classes = &first };
    cr_expect_eq(sv_java_class_in(&stream, SV_STR("B")), &second);
    cr_expect_null(sv_java_class_in(&stream, SV_STR("C")));
    cr_expect_null(sv_java_class_in(NULL, SV_STR("A")));
}
