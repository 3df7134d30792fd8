/* packed.h: handmade archives, in memory. Ends the test program when libarchive refuses. */
#ifndef TESTS_SUPPORT_PACKED_H
#define TESTS_SUPPORT_PACKED_H
#include <stddef.h>

#include "base/str.h"

enum packed_kind { PACKED_TAR, PACKED_TAR_GZIP, PACKED_TAR_LZ4, PACKED_TAR_ZSTD, PACKED_ZIP, PACKED_KINDS };

struct packed {
    struct archive *writer;
    unsigned char *bytes; /* owned */
    size_t capacity, n;
};
void packed_begin(struct packed *p, enum packed_kind kind);
/* A regular file; times and owners are always the same. */
void packed_file(struct packed *p, const char *name, const void *bytes, size_t n);
/* A regular file of so many zeros. */
void packed_zeros(struct packed *p, const char *name, size_t n);
void packed_link(struct packed *p, const char *name, const char *target);
/* The whole archive, which lives until packed_free. */
sv_str packed_end(struct packed *p);
void packed_free(struct packed *p);
#endif
