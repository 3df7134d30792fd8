#include <criterion/criterion.h>

#include "resolve/evidence.h"
#include "support/resolved.h"

static bool is(sv_str s, const char *text)
{
    return sv_str_eq(s, sv_str_of(text));
}

Test(resolve_evidence, fields_are_found_from_a_class_upwards)
{
    struct sv_snapshot *s = made_snapshot();
    struct sv_type *pojo = made_pojo(s, "value", "com.acme.P");
    resolved_field(s, pojo, "com.acme.P", "own", made_string(s, "field"));
    resolved_field(s, pojo, "com.acme.Base", "inherited", made_string(s, "field"));
    const struct sv_type *trees[] = { NULL, pojo };
    const struct sv_evidence *e = sv_evidence_of(trees, 2, &s->arena);
    cr_assert_not_null(e);
    cr_expect(is(sv_evidence_field(e, SV_STR("com.acme.P"), SV_STR("own")), "com.acme.P"));
    cr_expect(is(sv_evidence_field(e, SV_STR("com.acme.P"), SV_STR("inherited")), "com.acme.Base"));
    cr_expect(is(sv_evidence_field(e, SV_STR("com.acme.Base"), SV_STR("inherited")), "com.acme.Base"));
    cr_expect(is(sv_evidence_field(e, SV_STR("com.acme.Base"), SV_STR("own")), ""));
    cr_expect(is(sv_evidence_field(e, SV_STR("com.acme.Q"), SV_STR("own")), ""));
    made_free(s);
}

Test(resolve_evidence, all_trees_of_a_job_count)
{
    struct sv_snapshot *s = made_snapshot();
    struct sv_type *other = made_type(s, "value", RESOLVED_TABLE "SortedMapSerializerSnapshot");
    made_java(s, other, "com.acme.ByName", 42);
    const struct sv_type *trees[] = { resolved_enum(s, "com.acme.E", "A"), made_pojo(s, "value", "com.acme.P"), other };
    const struct sv_evidence *e = sv_evidence_of(trees, 3, &s->arena);
    int64_t uid = 0;
    cr_assert_not_null(e);
    cr_expect_eq(sv_evidence_enum(e, SV_STR("com.acme.E")), trees[0]);
    cr_expect_null(sv_evidence_enum(e, SV_STR("com.acme.P")));
    cr_expect(sv_evidence_is_pojo(e, SV_STR("com.acme.P")));
    cr_expect_not(sv_evidence_is_pojo(e, SV_STR("com.acme.E")));
    cr_expect(sv_evidence_uid(e, SV_STR("com.acme.ByName"), &uid));
    cr_expect_eq(uid, 42);
    cr_expect_not(sv_evidence_uid(e, SV_STR("com.acme.ByAge"), &uid));
    made_free(s);
}

Test(resolve_evidence, of_nothing_says_nothing)
{
    struct sv_snapshot *s = made_snapshot();
    const struct sv_evidence *e = sv_evidence_of(NULL, 0, &s->arena);
    cr_assert_not_null(e);
    cr_expect(is(sv_evidence_field(e, SV_STR("com.acme.P"), SV_STR("a")), ""));
    cr_expect_null(sv_evidence_enum(e, SV_STR("com.acme.E")));
    made_free(s);
}
