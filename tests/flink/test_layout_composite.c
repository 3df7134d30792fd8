#include <criterion/criterion.h>

#include "support/types.h"

#define ROW TYPES_RUNTIME "RowSerializer$RowSerializerSnapshot"
#define TUPLE TYPES_RUNTIME "TupleSerializerSnapshot"
#define NULLABLE TYPES_RUNTIME "NullableSerializer$NullableSerializerSnapshot"
#define TRAVERSABLE "org.apache.flink.api.scala.typeutils.TraversableSerializerSnapshot"
#define LINKED_LIST TYPES_TABLE "LinkedListSerializer$LinkedListSerializerSnapshot"
#define NFA_STATE "org.apache.flink.cep.nfa.NFAStateSerializerSnapshot"
#define TWO_PHASE "org.apache.flink.streaming.api.functions.sink.TwoPhaseCommitSinkFunction$StateSerializerSnapshot"
#define EXTERNAL TYPES_TABLE "ExternalSerializer$ExternalSerializerSnapshot"

static void put_nested(struct bytes *b)
{
    types_nested(b, 2);
    types_simple(b, TYPES_STRING);
    types_simple(b, TYPES_INT);
}

/* Reads what must be whole, and sweeps it. */
static void read_whole(struct types_read *t, struct bytes *b)
{
    types_sweep(b);
    types_read(t, b);
    cr_assert(types_whole(t), "%s at %zu", sv_defect_text(types_defect(t).code), (size_t)types_defect(t).at);
    cr_expect_eq(t->root->end, b->n);
}

Test(composite, nested_serializers_have_the_roles_of_the_class)
{
    struct bytes b = { 0 };
    types_composite(&b, TYPES_MAP, 1);
    put_nested(&b);
    struct types_read t;
    read_whole(&t, &b);
    cr_expect_eq(t.root->outer_version, 1);
    cr_expect_str_eq(sv_type_child(t.root, 0)->role, "user-key");
    cr_expect_str_eq(sv_type_child(t.root, 1)->role, "value");
    types_done(&t);
    bytes_free(&b);
}

Test(composite, version_of_1_7_has_no_magic)
{
    struct bytes b = { 0 };
    bytes_versioned(&b, TYPES_LIST, 1);
    types_nested(&b, 1);
    types_simple(&b, TYPES_STRING);
    struct types_read t;
    read_whole(&t, &b);
    cr_expect_eq(t.root->version, 1);
    cr_expect_eq(t.root->outer_version, 1);
    types_done(&t);
    bytes_free(&b);
}

Test(composite, class_is_the_type)
{
    struct bytes b = { 0 };
    types_composite(&b, TUPLE, 2);
    bytes_utf(&b, "org.apache.flink.api.java.tuple.Tuple2");
    put_nested(&b);
    struct types_read t;
    read_whole(&t, &b);
    cr_expect(sv_str_eq(t.root->java_type, SV_STR("org.apache.flink.api.java.tuple.Tuple2")));
    cr_expect_eq(t.root->kind, SV_KIND_TUPLE);
    types_done(&t);
    bytes_free(&b);
}

Test(composite, text_of_a_scala_collection_is_no_type)
{
    struct bytes b = { 0 };
    types_composite(&b, TRAVERSABLE, 2);
    bytes_utf(&b, "implicitly[scala.collection.generic.CanBuildFrom]");
    types_nested(&b, 1);
    types_simple(&b, TYPES_STRING);
    struct types_read t;
    read_whole(&t, &b);
    cr_expect_eq(t.root->java_type.n, 0);
    types_done(&t);
    bytes_free(&b);
}

Test(composite, padding)
{
    struct bytes b = { 0 };
    types_composite(&b, NULLABLE, 2);
    bytes_i32(&b, 8);
    types_nested(&b, 1);
    types_simple(&b, TYPES_LONG);
    struct types_read t;
    read_whole(&t, &b);
    cr_expect_eq(t.root->numbers[0], 8);
    types_done(&t);
    bytes_free(&b);
}

/* What the flag is with an outer version, written as a boolean (0 or 1) or implied (-1). */
static void expect_flag(const char *class_name, int32_t outer_version, int written, bool flag)
{
    struct bytes b = { 0 };
    types_composite(&b, class_name, outer_version);
    if (written >= 0)
        bytes_bool(&b, written == 1);
    put_nested(&b);
    struct types_read t;
    types_read(&t, &b);
    cr_expect(types_whole(&t), "%s %d", class_name, outer_version);
    cr_expect_eq(t.root->flag, flag, "%s %d", class_name, outer_version);
    types_done(&t);
    bytes_free(&b);
}

Test(composite, flag_is_implied_by_older_outer_versions)
{
    expect_flag(ROW, 2, -1, false);
    expect_flag(ROW, 3, -1, true);
    expect_flag(ROW, 4, 0, false);
    expect_flag(ROW, 4, 1, true);
    expect_flag(LINKED_LIST, 1, -1, false);
    expect_flag(LINKED_LIST, 2, -1, true);
    expect_flag(LINKED_LIST, 3, 0, false);
    expect_flag(LINKED_LIST, 3, 1, true);
    expect_flag(NFA_STATE, 1, -1, false);
    expect_flag(NFA_STATE, 2, 0, false);
    expect_flag(NFA_STATE, 2, 1, true);
    expect_flag(TWO_PHASE, 2, -1, false);
    expect_flag(TWO_PHASE, 3, -1, true);
    expect_flag(TWO_PHASE, 4, 0, false);
    expect_flag(TWO_PHASE, 4, 1, true);
}

Test(composite, external_keeps_its_data_type)
{
    struct bytes b = { 0 };
    types_composite(&b, EXTERNAL, 1);
    types_java_object(&b, "org.apache.flink.table.types.AtomicDataType");
    bytes_bool(&b, true);
    types_nested(&b, 1);
    types_simple(&b, TYPES_STRING);
    struct types_read t;
    read_whole(&t, &b);
    cr_expect(t.root->flag);
    cr_assert_not_null(t.root->java);
    cr_expect(sv_str_eq(t.root->java->root->cls->name, SV_STR("org.apache.flink.table.types.AtomicDataType")));
    cr_expect_null(t.root->java->next);
    types_done(&t);
    bytes_free(&b);
}

static void expect_defect(struct bytes *b, enum sv_defect_code code, size_t at)
{
    struct types_read t;
    types_read(&t, b);
    cr_expect_eq(types_defect(&t).code, code, "%s", sv_defect_text(types_defect(&t).code));
    cr_expect_eq(types_defect(&t).at, at);
    types_done(&t);
    bytes_free(b);
}

Test(composite, wrong_magic_and_counts_are_blamed_where_they_stand)
{
    struct bytes b = { 0 };
    bytes_versioned(&b, TYPES_LIST, 3);
    size_t at = b.n;
    bytes_i32(&b, 911107);
    expect_defect(&b, SV_DEFECT_BAD_MAGIC, at);
    types_composite(&b, TYPES_LIST, 1);
    at = b.n;
    bytes_i32(&b, 1333246);
    expect_defect(&b, SV_DEFECT_BAD_MAGIC, at);
    types_composite(&b, TYPES_LIST, 1);
    bytes_i32(&b, 1333245);
    at = b.n;
    bytes_i32(&b, 2);
    expect_defect(&b, SV_DEFECT_UNKNOWN_VERSION, at);
    types_composite(&b, TYPES_LIST, 1);
    types_nested(&b, -1);
    expect_defect(&b, SV_DEFECT_BAD_VALUE, b.n - 4);
    types_composite(&b, TYPES_LIST, 1);
    types_nested(&b, INT32_MAX);
    expect_defect(&b, SV_DEFECT_TRUNCATED, b.n - 4);
}
