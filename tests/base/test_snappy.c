#include <criterion/criterion.h>
#include <snappy-c.h>
#include <stdlib.h>

#include "base/snappy.h"
#include "support/bytes.h"
#include "support/sweep.h"

#define HEADER "\xff\x06\x00\x00sNaPpY"

static void put_chunk_header(struct bytes *b, uint8_t kind, size_t n)
{
    bytes_u8(b, kind);
    for (int shift = 0; shift < 24; shift += 8)
        bytes_u8(b, (uint8_t)(n >> shift));
}

static void put_plain(struct bytes *b, const char *text)
{
    put_chunk_header(b, 1, strlen(text) + 4);
    bytes_fill(b, 0xcc, 4);
    bytes_raw(b, text, strlen(text));
}

static void put_compressed(struct bytes *b, const char *plain, size_t n)
{
    size_t room = snappy_max_compressed_length(n);
    char *packed = malloc(room);
    cr_assert_not_null(packed);
    cr_assert_eq(snappy_compress(plain, n, packed, &room), SNAPPY_OK);
    put_chunk_header(b, 0, room + 4);
    bytes_fill(b, 0xcc, 4);
    bytes_raw(b, packed, room);
    free(packed);
}

Test(snappy, chunks_of_every_kind)
{
    static const char repeated[] = "abcabcabcabcabcabcabcabcabcabcabcabcabcabcabcabc";
    struct bytes b = { 0 };
    bytes_raw(&b, HEADER, 10);
    put_compressed(&b, repeated, sizeof repeated - 1);
    put_chunk_header(&b, 0xfe, 3);
    bytes_fill(&b, 0, 3);
    put_plain(&b, "plain");
    bytes_raw(&b, HEADER, 10);
    struct sv_cursor cur = bytes_cursor(&b);
    struct sv_snappy_chunk chunk;
    char plain[sizeof repeated];
    cr_assert(sv_snappy_next(&cur, &chunk));
    cr_expect(chunk.compressed);
    cr_assert_eq(chunk.plain_bytes, sizeof repeated - 1);
    cr_expect_lt(chunk.n, chunk.plain_bytes);
    cr_assert(sv_snappy_inflate(&chunk, plain));
    cr_expect_arr_eq(plain, repeated, sizeof repeated - 1);
    cr_assert(sv_snappy_next(&cur, &chunk));
    cr_expect_not(chunk.compressed);
    cr_assert_eq(chunk.plain_bytes, 5);
    cr_assert(sv_snappy_inflate(&chunk, plain));
    cr_expect_arr_eq(plain, "plain", 5);
    cr_expect_not(sv_snappy_next(&cur, &chunk));
    cr_expect(sv_cur_ok(&cur), "the end is no damage");
    bytes_free(&b);
}

static void expect_damage(struct bytes *b, enum sv_defect_code code)
{
    struct sv_cursor cur = bytes_cursor(b);
    struct sv_snappy_chunk chunk;
    cr_expect_not(sv_snappy_next(&cur, &chunk));
    cr_expect_eq(cur.bad.code, code, "%s", sv_defect_text(cur.bad.code));
    bytes_free(b);
}

Test(snappy, chunk_of_a_kind_that_may_not_be_skipped)
{
    struct bytes b = { 0 };
    put_chunk_header(&b, 0x7f, 8);
    bytes_fill(&b, 0, 8);
    expect_damage(&b, SV_DEFECT_BAD_VALUE);
}

Test(snappy, chunk_without_room_for_its_checksum)
{
    struct bytes b = { 0 };
    put_chunk_header(&b, 1, 3);
    bytes_fill(&b, 0, 3);
    expect_damage(&b, SV_DEFECT_BAD_VALUE);
}

Test(snappy, chunk_that_would_grow_beyond_the_format)
{
    char *zeros = calloc(1, SV_SNAPPY_CHUNK_BYTES + 1);
    cr_assert_not_null(zeros);
    struct bytes b = { 0 };
    put_compressed(&b, zeros, SV_SNAPPY_CHUNK_BYTES + 1);
    expect_damage(&b, SV_DEFECT_BAD_VALUE);
    free(zeros);
}

Test(snappy, cut_chunk)
{
    struct bytes b = { 0 };
    put_chunk_header(&b, 1, 100);
    bytes_fill(&b, 0, 99);
    expect_damage(&b, SV_DEFECT_TRUNCATED);
}

static void read_all(const unsigned char *bytes, size_t n, void *context)
{
    (void)context;
    static char plain[SV_SNAPPY_CHUNK_BYTES];
    struct sv_cursor cur = sv_cur_of(bytes, n, 0);
    struct sv_snappy_chunk chunk;
    while (sv_snappy_next(&cur, &chunk))
        sv_snappy_inflate(&chunk, plain);
}

Test(snappy, sweep)
{
    struct bytes b = { 0 };
    bytes_raw(&b, HEADER, 10);
    put_compressed(&b, "abababababababababababababababab", 32);
    put_plain(&b, "plain");
    cr_expect_gt(sweep_all(b.p, b.n, 0, read_all, NULL), b.n);
    bytes_free(&b);
}
