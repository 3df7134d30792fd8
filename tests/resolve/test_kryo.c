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

/* Kryo for com.acme.K with registrations, which are NULL from the first on that is not used. */
static struct sv_type *kryo(const char *a, const char *b, const char *c)
{
    struct sv_type *type = made_kryo(s, "value", "com.acme.K");
    const char *names[] = { a, b, c };
    for (int i = 0; i < 3 && names[i]; i++)
        resolved_registration(s, type, names[i]);
    return type;
}

TestSuite(resolve_kryo, .init = begin, .fini = end);

Test(resolve_kryo, answer_is_as_is_and_values_are_misread)
{
    struct sv_resolution r = resolved(kryo("K", NULL, NULL), kryo("K", NULL, NULL), 0);
    cr_expect_eq(r.answer, SV_ANSWER_AS_IS);
    cr_expect_eq(r.trouble, SV_TROUBLE_KRYO);
    cr_expect_str_eq(resolved_word(made_kryo(s, "value", "com.acme.L"), kryo("K", NULL, NULL)), "incompatible");
    cr_expect_str_eq(resolved_word(made_string(s, "value"), kryo("K", NULL, NULL)), "incompatible");
}

Test(resolve_kryo, registrations_keep_their_numbers)
{
    cr_expect_str_eq(resolved_word(kryo("K", "A", NULL), kryo("K", NULL, NULL)), "as-is");
    cr_expect_str_eq(resolved_word(kryo("K", "B", "A"), kryo("K", "A", NULL)), "reconfigured");
    cr_expect_str_eq(resolved_word(kryo("K", NULL, NULL), kryo("K", "A", NULL)), "reconfigured",
                     "A may still be there");
}

Test(resolve_kryo, registration_by_an_instance_is_lost_unless_the_new_job_has_it)
{
    struct sv_type *old = kryo("K", "A", NULL);
    struct sv_java_stream *written = SV_NEW(&s->arena, struct sv_java_stream);
    struct sv_java_class *wrapper = SV_NEW(&s->arena, struct sv_java_class);
    wrapper->name = sv_str_of("org.apache.flink.api.common.ExecutionConfig$SerializableSerializer");
    written->classes = wrapper;
    old->more.kryo->registrations.items[1].registration_kind = 2;
    old->more.kryo->registrations.items[1].instance = written;
    cr_expect_str_eq(resolved_word(kryo("K", NULL, NULL), old), "incompatible");
    struct sv_resolution r = resolved(kryo("K", "A", NULL), old, 0);
    cr_expect_eq(r.answer, SV_ANSWER_AS_IS);
    cr_expect_eq(r.trouble, SV_TROUBLE_RESTORE, "the backend restores before it asks");
    cr_expect(sv_str_eq(r.trouble_cause.subject, SV_STR("A")));
}

Test(resolve_kryo, default_serializers_count_too)
{
    struct sv_type *old = kryo("K", NULL, NULL), *new = kryo("K", NULL, NULL);
    struct sv_entry *entry = made_entry(s, &old->more.kryo->defaults, "com.acme.D");
    entry->key_class = entry->name;
    entry->instance = NULL;
    cr_expect_str_eq(resolved_word(new, old), "incompatible");
    entry = made_entry(s, &old->more.kryo->default_classes, "com.acme.D");
    entry->key_class = entry->name;
    old->more.kryo->defaults.count = 0;
    cr_expect_str_eq(resolved_word(new, old), "reconfigured");
}

Test(resolve_kryo, registration_that_cannot_be_read_throws)
{
    struct sv_type *old = kryo("K", NULL, NULL);
    old->more.kryo->registrations.items[0].defect.code = SV_DEFECT_TRUNCATED;
    cr_expect_str_eq(resolved_word(kryo("K", NULL, NULL), old), "read-error");
}
