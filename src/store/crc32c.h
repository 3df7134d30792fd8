/* crc32c.h: the checksum of RocksDB's files. */
#ifndef SV_STORE_CRC32C_H
#define SV_STORE_CRC32C_H
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* What makes it fast; whoever sums has one. */
struct sv_crc32c {
    bool by_processor; /* it has an instruction for it */
    uint32_t table[8][256];
};
void sv_crc32c_init(struct sv_crc32c *crc);
/* CRC-32C (Castagnoli) of n bytes. */
uint32_t sv_crc32c(const struct sv_crc32c *crc, const unsigned char *bytes, size_t n);
/* As RocksDB stores it (crc32c::Mask): a checksum over bytes that hold checksums is a bad one. */
uint32_t sv_crc32c_masked(uint32_t sum);
#endif
