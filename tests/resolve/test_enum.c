#include <criterion/criterion.h>

#include "support/resolved.h"

static const char *answer(const char *new_words, const char *old_words)
{
    struct sv_snapshot *s = made_snapshot();
    const char *word =
        resolved_word(resolved_enum(s, "com.acme.E", new_words), resolved_enum(s, "com.acme.E", old_words));
    made_free(s);
    return word;
}

Test(resolve_enum, constants_may_come_and_move_and_not_go)
{
    cr_expect_str_eq(answer("A B C", "A B C"), "as-is");
    cr_expect_str_eq(answer("A B C D", "A B C"), "reconfigured");
    cr_expect_str_eq(answer("C A B", "A B C"), "reconfigured");
    cr_expect_str_eq(answer("A B", "A B C"), "read-error");
    cr_expect_str_eq(answer("A B X", "A B C"), "read-error");
}

Test(resolve_enum, another_enum_is_incompatible)
{
    struct sv_snapshot *s = made_snapshot();
    cr_expect_str_eq(resolved_word(resolved_enum(s, "com.acme.F", "A"), resolved_enum(s, "com.acme.E", "A")),
                     "incompatible");
    made_free(s);
}

Test(resolve_enum, that_is_a_pojo_by_now_cannot_be_read)
{
    struct sv_snapshot *s = made_snapshot();
    struct sv_type *old = resolved_enum(s, "com.acme.E", "A");
    cr_expect_str_eq(resolved_word(made_pojo(s, "value", "com.acme.E"), old), "read-error");
    cr_expect_str_eq(resolved_word(made_kryo(s, "value", "com.acme.E"), old), "incompatible",
                     "a serializer given by hand says nothing of the class");
    made_free(s);
}

Test(resolve_enum, lost_constant_below_a_field_is_a_lost_field)
{
    struct sv_snapshot *s = made_snapshot();
    struct sv_type *old = made_pojo(s, "value", "com.acme.P"), *new = made_pojo(s, "value", "com.acme.P");
    resolved_field(s, old, "com.acme.P", "e", resolved_enum(s, "com.acme.E", "A B"));
    resolved_field(s, new, "com.acme.P", "e", resolved_enum(s, "com.acme.E", "A"));
    struct sv_resolution r = resolved(new, old, 0);
    cr_expect_eq(r.answer, SV_ANSWER_AFTER_MIGRATION);
    cr_expect_eq(r.trouble, SV_TROUBLE_RESTORE, "and the backend fails before it asks");
    made_free(s);
}
