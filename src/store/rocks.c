/* rocks.c: RocksDB through its C API. docs/format/rocksdb.md
 *
 * Flink puts the elements of a list state by merging: RocksDB keeps operands, and a merge operator joins them with a comma
 * when they are read. The C API does not have that operator by name, so there is one here.
 *
 * Mirrors RocksDBOperationUtils#openDB, StringAppendTESTOperator. */
#include "store/rocks.h"

#include <rocksdb/c.h>
#include <stdlib.h>
#include <string.h>

/* Memory: every open file costs its index, every iterator one buffer for each file it merges. */
enum { OPEN_FILES_MOST = 512, CACHE_BYTES = 8 << 20 };

struct sv_rocks_db {
    rocksdb_t *db;
    rocksdb_options_t *options;
    rocksdb_cache_t *cache;
    char **names;
    rocksdb_column_family_handle_t **families;
    size_t count;
};
struct sv_rocks_iterator {
    rocksdb_readoptions_t *options;
    rocksdb_iterator_t *it;
    bool begun;
    char *error;
};

const char *sv_rocks_version(void)
{
    return SNAPVET_ROCKSDB_VERSION; /* its header that says so is C++ */
}

/* ---- merge operator ---- */

static char *join(const char *existing, size_t existing_bytes, const char *const *operands, const size_t *bytes,
                  int count, unsigned char *success, size_t *joined_bytes)
{
    size_t n = existing ? existing_bytes : 0, at = 0;
    bool some = existing != NULL;
    for (int i = 0; i < count; i++)
        n += bytes[i] + 1;
    char *joined = malloc(n ? n : 1);
    *success = joined != NULL;
    *joined_bytes = 0;
    if (!joined)
        return NULL;
    if (existing_bytes && existing)
        memcpy(joined, existing, at = existing_bytes);
    for (int i = 0; i < count; i++) {
        if (some)
            joined[at++] = ',';
        some = true;
        if (bytes[i])
            memcpy(joined + at, operands[i], bytes[i]);
        at += bytes[i];
    }
    *joined_bytes = at;
    return joined;
}

static char *merge_full(void *state, const char *key, size_t key_bytes, const char *existing, size_t existing_bytes,
                        const char *const *operands, const size_t *bytes, int count, unsigned char *success,
                        size_t *joined_bytes)
{
    (void)state, (void)key, (void)key_bytes;
    return join(existing, existing_bytes, operands, bytes, count, success, joined_bytes);
}

static char *merge_partial(void *state, const char *key, size_t key_bytes, const char *const *operands,
                           const size_t *bytes, int count, unsigned char *success, size_t *joined_bytes)
{
    (void)state, (void)key, (void)key_bytes;
    return join(NULL, 0, operands, bytes, count, success, joined_bytes);
}

static void merge_free(void *state, const char *value, size_t bytes)
{
    (void)state, (void)bytes;
    free((void *)(uintptr_t)value);
}

static void merge_destroy(void *state)
{
    (void)state;
}

static const char *merge_name(void *state)
{
    (void)state;
    return "StringAppendTESTOperator";
}

/* ---- opening ---- */

static void make_options(struct sv_rocks_db *db)
{
    rocksdb_block_based_table_options_t *table = rocksdb_block_based_options_create();
    db->cache = rocksdb_cache_create_lru(CACHE_BYTES);
    db->options = rocksdb_options_create();
    rocksdb_block_based_options_set_block_cache(table, db->cache);
    rocksdb_block_based_options_set_cache_index_and_filter_blocks(table, 0);
    rocksdb_options_set_block_based_table_factory(db->options, table);
    rocksdb_block_based_options_destroy(table);
    rocksdb_options_set_max_open_files(db->options, OPEN_FILES_MOST);
    rocksdb_options_set_skip_stats_update_on_db_open(db->options, 1);
    rocksdb_options_set_skip_checking_sst_file_sizes_on_db_open(db->options, 1);
    rocksdb_options_set_merge_operator(
        db->options,
        rocksdb_mergeoperator_create(NULL, merge_destroy, merge_full, merge_partial, merge_free, merge_name));
}

static bool open_families(struct sv_rocks_db *db, const char *folder, char **error)
{
    db->names = rocksdb_list_column_families(db->options, folder, &db->count, error);
    if (*error)
        return false;
    db->families = calloc(db->count, sizeof *db->families);
    const rocksdb_options_t **options = calloc(db->count, sizeof *options);
    if (db->families && options) {
        for (size_t i = 0; i < db->count; i++)
            options[i] = db->options;
        db->db = rocksdb_open_for_read_only_column_families(
            db->options, folder, (int)db->count, (const char *const *)db->names, options, db->families, 0, error);
    }
    free(options);
    return db->db != NULL;
}

bool sv_rocks_open(const char *folder, struct sv_rocks_db **out, struct sv_buf *why)
{
    char *error = NULL;
    struct sv_rocks_db *db = calloc(1, sizeof *db);
    if (db) {
        make_options(db);
        if (open_families(db, folder, &error)) {
            *out = db;
            return true;
        }
    }
    sv_buf_puts(why, error ? error : "out of memory");
    rocksdb_free(error);
    sv_rocks_close(db);
    return false;
}

void sv_rocks_close(struct sv_rocks_db *db)
{
    if (!db)
        return;
    for (size_t i = 0; i < db->count && db->db; i++)
        rocksdb_column_family_handle_destroy(db->families[i]);
    if (db->db)
        rocksdb_close(db->db);
    if (db->names)
        rocksdb_list_column_families_destroy(db->names, db->count);
    if (db->options)
        rocksdb_options_destroy(db->options);
    if (db->cache)
        rocksdb_cache_destroy(db->cache);
    free(db->families);
    free(db);
}

/* ---- reading ---- */

bool sv_rocks_iterate(struct sv_rocks_db *db, sv_str family, sv_str first, sv_str end, size_t ahead_bytes,
                      struct sv_rocks_iterator **out)
{
    size_t i = 0;
    *out = NULL;
    while (i < db->count && !sv_str_eq(sv_str_of(db->names[i]), family))
        i++;
    if (i == db->count)
        return true;
    struct sv_rocks_iterator *iterator = calloc(1, sizeof *iterator);
    if (!iterator)
        return false;
    iterator->options = rocksdb_readoptions_create();
    rocksdb_readoptions_set_fill_cache(iterator->options, 0);
    rocksdb_readoptions_set_verify_checksums(iterator->options, 1);
    rocksdb_readoptions_set_readahead_size(iterator->options, ahead_bytes);
    rocksdb_readoptions_set_total_order_seek(iterator->options, 1);
    if (end.n)
        rocksdb_readoptions_set_iterate_upper_bound(iterator->options, end.p, end.n);
    iterator->it = rocksdb_create_iterator_cf(db->db, iterator->options, db->families[i]);
    rocksdb_iter_seek(iterator->it, first.p, first.n);
    *out = iterator;
    return true;
}

bool sv_rocks_next(struct sv_rocks_iterator *iterator, sv_str *key_out, sv_str *value_out)
{
    if (iterator->begun && !iterator->error)
        rocksdb_iter_next(iterator->it);
    iterator->begun = true;
    if (iterator->error)
        return false;
    if (!rocksdb_iter_valid(iterator->it)) {
        rocksdb_iter_get_error(iterator->it, &iterator->error);
        return false;
    }
    key_out->p = rocksdb_iter_key(iterator->it, &key_out->n);
    value_out->p = rocksdb_iter_value(iterator->it, &value_out->n);
    return true;
}

const char *sv_rocks_error(const struct sv_rocks_iterator *iterator)
{
    return iterator->error;
}

void sv_rocks_iterator_free(struct sv_rocks_iterator *iterator)
{
    if (!iterator)
        return;
    rocksdb_iter_destroy(iterator->it);
    rocksdb_readoptions_destroy(iterator->options);
    rocksdb_free(iterator->error);
    free(iterator);
}
