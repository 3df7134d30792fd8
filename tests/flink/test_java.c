#include "flink/read.h"

#include <criterion/criterion.h>

#include "base/limits.h"
#include "support/sweep.h"
#include "support/touch.h"
#include "support/types.h"

/* A stream read from b; offsets count from 1000 so that places in the bytes and in the source differ. */
struct read {
    struct sv_arena arena;
    struct sv_cursor cur;
    struct sv_java_stream *stream;
};

static void read_java(struct read *out, struct bytes *b)
{
    sv_arena_init(&out->arena, (size_t)64 << 20);
    struct sv_cursor all = bytes_cursor(b);
    out->cur = sv_cur_of(all.p, sv_cur_left(&all), 1000);
    out->stream = sv_read_java(&out->cur, &out->arena);
}

static void done(struct read *r, struct bytes *b)
{
    sv_arena_free(&r->arena);
    bytes_free(b);
}

static void expect_defect(struct bytes *b, enum sv_defect_code code, uint64_t at)
{
    struct read r;
    read_java(&r, b);
    cr_expect_null(r.stream);
    cr_expect_eq(r.cur.bad.code, code, "%s", sv_defect_text(r.cur.bad.code));
    cr_expect_eq(r.cur.bad.at, 1000 + at, "%zu", (size_t)(r.cur.bad.at - 1000));
    done(&r, b);
}

Test(java, stops_right_behind_the_stream)
{
    struct bytes b = { 0 };
    types_java_string(&b, "hello");
    size_t n = b.n;
    bytes_i32(&b, 5);
    struct read r;
    read_java(&r, &b);
    cr_assert_not_null(r.stream);
    cr_expect_eq(r.cur.at, 1000 + n);
    cr_expect_eq(r.stream->begin, 1000);
    cr_expect_eq(r.stream->end, 1000 + n);
    cr_expect_eq(r.stream->bytes.n, n);
    cr_expect_eq(r.stream->root->kind, SV_JAVA_STRING);
    cr_expect_eq(r.stream->root->at, 1004);
    cr_expect(sv_str_eq(r.stream->root->text, SV_STR("hello")));
    cr_expect_eq(sv_cur_i32(&r.cur), 5);
    done(&r, &b);
}

Test(java, null_is_a_stream_without_a_root)
{
    struct bytes b = { 0 };
    types_java_null(&b);
    struct read r;
    read_java(&r, &b);
    cr_assert_not_null(r.stream);
    cr_expect_null(r.stream->root);
    done(&r, &b);
}

/* Derived { double d; Base self; } extends Base { byte b; char c; float f; short s; boolean z; String t; long j; },
 * with a writeObject in Derived that adds a block and the string again. */
static void put_object(struct bytes *b)
{
    types_java_begin(b);
    bytes_u8(b, 0x73);
    types_java_descriptor(b, "Derived", 3, 2); /* handle 0 */
    types_java_field(b, 'D', "d", NULL);
    types_java_field(b, 'L', "self", "LBase;"); /* 1 */
    bytes_u8(b, 0x78);
    types_java_descriptor(b, "Base", 2, 7); /* 2 */
    types_java_field(b, 'B', "b", NULL);
    types_java_field(b, 'C', "c", NULL);
    types_java_field(b, 'F', "f", NULL);
    types_java_field(b, 'S', "s", NULL);
    types_java_field(b, 'Z', "z", NULL);
    types_java_field(b, 'L', "t", "Ljava/lang/String;"); /* 3 */
    types_java_field(b, 'J', "j", NULL);
    types_java_no_super(b);
    bytes_u8(b, 0xFF); /* the object is handle 4 */
    bytes_i16(b, -1);
    bytes_i32(b, 0x3FC00000);
    bytes_i16(b, -2);
    bytes_bool(b, true);
    bytes_u8(b, 0x74);
    bytes_utf(b, "text"); /* 5 */
    bytes_i64(b, INT64_MIN);
    bytes_i64(b, 0x4004000000000000);
    bytes_u8(b, 0x71);
    bytes_i32(b, 0x7E0004);
    bytes_u8(b, 0x77);
    bytes_u8(b, 2);
    bytes_raw(b, "\x01\x02", 2);
    bytes_u8(b, 0x71);
    bytes_i32(b, 0x7E0005);
    bytes_u8(b, 0x78);
}

Test(java, object_with_superclass_annotation_and_circle)
{
    struct bytes b = { 0 };
    put_object(&b);
    struct read r;
    read_java(&r, &b);
    cr_assert_not_null(r.stream, "%s at %zu", sv_defect_text(r.cur.bad.code), (size_t)r.cur.bad.at);
    const struct sv_java_object *object = r.stream->root;
    cr_expect(sv_str_eq(object->cls->name, SV_STR("Derived")));
    cr_expect_eq(object->cls->uid, 77);
    cr_expect_eq(object->cls->levels, 2);
    cr_expect_eq(object->value_count, 9);
    cr_expect_eq(object->values[0].i, -1, "the topmost class comes first");
    cr_expect_eq(sv_java_field(object, "c", NULL)->i, 0xFFFF);
    cr_expect_eq(sv_java_field(object, "f", NULL)->d, 1.5);
    cr_expect_eq(sv_java_field(object, "s", NULL)->i, -2);
    cr_expect_eq(sv_java_field(object, "z", NULL)->i, 1);
    cr_expect_eq(sv_java_field(object, "j", NULL)->i, INT64_MIN);
    cr_expect_eq(sv_java_field(object, "d", NULL)->d, 2.5);
    cr_expect_eq(sv_java_ref(object, "self"), object);
    cr_assert_eq(object->annotation_count, 2);
    cr_expect_eq(object->annotations[0]->kind, SV_JAVA_BLOCK);
    cr_expect_eq(object->annotations[0]->text.n, 2);
    cr_expect_eq(object->annotations[1], sv_java_ref(object, "t"));
    const struct sv_java_class *base = sv_java_class_in(r.stream, SV_STR("Base"));
    cr_assert_not_null(base);
    cr_expect(sv_str_eq(base->fields[5].signature, SV_STR("Ljava/lang/String;")));
    done(&r, &b);
}

Test(java, arrays_of_numbers_bytes_and_objects)
{
    struct bytes b = { 0 };
    types_java_begin(&b);
    bytes_u8(&b, 0x75);
    types_java_descriptor(&b, "[Ljava.lang.Object;", 2, 0);
    types_java_no_super(&b);
    bytes_i32(&b, 3);
    bytes_u8(&b, 0x75);
    types_java_descriptor(&b, "[I", 2, 0);
    types_java_no_super(&b);
    bytes_i32(&b, 2);
    bytes_i32(&b, 7);
    bytes_i32(&b, -8);
    bytes_u8(&b, 0x75);
    types_java_descriptor(&b, "[B", 2, 0);
    types_java_no_super(&b);
    bytes_sized(&b, "raw", 3);
    bytes_u8(&b, 0x70);
    struct read r;
    read_java(&r, &b);
    cr_assert_not_null(r.stream);
    const struct sv_java_object *array = r.stream->root;
    cr_assert_eq(array->value_count, 3);
    cr_expect_eq(array->values[0].o->value_count, 2);
    cr_expect_eq(array->values[0].o->values[1].i, -8);
    cr_expect(sv_str_eq(array->values[1].o->text, SV_STR("raw")));
    cr_expect_eq(array->values[1].o->value_count, 0);
    cr_expect_null(array->values[2].o);
    done(&r, &b);
}

Test(java, enum_constant_class_reference_and_long_string)
{
    struct bytes b = { 0 };
    types_java_begin(&b);
    bytes_u8(&b, 0x79); /* handles are forgotten: there are none */
    bytes_u8(&b, 0x75);
    types_java_descriptor(&b, "[Ljava.lang.Object;", 2, 0); /* 0, array 1 */
    types_java_no_super(&b);
    bytes_i32(&b, 4);
    bytes_u8(&b, 0x7E);
    types_java_descriptor(&b, "Color", 0x12, 0); /* 2 */
    types_java_no_super(&b);
    bytes_u8(&b, 0x74); /* constant 3, its name 4 */
    bytes_utf(&b, "RED");
    bytes_u8(&b, 0x76); /* 5 */
    bytes_u8(&b, 0x71);
    bytes_i32(&b, 0x7E0002);
    bytes_u8(&b, 0x7C); /* 6 */
    bytes_i64(&b, 4);
    bytes_raw(&b, "long", 4);
    bytes_u8(&b, 0x71);
    bytes_i32(&b, 0x7E0006);
    struct read r;
    read_java(&r, &b);
    cr_assert_not_null(r.stream);
    const union sv_java_value *items = r.stream->root->values;
    cr_expect_eq(items[0].o->kind, SV_JAVA_ENUM);
    cr_expect(sv_str_eq(items[0].o->text, SV_STR("RED")));
    cr_expect_eq(items[1].o->kind, SV_JAVA_CLASS);
    cr_expect(sv_str_eq(items[1].o->cls->name, SV_STR("Color")));
    cr_expect(sv_str_eq(items[2].o->text, SV_STR("long")));
    cr_expect_eq(items[3].o, items[2].o);
    done(&r, &b);
}

Test(java, proxies_and_externalizable_objects)
{
    struct bytes b = { 0 };
    types_java_begin(&b);
    bytes_u8(&b, 0x73);
    bytes_u8(&b, 0x7D);
    bytes_i32(&b, 1);
    bytes_utf(&b, "java.util.Comparator");
    bytes_u8(&b, 0x78);
    types_java_descriptor(&b, "java.lang.reflect.Proxy", 2, 1);
    types_java_field(&b, 'L', "h", "Ljava/lang/reflect/InvocationHandler;");
    types_java_no_super(&b);
    bytes_u8(&b, 0x73);
    types_java_descriptor(&b, "java.time.Ser", 12, 0);
    types_java_no_super(&b);
    bytes_u8(&b, 0x7A);
    bytes_sized(&b, "1234", 4);
    bytes_u8(&b, 0x78);
    struct read r;
    read_java(&r, &b);
    cr_assert_not_null(r.stream, "%s at %zu", sv_defect_text(r.cur.bad.code), (size_t)r.cur.bad.at);
    cr_expect_eq(r.stream->root->cls->name.n, 0);
    const struct sv_java_object *handler = sv_java_ref(r.stream->root, "h");
    cr_assert_not_null(handler);
    cr_expect_eq(handler->value_count, 0);
    cr_assert_eq(handler->annotation_count, 1);
    cr_expect(sv_str_eq(handler->annotations[0]->text, SV_STR("1234")));
    done(&r, &b);
}

Test(java, externalizable_of_protocol_version_1_cannot_be_stepped_over)
{
    struct bytes b = { 0 };
    types_java_begin(&b);
    bytes_u8(&b, 0x73);
    types_java_descriptor(&b, "Old", 4, 0);
    types_java_no_super(&b);
    bytes_i32(&b, 1);
    expect_defect(&b, SV_DEFECT_UNSUPPORTED, 4);
}

Test(java, what_is_no_stream_is_refused)
{
    struct bytes b = { 0 };
    bytes_i32(&b, 0x0005ACED);
    expect_defect(&b, SV_DEFECT_BAD_MAGIC, 0);
    types_java_begin(&b);
    bytes_u8(&b, 0x77); /* a block where an object belongs */
    bytes_u8(&b, 0);
    expect_defect(&b, SV_DEFECT_BAD_VALUE, 4);
    types_java_begin(&b);
    bytes_u8(&b, 0x7B); /* the writer's exception */
    expect_defect(&b, SV_DEFECT_BAD_VALUE, 4);
    types_java_begin(&b);
    bytes_u8(&b, 0x71);
    bytes_i32(&b, 0x7E0000); /* nothing has this handle yet */
    expect_defect(&b, SV_DEFECT_BAD_VALUE, 5);
}

Test(java, class_may_not_be_its_own_superclass)
{
    struct bytes b = { 0 };
    types_java_begin(&b);
    bytes_u8(&b, 0x73);
    types_java_descriptor(&b, "Circle", 2, 0);
    bytes_u8(&b, 0x78);
    bytes_u8(&b, 0x71);
    size_t at = b.n;
    bytes_i32(&b, 0x7E0000);
    expect_defect(&b, SV_DEFECT_BAD_VALUE, at);
}

Test(java, flags_and_types_that_exclude_each_other)
{
    struct bytes b = { 0 };
    types_java_begin(&b);
    bytes_u8(&b, 0x73);
    types_java_descriptor(&b, "Both", 6, 0);
    expect_defect(&b, SV_DEFECT_BAD_VALUE, b.n - 3);
    types_java_begin(&b);
    bytes_u8(&b, 0x73);
    types_java_descriptor(&b, "Odd", 2, 1);
    size_t at = b.n;
    types_java_field(&b, 'Q', "q", NULL);
    expect_defect(&b, SV_DEFECT_BAD_VALUE, at);
}

Test(java, superclasses_are_limited)
{
    struct bytes b = { 0 };
    types_java_begin(&b);
    bytes_u8(&b, 0x73);
    for (int i = 0; i < SV_LIMIT_JAVA_LEVELS + 1; i++) {
        types_java_descriptor(&b, "C", 2, 0);
        bytes_u8(&b, 0x78);
    }
    bytes_u8(&b, 0x70);
    struct read r;
    read_java(&r, &b);
    cr_expect_eq(r.cur.bad.code, SV_DEFECT_TOO_DEEP);
    done(&r, &b);
}

Test(java, arrays_inside_arrays_end_at_the_limit_and_cost_what_was_read)
{
    struct bytes b = { 0 };
    types_java_begin(&b);
    bytes_u8(&b, 0x75);
    types_java_descriptor(&b, "[Ljava.lang.Object;", 2, 0);
    types_java_no_super(&b);
    for (int i = 0; i < 100000; i++) {
        bytes_i32(&b, 400000); /* each announces more than a million bytes' worth */
        bytes_u8(&b, 0x75);
        bytes_u8(&b, 0x71);
        bytes_i32(&b, 0x7E0000);
    }
    struct read r;
    read_java(&r, &b);
    cr_expect_null(r.stream);
    cr_expect_eq(r.cur.bad.code, SV_DEFECT_TOO_DEEP);
    cr_expect_lt(r.arena.used_bytes, (size_t)1 << 20);
    done(&r, &b);
}

Test(java, objects_of_a_class_without_data_cost_no_values)
{
    struct bytes b = { 0 };
    types_java_begin(&b);
    bytes_u8(&b, 0x75);
    types_java_descriptor(&b, "[Ljava.lang.Object;", 2, 0);
    types_java_no_super(&b);
    bytes_i32(&b, 1000);
    bytes_u8(&b, 0x73);
    types_java_descriptor(&b, "NotSerializable", 0, 10000);
    for (int i = 0; i < 10000; i++)
        types_java_field(&b, 'I', "i", NULL);
    types_java_no_super(&b);
    for (int i = 1; i < 1000; i++) {
        bytes_u8(&b, 0x73);
        bytes_u8(&b, 0x71);
        bytes_i32(&b, 0x7E0002);
    }
    struct read r;
    read_java(&r, &b);
    cr_assert_not_null(r.stream, "%s at %zu", sv_defect_text(r.cur.bad.code), (size_t)r.cur.bad.at);
    cr_expect_eq(r.stream->root->values[999].o->value_count, 0);
    cr_expect_lt(r.arena.used_bytes, (size_t)4 << 20);
    done(&r, &b);
}

static void read_and_touch(const unsigned char *bytes, size_t n, void *context)
{
    struct sv_arena arena;
    sv_arena_init(&arena, (size_t)64 << 20);
    struct sv_cursor cur = sv_cur_of(bytes, n, 0);
    struct sv_java_stream *stream = sv_read_java(&cur, &arena);
    cr_assert(touch_is_defect(&cur.bad, n));
    cr_assert_eq(stream == NULL, cur.bad.code != SV_DEFECT_NONE);
    cr_assert(n == *(const size_t *)context || !stream);
    touch_java(stream);
    sv_arena_free(&arena);
}

Test(java, survives_whatever_the_bytes)
{
    struct bytes b = { 0 };
    put_object(&b);
    size_t whole = b.n;
    sweep_all(b.p, b.n, 0, read_and_touch, &whole);
    bytes_free(&b);
}
