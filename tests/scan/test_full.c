#include <criterion/criterion.h>

#include "support/scanned.h"

#define TIME_WINDOW                                                                                                    \
    "org.apache.flink.streaming.api.windowing.windows.TimeWindow$Serializer$TimeWindowSerializerSnapshot"

static void begin(struct scanned *s)
{
    scanned_begin(s, SV_HANDLE_KEY_GROUPS_SAVEPOINT, SV_STREAM_KEYED);
}

/* A pair; last of its state. */
static void pair(struct scanned *s, const char *key, size_t key_bytes, bool last, const char *value, size_t n)
{
    size_t at = s->bytes.n + 4;
    bytes_sized(&s->bytes, key, key_bytes);
    if (last)
        bytes_patch_u8(&s->bytes, at, s->bytes.p[at] | 0x80);
    bytes_sized(&s->bytes, value, n);
}
#define PAIR(s, key, last, value) pair((s), (key), sizeof(key) - 1, (last), (value), sizeof(value) - 1)

Test(full, pairs_of_several_states)
{
    struct scanned s;
    begin(&s);
    scanned_state(&s, SV_STATE_VALUE, "v", made_string(s.made, "value"));
    scanned_state(&s, SV_STATE_MAP, "m",
                  scanned_map(&s, made_string(s.made, "user-key"), made_string(s.made, "value")));
    scanned_state(&s, SV_STATE_LIST, "l", scanned_list(&s, made_string(s.made, "element")));
    scanned_state(&s, SV_STATE_TIMER, "t", scanned_timer(&s));
    scanned_key_group(&s, 97);
    bytes_i16(&s.bytes, 0);
    PAIR(&s, "\x61\x03k0\x00", false,
         "\x02"
         "a");
    PAIR(&s, "\x61\x03k0\x00", true,
         "\x02"
         "b");
    bytes_i16(&s.bytes, 1);
    PAIR(&s, "\x61\x03k0\x00\x02u", false, "\x01");
    PAIR(&s, "\x61\x03k0\x00\x02w", true, "\x00\x02z");
    bytes_i16(&s.bytes, 2);
    PAIR(&s, "\x61\x03k0\x00", true,
         "\x02"
         "a,\x02"
         "b");
    bytes_i16(&s.bytes, 3);
    PAIR(&s, "\x61\x80\x00\x00\x00\x00\x00\x00\x09\x03k0\x00", true, "");
    bytes_i16(&s.bytes, -1);
    cr_expect_str_eq(scanned_text(&s), "97 v \"k0\" - - \"a\"\n"
                                       "97 v \"k0\" - - \"b\"\n"
                                       "97 m \"k0\" - \"u\" null\n"
                                       "97 m \"k0\" - \"w\" \"z\"\n"
                                       "97 l \"k0\" - - [\"a\",\"b\"]\n"
                                       "97 t \"k0\" - - \"9\"\n");
    scanned_sweep(&s);
    scanned_done(&s);
}

Test(full, all_of_a_key_group_may_be_packed)
{
    struct scanned s;
    begin(&s);
    scanned_state(&s, SV_STATE_VALUE, "v", made_string(s.made, "value"));
    s.stream->compressed = true;
    scanned_key_group(&s, 97);
    size_t from = s.bytes.n;
    bytes_i16(&s.bytes, 0);
    PAIR(&s, "\x61\x03k0\x00", true,
         "\x02"
         "a");
    bytes_i16(&s.bytes, -1);
    scanned_snappy(&s.bytes, from, 3);
    cr_expect_str_eq(scanned_text(&s), "97 v \"k0\" - - \"a\"\n");
    scanned_sweep(&s);
    scanned_done(&s);
}

Test(full, keys_and_namespaces_of_any_length_carry_theirs)
{
    struct scanned s;
    begin(&s);
    struct sv_type *roots = made_string(s.made, "namespace");
    roots->next = scanned_map(&s, made_string(s.made, "user-key"), made_string(s.made, "value"));
    scanned_state(&s, SV_STATE_MAP, "m", roots);
    scanned_key_group(&s, 97);
    bytes_i16(&s.bytes, 0);
    PAIR(&s,
         "\x61\x03k0\x03\x04"
         "abc\x04\x02u",
         true, "\x00\x02z");
    bytes_i16(&s.bytes, -1);
    cr_expect_str_eq(scanned_text(&s), "97 m \"k0\" \"abc\" \"u\" \"z\"\n");
    scanned_sweep(&s);
    scanned_done(&s);
}

Test(full, a_window_has_a_length_and_carries_none)
{
    struct scanned s;
    begin(&s);
    struct sv_type *roots = made_type(s.made, "namespace", TIME_WINDOW);
    roots->next = made_string(s.made, "value");
    scanned_state(&s, SV_STATE_VALUE, "w", roots);
    scanned_key_group(&s, 97);
    bytes_i16(&s.bytes, 0);
    PAIR(&s, "\x61\x03k0\0\0\0\0\0\0\0\x01\0\0\0\0\0\0\0\x02", true, "\x02z");
    bytes_i16(&s.bytes, -1);
    cr_expect_str_eq(scanned_text(&s), "97 w \"k0\" {\"start\":\"1\",\"end\":\"2\"} - \"z\"\n");
    scanned_done(&s);
}

Test(full, many_key_groups_have_two_bytes)
{
    struct scanned s;
    begin(&s);
    s.op->max_parallelism = 129;
    scanned_state(&s, SV_STATE_VALUE, "v", made_string(s.made, "value"));
    scanned_key_group(&s, 128);
    bytes_i16(&s.bytes, 0);
    PAIR(&s, "\x00\x80\x02k\x00", true, "\x02z");
    bytes_i16(&s.bytes, -1);
    cr_expect_str_eq(scanned_text(&s), "128 v \"k\" - - \"z\"\n");
    scanned_done(&s);
}

Test(full, an_opaque_key_ends_where_the_rest_fits)
{
    struct scanned s;
    begin(&s);
    s.stream->key = made_type(s.made, "key", "com.acme.OwnSnapshot");
    scanned_state(&s, SV_STATE_VALUE, "v", made_string(s.made, "value"));
    scanned_state(&s, SV_STATE_MAP, "m",
                  scanned_map(&s, made_string(s.made, "user-key"), made_string(s.made, "value")));
    scanned_key_group(&s, 97);
    bytes_i16(&s.bytes, 0);
    PAIR(&s, "\x61\x0a\x0b\x00", true, "\x02z");
    bytes_i16(&s.bytes, 1);
    PAIR(&s, "\x61\x0a\x0b\x00\x02u", false, "\x00\x02y");
    PAIR(&s, "\x61\x00\x02v\x00\x02u", true, "\x00\x02x");
    bytes_i16(&s.bytes, -1);
    cr_expect_str_eq(scanned_text(&s), "97 v x0a0b - - \"z\"\n"
                                       "97 m x0a0b - \"u\" \"y\"\n"
                                       "97 m x000276 - \"u\" \"x\"\n");
    scanned_done(&s);
}

Test(full, a_pair_of_another_key_group_is_lost_alone)
{
    struct scanned s;
    begin(&s);
    scanned_state(&s, SV_STATE_VALUE, "v", made_string(s.made, "value"));
    scanned_key_group(&s, 97);
    bytes_i16(&s.bytes, 0);
    PAIR(&s, "\x62\x03k0\x00", false,
         "\x02"
         "a");
    PAIR(&s, "\x61\x03k0\x00", true,
         "\x02"
         "b");
    bytes_i16(&s.bytes, -1);
    cr_expect_str_eq(scanned_text(&s), "lost v 97 key of an entry: impossible value\n97 v \"k0\" - - \"b\"\n");
    scanned_done(&s);
}

Test(full, full_snapshots_of_rocksdb_are_told_from_the_heap)
{
    struct scanned s;
    begin(&s);
    s.handle->kind = SV_HANDLE_KEY_GROUPS;
    scanned_state(&s, SV_STATE_VALUE, "v", made_string(s.made, "value"))->backend = SV_BACKEND_UNKNOWN;
    for (char number = 0; number < 3; number++) {
        const char key[] = { number, 3, 'k', '0', 0 };
        scanned_key_group(&s, number);
        bytes_i16(&s.bytes, 0);
        pair(&s, key, sizeof key, true, "\x02z", 2);
        bytes_i16(&s.bytes, -1);
    }
    cr_expect_str_eq(scanned_text(&s), "0 v \"k0\" - - \"z\"\n1 v \"k0\" - - \"z\"\n2 v \"k0\" - - \"z\"\n");
    scanned_done(&s);
}
