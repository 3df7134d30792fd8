#include "facts/kryo.h"

#include <criterion/criterion.h>

Test(kryo, rows_are_in_order_and_say_something)
{
    size_t count = 0;
    for (const struct sv_kryo_type *row, *last = NULL; (row = sv_kryo_type_at(count)); last = row, count++) {
        if (last)
            cr_expect_lt(sv_str_cmp(last->name, row->name), 0, "%.*s", (int)row->name.n, row->name.p);
        cr_expect(*row->what);
        cr_expect_eq(sv_kryo_type_find(row->name), row);
    }
    cr_expect_gt(count, 100);
}

Test(kryo, a_package_stands_for_all_below_it)
{
    const struct sv_kryo_type *row = sv_kryo_type_find(SV_STR("com.google.common.collect.RegularImmutableList"));
    cr_assert(row);
    cr_expect_eq(row->fate, SV_KRYO_WRONG);
    row = sv_kryo_type_find(SV_STR("scala.collection.immutable.Vector"));
    cr_assert(row);
    cr_expect(sv_str_eq(row->name, SV_STR("scala.collection.")), "the nearest one");
    cr_expect_null(sv_kryo_type_find(SV_STR("com.google.commonplace.Thing")));
}

Test(kryo, a_user_class_has_no_row)
{
    cr_expect_null(sv_kryo_type_find(SV_STR("com.acme.Order")));
    cr_expect_null(sv_kryo_type_find(SV_STR("")));
    cr_expect_null(sv_kryo_type_find(SV_STR("java.util.ArrayList$SubList")), "a nested class is another class");
}

/* Iterable, Collection, List, Map, Set: Class#isAssignableFrom in TypeExtractor. */
Test(kryo, five_interfaces_are_native)
{
    size_t native = 0;
    for (size_t i = 0; sv_kryo_type_at(i); i++)
        native += sv_kryo_type_at(i)->native;
    cr_expect_eq(native, 5);
}
