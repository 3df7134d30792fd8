#include <criterion/criterion.h>
#include <snappy-c.h>
#include <stdlib.h>

#include "base/limits.h"
#include "store/sst.h"
#include "support/bytes.h"
#include "support/sweep.h"

/* An SST file being made: data, properties, index or indexes, metaindex, footer. */
struct made {
    struct bytes file, block;
    struct sv_crc32c crc;
    bool deltas, packed;
    bool short_key; /* that of the second block has no sequence number */
};
struct handle {
    size_t at, n;
};

static void varint(struct bytes *b, uint64_t v)
{
    for (; v > 127; v >>= 7)
        bytes_u8(b, (uint8_t)(v | 128));
    bytes_u8(b, (uint8_t)v);
}

static void little(struct bytes *b, uint64_t v, unsigned n)
{
    for (unsigned i = 0; i < n; i++)
        bytes_u8(b, (uint8_t)(v >> (8 * i)));
}

/* Writes m->block with its trailer. */
static struct handle put_block(struct made *m, bool packed)
{
    struct bytes body = { 0 };
    struct handle handle = { .at = m->file.n };
    if (packed) {
        size_t n = snappy_max_compressed_length(m->block.n);
        char *to = malloc(n);
        cr_assert_not_null(to);
        cr_assert_eq(snappy_compress((const char *)m->block.p, m->block.n, to, &n), SNAPPY_OK);
        bytes_raw(&body, to, n);
        free(to);
    } else {
        bytes_raw(&body, m->block.p, m->block.n);
    }
    handle.n = body.n;
    bytes_u8(&body, packed ? 1 : 0);
    bytes_raw(&m->file, body.p, body.n);
    little(&m->file, sv_crc32c_masked(sv_crc32c(&m->crc, body.p, body.n)), 4);
    bytes_free(&body);
    m->block.n = 0;
    return handle;
}

static void end_entries(struct made *m)
{
    little(&m->block, 0, 4);
    little(&m->block, 1, 4);
}

static void entry(struct made *m, const char *key, const void *value, size_t n)
{
    varint(&m->block, 0);
    varint(&m->block, strlen(key));
    varint(&m->block, n);
    bytes_raw(&m->block, key, strlen(key));
    bytes_raw(&m->block, value, n);
}

static void number(struct made *m, const char *key, uint64_t value)
{
    struct bytes b = { 0 };
    varint(&b, value);
    entry(m, key, b.p, b.n);
    bytes_free(&b);
}

static void handle_entry(struct made *m, const char *key, struct handle handle)
{
    struct bytes b = { 0 };
    varint(&b, handle.at);
    varint(&b, handle.n);
    entry(m, key, b.p, b.n);
    bytes_free(&b);
}

/* An index over blocks that lie side by side. */
static struct handle put_index(struct made *m, const struct handle *blocks, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        bool shares = m->deltas && i;
        int64_t more = shares ? (int64_t)blocks[i].n - (int64_t)blocks[i - 1].n : 0;
        if (!m->deltas) {
            handle_entry(m, "key", blocks[i]);
            continue;
        }
        varint(&m->block, shares ? 2 : 0);
        varint(&m->block, shares ? 1 : 3);
        bytes_raw(&m->block, "key", shares ? 1 : 3);
        if (shares)
            varint(&m->block, (uint64_t)more << 1 ^ (uint64_t)(more >> 63));
        else
            varint(&m->block, blocks[i].at), varint(&m->block, blocks[i].n);
    }
    end_entries(m);
    return put_block(m, m->packed);
}

static struct handle put_properties(struct made *m, bool two_levels)
{
    static const unsigned char two[4] = { 2 }, one[4] = { 0 };
    entry(m, "rocksdb.block.based.table.index.type", two_levels ? two : one, 4);
    entry(m, "rocksdb.column.family.name", "state", 5);
    number(m, "rocksdb.deleted.keys", 2);
    number(m, "rocksdb.index.value.is.delta.encoded", m->deltas);
    number(m, "rocksdb.merge.operands", 3);
    number(m, "rocksdb.num.entries", 1000);
    number(m, "rocksdb.raw.key.size", 20000);
    number(m, "rocksdb.raw.value.size", 70000);
    end_entries(m);
    return put_block(m, false);
}

static void put_footer(struct made *m, struct handle metaindex, struct handle index, bool old)
{
    size_t begin = m->file.n + !old;
    if (!old)
        bytes_u8(&m->file, 1);
    varint(&m->file, metaindex.at);
    varint(&m->file, metaindex.n);
    varint(&m->file, index.at);
    varint(&m->file, index.n);
    bytes_fill(&m->file, 0, begin + 40 - m->file.n);
    if (!old)
        little(&m->file, m->deltas ? 5 : 2, 4);
    little(&m->file, old ? 0xDB4775248B80FB57u : 0x88E241B785F4CFF7u, 8);
}

static void make(struct made *m, bool old, bool two_levels)
{
    struct handle data[3], filter, properties, index, metaindex;
    sv_crc32c_init(&m->crc);
    for (size_t i = 0; i < 3; i++) {
        static const char value[21];
        entry(m, m->short_key && i == 1 ? "key" : "key,tail", value, 21 - 7 * i);
        end_entries(m);
        data[i] = put_block(m, false);
    }
    bytes_fill(&m->block, 0xFF, 9);
    filter = put_block(m, false);
    index = put_index(m, data, 3);
    if (two_levels)
        index = put_index(m, &index, 1);
    properties = put_properties(m, two_levels);
    handle_entry(m, "fullfilter.rocksdb.BuiltinBloomFilter", filter);
    handle_entry(m, "rocksdb.properties", properties);
    end_entries(m);
    metaindex = put_block(m, false);
    put_footer(m, metaindex, index, old);
}

static void finish(struct made *m)
{
    bytes_free(&m->file);
    bytes_free(&m->block);
}

static struct sv_sst verify(struct made *m, struct sv_arena *arena)
{
    struct sv_sst sst;
    sv_arena_init(arena, SV_LIMIT_MODEL_BYTES);
    sv_sst_verify(&sst, bytes_cursor(&m->file), arena, &m->crc);
    return sst;
}

static void expect_whole(struct made *m, uint64_t blocks)
{
    struct sv_arena arena;
    struct sv_sst sst = verify(m, &arena);
    cr_expect_eq(sst.defect.code, SV_DEFECT_NONE, "%s: %s", sst.defect.doing, sv_defect_text(sst.defect.code));
    cr_expect_eq(sst.blocks, blocks);
    cr_expect(sv_str_eq(sst.properties.column_family, SV_STR("state")));
    cr_expect_eq(sst.properties.entries, 1000);
    cr_expect_eq(sst.properties.deletions, 2);
    cr_expect_eq(sst.properties.merge_operands, 3);
    cr_expect_eq(sst.properties.key_bytes, 20000);
    cr_expect_eq(sst.properties.value_bytes, 70000);
    sv_arena_free(&arena);
}

Test(sst, every_form_of_index_and_footer)
{
    for (unsigned form = 0; form < 16; form++) {
        struct made m = { .deltas = form & 1, .packed = form & 2 };
        bool old = (form & 4) && !m.deltas, two_levels = form & 8;
        make(&m, old, two_levels);
        expect_whole(&m, two_levels ? 8 : 7);
        finish(&m);
    }
}

/* What is found when the byte at an offset is another; from the end where it is negative. */
static void expect_damage(ptrdiff_t at, enum sv_defect_code code, const char *doing)
{
    struct made m = { .deltas = true };
    struct sv_arena arena;
    make(&m, false, false);
    size_t place = at < 0 ? m.file.n - (size_t)-at : (size_t)at;
    bytes_patch_u8(&m.file, place, (uint8_t)(m.file.p[place] ^ 0x55));
    struct sv_sst sst = verify(&m, &arena);
    cr_expect_eq(sst.defect.code, code, "%d: %s", (int)at, sv_defect_text(sst.defect.code));
    if (sst.defect.code)
        cr_expect_str_eq(sst.defect.doing, doing);
    sv_arena_free(&arena);
    finish(&m);
}

/* Checksums can be right where nothing else is. */
Test(sst, entries_have_to_have_their_form)
{
    struct made m = { .deltas = true, .short_key = true };
    struct sv_arena arena;
    make(&m, false, false);
    struct sv_sst sst = verify(&m, &arena);
    cr_expect_eq(sst.defect.code, SV_DEFECT_BAD_VALUE);
    cr_assert_not_null(sst.defect.doing);
    cr_expect_str_eq(sst.defect.doing, "data block");
    cr_expect_eq(sst.defect.at, 45, "the second block");
    sv_arena_free(&arena);
    finish(&m);
}

Test(sst, damage_is_found_where_it_is)
{
    expect_damage(3, SV_DEFECT_BAD_CHECKSUM, "data block");
    expect_damage(40, SV_DEFECT_BAD_CHECKSUM, "data block"); /* how it is packed */
    expect_damage(50, SV_DEFECT_BAD_CHECKSUM, "data block");
    expect_damage(40 + 33 + 26 + 15 + 2, SV_DEFECT_BAD_CHECKSUM, "filter");
    expect_damage(40 + 33 + 26 + 9 + 20 + 2, SV_DEFECT_BAD_CHECKSUM, "index");
    expect_damage(-53 - 10, SV_DEFECT_BAD_CHECKSUM, "list of blocks");
    expect_damage(-1, SV_DEFECT_BAD_MAGIC, "footer");
    expect_damage(-53, SV_DEFECT_UNSUPPORTED, "kind of checksums");
    expect_damage(-12, SV_DEFECT_UNSUPPORTED, "footer");
}

Test(sst, properties_alone_leave_data_blocks_unread)
{
    struct made m = { .deltas = true };
    struct sv_arena arena;
    struct sv_sst sst;
    make(&m, false, false);
    bytes_patch_u8(&m.file, 3, 77);
    sv_arena_init(&arena, SV_LIMIT_MODEL_BYTES);
    sv_sst_open(&sst, bytes_cursor(&m.file), &arena, &m.crc);
    cr_expect_eq(sst.defect.code, SV_DEFECT_NONE);
    cr_expect_eq(sst.properties.entries, 1000);
    sv_arena_free(&arena);
    finish(&m);
}

static void verify_swept(const unsigned char *bytes, size_t n, void *context)
{
    const struct made *m = context;
    struct sv_arena arena;
    struct sv_sst sst;
    sv_arena_init(&arena, SV_LIMIT_MODEL_BYTES);
    sv_sst_verify(&sst, sv_cur_of(bytes, n, 0), &arena, &m->crc);
    sv_arena_free(&arena);
}

/* Without checksums damage reaches every reader. */
Test(sst, any_byte_may_be_wrong)
{
    for (unsigned form = 0; form < 4; form++) {
        struct made m = { .deltas = form & 1, .packed = form & 2 };
        make(&m, false, true);
        cr_expect_gt(sweep_all(m.file.p, m.file.n, 0, verify_swept, &m), m.file.n);
        bytes_patch_u8(&m.file, m.file.n - 53, 0);
        expect_whole(&m, 8);
        cr_expect_gt(sweep_all(m.file.p, m.file.n, 0, verify_swept, &m), m.file.n);
        finish(&m);
    }
}
