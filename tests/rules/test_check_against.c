/* Rules about the new job: each fires on one pair of snapshots, and keeps quiet on the same job. */
#include <criterion/criterion.h>

#include "rules/rule.h"
#include "support/resolved.h"

#define VOID_NAMESPACE "org.apache.flink.runtime.state.VoidNamespaceSerializer$VoidNamespaceSerializerSnapshot"
#define ENUM_CLASS "com.acme.Tier"

/* Fills old and new, which are empty. */
typedef void pair_fn(struct sv_snapshot *old, struct sv_snapshot *new);

static struct sv_state *text_state(struct sv_snapshot *s)
{
    return made_keyed(s, SV_STATE_VALUE, SV_BACKEND_HEAP, made_string(s, "value"));
}

static void same(struct sv_snapshot *old, struct sv_snapshot *new)
{
    text_state(old);
    made_list(old, "opst", made_string(old, "value"));
    text_state(new);
    made_list(new, "opst", made_string(new, "value"));
}

static void dropped(struct sv_snapshot *old, struct sv_snapshot *new)
{
    same(old, new);
    text_state(old);
}

static void added_operator(struct sv_snapshot *old, struct sv_snapshot *new)
{
    dropped(new, old);
}

static void parallelism_200(struct sv_snapshot *old, struct sv_snapshot *new)
{
    same(old, new);
    new->operators->parallelism = 200;
    new->operators->max_parallelism = 256;
}

static void max_parallelism_256(struct sv_snapshot *old, struct sv_snapshot *new)
{
    same(old, new);
    new->operators->max_parallelism = 256;
}

static void own_class(struct sv_snapshot *old, struct sv_snapshot *new)
{
    made_keyed(old, SV_STATE_VALUE, SV_BACKEND_HEAP, made_type(old, "value", "com.acme.MoneySerializerSnapshot"));
    made_keyed(new, SV_STATE_VALUE, SV_BACKEND_HEAP, made_type(new, "value", "com.acme.MoneySerializerSnapshot"));
}

static void other_key(struct sv_snapshot *old, struct sv_snapshot *new)
{
    same(old, new);
    struct sv_type *key = resolved_long(new);
    key->role = "key";
    new->operators->subtasks->managed_keyed->stream->key = key;
}

static void other_backend(struct sv_snapshot *old, struct sv_snapshot *new)
{
    same(old, new);
    old->kind = SV_SNAP_INCREMENTAL_CHECKPOINT;
    old->operators->subtasks->managed_keyed->kind = SV_HANDLE_INCREMENTAL;
}

static void one_more_state(struct sv_snapshot *old, struct sv_snapshot *new)
{
    same(old, new);
    made_state(new, new->operators, new->operators->subtasks->managed_keyed->stream, SV_STATE_VALUE, "more",
               resolved_long(new));
}

static void one_state_less(struct sv_snapshot *old, struct sv_snapshot *new)
{
    one_more_state(new, old);
}

static void one_class_less(struct sv_snapshot *old, struct sv_snapshot *new)
{
    same(old, new);
    made_state(old, old->operators, old->operators->subtasks->managed_keyed->stream, SV_STATE_VALUE, "more",
               resolved_enum(old, ENUM_CLASS, "A B"));
}

static void renamed(struct sv_snapshot *old, struct sv_snapshot *new)
{
    text_state(old)->name = SV_STR("before");
    text_state(new);
}

static void value_to_list(struct sv_snapshot *old, struct sv_snapshot *new)
{
    text_state(old);
    made_keyed(new, SV_STATE_LIST, SV_BACKEND_HEAP, resolved_of(new, RESOLVED_LIST, made_string(new, "element"), NULL));
}

static void text_to_long(struct sv_snapshot *old, struct sv_snapshot *new)
{
    text_state(old);
    made_keyed(new, SV_STATE_VALUE, SV_BACKEND_HEAP, resolved_long(new));
}

/* A POJO of one field, and of another one if told. */
static struct sv_type *pojo(struct sv_snapshot *s, bool more)
{
    struct sv_type *type = made_pojo(s, "value", "com.acme.P");
    resolved_field(s, type, "com.acme.P", "a", made_string(s, "field"));
    if (more)
        resolved_field(s, type, "com.acme.P", "b", made_string(s, "field"));
    return type;
}

static void map_of_pojo_keys(struct sv_snapshot *old, struct sv_snapshot *new, enum sv_backend backend)
{
    made_keyed(old, SV_STATE_MAP, backend, resolved_of(old, RESOLVED_MAP, pojo(old, false), made_string(old, "value")));
    made_keyed(new, SV_STATE_MAP, backend, resolved_of(new, RESOLVED_MAP, pojo(new, true), made_string(new, "value")));
}

static void map_key_on_rocksdb(struct sv_snapshot *old, struct sv_snapshot *new)
{
    map_of_pojo_keys(old, new, SV_BACKEND_ROCKSDB);
}

static void map_key_on_heap(struct sv_snapshot *old, struct sv_snapshot *new)
{
    map_of_pojo_keys(old, new, SV_BACKEND_HEAP);
}

static void map_key_on_either(struct sv_snapshot *old, struct sv_snapshot *new)
{
    map_of_pojo_keys(old, new, SV_BACKEND_UNKNOWN);
}

static void ttl_on(struct sv_snapshot *old, struct sv_snapshot *new)
{
    text_state(old);
    made_keyed(new, SV_STATE_VALUE, SV_BACKEND_HEAP,
               resolved_of(new, RESOLVED_TTL, resolved_long(new), made_string(new, "value")));
}

static void field_added(struct sv_snapshot *old, struct sv_snapshot *new)
{
    made_keyed(old, SV_STATE_VALUE, SV_BACKEND_HEAP, pojo(old, false));
    made_keyed(new, SV_STATE_VALUE, SV_BACKEND_HEAP, pojo(new, true));
}

static struct sv_type *pojo_of_enum(struct sv_snapshot *s, const char *constants)
{
    struct sv_type *type = made_pojo(s, "value", "com.acme.P");
    resolved_field(s, type, "com.acme.P", "tier", resolved_enum(s, ENUM_CLASS, constants));
    return type;
}

/* Below a POJO field the missing constant is swallowed while it is read, and missed when the serializer is made. */
static void constant_removed_in_pojo(struct sv_snapshot *old, struct sv_snapshot *new)
{
    made_keyed(old, SV_STATE_VALUE, SV_BACKEND_HEAP, pojo_of_enum(old, "A B"));
    made_keyed(new, SV_STATE_VALUE, SV_BACKEND_HEAP, pojo_of_enum(new, "A"));
}

static const struct {
    enum sv_rule_id rule;
    pair_fn *fires, *quiet;
    const char *target;
} cases[] = {
    { SV_RULE_SV501, dropped, same, "2.2.0" },
    { SV_RULE_SV502, parallelism_200, max_parallelism_256, "2.2.0" },
    { SV_RULE_SV503, max_parallelism_256, parallelism_200, "2.2.0" },
    { SV_RULE_SV504, own_class, same, "2.2.0" },
    { SV_RULE_SV504, map_key_on_either, map_key_on_heap, "2.2.0" },
    { SV_RULE_SV505, other_key, same, "2.2.0" },
    { SV_RULE_SV506, other_backend, same, "2.2.0" },
    { SV_RULE_SV507, one_more_state, one_state_less, "2.2.0" },
    { SV_RULE_SV508, added_operator, dropped, "2.2.0" },
    { SV_RULE_SV509, one_class_less, one_state_less, "2.2.0" },
    { SV_RULE_SV510, renamed, one_state_less, "2.2.0" },
    { SV_RULE_SV511, one_state_less, renamed, "2.2.0" },
    { SV_RULE_SV512, value_to_list, same, "2.2.0" },
    { SV_RULE_SV513, text_to_long, field_added, "2.2.0" },
    { SV_RULE_SV514, map_key_on_rocksdb, map_key_on_heap, "2.2.0" },
    { SV_RULE_SV515, ttl_on, field_added, "2.2.0" },
    { SV_RULE_SV516, ttl_on, field_added, "2.1.0" },
    { SV_RULE_SV517, constant_removed_in_pojo, field_added, "2.2.0" },
    { SV_RULE_SV518, field_added, ttl_on, "2.2.0" },
};

static struct sv_check check_pair(struct sv_snapshot *old, struct sv_snapshot *new, const char *target, bool allow)
{
    const struct sv_new_job job = { .snapshot = new, .allow_non_restored_state = allow, .shown = SV_STR_INIT("new") };
    struct sv_check check;
    cr_assert_eq(sv_check_run(old, sv_release_find(sv_str_of(target)), &job, &check, NULL), SV_OK);
    return check;
}

static size_t count_findings(pair_fn *make, enum sv_rule_id id, const char *target)
{
    struct sv_snapshot *old = made_snapshot(), *new = made_snapshot();
    size_t count = 0;
    make(old, new);
    struct sv_check check = check_pair(old, new, target, false);
    for (size_t i = 0; i < check.findings.count; i++) {
        count += check.findings.items[i].rule == &sv_rules[id];
        cr_expect(check.findings.items[i].message.n, "%s says too little", check.findings.items[i].rule->code);
    }
    sv_check_release(&check);
    made_free(old);
    made_free(new);
    return count;
}

Test(against, each_rule_fires_and_keeps_quiet)
{
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const char *code = sv_rules[cases[i].rule].code;
        cr_expect_eq(count_findings(cases[i].fires, cases[i].rule, cases[i].target), 1, "%s, case %zu: %zu findings",
                     code, i, count_findings(cases[i].fires, cases[i].rule, cases[i].target));
        cr_expect_eq(count_findings(cases[i].quiet, cases[i].rule, cases[i].target), 0, "%s speaks up", code);
    }
}

Test(against, each_rule_has_a_case)
{
    for (size_t id = SV_RULE_SV501; id < SV_RULE_SV601; id++) {
        bool found = false;
        for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
            found = found || cases[i].rule == (enum sv_rule_id)id;
        cr_expect(found, "%s", sv_rules[id].code);
    }
}

Test(against, the_same_job_is_compatible)
{
    struct sv_snapshot *old = made_snapshot(), *new = made_snapshot();
    same(old, new);
    struct sv_check check = check_pair(old, new, "2.2.0", false);
    cr_expect_eq(check.findings.count, 0);
    cr_expect_eq(check.verdict, SV_COMPATIBLE);
    sv_check_release(&check);
    made_free(old);
    made_free(new);
}

Test(against, dropped_state_may_be_allowed)
{
    struct sv_snapshot *old = made_snapshot(), *new = made_snapshot();
    dropped(old, new);
    struct sv_check check = check_pair(old, new, "2.2.0", false);
    cr_expect_eq(check.verdict, SV_INCOMPATIBLE);
    sv_check_release(&check);
    check = check_pair(old, new, "2.2.0", true);
    cr_expect_eq(check.verdict, SV_NEEDS_ACTION);
    sv_check_release(&check);
    made_free(old);
    made_free(new);
}
