/* decoded.c: values as text, and every way their bytes can go wrong. */
#include "support/decoded.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/buf.h"
#include "support/sweep.h"

enum { VALUE_MEMORY = 64 << 20 };

/* Ends the test with a message: what this file holds of any value does not hold. */
#define MUST(condition)                                                                                                \
    do {                                                                                                               \
        if (!(condition)) {                                                                                            \
            fprintf(stderr, "%s:%d: does not hold: %s\n", __FILE__, __LINE__, #condition);                             \
            abort();                                                                                                   \
        }                                                                                                              \
    } while (0)

void decoded_begin(struct decoded *x)
{
    *x = (struct decoded){ .made = made_snapshot() };
}

void decoded_done(struct decoded *x)
{
    made_free(x->made);
    bytes_free(&x->bytes);
    free(x->text);
}

static void render(struct sv_buf *out, const struct sv_value *value);

static void render_scalar(struct sv_buf *out, const struct sv_value *value)
{
    switch (value->kind) {
    case SV_VALUE_NULL:
        sv_buf_puts(out, "null");
        return;
    case SV_VALUE_BOOL:
        sv_buf_puts(out, value->i ? "true" : "false");
        return;
    case SV_VALUE_INT:
    case SV_VALUE_LONG:
        sv_buf_printf(out, "%" PRId64 "%s", value->i, value->kind == SV_VALUE_LONG ? "L" : "");
        return;
    case SV_VALUE_FLOAT:
    case SV_VALUE_DOUBLE:
        sv_buf_printf(out, "%.17g%s", value->d, value->kind == SV_VALUE_FLOAT ? "f" : "");
        return;
    case SV_VALUE_TEXT:
        sv_buf_printf(out, "\"%.*s\"", (int)value->text.n, value->text.p);
        return;
    default:
        sv_buf_putc(out, 'x');
        for (size_t i = 0; i < value->text.n; i++)
            sv_buf_printf(out, "%02x", (unsigned char)value->text.p[i]);
    }
}

static void render_children(struct sv_buf *out, const struct sv_value *value)
{
    bool is_map = value->kind == SV_VALUE_MAP;
    uint32_t i = 0;
    for (const struct sv_value *child = value->child; child; child = child->next, i++) {
        if (i > 0)
            sv_buf_putc(out, is_map && i % 2 ? ':' : ',');
        if (value->kind == SV_VALUE_OBJECT)
            sv_buf_printf(out, "%.*s=", (int)child->name.n, child->name.p);
        render(out, child);
    }
    MUST(value->count == i);
}

static void render(struct sv_buf *out, const struct sv_value *value)
{
    bool is_array = value->kind == SV_VALUE_ARRAY;
    if (!is_array && value->kind != SV_VALUE_MAP && value->kind != SV_VALUE_OBJECT) {
        render_scalar(out, value);
        return;
    }
    sv_buf_putc(out, is_array ? '[' : '{');
    render_children(out, value);
    sv_buf_putc(out, is_array ? ']' : '}');
}

static const char *keep(struct decoded *x, struct sv_buf *out)
{
    free(x->text);
    MUST(asprintf(&x->text, "%.*s", (int)out->n, out->p ? out->p : "") >= 0);
    sv_buf_free(out);
    x->bytes.n = 0;
    return x->text;
}

static const char *decode(struct decoded *x, const struct sv_type *type, bool with_ttl)
{
    struct sv_arena arena;
    sv_arena_init(&arena, VALUE_MEMORY);
    struct sv_buf out;
    sv_buf_init(&out, VALUE_MEMORY);
    struct sv_cursor cur = bytes_cursor(&x->bytes);
    struct sv_value *ttl = NULL;
    const struct sv_codec *codec = sv_codec_new(type, sv_read_java, &arena);
    MUST(codec);
    struct sv_value *value = with_ttl ? sv_decode_ttl(&cur, codec, &arena, &ttl) : sv_decode(&cur, codec, &arena);
    MUST(!value == !sv_cur_ok(&cur));
    if (value)
        sv_cur_finish(&cur);
    if (sv_cur_ok(&cur))
        render(&out, value);
    else
        sv_buf_printf(&out, "! %s at %" PRIu64, sv_defect_text(cur.bad.code), cur.bad.at);
    if (sv_cur_ok(&cur) && ttl) {
        sv_buf_putc(&out, ' ');
        render(&out, ttl);
    }
    const char *text = keep(x, &out);
    sv_arena_free(&arena);
    return text;
}

const char *decoded_text(struct decoded *x, const struct sv_type *type)
{
    return decode(x, type, false);
}

const char *decoded_ttl(struct decoded *x, const struct sv_type *type)
{
    return decode(x, type, true);
}

bool decoded_hash(struct decoded *x, const struct sv_type *type, int32_t *hash_out)
{
    struct sv_arena arena;
    sv_arena_init(&arena, VALUE_MEMORY);
    struct sv_cursor cur = bytes_cursor(&x->bytes);
    const struct sv_codec *codec = sv_codec_new(type, sv_read_java, &arena);
    MUST(codec);
    bool known = sv_java_hash(&cur, codec, hash_out);
    MUST(!known || sv_cur_left(&cur) == 0);
    sv_arena_free(&arena);
    x->bytes.n = 0;
    return known;
}

struct swept {
    const struct sv_type *type;
    size_t whole; /* bytes of the whole value */
};

static void decode_swept(const unsigned char *bytes, size_t n, void *context)
{
    const struct swept *swept = context;
    struct sv_arena arena;
    sv_arena_init(&arena, VALUE_MEMORY);
    struct sv_cursor cur = sv_cur_of(bytes, n, 0), key = cur;
    int32_t hash;
    const struct sv_codec *codec = sv_codec_new(swept->type, sv_read_java, &arena);
    if (codec) {
        const struct sv_value *value = sv_decode(&cur, codec, &arena);
        if (value)
            sv_cur_finish(&cur);
        MUST(n == swept->whole || !sv_cur_ok(&cur)); /* no prefix passes for the whole */
        struct sv_buf out;
        sv_buf_init(&out, VALUE_MEMORY);
        if (value)
            render(&out, value);
        sv_buf_free(&out);
        sv_java_hash(&key, codec, &hash);
    }
    MUST(codec || sweep_has_failed());
    sv_arena_free(&arena);
}

void decoded_sweep(struct decoded *x, const struct sv_type *type)
{
    struct swept swept = { .type = type, .whole = x->bytes.n };
    MUST(sweep_all(x->bytes.p, x->bytes.n, 0, decode_swept, &swept) > x->bytes.n);
    x->bytes.n = 0;
}

void decoded_put_string(struct bytes *b, const char *text)
{
    size_t n = text ? strlen(text) : 0;
    MUST(n < 127);
    bytes_u8(b, text ? (uint8_t)(n + 1) : 0);
    bytes_raw(b, text, n);
}

void decoded_put_hex(struct bytes *b, const char *hex)
{
    for (; *hex; hex += 2) {
        char digits[3] = { hex[0], hex[1], '\0' };
        bytes_u8(b, (uint8_t)strtoul(digits, NULL, 16));
    }
}

void decoded_put_kryo(struct bytes *b, const char *text)
{
    size_t n = strlen(text);
    bytes_raw(b, text, n - 1);
    bytes_u8(b, (uint8_t)(text[n - 1] | 0x80));
}
