#include "facts/serialuid.h"

#include <criterion/criterion.h>

Test(serialuid, rows_are_in_order)
{
    size_t count = 0;
    for (const struct sv_serial_class *row, *last = NULL; (row = sv_serial_class_at(count)); last = row, count++) {
        if (last)
            cr_expect_lt(sv_str_cmp(last->name, row->name), 0, "%.*s", (int)row->name.n, row->name.p);
        cr_expect_eq(sv_serial_class_find(row->name), row);
    }
    cr_expect_gt(count, 50);
}

Test(serialuid, one_other_number_is_tolerated_where_flink_does)
{
    const struct sv_serial_class *row =
        sv_serial_class_find(SV_STR("org.apache.flink.table.runtime.typeutils.MapDataSerializer"));
    cr_assert(row);
    cr_expect_eq(row->uid, 4073842523628732956);
    cr_expect_eq(row->tolerated, 2533002123505507000);
    row = sv_serial_class_find(SV_STR("org.apache.flink.table.types.logical.IntType"));
    cr_assert(row);
    cr_expect_eq(row->tolerated, row->uid);
}

Test(serialuid, a_package_may_be_gone_as_a_whole)
{
    const struct sv_serial_class *row =
        sv_serial_class_find(SV_STR("org.apache.flink.api.scala.typeutils.CaseClassSerializer"));
    cr_assert(row);
    cr_expect(row->gone);
    cr_expect_null(sv_serial_class_find(SV_STR("java.lang.Object")));
}
