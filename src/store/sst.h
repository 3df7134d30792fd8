/* sst.h: one SST file of RocksDB (block-based table) without RocksDB: what its properties say, and its blocks by their
 * checksums. Its entries: sorted.h.
 *
 * Nothing fails as a call: what could not be read is a defect. */
#ifndef SV_STORE_SST_H
#define SV_STORE_SST_H
#include "base/arena.h"
#include "base/cursor.h"
#include "store/block.h"

/* What table properties say (TableProperties). */
struct sv_sst_properties {
    sv_str column_family; /* in the arena; empty when it is not named */
    uint64_t column_family_id;
    uint64_t entries; /* deletions and merge operands too */
    uint64_t deletions, merge_operands;
    uint64_t key_bytes, value_bytes; /* before compression; keys with the 8 bytes that RocksDB adds */
};
struct sv_sst {
    struct sv_arena *arena;
    struct sv_sst_properties properties;
    bool two_levels; /* the index is of indexes */
    bool deltas;     /* handles in an index are written by their difference */
    bool user_keys;  /* keys in an index are without their sequence numbers */
    bool
        plain; /* nothing in it but entries in blocks: no deletions of ranges, no dictionary, no numbers from outside */
    uint64_t blocks;         /* whose checksums hold */
    struct sv_defect defect; /* SV_DEFECT_UNSUPPORTED: checksums or packing of a kind that is not read here */
};
/* Reads footer, list of blocks and properties. The cursor covers the whole file; arena and crc are borrowed. */
void sv_sst_open(struct sv_sst *sst, struct sv_cursor file, struct sv_arena *arena, const struct sv_crc32c *crc);
/* Opens, and looks at the checksum of every block that the file's indexes name, up to the first that does not hold. */
void sv_sst_verify(struct sv_sst *sst, struct sv_cursor file, struct sv_arena *arena, const struct sv_crc32c *crc);

/* The number of "000012.sst"; false, and nothing in out, for other names. */
bool sv_sst_number(sv_str name, uint64_t *out);
#endif
