/* decoded.h: for tests of src/decode/: bytes by a handmade serializer tree, as one short text.
 *
 * null, true, 1 (int), 1L (long), 1.5f (float), 1.5 (double), "text", x0a (bytes), [a,b] (array), {a:b} (map),
 * {name=a} (object). What does not decode to its last byte: "! defect at offset". */
#ifndef TESTS_SUPPORT_DECODED_H
#define TESTS_SUPPORT_DECODED_H
#include "decode/decode.h"
#include "support/bytes.h"
#include "support/made.h"
#include "support/types.h"

struct decoded {
    struct sv_snapshot *made; /* owns types made for the test */
    struct bytes bytes;       /* the value, to be written by the test */
    char *text;
};
void decoded_begin(struct decoded *x);
void decoded_done(struct decoded *x);

/* The bytes as a value of that type; the text lives until the next call. The bytes are emptied for the next value. */
const char *decoded_text(struct decoded *x, const struct sv_type *type);
/* The same with the time to live behind it, after a blank: "value ttl". */
const char *decoded_ttl(struct decoded *x, const struct sv_type *type);
/* Java's hash code of the bytes, which are emptied; what cannot be known gives false. */
bool decoded_hash(struct decoded *x, const struct sv_type *type, int32_t *hash_out);
/* Every prefix, every changed byte, every failing allocation of the bytes: a prefix must not pass for the whole. Last,
 * as it uses the bytes up. */
void decoded_sweep(struct decoded *x, const struct sv_type *type);

/* A string of ASCII as Flink writes it; NULL for null. */
void decoded_put_string(struct bytes *b, const char *text);
/* Bytes given as hex digits. */
void decoded_put_hex(struct bytes *b, const char *hex);
/* A Kryo string of 2 to 63 ASCII characters. */
void decoded_put_kryo(struct bytes *b, const char *text);
#endif
