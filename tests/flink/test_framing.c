#include "flink/read.h"

#include <criterion/criterion.h>

#include "support/types.h"

static void expect_framing(struct bytes *b, enum sv_framing framing, bool whole)
{
    struct types_read t;
    types_read_file(&t, b);
    cr_expect_eq(t.framing, framing, "%s", sv_framing_name(t.framing));
    cr_expect_eq(types_whole(&t), whole);
    cr_expect(!whole || t.reader.cur.at == b->n);
    types_done(&t);
    bytes_free(b);
}

Test(framing, versioned)
{
    struct bytes b = { 0 };
    types_simple(&b, TYPES_STRING);
    expect_framing(&b, SV_FRAMING_VERSIONED, true);
    cr_expect_str_eq(sv_framing_name(SV_FRAMING_VERSIONED), "versioned");
}

Test(framing, proxy)
{
    struct bytes b = { 0 };
    bytes_i32(&b, 2);
    types_simple(&b, TYPES_STRING);
    struct types_read t;
    types_read_file(&t, &b);
    cr_expect_eq(t.root->begin, 4, "the node begins at its class name");
    types_done(&t);
    types_sweep(&b);
    expect_framing(&b, SV_FRAMING_PROXY, true);
    cr_expect_str_eq(sv_framing_name(SV_FRAMING_PROXY), "proxy");
}

Test(framing, proxy_of_before_1_7)
{
    struct bytes b = { 0 };
    bytes_i32(&b, 1);
    bytes_versioned(&b, TYPES_CONFIG, 1);
    bytes_utf(&b, "StringSerializer");
    expect_framing(&b, SV_FRAMING_PRE_1_7, true);
    cr_expect_str_eq(sv_framing_name(SV_FRAMING_PRE_1_7), "pre-1.7");
}

Test(framing, unknown_class_still_has_a_framing)
{
    struct bytes b = { 0 };
    bytes_versioned(&b, "com.acme.OrderSerializerSnapshot", 1);
    expect_framing(&b, SV_FRAMING_VERSIONED, false);
    bytes_utf(&b, "org.apache.flink");
    b.n -= 5;
    expect_framing(&b, SV_FRAMING_VERSIONED, false);
}

Test(framing, what_is_no_snapshot_has_none)
{
    struct bytes b = { 0 };
    expect_framing(&b, SV_FRAMING_UNKNOWN, false);
    bytes_i16(&b, 2);
    expect_framing(&b, SV_FRAMING_UNKNOWN, false);
    bytes_i32(&b, 3);
    types_simple(&b, TYPES_STRING);
    expect_framing(&b, SV_FRAMING_UNKNOWN, false);
    bytes_raw(&b, "\x00\x05with space and \x01", 17);
    expect_framing(&b, SV_FRAMING_UNKNOWN, false);
    cr_expect_str_eq(sv_framing_name((enum sv_framing)99), "unknown");
}

Test(framing, bytes_behind_the_snapshot_are_left)
{
    struct bytes b = { 0 };
    types_simple(&b, TYPES_STRING);
    size_t n = b.n;
    bytes_u8(&b, 0);
    struct types_read t;
    types_read_file(&t, &b);
    cr_expect(sv_cur_ok(&t.reader.cur));
    cr_expect_eq(t.reader.cur.at, n);
    types_done(&t);
    bytes_free(&b);
}

Test(framing, proxy_of_a_version_to_come_has_a_node_with_the_defect)
{
    struct bytes b = { 0 };
    bytes_i32(&b, 9);
    types_simple(&b, TYPES_STRING);
    struct types_read t = { .framing = SV_FRAMING_UNKNOWN };
    sv_arena_init(&t.arena, (size_t)1 << 20);
    t.reader = (struct sv_reader){ .cur = bytes_cursor(&b), .arena = &t.arena, .nodes_left = 10 };
    t.root = sv_read_type_proxy(&t.reader, NULL, "key");
    cr_assert_not_null(t.root);
    cr_expect_eq(t.root->defect.code, SV_DEFECT_UNKNOWN_VERSION);
    cr_expect_eq(t.root->defect.at, 0);
    types_done(&t);
    bytes_free(&b);
}
