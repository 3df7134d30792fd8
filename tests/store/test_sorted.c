/* test_sorted.c: entries merged from SST files beside what RocksDB itself reads in them. */
#include <criterion/criterion.h>
#include <rocksdb/c.h>
#include <stdlib.h>

#include "base/limits.h"
#include "store/rocks.h"
#include "store/sorted.h"
#include "support/database.h"
#include "support/fixture.h"

static struct scratch scratch;
static struct sv_arena arena;
static struct sv_stage stage;
static struct sv_rocks_db *db;

static void begin(void)
{
    scratch_make(&scratch);
    sv_arena_init(&arena, SV_LIMIT_MODEL_BYTES);
}

static void close_all(void)
{
    sv_rocks_close(db);
    sv_stage_free(&stage);
    db = NULL;
}

static void end(void)
{
    close_all();
    sv_arena_free(&arena);
    scratch_remove(&scratch);
}

static void open_handle(const struct sv_handle *handle)
{
    struct sv_error err;
    struct sv_buf why;
    const struct sv_stage_options options = { .parent = scratch.root };
    sv_buf_init(&why, SV_LIMIT_REPORT_BYTES);
    cr_assert_eq(sv_stage_new(handle, &options, &stage, &err), SV_OK, "%s", err.text);
    cr_assert(sv_rocks_open(stage.folder, &db, &why), "%.*s", (int)why.n, why.p);
    sv_buf_free(&why);
}

static void write_and_open(struct database_form form, unsigned seed)
{
    database_write(&scratch, form, seed);
    open_handle(database_handle(&scratch, &arena));
}

static void add(struct sv_buf *out, sv_str key, sv_str value)
{
    sv_buf_u64(out, key.n);
    sv_buf_putc(out, ':');
    sv_buf_add(out, key);
    sv_buf_u64(out, value.n);
    sv_buf_putc(out, ':');
    sv_buf_add(out, value);
}

/* Entries in a row; how many. */
static size_t by_rocksdb(sv_str first, sv_str last, struct sv_buf *out)
{
    struct sv_rocks_iterator *it;
    sv_str key, value;
    size_t n = 0;
    cr_assert(sv_rocks_iterate(db, SV_STR(DATABASE_FAMILY), first, last, 0, &it) && it);
    for (; sv_rocks_next(it, &key, &value); n++)
        add(out, key, value);
    cr_assert_null(sv_rocks_error(it));
    sv_rocks_iterator_free(it);
    return n;
}

/* SIZE_MAX when it gave up. */
static size_t by_hand(sv_str first, sv_str last, struct sv_buf *out)
{
    struct sv_sorted *sorted = sv_sorted_new(&stage, SV_STR(DATABASE_FAMILY), first, last);
    sv_str key, value;
    size_t n = 0;
    if (!sorted)
        return SIZE_MAX;
    for (; sv_sorted_next(sorted, &key, &value); n++)
        add(out, key, value);
    if (sv_sorted_gave_up(sorted))
        n = SIZE_MAX;
    sv_sorted_free(sorted);
    return n;
}

static size_t expect_same(sv_str first, sv_str last)
{
    struct sv_buf theirs, ours;
    sv_buf_init(&theirs, SV_LIMIT_REPORT_BYTES);
    sv_buf_init(&ours, SV_LIMIT_REPORT_BYTES);
    size_t n = by_rocksdb(first, last, &theirs);
    cr_expect_eq(by_hand(first, last, &ours), n);
    cr_expect(sv_str_eq(sv_buf_str(&theirs), sv_buf_str(&ours)));
    sv_buf_free(&theirs);
    sv_buf_free(&ours);
    return n;
}

#define ALL ((sv_str){ "", 0 })

TestSuite(sorted, .init = begin, .fini = end);

Test(sorted, merges_as_rocksdb_does_in_every_form)
{
    static const int packings[] = { rocksdb_no_compression, rocksdb_snappy_compression, rocksdb_lz4_compression,
                                    rocksdb_zstd_compression };
    for (unsigned i = 0; i < 32; i++) {
        const struct database_form form = { .packing = packings[i % 4],
                                            .version = 2 + (int)(i / 4 % 4),
                                            .two_levels = i / 2 % 2,
                                            .large_indexes = i / 8 % 2,
                                            .compacted = i / 16 % 2 || i % 3 == 0 };
        write_and_open(form, i + 1);
        cr_expect_gt(expect_same(ALL, ALL), 100);
        for (char group = 0; group < 8; group++) {
            const char next = (char)(group + 1);
            size_t n = expect_same((sv_str){ &group, 1 }, (sv_str){ &next, 1 });
            cr_expect(group == 7 ? n == 0 : n > 0, "key group %d", group);
        }
        expect_same(SV_STR("\3\2key of some length 5"), ALL);
        close_all();
        scratch_remove(&scratch);
        scratch_make(&scratch);
    }
}

Test(sorted, a_family_without_files_has_no_entries)
{
    write_and_open((struct database_form){ .version = 5 }, 1);
    struct sv_sorted *sorted = sv_sorted_new(&stage, SV_STR("none"), ALL, ALL);
    sv_str key, value;
    cr_assert_not_null(sorted);
    cr_expect_not(sv_sorted_next(sorted, &key, &value));
    cr_expect_not(sv_sorted_gave_up(sorted));
    sv_sorted_free(sorted);
}

/* Without RocksDB's list no bounds are known: each file is merged with all others. */
Test(sorted, files_may_lack_bounds)
{
    write_and_open((struct database_form){ .version = 5, .compacted = true }, 3);
    for (size_t i = 0; i < stage.table_count; i++)
        stage.tables[i].first_key = stage.tables[i].last_key = (sv_str){ "", 0 };
    cr_expect_gt(expect_same(ALL, ALL), 100);
}

Test(sorted, bounds_that_are_wrong_are_noticed)
{
    write_and_open((struct database_form){ .version = 5 }, 3);
    size_t of_family = 0;
    for (size_t i = 0; i < stage.table_count; i++)
        if (sv_str_eq(stage.tables[i].family, SV_STR(DATABASE_FAMILY))) {
            stage.tables[i].first_key = stage.tables[i].last_key = of_family++ ? SV_STR("b") : SV_STR("a");
        }
    cr_assert_gt(of_family, 1);
    struct sv_buf out;
    sv_buf_init(&out, SV_LIMIT_REPORT_BYTES);
    cr_expect_eq(by_hand(ALL, ALL, &out), SIZE_MAX);
    sv_buf_free(&out);
}

Test(sorted, what_is_special_is_left_to_rocksdb)
{
    write_and_open((struct database_form){ .version = 5, .ranges = true }, 4);
    cr_expect_null(sv_sorted_new(&stage, SV_STR(DATABASE_FAMILY), ALL, ALL));
    close_all();
    scratch_remove(&scratch);
    scratch_make(&scratch);
    write_and_open((struct database_form){ .version = 5, .hashes = true }, 4);
    struct sv_buf out;
    sv_buf_init(&out, SV_LIMIT_REPORT_BYTES);
    cr_expect_eq(by_hand(ALL, ALL, &out), SIZE_MAX, "an index of hashes behind the entries");
    sv_buf_free(&out);
}

/* One file of the family, as a copy whose bytes may be changed. */
static struct sv_blob damaged;
static unsigned char *take_copy(size_t *n_out)
{
    size_t i = 0;
    while (!sv_str_eq(stage.tables[i].family, SV_STR(DATABASE_FAMILY)))
        i++;
    damaged = *stage.tables[i].blob;
    unsigned char *bytes = fixture_load(damaged.place->path, n_out);
    scratch_file(&scratch, "copy", bytes, *n_out);
    struct sv_place *place = SV_NEW(&arena, struct sv_place);
    char *path = scratch_path(&scratch, "copy");
    *place =
        (struct sv_place){ .path = sv_arena_copy(&arena, (sv_str){ path, strlen(path) + 1 }).p, .file_bytes = *n_out };
    damaged.place = place;
    stage.tables[i].blob = &damaged;
    free(path);
    return bytes;
}

/* Checksums cover all blocks: what is told before it gives up is a beginning of the whole. */
Test(sorted, each_flipped_byte_is_noticed_or_harmless)
{
    struct sv_buf whole, out;
    size_t n, gave_up = 0;
    write_and_open((struct database_form){ .version = 5, .packing = rocksdb_snappy_compression }, 5);
    sv_buf_init(&whole, SV_LIMIT_REPORT_BYTES);
    sv_buf_init(&out, SV_LIMIT_REPORT_BYTES);
    size_t count = by_hand(ALL, ALL, &whole);
    cr_assert_gt(count, 100);
    unsigned char *bytes = take_copy(&n);
    for (size_t at = 0; at < n; at += at % 7 + 1) {
        bytes[at] ^= 0x11;
        scratch_file(&scratch, "copy", bytes, n);
        bytes[at] ^= 0x11;
        out.n = 0;
        size_t told = by_hand(ALL, ALL, &out);
        gave_up += told == SIZE_MAX;
        cr_expect(told == SIZE_MAX || told == count, "byte %zu", at);
        cr_expect(sv_str_starts(sv_buf_str(&whole), sv_buf_str(&out)), "byte %zu", at);
    }
    cr_expect_gt(gave_up, 100);
    free(bytes);
    sv_buf_free(&whole);
    sv_buf_free(&out);
}

Test(sorted, each_shorter_file_is_noticed)
{
    struct sv_buf out;
    size_t n;
    write_and_open((struct database_form){ .version = 5, .packing = rocksdb_lz4_compression }, 6);
    unsigned char *bytes = take_copy(&n);
    sv_buf_init(&out, SV_LIMIT_REPORT_BYTES);
    for (size_t length = 0; length < n; length += 13) {
        scratch_file(&scratch, "copy", bytes, length);
        damaged.size = length;
        cr_expect_eq(by_hand(ALL, ALL, &out), SIZE_MAX, "%zu of %zu bytes", length, n);
        out.n = 0;
    }
    free(bytes);
    sv_buf_free(&out);
}
