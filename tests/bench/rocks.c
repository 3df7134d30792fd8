/* rocks.c: makes large RocksDB state as Flink leaves it, and reads it by a plain iterator. Called by tools/bench.
 *
 *   rocks_bench write FOLDER MEGABYTES snappy|lz4|zstd   a checkpoint: _metadata, and the files of one database in "db"
 *   rocks_bench plain FOLDER                             seconds of one thread over all entries, default read options
 */
#include <dirent.h>
#include <errno.h>
#include <inttypes.h>
#include <rocksdb/c.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>

#include "decode/decode.h"
#include "support/bytes.h"

#define STATE "words"
enum {
    KEY_GROUPS = 128,
    KEY_CHARS = 16,
    VALUE_CHARS = 100,
    FILE_HANDLE = 2,
    INCREMENTAL_HANDLE = 11,
    RELATIVE_HANDLE = 6
};

static _Noreturn void give_up(const char *what, const char *why)
{
    fprintf(stderr, "rocks_bench: %s: %s\n", what, why);
    exit(EXIT_FAILURE);
}

static void must(const char *what, char *error)
{
    if (error)
        give_up(what, error);
}

/* ---- database ---- */

static rocksdb_options_t *options_for(const char *packing)
{
    rocksdb_options_t *options = rocksdb_options_create();
    rocksdb_options_set_create_if_missing(options, 1);
    rocksdb_options_set_create_missing_column_families(options, 1);
    /* As FRocksDB 6.20 writes: version 5, CRC-32C. */
    rocksdb_block_based_table_options_t *table = rocksdb_block_based_options_create();
    rocksdb_block_based_options_set_format_version(table, 5);
    rocksdb_block_based_options_set_checksum(table, 1);
    rocksdb_options_set_block_based_table_factory(options, table);
    rocksdb_block_based_options_destroy(table);
    rocksdb_options_set_target_file_size_base(options, (uint64_t)64 << 20);
    rocksdb_options_set_compression(options, strcmp(packing, "lz4") == 0    ? rocksdb_lz4_compression
                                             : strcmp(packing, "zstd") == 0 ? rocksdb_zstd_compression
                                                                            : rocksdb_snappy_compression);
    return options;
}

/* String#hashCode of ASCII. */
static int32_t hash_of(const char *text)
{
    uint32_t hash = 0;
    for (; *text; text++)
        hash = 31 * hash + (unsigned char)*text;
    return (int32_t)hash;
}

/* Key group, key and the one byte of VoidNamespace; both strings as StringSerializer writes them. */
static void put_entry(rocksdb_t *db, rocksdb_writeoptions_t *how, rocksdb_column_family_handle_t *family, uint64_t i)
{
    char key[1 + 1 + KEY_CHARS + 1 + 1], value[1 + VALUE_CHARS], *error = NULL;
    uint64_t random = i * 0x9e3779b97f4a7c15u;
    snprintf(key + 2, KEY_CHARS + 1, "%016" PRIx64, random);
    key[0] = (char)sv_key_group_of(hash_of(key + 2), KEY_GROUPS);
    key[1] = KEY_CHARS + 1;
    key[2 + KEY_CHARS] = 0;
    value[0] = VALUE_CHARS + 1;
    /* Half of it packs well. */
    for (int at = 0; at < VALUE_CHARS; at++) {
        random = random * 6364136223846793005u + 1442695040888963407u;
        value[1 + at] = at % 2 ? 'a' : (char)('0' + (random >> 60) + (random >> 59) % 20);
    }
    rocksdb_put_cf(db, how, family, key, 2 + KEY_CHARS + 1, value, sizeof value, &error);
    must("cannot put", error);
}

static void write_database(const char *path, long megabytes, const char *packing)
{
    rocksdb_options_t *options = options_for(packing);
    const rocksdb_options_t *each[] = { options, options };
    const char *names[] = { "default", STATE };
    rocksdb_column_family_handle_t *families[2];
    char *error = NULL;
    rocksdb_t *db = rocksdb_open_column_families(options, path, 2, names, each, families, &error);
    must("cannot make a database", error);
    rocksdb_writeoptions_t *how = rocksdb_writeoptions_create();
    rocksdb_writeoptions_disable_WAL(how, 1);
    uint64_t count = (uint64_t)megabytes * 1000000 / (KEY_CHARS + VALUE_CHARS);
    for (uint64_t i = 0; i < count; i++)
        put_entry(db, how, families[1], i);
    rocksdb_flushoptions_t *flush = rocksdb_flushoptions_create();
    rocksdb_flush_cf(db, flush, families[1], &error);
    must("cannot flush", error);
    rocksdb_compact_range_cf(db, families[1], NULL, 0, NULL, 0);
    for (int i = 0; i < 2; i++)
        rocksdb_column_family_handle_destroy(families[i]);
    rocksdb_close(db);
    rocksdb_flushoptions_destroy(flush);
    rocksdb_writeoptions_destroy(how);
    rocksdb_options_destroy(options);
}

/* ---- checkpoint ---- */

static void add_serializer(struct bytes *b, const char *key, const char *class_name)
{
    if (key)
        bytes_utf(b, key);
    bytes_i32(b, 2);
    bytes_versioned(b, class_name, 3);
}

static void add_head(struct bytes *b)
{
    static const char string[] = "org.apache.flink.api.common.typeutils.base.StringSerializer$StringSerializerSnapshot";
    bytes_i32(b, 6);
    bytes_bool(b, false);
    add_serializer(b, NULL, string);
    bytes_i16(b, 1);
    bytes_utf(b, STATE);
    bytes_i32(b, 0);
    bytes_i32(b, 1);
    bytes_utf(b, "KEYED_STATE_TYPE");
    bytes_utf(b, "VALUE");
    bytes_i32(b, 2);
    add_serializer(b, "NAMESPACE_SERIALIZER",
                   "org.apache.flink.runtime.state.VoidNamespaceSerializer$VoidNamespaceSerializerSnapshot");
    add_serializer(b, "VALUE_SERIALIZER", string);
}

static void write_file(const char *folder, const char *name, const struct bytes *b)
{
    char *path;
    if (asprintf(&path, "%s/%s", folder, name) < 0)
        give_up(name, "no memory");
    FILE *file = fopen(path, "wb");
    if (!file || fwrite(b->p, 1, b->n, file) != b->n || fclose(file) != 0)
        give_up(path, strerror(errno));
    free(path);
}

/* The files of the database whose names end so or do not: how many, and their handles. */
static int32_t add_files(struct bytes *b, const char *path, bool tables)
{
    int32_t count = 0;
    DIR *dir = opendir(path);
    if (!dir)
        give_up(path, strerror(errno));
    for (const struct dirent *entry; (entry = readdir(dir));) {
        const char *name = entry->d_name, *dot = strrchr(name, '.');
        bool is_table = dot && strcmp(dot, ".sst") == 0;
        bool is_list = strcmp(name, "CURRENT") == 0 || strncmp(name, "MANIFEST", 8) == 0;
        char *file;
        struct stat st;
        if (tables ? !is_table : !is_list)
            continue;
        if (asprintf(&file, "%s/%s", path, name) < 0 || stat(file, &st) != 0)
            give_up(name, "cannot be found");
        bytes_utf(b, name);
        bytes_u8(b, FILE_HANDLE);
        bytes_i64(b, st.st_size);
        bytes_utf(b, file);
        free(file);
        count++;
    }
    closedir(dir);
    return count;
}

static void add_list(struct bytes *b, const char *path, bool tables)
{
    size_t at = b->n;
    bytes_i32(b, 0);
    bytes_patch_i32(b, at, add_files(b, path, tables));
}

static int write_checkpoint(const char *folder, long megabytes, const char *packing)
{
    struct bytes b = { 0 }, head = { 0 };
    char *path = NULL, *whole = realpath(folder, NULL);
    if (!whole || asprintf(&path, "%s/db", whole) < 0)
        give_up(folder, strerror(errno));
    write_database(path, megabytes, packing);
    add_head(&head);
    write_file(folder, "head", &head);
    bytes_i32(&b, 0x4960672d);
    bytes_i32(&b, 3);
    bytes_i64(&b, 1);
    bytes_i32(&b, 0); /* no master states */
    bytes_i32(&b, 1);
    bytes_fill(&b, 7, 16); /* operator id */
    bytes_i32(&b, 1);
    bytes_i32(&b, KEY_GROUPS);
    bytes_u8(&b, 0); /* no coordinator state */
    bytes_i32(&b, 1);
    bytes_fill(&b, 0, 12); /* subtask 0 without operator state */
    bytes_u8(&b, INCREMENTAL_HANDLE);
    bytes_i64(&b, 1);
    bytes_utf(&b, "0b5d3f6c-52a4-4a8e-9d1b-6f1f3a0c9e77");
    bytes_i32(&b, 0);
    bytes_i32(&b, KEY_GROUPS);
    bytes_i64(&b, 0);
    bytes_u8(&b, RELATIVE_HANDLE);
    bytes_utf(&b, "head");
    bytes_i64(&b, (int64_t)head.n);
    add_list(&b, path, true);
    add_list(&b, path, false);
    bytes_utf(&b, "2f0c7a3e-7b0c-4f8f-8f52-3a9d8a1f5b60");
    bytes_u8(&b, 0);  /* no raw keyed state */
    bytes_i64(&b, 0); /* no channel state of either kind */
    write_file(folder, "_metadata", &b);
    bytes_free(&b);
    bytes_free(&head);
    free(path);
    free(whole);
    return EXIT_SUCCESS;
}

/* ---- reading ---- */

static double now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static int read_plainly(const char *path)
{
    rocksdb_options_t *options = rocksdb_options_create();
    const rocksdb_options_t *each[] = { options, options };
    const char *names[] = { "default", STATE };
    rocksdb_column_family_handle_t *families[2];
    char *error = NULL;
    uint64_t count = 0, sum = 0;
    double begun = now();
    rocksdb_t *db = rocksdb_open_for_read_only_column_families(options, path, 2, names, each, families, 0, &error);
    must("cannot open", error);
    rocksdb_readoptions_t *how = rocksdb_readoptions_create();
    rocksdb_iterator_t *it = rocksdb_create_iterator_cf(db, how, families[1]);
    for (rocksdb_iter_seek_to_first(it); rocksdb_iter_valid(it); rocksdb_iter_next(it)) {
        size_t key_bytes, value_bytes;
        const char *key = rocksdb_iter_key(it, &key_bytes), *value = rocksdb_iter_value(it, &value_bytes);
        sum += key_bytes + value_bytes + (unsigned char)key[0] + (unsigned char)value[0];
        count++;
    }
    rocksdb_iter_get_error(it, &error);
    must("cannot read", error);
    printf("%.3f %" PRIu64 "\n", now() - begun, count);
    fprintf(stderr, "%s%" PRIu64 "\n", sum ? "" : "empty ", sum);
    rocksdb_iter_destroy(it);
    rocksdb_readoptions_destroy(how);
    for (int i = 0; i < 2; i++)
        rocksdb_column_family_handle_destroy(families[i]);
    rocksdb_close(db);
    rocksdb_options_destroy(options);
    return EXIT_SUCCESS;
}

int main(int argc, char **argv)
{
    if (argc == 5 && strcmp(argv[1], "write") == 0)
        return write_checkpoint(argv[2], strtol(argv[3], NULL, 10), argv[4]);
    if (argc == 3 && strcmp(argv[1], "plain") == 0)
        return read_plainly(argv[2]);
    fputs("usage: rocks_bench write FOLDER MEGABYTES snappy|lz4|zstd, rocks_bench plain FOLDER\n", stderr);
    return 64;
}
