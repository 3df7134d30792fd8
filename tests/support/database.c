#include "support/database.h"

#include <dirent.h>
#include <rocksdb/c.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

enum { KEYS = 1000, ROUNDS = 6, STEPS = 700, CRC32C = 1 };

struct writer {
    rocksdb_t *db;
    rocksdb_column_family_handle_t *family;
    rocksdb_writeoptions_t *how;
    uint64_t random;
};

static void must(char *error)
{
    if (!error)
        return;
    fprintf(stderr, "RocksDB: %s\n", error);
    abort();
}

static unsigned draw(struct writer *w, unsigned below)
{
    w->random = w->random * 6364136223846793005u + 1442695040888963407u;
    return (unsigned)(w->random >> 33) % below;
}

/* ---- the merge operator that Flink's databases name ---- */

static char *join(const char *const *parts, const size_t *bytes, int count, unsigned char *success, size_t *n_out)
{
    size_t n = 0;
    for (int i = 0; i < count; i++)
        n += bytes[i] + 1;
    char *text = malloc(n + 1), *at = text;
    for (int i = 0; i < count && text; i++) {
        if (i)
            *at++ = ',';
        memcpy(at, parts[i], bytes[i]);
        at += bytes[i];
    }
    *success = text != NULL;
    *n_out = text ? (size_t)(at - text) : 0;
    return text;
}

static char *merge_full(void *state, const char *key, size_t key_bytes, const char *existing, size_t existing_bytes,
                        const char *const *operands, const size_t *bytes, int count, unsigned char *success, size_t *n)
{
    (void)state, (void)key, (void)key_bytes;
    const char **parts = calloc((size_t)count + 1, sizeof *parts);
    size_t *sizes = calloc((size_t)count + 1, sizeof *sizes);
    int kept = 0;
    if (!parts || !sizes)
        abort();
    if (existing) {
        parts[kept] = existing;
        sizes[kept++] = existing_bytes;
    }
    for (int i = 0; i < count; i++) {
        parts[kept] = operands[i];
        sizes[kept++] = bytes[i];
    }
    char *text = join(parts, sizes, kept, success, n);
    free(parts);
    free(sizes);
    return text;
}

/* RocksDB would join operands while it writes: then none are left to be joined while reading. */
static char *merge_partial(void *state, const char *key, size_t key_bytes, const char *const *operands,
                           const size_t *bytes, int count, unsigned char *success, size_t *n)
{
    (void)state, (void)key, (void)key_bytes, (void)operands, (void)bytes, (void)count;
    *success = 0;
    *n = 0;
    return NULL;
}

static void merge_free(void *state, const char *text, size_t bytes)
{
    (void)state, (void)bytes;
    free((void *)(uintptr_t)text);
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

/* ---- writing ---- */

static rocksdb_options_t *make_options(struct database_form form)
{
    rocksdb_options_t *options = rocksdb_options_create();
    rocksdb_block_based_table_options_t *table = rocksdb_block_based_options_create();
    rocksdb_options_set_create_if_missing(options, 1);
    rocksdb_options_set_create_missing_column_families(options, 1);
    rocksdb_options_set_compression(options, form.packing);
    rocksdb_options_set_disable_auto_compactions(options, 1);
    rocksdb_options_set_target_file_size_base(options, 8 << 10);
    rocksdb_options_set_merge_operator(
        options, rocksdb_mergeoperator_create(NULL, merge_destroy, merge_full, merge_partial, merge_free, merge_name));
    rocksdb_block_based_options_set_format_version(table, form.version);
    rocksdb_block_based_options_set_checksum(table, CRC32C);
    rocksdb_block_based_options_set_block_size(table, 512);
    if (form.two_levels)
        rocksdb_block_based_options_set_index_type(table, rocksdb_block_based_table_index_type_two_level_index_search);
    if (form.large_indexes)
        rocksdb_block_based_options_set_index_block_restart_interval(table, 8);
    if (form.hashes)
        rocksdb_block_based_options_set_data_block_index_type(
            table, rocksdb_block_based_table_data_block_index_type_binary_search_and_hash);
    rocksdb_options_set_block_based_table_factory(options, table);
    rocksdb_block_based_options_destroy(table);
    return options;
}

/* Two bytes of a key group and some that many keys share. */
static size_t make_key(struct writer *w, char out[64])
{
    unsigned i = draw(w, KEYS);
    return (size_t)snprintf(out, 64, "%c%ckey of some length %u", (char)(i % 7), (char)(i % 5), i * 7919);
}

static void do_one(struct writer *w)
{
    char key[64], value[300], *error = NULL;
    size_t key_bytes = make_key(w, key), n = draw(w, 9) ? draw(w, 40) : draw(w, sizeof value);
    memset(value, 'a' + (int)draw(w, 26), n);
    unsigned what = draw(w, 10);
    if (what < 4)
        rocksdb_put_cf(w->db, w->how, w->family, key, key_bytes, value, n, &error);
    else if (what < 8)
        rocksdb_merge_cf(w->db, w->how, w->family, key, key_bytes, value, n, &error);
    else
        rocksdb_delete_cf(w->db, w->how, w->family, key, key_bytes, &error);
    must(error);
}

static void fill(struct writer *w, struct database_form form)
{
    rocksdb_flushoptions_t *flush = rocksdb_flushoptions_create();
    char *error = NULL;
    for (int round = 0; round < ROUNDS; round++) {
        for (int i = 0; i < STEPS; i++)
            do_one(w);
        rocksdb_put(w->db, w->how, "other", 5, "family", 6, &error);
        must(error);
        if (form.ranges && round == ROUNDS / 2)
            rocksdb_delete_range_cf(w->db, w->how, w->family, "\1", 1, "\2", 1, &error);
        must(error);
        rocksdb_flush_cf(w->db, flush, w->family, &error);
        must(error);
        if (form.compacted && round == ROUNDS / 2)
            rocksdb_compact_range_cf(w->db, w->family, NULL, 0, NULL, 0);
    }
    rocksdb_flush(w->db, flush, &error);
    must(error);
    rocksdb_flushoptions_destroy(flush);
}

void database_write(const struct scratch *scratch, struct database_form form, unsigned seed)
{
    static const char *const names[] = { "default", DATABASE_FAMILY };
    rocksdb_column_family_handle_t *families[2];
    rocksdb_options_t *options = make_options(form);
    const rocksdb_options_t *each[] = { options, options };
    char *path = scratch_path(scratch, "db"), *error = NULL;
    rocksdb_t *db = rocksdb_open_column_families(options, path, 2, names, each, families, &error);
    must(error);
    struct writer w = {
        .db = db, .family = families[1], .how = rocksdb_writeoptions_create(), .random = seed * 2654435761u
    };
    rocksdb_writeoptions_disable_WAL(w.how, 1);
    fill(&w, form);
    rocksdb_writeoptions_destroy(w.how);
    for (int i = 0; i < 2; i++)
        rocksdb_column_family_handle_destroy(families[i]);
    rocksdb_close(db);
    rocksdb_options_destroy(options);
    free(path);
}

/* ---- the handle ---- */

static void add_file(struct sv_handle *handle, const char *folder, const char *name, struct sv_arena *arena)
{
    struct sv_file *file = SV_NEW(arena, struct sv_file);
    struct sv_place *place = SV_NEW(arena, struct sv_place);
    struct stat found;
    char path[512];
    snprintf(path, sizeof path, "%s/%s", folder, name);
    if (!file || !place || stat(path, &found) != 0)
        abort();
    *place = (struct sv_place){ .path = sv_arena_copy(arena, (sv_str){ path, strlen(path) + 1 }).p,
                                .file_bytes = (uint64_t)found.st_size };
    *file = (struct sv_file){ .name = sv_arena_copy(arena, sv_str_of(name)), .next = handle->shared };
    file->blob =
        (struct sv_blob){ .kind = SV_BLOB_FILE, .name = file->name, .size = place->file_bytes, .place = place };
    handle->shared = file;
    handle->shared_count++;
}

struct sv_handle *database_handle(const struct scratch *scratch, struct sv_arena *arena)
{
    struct sv_handle *handle = SV_NEW(arena, struct sv_handle);
    char *path = scratch_path(scratch, "db");
    DIR *folder = opendir(path);
    if (!handle || !folder)
        abort();
    *handle = (struct sv_handle){ .kind = SV_HANDLE_INCREMENTAL };
    for (const struct dirent *entry; (entry = readdir(folder));)
        if (strstr(entry->d_name, ".sst") || strstr(entry->d_name, "MANIFEST") || strcmp(entry->d_name, "CURRENT") == 0)
            add_file(handle, path, entry->d_name, arena);
    closedir(folder);
    free(path);
    return handle;
}
