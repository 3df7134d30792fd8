/* snappy.h: the framing format of snappy: chunks, each compressed on its own, of at most 64 KiB of plain bytes. */
#ifndef SV_BASE_SNAPPY_H
#define SV_BASE_SNAPPY_H
#include "base/cursor.h"

#define SV_SNAPPY_CHUNK_BYTES ((size_t)65536)

/* A chunk with data. */
struct sv_snappy_chunk {
    const char *bytes; /* borrowed: n bytes without the checksum */
    size_t n;
    bool compressed;
    size_t plain_bytes; /* at most SV_SNAPPY_CHUNK_BYTES */
};

/* The next chunk with data; padding, stream headers and skippable chunks are stepped over. False at the end of the
 * cursor, and with a defect when what stands there is no chunk. */
bool sv_snappy_next(struct sv_cursor *cur, struct sv_snappy_chunk *out);

/* Writes the chunk's plain bytes. False when it is damaged. The checksum is not looked at. */
bool sv_snappy_inflate(const struct sv_snappy_chunk *chunk, void *plain_out);
#endif
