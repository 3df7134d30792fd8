/* test_cases.c: each rule fires on one handmade snapshot and keeps quiet on another that differs little. */
#include <criterion/criterion.h>

#include "rules/rule.h"
#include "support/made.h"

typedef void make_fn(struct sv_snapshot *s);
/* A maker that is one call. */
#define MAKE(name, call)                                                                                               \
    static void name(struct sv_snapshot *s)                                                                            \
    {                                                                                                                  \
        call;                                                                                                          \
    }

#define TABLE_TYPES "org.apache.flink.table.types.logical."
#define ROW_DATA "org.apache.flink.table.runtime.typeutils.RowDataSerializer$RowDataSerializerSnapshot"
#define TIME_WINDOW                                                                                                    \
    "org.apache.flink.streaming.api.windowing.windows.TimeWindow$Serializer$TimeWindowSerializerSnapshot"

static struct sv_state *value_of(struct sv_snapshot *s, struct sv_type *value)
{
    return made_keyed(s, SV_STATE_VALUE, SV_BACKEND_HEAP, value);
}

static void plain(struct sv_snapshot *s)
{
    value_of(s, made_string(s, "value"));
    made_list(s, "opst", made_string(s, "value"));
}

/* ---- what could not be read ---- */

static void cut_metadata(struct sv_snapshot *s)
{
    plain(s);
    s->defect = (struct sv_defect){ .code = SV_DEFECT_TRUNCATED, .at = 17, .doing = "operator: id" };
}

static struct sv_stream *stream_of(const struct sv_state *state)
{
    return state->stream->handle->stream;
}

static void cut_head(struct sv_snapshot *s)
{
    struct sv_stream *stream = stream_of(value_of(s, made_string(s, "value")));
    stream->declared = 2;
    stream->defect = (struct sv_defect){ .code = SV_DEFECT_TRUNCATED, .at = 9, .doing = "state: name" };
}

static void file_defect(struct sv_snapshot *s, enum sv_defect_code code)
{
    value_of(s, made_string(s, "value"));
    s->operators->subtasks->managed_keyed->blob.defect = code;
}

MAKE(missing, file_defect(s, SV_DEFECT_MISSING_FILE))
MAKE(too_short, file_defect(s, SV_DEFECT_SHORT_FILE))

static void unknown_stops(struct sv_snapshot *s)
{
    struct sv_type *value = made_type(s, "value", "com.acme.FooSnapshot");
    value->defect.code = SV_DEFECT_UNKNOWN_CLASS;
    struct sv_stream *stream = stream_of(value_of(s, value));
    stream->defect = (struct sv_defect){ .code = SV_DEFECT_UNKNOWN_CLASS, .subject = SV_STR("com.acme.FooSnapshot") };
}

static void unknown_stepped_over(struct sv_snapshot *s)
{
    struct sv_type *value = made_type(s, "value", "com.acme.FooSnapshot");
    value->inferred = true;
    value_of(s, value);
}

static void two_subtasks(struct sv_snapshot *s, const char *other_class)
{
    value_of(s, made_string(s, "value"));
    struct sv_operator *op = s->operators;
    made_subtask(s, op);
    struct sv_stream *stream = made_stream(s, op, SV_STREAM_KEYED);
    struct sv_state *state = made_state(s, op, stream, SV_STATE_VALUE, "st", made_type(s, "value", other_class));
    if (!sv_str_eq(sv_str_of(other_class), made_string(s, "value")->class_name))
        op->states->other = state;
}

MAKE(subtasks_differ,
     two_subtasks(s, "org.apache.flink.api.common.typeutils.base.LongSerializer$LongSerializerSnapshot"))
MAKE(subtasks_agree,
     two_subtasks(s, "org.apache.flink.api.common.typeutils.base.StringSerializer$StringSerializerSnapshot"))

static void version_5(struct sv_snapshot *s)
{
    plain(s);
    s->version = 5;
}

/* ---- Kryo ---- */

MAKE(kryo_list,
     value_of(s, made_child(made_pojo(s, "value", "com.acme.Order"), "items", made_kryo(s, "field", "java.util.List"))))
MAKE(kryo_array_list, value_of(s, made_kryo(s, "value", "java.util.ArrayList")))
MAKE(kryo_own_class, value_of(s, made_kryo(s, "value", "com.acme.Order")))

static void kryo_key(struct sv_snapshot *s)
{
    stream_of(value_of(s, made_string(s, "value")))->key = made_kryo(s, "key", "java.util.UUID");
}

static void kryo_by_instance(struct sv_snapshot *s)
{
    struct sv_type *value = made_kryo(s, "value", "com.acme.Order");
    made_entry(s, &value->more.kryo->registrations, "org.apache.avro.generic.GenericData$Array")->registration_kind = 2;
    value_of(s, value);
}

static void kryo_by_class(struct sv_snapshot *s)
{
    struct sv_type *value = made_kryo(s, "value", "com.acme.Order");
    made_entry(s, &value->more.kryo->registrations, "com.acme.Order")->registration_kind = 1;
    value_of(s, value);
}

static void java_holds(struct sv_snapshot *s, const char *class_name)
{
    struct sv_type *value = made_type(
        s, "value", "org.apache.flink.table.runtime.typeutils.ArrayDataSerializer$ArrayDataSerializerSnapshot");
    made_java(s, value, class_name, 1);
    value_of(s, value);
}

MAKE(kryo_in_java, java_holds(s, "org.apache.flink.api.java.typeutils.runtime.kryo.KryoSerializer"))
MAKE(int_in_java, java_holds(s, "org.apache.flink.api.common.typeutils.base.IntSerializer"))

/* ---- serializers ---- */

MAKE(case_class,
     value_of(s, made_type(s, "value", "org.apache.flink.api.scala.typeutils.ScalaCaseClassSerializerSnapshot")))
MAKE(tuple, value_of(s, made_type(s, "value", "org.apache.flink.api.java.typeutils.runtime.TupleSerializerSnapshot")))
MAKE(gone_in_java, java_holds(s, TABLE_TYPES "TypeInformationRawType"))

static void int_type_of(struct sv_snapshot *s, int64_t uid)
{
    struct sv_type *value = made_type(s, "value", ROW_DATA);
    made_java(s, value, TABLE_TYPES "IntType", uid);
    value_of(s, value);
}

MAKE(int_type_1_12, int_type_of(s, 599551545689420248))
MAKE(int_type_1_20, int_type_of(s, 1))

static void java_state(struct sv_snapshot *s, uint32_t elements)
{
    made_list(s, "splits",
              made_type(s, "value", "org.apache.flink.runtime.state.JavaSerializer$JavaSerializerSnapshot"));
    static struct sv_partition partition; /* each test runs in a process of its own */
    partition = (struct sv_partition){ .name = SV_STR("splits"), .offset_count = elements };
    s->operators->subtasks->managed_operator->partitions = &partition;
}

MAKE(java_elements, java_state(s, 1))
MAKE(java_no_elements, java_state(s, 0))

static void kafka_consumer(struct sv_snapshot *s)
{
    struct sv_type *value =
        made_type(s, "value", "org.apache.flink.api.java.typeutils.runtime.TupleSerializerSnapshot");
    made_child(value, NULL,
               made_kryo(s, "element", "org.apache.flink.streaming.connectors.kafka.internals.KafkaTopicPartition"));
    made_list(s, "topic-partition-offset-states", value);
}

static void bytes_state(struct sv_snapshot *s, const char *name)
{
    made_list(s, name,
              made_type(s, "value",
                        "org.apache.flink.api.common.typeutils.base.array.BytePrimitiveArraySerializer$"
                        "BytePrimitiveArraySerializerSnapshot"));
}

MAKE(streaming_file_sink, bytes_state(s, "bucket-states"))
MAKE(source_reader, bytes_state(s, "SourceReaderState"))

static void row_key(struct sv_snapshot *s, int32_t outer_version)
{
    struct sv_type *key =
        made_type(s, "key", "org.apache.flink.api.java.typeutils.runtime.RowSerializer$RowSerializerSnapshot");
    key->outer_version = outer_version;
    stream_of(value_of(s, made_string(s, "value")))->key = key;
}

MAKE(row_key_1_10, row_key(s, 2))
MAKE(row_key_1_11, row_key(s, 3))

static void keyed_format_5(struct sv_snapshot *s)
{
    stream_of(value_of(s, made_string(s, "value")))->version = 5;
}

static void structure(struct sv_snapshot *s, bool registered)
{
    static struct sv_java_object identifier;
    struct sv_type *value = made_type(s, "value", ROW_DATA);
    struct sv_java_object *object = made_java(s, value, TABLE_TYPES "StructuredType", 1);
    made_java_field(s, object, "objectIdentifier", registered ? &identifier : NULL);
    value_of(s, value);
}

MAKE(structure_of_catalog, structure(s, true))
MAKE(structure_inline, structure(s, false))

static void pojo_with_field(struct sv_snapshot *s, bool present)
{
    struct sv_type *value = made_pojo(s, "value", "com.acme.Order");
    made_entry(s, &value->more.pojo->fields, "id")->value_present = present;
    value_of(s, value);
}

MAKE(field_missing, pojo_with_field(s, false))
MAKE(field_there, pojo_with_field(s, true))

/* ---- Table API and SQL ---- */

MAKE(row_data, value_of(s, made_type(s, "value", ROW_DATA)))

static void deduplicate(struct sv_snapshot *s, const char *kind)
{
    struct sv_type *value = made_type(s, "value", ROW_DATA);
    struct sv_java_object *object = made_java(s, value, TABLE_TYPES "TimestampType", 1);
    object->kind = SV_JAVA_ENUM;
    object->text = sv_str_of(kind);
    struct sv_operator *op = made_operator(s);
    made_state(s, op, made_stream(s, op, SV_STREAM_KEYED), SV_STATE_VALUE, "deduplicate-state", value);
}

MAKE(deduplicate_row_time, deduplicate(s, "ROWTIME"))
MAKE(deduplicate_other, deduplicate(s, "REGULAR"))

/* ---- snapshot and job ---- */

static void version_1(struct sv_snapshot *s)
{
    plain(s);
    s->version = 1;
}

static void in_flight(struct sv_snapshot *s, int32_t subtask_index)
{
    plain(s);
    struct sv_handle *handle = made_handle(s, &s->operators->subtasks->input_channel, SV_HANDLE_INPUT_CHANNEL);
    handle->subtask_index = subtask_index;
}

MAKE(in_flight_1_11, in_flight(s, -1))
MAKE(in_flight_1_13, in_flight(s, 0))

/* A window operator with or without its timer queue. */
static void windows(struct sv_snapshot *s, bool timers)
{
    struct sv_type *space = made_type(s, "namespace", TIME_WINDOW);
    space->next = made_string(s, "value");
    struct sv_operator *op = made_operator(s);
    struct sv_stream *stream = made_stream(s, op, SV_STREAM_KEYED);
    made_state(s, op, stream, SV_STATE_VALUE, "window-contents", space)->backend = SV_BACKEND_ROCKSDB;
    if (timers)
        made_state(s, op, stream, SV_STATE_TIMER, "_timer_state/event_window-timers",
                   made_type(s, "value", "org.apache.flink.streaming.api.operators.TimerSerializerSnapshot"));
    s->kind = SV_SNAP_NATIVE_SAVEPOINT;
}

MAKE(windows_without_timers, windows(s, false))
MAKE(windows_with_timers, windows(s, true))

static void moved(struct sv_snapshot *s)
{
    plain(s);
    s->moved = true;
}

static void one_uid(struct sv_snapshot *s)
{
    plain(s);
    s->operators->uid = SV_STR("orders");
}

static void two_parallelisms(struct sv_snapshot *s)
{
    plain(s);
    s->operators->max_parallelism = 64;
}

static void master_hook(struct sv_snapshot *s)
{
    static struct sv_master_state state = { .name = SV_STR_INIT("hook") };
    plain(s);
    s->master_states = &state;
    s->master_count = 1;
}

static void coordinator(struct sv_snapshot *s)
{
    plain(s);
    s->operators->coordinator.kind = SV_BLOB_INLINE;
}

static void finished(struct sv_snapshot *s)
{
    made_operator(s)->fully_finished = true;
}

static void raw_bytes(struct sv_snapshot *s)
{
    plain(s);
    made_handle(s, &s->operators->subtasks->raw_operator, SV_HANDLE_STREAM);
}

static void raw_timers(struct sv_snapshot *s)
{
    plain(s);
    made_stream(s, s->operators, SV_STREAM_TIMERS);
}

/* ---- what no rule above has anything against ---- */

MAKE(pojo_of_scala_api, value_of(s, made_pojo(s, "value", "org.apache.flink.api.scala.Gone")))
MAKE(pojo_of_user, value_of(s, made_pojo(s, "value", "com.acme.There")))

static void sorted_map(struct sv_snapshot *s, const char *comparator)
{
    struct sv_type *map = made_type(s, "value", "org.apache.flink.table.runtime.typeutils.SortedMapSerializerSnapshot");
    made_java(s, map, comparator, 1);
    made_child(map, NULL, made_string(s, "user-key"));
    made_child(map, NULL, made_string(s, "value"));
    value_of(s, map);
}

MAKE(own_comparator, sorted_map(s, "com.acme.Comparator"))
MAKE(comparator_of_jdk, sorted_map(s, "java.util.Collections$ReverseComparator"))

static const struct {
    enum sv_rule_id rule;
    make_fn *fires, *quiet;
} cases[] = {
    { SV_RULE_SV001, cut_metadata, plain },
    { SV_RULE_SV002, cut_head, plain },
    { SV_RULE_SV003, missing, too_short },
    { SV_RULE_SV004, too_short, missing },
    { SV_RULE_SV005, unknown_stops, unknown_stepped_over },
    { SV_RULE_SV006, subtasks_differ, subtasks_agree },
    { SV_RULE_SV007, version_5, plain },
    { SV_RULE_SV101, kryo_list, kryo_array_list },
    { SV_RULE_SV102, kryo_array_list, kryo_own_class },
    { SV_RULE_SV103, kryo_own_class, kryo_array_list },
    { SV_RULE_SV104, kryo_key, kryo_own_class },
    { SV_RULE_SV105, kryo_by_instance, kryo_by_class },
    { SV_RULE_SV106, kryo_in_java, int_in_java },
    { SV_RULE_SV201, case_class, tuple },
    { SV_RULE_SV202, gone_in_java, int_in_java },
    { SV_RULE_SV203, int_type_1_12, int_type_1_20 },
    { SV_RULE_SV204, unknown_stepped_over, unknown_stops },
    { SV_RULE_SV205, java_elements, java_no_elements },
    { SV_RULE_SV206, kafka_consumer, source_reader },
    { SV_RULE_SV207, streaming_file_sink, source_reader },
    { SV_RULE_SV208, row_key_1_10, row_key_1_11 },
    { SV_RULE_SV209, keyed_format_5, plain },
    { SV_RULE_SV210, structure_of_catalog, structure_inline },
    { SV_RULE_SV211, field_missing, field_there },
    { SV_RULE_SV212, pojo_of_scala_api, pojo_of_user },
    { SV_RULE_SV213, own_comparator, comparator_of_jdk },
    { SV_RULE_SV301, row_data, plain },
    { SV_RULE_SV302, deduplicate_row_time, deduplicate_other },
    { SV_RULE_SV401, version_1, plain },
    { SV_RULE_SV402, in_flight_1_11, in_flight_1_13 },
    { SV_RULE_SV403, in_flight_1_13, plain },
    { SV_RULE_SV404, windows_without_timers, windows_with_timers },
    { SV_RULE_SV405, windows_without_timers, windows_with_timers },
    { SV_RULE_SV406, moved, plain },
    { SV_RULE_SV407, one_uid, plain },
    { SV_RULE_SV408, two_parallelisms, plain },
    { SV_RULE_SV409, master_hook, plain },
    { SV_RULE_SV410, coordinator, plain },
    { SV_RULE_SV411, finished, plain },
    { SV_RULE_SV412, raw_bytes, raw_timers },
};
enum { CASE_COUNT = sizeof cases / sizeof *cases };

static size_t count_findings(make_fn *make, enum sv_rule_id id)
{
    struct sv_snapshot *snapshot = made_snapshot();
    make(snapshot);
    struct sv_check check;
    struct sv_error err;
    cr_assert_eq(sv_check_run(snapshot, sv_release_default(), NULL, &check, &err), SV_OK, "%s", err.text);
    size_t count = 0;
    for (size_t i = 0; i < check.findings.count; i++) {
        const struct sv_finding *finding = &check.findings.items[i];
        count += finding->rule == &sv_rules[id];
        cr_expect(finding->message.n && finding->why.n && finding->remedy.n, "%s says too little", finding->rule->code);
    }
    sv_check_release(&check);
    made_free(snapshot);
    return count;
}

Test(cases, each_rule_has_one)
{
    for (size_t i = 0; i < SV_RULE_SV501; i++) /* those behind need a new job: test_check_against.c */
        cr_expect(i < CASE_COUNT && cases[i].rule == (enum sv_rule_id)i, "%s has no case", sv_rules[i].code);
}

Test(cases, fires)
{
    for (size_t i = 0; i < CASE_COUNT; i++)
        cr_expect_eq(count_findings(cases[i].fires, cases[i].rule), 1, "%s: %zu findings", sv_rules[cases[i].rule].code,
                     count_findings(cases[i].fires, cases[i].rule));
}

Test(cases, keeps_quiet)
{
    for (size_t i = 0; i < CASE_COUNT; i++)
        cr_expect_eq(count_findings(cases[i].quiet, cases[i].rule), 0, "%s speaks up", sv_rules[cases[i].rule].code);
}

Test(cases, nothing_is_said_of_a_plain_snapshot)
{
    struct sv_snapshot *snapshot = made_snapshot();
    plain(snapshot);
    struct sv_check check;
    struct sv_error err;
    cr_assert_eq(sv_check_run(snapshot, sv_release_default(), NULL, &check, &err), SV_OK);
    cr_expect_eq(check.findings.count, 0);
    cr_expect_eq(check.verdict, SV_COMPATIBLE);
    cr_expect_gt(check.not_checked_count, 0);
    sv_check_release(&check);
    made_free(snapshot);
}
