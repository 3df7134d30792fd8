#include <string.h>

#include <criterion/criterion.h>

#include "rules/rule.h"
#include "support/made.h"

static struct sv_snapshot *snapshot;
static struct sv_stream *stream;
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

TestSuite(check_stream, .init = begin, .fini = end);

static void make(enum sv_stream_kind kind, int32_t version)
{
    stream = made_stream(snapshot, made_operator(snapshot), kind);
    stream->version = version;
}

static size_t count(enum sv_rule_id id)
{
    struct sv_error err;
    if (!check.snapshot)
        cr_assert_eq(sv_check_run(snapshot, sv_release_default(), NULL, &check, &err), SV_OK);
    size_t found = 0;
    for (size_t i = 0; i < check.findings.count; i++)
        found += check.findings.items[i].rule == &sv_rules[id];
    return found;
}

Test(check_stream, formats_of_1_8_are_the_oldest)
{
    make(SV_STREAM_KEYED, 6);
    make(SV_STREAM_OPERATOR, 5);
    make(SV_STREAM_TIMERS, 2);
    cr_expect_eq(count(SV_RULE_SV209), 0);
}

Test(check_stream, older_ones_are_refused)
{
    make(SV_STREAM_KEYED, 5);
    make(SV_STREAM_OPERATOR, 4);
    make(SV_STREAM_TIMERS, 1);
    cr_expect_eq(count(SV_RULE_SV209), 3);
    cr_expect_eq(check.operators[1].verdict, SV_INCOMPATIBLE);
}

Test(check_stream, a_version_that_was_not_read_says_nothing)
{
    make(SV_STREAM_KEYED, 0);
    stream->defect.code = SV_DEFECT_TRUNCATED;
    cr_expect_eq(count(SV_RULE_SV209), 0);
    cr_expect_eq(count(SV_RULE_SV002), 1);
}

Test(check_stream, an_old_format_that_was_not_read_is_incompatible_all_the_same)
{
    make(SV_STREAM_OPERATOR, 2);
    stream->defect.code = SV_DEFECT_UNSUPPORTED;
    cr_expect_eq(count(SV_RULE_SV209), 1);
    cr_expect_eq(count(SV_RULE_SV002), 0);
}

Test(check_stream, a_hidden_timer_service_is_a_blind_spot)
{
    make(SV_STREAM_TIMERS, 2);
    stream->declared = 2;
    stream->read = 1;
    cr_expect_eq(count(SV_RULE_SV002), 1);
    cr_expect_eq(check.verdict, SV_UNDECIDED);
}

Test(check_stream, defect_is_told_with_file_and_offset)
{
    make(SV_STREAM_KEYED, 6);
    stream->declared = 3;
    stream->defect = (struct sv_defect){ .code = SV_DEFECT_BAD_VALUE, .at = 77, .doing = "state: type" };
    cr_assert_eq(count(SV_RULE_SV002), 1);
    const struct sv_finding *f = &check.findings.items[0];
    cr_expect_eq(f->at, 77);
    cr_expect(sv_str_eq(f->file, SV_STR("blob")));
    cr_expect(memmem(f->message.p, f->message.n, "0 of 3 states", 13), "%.*s", SV_ARG(f->message));
}

Test(check_stream, each_lost_file_is_named)
{
    struct sv_operator *op = made_operator(snapshot);
    struct sv_handle *handle = made_handle(snapshot, &op->subtasks->managed_keyed, SV_HANDLE_INCREMENTAL);
    struct sv_file files[] = {
        { .name = SV_STR("1.sst"),
          .blob = { .name = SV_STR("u1"), .defect = SV_DEFECT_MISSING_FILE },
          .next = &files[1] },
        { .name = SV_STR("2.sst"), .blob = { .name = SV_STR("u2"), .defect = SV_DEFECT_MISSING_FILE } },
    };
    handle->shared = files;
    cr_expect_eq(count(SV_RULE_SV003), 2);
    cr_expect_eq(check.verdict, SV_UNDECIDED);
}

Test(check_stream, in_flight_data_of_1_11_stops_the_whole_job)
{
    struct sv_operator *op = made_operator(snapshot);
    made_operator(snapshot);
    made_handle(snapshot, &op->subtasks->result_subpartition, SV_HANDLE_RESULT_SUBPARTITION)->subtask_index = -1;
    made_handle(snapshot, &op->subtasks->input_channel, SV_HANDLE_INPUT_CHANNEL)->subtask_index = -1;
    cr_expect_eq(count(SV_RULE_SV402), 1, "once for the snapshot");
    cr_expect_eq(check.operators[1].verdict, SV_INCOMPATIBLE);
}
