/* little.h: numbers as RocksDB writes them: fixed ones with the low byte first, and variable ones of 7 bits a byte. */
#ifndef SV_STORE_LITTLE_H
#define SV_STORE_LITTLE_H
#include "base/cursor.h"

static inline uint32_t sv_le32(const unsigned char *p)
{
    return (uint32_t)p[0] | (uint32_t)p[1] << 8 | (uint32_t)p[2] << 16 | (uint32_t)p[3] << 24;
}
static inline uint64_t sv_le64(const unsigned char *p)
{
    return (uint64_t)sv_le32(p) | (uint64_t)sv_le32(p + 4) << 32;
}
/* At most 64 bits; more is a defect. */
static inline uint64_t sv_cur_varint(struct sv_cursor *cur)
{
    uint64_t value = 0;
    for (unsigned shift = 0; shift < 64; shift += 7) {
        uint8_t byte = sv_cur_u8(cur);
        value |= (uint64_t)(byte & 0x7F) << shift;
        if (!(byte & 0x80))
            return value;
    }
    sv_cur_fail(cur, SV_DEFECT_BAD_VALUE);
    return 0;
}
/* A length and that many bytes. */
static inline sv_str sv_cur_slice(struct sv_cursor *cur)
{
    return sv_cur_bytes(cur, sv_cur_varint(cur));
}
#endif
