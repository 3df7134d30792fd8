/* sst.c: footer, blocks and properties of an SST file.
 *
 * Blocks stand one after the other: data, filters, indexes, properties, and last the block that names those, the metaindex.
 * Behind each
 *   1  how it is packed   4  checksum of the block and that byte
 * At the end of the file the footer, of 53 bytes (of 48, without the first and the version, when it has the old magic)
 *   1  kind of checksums   40  handles of metaindex and index, then zeros   4  version   8  magic
 * A handle is two variable numbers: where a block begins and its bytes, without the 5 behind it. A block holds entries
 *   v  bytes that the key shares with the one before   v  further bytes of the key   v  bytes of the value   key   value
 * and behind them 4 bytes each for some entries that share nothing, and 4 for the number of those. Values of an index are handles;
 * since version 4 without their length, and where the key shares something only what the size differs by from the one before.
 *
 * Mirrors RocksDB Footer, Block, BlockBasedTableBuilder, IndexValue (5.17 to 8.10). */
#include "store/sst.h"

#include <lz4.h>
#include <snappy-c.h>
#include <zstd.h>

#include "store/little.h"

#define MAGIC 0x88E241B785F4CFF7u
#define OLD_MAGIC 0xDB4775248B80FB57u
/* Of one block of an index or of properties, unpacked. */
#define BLOCK_LIMIT_BYTES ((size_t)256 << 20)
enum { FOOTER_BYTES = 53, OLD_FOOTER_BYTES = 48, HANDLES_BYTES = 40, MAGIC_BYTES = 8, TRAILER_BYTES = 5 };
enum { CHECKSUM_NONE, CHECKSUM_CRC32C };
enum { VERSION_DELTAS = 4, VERSION_LAST = 5 };
enum { INDEX_TWO_LEVELS = 2 };
enum { PACKED_NOT = 0, PACKED_SNAPPY = 1, PACKED_LZ4 = 4, PACKED_LZ4HC = 5, PACKED_ZSTD = 7 };

struct handle {
    uint64_t at, bytes;
};
struct footer {
    unsigned checksum;
    uint32_t version;
    struct handle metaindex, index;
};
/* A walk over one file. */
struct table {
    struct sv_sst *sst;
    struct footer footer;
    bool two_levels, deltas, verify;
    uint64_t bytes_left; /* of the file that no block has covered: blocks that overlap could take for ever */
};

static void fail(struct table *t, enum sv_defect_code code, uint64_t at, const char *doing)
{
    if (t->sst->defect.code == SV_DEFECT_NONE)
        t->sst->defect = (struct sv_defect){ .code = code, .at = at, .doing = doing, .subject = { "", 0 } };
}

static bool is_ok(const struct table *t)
{
    return t->sst->defect.code == SV_DEFECT_NONE;
}

static struct handle read_handle(struct sv_cursor *cur)
{
    struct handle handle = { .at = sv_cur_varint(cur) };
    handle.bytes = sv_cur_varint(cur);
    return handle;
}

static void read_footer(struct table *t)
{
    const struct sv_cursor *file = &t->sst->file;
    size_t n = sv_cur_left(file);
    uint64_t magic = n >= MAGIC_BYTES ? sv_le64(file->end - MAGIC_BYTES) : 0;
    size_t footer_bytes = magic == OLD_MAGIC ? OLD_FOOTER_BYTES : FOOTER_BYTES;
    if (n < footer_bytes) {
        fail(t, SV_DEFECT_TRUNCATED, n, "footer");
        return;
    }
    if (magic != MAGIC && magic != OLD_MAGIC) {
        fail(t, SV_DEFECT_BAD_MAGIC, n - MAGIC_BYTES, "footer");
        return;
    }
    struct sv_cursor cur = sv_cur_of(file->end - footer_bytes, footer_bytes - MAGIC_BYTES, n - footer_bytes);
    t->footer.checksum = magic == OLD_MAGIC ? CHECKSUM_CRC32C : sv_cur_u8(&cur);
    struct sv_cursor handles = sv_cur_frame(&cur, HANDLES_BYTES);
    t->footer.metaindex = read_handle(&handles);
    t->footer.index = read_handle(&handles);
    t->footer.version = magic == OLD_MAGIC ? 0 : sv_le32(cur.p);
    if (!sv_cur_ok(&handles))
        fail(t, handles.bad.code, handles.bad.at, "footer");
    else if (t->footer.version > VERSION_LAST)
        fail(t, SV_DEFECT_UNSUPPORTED, n - footer_bytes, "footer");
    else if (t->footer.checksum > CHECKSUM_CRC32C)
        fail(t, SV_DEFECT_UNSUPPORTED, n - footer_bytes, "kind of checksums");
}

/* ---- blocks ---- */

/* The block's bytes when it lies in the file and its checksum holds; p NULL otherwise. */
static sv_str take_block(struct table *t, struct handle handle, const char *doing)
{
    const struct sv_cursor *file = &t->sst->file;
    size_t n = sv_cur_left(file);
    sv_str none = { NULL, 0 };
    if (handle.at > n || handle.bytes > n - handle.at || n - handle.at - handle.bytes < TRAILER_BYTES) {
        fail(t, SV_DEFECT_TRUNCATED, handle.at, doing);
        return none;
    }
    if (handle.bytes + TRAILER_BYTES > t->bytes_left) {
        fail(t, SV_DEFECT_BAD_VALUE, handle.at, doing);
        return none;
    }
    t->bytes_left -= handle.bytes + TRAILER_BYTES;
    const unsigned char *p = file->p + handle.at;
    if (t->footer.checksum == CHECKSUM_CRC32C &&
        sv_crc32c_masked(sv_crc32c(t->sst->crc, p, handle.bytes + 1)) != sv_le32(p + handle.bytes + 1)) {
        fail(t, SV_DEFECT_BAD_CHECKSUM, handle.at, doing);
        return none;
    }
    t->sst->blocks++;
    return (sv_str){ (const char *)p, (size_t)handle.bytes };
}

static bool unpack_into(unsigned packing, sv_str packed, char *plain, size_t n)
{
    size_t snappy_bytes = n;
    switch (packing) {
    case PACKED_SNAPPY:
        return snappy_uncompress(packed.p, packed.n, plain, &snappy_bytes) == SNAPPY_OK && snappy_bytes == n;
    case PACKED_LZ4:
    case PACKED_LZ4HC:
        return packed.n <= INT32_MAX && LZ4_decompress_safe(packed.p, plain, (int)packed.n, (int)n) == (int)n;
    default:
        return ZSTD_decompress(plain, n, packed.p, packed.n) == n;
    }
}

/* LZ4 and zstd have the plain size before the packed bytes, snappy in its own head. */
static sv_str unpack(struct table *t, unsigned packing, sv_str packed, uint64_t at)
{
    struct sv_cursor cur = sv_cur_of(packed.p, packed.n, at);
    size_t n = 0;
    if (packing == PACKED_NOT)
        return packed;
    if (packing != PACKED_SNAPPY && packing != PACKED_LZ4 && packing != PACKED_LZ4HC && packing != PACKED_ZSTD) {
        fail(t, SV_DEFECT_UNSUPPORTED, at, "packing of an index");
        return (sv_str){ NULL, 0 };
    }
    if (packing != PACKED_SNAPPY)
        n = (size_t)sv_cur_varint(&cur);
    else if (snappy_uncompressed_length(packed.p, packed.n, &n) != SNAPPY_OK)
        n = SIZE_MAX;
    packed = (sv_str){ (const char *)cur.p, sv_cur_left(&cur) };
    char *plain = sv_cur_ok(&cur) && n <= BLOCK_LIMIT_BYTES ? sv_arena_alloc(t->sst->arena, n ? n : 1, 1) : NULL;
    if (plain && unpack_into(packing, packed, plain, n))
        return (sv_str){ plain, n };
    fail(t, SV_DEFECT_BAD_VALUE, at, "packed index");
    return (sv_str){ NULL, 0 };
}

/* Entries of a block, unpacked, without what stands behind them. */
static struct sv_cursor open_block(struct table *t, struct handle handle, const char *doing)
{
    sv_str packed = take_block(t, handle, doing), plain = { NULL, 0 };
    enum { RESTART_BYTES = 4 };
    if (packed.p)
        plain = unpack(t, (unsigned char)packed.p[packed.n], packed, handle.at);
    if (!plain.p || plain.n < RESTART_BYTES)
        plain = (sv_str){ "\0\0\0\0", RESTART_BYTES };
    uint64_t restarts = sv_le32((const unsigned char *)plain.p + plain.n - RESTART_BYTES);
    if (restarts > plain.n / RESTART_BYTES - 1) {
        fail(t, SV_DEFECT_BAD_VALUE, handle.at, doing);
        restarts = plain.n / RESTART_BYTES - 1;
    }
    struct sv_cursor cur = sv_cur_of(plain.p, plain.n - (size_t)(restarts + 1) * RESTART_BYTES, handle.at);
    cur.doing = doing;
    return cur;
}

/* ---- properties ---- */

static void take_property(struct table *t, sv_str name, sv_str value)
{
    struct sv_sst_properties *p = &t->sst->properties;
    const struct {
        const char *name;
        uint64_t *to;
    } numbers[] = {
        { "rocksdb.num.entries", &p->entries },           { "rocksdb.deleted.keys", &p->deletions },
        { "rocksdb.merge.operands", &p->merge_operands }, { "rocksdb.raw.key.size", &p->key_bytes },
        { "rocksdb.raw.value.size", &p->value_bytes },    { "rocksdb.column.family.id", &p->column_family_id },
    };
    struct sv_cursor cur = sv_cur_of(value.p, value.n, 0);
    for (size_t i = 0; i < sizeof numbers / sizeof numbers[0]; i++)
        if (sv_str_eq(name, sv_str_of(numbers[i].name)))
            *numbers[i].to = sv_cur_varint(&cur);
    if (sv_str_eq(name, SV_STR("rocksdb.column.family.name")))
        p->column_family = sv_arena_copy(t->sst->arena, value);
    if (sv_str_eq(name, SV_STR("rocksdb.block.based.table.index.type")) && value.n >= 4)
        t->two_levels = sv_le32((const unsigned char *)value.p) == INDEX_TWO_LEVELS;
    if (sv_str_eq(name, SV_STR("rocksdb.index.value.is.delta.encoded")))
        t->deltas = sv_cur_varint(&cur) != 0;
}

/* Calls take for the entries of a block of properties or of the metaindex; their keys share nothing worth knowing: those of
 * properties never do, of the metaindex hardly. */
typedef void take_fn(struct table *t, sv_str name, sv_str value);
static void each_entry(struct table *t, struct handle handle, const char *doing, take_fn *take)
{
    struct sv_cursor cur = open_block(t, handle, doing);
    char name[256];
    while (is_ok(t) && sv_cur_ok(&cur) && sv_cur_left(&cur)) {
        size_t shared = (size_t)sv_cur_varint(&cur), own = (size_t)sv_cur_varint(&cur);
        uint64_t value_bytes = sv_cur_varint(&cur);
        sv_str tail = sv_cur_bytes(&cur, own), value = sv_cur_bytes(&cur, value_bytes);
        if (shared >= sizeof name || tail.n >= sizeof name - shared)
            sv_cur_fail(&cur, SV_DEFECT_BAD_VALUE);
        if (!sv_cur_ok(&cur))
            break;
        if (tail.n)
            memcpy(name + shared, tail.p, tail.n);
        take(t, (sv_str){ name, shared + tail.n }, value);
    }
    if (!sv_cur_ok(&cur))
        fail(t, cur.bad.code, handle.at, doing);
}

/* Filters and the like are looked at as they are. */
static void take_meta_block(struct table *t, sv_str name, sv_str value)
{
    struct sv_cursor cur = sv_cur_of(value.p, value.n, 0);
    struct handle handle = read_handle(&cur);
    bool properties = sv_str_eq(name, SV_STR("rocksdb.properties")) || sv_str_eq(name, SV_STR("rocksdb.stats"));
    if (!sv_cur_ok(&cur))
        fail(t, cur.bad.code, t->footer.metaindex.at, "list of blocks");
    else if (properties)
        each_entry(t, handle, "properties", take_property);
    else if (t->verify)
        take_block(t, handle, "filter");
}

/* ---- data ---- */

static void look_at_index(struct table *t, struct handle handle, bool of_indexes)
{
    struct sv_cursor cur = open_block(t, handle, "index");
    struct handle block = { .at = 0 };
    bool deltas = t->footer.version >= VERSION_DELTAS && t->deltas;
    while (is_ok(t) && sv_cur_ok(&cur) && sv_cur_left(&cur)) {
        uint64_t shared = sv_cur_varint(&cur), own = sv_cur_varint(&cur);
        uint64_t value_bytes = deltas ? 0 : sv_cur_varint(&cur);
        sv_cur_bytes(&cur, own);
        struct sv_cursor value = deltas ? cur : sv_cur_frame(&cur, value_bytes);
        if (deltas && shared) {
            uint64_t zigzag = sv_cur_varint(&value);
            block.at += block.bytes + TRAILER_BYTES;
            block.bytes += zigzag >> 1 ^ (zigzag & 1 ? UINT64_MAX : 0);
        } else {
            block = read_handle(&value);
        }
        if (deltas)
            cur = value;
        if (!sv_cur_ok(&value) || !sv_cur_ok(&cur))
            fail(t, SV_DEFECT_BAD_VALUE, handle.at, "index");
        else if (of_indexes)
            look_at_index(t, block, false);
        else
            take_block(t, block, "data block");
    }
}

static void read_table(struct sv_sst *sst, struct sv_cursor file, struct sv_arena *arena, const struct sv_crc32c *crc,
                       bool verify)
{
    *sst = (struct sv_sst){ .file = file, .arena = arena, .crc = crc, .properties = { .column_family = { "", 0 } } };
    struct table t = { .sst = sst, .verify = verify, .bytes_left = sv_cur_left(&file) };
    read_footer(&t);
    if (is_ok(&t))
        each_entry(&t, t.footer.metaindex, "list of blocks", take_meta_block);
    if (is_ok(&t) && verify)
        look_at_index(&t, t.footer.index, t.two_levels);
}

void sv_sst_open(struct sv_sst *sst, struct sv_cursor file, struct sv_arena *arena, const struct sv_crc32c *crc)
{
    read_table(sst, file, arena, crc, false);
}

void sv_sst_verify(struct sv_sst *sst, struct sv_cursor file, struct sv_arena *arena, const struct sv_crc32c *crc)
{
    read_table(sst, file, arena, crc, true);
}

bool sv_sst_number(sv_str name, uint64_t *out)
{
    static const sv_str suffix = SV_STR_INIT(".sst");
    uint64_t number = 0;
    if (!sv_str_ends(name, suffix) || name.n == suffix.n || name.n > 18 + suffix.n)
        return false;
    for (size_t i = 0; i < name.n - suffix.n; i++) {
        if (name.p[i] < '0' || name.p[i] > '9')
            return false;
        number = number * 10 + (uint64_t)(name.p[i] - '0');
    }
    *out = number;
    return true;
}
