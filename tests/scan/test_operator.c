#include <criterion/criterion.h>

#include "support/scanned.h"

static void begin(struct scanned *s)
{
    scanned_begin(s, SV_HANDLE_OPERATOR, SV_STREAM_OPERATOR);
}

static struct sv_type *broadcast(struct scanned *s, struct sv_type *value)
{
    struct sv_type *key = made_string(s->made, "key");
    key->next = value;
    return key;
}

static void element(struct scanned *s, const char *text)
{
    scanned_element(s);
    size_t from = s->bytes.n;
    scanned_string(&s->bytes, text);
    if (s->stream->compressed)
        scanned_snappy(&s->bytes, from, 64);
}

static void all_kinds(struct scanned *s)
{
    scanned_state(s, SV_STATE_OPERATOR_LIST, "l", made_string(s->made, "value"));
    scanned_state(s, SV_STATE_OPERATOR_UNION, "u", made_type(s->made, "value", "com.acme.OwnSnapshot"));
    scanned_state(s, SV_STATE_BROADCAST, "b", broadcast(s, made_string(s->made, "value")));
    scanned_partition(s, "l", SV_DIST_SPLIT);
    element(s, "a");
    element(s, "b");
    scanned_partition(s, "u", SV_DIST_UNION);
    element(s, "c");
    scanned_partition(s, "b", SV_DIST_BROADCAST);
    scanned_element(s);
    size_t from = s->bytes.n;
    bytes_i32(&s->bytes, 2);
    for (int i = 0; i < 2; i++) {
        scanned_string(&s->bytes, i ? "k" : "j");
        scanned_string(&s->bytes, "v");
    }
    if (s->stream->compressed)
        scanned_snappy(&s->bytes, from, 3);
}

#define ALL_KINDS "-1 l - - - \"a\"\n-1 l - - - \"b\"\n-1 u - - - x0263\n-1 b - - \"j\" \"v\"\n-1 b - - \"k\" \"v\"\n"

Test(operator, elements_by_their_offsets)
{
    struct scanned s;
    begin(&s);
    all_kinds(&s);
    cr_expect_str_eq(scanned_text(&s), ALL_KINDS);
    scanned_sweep(&s);
    scanned_done(&s);
}

Test(operator, the_same_packed)
{
    struct scanned s;
    begin(&s);
    s.stream->compressed = true;
    all_kinds(&s);
    cr_expect_str_eq(scanned_text(&s), ALL_KINDS);
    scanned_sweep(&s);
    scanned_done(&s);
}

Test(operator, broadcast_state_comes_once_however_many_subtasks_have_it)
{
    struct scanned s;
    begin(&s);
    all_kinds(&s);
    scanned_end_stream(&s);
    made_subtask(s.made, s.op);
    s.stream = made_stream(s.made, s.op, SV_STREAM_OPERATOR);
    s.handle = s.op->subtasks->next->managed_operator;
    s.bytes.n = 1;
    all_kinds(&s);
    cr_expect_str_eq(scanned_text(&s), ALL_KINDS "-1 l - - - \"a\"\n-1 l - - - \"b\"\n-1 u - - - x0263\n");
    scanned_done(&s);
}

Test(operator, opaque_broadcast_values)
{
    struct scanned s;
    begin(&s);
    scanned_state(&s, SV_STATE_BROADCAST, "b", broadcast(&s, made_type(s.made, "value", "com.acme.OwnSnapshot")));
    scanned_partition(&s, "b", SV_DIST_BROADCAST);
    scanned_element(&s);
    bytes_i32(&s.bytes, 2);
    scanned_string(&s.bytes, "one");
    bytes_raw(&s.bytes, "\xff\xff", 2);
    scanned_string(&s.bytes, "two");
    bytes_raw(&s.bytes, "\xff\xff", 2);
    cr_expect_str_eq(scanned_text(&s), "-1 b - - \"one\" xffff\n-1 b - - \"two\" xffff\n");
    scanned_sweep(&s);
    scanned_done(&s);
}

Test(operator, an_element_beyond_the_file_is_lost_alone)
{
    struct scanned s;
    begin(&s);
    scanned_state(&s, SV_STATE_OPERATOR_LIST, "l", made_string(s.made, "value"));
    scanned_partition(&s, "l", SV_DIST_SPLIT);
    element(&s, "a");
    bytes_i64(&s.offsets, 4000);
    cr_expect_str_eq(scanned_text(&s), "-1 l - - - \"a\"\nlost l -1 element of operator state: cut short\n");
    scanned_done(&s);
}
