/* bytes.c: handmade input. */
#include "support/bytes.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void bytes_free(struct bytes *b)
{
    free(b->p);
    *b = (struct bytes){ 0 };
}

static void resize(struct bytes *b, size_t capacity)
{
    unsigned char *p = realloc(b->p, capacity ? capacity : 1);
    if (!p) {
        fprintf(stderr, "no memory for %zu bytes of test input\n", capacity);
        exit(EXIT_FAILURE);
    }
    b->p = p;
    b->capacity = capacity;
}

static unsigned char *room(struct bytes *b, size_t n)
{
    if (b->capacity - b->n < n)
        resize(b, (b->n + n) * 2);
    unsigned char *to = b->p + b->n;
    b->n += n;
    return to;
}

static void put(unsigned char *to, uint64_t v, size_t n)
{
    for (size_t i = 0; i < n; i++)
        to[i] = (unsigned char)(v >> 8 * (n - 1 - i));
}

static unsigned char *place(struct bytes *b, size_t at, size_t n)
{
    if (at > b->n || b->n - at < n) {
        fprintf(stderr, "patch of %zu bytes at %zu in %zu bytes of test input\n", n, at, b->n);
        exit(EXIT_FAILURE);
    }
    return b->p + at;
}

void bytes_raw(struct bytes *b, const void *from, size_t n)
{
    unsigned char *to = room(b, n);
    if (n)
        memcpy(to, from, n);
}

void bytes_fill(struct bytes *b, uint8_t value, size_t n)
{
    unsigned char *to = room(b, n);
    if (n)
        memset(to, value, n);
}

void bytes_u8(struct bytes *b, uint8_t v)
{
    *room(b, 1) = v;
}

void bytes_bool(struct bytes *b, bool v)
{
    bytes_u8(b, v ? 1 : 0);
}

void bytes_i16(struct bytes *b, int16_t v)
{
    put(room(b, 2), (uint64_t)v, 2);
}

void bytes_i32(struct bytes *b, int32_t v)
{
    put(room(b, 4), (uint64_t)v, 4);
}

void bytes_i64(struct bytes *b, int64_t v)
{
    put(room(b, 8), (uint64_t)v, 8);
}

void bytes_utf(struct bytes *b, const char *text)
{
    size_t n = strlen(text);
    if (n > UINT16_MAX) {
        fprintf(stderr, "writeUTF of %zu bytes\n", n);
        exit(EXIT_FAILURE);
    }
    put(room(b, 2), n, 2);
    bytes_raw(b, text, n);
}

void bytes_sized(struct bytes *b, const void *from, size_t n)
{
    bytes_i32(b, (int32_t)n);
    bytes_raw(b, from, n);
}

void bytes_versioned(struct bytes *b, const char *class_name, int32_t version)
{
    bytes_utf(b, class_name);
    bytes_i32(b, version);
}

size_t bytes_frame_begin(struct bytes *b)
{
    bytes_i32(b, 0);
    return b->n - 4;
}

void bytes_frame_end(struct bytes *b, size_t frame)
{
    bytes_patch_i32(b, frame, (int32_t)(b->n - frame - 4));
}

void bytes_patch_u8(struct bytes *b, size_t at, uint8_t v)
{
    *place(b, at, 1) = v;
}

void bytes_patch_i32(struct bytes *b, size_t at, int32_t v)
{
    put(place(b, at, 4), (uint64_t)v, 4);
}

void bytes_patch_i64(struct bytes *b, size_t at, int64_t v)
{
    put(place(b, at, 8), (uint64_t)v, 8);
}

struct sv_cursor bytes_cursor(struct bytes *b)
{
    resize(b, b->n);
    return sv_cur_of(b->p, b->n, 0);
}
