/* scanned.c: streams of state made by hand. */
#include "support/scanned.h"

#include <stdio.h>
#include <stdlib.h>

#include "report/value.h"
#include "scan/scan.h"
#include "support/decoded.h"
#include "support/sweep.h"

enum { MEMORY = 64 << 20 };

static void *copy_of(struct scanned *s, const struct bytes *b)
{
    sv_str copy = sv_arena_copy(&s->made->arena, (sv_str){ b->p ? (const char *)b->p : "", b->n });
    if (!copy.p)
        exit(EXIT_FAILURE);
    return (void *)(uintptr_t)copy.p;
}

void scanned_begin(struct scanned *s, enum sv_handle_kind handle, enum sv_stream_kind stream)
{
    *s = (struct scanned){ .made = made_snapshot() };
    s->op = made_operator(s->made);
    s->stream = made_stream(s->made, s->op, stream);
    s->handle = (struct sv_handle *)(uintptr_t)s->stream->handle;
    s->handle->kind = handle;
    bytes_u8(&s->bytes, 0xEE);
}

void scanned_done(struct scanned *s)
{
    made_free(s->made);
    bytes_free(&s->bytes);
    bytes_free(&s->offsets);
    free(s->text);
}

struct sv_state *scanned_state(struct scanned *s, enum sv_state_kind kind, const char *name, struct sv_type *roots)
{
    struct sv_state *state = made_state(s->made, s->op, s->stream, kind, name, roots);
    state->backend = SV_BACKEND_HEAP;
    return state;
}

struct sv_type *scanned_list(struct scanned *s, struct sv_type *element)
{
    return made_child(made_type(s->made, "value", TYPES_LIST), NULL, element);
}

struct sv_type *scanned_map(struct scanned *s, struct sv_type *user_key, struct sv_type *value)
{
    return made_child(made_child(made_type(s->made, "value", TYPES_MAP), NULL, user_key), NULL, value);
}

struct sv_type *scanned_timer(struct scanned *s)
{
    struct sv_type *timer = made_type(s->made, "value", SCANNED_TIMER);
    made_child(timer, NULL, made_string(s->made, "key"));
    return made_child(timer, NULL, made_type(s->made, "namespace", SCANNED_VOID));
}

void scanned_key_group(struct scanned *s, int32_t key_group)
{
    while (s->offsets.n < (size_t)key_group * 8)
        bytes_i64(&s->offsets, s->stream->kind == SV_STREAM_TIMERS ? -1 : 0);
    bytes_i64(&s->offsets, (int64_t)s->bytes.n);
}

static void end_partition(struct scanned *s)
{
    struct sv_partition *last = s->handle->partitions;
    while (last && last->next)
        last = last->next;
    if (!last || last->offsets.p)
        return;
    last->offsets = (sv_str){ copy_of(s, &s->offsets), s->offsets.n };
    last->offset_count = (uint32_t)(s->offsets.n / 8);
    s->offsets.n = 0;
}

void scanned_partition(struct scanned *s, const char *name, enum sv_distribution mode)
{
    end_partition(s);
    struct sv_partition **tail = &s->handle->partitions;
    while (*tail)
        tail = &(*tail)->next;
    *tail = sv_arena_alloc(&s->made->arena, 1, sizeof **tail);
    if (!*tail)
        exit(EXIT_FAILURE);
    (*tail)->name = sv_str_of(name);
    (*tail)->mode = mode;
    s->handle->partition_count++;
}

void scanned_element(struct scanned *s)
{
    bytes_i64(&s->offsets, (int64_t)s->bytes.n);
}

void scanned_end_stream(struct scanned *s)
{
    if (s->stream->kind == SV_STREAM_OPERATOR) {
        end_partition(s);
    } else {
        s->handle->offsets = (sv_str){ copy_of(s, &s->offsets), s->offsets.n };
        s->handle->offset_count = (uint32_t)(s->offsets.n / 8);
        s->handle->key_group_count = s->op->max_parallelism;
    }
    s->handle->blob.more.bytes = copy_of(s, &s->bytes);
    s->handle->blob.size = s->bytes.n;
}

void scanned_string(struct bytes *b, const char *text)
{
    decoded_put_string(b, text);
}

void scanned_snappy(struct bytes *b, size_t from, size_t chunk)
{
    size_t n = b->n - from;
    unsigned char *plain = malloc(n ? n : 1);
    if (!plain)
        exit(EXIT_FAILURE);
    if (n)
        memcpy(plain, b->p + from, n);
    b->n = from;
    bytes_raw(b, "\xff\x06\x00\x00sNaPpY", 10);
    for (size_t done = 0; done < n; done += chunk) {
        size_t now = n - done < chunk ? n - done : chunk;
        bytes_u8(b, 1);
        for (unsigned shift = 0; shift < 24; shift += 8)
            bytes_u8(b, (uint8_t)((now + 4) >> shift));
        bytes_fill(b, 0, 4);
        bytes_raw(b, plain + done, now);
    }
    free(plain);
}

/* ---- what a scan tells ---- */

struct told {
    struct sv_buf out;
    struct sv_arena arena;
};

static void put_part(struct told *told, sv_str part, const struct sv_value *value)
{
    if (!part.p)
        sv_buf_puts(&told->out, " -");
    else if (!value)
        sv_buf_puts(&told->out, " x"), sv_hex(&told->out, part);
    else
        sv_buf_putc(&told->out, ' '), sv_value_json(&told->out, value);
}

static bool put_entry(const struct sv_state_entry *entry, void *context)
{
    struct told *told = context;
    const struct sv_state_codecs *codecs = entry->codecs;
    struct sv_value *ttl = NULL;
    sv_arena_reset(&told->arena);
    sv_buf_printf(&told->out, "%d %.*s", (int)entry->key_group, (int)entry->state->name.n, entry->state->name.p);
    put_part(told, entry->key, sv_entry_part(entry->key, codecs->key, &told->arena));
    put_part(told, entry->name_space, sv_entry_part(entry->name_space, codecs->name_space, &told->arena));
    put_part(told, entry->user_key, sv_entry_part(entry->user_key, codecs->user_key, &told->arena));
    sv_str value = entry->state->kind == SV_STATE_TIMER ? (sv_str){ "", 0 } : entry->value;
    put_part(told, value, sv_entry_value(entry, &told->arena, &ttl));
    if (ttl)
        sv_buf_putc(&told->out, ' '), sv_value_json(&told->out, ttl);
    sv_buf_putc(&told->out, '\n');
    return true;
}

static void put_loss(const struct sv_loss *loss, void *context)
{
    struct told *told = context;
    sv_str name = loss->state ? loss->state->name : SV_STR("*");
    sv_buf_printf(&told->out, "lost %.*s %d %s: %s\n", (int)name.n, name.p, (int)loss->first_key_group,
                  loss->defect.doing, sv_defect_text(loss->defect.code));
}

/* Out of memory is no failure here: a sweep makes it. */
static void run(struct sv_snapshot *snapshot, struct told *told)
{
    struct sv_scan_options options = { .first_key_group = -1, .last_key_group = -1 };
    struct sv_visitor visitor = { .entry = put_entry, .loss = put_loss, .context = told };
    struct sv_scan *scan = NULL;
    sv_arena_init(&told->arena, MEMORY);
    sv_buf_init(&told->out, MEMORY);
    if (sv_scan_new(snapshot, &options, &scan, NULL) != SV_OK)
        return;
    for (const struct sv_scan_unit *unit = sv_scan_units(scan); unit; unit = unit->next)
        if (sv_scan_run(scan, unit, &visitor, NULL) != SV_OK)
            break;
    sv_scan_free(scan);
}

const char *scanned_text(struct scanned *s)
{
    struct told told;
    scanned_end_stream(s);
    run(s->made, &told);
    sv_buf_putc(&told.out, '\0');
    free(s->text);
    s->text = strdup(told.out.p ? told.out.p : "");
    sv_buf_free(&told.out);
    sv_arena_free(&told.arena);
    return s->text;
}

static void run_swept(const unsigned char *bytes, size_t n, void *context)
{
    struct scanned *s = context;
    struct told told;
    s->handle->blob.more.bytes = bytes;
    s->handle->blob.size = n;
    run(s->made, &told);
    sv_buf_free(&told.out);
    sv_arena_free(&told.arena);
}

void scanned_sweep(struct scanned *s)
{
    scanned_end_stream(s);
    if (sweep_all(s->bytes.p, s->bytes.n, 0, run_swept, s) <= s->bytes.n)
        abort();
}
