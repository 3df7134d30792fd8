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

TestSuite(verdict, .init = begin, .fini = end);

static void run(void)
{
    struct sv_error err;
    cr_assert_eq(sv_check_run(snapshot, sv_release_default(), NULL, &check, &err), SV_OK, "%s", err.text);
}

#define SCALA "org.apache.flink.api.scala.typeutils.ScalaOptionSerializerSnapshot"

Test(verdict, words_are_the_contracts)
{
    cr_expect_str_eq(sv_verdict_name(SV_COMPATIBLE), "compatible");
    cr_expect_str_eq(sv_verdict_name(SV_NEEDS_ACTION), "needs-action");
    cr_expect_str_eq(sv_verdict_name(SV_UNDECIDED), "undecided");
    cr_expect_str_eq(sv_verdict_name(SV_INCOMPATIBLE), "incompatible");
}

Test(verdict, an_error_beats_a_blind_spot_beats_a_warning)
{
    made_list(snapshot, "a", made_type(snapshot, "value", "com.acme.FooSnapshot"))->serializers->inferred = true;
    made_list(snapshot, "b", made_string(snapshot, "value"));
    struct sv_operator *blind = snapshot->operators->next;
    blind->subtasks->managed_operator->stream->defect.code = SV_DEFECT_TRUNCATED;
    made_list(snapshot, "c", made_type(snapshot, "value", SCALA));
    struct sv_operator *error = blind->next;
    error->subtasks->managed_operator->stream->defect.code = SV_DEFECT_TRUNCATED;
    run();
    cr_expect_eq(check.operators[0].verdict, SV_NEEDS_ACTION);
    cr_expect_eq(check.operators[1].verdict, SV_UNDECIDED);
    cr_expect_eq(check.operators[2].verdict, SV_INCOMPATIBLE);
    cr_expect_eq(check.verdict, SV_INCOMPATIBLE);
}

Test(verdict, a_gone_class_takes_its_backend_and_no_other)
{
    struct sv_operator *op = made_operator(snapshot);
    struct sv_stream *keyed = made_stream(snapshot, op, SV_STREAM_KEYED);
    struct sv_stream *lists = made_stream(snapshot, op, SV_STREAM_OPERATOR);
    made_state(snapshot, op, keyed, SV_STATE_VALUE, "good", made_string(snapshot, "value"));
    made_state(snapshot, op, keyed, SV_STATE_VALUE, "gone", made_type(snapshot, "value", SCALA));
    made_state(snapshot, op, lists, SV_STATE_OPERATOR_LIST, "list", made_string(snapshot, "value"));
    made_list(snapshot, "elsewhere", made_string(snapshot, "value"));
    run();
    cr_expect_eq(check.operators[0].states[0], SV_INCOMPATIBLE);
    cr_expect_eq(check.operators[0].states[1], SV_INCOMPATIBLE);
    cr_expect_eq(check.operators[0].states[2], SV_COMPATIBLE);
    cr_expect_eq(check.operators[0].verdict, SV_INCOMPATIBLE);
    cr_expect_eq(check.operators[1].verdict, SV_COMPATIBLE);
}

Test(verdict, a_version_that_is_not_loaded_takes_all)
{
    made_list(snapshot, "a", made_string(snapshot, "value"));
    snapshot->version = 1;
    run();
    cr_expect_eq(check.operators[0].states[0], SV_INCOMPATIBLE);
    cr_expect_eq(check.verdict, SV_INCOMPATIBLE);
}

Test(verdict, notes_change_nothing)
{
    made_list(snapshot, "a", made_string(snapshot, "value"));
    snapshot->operators->coordinator.kind = SV_BLOB_INLINE;
    run();
    cr_expect_eq(check.findings.count, 1);
    cr_expect_eq(check.operators[0].verdict, SV_COMPATIBLE);
    cr_expect_eq(check.verdict, SV_COMPATIBLE);
}

Test(verdict, an_unread_snapshot_is_undecided_with_sound_operators)
{
    made_list(snapshot, "a", made_string(snapshot, "value"));
    snapshot->defect.code = SV_DEFECT_TRUNCATED;
    run();
    cr_expect_eq(check.operators[0].verdict, SV_COMPATIBLE);
    cr_expect_eq(check.verdict, SV_UNDECIDED);
}
