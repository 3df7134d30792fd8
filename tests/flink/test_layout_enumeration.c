#include <criterion/criterion.h>

#include "support/types.h"

#define ENUM TYPES_BASE "EnumSerializer$EnumSerializerSnapshot"
#define SCALA_ENUM "org.apache.flink.api.scala.typeutils.ScalaEnumSerializerSnapshot"

Test(enumeration, names_stand_in_the_order_of_the_ordinals)
{
    struct bytes b = { 0 };
    bytes_versioned(&b, ENUM, 3);
    bytes_utf(&b, "com.acme.Color");
    bytes_i32(&b, 2);
    bytes_utf(&b, "RED");
    bytes_utf(&b, "BLUE");
    types_sweep(&b);
    struct types_read t;
    types_read(&t, &b);
    cr_assert(types_whole(&t));
    cr_expect(sv_str_eq(t.root->java_type, SV_STR("com.acme.Color")));
    cr_assert_eq(t.root->more.names->count, 2);
    cr_expect(sv_str_eq(t.root->more.names->names[1], SV_STR("BLUE")));
    cr_expect_null(t.root->more.names->ids);
    types_done(&t);
    bytes_free(&b);
}

Test(enumeration, scala_values_have_ids)
{
    struct bytes b = { 0 };
    bytes_versioned(&b, SCALA_ENUM, 3);
    bytes_utf(&b, "com.acme.Color$");
    bytes_i32(&b, 1);
    bytes_utf(&b, "Red");
    bytes_i32(&b, 7);
    types_sweep(&b);
    struct types_read t;
    types_read(&t, &b);
    cr_assert(types_whole(&t));
    cr_assert_eq(t.root->more.names->count, 1);
    cr_expect_eq(t.root->more.names->ids[0], 7);
    types_done(&t);
    bytes_free(&b);
}

Test(enumeration, empty_enum)
{
    struct bytes b = { 0 };
    bytes_versioned(&b, ENUM, 3);
    bytes_utf(&b, "com.acme.Nothing");
    bytes_i32(&b, 0);
    struct types_read t;
    types_read(&t, &b);
    cr_expect(types_whole(&t));
    cr_expect_eq(t.root->more.names->count, 0);
    types_done(&t);
    bytes_free(&b);
}

Test(enumeration, names_read_before_the_damage_stay)
{
    struct bytes b = { 0 };
    bytes_versioned(&b, ENUM, 3);
    bytes_utf(&b, "com.acme.Color");
    bytes_i32(&b, 3);
    bytes_utf(&b, "RED");
    bytes_utf(&b, "BLUE");
    bytes_i16(&b, 9);
    struct types_read t;
    types_read(&t, &b);
    cr_expect_eq(t.root->defect.code, SV_DEFECT_TRUNCATED);
    cr_expect(sv_str_eq(t.root->more.names->names[0], SV_STR("RED")));
    types_done(&t);
    bytes_free(&b);
}

Test(enumeration, count_that_cannot_fit_allocates_nothing)
{
    struct bytes b = { 0 };
    bytes_versioned(&b, ENUM, 3);
    bytes_utf(&b, "com.acme.Color");
    bytes_i32(&b, INT32_MAX);
    struct types_read t;
    types_read(&t, &b);
    cr_expect_eq(t.root->defect.code, SV_DEFECT_TRUNCATED);
    cr_expect_null(t.root->more.names->names);
    types_done(&t);
    bytes_free(&b);
}
