#include <criterion/criterion.h>

#include "support/types.h"

static void put_key(struct bytes *b, const char *declaring_class, const char *field)
{
    bytes_bool(b, true);
    size_t frame = bytes_frame_begin(b);
    bytes_utf(b, declaring_class);
    bytes_utf(b, field);
    bytes_frame_end(b, frame);
}

static void put_value(struct bytes *b, void (*put)(struct bytes *b))
{
    bytes_bool(b, true);
    size_t frame = bytes_frame_begin(b);
    put(b);
    bytes_frame_end(b, frame);
}

static void put_string(struct bytes *b)
{
    types_simple(b, TYPES_STRING);
}

static void put_user_class(struct bytes *b)
{
    bytes_versioned(b, "com.acme.MoneySerializerSnapshot", 1);
    bytes_i64(b, 3);
}

static void put_with_rest(struct bytes *b)
{
    put_string(b);
    bytes_i16(b, 0);
}

static void put_subclass(struct bytes *b, const char *class_name)
{
    bytes_utf(b, class_name);
    bytes_bool(b, true);
    bytes_i32(b, 0);
    put_value(b, put_string);
}

/* Order { id; items } with fields read by two functions, one registered and one other subclass. */
static void put_order(struct bytes *b, void (*id)(struct bytes *b), void (*items)(struct bytes *b))
{
    bytes_versioned(b, TYPES_POJO, 2);
    bytes_utf(b, "com.acme.Order");
    types_map(b, 2);
    bytes_utf(b, "id");
    put_key(b, "com.acme.Base", "id");
    put_value(b, id);
    bytes_utf(b, "items");
    put_key(b, "com.acme.Order", "items");
    put_value(b, items);
    types_map(b, 1);
    put_subclass(b, "com.acme.RushOrder");
    types_map(b, 1);
    put_subclass(b, "com.acme.GiftOrder");
}

Test(pojo, fields_then_registered_then_other_subclasses)
{
    struct bytes b = { 0 };
    put_order(&b, put_string, types_list_of_strings);
    types_sweep(&b);
    struct types_read t;
    types_read(&t, &b);
    cr_assert(types_whole(&t));
    cr_expect(sv_str_eq(t.root->java_type, SV_STR("com.acme.Order")));
    const char *roles[] = { "field", "field", "subclass", "subclass" };
    const char *fields[] = { "id", "items", "com.acme.RushOrder", "com.acme.GiftOrder" };
    for (uint32_t i = 0; i < 4; i++) {
        const struct sv_type *child = sv_type_child(t.root, i);
        cr_assert_not_null(child);
        cr_expect_str_eq(child->role, roles[i]);
        cr_expect(sv_str_eq(child->field, sv_str_of(fields[i])));
    }
    cr_expect_null(sv_type_child(t.root, 4));
    const struct sv_pojo *pojo = t.root->more.pojo;
    cr_assert_eq(pojo->fields.count, 2);
    cr_expect(sv_str_eq(pojo->fields.items[0].key_class, SV_STR("com.acme.Base")));
    cr_expect(sv_str_eq(pojo->fields.items[0].key_name, SV_STR("id")));
    cr_expect_eq(pojo->fields.items[1].type, sv_type_child(t.root, 1));
    cr_expect(sv_str_eq(pojo->registered.items[0].key_class, SV_STR("com.acme.RushOrder")));
    cr_expect_eq(pojo->other.items[0].type, sv_type_child(t.root, 3));
    types_done(&t);
    bytes_free(&b);
}

Test(pojo, unreadable_value_confines_the_loss_to_its_entry)
{
    struct bytes b = { 0 };
    put_order(&b, put_user_class, put_string);
    struct types_read t;
    types_read(&t, &b);
    cr_expect(sv_cur_ok(&t.reader.cur), "the frame says where the next field begins");
    cr_expect_eq(sv_cur_left(&t.reader.cur), 0);
    cr_expect_eq(t.root->defect.code, SV_DEFECT_NONE);
    const struct sv_entry *id = &t.root->more.pojo->fields.items[0];
    cr_expect_eq(id->defect.code, SV_DEFECT_UNKNOWN_CLASS);
    cr_expect_eq(id->type->defect.code, SV_DEFECT_UNKNOWN_CLASS);
    cr_expect_eq(id->type->defect.at, id->type->begin);
    cr_expect(sv_str_eq(id->type->field, SV_STR("id")));
    cr_expect_eq(t.root->more.pojo->fields.items[1].defect.code, SV_DEFECT_NONE);
    cr_expect_not_null(sv_type_child(t.root, 3));
    types_done(&t);
    bytes_free(&b);
}

Test(pojo, value_shorter_than_its_frame_is_damage)
{
    struct bytes b = { 0 };
    put_order(&b, put_with_rest, put_string);
    struct types_read t;
    types_read(&t, &b);
    cr_expect(sv_cur_ok(&t.reader.cur));
    cr_expect_eq(t.root->more.pojo->fields.items[0].defect.code, SV_DEFECT_TRAILING);
    cr_expect_eq(sv_type_child(t.root, 0)->defect.code, SV_DEFECT_TRAILING);
    types_done(&t);
    bytes_free(&b);
}

Test(pojo, absent_keys_and_values)
{
    struct bytes b = { 0 };
    bytes_versioned(&b, TYPES_POJO, 2);
    bytes_utf(&b, "com.acme.Order");
    types_map(&b, 2);
    bytes_utf(&b, "missing-field-at-0");
    bytes_bool(&b, false);
    put_value(&b, put_string);
    bytes_utf(&b, "id");
    put_key(&b, "com.acme.Order", "id");
    bytes_bool(&b, false);
    types_map(&b, 0);
    types_map(&b, 0);
    types_sweep(&b);
    struct types_read t;
    types_read(&t, &b);
    cr_assert(types_whole(&t));
    const struct sv_entry *items = t.root->more.pojo->fields.items;
    cr_expect_not(items[0].key_present);
    cr_expect(items[0].value_present);
    cr_expect(items[1].key_present);
    cr_expect_not(items[1].value_present);
    cr_expect_null(items[1].type);
    cr_expect_null(sv_type_child(t.root, 1));
    types_done(&t);
    bytes_free(&b);
}

Test(pojo, many_fields)
{
    struct bytes b = { 0 };
    bytes_versioned(&b, TYPES_POJO, 2);
    bytes_utf(&b, "com.acme.Wide");
    types_map(&b, 100);
    for (int i = 0; i < 100; i++) {
        bytes_utf(&b, i % 2 ? "odd" : "even");
        put_key(&b, "com.acme.Wide", "x");
        put_value(&b, put_string);
    }
    types_map(&b, 0);
    types_map(&b, 0);
    struct types_read t;
    types_read(&t, &b);
    cr_assert(types_whole(&t));
    cr_assert_eq(t.root->more.pojo->fields.count, 100);
    for (uint32_t i = 0; i < 100; i++)
        cr_expect(sv_str_eq(t.root->more.pojo->fields.items[i].name, i % 2 ? SV_STR("odd") : SV_STR("even")));
    types_done(&t);
    bytes_free(&b);
}

Test(pojo, memory_in_a_frame_is_no_matter_of_the_frame)
{
    struct bytes b = { 0 };
    put_order(&b, put_string, put_string);
    struct types_read t = { .framing = SV_FRAMING_UNKNOWN };
    sv_arena_init(&t.arena, (size_t)1 << 20);
    t.reader = (struct sv_reader){ .cur = bytes_cursor(&b), .arena = &t.arena, .nodes_left = 2 };
    t.root = sv_read_type(&t.reader, NULL, "value");
    cr_expect_eq(t.reader.cur.bad.code, SV_DEFECT_LIMIT);
    cr_expect_eq(t.root->defect.code, SV_DEFECT_LIMIT);
    types_done(&t);
    bytes_free(&b);
}

Test(pojo, counts_of_maps_inside_maps_allocate_what_was_read)
{
    struct bytes b = { 0 };
    size_t frames[300];
    for (int i = 0; i < 300; i++) {
        bytes_versioned(&b, TYPES_POJO, 2);
        bytes_utf(&b, "A");
        types_map(&b, 10000);
        bytes_utf(&b, "f");
        bytes_bool(&b, false);
        bytes_bool(&b, true);
        frames[i] = bytes_frame_begin(&b);
    }
    bytes_fill(&b, 0, 40000);
    for (int i = 299; i >= 0; i--)
        bytes_frame_end(&b, frames[i]);
    struct types_read t;
    types_read(&t, &b);
    cr_expect_not(types_whole(&t));
    cr_expect_lt(t.arena.used_bytes, (size_t)8 << 20);
    types_done(&t);
    bytes_free(&b);
}
