/* unpack.h: one way through an archive, entry by entry; the only place that knows libarchive. */
#ifndef SV_STORE_UNPACK_H
#define SV_STORE_UNPACK_H
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/error.h"
#include "base/str.h"
#include "store/inflate.h"

/* An archive: a file, or bytes in memory. */
struct sv_packed {
    const char *path; /* for messages */
    int fd;           /* of a regular file, not owned; -1: bytes are the archive */
    sv_str bytes;
    uint64_t size;
};

/* What is being unpacked, and where. */
struct archive;
struct archive_entry;
struct sv_unpacking {
    const struct sv_packed *packed;
    struct archive *reader;
    uint64_t at;                  /* in the archive, of what libarchive reads next */
    unsigned char *block;         /* owned; of a file */
    struct sv_inflater *inflater; /* owned; NULL when the archive is not packed as a whole */
    unsigned char *plain;         /* owned; of the inflater */
    sv_str left;                  /* of the block, not unpacked yet */
    const char *trouble;          /* with the packed stream; NULL: none */
    struct archive_entry *entry;  /* NULL before the first */
    uint64_t number;              /* of the entry, from 0 */
    uint64_t unpacked_bytes;      /* so far */
    struct sv_error *err;
};

/* Called for an entry; *more_out false to end. */
typedef enum sv_status sv_unpack_fn(struct sv_unpacking *at, void *context, bool *more_out);
/* Goes through an archive of one of the kinds of sv_archive_is. SV_ERR_UNREADABLE when it is damaged, has too many
 * entries, or what is read of it is out of all proportion to its size. */
SV_MUST_USE enum sv_status sv_unpack_each(const struct sv_packed *packed, sv_unpack_fn *fn, void *context,
                                          struct sv_error *err);

/* The path of an entry that is a regular file; empty for anything else, and (*refused_out) for a path that is not
 * followed. Good until the next entry. */
sv_str sv_unpack_name(const struct sv_unpacking *at, bool *refused_out);
/* The size of the entry; false when it does not say. */
bool sv_unpack_size(const struct sv_unpacking *at, uint64_t *out);
/* Whether what is not read has to be unpacked all the same. */
bool sv_unpack_is_packed(const struct sv_unpacking *at);

/* Takes n bytes of the entry from offset from on. Offsets that are left out stand for zeros. */
typedef void sv_unpack_sink(uint64_t from, const unsigned char *bytes, size_t n, void *context);
/* Reads the entry up to the offset end or to its own end; *size_out (may be NULL) gets how far that was. */
SV_MUST_USE enum sv_status sv_unpack_read(struct sv_unpacking *at, uint64_t end, sv_unpack_sink *sink, void *context,
                                          uint64_t *size_out);
#endif
