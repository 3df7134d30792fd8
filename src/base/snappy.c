/* snappy.c: the framing format of snappy.
 *
 * SIZE  MEANING
 *    1  kind of chunk: 00 compressed, 01 plain, FF stream header, 80 to FE skippable, others not
 *    3  length of what follows, little-endian
 *    4  checksum of the plain bytes (kinds 00 and 01)
 *       data
 *
 * Mirrors framing_format.txt of snappy. */
#include "base/snappy.h"

#include <snappy-c.h>

enum { COMPRESSED = 0x00, PLAIN = 0x01, FIRST_SKIPPABLE = 0x80, CHECKSUM_BYTES = 4 };

static bool measure(struct sv_snappy_chunk *chunk)
{
    chunk->plain_bytes = chunk->n;
    if (chunk->compressed && snappy_uncompressed_length(chunk->bytes, chunk->n, &chunk->plain_bytes) != SNAPPY_OK)
        return false;
    return chunk->plain_bytes <= SV_SNAPPY_CHUNK_BYTES;
}

bool sv_snappy_next(struct sv_cursor *cur, struct sv_snappy_chunk *out)
{
    while (sv_cur_ok(cur) && sv_cur_left(cur) > 0) {
        cur->doing = "snappy chunk";
        uint64_t at = cur->at;
        uint8_t kind = sv_cur_u8(cur);
        uint32_t n = sv_cur_u8(cur);
        n |= (uint32_t)sv_cur_u8(cur) << 8;
        n |= (uint32_t)sv_cur_u8(cur) << 16;
        struct sv_cursor body = sv_cur_frame(cur, n);
        if (!sv_cur_ok(cur) || kind >= FIRST_SKIPPABLE)
            continue;
        sv_cur_take(&body, CHECKSUM_BYTES);
        struct sv_snappy_chunk chunk = { .bytes = (const char *)body.p,
                                         .n = sv_cur_left(&body),
                                         .compressed = kind == COMPRESSED };
        if (!sv_cur_ok(&body) || kind > PLAIN || !measure(&chunk)) {
            sv_cur_fail_at(cur, SV_DEFECT_BAD_VALUE, at, cur->doing, (sv_str){ "", 0 });
            return false;
        }
        *out = chunk;
        return true;
    }
    return false;
}

bool sv_snappy_inflate(const struct sv_snappy_chunk *chunk, void *plain_out)
{
    size_t n = chunk->plain_bytes;
    if (chunk->compressed)
        return snappy_uncompress(chunk->bytes, chunk->n, plain_out, &n) == SNAPPY_OK && n == chunk->plain_bytes;
    if (n)
        memcpy(plain_out, chunk->bytes, n);
    return true;
}
