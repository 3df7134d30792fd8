/* manifest_write.c: a MANIFEST of our own, for files of which RocksDB's own list is lost or not whole. The bytes are those
 * of manifest.c; what RocksDB asks for are comparator, log number, next file number and last sequence number. */
#include "store/crc32c.h"
#include "store/little.h"
#include "store/manifest.h"

enum { BLOCK_BYTES = 32768, HEAD_BYTES = 7, WHOLE = 1, FIRST = 2, MIDDLE = 3, LAST = 4 };
enum {
    COMPARATOR = 1,
    LOG_NUMBER = 2,
    NEXT_FILE = 3,
    LAST_SEQUENCE = 4,
    NEW_FILE = 103,
    FAMILY = 200,
    NEW_FAMILY = 201
};
/* The largest sequence number there is, less one: all entries are older. */
#define SEQUENCE_MAX (((uint64_t)1 << 56) - 2)
/* Longer than any key that matters and larger than all: keys begin with a key group below FFFF. */
enum { LARGEST_KEY_BYTES = 64, KEY_TAIL_BYTES = 8 };

static void put_varint(struct sv_buf *out, uint64_t v)
{
    for (; v > 0x7F; v >>= 7)
        sv_buf_putc(out, (char)(v | 0x80));
    sv_buf_putc(out, (char)v);
}

static void put_slice(struct sv_buf *out, sv_str bytes)
{
    put_varint(out, bytes.n);
    sv_buf_add(out, bytes);
}

static void put_number(struct sv_buf *out, uint32_t tag, uint64_t v)
{
    put_varint(out, tag);
    put_varint(out, v);
}

static void put_le(struct sv_buf *out, uint64_t v, unsigned bytes)
{
    for (; bytes > 0; bytes--, v >>= 8)
        sv_buf_putc(out, (char)v);
}

/* A record, in as many pieces as blocks ask for. */
static void put_record(const struct sv_crc32c *crc, sv_str payload, struct sv_buf *out)
{
    bool first = true;
    do {
        size_t room = BLOCK_BYTES - out->n % BLOCK_BYTES;
        if (room < HEAD_BYTES) {
            sv_buf_fill(out, '\0', room);
            room = BLOCK_BYTES;
        }
        size_t n = payload.n < room - HEAD_BYTES ? payload.n : room - HEAD_BYTES;
        bool last = n == payload.n;
        size_t begin = out->n;
        put_le(out, 0, 4);
        put_le(out, n, 2);
        sv_buf_putc(out, (char)(first ? last ? WHOLE : FIRST : last ? LAST : MIDDLE));
        sv_buf_add(out, (sv_str){ payload.p, n });
        if (out->failed)
            return;
        unsigned char *head = (unsigned char *)out->p + begin;
        uint32_t sum = sv_crc32c_masked(sv_crc32c(crc, head + 6, n + 1));
        for (int i = 0; i < 4; i++)
            head[i] = (unsigned char)(sum >> 8 * i);
        payload = sv_str_skip(payload, n);
        first = false;
    } while (payload.n);
}

static void put_file(struct sv_buf *edit, const struct sv_manifest_file *file, uint64_t order)
{
    char key[LARGEST_KEY_BYTES + KEY_TAIL_BYTES] = { 0 };
    put_number(edit, FAMILY, file->column_family);
    put_varint(edit, NEW_FILE);
    put_varint(edit, 0); /* level */
    put_varint(edit, file->number);
    put_varint(edit, file->bytes);
    put_slice(edit, (sv_str){ key, KEY_TAIL_BYTES });
    memset(key, 0xFF, LARGEST_KEY_BYTES);
    put_slice(edit, (sv_str){ key, sizeof key });
    /* RocksDB wants the files of level 0 in a strict order of these; it does not go by them when it reads. */
    put_varint(edit, 2 * order + 1);
    put_varint(edit, 2 * order + 2);
    put_varint(edit, 1); /* no further fields */
}

void sv_manifest_write(const struct sv_manifest *manifest, struct sv_buf *out)
{
    struct sv_crc32c crc;
    struct sv_buf edit;
    uint64_t largest = 0;
    sv_crc32c_init(&crc);
    sv_buf_init(&edit, SIZE_MAX);
    for (size_t i = 0; i < manifest->count; i++)
        largest = manifest->files[i].number > largest ? manifest->files[i].number : largest;
    put_varint(&edit, COMPARATOR);
    put_slice(&edit, SV_STR("leveldb.BytewiseComparator"));
    put_number(&edit, LOG_NUMBER, 0);
    put_number(&edit, NEXT_FILE, largest + 2);
    put_number(&edit, LAST_SEQUENCE, SEQUENCE_MAX);
    put_record(&crc, sv_buf_str(&edit), out);
    for (size_t i = 0; i < manifest->family_count; i++) {
        if (manifest->families[i].id == 0)
            continue; /* it is always there */
        edit.n = 0;
        put_number(&edit, FAMILY, manifest->families[i].id);
        put_varint(&edit, NEW_FAMILY);
        put_slice(&edit, manifest->families[i].name);
        put_varint(&edit, COMPARATOR);
        put_slice(&edit, SV_STR("leveldb.BytewiseComparator"));
        put_number(&edit, LOG_NUMBER, 0);
        put_record(&crc, sv_buf_str(&edit), out);
    }
    for (size_t i = 0; i < manifest->count; i++) {
        edit.n = 0;
        put_file(&edit, &manifest->files[i], i);
        put_record(&crc, sv_buf_str(&edit), out);
    }
    out->failed |= edit.failed;
    sv_buf_free(&edit);
}
