/* block.h: blocks of an SST file of RocksDB: where they lie, their checksums, how they are packed, the entries in them. For
 * the files of this room. docs/format/rocksdb.md#sst-files
 *
 * Mirrors RocksDB Footer, BlockContents, Block, IndexValue (5.17 to 8.10). */
#ifndef SV_STORE_BLOCK_H
#define SV_STORE_BLOCK_H
#include "base/cursor.h"
#include "store/crc32c.h"

struct sv_block_handle {
    uint64_t at, bytes; /* without the 5 bytes behind it */
};
/* A file whose blocks are taken. */
struct sv_block_file {
    struct sv_cursor file; /* all of it */
    const struct sv_crc32c *crc;
    unsigned checksum; /* kind, as the footer has it; 1 is CRC-32C */
    uint32_t version;  /* of the footer */
    struct sv_block_handle metaindex, index;
    uint64_t bytes_left;     /* of the file that no block has covered: blocks that overlap could take for ever */
    uint64_t blocks;         /* taken, whose checksums hold */
    struct sv_defect defect; /* the first there was; SV_DEFECT_UNSUPPORTED: kinds that are not read here */
};
/* Room for one block at a time; zeroed to begin with, and again by sv_room_free. */
struct sv_room {
    char *p;
    size_t capacity;
    struct ZSTD_DCtx_s *zstd; /* made when it is first needed: making one takes longer than a small block */
};
void sv_room_free(struct sv_room *room);

/* Reads the footer. file and crc are borrowed. */
void sv_block_file_open(struct sv_block_file *f, struct sv_cursor file, const struct sv_crc32c *crc);
static inline bool sv_block_file_ok(const struct sv_block_file *f)
{
    return f->defect.code == SV_DEFECT_NONE;
}
/* The first defect stays. */
void sv_block_fail(struct sv_block_file *f, enum sv_defect_code code, uint64_t at, const char *doing);

struct sv_block_handle sv_block_handle_read(struct sv_cursor *cur);
/* A block's bytes as they are in the file; p is NULL when it does not lie in it or its checksum does not hold. */
sv_str sv_block_take(struct sv_block_file *f, struct sv_block_handle handle, const char *doing);
/* The entries of a block, unpacked into room, without what stands behind them; none after a failure. */
struct sv_cursor sv_block_open(struct sv_block_file *f, struct sv_block_handle handle, const char *doing,
                               struct sv_room *room);

/* Takes a block, and its entries one by one, as far as its kind is known here: for their form alone. */
void sv_block_check(struct sv_block_file *f, struct sv_block_handle handle, struct sv_room *room);

/* A walk over an index, which is a block whose values are handles. Zeroed to begin with. */
struct sv_index {
    struct sv_room room;
    struct sv_cursor cur;
    struct sv_block_handle block; /* the one that the last entry is about */
    struct sv_room key;           /* of the last entry */
    size_t key_bytes;
    bool deltas; /* handles are written by their difference */
};
void sv_index_open(struct sv_index *index, struct sv_block_file *f, struct sv_block_handle handle, bool deltas);
/* The next entry: index->block and index->key. False at the end, and after a failure. */
bool sv_index_next(struct sv_index *index, struct sv_block_file *f);
void sv_index_free(struct sv_index *index);

/* Puts the key of an entry together: own bytes behind as many as it shares with the one before, which room holds. False
 * when there are not so many, or memory is out. */
bool sv_key_join(struct sv_room *key, size_t *key_bytes, uint64_t shared, sv_str own);
#endif
