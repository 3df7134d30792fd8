#include <criterion/criterion.h>

#include "support/decoded.h"
#include "support/scanned.h"

enum { CLEAR, SET, SET_INTERNAL, ADD, MERGE, ADD_ELEMENT, ADD_OR_UPDATE, REMOVE, METADATA };

/* What is written is a change set in memory of a handle whose other part was materialized by the heap backend. */
struct changed {
    struct scanned s;
    struct sv_handle *changelog;
    int32_t changes;
};

static void *made(struct changed *c, size_t size)
{
    void *p = sv_arena_alloc(&c->s.made->arena, 1, size);
    cr_assert_not_null(p);
    return p;
}

/* Descriptions of the same states, without a key serializer. */
static void copy_states(struct changed *c, struct sv_stream *stream)
{
    struct sv_state **tail = &stream->states;
    for (const struct sv_state *state = c->s.stream->states; state; state = state->next) {
        *tail = made(c, sizeof **tail);
        **tail = *state;
        (*tail)->backend = SV_BACKEND_CHANGELOG;
        (*tail)->stream = stream;
        tail = &(*tail)->next;
        *tail = NULL;
    }
}

/* Bytes of the changes are written from now on. */
static void add_changelog(struct changed *c, bool materialized)
{
    struct scanned *s = &c->s;
    struct sv_handle *base = s->handle, *changes = made(c, sizeof *changes);
    c->changelog = made(c, sizeof *c->changelog);
    c->changelog->kind = SV_HANDLE_CHANGELOG;
    c->changelog->key_group_count = 128;
    c->changelog->materialized = materialized ? base : NULL;
    c->changelog->increments = changes;
    s->op->subtasks->managed_keyed = c->changelog;
    changes->kind = SV_HANDLE_CHANGELOG_BYTES;
    changes->blob = base->blob;
    changes->stream = made(c, sizeof *changes->stream);
    *changes->stream = *s->stream;
    changes->stream->kind = SV_STREAM_CHANGELOG;
    changes->stream->handle = changes;
    changes->stream->key = NULL;
    copy_states(c, changes->stream);
    s->handle = changes;
    s->stream = changes->stream;
    s->bytes.n = s->offsets.n = 0;
    bytes_i32(&s->bytes, 0);
}

static void describe_states(struct changed *c)
{
    static const char *const names[] = { "v", "l", "m", "t" };
    struct scanned *s = &c->s;
    for (int16_t id = 0; id < 4; id++, c->changes++) {
        bytes_i32(&s->bytes, -1);
        size_t frame = bytes_frame_begin(&s->bytes);
        bytes_u8(&s->bytes, METADATA);
        bytes_i32(&s->bytes, 7);
        bytes_utf(&s->bytes, names[id]);
        bytes_i16(&s->bytes, id);
        bytes_u8(&s->bytes, 0);
        bytes_frame_end(&s->bytes, frame);
    }
}

/* Of value, list and map states and timers, each with an entry of key "k0". */
static void begin(struct changed *c, bool materialized)
{
    struct scanned *s = &c->s;
    scanned_begin(s, SV_HANDLE_KEY_GROUPS, SV_STREAM_KEYED);
    scanned_state(s, SV_STATE_VALUE, "v", made_string(s->made, "value"));
    scanned_state(s, SV_STATE_LIST, "l", scanned_list(s, made_string(s->made, "element")));
    scanned_state(s, SV_STATE_MAP, "m",
                  scanned_map(s, made_string(s->made, "user-key"), made_string(s->made, "value")));
    scanned_state(s, SV_STATE_TIMER, "t", scanned_timer(s));
    scanned_key_group(s, 97);
    bytes_raw(&s->bytes, "\0\0\0\x61", 4);
    bytes_raw(&s->bytes,
              "\0\0\0\0\0\x01\0\x03k0\x02"
              "a",
              12);
    bytes_raw(&s->bytes,
              "\0\x01\0\0\0\x01\0\x03k0\0\0\0\x01\x02"
              "a",
              16);
    bytes_raw(&s->bytes,
              "\0\x02\0\0\0\x01\0\x03k0\0\0\0\x02\x02u\0\x02"
              "a\x02w\x01",
              22);
    bytes_raw(&s->bytes, "\0\x03\0\0\0\x01\x80\0\0\0\0\0\0\x07\x03k0\0", 18);
    scanned_end_stream(s);
    add_changelog(c, materialized);
    describe_states(c);
}

/* A change of a state by id, of key "k0" unless it is of timers. */
static void change(struct changed *c, uint8_t operation, int16_t id, const char *hex)
{
    struct scanned *s = &c->s;
    bytes_i32(&s->bytes, 97);
    size_t frame = bytes_frame_begin(&s->bytes);
    bytes_u8(&s->bytes, operation);
    bytes_i16(&s->bytes, id);
    if (id < 3)
        bytes_raw(&s->bytes, "\x03k0\0", 4);
    decoded_put_hex(&s->bytes, hex);
    bytes_frame_end(&s->bytes, frame);
    c->changes++;
}

static const char *text(struct changed *c)
{
    bytes_patch_i32(&c->s.bytes, 0, c->changes);
    return scanned_text(&c->s);
}

#define FIRST "97 v \"k0\" - - \"a\"\n"

Test(changelog, what_no_change_touched_is_as_materialized)
{
    struct changed c = { .changes = 0 };
    begin(&c, true);
    cr_expect_str_eq(text(&c), FIRST "97 l \"k0\" - - [\"a\"]\n97 m \"k0\" - \"u\" \"a\"\n97 m \"k0\" - \"w\" null\n"
                                     "97 t \"k0\" - - \"7\"\n");
    scanned_done(&c.s);
}

Test(changelog, values_are_set_and_cleared)
{
    struct changed c = { .changes = 0 };
    begin(&c, true);
    change(&c, SET, 0, "0262");
    change(&c, SET, 0, "0263");
    change(&c, CLEAR, 1, "");
    change(&c, CLEAR, 2, "");
    change(&c, REMOVE, 3, "8000000000000007036b3000");
    cr_expect_str_eq(text(&c), "97 v \"k0\" - - \"c\"\n");
    scanned_sweep(&c.s);
    scanned_done(&c.s);
}

Test(changelog, lists_grow_and_maps_change_pair_by_pair)
{
    struct changed c = { .changes = 0 };
    begin(&c, true);
    change(&c, ADD_ELEMENT, 1, "0262");
    change(&c, ADD, 1, "0000000202630264");
    change(&c, ADD_OR_UPDATE, 2, "02750278"); /* u: x */
    change(&c, REMOVE, 2, "0277");            /* w */
    change(&c, ADD, 2, "00000001027a0001");   /* z: "" */
    change(&c, ADD_ELEMENT, 3, "000000018000000000000008036b3000");
    cr_expect_str_eq(text(&c), FIRST "97 l \"k0\" - - [\"a\",\"b\",\"c\",\"d\"]\n"
                                     "97 t \"k0\" - - \"7\"\n"
                                     "97 m \"k0\" - \"u\" \"x\"\n"
                                     "97 m \"k0\" - \"z\" \"\"\n"
                                     "97 t \"k0\" - - \"8\"\n");
    scanned_sweep(&c.s);
    scanned_done(&c.s);
}

Test(changelog, pairs_put_before_a_map_was_cleared_are_gone)
{
    struct changed c = { .changes = 0 };
    begin(&c, false);
    change(&c, ADD_OR_UPDATE, 2, "02750278");
    change(&c, CLEAR, 2, "");
    change(&c, ADD_OR_UPDATE, 2, "02770278");
    change(&c, SET, 1, "000000010261");
    cr_expect_str_eq(text(&c), "97 m \"k0\" - \"w\" \"x\"\n97 l \"k0\" - - [\"a\"]\n");
    scanned_done(&c.s);
}

Test(changelog, a_change_that_makes_no_sense_is_lost_alone)
{
    struct changed c = { .changes = 0 };
    begin(&c, true);
    change(&c, ADD_ELEMENT, 0, "0262"); /* a value has no elements */
    change(&c, SET, 9, "0262");         /* nobody has that id */
    cr_expect_str_eq(text(&c), "lost v 97 change of a state: impossible value\n"
                               "lost * 97 change of a state without a description: impossible value\n" FIRST
                               "97 l \"k0\" - - [\"a\"]\n97 m \"k0\" - \"u\" \"a\"\n97 m \"k0\" - \"w\" null\n"
                               "97 t \"k0\" - - \"7\"\n");
    scanned_done(&c.s);
}

Test(changelog, without_a_key_serializer_the_usual_one_that_fits_is_taken)
{
    struct changed c = { .changes = 0 };
    begin(&c, false);
    c.s.stream->states->next->next->next = NULL; /* timers would tell */
    change(&c, SET, 0, "0262");
    cr_expect_str_eq(text(&c), "97 v \"k0\" - - \"b\"\n");
    c.s.op->max_parallelism = 100; /* then "k0" belongs elsewhere */
    cr_expect(strncmp(text(&c), "lost v 97", 9) == 0);
    scanned_done(&c.s);
}

Test(changelog, a_file_holds_other_changes_before_its_own)
{
    struct changed c = { .changes = 0 };
    begin(&c, true);
    struct bytes *b = &c.s.bytes;
    struct sv_file *file = made(&c, sizeof *file);
    size_t n = b->n - 4;
    unsigned char descriptions[1024];
    cr_assert_leq(n, sizeof descriptions);
    memcpy(descriptions, b->p + 4, n);
    b->n = 0;
    bytes_bool(b, true);
    bytes_fill(b, 0xEE, 100);
    bytes_i32(b, 2); /* key groups */
    bytes_i32(b, 4);
    bytes_i32(b, -1);
    for (size_t at = 0; at < n;) { /* without their key group */
        size_t length = 4 + sv_be32(descriptions + at + 4);
        bytes_raw(b, descriptions + at + 4, length);
        at += 4 + length;
    }
    bytes_i32(b, 1);
    bytes_i32(b, 97);
    bytes_sized(b, "\x01\0\0\x03k0\0\x02z", 9);
    scanned_snappy(b, 1, 7);
    c.s.handle->kind = SV_HANDLE_CHANGELOG_FILES;
    c.s.handle->increment_files = file;
    file->offset = 100;
    scanned_end_stream(&c.s);
    file->blob = c.s.handle->blob;
    cr_expect_str_eq(scanned_text(&c.s), "97 l \"k0\" - - [\"a\"]\n97 m \"k0\" - \"u\" \"a\"\n"
                                         "97 m \"k0\" - \"w\" null\n97 t \"k0\" - - \"7\"\n97 v \"k0\" - - \"z\"\n");
    scanned_done(&c.s);
}
