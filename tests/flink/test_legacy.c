#include <criterion/criterion.h>

#include "support/types.h"

#define ADAPTER 0x7A53C4F0
#define STRING_SERIALIZER TYPES_BASE "StringSerializer"
#define COLLECTION_CONFIG TYPES_BASE "CollectionSerializerConfigSnapshot"
#define POJO_CONFIG TYPES_RUNTIME "PojoSerializer$PojoSerializerConfigSnapshot"

static void put_prior(struct bytes *b, const char *serializer_class)
{
    bytes_i32(b, 1);
    size_t frame = bytes_frame_begin(b);
    types_java_object(b, serializer_class);
    bytes_frame_end(b, frame);
}

/* What 1.7 and later wrote of a config snapshot up to its own version. */
static void put_adapter(struct bytes *b, const char *class_name, const char *serializer_class, int32_t version)
{
    bytes_versioned(b, class_name, ADAPTER);
    put_prior(b, serializer_class);
    bytes_i32(b, version);
}

static void put_parameterless(struct bytes *b)
{
    bytes_i32(b, 1);
    bytes_versioned(b, TYPES_CONFIG, 1);
    bytes_utf(b, STRING_SERIALIZER);
}

/* One pair; the snapshot is written by the function. */
static void put_pair(struct bytes *b, const char *serializer_class, void (*snapshot)(struct bytes *b))
{
    bytes_i32(b, 1);
    bytes_i32(b, 0);
    size_t snapshot_at = bytes_frame_begin(b), frame = bytes_frame_begin(b), start = b->n;
    put_prior(b, serializer_class);
    bytes_patch_i32(b, snapshot_at, (int32_t)(b->n - start));
    snapshot(b);
    bytes_frame_end(b, frame);
}

static void read_whole(struct types_read *t, struct bytes *b)
{
    types_sweep(b);
    types_read_file(t, b);
    cr_assert(types_whole(t), "%s at %zu", sv_defect_text(types_defect(t).code), (size_t)types_defect(t).at);
    cr_expect_eq(t->root->end, b->n);
}

Test(legacy, pair_of_before_1_7)
{
    struct bytes b = { 0 };
    put_pair(&b, STRING_SERIALIZER, put_parameterless);
    struct types_read t;
    read_whole(&t, &b);
    cr_expect_eq(t.framing, SV_FRAMING_PRE_1_7);
    cr_expect(sv_str_eq(t.root->class_name, SV_STR(TYPES_CONFIG)));
    cr_expect_eq(t.root->kind, SV_KIND_LEGACY);
    cr_expect_eq(t.root->version, 1);
    cr_assert_not_null(t.root->java);
    cr_expect(sv_str_eq(t.root->java->root->cls->name, SV_STR(STRING_SERIALIZER)));
    types_done(&t);
    bytes_free(&b);
}

Test(legacy, adapter_of_1_7_has_the_prior_serializer_inside)
{
    struct bytes b = { 0 };
    put_adapter(&b, TYPES_CONFIG, STRING_SERIALIZER, 1);
    bytes_utf(&b, STRING_SERIALIZER);
    struct types_read t;
    read_whole(&t, &b);
    cr_expect_eq(t.root->version, ADAPTER);
    cr_expect_eq(t.root->outer_version, 1);
    cr_assert_not_null(t.root->java);
    types_done(&t);
    bytes_free(&b);
}

Test(legacy, composite_holds_pairs)
{
    struct bytes b = { 0 };
    bytes_i32(&b, 2);
    put_adapter(&b, COLLECTION_CONFIG, TYPES_BASE "ListSerializer", 1);
    put_pair(&b, STRING_SERIALIZER, put_parameterless);
    struct types_read t;
    read_whole(&t, &b);
    const struct sv_type *element = sv_type_child(t.root, 0);
    cr_assert_not_null(element);
    cr_expect(sv_str_eq(element->class_name, SV_STR(TYPES_CONFIG)));
    cr_expect_not_null(element->java);
    cr_expect_eq(element->depth, 1);
    types_done(&t);
    bytes_free(&b);
}

Test(legacy, tuple_class_is_java_serialized)
{
    struct bytes b = { 0 };
    put_adapter(&b, TYPES_RUNTIME "TupleSerializerConfigSnapshot", TYPES_RUNTIME "TupleSerializer", 1);
    put_pair(&b, STRING_SERIALIZER, put_parameterless);
    types_java_class(&b, "org.apache.flink.api.java.tuple.Tuple1");
    struct types_read t;
    read_whole(&t, &b);
    cr_expect(sv_str_eq(t.root->java_type, SV_STR("org.apache.flink.api.java.tuple.Tuple1")));
    types_done(&t);
    bytes_free(&b);
}

Test(legacy, array_of_before_1_7_has_the_class_behind)
{
    struct bytes b = { 0 };
    bytes_versioned(&b, TYPES_BASE "GenericArraySerializerConfigSnapshot", 1);
    put_pair(&b, STRING_SERIALIZER, put_parameterless);
    types_java_class(&b, "java.lang.String");
    struct types_read t;
    read_whole(&t, &b);
    cr_expect(sv_str_eq(t.root->java_type, SV_STR("java.lang.String")));
    cr_expect_eq(t.root->kind, SV_KIND_ARRAY);
    types_done(&t);
    bytes_free(&b);
}

Test(legacy, enumerations)
{
    struct bytes b = { 0 };
    bytes_versioned(&b, TYPES_BASE "EnumSerializer$EnumSerializerConfigSnapshot", 2);
    bytes_utf(&b, "com.acme.Color");
    bytes_i32(&b, 1);
    bytes_utf(&b, "RED");
    struct types_read t;
    read_whole(&t, &b);
    cr_expect(sv_str_eq(t.root->java_type, SV_STR("com.acme.Color")));
    types_done(&t);
    bytes_free(&b);
    bytes_versioned(&b, TYPES_BASE "EnumSerializer$EnumSerializerConfigSnapshot", 1);
    bytes_utf(&b, "com.acme.Color");
    types_java_object(&b, "[Lcom.acme.Color;");
    read_whole(&t, &b);
    types_done(&t);
    bytes_free(&b);
    bytes_versioned(&b, "org.apache.flink.api.scala.typeutils.EnumValueSerializer$ScalaEnumSerializerConfigSnapshot",
                    2);
    bytes_utf(&b, "com.acme.Color$");
    bytes_i32(&b, 1);
    bytes_utf(&b, "Red");
    bytes_i32(&b, 0);
    read_whole(&t, &b);
    cr_expect(sv_str_eq(t.root->java_type, SV_STR("com.acme.Color$")));
    types_done(&t);
    bytes_free(&b);
    bytes_versioned(&b, "org.apache.flink.api.scala.typeutils.EnumValueSerializer$ScalaEnumSerializerConfigSnapshot",
                    1);
    types_java_class(&b, "com.acme.Color$");
    types_java_null(&b);
    read_whole(&t, &b);
    types_done(&t);
    bytes_free(&b);
}

static void put_registrations(struct bytes *b)
{
    bytes_utf(b, "com.acme.Order");
    bytes_i32(b, 2);
    bytes_utf(b, "com.acme.Order");
    bytes_utf(b, "com.acme.Order");
    bytes_i32(b, 0);
    bytes_utf(b, "com.acme.Item");
    bytes_utf(b, "com.acme.Item");
    bytes_i32(b, 2);
    types_java_object(b, "org.apache.flink.api.common.ExecutionConfig$SerializableSerializer");
}

Test(legacy, kryo_and_avro_have_registrations)
{
    struct bytes b = { 0 };
    put_adapter(&b, TYPES_RUNTIME "kryo.KryoSerializer$KryoSerializerConfigSnapshot", "KryoSerializer", 1);
    put_registrations(&b);
    struct types_read t;
    read_whole(&t, &b);
    cr_expect(sv_str_eq(t.root->java_type, SV_STR("com.acme.Order")));
    cr_assert_not_null(t.root->java);
    cr_expect_not_null(t.root->java->next, "prior serializer, then the instance");
    types_done(&t);
    bytes_free(&b);
    bytes_versioned(&b, TYPES_RUNTIME "AvroSerializer$AvroSerializerConfigSnapshot", 1);
    put_registrations(&b);
    bytes_utf(&b, "com.acme.Order");
    read_whole(&t, &b);
    types_done(&t);
    bytes_free(&b);
}

Test(legacy, generic_class)
{
    struct bytes b = { 0 };
    bytes_versioned(&b, TYPES_RUNTIME "CopyableValueSerializer$CopyableValueSerializerConfigSnapshot", 1);
    bytes_utf(&b, "com.acme.Money");
    struct types_read t;
    read_whole(&t, &b);
    cr_expect(sv_str_eq(t.root->java_type, SV_STR("com.acme.Money")));
    types_done(&t);
    bytes_free(&b);
}

static void put_member(struct bytes *b, size_t start, size_t offsets, const char *name)
{
    bytes_utf(b, name);
    bytes_patch_i32(b, offsets, (int32_t)(b->n - start));
    put_prior(b, STRING_SERIALIZER);
    bytes_patch_i32(b, offsets + 4, (int32_t)(b->n - start));
    put_parameterless(b);
}

/* Order { id, items } with one other subclass. */
static size_t put_pojo(struct bytes *b)
{
    put_adapter(b, POJO_CONFIG, TYPES_RUNTIME "PojoSerializer", 1);
    bytes_utf(b, "com.acme.Order");
    bytes_i32(b, 2);
    size_t fields = b->n;
    bytes_fill(b, 0, 16);
    bytes_i32(b, 0);
    bytes_i32(b, 1);
    size_t other = b->n;
    bytes_fill(b, 0, 8);
    size_t frame = bytes_frame_begin(b), start = b->n;
    put_member(b, start, fields, "id");
    put_member(b, start, fields + 8, "items");
    put_member(b, start, other, "com.acme.GiftOrder");
    bytes_frame_end(b, frame);
    return fields;
}

Test(legacy, pojo_members_are_children)
{
    struct bytes b = { 0 };
    put_pojo(&b);
    struct types_read t;
    read_whole(&t, &b);
    cr_expect(sv_str_eq(t.root->java_type, SV_STR("com.acme.Order")));
    cr_expect(sv_str_eq(sv_type_child(t.root, 0)->field, SV_STR("id")));
    cr_expect(sv_str_eq(sv_type_child(t.root, 1)->field, SV_STR("items")));
    cr_expect_str_eq(sv_type_child(t.root, 1)->role, "field");
    cr_expect_str_eq(sv_type_child(t.root, 2)->role, "subclass");
    cr_expect(sv_str_eq(sv_type_child(t.root, 2)->field, SV_STR("com.acme.GiftOrder")));
    cr_expect_null(sv_type_child(t.root, 3));
    types_done(&t);
    bytes_free(&b);
}

Test(legacy, offsets_that_jump_are_damage_of_the_pojo_alone)
{
    struct bytes b = { 0 };
    size_t fields = put_pojo(&b);
    bytes_patch_i32(&b, fields + 8, 4);
    struct types_read t;
    types_read(&t, &b);
    cr_expect(sv_cur_ok(&t.reader.cur), "the length says where the next snapshot begins");
    cr_expect_eq(t.root->defect.code, SV_DEFECT_BAD_VALUE);
    cr_expect_eq(t.root->defect.at, fields + 8);
    cr_expect_not_null(sv_type_child(t.root, 0));
    cr_expect_null(sv_type_child(t.root, 1));
    types_done(&t);
    bytes_free(&b);
}

static void put_list_config(struct bytes *b)
{
    bytes_i32(b, 1);
    bytes_versioned(b, COLLECTION_CONFIG, 1);
    put_pair(b, STRING_SERIALIZER, put_parameterless);
}

static void put_list_view(struct bytes *b)
{
    bytes_i32(b, 1);
    bytes_versioned(b, "org.apache.flink.table.dataview.ListViewSerializerSnapshot", 1);
    types_nested(b, 1);
    types_simple(b, TYPES_LIST);
    b->n -= 4; /* a list of 1.7: version 1, no magic */
    bytes_i32(b, 1);
    types_nested(b, 1);
    types_simple(b, TYPES_STRING);
}

Test(legacy, snapshots_that_flink_transforms_are_wrapped)
{
    struct bytes b = { 0 };
    put_pair(&b, "org.apache.flink.table.dataview.ListViewSerializer", put_list_config);
    struct types_read t;
    read_whole(&t, &b);
    cr_expect(sv_str_eq(t.root->class_name, SV_STR("org.apache.flink.table.dataview.ListViewSerializerSnapshot")));
    cr_expect_eq(t.root->kind, SV_KIND_COMPOSITE);
    cr_expect_not_null(t.root->java);
    const struct sv_type *written = sv_type_child(t.root, 0);
    cr_assert_not_null(written);
    cr_expect(sv_str_eq(written->class_name, SV_STR(COLLECTION_CONFIG)));
    cr_expect_not_null(written->child);
    types_done(&t);
    bytes_free(&b);
    put_pair(&b, "org.apache.flink.table.dataview.ListViewSerializer", put_list_view);
    read_whole(&t, &b);
    cr_expect(sv_str_eq(t.root->child->class_name, SV_STR(TYPES_LIST)), "it is the class already");
    types_done(&t);
    bytes_free(&b);
}

static void put_user_snapshot(struct bytes *b)
{
    bytes_i32(b, 1);
    bytes_versioned(b, "com.acme.OrderSerializerConfigSnapshot", 1);
    bytes_i64(b, 0);
}

Test(legacy, unknown_class_in_a_pair_stays_in_its_bytes)
{
    struct bytes b = { 0 };
    put_adapter(&b, COLLECTION_CONFIG, TYPES_BASE "ListSerializer", 1);
    put_pair(&b, "com.acme.OrderSerializer", put_user_snapshot);
    struct types_read t;
    types_read(&t, &b);
    cr_expect(sv_cur_ok(&t.reader.cur));
    cr_expect_eq(t.root->defect.code, SV_DEFECT_NONE);
    cr_expect_eq(t.root->child->defect.code, SV_DEFECT_UNKNOWN_CLASS);
    cr_expect(sv_str_eq(t.root->child->class_name, SV_STR("com.acme.OrderSerializerConfigSnapshot")));
    types_done(&t);
    bytes_free(&b);
}

Test(legacy, unreadable_prior_serializer_is_said_and_stepped_over)
{
    struct bytes b = { 0 };
    bytes_versioned(&b, TYPES_CONFIG, ADAPTER);
    bytes_i32(&b, 1);
    bytes_sized(&b, "no stream", 9);
    bytes_i32(&b, 1);
    bytes_utf(&b, STRING_SERIALIZER);
    struct types_read t;
    types_read(&t, &b);
    cr_expect(sv_cur_ok(&t.reader.cur));
    cr_expect_eq(t.root->end, b.n);
    cr_expect_eq(t.root->defect.code, SV_DEFECT_BAD_MAGIC);
    cr_expect_null(t.root->java);
    types_done(&t);
    bytes_free(&b);
}

Test(legacy, config_version_that_nobody_wrote)
{
    struct bytes b = { 0 };
    bytes_versioned(&b, TYPES_CONFIG, 3);
    bytes_utf(&b, STRING_SERIALIZER);
    struct types_read t;
    types_read(&t, &b);
    cr_expect_eq(t.root->defect.code, SV_DEFECT_UNKNOWN_VERSION);
    types_done(&t);
    bytes_free(&b);
}

Test(legacy, table_of_pairs_must_be_in_order)
{
    struct bytes b = { 0 };
    put_pair(&b, STRING_SERIALIZER, put_parameterless);
    bytes_patch_i32(&b, 8, INT32_MAX);
    struct types_read t;
    types_read_file(&t, &b);
    cr_expect_null(t.root);
    cr_expect_eq(t.reader.cur.bad.code, SV_DEFECT_BAD_VALUE);
    cr_expect_eq(t.reader.cur.bad.at, 4);
    types_done(&t);
    bytes_free(&b);
}

Test(legacy, pairs_without_parent_are_chained)
{
    struct bytes b = { 0 };
    bytes_i32(&b, 2);
    size_t table = b.n;
    bytes_fill(&b, 0, 16);
    size_t frame = bytes_frame_begin(&b), start = b.n;
    for (size_t i = 0; i < 2; i++) {
        bytes_patch_i32(&b, table + 8 * i, (int32_t)(b.n - start));
        put_prior(&b, STRING_SERIALIZER);
        bytes_patch_i32(&b, table + 8 * i + 4, (int32_t)(b.n - start));
        put_parameterless(&b);
    }
    bytes_frame_end(&b, frame);
    struct types_read t = { .framing = SV_FRAMING_UNKNOWN };
    sv_arena_init(&t.arena, (size_t)1 << 20);
    t.reader = (struct sv_reader){ .cur = bytes_cursor(&b), .arena = &t.arena, .nodes_left = 10 };
    t.root = sv_read_type_pairs(&t.reader, NULL, "key namespace");
    cr_assert_not_null(t.root);
    cr_expect_str_eq(t.root->role, "key");
    cr_assert_not_null(t.root->next);
    cr_expect_str_eq(t.root->next->role, "namespace");
    cr_expect_null(t.root->next->next);
    cr_expect_eq(sv_cur_left(&t.reader.cur), 0);
    types_done(&t);
    bytes_free(&b);
}
