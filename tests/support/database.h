/* database.h: small RocksDB databases written by RocksDB itself, and the state handle that would name their files. Ends the
 * test program when RocksDB refuses. */
#ifndef TESTS_SUPPORT_DATABASE_H
#define TESTS_SUPPORT_DATABASE_H
#include "model/snapshot.h"
#include "support/scratch.h"

#define DATABASE_FAMILY "st"

struct database_form {
    int packing;        /* of rocksdb/c.h: rocksdb_no_compression, ... */
    int version;        /* of the footer */
    bool two_levels;    /* indexes of indexes */
    bool large_indexes; /* entries of an index share bytes with the one before */
    bool ranges;        /* a range of keys is deleted */
    bool compacted;     /* all levels below the first are used */
    bool hashes;        /* data blocks have an index of their own behind their entries */
};
/* Writes a database below scratch/db: entries of a thousand keys put, merged, overwritten and deleted at random in several
 * files, and others in the family "default". */
void database_write(const struct scratch *scratch, struct database_form form, unsigned seed);

/* A handle of all its files; in the arena. */
struct sv_handle *database_handle(const struct scratch *scratch, struct sv_arena *arena);
#endif
