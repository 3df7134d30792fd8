/* cursor.c: the out-of-line part of the bounded reader. */
#include "base/cursor.h"

static const char *const defect_texts[SV_DEFECT_COUNT] = {
    [SV_DEFECT_NONE] = "no defect",
    [SV_DEFECT_TRUNCATED] = "cut short",
    [SV_DEFECT_BAD_MAGIC] = "wrong magic number",
    [SV_DEFECT_BAD_VALUE] = "impossible value",
    [SV_DEFECT_UNKNOWN_CLASS] = "unknown serializer snapshot class",
    [SV_DEFECT_UNKNOWN_VERSION] = "unknown version",
    [SV_DEFECT_TOO_DEEP] = "nested too deeply",
    [SV_DEFECT_TRAILING] = "bytes left over",
    [SV_DEFECT_LIMIT] = "out of memory or over a limit",
    [SV_DEFECT_MISSING_FILE] = "file is missing",
    [SV_DEFECT_SHORT_FILE] = "file is shorter than recorded",
    [SV_DEFECT_LONG_FILE] = "file is longer than recorded",
    [SV_DEFECT_CANNOT_OPEN] = "file cannot be opened",
    [SV_DEFECT_CHANGED] = "file was cut short while it was read",
    [SV_DEFECT_UNSUPPORTED] = "format is known but not read",
    [SV_DEFECT_BAD_CHECKSUM] = "checksum does not hold",
};

const char *sv_defect_text(enum sv_defect_code code)
{
    return (unsigned)code < SV_DEFECT_COUNT ? defect_texts[code] : "unknown defect";
}

struct sv_cursor sv_cur_of(const void *bytes, size_t n, uint64_t origin)
{
    const unsigned char *p = bytes ? bytes : (const unsigned char *)"";
    return (struct sv_cursor){ .p = p, .end = p + (bytes ? n : 0), .at = origin, .doing = "start" };
}

void sv_cur_fail_at(struct sv_cursor *c, enum sv_defect_code code, uint64_t at, const char *doing, sv_str subject)
{
    if (sv_cur_ok(c))
        c->bad = (struct sv_defect){ .code = code, .at = at, .doing = doing, .subject = subject };
    c->p = c->end;
}

void sv_cur_fail(struct sv_cursor *c, enum sv_defect_code code)
{
    sv_cur_fail_at(c, code, c->at, c->doing, (sv_str){ "", 0 });
}

void sv_cur_finish(struct sv_cursor *c)
{
    if (sv_cur_ok(c) && sv_cur_left(c) != 0)
        sv_cur_fail(c, SV_DEFECT_TRAILING);
}

bool sv_cur_bool(struct sv_cursor *c)
{
    uint64_t at = c->at;
    uint8_t value = sv_cur_u8(c);
    if (value > 1)
        sv_cur_fail_at(c, SV_DEFECT_BAD_VALUE, at, c->doing, (sv_str){ "", 0 });
    return value == 1;
}

static uint32_t checked_count(struct sv_cursor *c, uint64_t at, int32_t n, size_t min_bytes_each)
{
    if (n < 0) {
        sv_cur_fail_at(c, SV_DEFECT_BAD_VALUE, at, c->doing, (sv_str){ "", 0 });
        return 0;
    }
    if (min_bytes_each && (size_t)n > sv_cur_left(c) / min_bytes_each) {
        sv_cur_fail_at(c, SV_DEFECT_TRUNCATED, at, c->doing, (sv_str){ "", 0 });
        return 0;
    }
    return (uint32_t)n;
}

uint32_t sv_cur_count(struct sv_cursor *c, size_t min_bytes_each)
{
    uint64_t at = c->at;
    return checked_count(c, at, sv_cur_i32(c), min_bytes_each);
}

uint32_t sv_cur_count16(struct sv_cursor *c, size_t min_bytes_each)
{
    uint64_t at = c->at;
    return checked_count(c, at, (int16_t)sv_cur_u16(c), min_bytes_each);
}

struct sv_cursor sv_cur_frame(struct sv_cursor *c, uint64_t n)
{
    struct sv_cursor frame = *c;
    const unsigned char *p = sv_cur_take(c, n);
    if (p) {
        frame.end = p + n;
    } else {
        frame.bad = c->bad;
        frame.p = frame.end;
    }
    return frame;
}
