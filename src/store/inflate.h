/* inflate.h: a packed stream, unpacked piece by piece, whose checksums are looked at: gzip, LZ4 frames, Zstandard. */
#ifndef SV_STORE_INFLATE_H
#define SV_STORE_INFLATE_H
#include "base/error.h"
#include "base/str.h"

struct sv_inflater;
/* Unpacks from in to out: *used_out bytes of in, *made_out bytes of out. NULL, or what is wrong with the stream. */
SV_MUST_USE const char *sv_inflate(struct sv_inflater *inflater, sv_str in, unsigned char *out, size_t capacity,
                                   size_t *used_out, size_t *made_out);
/* Whether all that was begun has come to its end, checksum included: another stream may follow it, or nothing. */
bool sv_inflate_is_whole(const struct sv_inflater *inflater);
/* Whether it is whole and what comes next is no other stream: padding, which gzip and zstd pass over too. */
bool sv_inflate_is_over(const struct sv_inflater *inflater, sv_str next);

/* For a stream that begins with these bytes; out gets NULL when they are of no kind that is packed. False when memory is
 * out. Yours to free. */
SV_MUST_USE bool sv_inflater_new(sv_str begin, struct sv_inflater **out);
/* Takes NULL. */
void sv_inflater_free(struct sv_inflater *inflater);
#endif
