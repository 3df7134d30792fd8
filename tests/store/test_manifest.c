#include <criterion/criterion.h>
#include <stdlib.h>

#include "base/buf.h"
#include "store/crc32c.h"
#include "store/manifest.h"
#include "support/bytes.h"
#include "support/sweep.h"

enum { WHOLE = 1, FIRST, MIDDLE, LAST, REUSED = 4, BLOCK = 32768 };

Test(crc32c, known_sums)
{
    static const unsigned char zeros[32];
    struct sv_crc32c crc;
    sv_crc32c_init(&crc);
    cr_expect_eq(sv_crc32c(&crc, (const unsigned char *)"123456789", 9), 0xE3069283);
    cr_expect_eq(sv_crc32c(&crc, zeros, sizeof zeros), 0x8A9136AA); /* RFC 3720, B.4 */
    cr_expect_eq(sv_crc32c(&crc, zeros, 0), 0);
    cr_expect_eq(sv_crc32c_masked(0), 0xA282EAD8);
}

static void varint(struct bytes *b, uint64_t v)
{
    for (; v > 127; v >>= 7)
        bytes_u8(b, (uint8_t)(v | 128));
    bytes_u8(b, (uint8_t)v);
}

static void slice(struct bytes *b, const char *text)
{
    varint(b, strlen(text));
    bytes_raw(b, text, strlen(text));
}

static void add_file(struct bytes *b, uint64_t number, uint64_t size)
{
    varint(b, 103);
    varint(b, 0);
    varint(b, number);
    varint(b, size);
    slice(b, "smallest");
    slice(b, "largest");
    varint(b, 1);
    varint(b, 2);
    varint(b, 6); /* a field of its own */
    slice(b, "old");
    varint(b, 1);
}

static void delete_file(struct bytes *b, uint64_t number)
{
    varint(b, 6);
    varint(b, 0);
    varint(b, number);
}

static void little(struct bytes *b, uint64_t v, unsigned n)
{
    for (unsigned i = 0; i < n; i++)
        bytes_u8(b, (uint8_t)(v >> (8 * i)));
}

static void piece(struct bytes *log, uint8_t kind, const unsigned char *p, size_t n)
{
    struct sv_crc32c crc;
    struct bytes summed = { 0 };
    sv_crc32c_init(&crc);
    bytes_u8(&summed, kind);
    if (kind > REUSED)
        little(&summed, 7, 4); /* number of the log */
    bytes_raw(&summed, p, n);
    little(log, sv_crc32c_masked(sv_crc32c(&crc, summed.p, summed.n)), 4);
    little(log, n, 2);
    bytes_raw(log, summed.p, summed.n);
    bytes_free(&summed);
}

static void record(struct bytes *log, struct bytes *edit)
{
    piece(log, WHOLE, edit->p, edit->n);
    edit->n = 0;
}

/* "12:100 14:200", then the defect. */
static char *read(struct bytes *log)
{
    struct sv_cursor cur = bytes_cursor(log);
    struct sv_manifest manifest;
    struct sv_buf out;
    sv_buf_init(&out, SIZE_MAX);
    cr_assert(sv_manifest_read(&cur, &manifest));
    for (size_t i = 0; i < manifest.count; i++)
        sv_buf_printf(&out, "%s%d:%d", i ? " " : "", (int)manifest.files[i].number, (int)manifest.files[i].bytes);
    if (!sv_cur_ok(&cur))
        sv_buf_printf(&out, " %s", sv_defect_text(cur.bad.code));
    sv_buf_putc(&out, '\0');
    sv_manifest_free(&manifest);
    return out.p;
}

static void expect(struct bytes *log, const char *text)
{
    char *got = read(log);
    cr_expect_str_eq(got, text);
    free(got);
}

static void read_swept(const unsigned char *bytes, size_t n, void *context)
{
    struct sv_cursor cur = sv_cur_of(bytes, n, 0);
    struct sv_manifest manifest;
    (void)context;
    if (!sv_manifest_read(&cur, &manifest))
        cr_assert(sweep_has_failed());
    sv_manifest_free(&manifest);
}

static void finish(struct bytes *log, struct bytes *edit)
{
    bytes_free(log);
    bytes_free(edit);
}

Test(manifest, files_that_were_added_and_not_deleted)
{
    struct bytes log = { 0 }, edit = { 0 };
    varint(&edit, 1);
    slice(&edit, "leveldb.BytewiseComparator");
    record(&log, &edit);
    add_file(&edit, 14, 200);
    add_file(&edit, 12, 100);
    record(&log, &edit);
    add_file(&edit, 13, 300);
    delete_file(&edit, 14);
    record(&log, &edit);
    expect(&log, "12:100 13:300");
    add_file(&edit, 12, 100); /* to another level */
    delete_file(&edit, 12);
    record(&log, &edit);
    expect(&log, "12:100 13:300");
    cr_expect_gt(sweep_all(log.p, log.n, 0, read_swept, NULL), log.n);
    finish(&log, &edit);
}

Test(manifest, files_go_with_their_column_family)
{
    struct bytes log = { 0 }, edit = { 0 };
    varint(&edit, 201);
    slice(&edit, "state");
    add_file(&edit, 5, 50);
    varint(&edit, 200);
    varint(&edit, 3);
    record(&log, &edit);
    add_file(&edit, 6, 60);
    record(&log, &edit);
    expect(&log, "5:50 6:60");
    varint(&edit, 200);
    varint(&edit, 3);
    varint(&edit, 202);
    record(&log, &edit);
    expect(&log, "6:60");
    finish(&log, &edit);
}

Test(manifest, edits_in_pieces_and_over_blocks)
{
    struct bytes log = { 0 }, edit = { 0 };
    add_file(&edit, 1, 10);
    add_file(&edit, 2, 20);
    piece(&log, FIRST + REUSED, edit.p, 5);
    piece(&log, MIDDLE + REUSED, edit.p + 5, 7);
    piece(&log, LAST + REUSED, edit.p + 12, edit.n - 12);
    edit.n = 0;
    varint(&edit, 1);
    varint(&edit, BLOCK - 7 - 5 - 4 - log.n);
    bytes_fill(&edit, 'x', BLOCK - 7 - 5 - 4 - log.n);
    record(&log, &edit);
    cr_assert_eq(BLOCK - log.n, 5);
    bytes_fill(&log, 0, 5); /* no room for another head */
    add_file(&edit, 3, 30);
    record(&log, &edit);
    expect(&log, "1:10 2:20 3:30");
    finish(&log, &edit);
}

Test(manifest, what_is_damaged)
{
    struct bytes log = { 0 }, edit = { 0 };
    expect(&log, " cut short");
    add_file(&edit, 1, 10);
    record(&log, &edit);
    size_t first = log.n;
    add_file(&edit, 2, 20);
    record(&log, &edit);
    bytes_patch_u8(&log, log.n - 1, 9);
    expect(&log, "1:10 checksum does not hold");
    log.n = first + 9;
    expect(&log, "1:10 cut short");
    log.n = first;
    piece(&log, FIRST, (const unsigned char *)"x", 1);
    expect(&log, "1:10 cut short");
    log.n = first;
    varint(&edit, 99);
    record(&log, &edit);
    expect(&log, "1:10 format is known but not read");
    log.n = first;
    varint(&edit, 8192 + 5); /* may be passed over */
    slice(&edit, "anything");
    add_file(&edit, 2, 20);
    record(&log, &edit);
    expect(&log, "1:10 2:20");
    finish(&log, &edit);
}

Test(manifest, current)
{
    static const struct {
        const char *text, *name;
    } cases[] = { { "MANIFEST-000004\n", "MANIFEST-000004" },
                  { "MANIFEST-000004", "" },
                  { "MANIFEST-\n", "" },
                  { "MANIFEST-00x004\n", "" },
                  { "OPTIONS-000004\n", "" },
                  { "", "" } };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct sv_cursor cur = sv_cur_of(cases[i].text, strlen(cases[i].text), 0);
        sv_str name = sv_current_read(&cur);
        cr_expect(sv_str_eq(name, sv_str_of(cases[i].name)), "%s", cases[i].text);
        cr_expect_eq(sv_cur_ok(&cur), cases[i].name[0] != '\0');
    }
}

/* ---- writing ---- */

static struct sv_manifest read_written(const struct sv_manifest *manifest)
{
    struct sv_buf log;
    struct sv_manifest read;
    sv_buf_init(&log, SIZE_MAX);
    sv_manifest_write(manifest, &log);
    cr_assert(!log.failed);
    struct sv_cursor cur = sv_cur_of(log.p, log.n, 0);
    cr_assert(sv_manifest_read(&cur, &read));
    cr_assert(sv_cur_ok(&cur), "defect %d at %lu", (int)cur.bad.code, (unsigned long)cur.bad.at);
    sv_buf_free(&log);
    return read;
}

Test(manifest, what_is_written_is_read)
{
    struct sv_manifest_file files[] = { { .number = 12, .bytes = 1000 },
                                        { .number = 300, .bytes = 7, .column_family = 5 } };
    struct sv_manifest_family families[] = { { .id = 0, .name = SV_STR_INIT("default") },
                                             { .id = 5, .name = SV_STR_INIT("cart") } };
    struct sv_manifest read =
        read_written(&(struct sv_manifest){ .files = files, .count = 2, .families = families, .family_count = 2 });
    cr_assert_eq(read.count, 2);
    cr_expect_eq(read.files[0].number, 12);
    cr_expect_eq(read.files[1].number, 300);
    cr_expect_eq(read.files[1].bytes, 7);
    cr_expect_eq(read.files[1].column_family, 5);
    cr_expect_eq(read.files[1].last_key.n, 64);
    cr_expect(sv_str_eq(sv_manifest_family(&read, 5), SV_STR("cart")));
    cr_expect(sv_str_eq(sv_manifest_family(&read, 0), SV_STR("default")));
    cr_expect_null(sv_manifest_family(&read, 6).p);
    sv_manifest_free(&read);
}

Test(manifest, log_of_many_blocks_is_written)
{
    enum { FILES = 3000, NAME_BYTES = 70000 };
    struct sv_manifest_file *files = calloc(FILES, sizeof *files);
    char *name = malloc(NAME_BYTES);
    cr_assert(files && name);
    memset(name, 'n', NAME_BYTES);
    for (size_t i = 0; i < FILES; i++)
        files[i] = (struct sv_manifest_file){ .number = 10 + i, .bytes = i, .column_family = 1 };
    struct sv_manifest_family family = { .id = 1, .name = { name, NAME_BYTES } };
    struct sv_manifest read =
        read_written(&(struct sv_manifest){ .files = files, .count = FILES, .families = &family, .family_count = 1 });
    cr_assert_eq(read.count, FILES);
    cr_expect_eq(read.files[FILES - 1].number, 10 + FILES - 1);
    cr_expect(sv_str_eq(sv_manifest_family(&read, 1), family.name));
    sv_manifest_free(&read);
    free(files);
    free(name);
}
