/* cursor.h: the only way this project reads untrusted bytes.
 *
 * A cursor is a bounded run of bytes with a sticky defect: after the first failure every read yields zero
 * and moves nothing, so that a reader checks once per record (and in every loop condition) and not once
 * per field. Numbers are big-endian, as java.io.DataOutput writes them. */
#ifndef SV_BASE_CURSOR_H
#define SV_BASE_CURSOR_H
#include <stdint.h>

#include "base/str.h"

enum sv_defect_code {
    SV_DEFECT_NONE = 0,
    SV_DEFECT_TRUNCATED, /* more bytes are needed than there are */
    SV_DEFECT_BAD_MAGIC,
    SV_DEFECT_BAD_VALUE,       /* negative count, boolean that is neither 0 nor 1, unknown tag, ... */
    SV_DEFECT_UNKNOWN_CLASS,   /* no row in facts/classes.def: cannot be stepped over */
    SV_DEFECT_UNKNOWN_VERSION, /* the class is known, this version of its bytes is not */
    SV_DEFECT_TOO_DEEP,        /* SV_LIMIT_TYPE_DEPTH, SV_LIMIT_JAVA_DEPTH or SV_LIMIT_HANDLE_DEPTH */
    SV_DEFECT_TRAILING,        /* a part of known length was not used up */
    SV_DEFECT_LIMIT,           /* memory or node limit */
    SV_DEFECT_MISSING_FILE,    /* the file that holds the bytes is not there */
    SV_DEFECT_SHORT_FILE,      /* the file is smaller than its handle says */
    SV_DEFECT_LONG_FILE,       /* the file is larger than its handle says */
    SV_DEFECT_CANNOT_OPEN,     /* the file is there and cannot be opened or mapped */
    SV_DEFECT_CHANGED,         /* the file was cut short while it was read */
    SV_DEFECT_UNSUPPORTED,     /* a format that is known and not read */
    SV_DEFECT_BAD_CHECKSUM,    /* bytes are not those that were summed up */
    SV_DEFECT_COUNT
};

struct sv_defect {
    enum sv_defect_code code;
    uint64_t at;       /* offset in the source file, not in the span */
    const char *doing; /* static text: what was being read */
    sv_str subject;    /* what it is about (a class name, a path), empty when there is nothing to name; borrowed */
};

struct sv_cursor {
    const unsigned char *p, *end;
    uint64_t at;          /* source offset of p */
    const char *doing;    /* static text set by the reader before each step */
    struct sv_defect bad; /* first failure wins */
};

/* Static text for a code: "cut short", "unknown class", ... */
const char *sv_defect_text(enum sv_defect_code code);

/* n bytes that lie at offset origin of their source. */
struct sv_cursor sv_cur_of(const void *bytes, size_t n, uint64_t origin);

static inline bool sv_cur_ok(const struct sv_cursor *c)
{
    return c->bad.code == SV_DEFECT_NONE;
}
static inline size_t sv_cur_left(const struct sv_cursor *c)
{
    return (size_t)(c->end - c->p);
}

/* Records a failure at the current place. The first one stays. */
void sv_cur_fail(struct sv_cursor *c, enum sv_defect_code code);
/* The same, blamed on an earlier place (where an unknown class name starts) and with a subject. */
void sv_cur_fail_at(struct sv_cursor *c, enum sv_defect_code code, uint64_t at, const char *doing, sv_str subject);
/* Bytes left over are damage too. */
void sv_cur_finish(struct sv_cursor *c);

/* The next n bytes, borrowed; NULL (and a defect) when there are fewer. n may be 0. */
static inline const unsigned char *sv_cur_take(struct sv_cursor *c, uint64_t n)
{
    if (sv_cur_left(c) < n) {
        sv_cur_fail(c, SV_DEFECT_TRUNCATED);
        return NULL;
    }
    const unsigned char *p = c->p;
    c->p += n;
    c->at += n;
    return p;
}

static inline uint8_t sv_cur_u8(struct sv_cursor *c)
{
    const unsigned char *p = sv_cur_take(c, 1);
    return p ? p[0] : 0;
}
static inline uint16_t sv_cur_u16(struct sv_cursor *c)
{
    const unsigned char *p = sv_cur_take(c, 2);
    return p ? (uint16_t)(p[0] << 8 | p[1]) : 0;
}
static inline uint32_t sv_be32(const unsigned char *p)
{
    return (uint32_t)p[0] << 24 | (uint32_t)p[1] << 16 | (uint32_t)p[2] << 8 | p[3];
}
static inline uint64_t sv_be64(const unsigned char *p)
{
    return (uint64_t)sv_be32(p) << 32 | sv_be32(p + 4);
}
static inline int32_t sv_cur_i32(struct sv_cursor *c)
{
    const unsigned char *p = sv_cur_take(c, 4);
    return p ? (int32_t)sv_be32(p) : 0;
}
static inline int64_t sv_cur_i64(struct sv_cursor *c)
{
    const unsigned char *p = sv_cur_take(c, 8);
    return p ? (int64_t)sv_be64(p) : 0;
}
/* n bytes as a borrowed string; empty after a failure. */
static inline sv_str sv_cur_bytes(struct sv_cursor *c, uint64_t n)
{
    const unsigned char *p = sv_cur_take(c, n);
    return p ? (sv_str){ (const char *)p, (size_t)n } : (sv_str){ "", 0 };
}
/* DataOutput#writeUTF: u2 length, modified UTF-8. The bytes stay as written (base/mutf.h converts). */
static inline sv_str sv_cur_utf(struct sv_cursor *c)
{
    return sv_cur_bytes(c, sv_cur_u16(c));
}

/* 0 or 1; anything else is a defect, though Java would take it for true: real writers emit nothing else. */
bool sv_cur_bool(struct sv_cursor *c);

/* i4 number of items of at least min_bytes_each that follow. A negative number, or one that cannot fit in
 * what is left, is a defect and yields 0: a corrupt count neither allocates nor loops. */
uint32_t sv_cur_count(struct sv_cursor *c, size_t min_bytes_each);
/* The same for a count written as i2 (DataOutput#writeShort), which Flink takes as signed. */
uint32_t sv_cur_count16(struct sv_cursor *c, size_t min_bytes_each);

/* A bounded child over the next n bytes; the parent moves past them at once, so that damage in the child
 * does not harm the parent. With fewer than n bytes both carry the defect. */
struct sv_cursor sv_cur_frame(struct sv_cursor *c, uint64_t n);
#endif
