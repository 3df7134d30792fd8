/* sorted.h: entries of a column family, read from its SST files without RocksDB, which takes several times as long for a
 * walk over all of them. It is left to RocksDB whatever is not plain (sst.h), and whatever goes wrong: then this gives up,
 * and RocksDB goes on behind the last key.
 *
 * An SST has entries in order of key. Of entries with one key in several files the newest counts, by the sequence number
 * behind each key: it may be a value, a deletion, or an operand, which goes with the older ones up to a value (a list of
 * Flink's, joined by commas).
 *
 * Mirrors RocksDB MergingIterator, DBIter, InternalKeyComparator, StringAppendTESTOperator. */
#ifndef SV_STORE_SORTED_H
#define SV_STORE_SORTED_H
#include "store/stage.h"

struct sv_sorted;

/* Entries with keys from first (inclusive) to end (exclusive; empty: to the last), in order of key. NULL when it is left to
 * RocksDB from the beginning, or memory is out. The stage and end are borrowed until sv_sorted_free. */
struct sv_sorted *sv_sorted_new(const struct sv_stage *stage, sv_str family, sv_str first, sv_str end);
/* The next entry, borrowed until the call after. False at the end, and when it gave up. */
SV_MUST_USE bool sv_sorted_next(struct sv_sorted *sorted, sv_str *key_out, sv_str *value_out);
/* Whether it ended before all was told. */
bool sv_sorted_gave_up(const struct sv_sorted *sorted);
/* Whether it gave up for damage, and not for something that RocksDB knows and this does not. */
bool sv_sorted_is_damaged(const struct sv_sorted *sorted);
/* Takes NULL. */
void sv_sorted_free(struct sv_sorted *sorted);
#endif
