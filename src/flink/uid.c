/* uid.c: from a uid to an operator id. Mirrors StreamGraphHasherV2#generateUserSpecifiedHash: Guava's murmur3_128 with
 * seed 0 over the UTF-8 bytes, which is MurmurHash3_x64_128 of the reference with both halves little-endian. */
#include "flink/read.h"

static uint64_t rotate_left(uint64_t x, int bits)
{
    return x << bits | x >> (64 - bits);
}

/* In one expression, which compilers know for a load. */
static uint64_t little_endian_8(const unsigned char *p)
{
    return (uint64_t)p[0] | (uint64_t)p[1] << 8 | (uint64_t)p[2] << 16 | (uint64_t)p[3] << 24 | (uint64_t)p[4] << 32 |
           (uint64_t)p[5] << 40 | (uint64_t)p[6] << 48 | (uint64_t)p[7] << 56;
}

static uint64_t little_endian(const unsigned char *p, size_t n)
{
    uint64_t value = 0;
    for (size_t i = 0; i < n; i++)
        value |= (uint64_t)p[i] << (8 * i);
    return value;
}

static uint64_t scramble_1(uint64_t k)
{
    return rotate_left(k * 0x87C37B91114253D5u, 31) * 0x4CF5AD432745937Fu;
}

static uint64_t scramble_2(uint64_t k)
{
    return rotate_left(k * 0x4CF5AD432745937Fu, 33) * 0x87C37B91114253D5u;
}

static uint64_t finish(uint64_t k)
{
    k = (k ^ k >> 33) * 0xFF51AFD7ED558CCDu;
    k = (k ^ k >> 33) * 0xC4CEB9FE1A85EC53u;
    return k ^ k >> 33;
}

void sv_uid_hash(sv_str uid, unsigned char id_out[16])
{
    uint64_t h1 = 0, h2 = 0;
    const unsigned char *p = (const unsigned char *)uid.p;
    size_t left = uid.n;
    for (; left >= 16; p += 16, left -= 16) {
        h1 = (rotate_left(h1 ^ scramble_1(little_endian_8(p)), 27) + h2) * 5 + 0x52DCE729;
        h2 = (rotate_left(h2 ^ scramble_2(little_endian_8(p + 8)), 31) + h1) * 5 + 0x38495AB5;
    }
    if (left > 8)
        h2 ^= scramble_2(little_endian(p + 8, left - 8));
    if (left > 0)
        h1 ^= scramble_1(little_endian(p, left < 8 ? left : 8));
    h1 ^= uid.n;
    h2 ^= uid.n;
    h1 += h2;
    h2 += h1;
    h1 = finish(h1);
    h2 = finish(h2);
    h1 += h2;
    h2 += h1;
    for (int i = 0; i < 8; i++) {
        id_out[i] = (unsigned char)(h1 >> (8 * i));
        id_out[8 + i] = (unsigned char)(h2 >> (8 * i));
    }
}
