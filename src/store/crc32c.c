/* crc32c.c: CRC-32C, eight bytes at a time, by the instruction that x86-64 has for it where there is one. */
#include "store/crc32c.h"

#if defined(__x86_64__)
#include <nmmintrin.h>
#include <string.h>
#endif

#define POLYNOMIAL 0x82F63B78u
enum { TABLES = 8 };

#if defined(__x86_64__)
static bool processor_can(void)
{
    return __builtin_cpu_supports("sse4.2");
}

__attribute__((target("sse4.2"))) static uint32_t sum_by_processor(const unsigned char *p, size_t n)
{
    uint64_t sum = UINT32_MAX, eight;
    for (; n >= sizeof eight; n -= sizeof eight, p += sizeof eight) {
        memcpy(&eight, p, sizeof eight);
        sum = _mm_crc32_u64(sum, eight);
    }
    for (; n; n--, p++)
        sum = _mm_crc32_u8((uint32_t)sum, *p);
    return ~(uint32_t)sum;
}
#else
static bool processor_can(void)
{
    return false;
}

static uint32_t sum_by_processor(const unsigned char *p, size_t n)
{
    (void)p, (void)n;
    return 0;
}
#endif

void sv_crc32c_init(struct sv_crc32c *crc)
{
    crc->by_processor = processor_can();
    for (uint32_t i = 0; i < 256; i++) {
        uint32_t sum = i;
        for (int bit = 0; bit < 8; bit++)
            sum = sum >> 1 ^ (sum & 1 ? POLYNOMIAL : 0);
        crc->table[0][i] = sum;
    }
    for (int t = 1; t < TABLES; t++)
        for (int i = 0; i < 256; i++) {
            uint32_t before = crc->table[t - 1][i];
            crc->table[t][i] = before >> 8 ^ crc->table[0][before & 255];
        }
}

uint32_t sv_crc32c(const struct sv_crc32c *crc, const unsigned char *p, size_t n)
{
    const uint32_t(*table)[256] = crc->table;
    uint32_t sum = UINT32_MAX;
    if (crc->by_processor)
        return sum_by_processor(p, n);
    for (; n >= TABLES; n -= TABLES, p += TABLES) {
        sum ^= (uint32_t)p[0] | (uint32_t)p[1] << 8 | (uint32_t)p[2] << 16 | (uint32_t)p[3] << 24;
        sum = table[7][sum & 255] ^ table[6][sum >> 8 & 255] ^ table[5][sum >> 16 & 255] ^ table[4][sum >> 24] ^
              table[3][p[4]] ^ table[2][p[5]] ^ table[1][p[6]] ^ table[0][p[7]];
    }
    for (; n; n--, p++)
        sum = sum >> 8 ^ table[0][(sum ^ *p) & 255];
    return ~sum;
}

uint32_t sv_crc32c_masked(uint32_t sum)
{
    return (sum >> 15 | sum << 17) + 0xA282EAD8u;
}
