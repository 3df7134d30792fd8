#include <criterion/criterion.h>

#include "support/types.h"

static void expect_whole(struct bytes *b, struct types_read *t)
{
    types_sweep(b);
    types_read(t, b);
    cr_assert(types_whole(t), "%s", sv_defect_text(types_defect(t).code));
    cr_expect_eq(t->root->end, b->n);
}

Test(simple, version_3_has_no_body)
{
    struct bytes b = { 0 };
    types_simple(&b, TYPES_INT);
    struct types_read t;
    expect_whole(&b, &t);
    cr_expect_eq(t.root->java_type.n, 0);
    types_done(&t);
    bytes_free(&b);
}

Test(simple, version_2_names_the_serializer)
{
    struct bytes b = { 0 };
    bytes_versioned(&b, TYPES_INT, 2);
    bytes_utf(&b, TYPES_BASE "IntSerializer");
    struct types_read t;
    expect_whole(&b, &t);
    cr_expect_eq(t.root->java_type.n, 0, "a serializer is no type");
    types_done(&t);
    bytes_free(&b);
}

Test(simple, a_subclass_may_add_a_version_of_its_own)
{
    struct bytes b = { 0 };
    types_simple(&b,
                 "org.apache.flink.connector.jdbc.xa.XaSinkStateSerializer$XaSinkStateSimpleXaTypeSerializerSnapshot");
    bytes_i32(&b, 1);
    struct types_read t;
    expect_whole(&b, &t);
    cr_expect_eq(t.root->kind, SV_KIND_SCALAR);
    types_done(&t);
    bytes_free(&b);
}

Test(simple, type_class_is_the_type)
{
    struct bytes b = { 0 };
    bytes_versioned(&b, TYPES_RUNTIME "ValueSerializer$ValueSerializerSnapshot", 2);
    bytes_utf(&b, "com.acme.Money");
    struct types_read t;
    expect_whole(&b, &t);
    cr_expect(sv_str_eq(t.root->java_type, SV_STR("com.acme.Money")));
    cr_expect_eq(t.root->kind, SV_KIND_GENERIC);
    types_done(&t);
    bytes_free(&b);
}

Test(simple, sized_bytes_are_stepped_over)
{
    struct bytes b = { 0 };
    bytes_versioned(&b, "org.apache.beam.runners.flink.translation.types.UnversionedTypeSerializerSnapshot", 1);
    bytes_sized(&b, "\x82SNAPPY", 7);
    struct types_read t;
    expect_whole(&b, &t);
    types_done(&t);
    bytes_free(&b);
}

#define PULSAR                                                                                                         \
    "org.apache.flink.connector.pulsar.common.schema."                                                                 \
    "PulsarSchemaTypeSerializer$PulsarSchemaTypeSerializerSnapshot"

Test(simple, sized_java_is_a_stream)
{
    struct bytes b = { 0 };
    bytes_versioned(&b, PULSAR, 1);
    size_t frame = bytes_frame_begin(&b);
    types_java_object(&b, "org.apache.flink.connector.pulsar.common.schema.PulsarSchema");
    bytes_frame_end(&b, frame);
    struct types_read t;
    expect_whole(&b, &t);
    cr_assert_not_null(t.root->java);
    types_done(&t);
    bytes_free(&b);
}

Test(simple, damage_in_a_sized_stream_stays_there)
{
    struct bytes b = { 0 };
    bytes_versioned(&b, PULSAR, 1);
    bytes_sized(&b, "no stream", 9);
    struct types_read t;
    types_read(&t, &b);
    cr_expect(sv_cur_ok(&t.reader.cur));
    cr_expect_eq(t.root->defect.code, SV_DEFECT_BAD_MAGIC);
    cr_expect_eq(t.root->end, b.n);
    types_done(&t);
    bytes_free(&b);
}

Test(simple, ttl_aware_wraps_one_snapshot)
{
    struct bytes b = { 0 };
    bytes_versioned(&b, "org.apache.flink.runtime.state.ttl.TtlAwareSerializerSnapshot", 1);
    bytes_bool(&b, true);
    types_simple(&b, TYPES_STRING);
    struct types_read t;
    expect_whole(&b, &t);
    cr_expect(t.root->flag);
    cr_expect_str_eq(sv_type_child(t.root, 0)->role, "original");
    types_done(&t);
    bytes_free(&b);
}

Test(simple, nested_without_outer_part)
{
    struct bytes b = { 0 };
    bytes_versioned(&b, TYPES_RUNTIME "EitherSerializerSnapshot", 2);
    types_nested(&b, 2);
    types_simple(&b, TYPES_STRING);
    types_simple(&b, TYPES_INT);
    struct types_read t;
    expect_whole(&b, &t);
    cr_expect_str_eq(sv_type_child(t.root, 1)->role, "right");
    types_done(&t);
    bytes_free(&b);
}

Test(simple, component_class_before_the_nested)
{
    struct bytes b = { 0 };
    bytes_versioned(&b, TYPES_BASE "GenericArraySerializerConfigSnapshot", 2);
    bytes_utf(&b, "java.lang.String");
    types_nested(&b, 1);
    types_simple(&b, TYPES_STRING);
    struct types_read t;
    expect_whole(&b, &t);
    cr_expect(sv_str_eq(t.root->java_type, SV_STR("java.lang.String")));
    cr_expect_eq(t.root->kind, SV_KIND_ARRAY);
    types_done(&t);
    bytes_free(&b);
}
