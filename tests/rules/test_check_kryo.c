#include <string.h>

#include <criterion/criterion.h>

#include "rules/rule.h"
#include "support/made.h"

static struct sv_snapshot *snapshot;
static struct sv_check check;

static void begin(void)
{
    snapshot = made_snapshot();
}

static void end(void)
{
    sv_check_release(&check);
    made_free(snapshot);
}

TestSuite(check_kryo, .init = begin, .fini = end);

/* Runs the check and gives its first finding of a rule, or NULL. */
static const struct sv_finding *first(enum sv_rule_id id)
{
    struct sv_error err;
    if (!check.snapshot)
        cr_assert_eq(sv_check_run(snapshot, sv_release_default(), NULL, &check, &err), SV_OK, "%s", err.text);
    for (size_t i = 0; i < check.findings.count; i++)
        if (check.findings.items[i].rule == &sv_rules[id])
            return &check.findings.items[i];
    return NULL;
}

static bool says(sv_str text, const char *part)
{
    return memmem(text.p, text.n, part, strlen(part)) != NULL;
}

static void value(enum sv_backend backend, const char *java_type)
{
    made_keyed(snapshot, SV_STATE_VALUE, backend, made_kryo(snapshot, "value", java_type));
}

Test(check_kryo, path_leads_to_the_culprit)
{
    struct sv_type *pojo = made_pojo(snapshot, "value", "com.acme.Order");
    made_child(pojo, "map", made_kryo(snapshot, "field", "java.util.Map"));
    made_keyed(snapshot, SV_STATE_VALUE, SV_BACKEND_ROCKSDB, pojo);
    const struct sv_finding *f = first(SV_RULE_SV101);
    cr_assert(f);
    cr_expect(sv_str_eq(f->path, SV_STR("value > field map > Kryo(java.util.Map)")), "%.*s", SV_ARG(f->path));
    cr_expect_eq(f->reach, SV_REACH_PLACE);
    cr_expect_eq(f->state, snapshot->operators->states->state);
}

Test(check_kryo, only_four_collections_are_serialized_by_2x_itself)
{
    value(SV_BACKEND_ROCKSDB, "java.util.List");
    value(SV_BACKEND_ROCKSDB, "java.util.Set");
    value(SV_BACKEND_ROCKSDB, "java.util.Collection");
    value(SV_BACKEND_ROCKSDB, "java.util.Queue");
    cr_assert(first(SV_RULE_SV101));
    cr_assert(first(SV_RULE_SV102));
    size_t native = 0;
    for (size_t i = 0; i < check.findings.count; i++)
        native += check.findings.items[i].rule == &sv_rules[SV_RULE_SV101];
    cr_expect_eq(native, 3);
}

Test(check_kryo, on_heap_a_misread_value_moves_its_neighbours)
{
    value(SV_BACKEND_HEAP, "java.util.UUID");
    const struct sv_finding *f = first(SV_RULE_SV102);
    cr_assert(f);
    cr_expect_eq(f->reach, SV_REACH_KEYED);
    cr_expect(f->all_states && says(f->why, "On heap"));
}

Test(check_kryo, in_rocksdb_each_value_has_bytes_of_its_own)
{
    value(SV_BACKEND_ROCKSDB, "java.util.UUID");
    const struct sv_finding *f = first(SV_RULE_SV102);
    cr_assert(f);
    cr_expect_eq(f->reach, SV_REACH_PLACE);
    cr_expect_not(says(f->why, "On heap"));
}

Test(check_kryo, equal_bytes_are_luck)
{
    value(SV_BACKEND_ROCKSDB, "java.util.concurrent.atomic.AtomicLong");
    const struct sv_finding *f = first(SV_RULE_SV103);
    cr_assert(f);
    cr_expect(says(f->message, "luck"));
    cr_expect_eq(check.verdict, SV_INCOMPATIBLE);
}

Test(check_kryo, registered_serializer_is_named)
{
    struct sv_type *type = made_kryo(snapshot, "value", "com.acme.Order");
    struct sv_entry *entry = made_entry(snapshot, &type->more.kryo->registrations, "com.acme.Order");
    entry->registration_kind = 1;
    entry->serializer_class = SV_STR("com.acme.OrderSerializer");
    made_keyed(snapshot, SV_STATE_VALUE, SV_BACKEND_ROCKSDB, type);
    const struct sv_finding *f = first(SV_RULE_SV103);
    cr_assert(f);
    cr_expect(says(f->message, "com.acme.OrderSerializer"));
}

Test(check_kryo, key_is_judged_once_and_for_all_keyed_states)
{
    value(SV_BACKEND_ROCKSDB, "com.acme.Order");
    struct sv_operator *op = snapshot->operators;
    struct sv_stream *stream = op->subtasks->managed_keyed->stream;
    stream->key = made_kryo(snapshot, "key", "java.util.UUID");
    struct sv_type *timer =
        made_type(snapshot, "value", "org.apache.flink.streaming.api.operators.TimerSerializerSnapshot");
    made_child(timer, NULL, made_kryo(snapshot, "key", "java.util.UUID"));
    made_child(timer, NULL, made_string(snapshot, "namespace"));
    made_state(snapshot, op, stream, SV_STATE_TIMER, "_timer_state/event_user-timers", timer);
    const struct sv_finding *f = first(SV_RULE_SV104);
    cr_assert(f);
    cr_expect_null(f->state);
    cr_expect_eq(f->reach, SV_REACH_KEYED);
    cr_expect_null(first(SV_RULE_SV102), "the copy inside the timers is the same key");
}

Test(check_kryo, namespace_of_timers_is_looked_up_too)
{
    struct sv_operator *op = made_operator(snapshot);
    struct sv_stream *stream = made_stream(snapshot, op, SV_STREAM_KEYED);
    struct sv_type *timer =
        made_type(snapshot, "value", "org.apache.flink.streaming.api.operators.TimerSerializerSnapshot");
    made_child(timer, NULL, made_string(snapshot, "key"));
    made_child(timer, NULL, made_kryo(snapshot, "namespace", "com.acme.Window"));
    made_state(snapshot, op, stream, SV_STATE_TIMER, "_timer_state/event_windows", timer);
    const struct sv_finding *f = first(SV_RULE_SV104);
    cr_assert(f);
    cr_expect(says(f->message, "namespaces"));
}

static void map_with_kryo_keys(enum sv_backend backend)
{
    struct sv_type *map =
        made_type(snapshot, "value", "org.apache.flink.api.common.typeutils.base.MapSerializerSnapshot");
    made_child(map, NULL, made_kryo(snapshot, "user-key", "com.acme.Item"));
    made_child(map, NULL, made_string(snapshot, "value"));
    made_keyed(snapshot, SV_STATE_MAP, backend, map);
}

Test(check_kryo, map_keys_are_looked_up_in_rocksdb)
{
    map_with_kryo_keys(SV_BACKEND_ROCKSDB);
    cr_expect(first(SV_RULE_SV104));
}

Test(check_kryo, map_keys_on_heap_are_objects)
{
    map_with_kryo_keys(SV_BACKEND_HEAP);
    cr_expect_null(first(SV_RULE_SV104));
    cr_expect(first(SV_RULE_SV103));
}

Test(check_kryo, instance_fails_before_any_value_is_read)
{
    struct sv_type *type = made_kryo(snapshot, "value", "java.util.List");
    made_entry(snapshot, &type->more.kryo->registrations, "org.apache.avro.generic.GenericData$Array")
        ->registration_kind = 2;
    made_list(snapshot, "opst", type);
    const struct sv_finding *f = first(SV_RULE_SV105);
    cr_assert(f);
    cr_expect_eq(f->reach, SV_REACH_LISTS);
    cr_expect_null(first(SV_RULE_SV101));
}

Test(check_kryo, default_serializer_by_instance_is_as_bad)
{
    struct sv_type *type = made_kryo(snapshot, "value", "com.acme.Order");
    made_entry(snapshot, &type->more.kryo->defaults, "com.acme.Base");
    made_keyed(snapshot, SV_STATE_VALUE, SV_BACKEND_HEAP, type);
    cr_expect(first(SV_RULE_SV105));
}

Test(check_kryo, java_graph_names_its_type)
{
    struct sv_type *type = made_type(
        snapshot, "value", "org.apache.flink.table.runtime.typeutils.MapDataSerializer$MapDataSerializerSnapshot");
    struct sv_java_object *kryo =
        made_java(snapshot, type, "org.apache.flink.api.java.typeutils.runtime.kryo.KryoSerializer", 3);
    struct sv_java_class named = { .name = SV_STR_INIT("com.acme.Raw") };
    struct sv_java_object class_object = { .kind = SV_JAVA_CLASS, .cls = &named };
    made_java_field(snapshot, kryo, "type", &class_object);
    made_keyed(snapshot, SV_STATE_VALUE, SV_BACKEND_HEAP, type);
    const struct sv_finding *f = first(SV_RULE_SV106);
    cr_assert(f);
    cr_expect(says(f->message, "com.acme.Raw"));
}
