/* test_successor.c: the serializer snapshots of the same job on 2.x. */
#include <criterion/criterion.h>

#include "support/resolved.h"
#include "support/types.h"

static struct sv_snapshot *s;

static void begin(void)
{
    s = made_snapshot();
}

static void end(void)
{
    made_free(s);
}

static const struct sv_type *successor(const struct sv_type *old, const char *target)
{
    const struct sv_type *new = sv_successor(old, sv_release_find(sv_str_of(target)), &s->arena);
    cr_assert_not_null(new);
    return new;
}

static bool is(const struct sv_type *t, const char *tail)
{
    return t && sv_str_ends(t->class_name, sv_str_of(tail));
}

TestSuite(successor, .init = begin, .fini = end);

Test(successor, what_2x_writes_alike_stays)
{
    struct sv_type *order = made_pojo(s, "value", "com.acme.Order");
    resolved_field(s, order, "com.acme.Order", "id", resolved_long(s));
    resolved_field(s, order, "com.acme.Order", "names", resolved_of(s, RESOLVED_LIST, made_string(s, "element"), NULL));
    resolved_subclass(s, order, "com.acme.Big", made_pojo(s, "subclass", "com.acme.Big"));
    const struct sv_type *new = successor(order, "2.2");
    cr_expect(new != order &&sv_type_same(new, order));
    cr_expect_str_eq(resolved_word(new, order), "as-is");
}

/* Entries of the copy name nodes of the copy, or a change inside a field would not be seen. */
Test(successor, entries_name_the_copys_own_nodes)
{
    struct sv_type *order = made_pojo(s, "value", "com.acme.Order");
    resolved_field(s, order, "com.acme.Order", "a", made_string(s, "field"));
    resolved_field(s, order, "com.acme.Order", "b", made_kryo(s, "field", "java.util.Set"));
    resolved_field(s, order, "com.acme.Order", "c", made_string(s, "field"));
    const struct sv_type *new = successor(order, "2.2");
    uint32_t i = 0;
    for (const struct sv_type *child = new->child; child; child = child->next, i++)
        cr_expect(new->more.pojo->fields.items[i].type == child && child->parent == new);
    cr_expect_eq(i, 3);
    cr_expect_str_eq(resolved_word(new, order), "incompatible");
}

Test(successor, interfaces_of_collections_get_serializers_of_their_own)
{
    static const struct {
        const char *type, *inner;
    } cases[] = { { "java.util.List", "ListSerializerSnapshot" },
                  { "java.util.Collection", "ListSerializerSnapshot" },
                  { "java.lang.Iterable", "ListSerializerSnapshot" },
                  { "java.util.Map", "MapSerializerSnapshot" },
                  { "java.util.Set", "SetSerializerSnapshot" } };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct sv_type *old = made_kryo(s, "value", cases[i].type);
        const struct sv_type *new = successor(old, "2.2");
        cr_expect(is(new, "NullableSerializerSnapshot") && is(new->child, cases[i].inner), "%s", cases[i].type);
        cr_expect_str_eq(resolved_word(new, old), "incompatible");
    }
    cr_expect(sv_type_same(successor(made_kryo(s, "value", "java.util.ArrayList"), "2.2"),
                           made_kryo(s, "value", "java.util.ArrayList")));
}

Test(successor, rows_have_a_kind_by_now)
{
    struct sv_type *row =
        resolved_of(s, RESOLVED_RUNTIME "RowSerializer$RowSerializerSnapshot", made_string(s, "field"), NULL);
    row->flag = false;
    cr_expect_str_eq(resolved_word(successor(row, "2.2"), row), "after-migration");
    row->flag = true;
    cr_expect_str_eq(resolved_word(successor(row, "2.2"), row), "as-is");
}

/* StructuredType.Builder gives every type of a catalog with a class that class's name, which 1.x did not write. */
Test(successor, structured_types_of_a_catalog_differ)
{
    struct sv_type *old = made_type(s, "value", RESOLVED_TABLE "RowDataSerializer$RowDataSerializerSnapshot");
    struct sv_java_object *type = made_java(s, old, "org.apache.flink.table.types.logical.StructuredType", 1);
    cr_expect_str_eq(resolved_word(successor(old, "2.2"), old), "as-is");
    struct sv_java_object *identifier = SV_NEW(&s->arena, struct sv_java_object);
    identifier->kind = SV_JAVA_STRING;
    identifier->text = SV_STR("orders");
    made_java_field(s, type, "objectIdentifier", identifier);
    cr_expect_str_eq(resolved_word(successor(old, "2.2"), old), "incompatible");
}

Test(successor, no_memory_is_said)
{
    struct sv_arena arena;
    sv_arena_init(&arena, 64);
    cr_expect_null(sv_successor(made_pojo(s, "value", "com.acme.Order"), sv_release_default(), &arena));
    sv_arena_free(&arena);
}
