/* rocks.h: a staged RocksDB folder, opened for reading: the only place that knows RocksDB itself.
 *
 * Nothing is written. All functions may be called by several threads, an iterator by one at a time. */
#ifndef SV_STORE_ROCKS_H
#define SV_STORE_ROCKS_H
#include "base/buf.h"
#include "base/error.h"
#include "base/str.h"

struct sv_rocks_db;
struct sv_rocks_iterator;

/* The RocksDB that this program runs with: "7.8.3". Static text. */
const char *sv_rocks_version(void);

/* Opens all column families of a folder, with the merge operator of Flink's lists. False, and why, when RocksDB does not
 * open it or memory is out. Yours to close. */
SV_MUST_USE bool sv_rocks_open(const char *folder, struct sv_rocks_db **out, struct sv_buf *why);
/* Takes NULL. All iterators are gone before. */
void sv_rocks_close(struct sv_rocks_db *db);

/* Entries of a column family with keys from first (inclusive) to end (exclusive; empty: to the last), in order of key, read
 * ahead by so many bytes in each file. out gets NULL when there is no such column family: then it has no entries. end is borrowed until the iterator is freed. False
 * when memory is out. */
SV_MUST_USE bool sv_rocks_iterate(struct sv_rocks_db *db, sv_str family, sv_str first, sv_str end, size_t ahead_bytes,
                                  struct sv_rocks_iterator **out);
/* The next entry, borrowed until the call after. False at the end, and when reading failed. */
SV_MUST_USE bool sv_rocks_next(struct sv_rocks_iterator *iterator, sv_str *key_out, sv_str *value_out);
/* Why reading failed, in RocksDB's words; NULL when it did not. Lives as long as the iterator. */
const char *sv_rocks_error(const struct sv_rocks_iterator *iterator);
/* Takes NULL. */
void sv_rocks_iterator_free(struct sv_rocks_iterator *iterator);
#endif
