/* test_same_job.c: the same job's schema check as the last word on states that no rule has anything against. */
#include <criterion/criterion.h>

#include "rules/rule.h"
#include "support/made.h"

#define ROW "org.apache.flink.api.java.typeutils.runtime.RowSerializer$RowSerializerSnapshot"
#define LINKED_LIST "org.apache.flink.table.runtime.typeutils.LinkedListSerializer$LinkedListSerializerSnapshot"
#define LIST "org.apache.flink.api.common.typeutils.base.ListSerializerSnapshot"
#define MAP "org.apache.flink.api.common.typeutils.base.MapSerializerSnapshot"

static struct sv_snapshot *s;
static struct sv_check check;

static void begin(void)
{
    s = made_snapshot();
}

static void end(void)
{
    sv_check_release(&check);
    made_free(s);
}

static void run(const char *target)
{
    struct sv_error err;
    sv_check_release(&check);
    cr_assert_eq(sv_check_run(s, sv_release_find(sv_str_of(target)), NULL, &check, &err), SV_OK, "%s", err.text);
}

static const struct sv_finding *finding_of(enum sv_rule_id id)
{
    for (size_t i = 0; i < check.findings.count; i++)
        if (check.findings.items[i].rule == &sv_rules[id])
            return &check.findings.items[i];
    return NULL;
}

/* As flink-table 1.13 and before wrote it: without the mask of nulls. */
static struct sv_type *old_linked_list(const char *role)
{
    return made_child(made_type(s, role, LINKED_LIST), NULL, made_string(s, "element"));
}

TestSuite(same_job, .init = begin, .fini = end);

Test(same_job, a_migration_is_for_values_alone)
{
    struct sv_state *state = made_keyed(s, SV_STATE_VALUE, SV_BACKEND_HEAP, old_linked_list("value"));
    run("2.2");
    cr_expect_null(finding_of(SV_RULE_SV212));
    state->stream->handle->stream->key = NULL;
    for (struct sv_type *root = state->serializers; root; root = root->next)
        if (sv_str_eq(sv_str_of(root->role), SV_STR("namespace")))
            *root = (struct sv_type){ .cls = old_linked_list("namespace")->cls,
                                      .class_name = SV_STR(LINKED_LIST),
                                      .role = "namespace",
                                      .version = 3,
                                      .kind = SV_KIND_COMPOSITE,
                                      .next = root->next };
    run("2.2");
    cr_expect_eq(check.operators[0].states[0], SV_INCOMPATIBLE);
    cr_assert_not_null(finding_of(SV_RULE_SV212));
    cr_expect(finding_of(SV_RULE_SV212)->state == state);
}

Test(same_job, map_keys_migrate_on_heap_alone)
{
    struct sv_type *map = made_type(s, "value", MAP);
    made_child(map, NULL, old_linked_list("user-key"));
    made_child(map, NULL, made_string(s, "value"));
    struct sv_state *state = made_keyed(s, SV_STATE_MAP, SV_BACKEND_HEAP, map);
    run("2.2");
    cr_expect_null(finding_of(SV_RULE_SV212));
    state->backend = SV_BACKEND_ROCKSDB;
    run("2.2");
    cr_assert_not_null(finding_of(SV_RULE_SV212));
}

Test(same_job, what_cannot_be_read_takes_the_backend_along)
{
    made_keyed(s, SV_STATE_VALUE, SV_BACKEND_HEAP, made_pojo(s, "value", "org.apache.flink.api.scala.Gone"));
    made_state(s, s->operators, s->operators->subtasks->managed_keyed->stream, SV_STATE_VALUE, "other",
               made_string(s, "value"));
    run("2.2");
    cr_assert_not_null(finding_of(SV_RULE_SV212));
    cr_expect_eq(finding_of(SV_RULE_SV212)->reach, SV_REACH_KEYED);
    cr_expect_eq(check.operators[0].states[1], SV_INCOMPATIBLE);
    cr_expect_eq(check.verdict, SV_INCOMPATIBLE);
}

/* A rule has said what is wrong: it is not said a second time, less well. */
Test(same_job, what_a_rule_explains_is_left_to_it)
{
    struct sv_type *order = made_pojo(s, "value", "com.acme.Order");
    made_child(order, "items", made_kryo(s, "field", "java.util.List"));
    made_keyed(s, SV_STATE_VALUE, SV_BACKEND_HEAP, order);
    run("2.2");
    cr_expect_not_null(finding_of(SV_RULE_SV101));
    cr_expect_null(finding_of(SV_RULE_SV212));
}
