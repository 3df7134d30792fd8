#include <criterion/criterion.h>

#include "support/scanned.h"

/* Key groups of 128: "k0" 97, "k1" 19, "k2" 82, "k3" 10, "k4" 18. */

static void begin(struct scanned *s)
{
    scanned_begin(s, SV_HANDLE_KEY_GROUPS, SV_STREAM_KEYED);
}

static void key_group(struct scanned *s, int32_t number)
{
    scanned_key_group(s, number);
    bytes_i32(&s->bytes, number);
}

static void state(struct scanned *s, int16_t number, int32_t entries)
{
    bytes_i16(&s->bytes, number);
    bytes_i32(&s->bytes, entries);
}

static void scope(struct scanned *s, const char *key)
{
    bytes_u8(&s->bytes, 0);
    scanned_string(&s->bytes, key);
}

static void two_states(struct scanned *s)
{
    begin(s);
    scanned_state(s, SV_STATE_VALUE, "v", made_string(s->made, "value"));
    scanned_state(s, SV_STATE_TIMER, "t", scanned_timer(s));
}

Test(heap, entries_come_in_the_order_of_the_key_groups)
{
    struct scanned s;
    two_states(&s);
    key_group(&s, 19);
    state(&s, 0, 2);
    scope(&s, "k1");
    scanned_string(&s.bytes, "a");
    scope(&s, "k1b");
    scanned_string(&s.bytes, NULL);
    state(&s, 1, 0);
    key_group(&s, 97);
    state(&s, 1, 1);
    bytes_i64(&s.bytes, INT64_MIN + 5);
    scanned_string(&s.bytes, "k0");
    bytes_u8(&s.bytes, 0);
    state(&s, 0, 0);
    cr_expect_str_eq(scanned_text(&s), "19 v \"k1\" - - \"a\"\n"
                                       "19 v \"k1b\" - - null\n"
                                       "97 t \"k0\" - - \"5\"\n");
    scanned_sweep(&s);
    scanned_done(&s);
}

Test(heap, maps_come_pair_by_pair_and_lists_whole)
{
    struct scanned s;
    begin(&s);
    scanned_state(&s, SV_STATE_MAP, "m",
                  scanned_map(&s, made_string(s.made, "user-key"), made_type(s.made, "value", TYPES_INT)));
    scanned_state(&s, SV_STATE_LIST, "l", scanned_list(&s, made_type(s.made, "element", TYPES_INT)));
    key_group(&s, 97);
    state(&s, 0, 2);
    scope(&s, "k0");
    bytes_i32(&s.bytes, 2);
    scanned_string(&s.bytes, "a");
    bytes_bool(&s.bytes, false);
    bytes_i32(&s.bytes, 7);
    scanned_string(&s.bytes, "b");
    bytes_bool(&s.bytes, true);
    scope(&s, "empty");
    bytes_i32(&s.bytes, 0);
    state(&s, 1, 1);
    scope(&s, "k0");
    bytes_i32(&s.bytes, 2);
    bytes_i32(&s.bytes, 1);
    bytes_i32(&s.bytes, 2);
    cr_expect_str_eq(scanned_text(&s), "97 m \"k0\" - \"a\" 7\n"
                                       "97 m \"k0\" - \"b\" null\n"
                                       "97 l \"k0\" - - [1,2]\n");
    scanned_sweep(&s);
    scanned_done(&s);
}

Test(heap, chunks_of_any_size_are_unpacked)
{
    struct scanned s;
    two_states(&s);
    s.stream->compressed = true;
    scanned_key_group(&s, 97);
    bytes_i32(&s.bytes, 97);
    size_t from = s.bytes.n;
    state(&s, 0, 2);
    scope(&s, "k0");
    scanned_string(&s.bytes, "a text over chunks");
    scope(&s, "k0b");
    scanned_string(&s.bytes, "b");
    state(&s, 1, 0);
    scanned_snappy(&s.bytes, from, 5);
    cr_expect_str_eq(scanned_text(&s), "97 v \"k0\" - - \"a text over chunks\"\n"
                                       "97 v \"k0b\" - - \"b\"\n");
    scanned_sweep(&s);
    scanned_done(&s);
}

Test(heap, damage_hides_the_rest_of_its_key_group_alone)
{
    struct scanned s;
    two_states(&s);
    key_group(&s, 19);
    state(&s, 0, 2);
    scope(&s, "k1");
    scanned_string(&s.bytes, "a");
    key_group(&s, 97);
    state(&s, 0, 1);
    scope(&s, "k0");
    scanned_string(&s.bytes, "b");
    state(&s, 1, 0);
    cr_expect_str_eq(scanned_text(&s), "19 v \"k1\" - - \"a\"\n"
                                       "lost v 19 namespace of an entry: cut short\n"
                                       "lost t 19 namespace of an entry: cut short\n"
                                       "97 v \"k0\" - - \"b\"\n");
    scanned_done(&s);
}

Test(heap, a_key_group_under_another_number_is_damage)
{
    struct scanned s;
    two_states(&s);
    scanned_key_group(&s, 97);
    bytes_i32(&s.bytes, 96);
    state(&s, 0, 0);
    state(&s, 1, 0);
    cr_expect_str_eq(scanned_text(&s),
                     "lost v 97 key group: impossible value\nlost t 97 key group: impossible value\n");
    scanned_done(&s);
}

Test(heap, bytes_behind_the_last_state_are_told)
{
    struct scanned s;
    two_states(&s);
    key_group(&s, 97);
    state(&s, 0, 0);
    state(&s, 1, 0);
    bytes_u8(&s.bytes, 0);
    cr_expect_str_eq(scanned_text(&s), "lost * 97 end of a key group: bytes left over\n");
    scanned_done(&s);
}

/* ---- values of classes that nobody knows ---- */

static void opaque_states(struct scanned *s)
{
    begin(s);
    scanned_state(s, SV_STATE_VALUE, "o", made_type(s->made, "value", "com.acme.OwnSnapshot"));
    scanned_state(s, SV_STATE_VALUE, "v", made_string(s->made, "value"));
}

Test(heap, opaque_values_end_where_only_one_way_fits)
{
    struct scanned s;
    opaque_states(&s);
    key_group(&s, 97);
    state(&s, 0, 2);
    scope(&s, "k0");
    bytes_raw(&s.bytes, "\x01\x02\x03", 3);
    scope(&s, "k0");
    bytes_raw(&s.bytes, "\x04\x05", 2);
    state(&s, 1, 1);
    scope(&s, "k0");
    scanned_string(&s.bytes, "a");
    cr_expect_str_eq(scanned_text(&s), "97 o \"k0\" - - x010203\n"
                                       "97 o \"k0\" - - x0405\n"
                                       "97 v \"k0\" - - \"a\"\n");
    scanned_sweep(&s);
    scanned_done(&s);
}

Test(heap, opaque_values_are_lost_where_several_ways_fit)
{
    struct scanned s;
    opaque_states(&s);
    key_group(&s, 97);
    state(&s, 0, 2);
    for (int i = 0; i < 3; i++) { /* one of them is part of a value */
        scope(&s, "k0");
        bytes_raw(&s.bytes, "\x01\x02\x03", 3);
    }
    state(&s, 1, 0);
    cr_expect_str_eq(scanned_text(&s), "lost o 97 no decoder knows its serializer: format is known but not read\n"
                                       "lost v 97 no decoder knows its serializer: format is known but not read\n");
    scanned_done(&s);
}

Test(heap, a_key_of_another_key_group_begins_no_entry)
{
    struct scanned s;
    opaque_states(&s);
    key_group(&s, 97);
    state(&s, 0, 1);
    scope(&s, "k0");
    bytes_raw(&s.bytes, "\x01", 1);
    scope(&s, "k1"); /* inside the value */
    state(&s, 1, 0);
    cr_expect_str_eq(scanned_text(&s), "97 o \"k0\" - - x0100036b31\n");
    scanned_done(&s);
}

Test(heap, pairs_of_maps_are_worked_out_too)
{
    struct scanned s;
    begin(&s);
    scanned_state(&s, SV_STATE_MAP, "m",
                  scanned_map(&s, made_string(s.made, "user-key"), made_type(s.made, "value", "com.acme.OwnSnapshot")));
    key_group(&s, 97);
    state(&s, 0, 1);
    scope(&s, "k0");
    bytes_i32(&s.bytes, 2);
    scanned_string(&s.bytes, "uk-a");
    bytes_bool(&s.bytes, false);
    bytes_raw(&s.bytes, "\xff\xff", 2);
    scanned_string(&s.bytes, "uk-b");
    bytes_bool(&s.bytes, false);
    bytes_raw(&s.bytes, "\xfe", 1);
    cr_expect_str_eq(scanned_text(&s), "97 m \"k0\" - \"uk-a\" x00ffff\n97 m \"k0\" - \"uk-b\" x00fe\n");
    scanned_sweep(&s);
    scanned_done(&s);
}

Test(heap, an_opaque_key_ends_where_the_value_fits)
{
    struct scanned s;
    begin(&s);
    s.stream->key = made_type(s.made, "key", "com.acme.OwnSnapshot");
    scanned_state(&s, SV_STATE_VALUE, "v", made_type(s.made, "value", TYPES_INT));
    key_group(&s, 97);
    state(&s, 0, 1);
    bytes_raw(&s.bytes, "\0\x0a\x0b\0\0\0\x07", 7);
    cr_expect_str_eq(scanned_text(&s), "97 v x0a0b - - 7\n");
    scanned_sweep(&s);
    scanned_done(&s);
}

/* Strings of two million units at every place: a trial must not read them all. */
Test(heap, bytes_made_to_be_slow_are_not, .timeout = 60)
{
    struct scanned s;
    opaque_states(&s);
    key_group(&s, 97);
    state(&s, 0, 3);
    scope(&s, "k0");
    for (int i = 0; i < 1 << 18; i++)
        bytes_raw(&s.bytes, "\0\xff\xff\x7f", 4);
    cr_expect(strncmp(scanned_text(&s), "lost o 97", 9) == 0);
    scanned_done(&s);
}
