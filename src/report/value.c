/* value.c: decoded values as text. */
#include "report/value.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "report/escape.h"

void sv_hex(struct sv_buf *out, sv_str bytes)
{
    static const char digits[] = "0123456789abcdef";
    enum { STEP = 256 };
    for (size_t done = 0; done < bytes.n; done += STEP) {
        char text[2 * STEP];
        size_t n = bytes.n - done < STEP ? bytes.n - done : STEP;
        for (size_t i = 0; i < n; i++) {
            text[2 * i] = digits[(unsigned char)bytes.p[done + i] >> 4];
            text[2 * i + 1] = digits[bytes.p[done + i] & 15];
        }
        sv_buf_add(out, (sv_str){ text, 2 * n });
    }
}

/* The fewest digits that give the same number again. */
static void put_real(struct sv_buf *out, const struct sv_value *value)
{
    bool is_float = value->kind == SV_VALUE_FLOAT;
    int digits = is_float ? 6 : 15, most = is_float ? 9 : 17;
    char text[40];
    for (; digits <= most; digits++) {
        snprintf(text, sizeof text, "%.*g", digits, value->d);
        double again = strtod(text, NULL);
        if (is_float ? (float)again == (float)value->d : again == value->d)
            break;
    }
    sv_buf_puts(out, text);
}

static const char *special_real(const struct sv_value *value)
{
    if (value->kind != SV_VALUE_FLOAT && value->kind != SV_VALUE_DOUBLE)
        return NULL;
    if (isnan(value->d))
        return "NaN";
    return isinf(value->d) ? (value->d < 0 ? "-Infinity" : "Infinity") : NULL;
}

static void put_scalar(struct sv_buf *out, const struct sv_value *value)
{
    const char *special = special_real(value);
    switch (value->kind) {
    case SV_VALUE_BOOL:
        sv_buf_puts(out, value->i ? "true" : "false");
        break;
    case SV_VALUE_INT:
    case SV_VALUE_LONG:
        sv_buf_i64(out, value->i);
        break;
    case SV_VALUE_FLOAT:
    case SV_VALUE_DOUBLE:
        if (special)
            sv_buf_puts(out, special);
        else
            put_real(out, value);
        break;
    default:
        sv_hex(out, value->text);
        break;
    }
}

static void put_children(struct sv_buf *out, const struct sv_value *value)
{
    bool is_map = value->kind == SV_VALUE_MAP;
    uint32_t i = 0;
    for (const struct sv_value *child = value->child; child && !out->failed; child = child->next, i++) {
        if (i > 0)
            sv_buf_putc(out, ',');
        if (is_map && i % 2 == 0)
            sv_buf_putc(out, '[');
        if (value->kind == SV_VALUE_OBJECT) {
            sv_escape_json(out, child->name);
            sv_buf_putc(out, ':');
        }
        sv_value_json(out, child);
        if (is_map && i % 2 == 1)
            sv_buf_putc(out, ']');
    }
}

void sv_value_json(struct sv_buf *out, const struct sv_value *value)
{
    enum sv_value_kind kind = value ? value->kind : SV_VALUE_NULL;
    bool is_object = kind == SV_VALUE_OBJECT;
    switch (kind) {
    case SV_VALUE_NULL:
        sv_buf_puts(out, "null");
        break;
    case SV_VALUE_TEXT:
        sv_escape_json(out, value->text);
        break;
    case SV_VALUE_ARRAY:
    case SV_VALUE_MAP:
    case SV_VALUE_OBJECT:
        sv_buf_putc(out, is_object ? '{' : '[');
        put_children(out, value);
        sv_buf_putc(out, is_object ? '}' : ']');
        break;
    default: {
        bool quoted = kind == SV_VALUE_LONG || kind == SV_VALUE_BYTES || special_real(value);
        if (quoted)
            sv_buf_putc(out, '"');
        put_scalar(out, value);
        if (quoted)
            sv_buf_putc(out, '"');
    }
    }
}

void sv_value_plain(struct sv_buf *out, const struct sv_value *value)
{
    if (!value || value->kind == SV_VALUE_NULL)
        return;
    if (value->kind == SV_VALUE_TEXT)
        sv_escape_text(out, value->text);
    else if (value->kind == SV_VALUE_ARRAY || value->kind == SV_VALUE_MAP || value->kind == SV_VALUE_OBJECT)
        sv_value_json(out, value);
    else
        put_scalar(out, value);
}
