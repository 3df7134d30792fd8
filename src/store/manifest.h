/* manifest.h: RocksDB's own list of the files of a database. CURRENT holds the name of a MANIFEST; that is a log of changes
 * to the list. */
#ifndef SV_STORE_MANIFEST_H
#define SV_STORE_MANIFEST_H
#include "base/arena.h"
#include "base/buf.h"
#include "base/cursor.h"

struct sv_manifest_file {
    uint64_t number, bytes; /* NUMBER.sst */
    uint32_t column_family;
    sv_str first_key, last_key; /* keys between which it has entries */
};
struct sv_manifest_family {
    uint32_t id;
    sv_str name;
};
struct sv_manifest {
    struct sv_manifest_file *files; /* owned; by number, once each */
    size_t count;
    struct sv_manifest_family *families; /* owned; as they came, dropped ones too; "default" need not be among them */
    size_t family_count;
    struct sv_arena arena; /* of keys and names */
};

/* The name that CURRENT holds; empty, with the defect in the cursor, when it is not "MANIFEST-" and a number and a line
 * end. */
sv_str sv_current_read(struct sv_cursor *cur);

/* Reads the whole log. Its checksums are looked at; what stops reading is a defect of the cursor, and the list is that up to
 * there. False when memory is out. Free with sv_manifest_free either way. */
bool sv_manifest_read(struct sv_cursor *cur, struct sv_manifest *out);
void sv_manifest_free(struct sv_manifest *manifest);
/* The name of a column family; p is NULL when it is not known. */
sv_str sv_manifest_family(const struct sv_manifest *manifest, uint32_t id);

/* Writes a log that lists these files and column families, all files on level 0: RocksDB then merges them by the sequence
 * numbers of their entries alone. Keys of files are not looked at: each is said to reach over all keys. */
void sv_manifest_write(const struct sv_manifest *manifest, struct sv_buf *out);
#endif
