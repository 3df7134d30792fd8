#include <criterion/criterion.h>
#include <snappy-c.h>
#include <stdlib.h>

#include "support/heads.h"
#include "support/types.h"

enum { METADATA = 8, SET = 1, DESCRIPTIONS = -1 };

/* A description of a value state, whatever follows it being left out by the reader. */
static void put_description(struct bytes *b, const char *name, const char *value_class)
{
    size_t frame = bytes_frame_begin(b);
    bytes_u8(b, METADATA);
    bytes_i32(b, 7);
    heads_value_state(b, name, value_class);
    bytes_bool(b, false);
    bytes_bool(b, false);
    bytes_i16(b, 1);
    bytes_u8(b, 0);
    bytes_frame_end(b, frame);
}

static void put_change(struct bytes *b, size_t n)
{
    size_t frame = bytes_frame_begin(b);
    bytes_u8(b, SET);
    bytes_fill(b, 0x55, n);
    bytes_frame_end(b, frame);
}

static void put_group(struct bytes *b, int32_t key_group, int32_t changes)
{
    bytes_i32(b, changes);
    bytes_i32(b, key_group);
}

/* A change set as 1.17 and later order it: descriptions of that state first, then two key groups. */
static void put_change_set(struct bytes *b, const char *name)
{
    bytes_i32(b, 3);
    put_group(b, DESCRIPTIONS, 2);
    put_description(b, name, TYPES_STRING);
    put_description(b, "other", TYPES_LONG);
    put_group(b, 3, 1);
    put_change(b, 10);
    put_group(b, 7, 1);
    put_change(b, 10);
}

/* The framing format of snappy, a chunk for every so many bytes; every third one not compressed. */
static void put_snappy(struct bytes *b, const struct bytes *plain, size_t chunk)
{
    bytes_raw(b, "\xff\x06\x00\x00sNaPpY", 10);
    for (size_t at = 0, i = 0; at < plain->n; at += chunk, i++) {
        size_t n = plain->n - at < chunk ? plain->n - at : chunk, room = snappy_max_compressed_length(n);
        char *packed = malloc(room);
        cr_assert_not_null(packed);
        bool compressed = i % 3 != 2;
        if (compressed)
            cr_assert_eq(snappy_compress((const char *)plain->p + at, n, packed, &room), SNAPPY_OK);
        size_t length = (compressed ? room : n) + 4;
        bytes_u8(b, compressed ? 0 : 1);
        for (int shift = 0; shift < 24; shift += 8)
            bytes_u8(b, (uint8_t)(length >> shift));
        bytes_fill(b, 0, 4);
        bytes_raw(b, compressed ? packed : (const char *)plain->p + at, length - 4);
        free(packed);
    }
}

static struct sv_stream *read_at(struct heads_read *h, struct bytes *b, uint64_t offset)
{
    heads_read(h, b, HEADS_CHANGELOG_FILE);
    h->reader.cur = bytes_cursor(b);
    h->stream = sv_read_changelog_file_head(&h->reader, offset);
    return h->stream;
}

static void expect_states(const struct heads_read *h, const char *name)
{
    cr_assert(heads_whole(h), "%s at %zu", sv_defect_text(h->stream->defect.code), (size_t)h->stream->defect.at);
    cr_expect_eq(h->stream->kind, SV_STREAM_CHANGELOG);
    cr_expect_eq(h->stream->read, 2);
    const struct sv_state *state = heads_find(h, name);
    cr_assert_not_null(state);
    cr_expect_eq(state->kind, SV_STATE_VALUE);
    cr_expect_eq(state->backend, SV_BACKEND_CHANGELOG);
    cr_expect(sv_str_eq(heads_class(state, "value"), SV_STR(TYPES_STRING)));
    cr_expect(sv_str_eq(heads_class(heads_find(h, "other"), "value"), SV_STR(TYPES_LONG)));
    cr_expect_null(sv_state_root(state, "key"));
}

Test(changelog, in_memory)
{
    struct bytes b = { 0 };
    bytes_i32(&b, 4);
    bytes_i32(&b, DESCRIPTIONS);
    put_description(&b, "s", TYPES_STRING);
    bytes_i32(&b, 5);
    put_change(&b, 30);
    bytes_i32(&b, DESCRIPTIONS);
    put_description(&b, "other", TYPES_LONG);
    bytes_i32(&b, 5);
    put_change(&b, 0);
    heads_sweep(&b, b.n, HEADS_CHANGELOG);
    struct heads_read h;
    heads_read(&h, &b, HEADS_CHANGELOG);
    expect_states(&h, "s");
    cr_expect_eq(h.stream->head_end, b.n);
    heads_done(&h);
    bytes_free(&b);
}

Test(changelog, an_unreadable_description_stays_in_its_length)
{
    struct bytes b = { 0 };
    bytes_i32(&b, 2);
    bytes_i32(&b, DESCRIPTIONS);
    put_description(&b, "bad", "com.acme.MoneySnapshot");
    bytes_i32(&b, DESCRIPTIONS);
    put_description(&b, "good", TYPES_STRING);
    struct heads_read h;
    heads_read(&h, &b, HEADS_CHANGELOG);
    cr_expect_eq(h.stream->defect.code, SV_DEFECT_UNKNOWN_CLASS);
    cr_expect_eq(h.stream->declared, 2);
    cr_expect_eq(h.stream->read, 1);
    cr_expect(sv_str_eq(heads_class(heads_find(&h, "bad"), "value"), SV_STR("com.acme.MoneySnapshot")));
    cr_expect(sv_str_eq(heads_class(heads_find(&h, "good"), "value"), SV_STR(TYPES_STRING)));
    heads_done(&h);
    bytes_free(&b);
}

Test(changelog, version_that_nobody_wrote)
{
    struct bytes b = { 0 };
    bytes_i32(&b, 1);
    bytes_i32(&b, DESCRIPTIONS);
    size_t at = b.n + 5;
    put_description(&b, "s", TYPES_STRING);
    bytes_patch_i32(&b, at, 8);
    struct heads_read h;
    heads_read(&h, &b, HEADS_CHANGELOG);
    cr_expect_eq(h.stream->defect.code, SV_DEFECT_UNKNOWN_VERSION);
    cr_expect_eq(h.stream->defect.at, at);
    cr_expect_eq(h.stream->read, 0);
    cr_expect_eq(h.stream->declared, 1);
    heads_done(&h);
    bytes_free(&b);
}

Test(changelog, file_with_descriptions_first)
{
    struct bytes b = { 0 };
    bytes_u8(&b, 0);
    bytes_i32(&b, 2);
    put_group(&b, DESCRIPTIONS, 2);
    put_description(&b, "s", TYPES_STRING);
    put_description(&b, "other", TYPES_LONG);
    size_t needed = b.n;
    put_group(&b, 3, 1);
    put_change(&b, 10);
    heads_sweep(&b, needed, HEADS_CHANGELOG_FILE);
    struct heads_read h;
    expect_states((read_at(&h, &b, 0), &h), "s");
    cr_expect_not(h.stream->compressed);
    cr_expect_eq(h.stream->head_end, needed, "changes themselves are not read");
    heads_done(&h);
    bytes_free(&b);
}

Test(changelog, file_in_the_order_of_a_hash_map)
{
    struct bytes b = { 0 };
    bytes_u8(&b, 0);
    bytes_i32(&b, 3);
    put_group(&b, 16, 2);
    put_change(&b, 10);
    put_change(&b, 20);
    put_group(&b, DESCRIPTIONS, 2);
    put_description(&b, "s", TYPES_STRING);
    put_description(&b, "other", TYPES_LONG);
    put_group(&b, 1, 1);
    put_change(&b, 10);
    struct heads_read h;
    expect_states((read_at(&h, &b, 0), &h), "s");
    heads_done(&h);
    bytes_free(&b);
}

Test(changelog, key_groups_of_another_bucket_end_the_search)
{
    struct bytes b = { 0 };
    bytes_u8(&b, 0);
    bytes_i32(&b, 2);
    put_group(&b, 1, 1000);
    bytes_fill(&b, 0xff, 30); /* would be damage if it were read */
    struct heads_read h;
    read_at(&h, &b, 0);
    cr_expect(heads_whole(&h));
    cr_expect_eq(h.stream->declared, 0);
    heads_done(&h);
    bytes_free(&b);
}

Test(changelog, change_set_at_the_recorded_offset)
{
    struct bytes b = { 0 };
    bytes_u8(&b, 0);
    put_change_set(&b, "first");
    size_t second = b.n;
    put_change_set(&b, "second");
    struct heads_read h;
    expect_states((read_at(&h, &b, second - 1), &h), "second");
    heads_done(&h);
    read_at(&h, &b, b.n);
    cr_expect_eq(h.stream->defect.code, SV_DEFECT_TRUNCATED);
    heads_done(&h);
    read_at(&h, &b, UINT64_MAX);
    cr_expect_eq(h.stream->defect.code, SV_DEFECT_TRUNCATED);
    heads_done(&h);
    bytes_free(&b);
}

Test(changelog, compressed_file)
{
    struct bytes plain = { 0 };
    put_change_set(&plain, "first");
    bytes_fill(&plain, 0x77, 3000);
    size_t second = plain.n;
    put_change_set(&plain, "second");
    static const size_t chunks[] = { 1, 7, 100, 65536 };
    for (size_t i = 0; i < sizeof chunks / sizeof *chunks; i++) {
        struct bytes b = { 0 };
        bytes_u8(&b, 1);
        put_snappy(&b, &plain, chunks[i]);
        struct heads_read h;
        expect_states((read_at(&h, &b, second), &h), "second");
        cr_expect(h.stream->compressed);
        heads_done(&h);
        expect_states((read_at(&h, &b, 0), &h), "first");
        heads_done(&h);
        bytes_free(&b);
    }
    bytes_free(&plain);
}

Test(changelog, damage_in_a_compressed_file)
{
    struct bytes plain = { 0 }, b = { 0 };
    put_change_set(&plain, "s");
    bytes_u8(&b, 1);
    put_snappy(&b, &plain, 100);
    heads_sweep(&b, 0, HEADS_CHANGELOG_FILE);
    bytes_patch_u8(&b, 11, 2);
    struct heads_read h;
    read_at(&h, &b, 0);
    cr_expect_eq(h.stream->defect.code, SV_DEFECT_BAD_VALUE);
    cr_expect_eq(h.stream->defect.at, 11, "the chunk is blamed");
    heads_done(&h);
    bytes_free(&b);
    bytes_free(&plain);
}

Test(changelog, flag_that_is_none)
{
    struct bytes b = { 0 };
    bytes_u8(&b, 2);
    bytes_i32(&b, 0);
    struct heads_read h;
    read_at(&h, &b, 0);
    cr_expect_eq(h.stream->defect.code, SV_DEFECT_BAD_VALUE);
    heads_done(&h);
    bytes_free(&b);
}
