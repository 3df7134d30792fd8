#include <criterion/criterion.h>

#include "support/resolved.h"

#define ARRAY RESOLVED_BASE "GenericArraySerializerSnapshot"
#define NULLABLE RESOLVED_RUNTIME "NullableSerializer$NullableSerializerSnapshot"
#define ROW RESOLVED_RUNTIME "RowSerializer$RowSerializerSnapshot"
#define EITHER RESOLVED_RUNTIME "JavaEitherSerializerSnapshot"

static struct sv_type *list_of(struct sv_snapshot *s, struct sv_type *element)
{
    return resolved_of(s, RESOLVED_LIST, element, NULL);
}

Test(resolve_composite, takes_any_other_of_as_many_parts)
{
    struct sv_snapshot *s = made_snapshot();
    struct sv_type *map = resolved_of(s, RESOLVED_MAP, made_string(s, "user-key"), resolved_long(s));
    struct sv_type *tuple = resolved_of(s, RESOLVED_TUPLE, made_string(s, "field"), resolved_long(s));
    struct sv_type *either = resolved_of(s, EITHER, made_string(s, "left"), resolved_long(s));
    cr_expect_str_eq(resolved_word(tuple, map), "as-is");
    cr_expect_str_eq(resolved_word(either, tuple), "as-is");
    cr_expect_str_eq(resolved_word(map, list_of(s, made_string(s, "element"))), "incompatible");
    cr_expect_str_eq(resolved_word(map, made_string(s, "value")), "incompatible");
    made_free(s);
}

Test(resolve_composite, array_row_and_nullable_ask_for_their_own_class)
{
    static const char *const strict[] = { ARRAY, NULLABLE, ROW };
    struct sv_snapshot *s = made_snapshot();
    struct sv_type *list = list_of(s, made_string(s, "element"));
    for (size_t i = 0; i < sizeof strict / sizeof *strict; i++) {
        struct sv_type *type = resolved_of(s, strict[i], made_string(s, "element"), NULL);
        cr_expect_str_eq(resolved_word(type, type), "as-is");
        cr_expect_str_eq(resolved_word(type, list), "incompatible", "%s", strict[i]);
        cr_expect_str_eq(resolved_word(list, type), "as-is", "%s", strict[i]);
    }
    made_free(s);
}

Test(resolve_composite, array_compares_its_component_and_tuple_not_its_class)
{
    struct sv_snapshot *s = made_snapshot();
    struct sv_type *a = resolved_of(s, ARRAY, made_string(s, "element"), NULL);
    struct sv_type *b = resolved_of(s, ARRAY, made_string(s, "element"), NULL);
    struct sv_type *x = resolved_of(s, RESOLVED_TUPLE, made_string(s, "field"), NULL);
    struct sv_type *y = resolved_of(s, RESOLVED_TUPLE, made_string(s, "field"), NULL);
    a->java_type = x->java_type = sv_str_of("com.acme.A");
    b->java_type = y->java_type = sv_str_of("com.acme.B");
    cr_expect_str_eq(resolved_word(b, a), "incompatible");
    cr_expect_str_eq(resolved_word(y, x), "as-is");
    made_free(s);
}

Test(resolve_composite, padding_must_be_equal)
{
    struct sv_snapshot *s = made_snapshot();
    struct sv_type *plain = resolved_of(s, NULLABLE, resolved_long(s), NULL);
    struct sv_type *padded = resolved_of(s, NULLABLE, resolved_long(s), NULL);
    padded->numbers[0] = 8;
    cr_expect_str_eq(resolved_word(padded, padded), "as-is");
    cr_expect_str_eq(resolved_word(padded, plain), "incompatible");
    made_free(s);
}

Test(resolve_composite, row_without_kind_is_migrated)
{
    struct sv_snapshot *s = made_snapshot();
    struct sv_type *old = resolved_of(s, ROW, resolved_long(s), NULL),
                   *new = resolved_of(s, ROW, resolved_long(s), NULL);
    new->flag = true;
    cr_expect_str_eq(resolved_word(new, old), "after-migration");
    old->flag = true;
    old->outer_version = 3;
    cr_expect_str_eq(resolved_word(new, old), "as-is", "the flag counts and not the version");
    made_free(s);
}

Test(resolve_composite, worst_part_decides)
{
    struct sv_snapshot *s = made_snapshot();
    struct sv_type *same = resolved_enum(s, "com.acme.E", "A B"), *more = resolved_enum(s, "com.acme.E", "A B C");
    struct sv_type *old_row = resolved_of(s, ROW, resolved_long(s), NULL),
                   *row = resolved_of(s, ROW, resolved_long(s), NULL);
    row->flag = true;
    struct sv_type *old = resolved_of(s, RESOLVED_TUPLE, same, old_row),
                   *new = resolved_of(s, RESOLVED_TUPLE, more, row);
    struct sv_resolution r = resolved(new, old, 0);
    cr_expect_eq(r.answer, SV_ANSWER_AFTER_MIGRATION);
    cr_expect_eq(r.cause.old, old_row);
    row->flag = false;
    cr_expect_str_eq(resolved_word(new, old), "reconfigured");
    made_child(old, NULL, made_string(s, "field"));
    made_child(new, NULL, resolved_long(s));
    r = resolved(new, old, 0);
    cr_expect_eq(r.answer, SV_ANSWER_INCOMPATIBLE);
    cr_expect_eq(r.cause.old, old->last);
    made_free(s);
}

/* A POJO whose field is in the class and not in the serializer: the check throws. */
static struct sv_type *pojo(struct sv_snapshot *s, const char *declared_by)
{
    struct sv_type *type = made_pojo(s, "field", "com.acme.P");
    resolved_field(s, type, declared_by, "a", made_string(s, "field"));
    return type;
}

Test(resolve_composite, what_throws_counts_unless_an_earlier_part_refuses)
{
    struct sv_snapshot *s = made_snapshot();
    struct sv_type *old = resolved_of(s, ARRAY, pojo(s, "com.acme.Q"), NULL);
    struct sv_type *new = resolved_of(s, ARRAY, pojo(s, "com.acme.P"), NULL);
    /* elsewhere in the new job com.acme.Q declares the field: Flink finds it, and the new serializer of P does not */
    struct sv_type *other = made_pojo(s, "value", "com.acme.Q");
    resolved_field(s, other, "com.acme.Q", "a", made_string(s, "field"));
    const struct sv_type *trees[] = { new, other };
    struct sv_resolution out;
    new->java_type = sv_str_of("com.acme.Other");
    cr_assert_eq(sv_resolve(new, old, sv_evidence_of(trees, 2, &s->arena), 0, &s->arena, &out, NULL), SV_OK);
    cr_expect_eq(out.answer, SV_ANSWER_RESOLVE_ERROR, "%s", sv_answer_name(out.answer));
    cr_expect_str_eq(resolved_word(new, old), "incompatible",
                     "without that evidence the field is gone, the array another");
    made_free(s);
}
