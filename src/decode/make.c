/* make.c: nodes of decoded values and their texts. */
#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>

#include "base/limits.h"
#include "base/mutf.h"
#include "decode/codec.h"

static struct sv_value *count_nodes(struct sv_decoding *d, uint32_t nodes)
{
    struct sv_value *value = nodes <= SV_LIMIT_VALUE_NODES - d->nodes ? SV_NEW(d->arena, struct sv_value) : NULL;
    if (value)
        d->nodes += nodes;
    else
        sv_cur_fail(d->cur, SV_DEFECT_LIMIT);
    return value;
}

struct sv_value *sv_make(struct sv_decoding *d, enum sv_value_kind kind)
{
    struct sv_value *value = count_nodes(d, 1);
    if (value) {
        value->kind = kind;
        value->name = value->text = (sv_str){ "", 0 };
    }
    return value;
}

struct sv_value *sv_make_number(struct sv_decoding *d, enum sv_value_kind kind, int64_t i)
{
    struct sv_value *value = sv_make(d, kind);
    if (value)
        value->i = i;
    return value;
}

struct sv_value *sv_make_real(struct sv_decoding *d, enum sv_value_kind kind, uint64_t bits)
{
    struct sv_value *value = sv_make(d, kind);
    if (!value)
        return NULL;
    if (kind == SV_VALUE_FLOAT) {
        uint32_t narrow = (uint32_t)bits;
        float single;
        memcpy(&single, &narrow, sizeof single);
        value->d = (double)single;
    } else {
        memcpy(&value->d, &bits, sizeof value->d);
    }
    return value;
}

struct sv_value *sv_make_text(struct sv_decoding *d, enum sv_value_kind kind, sv_str text)
{
    struct sv_value *value = sv_make(d, kind);
    if (value)
        value->text = text;
    return value;
}

struct sv_value *sv_make_format(struct sv_decoding *d, const char *format, ...)
{
    char text[200];
    va_list args;
    va_start(args, format);
    vsnprintf(text, sizeof text, format, args);
    va_end(args);
    sv_str copy = sv_arena_copy(d->arena, sv_str_of(text));
    if (!copy.p)
        sv_cur_fail(d->cur, SV_DEFECT_LIMIT);
    return copy.p ? sv_make_text(d, SV_VALUE_TEXT, copy) : NULL;
}

struct sv_value *sv_join(struct sv_decoding *d, const struct sv_value *a, const char *between, const struct sv_value *b)
{
    if (!a || !b)
        return NULL;
    size_t n = strlen(between);
    char *text = sv_arena_alloc(d->arena, a->text.n + n + b->text.n + 1, 1);
    if (!text) {
        sv_cur_fail(d->cur, SV_DEFECT_LIMIT);
        return NULL;
    }
    memcpy(text, a->text.p, a->text.n);
    memcpy(text + a->text.n, between, n);
    memcpy(text + a->text.n + n, b->text.p, b->text.n);
    return sv_make_text(d, SV_VALUE_TEXT, (sv_str){ text, a->text.n + n + b->text.n });
}

struct sv_value *sv_make_uuid(struct sv_decoding *d, uint64_t most, uint64_t least)
{
    return sv_make_format(d, "%08x-%04x-%04x-%04x-%012" PRIx64, (unsigned)(most >> 32), (unsigned)(most >> 16 & 0xFFFF),
                          (unsigned)(most & 0xFFFF), (unsigned)(least >> 48), least & 0xFFFFFFFFFFFF);
}

void sv_make_member(struct sv_value *object, const char *name, struct sv_value *value)
{
    if (value)
        value->name = sv_str_of(name);
    sv_value_add(object, value);
}

struct sv_value *sv_make_again(struct sv_decoding *d, const struct sv_value *value, uint32_t nodes)
{
    struct sv_value *again = count_nodes(d, nodes);
    if (again) {
        *again = *value;
        again->name = (sv_str){ "", 0 };
        again->next = NULL;
    }
    return again;
}

bool sv_units_begin(struct sv_decoding *d, struct sv_units *u, size_t count)
{
    *u = (struct sv_units){ .p = sv_arena_alloc(d->arena, count + 1, 3) };
    if (!u->p)
        sv_cur_fail(d->cur, SV_DEFECT_LIMIT);
    return u->p;
}

static void put_utf8(struct sv_units *u, uint32_t c)
{
    static const unsigned char lead[5] = { 0, 0, 0xC0, 0xE0, 0xF0 };
    unsigned bytes = c < 0x80 ? 1 : c < 0x800 ? 2 : c < 0x10000 ? 3 : 4;
    for (unsigned i = bytes; i > 1; i--) {
        u->p[u->n + i - 1] = (char)(0x80 | (c & 0x3F));
        c >>= 6;
    }
    u->p[u->n] = (char)(lead[bytes] | c);
    u->n += bytes;
}

enum { REPLACEMENT = 0xFFFD };

void sv_units_put(struct sv_units *u, uint32_t unit)
{
    uint32_t high = u->high;
    u->high = 0;
    if (unit >= 0xDC00 && unit < 0xE000) {
        put_utf8(u, high ? 0x10000 + ((high - 0xD800) << 10) + (unit - 0xDC00) : REPLACEMENT);
        return;
    }
    if (high)
        put_utf8(u, REPLACEMENT);
    if (unit >= 0xD800 && unit < 0xDC00)
        u->high = unit;
    else
        put_utf8(u, unit);
}

sv_str sv_units_end(struct sv_units *u)
{
    if (u->high)
        put_utf8(u, REPLACEMENT);
    u->high = 0;
    return (sv_str){ u->p, u->n };
}

static bool is_ascii(sv_str s)
{
    unsigned char all = 0;
    for (size_t i = 0; i < s.n; i++)
        all |= (unsigned char)s.p[i];
    return all < 0x80;
}

sv_str sv_clean_utf8(struct sv_decoding *d, sv_str bytes)
{
    struct sv_units u;
    if (is_ascii(bytes))
        return bytes;
    if (!sv_units_begin(d, &u, bytes.n))
        return (sv_str){ "", 0 };
    for (sv_str left = bytes; left.n;) {
        size_t length;
        put_utf8(&u, sv_mutf_next(left, &length));
        left = sv_str_skip(left, length);
    }
    return sv_units_end(&u);
}

struct sv_value *sv_make_utf8(struct sv_decoding *d, sv_str bytes)
{
    return sv_make_text(d, SV_VALUE_TEXT, sv_clean_utf8(d, bytes));
}
