#include <criterion/criterion.h>

#include "rules/rule.h"
#include "support/made.h"

#define RUNTIME "org.apache.flink.table.runtime.typeutils."
#define MAP_DATA RUNTIME "MapDataSerializer"

/* How many findings of a rule there are when a snapshot class holds one class of that number. */
static size_t count(const char *snapshot_class, const char *class_name, int64_t uid, uint8_t flags, enum sv_rule_id id)
{
    struct sv_snapshot *snapshot = made_snapshot();
    struct sv_type *value = made_type(snapshot, "value", snapshot_class);
    made_java(snapshot, value, class_name, uid)->cls->flags = flags;
    made_keyed(snapshot, SV_STATE_VALUE, SV_BACKEND_HEAP, value);
    struct sv_check check;
    struct sv_error err;
    cr_assert_eq(sv_check_run(snapshot, sv_release_default(), NULL, &check, &err), SV_OK);
    size_t found = 0;
    for (size_t i = 0; i < check.findings.count; i++)
        if (check.findings.items[i].rule == &sv_rules[id]) {
            found++;
            cr_expect_eq(check.findings.items[i].reach, SV_REACH_KEYED, "reading fails, so the backend does");
        }
    sv_check_release(&check);
    made_free(snapshot);
    return found;
}

enum { SERIALIZABLE = 2, ENUM = 16 };

Test(check_java, one_change_is_tolerated_by_tolerant_readers_alone)
{
    const int64_t of_1_18 = 2533002123505507000, of_1_11 = 3778230951731025234;
    const char *row = RUNTIME "RowDataSerializer$RowDataSerializerSnapshot";
    const char *external = RUNTIME "ExternalSerializer$ExternalSerializerSnapshot";
    cr_expect_eq(count(row, MAP_DATA, of_1_18, SERIALIZABLE, SV_RULE_SV203), 0);
    cr_expect_eq(count(row, MAP_DATA, of_1_11, SERIALIZABLE, SV_RULE_SV203), 1);
    cr_expect_eq(count(external, MAP_DATA, of_1_18, SERIALIZABLE, SV_RULE_SV203), 1);
}

Test(check_java, enums_are_exempt)
{
    const char *row = RUNTIME "RowDataSerializer$RowDataSerializerSnapshot";
    const char *name = "org.apache.flink.table.types.logical.IntType";
    cr_expect_eq(count(row, name, 0, SERIALIZABLE | ENUM, SV_RULE_SV203), 0);
    cr_expect_eq(count(row, name, 0, SERIALIZABLE, SV_RULE_SV203), 1);
}

Test(check_java, external_serializers_in_arrays_fail_for_all_of_1x)
{
    cr_expect_eq(count(RUNTIME "ArrayDataSerializer$ArrayDataSerializerSnapshot", RUNTIME "ExternalSerializer",
                       -8875738717163909354, SERIALIZABLE, SV_RULE_SV203),
                 1);
}

Test(check_java, classes_of_the_scala_api_are_gone)
{
    cr_expect_eq(count(RUNTIME "ArrayDataSerializer$ArrayDataSerializerSnapshot",
                       "org.apache.flink.api.scala.typeutils.OptionSerializer", 1, SERIALIZABLE, SV_RULE_SV202),
                 1);
}

Test(check_java, what_2x_did_not_change_is_no_finding)
{
    const char *row = RUNTIME "RowDataSerializer$RowDataSerializerSnapshot";
    cr_expect_eq(count(row, "com.acme.Mine", 7, SERIALIZABLE, SV_RULE_SV203), 0);
    cr_expect_eq(count(row, "org.apache.flink.types.Row", 3, SERIALIZABLE, SV_RULE_SV203), 0);
    cr_expect_eq(count(row, "org.apache.flink.types.Row", 2, SERIALIZABLE, SV_RULE_SV203), 1);
}
