#include <criterion/criterion.h>

#include "support/types.h"

#define TABLE_TYPE "org.apache.flink.table.types.logical.IntType"

static void read_whole(struct types_read *t, struct bytes *b)
{
    types_sweep(b);
    types_read(t, b);
    cr_assert(types_whole(t), "%s at %zu", sv_defect_text(types_defect(t).code), (size_t)types_defect(t).at);
}

static unsigned stream_count(const struct sv_type *t)
{
    unsigned n = 0;
    for (const struct sv_java_stream *s = t->java; s; s = s->next)
        n++;
    return n;
}

Test(table, row_has_a_type_and_a_serializer_for_each_field)
{
    struct bytes b = { 0 };
    bytes_versioned(&b, TYPES_TABLE "RowDataSerializer$RowDataSerializerSnapshot", 3);
    bytes_i32(&b, 2);
    types_java_object(&b, TABLE_TYPE);
    types_java_object(&b, "org.apache.flink.table.types.logical.VarCharType");
    types_nested(&b, 2);
    types_simple(&b, TYPES_INT);
    types_simple(&b, TYPES_TABLE "StringDataSerializer$StringDataSerializerSnapshot");
    struct types_read t;
    read_whole(&t, &b);
    cr_expect_eq(t.root->kind, SV_KIND_TABLE);
    cr_expect_eq(t.root->numbers[0], 2);
    cr_expect_eq(stream_count(t.root), 2);
    cr_expect_not_null(sv_java_class_in(t.root->java, SV_STR(TABLE_TYPE)));
    cr_expect_lt(t.root->java->end, t.root->java->next->end);
    cr_expect_not_null(sv_type_child(t.root, 1));
    types_done(&t);
    bytes_free(&b);
}

Test(table, array_and_map_are_streams_alone)
{
    struct bytes b = { 0 };
    bytes_versioned(&b, TYPES_TABLE "ArrayDataSerializer$ArrayDataSerializerSnapshot", 3);
    types_java_object(&b, TABLE_TYPE);
    types_java_object(&b, TYPES_BASE "IntSerializer");
    struct types_read t;
    read_whole(&t, &b);
    cr_expect_eq(stream_count(t.root), 2);
    types_done(&t);
    bytes_free(&b);
    bytes_versioned(&b, TYPES_TABLE "MapDataSerializer$MapDataSerializerSnapshot", 3);
    for (int i = 0; i < 4; i++)
        types_java_object(&b, TABLE_TYPE);
    read_whole(&t, &b);
    cr_expect_eq(stream_count(t.root), 4);
    types_done(&t);
    bytes_free(&b);
}

Test(table, sorted_map_has_a_comparator)
{
    struct bytes b = { 0 };
    bytes_versioned(&b, TYPES_TABLE "SortedMapSerializerSnapshot", 3);
    types_java_object(&b, "com.acme.ByPrice");
    types_nested(&b, 2);
    types_simple(&b, TYPES_INT);
    types_simple(&b, TYPES_STRING);
    struct types_read t;
    read_whole(&t, &b);
    cr_expect(sv_str_eq(t.root->java->root->cls->name, SV_STR("com.acme.ByPrice")));
    cr_expect_str_eq(sv_type_child(t.root, 0)->role, "key");
    types_done(&t);
    bytes_free(&b);
}

static void expect_numbers(const char *class_name, int32_t version, int count)
{
    struct bytes b = { 0 };
    bytes_versioned(&b, class_name, version);
    bytes_i32(&b, 38);
    if (count == 2)
        bytes_i32(&b, 18);
    struct types_read t;
    read_whole(&t, &b);
    cr_expect_eq(t.root->numbers[0], 38);
    cr_expect_eq(t.root->numbers[1], count == 2 ? 18 : 0);
    types_done(&t);
    bytes_free(&b);
}

Test(table, numbers)
{
    expect_numbers(TYPES_TABLE "DecimalDataSerializer$DecimalSerializerSnapshot", 3, 2);
    expect_numbers(TYPES_TABLE "TimestampDataSerializer$TimestampDataSerializerSnapshot", 1, 1);
    expect_numbers(TYPES_TABLE "BinaryRowDataSerializer$BinaryRowDataSerializerSnapshot", 3, 1);
    expect_numbers(TYPES_TABLE "serializers.python.DecimalDataSerializer$DecimalSerializerSnapshot", 1, 2);
}

Test(table, row_key_has_two_sized_streams_and_a_snapshot)
{
    struct bytes b = { 0 };
    bytes_versioned(&b, "org.apache.flink.table.runtime.sequencedmultisetstate.linked.RowDataKeySerializerSnapshot", 0);
    for (int i = 0; i < 2; i++) {
        size_t frame = bytes_frame_begin(&b);
        types_java_object(&b, "org.apache.flink.table.runtime.generated.GeneratedRecordEqualiser");
        bytes_frame_end(&b, frame);
    }
    types_simple(&b, TYPES_STRING);
    struct types_read t;
    read_whole(&t, &b);
    cr_expect_eq(stream_count(t.root), 2);
    cr_expect_not_null(t.root->child);
    types_done(&t);
    bytes_free(&b);
}

Test(table, broken_stream_ends_the_reading)
{
    struct bytes b = { 0 };
    bytes_versioned(&b, TYPES_TABLE "RowDataSerializer$RowDataSerializerSnapshot", 3);
    bytes_i32(&b, 1);
    size_t at = b.n;
    bytes_i32(&b, 0);
    types_nested(&b, 0);
    struct types_read t;
    types_read(&t, &b);
    cr_expect_eq(t.root->defect.code, SV_DEFECT_BAD_MAGIC);
    cr_expect_eq(t.root->defect.at, at);
    cr_expect_null(t.root->java);
    types_done(&t);
    bytes_free(&b);
}
