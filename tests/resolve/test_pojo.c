#include <criterion/criterion.h>

#include "support/resolved.h"

static struct sv_snapshot *s;

static void begin(void)
{
    s = made_snapshot();
}

static void end(void)
{
    made_free(s);
}

/* com.acme.P with field a and, if it has a type, b. */
static struct sv_type *pojo(struct sv_type *a, struct sv_type *b)
{
    struct sv_type *type = made_pojo(s, "value", "com.acme.P");
    resolved_field(s, type, "com.acme.P", "a", a);
    if (b)
        resolved_field(s, type, "com.acme.P", "b", b);
    return type;
}

static struct sv_type *text(void)
{
    return made_string(s, "field");
}

TestSuite(resolve_pojo, .init = begin, .fini = end);

Test(resolve_pojo, fields_may_come_and_go)
{
    cr_expect_str_eq(resolved_word(pojo(text(), NULL), pojo(text(), NULL)), "as-is");
    cr_expect_str_eq(resolved_word(pojo(text(), text()), pojo(text(), NULL)), "after-migration");
    cr_expect_str_eq(resolved_word(pojo(text(), NULL), pojo(text(), text())), "after-migration");
}

Test(resolve_pojo, field_of_another_type_is_incompatible)
{
    struct sv_type *old = pojo(text(), text()), *new = pojo(text(), resolved_long(s));
    struct sv_resolution r = resolved(new, old, 0);
    cr_expect_eq(r.answer, SV_ANSWER_INCOMPATIBLE);
    cr_expect(sv_str_eq(r.cause.old->field, SV_STR("b")));
    cr_expect_str_eq(resolved_word(made_kryo(s, "value", "com.acme.P"), old), "incompatible");
    new = made_pojo(s, "value", "com.acme.Q");
    cr_expect_str_eq(resolved_word(new, old), "incompatible");
}

Test(resolve_pojo, field_may_move_up_and_not_down)
{
    struct sv_type *own = made_pojo(s, "value", "com.acme.P"), *inherited = made_pojo(s, "value", "com.acme.P");
    resolved_field(s, own, "com.acme.P", "a", text());
    resolved_field(s, inherited, "com.acme.Base", "a", text());
    cr_expect_str_eq(resolved_word(inherited, own), "as-is");
    cr_expect_str_eq(resolved_word(own, inherited), "after-migration", "found nowhere from Base upwards");
}

Test(resolve_pojo, entry_without_a_key_is_a_removed_field)
{
    struct sv_type *old = pojo(text(), text());
    old->more.pojo->fields.items[1].key_present = false;
    cr_expect_str_eq(resolved_word(pojo(text(), text()), old), "after-migration");
}

Test(resolve_pojo, answers_of_fields_are_combined)
{
    struct sv_type *few = resolved_enum(s, "com.acme.E", "A"), *more = resolved_enum(s, "com.acme.E", "A B");
    cr_expect_str_eq(resolved_word(pojo(text(), more), pojo(text(), few)), "reconfigured");
    struct sv_type *list = resolved_of(s, RESOLVED_LIST, pojo(text(), NULL), NULL);
    struct sv_type *longer = resolved_of(s, RESOLVED_LIST, pojo(text(), text()), NULL);
    cr_expect_str_eq(resolved_word(longer, list), "after-migration");
}

Test(resolve_pojo, registered_subclasses_keep_their_numbers)
{
    struct sv_type *old = pojo(text(), NULL), *appended = pojo(text(), NULL), *turned = pojo(text(), NULL);
    resolved_subclass(s, old, "com.acme.X", text());
    resolved_subclass(s, appended, "com.acme.X", text());
    resolved_subclass(s, appended, "com.acme.Y", text());
    resolved_subclass(s, turned, "com.acme.Y", text());
    resolved_subclass(s, turned, "com.acme.X", text());
    cr_expect_str_eq(resolved_word(appended, old), "as-is");
    cr_expect_str_eq(resolved_word(turned, old), "reconfigured");
    cr_expect_str_eq(resolved_word(pojo(text(), NULL), old), "reconfigured", "its class may still be there");
}

Test(resolve_pojo, subclass_in_both_is_compared)
{
    struct sv_type *old = pojo(text(), NULL), *new = pojo(text(), NULL);
    resolved_subclass(s, old, "com.acme.X", text());
    resolved_subclass(s, new, "com.acme.X", resolved_long(s));
    cr_expect_str_eq(resolved_word(new, old), "incompatible");
}

Test(resolve_pojo, subclass_that_cannot_be_read_is_incompatible)
{
    struct sv_type *old = pojo(text(), NULL);
    resolved_subclass(s, old, "com.acme.X",
                      made_type(s, "subclass", "org.apache.flink.api.scala.typeutils.NothingSerializerSnapshot"));
    cr_expect_str_eq(resolved_word(pojo(text(), NULL), old), "incompatible");
}

Test(resolve_pojo, subclass_met_and_not_registered_reconfigures)
{
    struct sv_type *old = pojo(text(), NULL);
    struct sv_entry *met = made_entry(s, &old->more.pojo->other, "com.acme.X");
    met->key_class = met->name;
    met->type = text();
    cr_expect_str_eq(resolved_word(pojo(text(), NULL), old), "reconfigured");
    cr_expect_str_eq(resolved_word(pojo(text(), text()), old), "after-migration");
}

/* Reconfiguring restores the old subclasses: an instance in Kryo's registrations that nobody fills throws then. */
Test(resolve_pojo, reconfiguring_restores_subclasses)
{
    struct sv_type *old = pojo(text(), NULL), *new = pojo(text(), NULL), *kryo = made_kryo(s, "subclass", "com.acme.K");
    resolved_registration(s, kryo, "com.acme.K")->value_present = false;
    resolved_subclass(s, old, "com.acme.X", kryo);
    cr_expect_str_eq(resolved_word(new, old), "resolve-error");
    struct sv_type *filled = made_kryo(s, "subclass", "com.acme.K");
    resolved_registration(s, filled, "com.acme.K");
    resolved_subclass(s, new, "com.acme.W", text());
    resolved_subclass(s, new, "com.acme.X", filled);
    cr_expect_str_eq(resolved_word(new, old), "reconfigured", "the new job's entry fills the old one's");
}

Test(resolve_pojo, class_of_a_field_that_2x_lacks_is_a_removed_field)
{
    struct sv_type *scala =
        made_type(s, "field", "org.apache.flink.api.scala.typeutils.UnitSerializer$UnitSerializerSnapshot");
    struct sv_resolution r = resolved(pojo(text(), text()), pojo(text(), scala), 0);
    cr_expect_eq(r.answer, SV_ANSWER_AFTER_MIGRATION);
    cr_expect_eq(r.trouble, SV_TROUBLE_RESTORE);
    cr_expect_str_eq(resolved_word(text(), scala), "read-error");
    cr_expect_str_eq(
        resolved_word(resolved_of(s, RESOLVED_LIST, text(), NULL), resolved_of(s, RESOLVED_LIST, scala, NULL)),
        "read-error");
}
