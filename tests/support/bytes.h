/* bytes.h: handmade input. Writes what java.io.DataOutput writes, big-endian, into a growing buffer.
 *
 * Ends the test program when memory is out: a test that could not be set up must not pass. */
#ifndef TESTS_SUPPORT_BYTES_H
#define TESTS_SUPPORT_BYTES_H
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/cursor.h"

struct bytes {
    unsigned char *p; /* owned; exactly capacity bytes */
    size_t n, capacity;
};

/* Begin with struct bytes b = { 0 }; */
void bytes_free(struct bytes *b);

void bytes_raw(struct bytes *b, const void *from, size_t n);
/* n times the same byte. */
void bytes_fill(struct bytes *b, uint8_t value, size_t n);
void bytes_u8(struct bytes *b, uint8_t v);
void bytes_bool(struct bytes *b, bool v);
void bytes_i16(struct bytes *b, int16_t v);
void bytes_i32(struct bytes *b, int32_t v);
void bytes_i64(struct bytes *b, int64_t v);
/* DataOutput#writeUTF of ASCII or text that is modified UTF-8 already: u2 length, bytes. */
void bytes_utf(struct bytes *b, const char *text);
/* i4 length, bytes: StringUtils and many of Flink's byte arrays. */
void bytes_sized(struct bytes *b, const void *from, size_t n);

/* TypeSerializerSnapshot#writeVersionedSnapshot up to the body: UTF class name, i4 version. */
void bytes_versioned(struct bytes *b, const char *class_name, int32_t version);

/* An i4 length that is known only afterwards: begin writes a place for it and returns where; end fills it in with the
 * number of bytes written since. */
size_t bytes_frame_begin(struct bytes *b);
void bytes_frame_end(struct bytes *b, size_t frame);

/* Overwrites at an offset that is written already. */
void bytes_patch_u8(struct bytes *b, size_t at, uint8_t v);
void bytes_patch_i32(struct bytes *b, size_t at, int32_t v);
void bytes_patch_i64(struct bytes *b, size_t at, int64_t v);

/* Cuts off what lies behind the last byte, so that a sanitizer sees a read past it, and gives a cursor over all of it
 * with offsets from 0. Lives until b is written to or freed. */
struct sv_cursor bytes_cursor(struct bytes *b);
#endif
