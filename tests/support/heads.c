/* heads.c: handmade heads of state streams, and reading them. */
#include "support/heads.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/limits.h"
#include "support/sweep.h"
#include "support/touch.h"
#include "support/types.h"

enum { PROXY = 2, KEY_VALUE = 0, OPERATOR = 1, SWEEP_RUNS = 6000, SWEEP_WORK = 1 << 20 };

void heads_proxy(struct bytes *b, const char *class_name)
{
    bytes_i32(b, PROXY);
    types_simple(b, class_name);
}

void heads_serializer(struct bytes *b, const char *key, const char *class_name)
{
    bytes_utf(b, key);
    heads_proxy(b, class_name);
}

void heads_state(struct bytes *b, const char *name, int32_t type, const char *option, const char *value)
{
    bytes_utf(b, name);
    bytes_i32(b, type);
    bytes_i32(b, option ? 1 : 0);
    if (option) {
        bytes_utf(b, option);
        bytes_utf(b, value);
    }
}

void heads_keyed(struct bytes *b, int16_t states)
{
    bytes_i32(b, 6);
    bytes_bool(b, false);
    heads_proxy(b, TYPES_INT);
    bytes_i16(b, states);
}

void heads_value_state(struct bytes *b, const char *name, const char *value_class)
{
    heads_state(b, name, KEY_VALUE, "KEYED_STATE_TYPE", "VALUE");
    bytes_i32(b, 2);
    heads_serializer(b, "NAMESPACE_SERIALIZER", TYPES_INT);
    heads_serializer(b, "VALUE_SERIALIZER", value_class);
}

void heads_operator(struct bytes *b, const char *name)
{
    bytes_i32(b, 5);
    bytes_i16(b, 1);
    heads_state(b, name, OPERATOR, "OPERATOR_STATE_DISTRIBUTION_MODE", "SPLIT_DISTRIBUTE");
    bytes_i32(b, 1);
    heads_serializer(b, "VALUE_SERIALIZER", TYPES_STRING);
    bytes_i16(b, 0);
}

void heads_timers(struct bytes *b, const char *name)
{
    bytes_raw(b, "\xF1\xCD\x85\x9F", 4);
    bytes_i32(b, 2);
    bytes_i32(b, 1);
    bytes_utf(b, name);
    types_simple(b, TYPES_INT);
    types_simple(b, TYPES_INT);
    bytes_i32(b, 0);
    bytes_i32(b, 0);
}

void heads_prior(struct bytes *b, const char *serializer_class)
{
    bytes_i32(b, 1);
    size_t frame = bytes_frame_begin(b);
    types_java_object(b, serializer_class);
    bytes_frame_end(b, frame);
}

static void put_pair(struct bytes *b, const char *serializer_class, size_t table, size_t start)
{
    bytes_patch_i32(b, table, (int32_t)(b->n - start));
    heads_prior(b, serializer_class);
    bytes_patch_i32(b, table + 4, (int32_t)(b->n - start));
    bytes_i32(b, 1);
    bytes_versioned(b, TYPES_CONFIG, 1);
    bytes_utf(b, serializer_class);
}

void heads_pairs(struct bytes *b, const char *serializer_class, int32_t count)
{
    bytes_i32(b, count);
    size_t table = b->n;
    bytes_fill(b, 0, (size_t)count * 8);
    size_t frame = bytes_frame_begin(b), start = b->n;
    for (int32_t i = 0; i < count; i++)
        put_pair(b, serializer_class, table + (size_t)i * 8, start);
    bytes_frame_end(b, frame);
}

/* ---- reading ---- */

static void read_all(struct heads_read *out, struct sv_cursor cur, enum heads_kind kind, uint64_t work)
{
    *out = (struct heads_read){ .inference = { .work_left = work } };
    sv_arena_init(&out->arena, SV_LIMIT_MODEL_BYTES);
    out->reader = (struct sv_reader){
        .cur = cur, .arena = &out->arena, .nodes_left = SV_LIMIT_TYPE_NODES, .inference = &out->inference
    };
    switch (kind) {
    case HEADS_KEYED:
        out->stream = sv_read_keyed_head(&out->reader, true, SV_BACKEND_HEAP);
        break;
    case HEADS_OPERATOR:
        out->stream = sv_read_operator_head(&out->reader, true);
        break;
    case HEADS_TIMERS:
        out->stream = sv_read_timers_head(&out->reader);
        break;
    case HEADS_CHANGELOG:
        out->stream = sv_read_changelog_head(&out->reader);
        break;
    case HEADS_CHANGELOG_FILE:
        out->stream = sv_read_changelog_file_head(&out->reader, 0);
        break;
    }
}

void heads_read(struct heads_read *out, struct bytes *b, enum heads_kind kind)
{
    read_all(out, bytes_cursor(b), kind, SV_LIMIT_INFER_WORK);
    out->reader.arena = &out->arena;
    out->reader.inference = &out->inference;
}

void heads_done(struct heads_read *h)
{
    sv_arena_free(&h->arena);
}

bool heads_whole(const struct heads_read *h)
{
    return h->stream && h->stream->defect.code == SV_DEFECT_NONE && h->stream->read == h->stream->declared;
}

const struct sv_state *heads_find(const struct heads_read *h, const char *name)
{
    const struct sv_state *state = h->stream ? h->stream->states : NULL;
    while (state && !sv_str_eq(state->name, sv_str_of(name)))
        state = state->next;
    return state;
}

sv_str heads_class(const struct sv_state *state, const char *role)
{
    const struct sv_type *root = state ? sv_state_root(state, role) : NULL;
    return root ? root->class_name : (sv_str){ "", 0 };
}

/* ---- sweep ---- */

struct swept {
    size_t needed;
    enum heads_kind kind;
};

static void must(bool held, const char *what)
{
    if (held)
        return;
    fprintf(stderr, "head: %s\n", what);
    abort();
}

static void read_any(const unsigned char *bytes, size_t n, void *context)
{
    const struct swept *swept = context;
    struct heads_read h;
    read_all(&h, sv_cur_of(bytes, n, 0), swept->kind, SWEEP_WORK);
    const struct sv_stream *stream = h.stream;
    must(stream || sweep_has_failed(), "no stream though memory was there");
    if (stream) {
        must(touch_is_defect(&stream->defect, UINT64_MAX), "impossible defect");
        must(stream->read <= stream->declared, "more states than declared");
        must(stream->kind == SV_STREAM_OPAQUE || n >= swept->needed || !heads_whole(&h), "a prefix reads as whole");
        touch_streams(stream);
    }
    heads_done(&h);
}

void heads_sweep(const struct bytes *b, size_t needed, enum heads_kind kind)
{
    struct swept swept = { .needed = needed, .kind = kind };
    must(sweep_all(b->p, b->n, SWEEP_RUNS, read_any, &swept) > b->n, "too few runs");
}
