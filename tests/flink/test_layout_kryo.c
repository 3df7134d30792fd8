#include <criterion/criterion.h>

#include "support/types.h"

#define SERIALIZABLE "org.apache.flink.api.common.ExecutionConfig$SerializableSerializer"

static void put_framed_utf(struct bytes *b, const char *text)
{
    bytes_bool(b, true);
    size_t frame = bytes_frame_begin(b);
    bytes_utf(b, text);
    bytes_frame_end(b, frame);
}

static size_t begin_registration(struct bytes *b, const char *name, int32_t kind)
{
    bytes_utf(b, name);
    put_framed_utf(b, name);
    bytes_bool(b, true);
    size_t frame = bytes_frame_begin(b);
    bytes_utf(b, name);
    bytes_i32(b, kind);
    return frame;
}

static void put_kryo(struct bytes *b)
{
    bytes_versioned(b, TYPES_KRYO, 2);
    bytes_utf(b, "com.acme.Order");
    types_map(b, 3);
    bytes_frame_end(b, begin_registration(b, "com.acme.Order", 0));
    size_t frame = begin_registration(b, "com.acme.Item", 1);
    bytes_utf(b, "com.acme.ItemSerializer");
    bytes_frame_end(b, frame);
    frame = begin_registration(b, "org.apache.avro.generic.GenericData$Array", 2);
    types_java_object(b, SERIALIZABLE);
    bytes_frame_end(b, frame);
    types_map(b, 1);
    bytes_utf(b, "java.util.UUID");
    put_framed_utf(b, "java.util.UUID");
    bytes_bool(b, true);
    frame = bytes_frame_begin(b);
    types_java_object(b, SERIALIZABLE);
    bytes_frame_end(b, frame);
    types_map(b, 1);
    bytes_utf(b, "java.util.Locale");
    put_framed_utf(b, "java.util.Locale");
    put_framed_utf(b, "com.acme.LocaleSerializer");
}

Test(kryo, type_registrations_and_defaults)
{
    struct bytes b = { 0 };
    put_kryo(&b);
    types_sweep(&b);
    struct types_read t;
    types_read(&t, &b);
    cr_assert(types_whole(&t));
    cr_expect(sv_str_eq(t.root->java_type, SV_STR("com.acme.Order")));
    cr_expect_null(t.root->child);
    cr_expect_null(t.root->java, "instances hang on their entries");
    const struct sv_kryo *kryo = t.root->more.kryo;
    cr_assert_eq(kryo->registrations.count, 3);
    const struct sv_entry *items = kryo->registrations.items;
    cr_expect_eq(items[0].registration_kind, 0);
    cr_expect(sv_str_eq(items[0].registered_class, SV_STR("com.acme.Order")));
    cr_expect(sv_str_eq(items[1].serializer_class, SV_STR("com.acme.ItemSerializer")));
    cr_expect_eq(items[2].registration_kind, 2);
    cr_expect(sv_str_eq(items[2].instance->root->cls->name, SV_STR(SERIALIZABLE)));
    cr_assert_eq(kryo->defaults.count, 1);
    cr_expect(sv_str_eq(kryo->defaults.items[0].key_class, SV_STR("java.util.UUID")));
    cr_expect_not_null(kryo->defaults.items[0].instance);
    cr_assert_eq(kryo->default_classes.count, 1);
    cr_expect(sv_str_eq(kryo->default_classes.items[0].serializer_class, SV_STR("com.acme.LocaleSerializer")));
    types_done(&t);
    bytes_free(&b);
}

Test(kryo, registration_of_a_kind_to_come_is_lost_alone)
{
    struct bytes b = { 0 };
    bytes_versioned(&b, TYPES_KRYO, 2);
    bytes_utf(&b, "com.acme.Order");
    types_map(&b, 2);
    bytes_frame_end(&b, begin_registration(&b, "com.acme.Order", 3));
    bytes_frame_end(&b, begin_registration(&b, "com.acme.Item", 0));
    types_map(&b, 0);
    types_map(&b, 0);
    struct types_read t;
    types_read(&t, &b);
    cr_expect(sv_cur_ok(&t.reader.cur));
    cr_expect_eq(t.root->defect.code, SV_DEFECT_NONE);
    cr_expect_eq(t.root->more.kryo->registrations.items[0].defect.code, SV_DEFECT_BAD_VALUE);
    cr_expect_eq(t.root->more.kryo->registrations.items[1].defect.code, SV_DEFECT_NONE);
    types_done(&t);
    bytes_free(&b);
}

Test(kryo, wrong_map_magic_ends_the_reading)
{
    struct bytes b = { 0 };
    bytes_versioned(&b, TYPES_KRYO, 2);
    bytes_utf(&b, "com.acme.Order");
    size_t at = b.n;
    bytes_i64(&b, 5);
    bytes_i32(&b, 0);
    struct types_read t;
    types_read(&t, &b);
    cr_expect_eq(t.root->defect.code, SV_DEFECT_BAD_MAGIC);
    cr_expect_eq(t.root->defect.at, at);
    types_done(&t);
    bytes_free(&b);
}
