/* mutf.h: Java's modified UTF-8 (java.io.DataOutput#writeUTF) as standard UTF-8. */
#ifndef SV_BASE_MUTF_H
#define SV_BASE_MUTF_H
#include "base/buf.h"

/* Appends s as valid UTF-8: surrogate pairs are joined, C0 80 becomes U+0000; what is neither modified nor
 * standard UTF-8, and lone surrogates, become U+FFFD. */
void sv_mutf_to_utf8(struct sv_buf *out, sv_str s);

/* The next code point of s and its length in bytes (at least 1; s must not be empty). Damage yields U+FFFD. */
uint32_t sv_mutf_next(sv_str s, size_t *length_out);

/* Appends one code point as UTF-8; what is no scalar value becomes U+FFFD. */
void sv_utf8_put(struct sv_buf *out, uint32_t code_point);
#endif
