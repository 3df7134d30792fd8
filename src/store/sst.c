/* sst.c: properties and block checksums of an SST file.
 *
 * Blocks stand one after the other: data, filters, indexes, properties, and last the block that names those, the metaindex; then
 * the footer (block.c).
 *
 * Mirrors RocksDB BlockBasedTableBuilder, TableProperties (5.17 to 8.10). */
#include "store/sst.h"

#include "store/little.h"

enum { INDEX_BINARY_SEARCH = 0, INDEX_TWO_LEVELS = 2 };

/* A walk over one file. */
struct table {
    struct sv_sst *sst;
    struct sv_block_file file;
    uint32_t index_type;
    bool verify, special; /* special: something in it is left to RocksDB */
};

/* ---- properties ---- */

static void take_property(struct table *t, sv_str name, sv_str value)
{
    struct sv_sst *sst = t->sst;
    struct sv_sst_properties *p = &sst->properties;
    uint64_t range_deletions = 0;
    const struct {
        const char *name;
        uint64_t *to;
    } numbers[] = {
        { "rocksdb.num.entries", &p->entries },
        { "rocksdb.deleted.keys", &p->deletions },
        { "rocksdb.merge.operands", &p->merge_operands },
        { "rocksdb.raw.key.size", &p->key_bytes },
        { "rocksdb.raw.value.size", &p->value_bytes },
        { "rocksdb.column.family.id", &p->column_family_id },
        { "rocksdb.num.range-deletions", &range_deletions },
    };
    struct sv_cursor cur = sv_cur_of(value.p, value.n, 0);
    for (size_t i = 0; i < sizeof numbers / sizeof numbers[0]; i++)
        if (sv_str_eq(name, sv_str_of(numbers[i].name)))
            *numbers[i].to = sv_cur_varint(&cur);
    if (sv_str_eq(name, SV_STR("rocksdb.column.family.name")))
        p->column_family = sv_arena_copy(sst->arena, value);
    if (sv_str_eq(name, SV_STR("rocksdb.block.based.table.index.type")) && value.n >= 4)
        t->index_type = sv_le32((const unsigned char *)value.p);
    if (sv_str_eq(name, SV_STR("rocksdb.index.value.is.delta.encoded")))
        sst->deltas = sv_cur_varint(&cur) != 0;
    if (sv_str_eq(name, SV_STR("rocksdb.index.key.is.user.key")))
        sst->user_keys = sv_cur_varint(&cur) != 0;
    t->special |=
        range_deletions || sv_str_starts(name, SV_STR("rocksdb.external_sst_file.")) ||
        (sv_str_eq(name, SV_STR("rocksdb.comparator")) && !sv_str_eq(value, SV_STR("leveldb.BytewiseComparator")));
}

/* Calls take for the entries of a block of properties or of the metaindex. */
typedef void take_fn(struct table *t, sv_str name, sv_str value);
static void each_entry(struct table *t, struct sv_block_handle handle, const char *doing, take_fn *take)
{
    struct sv_room room = { .p = NULL }, name = { .p = NULL };
    size_t name_bytes = 0;
    struct sv_cursor cur = sv_block_open(&t->file, handle, doing, &room);
    while (sv_block_file_ok(&t->file) && sv_cur_ok(&cur) && sv_cur_left(&cur)) {
        uint64_t shared = sv_cur_varint(&cur), own = sv_cur_varint(&cur);
        uint64_t value_bytes = sv_cur_varint(&cur);
        sv_str tail = sv_cur_bytes(&cur, own), value = sv_cur_bytes(&cur, value_bytes);
        if (sv_cur_ok(&cur) && !sv_key_join(&name, &name_bytes, shared, tail))
            sv_cur_fail(&cur, SV_DEFECT_BAD_VALUE);
        if (sv_cur_ok(&cur))
            take(t, (sv_str){ name.p, name_bytes }, value);
    }
    if (!sv_cur_ok(&cur))
        sv_block_fail(&t->file, cur.bad.code, handle.at, doing);
    sv_room_free(&room);
    sv_room_free(&name);
}

/* Filters and the like are looked at as they are. */
static void take_meta_block(struct table *t, sv_str name, sv_str value)
{
    struct sv_cursor cur = sv_cur_of(value.p, value.n, 0);
    struct sv_block_handle handle = sv_block_handle_read(&cur);
    bool properties = sv_str_eq(name, SV_STR("rocksdb.properties")) || sv_str_eq(name, SV_STR("rocksdb.stats"));
    t->special |=
        sv_str_starts(name, SV_STR("rocksdb.range_del")) || sv_str_eq(name, SV_STR("rocksdb.compression_dict"));
    if (!sv_cur_ok(&cur))
        sv_block_fail(&t->file, cur.bad.code, t->file.metaindex.at, "list of blocks");
    else if (properties)
        each_entry(t, handle, "properties", take_property);
    else if (t->verify)
        sv_block_take(&t->file, handle, "filter");
}

/* ---- data ---- */

static void look_at_index(struct table *t, struct sv_block_handle handle, bool of_indexes)
{
    struct sv_index index = { .cur = { 0 } };
    struct sv_room room = { .p = NULL };
    sv_index_open(&index, &t->file, handle, t->sst->deltas);
    while (sv_index_next(&index, &t->file)) {
        if (of_indexes)
            look_at_index(t, index.block, false);
        else
            sv_block_check(&t->file, index.block, &room);
    }
    sv_index_free(&index);
    sv_room_free(&room);
}

static void read_table(struct sv_sst *sst, struct sv_cursor file, struct sv_arena *arena, const struct sv_crc32c *crc,
                       bool verify)
{
    *sst = (struct sv_sst){ .arena = arena, .properties = { .column_family = { "", 0 } } };
    struct table t = { .sst = sst, .verify = verify };
    sv_block_file_open(&t.file, file, crc);
    if (sv_block_file_ok(&t.file))
        each_entry(&t, t.file.metaindex, "list of blocks", take_meta_block);
    sst->two_levels = t.index_type == INDEX_TWO_LEVELS;
    if (sv_block_file_ok(&t.file) && verify)
        look_at_index(&t, t.file.index, sst->two_levels);
    sst->blocks = t.file.blocks;
    sst->defect = t.file.defect;
    sst->plain = sv_block_file_ok(&t.file) && !t.special && (sst->two_levels || t.index_type == INDEX_BINARY_SEARCH);
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
