/* manifest.h: RocksDB's own list of the files of a database. CURRENT holds the name of a MANIFEST; that is a log of changes
 * to the list. */
#ifndef SV_STORE_MANIFEST_H
#define SV_STORE_MANIFEST_H
#include "base/cursor.h"

struct sv_manifest_file {
    uint64_t number, bytes; /* NUMBER.sst */
    uint32_t column_family;
};
struct sv_manifest {
    struct sv_manifest_file *files; /* owned; by number, once each */
    size_t count;
};

/* The name that CURRENT holds; empty, with the defect in the cursor, when it is not "MANIFEST-" and a number and a line
 * end. */
sv_str sv_current_read(struct sv_cursor *cur);

/* Reads the whole log. Its checksums are looked at; what stops reading is a defect of the cursor, and the list is that up to
 * there. False when memory is out. Free with sv_manifest_free either way. */
bool sv_manifest_read(struct sv_cursor *cur, struct sv_manifest *out);
void sv_manifest_free(struct sv_manifest *manifest);
#endif
