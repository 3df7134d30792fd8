/* Logs to complaints. */
#include <criterion/criterion.h>
#include <stdio.h>

#include "support/bytes.h"
#include "support/made.h"
#include "support/sweep.h"
#include "why/why.h"

#define ID "0102030405060708090a0b0c0d0e0f10"
#define TRACE                                                                                                          \
    "java.lang.Exception: Exception while creating StreamOperatorStateContext.\n"                                      \
    "\tat org.apache.flink.streaming.api.operators.X.y(X.java:1)\n"                                                    \
    "Caused by: org.apache.flink.util.FlinkException: Could not restore keyed state backend for Process_" ID           \
    "_(1/4) from any of the 1 provided restore options.\n"                                                             \
    "\t... 12 more\n"                                                                                                  \
    "Caused by: org.apache.flink.util.StateMigrationException: The new state serializer (a.B@1) must not be "          \
    "incompatible with the old state serializer (com.acme.Order@2).\n"                                                 \
    "\tat a.b.C.d(C.java:7)\n"

#define RESTORE                                                                                                        \
    "java.lang.Exception: Exception while creating StreamOperatorStateContext.\n"                                      \
    "\tat x.Y.z(Y.java:1)\n"

static struct sv_diagnosis read_with(const char *log, const struct sv_snapshot *snapshot, size_t piece)
{
    struct sv_why *why = sv_why_new();
    struct sv_diagnosis found;
    cr_assert_not_null(why);
    for (size_t i = 0, n = strlen(log); i < n; i += piece)
        cr_assert(sv_why_feed(why, (sv_str){ log + i, n - i < piece ? n - i : piece }));
    cr_assert(sv_why_end(why, snapshot, SV_STR("log"), &found));
    sv_why_free(why);
    return found;
}

static void expect(const char *log, const char *slug, uint64_t count)
{
    struct sv_diagnosis found = read_with(log, NULL, 3);
    cr_assert_not_null(found.complaints, "nothing in: %s", log);
    cr_expect_null(found.complaints->next, "more than one in: %s", log);
    cr_expect_str_eq(found.complaints->symptom ? found.complaints->symptom->slug : "", slug, "%s", log);
    cr_expect_eq(found.complaints->count, count);
    sv_diagnosis_release(&found);
}

Test(why, a_chain_is_its_innermost_known_cause)
{
    struct sv_diagnosis found = read_with("INFO all is well\n" TRACE "INFO next\n", NULL, 7);
    const struct sv_complaint *c = found.complaints;
    cr_assert_not_null(c);
    cr_expect_str_eq(c->symptom->slug, "state-refused");
    cr_expect_eq(c->line, 2);
    cr_expect(c->has_id);
    cr_expect_eq(c->id[15], 0x10);
    cr_expect(sv_str_eq(c->task, SV_STR("Process")));
    cr_expect(sv_str_eq(c->holes[1], SV_STR("com.acme.Order@2")));
    cr_expect_null(c->next);
    cr_expect_eq(found.recognised, 1);
    sv_diagnosis_release(&found);
}

Test(why, what_many_subtasks_say_is_one)
{
    expect(TRACE "INFO\n" TRACE "INFO\n" TRACE, "state-refused", 3);
}

Test(why, lines_of_json_and_colours_are_taken_apart)
{
    expect("{\"time\":1,\"message\":\"java.lang.Exception: Exception while creating "
           "StreamOperatorStateContext.\\n\\tat x\\n"
           "Caused by: java.io.EOFException: Buffer underflow.\\n\"}\n",
           "buffer-underflow", 1);
    expect(RESTORE "\033[31mCaused by: java.lang.ClassNotFoundException: com.acme.Gone\033[0m\r\n\tat x\r\n",
           "class-missing", 1);
}

Test(why, names_decide_between_a_class_that_is_gone_and_bytes_that_are_none)
{
    expect(RESTORE "Caused by: java.lang.ClassNotFoundException: com.acme.Order$Item\n", "class-missing", 1);
    expect(RESTORE "Caused by: java.lang.ClassNotFoundException: ,\001java/util/ArrayLis\n", "class-garbled", 1);
    expect(RESTORE "Caused by: java.lang.ClassNotFoundException: org.apache.flink.api.scala.X\n", "flink-class-gone",
           1);
}

Test(why, unknown_trouble_of_a_restore_is_said_and_others_are_not)
{
    expect(RESTORE "Caused by: com.acme.StrangeException: so\n", "", 1);
    struct sv_diagnosis found = read_with("java.lang.RuntimeException: the sink is full\n\tat x\nINFO\n", NULL, 100);
    cr_expect_null(found.complaints);
    sv_diagnosis_release(&found);
}

Test(why, a_place_tells_what_a_bare_exception_does_not)
{
    expect(
        "java.lang.NullPointerException\n\tat a.B.c(B.java:1)\n"
        "\tat org.apache.flink.runtime.checkpoint.Checkpoints.loadAndValidateCheckpoint(Checkpoints.java:1)\n"
        "\tat org.apache.flink.runtime.state.AbstractChannelStateHandle.<init>(AbstractChannelStateHandle.java:65)\n",
        "in-flight-1.11", 1);
}

#define RECORD                                                                                                         \
    "{\"logger\":\"a.b.Task\",\"message\":\"v-list (1/4)#0 (0123456789abcdef0123456789abcdef_" ID                      \
    "_0_0) switched from INITIALIZING to FAILED with failure cause:\",\"throwableInformation\":\"java.lang."           \
    "RuntimeException: Error while getting state\\n\\tat a.b\\nCaused by: org.apache.flink.util."                      \
    "StateMigrationException: The new state serializer (a.B@1) must not be incompatible with the old state "           \
    "serializer "                                                                                                      \
    "(com.acme.Order@2).\\n\\tat a.b.C.d(C.java:7)\\n\",\"threadName\":\"x\"}"

/* A record as one line, after the time that an export puts before it, and as a string of CloudWatch's answer. */
Test(why, records_of_managed_flink)
{
    struct bytes b = { 0 };
    static const char record[] = RECORD, before[] = "{\"events\":[{\"logStreamName\":\"s\",\"message\":\"",
                      after[] = "\",\"eventId\":\"1\"}]}";
    bytes_raw(&b, before, sizeof before - 1);
    for (size_t i = 0; i < sizeof record - 1; i++) {
        if (strchr("\"\\", record[i]))
            bytes_raw(&b, "\\", 1);
        bytes_raw(&b, &record[i], 1);
    }
    bytes_raw(&b, after, sizeof after);
    const char *const logs[] = { record, "2026-01-01T00:00:00.000Z " RECORD "\n", (const char *)b.p };
    for (size_t i = 0; i < sizeof logs / sizeof *logs; i++) {
        struct sv_diagnosis found = read_with(logs[i], NULL, 11);
        const struct sv_complaint *c = found.complaints;
        cr_assert_not_null(c, "nothing in %s", logs[i]);
        cr_expect_null(c->next);
        cr_expect_str_eq(c->symptom->slug, "state-refused");
        cr_expect(c->has_id && !c->id_of_task);
        cr_expect_eq(c->id[15], 0x10);
        cr_expect(sv_str_eq(c->task, SV_STR("v-list")));
        cr_expect(sv_str_eq(c->holes[1], SV_STR("com.acme.Order@2")));
        sv_diagnosis_release(&found);
    }
    bytes_free(&b);
}

Test(why, the_error_of_an_operation_counts_whatever_it_is)
{
    static const char log[] = "{\n    \"ApplicationOperationInfoDetails\": {\n        \"OperationFailureDetails\": {\n"
                              "            \"ErrorInfo\": {\n                \"ErrorString\": \"%s\"\n";
    char made[1000];
    snprintf(made, sizeof made, log, "The application has come to an end");
    expect(made, "", 1);
    snprintf(made, sizeof made, log,
             "org.apache.flink.runtime.rest.handler.RestHandlerException: Could not run it.\\n\\tat a.b\\nCaused by: "
             "java.lang.IllegalStateException: Failed to rollback to checkpoint/savepoint s3://a/b. Cannot map "
             "checkpoint/savepoint state for operator " ID " to the new program");
    expect(made, "operator-not-in-job", 1);
}

Test(why, strings_of_a_line_longer_than_memory_are_taken_one_by_one)
{
    enum { EVENTS = 4000 };
    struct sv_why *why = sv_why_new();
    struct sv_diagnosis found;
    cr_assert_not_null(why);
    static const char event[] = "{\"message\":\"the quick brown fox jumps over the lazy dog, and again, and again, and "
                                "again, and again, and again, and again, and again, and again\"},";
    static const char trace[] =
        "{\"message\":\"java.lang.Exception: Exception while creating StreamOperatorStateContext.\\n"
        "\\tat x\\nCaused by: java.io.EOFException: Buffer underflow.\\n\"},";
    cr_assert(sv_why_feed(why, SV_STR("{\"events\":[")));
    for (int i = 0; i < 4 * EVENTS; i++)
        cr_assert(sv_why_feed(why, i % EVENTS == EVENTS / 2 ? SV_STR(trace) : SV_STR(event)));
    cr_assert(sv_why_end(why, NULL, SV_STR("log"), &found));
    cr_assert_not_null(found.complaints);
    cr_expect_eq(found.complaints->count, 4);
    cr_expect_eq(found.lines, 1);
    sv_diagnosis_release(&found);
    sv_why_free(why);
}

Test(why, what_is_too_long_is_passed_over)
{
    static char junk[1 << 16];
    struct sv_diagnosis found;
    struct sv_why *why = sv_why_new();
    cr_assert_not_null(why);
    memset(junk, 'x', sizeof junk);
    for (int form = 0; form < 2; form++) {
        cr_assert(sv_why_feed(why, form ? SV_STR("{\"message\":\"") : SV_STR("Exception: ")));
        for (int i = 0; i < 40; i++)
            cr_assert(sv_why_feed(why, (sv_str){ junk, sizeof junk }));
        cr_assert(sv_why_feed(why, form ? SV_STR("\\\" \"}\n") : SV_STR("\n")));
    }
    cr_assert(sv_why_feed(why, SV_STR(TRACE)));
    cr_assert(sv_why_end(why, NULL, SV_STR("log"), &found));
    cr_assert_not_null(found.complaints);
    cr_expect_eq(found.complaints->line, 3);
    cr_expect_eq(found.logs->cut_lines, 2);
    cr_expect_not(found.logs->is_unfinished);
    sv_diagnosis_release(&found);
    sv_why_free(why);
}

Test(why, an_ordinary_exception_is_no_cause)
{
    static const char *const logs[] = {
        "java.lang.ClassNotFoundException: org.apache.hadoop.conf.Configuration\n\tat a.b\n",
        "java.io.EOFException\n\tat org.apache.kafka.common.network.NetworkReceive.read(NetworkReceive.java:1)\n",
        "java.lang.Exception: Checkpoint was declined\nCaused by: java.io.FileNotFoundException: a\n",
        "java.lang.RuntimeException: x\n\tat org.apache.flink.streaming.runtime.tasks.StreamTask.restore(A.java:1)\n"
        "Caused by: java.time.DateTimeException: bad input\n"
        "\tSuppressed: java.io.IOException: Could not restore keyed state backend for \n",
    };
    for (size_t i = 0; i < sizeof logs / sizeof *logs; i++) {
        struct sv_diagnosis found = read_with(logs[i], NULL, 100);
        cr_expect_null(found.complaints, "%s", logs[i]);
        sv_diagnosis_release(&found);
    }
}

Test(why, what_type_extractor_says)
{
    struct sv_diagnosis found = read_with(
        "INFO TypeExtractor [] - Class class com.acme.Order cannot be used as a POJO type because not all fields "
        "are valid POJO fields, and must be processed as GenericType. Please read\n"
        "INFO TypeExtractor [] - Field Order#items will be processed as GenericType. Please read\n",
        NULL, 1000);
    const struct sv_complaint *c = found.complaints;
    cr_assert(c && c->next && !c->next->next);
    cr_expect_str_eq(c->symptom->slug, "not-all-fields");
    cr_expect(sv_str_eq(c->holes[0], SV_STR("com.acme.Order")));
    cr_expect_str_eq(c->next->symptom->slug, "generic-field");
    cr_expect(sv_str_eq(c->next->holes[1], SV_STR("items")));
    sv_diagnosis_release(&found);
}

Test(why, operator_state_and_class_are_found_in_the_snapshot)
{
    static const unsigned char id[16] = { 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16 };
    struct sv_snapshot *s = made_snapshot();
    struct sv_operator *op = made_operator(s);
    memcpy(op->id, id, sizeof id);
    struct sv_stream *stream = made_stream(s, op, SV_STREAM_KEYED);
    made_state(s, op, stream, SV_STATE_VALUE, "plain", made_string(s, "value"));
    made_state(s, op, stream, SV_STATE_VALUE, "orders", made_kryo(s, "value", "com.acme.Order"));
    struct sv_diagnosis found = read_with(TRACE, s, 1000);
    cr_assert_not_null(found.complaints->op);
    cr_assert_not_null(found.complaints->state);
    cr_expect(sv_str_eq(found.complaints->state->name, SV_STR("orders")));
    sv_diagnosis_release(&found);
    made_free(s);
}

/* The first row that a text shows, inside a restore or outside of one: as notice.c does it. */
static const struct sv_symptom *find_first(sv_str text, bool inside, sv_str holes[SV_SYMPTOM_HOLES])
{
    const struct sv_symptom *row;
    for (size_t i = 0; (row = sv_symptom_at(i)); i++)
        if ((inside || row->kind != SV_SYMPTOM_WITHIN) && sv_symptom_fits(row, text, holes))
            break;
    return row;
}

Test(why, every_row_is_found_by_its_own_pattern)
{
    for (size_t i = 0; sv_symptom_at(i); i++) {
        const struct sv_symptom *row = sv_symptom_at(i), *found;
        char text[512];
        size_t n = 0, hole = 0;
        sv_str holes[SV_SYMPTOM_HOLES];
        for (const char *p = row->pattern; *p && n < sizeof text - 8; p++) {
            if (*p != '*') {
                text[n++] = *p;
                continue;
            }
            memcpy(text + n, row->holes[hole] == 'G' ? ",.B" : "a.B", 3);
            n += 3;
            cr_expect(row->holes[hole], "%s: a hole without a meaning", row->slug);
            hole++;
        }
        cr_expect_eq(strlen(row->holes), hole, "%s: %zu holes", row->slug, hole);
        found = find_first((sv_str){ text, n }, row->kind == SV_SYMPTOM_WITHIN, holes);
        cr_assert_not_null(found, "%s is not found", row->slug);
        /* a row before it may be more exact: then it is about the same */
        cr_expect(found == row || strcmp(found->rule, row->rule) == 0 || strcmp(row->slug, "class-garbled") == 0,
                  "%s is taken "
                  "for %s",
                  row->slug, found->slug);
    }
}

static void feed_all(struct bytes *b)
{
    struct sv_diagnosis found;
    struct sv_why *why = sv_why_new();
    if (!why)
        return;
    if (sv_why_feed(why, (sv_str){ (const char *)b->p, b->n }) && sv_why_end(why, NULL, SV_STR("log"), &found))
        sv_diagnosis_release(&found);
    sv_why_free(why);
}

/* Bytes as a log beside a snapshot, with memory that runs out. */
static void explain(const unsigned char *bytes, size_t n, void *context)
{
    struct sv_why *why = sv_why_new();
    struct sv_diagnosis found;
    if (!why)
        return;
    bool done = sv_why_begin(why, SV_STR("log")) && sv_why_feed(why, (sv_str){ (const char *)bytes, n }) &&
                sv_why_end(why, context, SV_STR(""), &found);
    cr_assert(done || sweep_has_failed());
    if (done)
        sv_diagnosis_release(&found);
    sv_why_free(why);
}

Test(why, sweep)
{
    enum { RUNS = 1500 };
    static const char log[] =
        TRACE RECORD "\n"
                     "INFO TypeExtractor [] - Class class com.acme.Order cannot be used as a POJO type "
                     "because not all fields are valid POJO fields, and must be processed as GenericType.\n"
                     "INFO TypeExtractor [] - Field Order#items will be processed as GenericType.\n";
    struct sv_snapshot *s = made_snapshot();
    struct sv_operator *op = made_operator(s);
    made_state(s, op, made_stream(s, op, SV_STREAM_KEYED), SV_STATE_VALUE, "orders",
               made_kryo(s, "value", "com.acme.Order"));
    cr_expect_gt(sweep_all(log, sizeof log - 1, RUNS, explain, s), RUNS);
    made_free(s);
}

Test(why, types_that_go_to_kryo_are_set_beside_those_of_the_snapshot)
{
    struct sv_snapshot *s = made_snapshot();
    struct sv_operator *op = made_operator(s);
    struct sv_stream *stream = made_stream(s, op, SV_STREAM_KEYED);
    made_state(s, op, stream, SV_STATE_VALUE, "orders", made_kryo(s, "value", "com.acme.Order"));
    made_state(s, op, stream, SV_STATE_VALUE, "more", made_kryo(s, "value", "com.acme.Order"));
    made_state(s, op, stream, SV_STATE_VALUE, "lists", made_kryo(s, "value", "java.util.List"));
    struct sv_diagnosis found = read_with(
        "INFO TypeExtractor [] - class com.acme.Order does not contain a getter for field id\n"
        "INFO TypeExtractor [] - class com.acme.Order does not contain a setter for field id\n"
        "INFO TypeExtractor [] - Class class com.acme.Order cannot be used as a POJO type because not all fields "
        "are valid POJO fields, and must be processed as GenericType. Please read\n"
        "INFO TypeExtractor [] - Class com.acme.Stray is not public so it cannot be used as a POJO type and must\n",
        s, 1000);
    const struct sv_kryo_named *named = found.kryo;
    cr_assert(named && named->next && named->next->next && !named->next->next->next);
    cr_expect(sv_str_eq(named->name, SV_STR("com.acme.Order")));
    cr_expect_str_eq(named->line->symptom->slug, "not-all-fields");
    cr_expect(sv_str_eq(named->fields, SV_STR("id")));
    cr_expect_eq(named->state_count, 2);
    cr_expect(sv_str_eq(named->state->name, SV_STR("orders")));
    named = named->next;
    cr_expect(sv_str_eq(named->name, SV_STR("com.acme.Stray")));
    cr_expect_eq(named->state_count, 0);
    named = named->next;
    cr_expect(sv_str_eq(named->name, SV_STR("java.util.List")));
    cr_expect_null(named->line);
    cr_expect_eq(named->state_count, 1);
    sv_diagnosis_release(&found);
    made_free(s);
}

#define STATE_REFUSED                                                                                                  \
    "org.apache.flink.util.StateMigrationException: The new state serializer (a.B@1) must not be incompatible with "   \
    "the old state serializer (org.apache.flink.api.java.typeutils.runtime.kryo.KryoSerializer@2).\n\tat x\n"

Test(why, of_a_task_with_several_operators_only_what_one_alone_has_is_tied)
{
    static const char lead[] =
        "2026-01-01 WARN Task [] - Source: a -> b (1/1)#0 (0123456789abcdef0123456789abcdef_" ID "_0_0) switched "
        "from INITIALIZING to FAILED with failure cause:\n";
    static const unsigned char id[16] = { 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16 };
    struct sv_snapshot *s = made_snapshot();
    struct sv_operator *head = made_operator(s), *other = made_operator(s);
    memcpy(head->id, id, sizeof id);
    made_state(s, head, made_stream(s, head, SV_STREAM_OPERATOR), SV_STATE_OPERATOR_LIST, "splits",
               made_string(s, "value"));
    char log[2000];
    snprintf(log, sizeof log, "%s%s", lead,
             "org.apache.flink.util.StateMigrationException: The new state typeSerializer for operator state must not "
             "be incompatible.\n\tat x\n");
    struct sv_diagnosis found = read_with(log, s, 1000);
    cr_assert_not_null(found.complaints);
    cr_expect_null(found.complaints->op, "the first of a chain is not known to be meant");
    cr_expect(sv_str_eq(found.complaints->task, SV_STR("Source: a -> b")));
    sv_diagnosis_release(&found);

    made_state(s, other, made_stream(s, other, SV_STREAM_KEYED), SV_STATE_VALUE, "lists",
               made_kryo(s, "value", "java.util.List"));
    snprintf(log, sizeof log, "%s%s", lead, STATE_REFUSED);
    found = read_with(log, s, 1000);
    cr_assert_not_null(found.complaints);
    cr_expect_eq(found.complaints->op, other);
    cr_assert_not_null(found.complaints->state);
    cr_expect_str_eq(found.complaints->rule, "SV101", "a collection in Kryo is why");
    sv_diagnosis_release(&found);
    made_free(s);
}

Test(why, any_bytes_are_survived)
{
    struct bytes b = { 0 };
    bytes_raw(&b, TRACE, sizeof TRACE - 1);
    for (size_t i = 0; i < b.n; i++) {
        unsigned char kept = b.p[i];
        for (int value = 0; value < 256; value += 37) {
            b.p[i] = (unsigned char)value;
            feed_all(&b);
        }
        b.p[i] = kept;
    }
    for (; b.n > 0; b.n--)
        feed_all(&b);
    bytes_free(&b);
}
