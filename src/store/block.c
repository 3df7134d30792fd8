/* block.c: footer and blocks of an SST file.
 *
 * At the end of the file stands the footer, of 53 bytes (of 48, without the first and the version, when it has the old magic)
 *   1  kind of checksums   40  handles of metaindex and index, then zeros   4  version   8  magic
 * A handle is two variable numbers: where a block begins and its bytes, without the 5 behind it:
 *   1  how it is packed   4  checksum of the block and that byte
 * A block holds entries
 *   v  bytes that the key shares with the one before   v  further bytes of the key   v  bytes of the value   key   value
 * and behind them 4 bytes each for some entries that share nothing, and 4 for the number of those. Values of an index are
 * handles; since version 4 without their length, and where the key shares something only what the size differs by from the
 * one before. */
#include "store/block.h"

#include <lz4.h>
#include <snappy-c.h>
#include <stdlib.h>
#include <zstd.h>

#include "store/little.h"

#define MAGIC 0x88E241B785F4CFF7u
#define OLD_MAGIC 0xDB4775248B80FB57u
/* Of one block, unpacked. */
#define BLOCK_LIMIT_BYTES ((size_t)256 << 20)
enum { FOOTER_BYTES = 53, OLD_FOOTER_BYTES = 48, HANDLES_BYTES = 40, MAGIC_BYTES = 8, TRAILER_BYTES = 5 };
enum { RESTART_BYTES = 4, KEY_TAIL_BYTES = 8 };
/* In the number of entries that share nothing: an index of hashes stands before it. */
#define HAS_HASHES 0x80000000u
enum { CHECKSUM_NONE, CHECKSUM_CRC32C };
/* Packed blocks begin with their plain size since version 2; index entries may be differences since version 4. */
enum { VERSION_SIZES = 2, VERSION_DELTAS = 4, VERSION_LAST = 5 };
enum {
    PACKED_NOT = 0,
    PACKED_SNAPPY = 1,
    PACKED_ZLIB = 2,
    PACKED_BZIP2 = 3,
    PACKED_LZ4 = 4,
    PACKED_LZ4HC = 5,
    PACKED_XPRESS = 6,
    PACKED_ZSTD = 7
};

void sv_room_free(struct sv_room *room)
{
    free(room->p);
    ZSTD_freeDCtx(room->zstd);
    *room = (struct sv_room){ .p = NULL };
}

/* What it held stays. */
static bool make_room(struct sv_room *room, size_t bytes)
{
    if (bytes <= room->capacity && room->p)
        return true;
    size_t capacity = bytes + bytes / 2 + 64;
    char *larger = realloc(room->p, capacity);
    if (!larger)
        return false;
    room->p = larger;
    room->capacity = capacity;
    return true;
}

void sv_block_fail(struct sv_block_file *f, enum sv_defect_code code, uint64_t at, const char *doing)
{
    if (sv_block_file_ok(f))
        f->defect = (struct sv_defect){ .code = code, .at = at, .doing = doing, .subject = { "", 0 } };
}

struct sv_block_handle sv_block_handle_read(struct sv_cursor *cur)
{
    struct sv_block_handle handle = { .at = sv_cur_varint(cur) };
    handle.bytes = sv_cur_varint(cur);
    return handle;
}

static void read_footer(struct sv_block_file *f)
{
    const struct sv_cursor *file = &f->file;
    size_t n = sv_cur_left(file);
    uint64_t magic = n >= MAGIC_BYTES ? sv_le64(file->end - MAGIC_BYTES) : 0;
    size_t footer_bytes = magic == OLD_MAGIC ? OLD_FOOTER_BYTES : FOOTER_BYTES;
    if (n < footer_bytes) {
        sv_block_fail(f, SV_DEFECT_TRUNCATED, n, "footer");
        return;
    }
    if (magic != MAGIC && magic != OLD_MAGIC) {
        sv_block_fail(f, SV_DEFECT_BAD_MAGIC, n - MAGIC_BYTES, "footer");
        return;
    }
    struct sv_cursor cur = sv_cur_of(file->end - footer_bytes, footer_bytes - MAGIC_BYTES, n - footer_bytes);
    f->checksum = magic == OLD_MAGIC ? CHECKSUM_CRC32C : sv_cur_u8(&cur);
    struct sv_cursor handles = sv_cur_frame(&cur, HANDLES_BYTES);
    f->metaindex = sv_block_handle_read(&handles);
    f->index = sv_block_handle_read(&handles);
    f->version = magic == OLD_MAGIC ? 0 : sv_le32(cur.p);
    if (!sv_cur_ok(&handles))
        sv_block_fail(f, handles.bad.code, handles.bad.at, "footer");
    else if (f->version > VERSION_LAST)
        sv_block_fail(f, SV_DEFECT_UNSUPPORTED, n - footer_bytes, "footer");
    else if (f->checksum > CHECKSUM_CRC32C)
        sv_block_fail(f, SV_DEFECT_UNSUPPORTED, n - footer_bytes, "kind of checksums");
}

void sv_block_file_open(struct sv_block_file *f, struct sv_cursor file, const struct sv_crc32c *crc)
{
    *f = (struct sv_block_file){ .file = file, .crc = crc, .bytes_left = sv_cur_left(&file) };
    read_footer(f);
}

sv_str sv_block_take(struct sv_block_file *f, struct sv_block_handle handle, const char *doing)
{
    size_t n = sv_cur_left(&f->file);
    sv_str none = { NULL, 0 };
    if (handle.at > n || handle.bytes > n - handle.at || n - handle.at - handle.bytes < TRAILER_BYTES) {
        sv_block_fail(f, SV_DEFECT_TRUNCATED, handle.at, doing);
        return none;
    }
    if (handle.bytes + TRAILER_BYTES > f->bytes_left) {
        sv_block_fail(f, SV_DEFECT_BAD_VALUE, handle.at, doing);
        return none;
    }
    f->bytes_left -= handle.bytes + TRAILER_BYTES;
    const unsigned char *p = f->file.p + handle.at;
    if (f->checksum == CHECKSUM_CRC32C &&
        sv_crc32c_masked(sv_crc32c(f->crc, p, handle.bytes + 1)) != sv_le32(p + handle.bytes + 1)) {
        sv_block_fail(f, SV_DEFECT_BAD_CHECKSUM, handle.at, doing);
        return none;
    }
    f->blocks++;
    return (sv_str){ (const char *)p, (size_t)handle.bytes };
}

/* n bytes, for which there is room. */
static bool unpack_into(unsigned packing, sv_str packed, struct sv_room *room, size_t n)
{
    size_t snappy_bytes = n;
    char *plain = room->p;
    switch (packing) {
    case PACKED_SNAPPY:
        return snappy_uncompress(packed.p, packed.n, plain, &snappy_bytes) == SNAPPY_OK && snappy_bytes == n;
    case PACKED_LZ4:
    case PACKED_LZ4HC:
        return packed.n <= INT32_MAX && LZ4_decompress_safe(packed.p, plain, (int)packed.n, (int)n) == (int)n;
    default:
        room->zstd = room->zstd ? room->zstd : ZSTD_createDCtx();
        return room->zstd && ZSTD_decompressDCtx(room->zstd, plain, n, packed.p, packed.n) == n;
    }
}

/* LZ4 and zstd have the plain size before the packed bytes, snappy in its own head. */
static sv_str unpack(struct sv_block_file *f, unsigned packing, sv_str packed, uint64_t at, struct sv_room *room)
{
    struct sv_cursor cur = sv_cur_of(packed.p, packed.n, at);
    bool sized = packing == PACKED_LZ4 || packing == PACKED_LZ4HC || packing == PACKED_ZSTD;
    size_t n = 0;
    if (packing == PACKED_NOT)
        return packed;
    if (packing != PACKED_SNAPPY && (!sized || f->version < VERSION_SIZES)) {
        bool other = sized || packing == PACKED_ZLIB || packing == PACKED_BZIP2 || packing == PACKED_XPRESS;
        sv_block_fail(f, other ? SV_DEFECT_UNSUPPORTED : SV_DEFECT_BAD_VALUE, at, "packing of a block");
        return (sv_str){ NULL, 0 };
    }
    if (sized)
        n = (size_t)sv_cur_varint(&cur);
    else if (snappy_uncompressed_length(packed.p, packed.n, &n) != SNAPPY_OK)
        n = SIZE_MAX;
    packed = (sv_str){ (const char *)cur.p, sv_cur_left(&cur) };
    if (sv_cur_ok(&cur) && n <= BLOCK_LIMIT_BYTES && make_room(room, n) && unpack_into(packing, packed, room, n))
        return (sv_str){ room->p, n };
    sv_block_fail(f, SV_DEFECT_BAD_VALUE, at, "packed block");
    return (sv_str){ NULL, 0 };
}

/* A block, unpacked; an empty one after a failure. */
static sv_str take_plain(struct sv_block_file *f, struct sv_block_handle handle, const char *doing,
                         struct sv_room *room)
{
    sv_str packed = sv_block_take(f, handle, doing), plain = { NULL, 0 };
    if (packed.p)
        plain = unpack(f, (unsigned char)packed.p[packed.n], packed, handle.at, room);
    return plain.p && plain.n >= RESTART_BYTES ? plain : (sv_str){ "\0\0\0\0", RESTART_BYTES };
}

/* How many entries share nothing with the one before: so many places stand behind all entries. */
static size_t count_places(struct sv_block_file *f, sv_str plain, uint64_t at, const char *doing)
{
    uint32_t count = sv_le32((const unsigned char *)plain.p + plain.n - RESTART_BYTES);
    size_t most = plain.n / RESTART_BYTES - 1;
    if (count <= most)
        return count;
    sv_block_fail(f, count & HAS_HASHES ? SV_DEFECT_UNSUPPORTED : SV_DEFECT_BAD_VALUE, at, doing);
    return most;
}

static struct sv_cursor entries_of(sv_str plain, size_t places, uint64_t at, const char *doing)
{
    struct sv_cursor cur = sv_cur_of(plain.p, plain.n - (places + 1) * RESTART_BYTES, at);
    cur.doing = doing;
    return cur;
}

struct sv_cursor sv_block_open(struct sv_block_file *f, struct sv_block_handle handle, const char *doing,
                               struct sv_room *room)
{
    sv_str plain = take_plain(f, handle, doing, room);
    return entries_of(plain, count_places(f, plain, handle.at, doing), handle.at, doing);
}

/* They rise from the first entry on, and lie in the block. */
static bool places_fit(const struct sv_cursor *entries, size_t places)
{
    const unsigned char *p = entries->end;
    uint32_t before = 0;
    for (size_t i = 0; i < places; i++, p += RESTART_BYTES) {
        uint32_t place = sv_le32(p);
        if (i ? place <= before || place >= sv_cur_left(entries) : place != 0)
            return false;
        before = place;
    }
    return true;
}

void sv_block_check(struct sv_block_file *f, struct sv_block_handle handle, struct sv_room *room)
{
    const char *doing = "data block";
    sv_str plain = take_plain(f, handle, doing, room);
    size_t places = count_places(f, plain, handle.at, doing);
    struct sv_cursor cur = entries_of(plain, places, handle.at, doing);
    bool fits = places_fit(&cur, places);
    for (uint64_t key_bytes = 0; fits && sv_cur_left(&cur);) {
        uint64_t shared = sv_cur_varint(&cur), own = sv_cur_varint(&cur), value_bytes = sv_cur_varint(&cur);
        sv_cur_take(&cur, own);
        sv_cur_take(&cur, value_bytes);
        fits = sv_cur_ok(&cur) && shared <= key_bytes && shared + own >= KEY_TAIL_BYTES;
        key_bytes = shared + own;
    }
    if (!fits)
        sv_block_fail(f, SV_DEFECT_BAD_VALUE, handle.at, doing);
    if (f->defect.code == SV_DEFECT_UNSUPPORTED)
        f->defect.code = SV_DEFECT_NONE; /* its checksum holds, and RocksDB knows more kinds */
}

bool sv_key_join(struct sv_room *key, size_t *key_bytes, uint64_t shared, sv_str own)
{
    if (shared > *key_bytes || !make_room(key, (size_t)shared + own.n))
        return false;
    if (own.n)
        memcpy(key->p + shared, own.p, own.n);
    *key_bytes = (size_t)shared + own.n;
    return true;
}

/* ---- indexes ---- */

void sv_index_open(struct sv_index *index, struct sv_block_file *f, struct sv_block_handle handle, bool deltas)
{
    index->cur = sv_block_open(f, handle, "index", &index->room);
    index->block = (struct sv_block_handle){ .at = 0 };
    index->key_bytes = 0;
    index->deltas = f->version >= VERSION_DELTAS && deltas;
}

/* The value of an entry whose key shares bytes with the one before. */
static void add_difference(struct sv_block_handle *block, struct sv_cursor *value)
{
    uint64_t zigzag = sv_cur_varint(value);
    block->at += block->bytes + TRAILER_BYTES;
    block->bytes += zigzag >> 1 ^ (zigzag & 1 ? UINT64_MAX : 0);
}

bool sv_index_next(struct sv_index *index, struct sv_block_file *f)
{
    struct sv_cursor *cur = &index->cur;
    uint64_t at = cur->at;
    if (!sv_block_file_ok(f) || !sv_cur_left(cur))
        return false;
    uint64_t shared = sv_cur_varint(cur), own = sv_cur_varint(cur);
    uint64_t value_bytes = index->deltas ? 0 : sv_cur_varint(cur);
    sv_str tail = sv_cur_bytes(cur, own);
    struct sv_cursor framed, *value = cur;
    if (!index->deltas) {
        framed = sv_cur_frame(cur, value_bytes);
        value = &framed;
    }
    if (index->deltas && shared)
        add_difference(&index->block, value);
    else
        index->block = sv_block_handle_read(value);
    if (sv_cur_ok(value) && sv_cur_ok(cur) && sv_key_join(&index->key, &index->key_bytes, shared, tail))
        return true;
    sv_block_fail(f, SV_DEFECT_BAD_VALUE, at, "index");
    return false;
}

void sv_index_free(struct sv_index *index)
{
    sv_room_free(&index->room);
    sv_room_free(&index->key);
}
