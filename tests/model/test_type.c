#include "model/type.h"

#include <criterion/criterion.h>

/* root > (a > (b, c), d) */
struct tree {
    struct sv_type root, a, b, c, d;
};

static void name(struct sv_type *t, sv_str class_name)
{
    *t = (struct sv_type){ .class_name = class_name, .role = "element", .version = 3 };
    t->java_type = t->field = SV_STR("");
}

static void plant(struct tree *t)
{
    name(&t->root, SV_STR("root"));
    name(&t->a, SV_STR("a"));
    name(&t->b, SV_STR("b"));
    name(&t->c, SV_STR("c"));
    name(&t->d, SV_STR("d"));
    sv_type_add(&t->root, &t->a);
    sv_type_add(&t->a, &t->b);
    sv_type_add(&t->a, &t->c);
    sv_type_add(&t->root, &t->d);
}

Test(type, steps_in_the_order_of_the_file)
{
    struct tree t;
    plant(&t);
    const struct sv_type *order[] = { &t.root, &t.a, &t.b, &t.c, &t.d, NULL };
    const struct sv_type *at = &t.root;
    for (size_t i = 0; i < 6; i++, at = sv_type_next(&t.root, at))
        cr_expect_eq(at, order[i]);
    cr_expect_null(sv_type_next(&t.root, NULL));
}

Test(type, stays_inside_the_root_it_was_given)
{
    struct tree t;
    plant(&t);
    cr_expect_eq(sv_type_next(&t.a, &t.b), &t.c);
    cr_expect_null(sv_type_next(&t.a, &t.c));
    cr_expect_null(sv_type_next(&t.b, &t.b));
    cr_expect_eq(sv_type_skip(&t.root, &t.a), &t.d);
    cr_expect_null(sv_type_skip(&t.a, &t.a));
}

Test(type, children_are_counted_from_zero)
{
    struct tree t;
    plant(&t);
    cr_expect_eq(sv_type_child(&t.root, 0), &t.a);
    cr_expect_eq(sv_type_child(&t.root, 1), &t.d);
    cr_expect_null(sv_type_child(&t.root, 2));
    cr_expect_null(sv_type_child(&t.b, 0));
    cr_expect_null(sv_type_child(NULL, 0));
    sv_type_add(NULL, &t.b);
    cr_expect_eq(t.b.parent, &t.a);
}

Test(type, equal_trees_are_the_same_wherever_they_lie)
{
    struct tree t, u;
    plant(&t);
    plant(&u);
    u.c.begin = 400;
    u.c.end = 500;
    u.c.defect.at = 9;
    cr_expect(sv_type_same(&t.root, &u.root));
    cr_expect(sv_type_same(&t.root, &t.root));
    cr_expect(sv_type_same(NULL, NULL));
    cr_expect_not(sv_type_same(&t.root, NULL));
    cr_expect_not(sv_type_same(NULL, &t.root));
}

#define EXPECT_OTHER(change)                                                                                           \
    do {                                                                                                               \
        struct tree t, u;                                                                                              \
        plant(&t);                                                                                                     \
        plant(&u);                                                                                                     \
        change;                                                                                                        \
        cr_expect_not(sv_type_same(&t.root, &u.root), "%s makes no difference", #change);                              \
    } while (0)

Test(type, every_word_of_a_node_counts)
{
    EXPECT_OTHER(u.c.class_name = SV_STR("x"));
    EXPECT_OTHER(u.c.version = 2);
    EXPECT_OTHER(u.c.outer_version = 1);
    EXPECT_OTHER(u.c.java_type = SV_STR("java.lang.String"));
    EXPECT_OTHER(u.c.field = SV_STR("id"));
    EXPECT_OTHER(u.c.role = "key");
    EXPECT_OTHER(u.c.kind = SV_KIND_LIST);
    EXPECT_OTHER(u.c.flag = true);
    EXPECT_OTHER(u.c.numbers[1] = 3);
    EXPECT_OTHER(u.c.inferred = true);
    EXPECT_OTHER(u.c.defect.code = SV_DEFECT_UNKNOWN_CLASS);
}

Test(type, the_shape_counts)
{
    EXPECT_OTHER((u.b.next = NULL, u.a.last = &u.b));
    EXPECT_OTHER((u.a.next = NULL, u.c.next = &u.d, u.d.parent = &u.a));
    EXPECT_OTHER((u.d.child = &u.c));
}

Test(type, java_streams_are_compared_as_bytes)
{
    struct sv_java_stream one = { .bytes = SV_STR_INIT("abc"), .begin = 4 }, same = { .bytes = SV_STR_INIT("abc") },
                          other = { .bytes = SV_STR_INIT("abd") }, more = { .bytes = SV_STR_INIT("abc"), .next = &one };
    struct sv_type a, b;
    name(&a, SV_STR("a"));
    name(&b, SV_STR("a"));
    a.java = &one;
    b.java = &same;
    cr_expect(sv_type_same(&a, &b));
    b.java = &other;
    cr_expect_not(sv_type_same(&a, &b));
    b.java = &more;
    cr_expect_not(sv_type_same(&a, &b));
    b.java = NULL;
    cr_expect_not(sv_type_same(&a, &b));
}

Test(type, details_count_by_kind)
{
    struct sv_entry id = { .name = SV_STR_INIT("id"), .value_present = true }, other = { .name = SV_STR_INIT("id") };
    struct sv_pojo one = { .fields = { &id, 1 } }, same = one, two = { .fields = { &other, 1 } };
    struct sv_kryo kryo = { .defaults = { &id, 1 } }, no_defaults = { .defaults = { NULL, 0 } };
    struct sv_avro avro = { .schema_json = SV_STR_INIT("\"int\"") },
                   string = { .schema_json = SV_STR_INIT("\"string\"") };
    sv_str red = SV_STR_INIT("RED"), blue = SV_STR_INIT("BLUE");
    struct sv_enum reds = { .names = &red, .count = 1 }, blues = { .names = &blue, .count = 1 };
    struct sv_type a, b;
    name(&a, SV_STR("a"));
    name(&b, SV_STR("a"));
    a.kind = b.kind = SV_KIND_POJO;
    a.more.pojo = &one;
    b.more.pojo = &same;
    cr_expect(sv_type_same(&a, &b));
    b.more.pojo = &two;
    cr_expect_not(sv_type_same(&a, &b));
    b.more.pojo = NULL;
    cr_expect_not(sv_type_same(&a, &b));
    a.kind = b.kind = SV_KIND_KRYO;
    a.more.kryo = &kryo;
    b.more.kryo = &no_defaults;
    cr_expect_not(sv_type_same(&a, &b));
    a.kind = b.kind = SV_KIND_AVRO;
    a.more.avro = &avro;
    b.more.avro = &string;
    cr_expect_not(sv_type_same(&a, &b));
    a.kind = b.kind = SV_KIND_ENUM;
    a.more.names = &reds;
    b.more.names = &blues;
    cr_expect_not(sv_type_same(&a, &b));
    b.more.names = &reds;
    cr_expect(sv_type_same(&a, &b));
}
