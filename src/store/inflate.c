/* inflate.c: the three libraries in one form. Streams of a kind may stand one behind the other, as gzip and zstd pack them
 * from several files. */
#include "store/inflate.h"

#include <limits.h>
#include <lz4frame.h>
#include <stdint.h>
#include <stdlib.h>
#include <zlib.h>
#include <zstd.h>

struct kind {
    sv_str magic;
    bool (*begin)(struct sv_inflater *inflater);
    const char *(*step)(struct sv_inflater *inflater, sv_str in, unsigned char *out, size_t capacity, size_t *used_out,
                        size_t *made_out);
    void (*end)(struct sv_inflater *inflater);
};
struct sv_inflater {
    const struct kind *kind;
    bool is_whole;
    union {
        z_stream gzip;
        LZ4F_dctx *lz4;
        ZSTD_DStream *zstd;
    } of;
};

/* ---- gzip ---- */

enum { GZIP_ONLY = 16 };

static bool begin_gzip(struct sv_inflater *inflater)
{
    return inflateInit2(&inflater->of.gzip, GZIP_ONLY + MAX_WBITS) == Z_OK;
}

static const char *step_gzip(struct sv_inflater *inflater, sv_str in, unsigned char *out, size_t capacity,
                             size_t *used_out, size_t *made_out)
{
    z_stream *z = &inflater->of.gzip;
    unsigned in_bytes = in.n < UINT_MAX ? (unsigned)in.n : UINT_MAX;
    unsigned out_bytes = capacity < UINT_MAX ? (unsigned)capacity : UINT_MAX;
    if (inflater->is_whole && in.n && inflateReset(z) != Z_OK)
        return "out of memory";
    z->next_in = (z_const Bytef *)(uintptr_t)in.p;
    z->avail_in = in_bytes;
    z->next_out = out;
    z->avail_out = out_bytes;
    int result = inflate(z, Z_NO_FLUSH);
    *used_out = in_bytes - z->avail_in;
    *made_out = out_bytes - z->avail_out;
    inflater->is_whole = result == Z_STREAM_END;
    if (result == Z_OK || result == Z_STREAM_END || result == Z_BUF_ERROR)
        return NULL;
    return z->msg ? z->msg : "bad gzip stream";
}

static void end_gzip(struct sv_inflater *inflater)
{
    inflateEnd(&inflater->of.gzip);
}

/* ---- LZ4 ---- */

static bool begin_lz4(struct sv_inflater *inflater)
{
    return !LZ4F_isError(LZ4F_createDecompressionContext(&inflater->of.lz4, LZ4F_VERSION));
}

static const char *step_lz4(struct sv_inflater *inflater, sv_str in, unsigned char *out, size_t capacity,
                            size_t *used_out, size_t *made_out)
{
    *used_out = in.n;
    *made_out = capacity;
    size_t left = LZ4F_decompress(inflater->of.lz4, out, made_out, in.p, used_out, NULL);
    inflater->is_whole = left == 0;
    return LZ4F_isError(left) ? LZ4F_getErrorName(left) : NULL;
}

static void end_lz4(struct sv_inflater *inflater)
{
    LZ4F_freeDecompressionContext(inflater->of.lz4);
}

/* ---- Zstandard ---- */

static bool begin_zstd(struct sv_inflater *inflater)
{
    inflater->of.zstd = ZSTD_createDStream();
    return inflater->of.zstd != NULL;
}

static const char *step_zstd(struct sv_inflater *inflater, sv_str in, unsigned char *out, size_t capacity,
                             size_t *used_out, size_t *made_out)
{
    ZSTD_inBuffer from = { in.p, in.n, 0 };
    ZSTD_outBuffer to = { out, capacity, 0 };
    size_t left = ZSTD_decompressStream(inflater->of.zstd, &to, &from);
    *used_out = from.pos;
    *made_out = to.pos;
    inflater->is_whole = left == 0;
    return ZSTD_isError(left) ? ZSTD_getErrorName(left) : NULL;
}

static void end_zstd(struct sv_inflater *inflater)
{
    ZSTD_freeDStream(inflater->of.zstd);
}

static const struct kind kinds[] = {
    { SV_STR_INIT("\x1F\x8B"), begin_gzip, step_gzip, end_gzip },
    { SV_STR_INIT("\x04\x22\x4D\x18"), begin_lz4, step_lz4, end_lz4 },
    { SV_STR_INIT("\x28\xB5\x2F\xFD"), begin_zstd, step_zstd, end_zstd },
};

bool sv_inflater_new(sv_str begin, struct sv_inflater **out)
{
    const struct kind *kind = NULL;
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds && !kind; i++)
        if (sv_str_starts(begin, kinds[i].magic))
            kind = &kinds[i];
    *out = NULL;
    if (!kind)
        return true;
    struct sv_inflater *inflater = calloc(1, sizeof *inflater);
    if (!inflater)
        return false;
    inflater->kind = kind;
    if (!kind->begin(inflater)) {
        free(inflater);
        return false;
    }
    *out = inflater;
    return true;
}

const char *sv_inflate(struct sv_inflater *inflater, sv_str in, unsigned char *out, size_t capacity, size_t *used_out,
                       size_t *made_out)
{
    return inflater->kind->step(inflater, in, out, capacity, used_out, made_out);
}

bool sv_inflate_is_whole(const struct sv_inflater *inflater)
{
    return inflater->is_whole;
}

bool sv_inflate_is_over(const struct sv_inflater *inflater, sv_str next)
{
    return inflater->is_whole && !sv_str_starts(next, inflater->kind->magic);
}

void sv_inflater_free(struct sv_inflater *inflater)
{
    if (!inflater)
        return;
    inflater->kind->end(inflater);
    free(inflater);
}
