/* manifest.c: CURRENT and MANIFEST.
 *
 * A log is divided into blocks of 32 KiB, which hold records; a record does not go on in the next block, its payload may:
 *   4  checksum (masked CRC-32C of kind and bytes)   2  number of bytes   1  kind: 1 whole, 2 first, 3 middle, 4 last
 *   of kinds 5 to 8, which are 1 to 4 in a log that is used again, 4 more: its number
 * What is left of a block that is shorter than a record's head is zero. The payload is a version edit: fields, each a tag and
 * what the table below says.
 *
 * Mirrors RocksDB log::Reader, VersionEdit::DecodeFrom (5.17 to 8.10). */
#include "store/manifest.h"

#include <stdlib.h>

#include "base/limits.h"
#include "store/crc32c.h"
#include "store/little.h"

enum { BLOCK_BYTES = 32768, HEAD_BYTES = 7, REUSED_HEAD_BYTES = 11, REUSED = 4, MASK_MAY_BE_IGNORED = 1 << 13 };
enum { KIND_NONE, KIND_WHOLE, KIND_FIRST, KIND_MIDDLE, KIND_LAST };

/* What tags stand for and what follows them: v a variable number, s a slice, L level, N number of a file, B its bytes, C a
 * column family and F its name, a and z the first and last key of a file, * fields of their own up to the one of tag 1. */
enum { DELETE_FILE = 6, ADD_COLUMN_FAMILY = 201, DROP_COLUMN_FAMILY = 202, END_OF_FIELDS = 1 };
/* Behind each key: its sequence number and what it is. */
enum { KEY_TAIL_BYTES = 8 };
static const struct {
    uint32_t tag;
    bool adds_file;
    const char *fields;
} tags[] = {
    { 1, false, "s" },         /* comparator */
    { 2, false, "v" },         /* log number */
    { 3, false, "v" },         /* next file number */
    { 4, false, "v" },         /* last sequence number */
    { 5, false, "vs" },        /* compaction cursor */
    { 6, false, "LN" },        /* deleted file */
    { 7, true, "LNBaz" },      /* new file, as LevelDB has it */
    { 9, false, "v" },         /* previous log number */
    { 10, false, "v" },        /* oldest log to keep */
    { 100, true, "LNBazvv" },  /* new file with sequence numbers */
    { 102, true, "LNvBazvv" }, /* the same with a path */
    { 103, true, "LNBazvv*" }, /* the same with fields of its own */
    { 200, false, "C" },       /* column family that this edit is about */
    { 201, false, "F" },       /* new column family */
    { 202, false, "" },        /* column family dropped */
    { 203, false, "v" },       /* largest column family */
    { 300, false, "v" },       /* edits that belong together */
};

/* What happened to a file; the last event of a number counts. */
struct event {
    struct sv_manifest_file file;
    size_t order;
    bool there;
};
struct reading {
    struct event *events; /* owned */
    size_t count, capacity;
    unsigned char *payload; /* owned: of a record in several pieces */
    size_t payload_bytes;
    uint32_t column_family; /* of the edit */
    struct sv_manifest *out;
    size_t family_capacity;
    struct sv_crc32c crc;
    bool no_memory;
};

static void add_event(struct reading *r, struct sv_manifest_file file, bool there)
{
    if (there) {
        file.first_key = sv_arena_copy(&r->out->arena, file.first_key);
        file.last_key = sv_arena_copy(&r->out->arena, file.last_key);
        r->no_memory |= !file.first_key.p || !file.last_key.p;
    }
    if (r->count == r->capacity) {
        size_t capacity = r->capacity ? 2 * r->capacity : 256;
        struct event *events = reallocarray(r->events, capacity, sizeof *events);
        if (!events) {
            r->no_memory = true;
            return;
        }
        r->events = events;
        r->capacity = capacity;
    }
    r->events[r->count] = (struct event){ .file = file, .order = r->count, .there = there };
    r->count++;
}

static void add_family(struct reading *r, sv_str name)
{
    struct sv_manifest *out = r->out;
    if (out->family_count == r->family_capacity) {
        size_t capacity = r->family_capacity ? 2 * r->family_capacity : 16;
        struct sv_manifest_family *families = reallocarray(out->families, capacity, sizeof *families);
        if (!families) {
            r->no_memory = true;
            return;
        }
        out->families = families;
        r->family_capacity = capacity;
    }
    struct sv_manifest_family family = { .id = r->column_family, .name = sv_arena_copy(&out->arena, name) };
    r->no_memory |= !family.name.p;
    out->families[out->family_count++] = family;
}

static void drop_column_family(struct reading *r)
{
    size_t count = r->count;
    for (size_t i = 0; i < count && !r->no_memory; i++)
        if (r->events[i].file.column_family == r->column_family && r->events[i].there)
            add_event(r, r->events[i].file, false);
}

/* ---- version edits ---- */

static void skip_own_fields(struct sv_cursor *cur)
{
    while (sv_cur_ok(cur) && sv_cur_varint(cur) != END_OF_FIELDS)
        sv_cur_slice(cur);
}

static sv_str user_key(sv_str key)
{
    return (sv_str){ key.p, key.n > KEY_TAIL_BYTES ? key.n - KEY_TAIL_BYTES : 0 };
}

/* What an edit may hold one of. Strings borrow from its bytes. */
struct fields {
    struct sv_manifest_file file;
    sv_str family;
};

static void read_field(struct sv_cursor *cur, char kind, struct fields *fields, uint32_t *column_family)
{
    struct sv_manifest_file *file = &fields->file;
    switch (kind) {
    case 's':
        sv_cur_slice(cur);
        break;
    case 'F':
        fields->family = sv_cur_slice(cur);
        break;
    case 'a':
        file->first_key = user_key(sv_cur_slice(cur));
        break;
    case 'z':
        file->last_key = user_key(sv_cur_slice(cur));
        break;
    case 'N':
        file->number = sv_cur_varint(cur);
        break;
    case 'B':
        file->bytes = sv_cur_varint(cur);
        break;
    case 'C':
        *column_family = (uint32_t)sv_cur_varint(cur);
        break;
    case '*':
        skip_own_fields(cur);
        break;
    default:
        sv_cur_varint(cur);
        break;
    }
}

static void read_tag(struct reading *r, struct sv_cursor *cur, bool adding)
{
    uint64_t tag = sv_cur_varint(cur);
    size_t row = 0;
    while (row < sizeof tags / sizeof tags[0] && tags[row].tag != tag)
        row++;
    if (row == sizeof tags / sizeof tags[0]) {
        if (tag & MASK_MAY_BE_IGNORED)
            sv_cur_slice(cur);
        else
            sv_cur_fail(cur, SV_DEFECT_UNSUPPORTED);
        return;
    }
    struct fields fields = { .file = { .first_key = { "", 0 }, .last_key = { "", 0 } }, .family = { "", 0 } };
    for (const char *field = tags[row].fields; *field && sv_cur_ok(cur); field++)
        read_field(cur, *field, &fields, &r->column_family);
    if (!sv_cur_ok(cur) || adding != tags[row].adds_file)
        return;
    if (tags[row].adds_file || tag == DELETE_FILE) {
        fields.file.column_family = r->column_family;
        add_event(r, fields.file, adding);
    } else if (tag == ADD_COLUMN_FAMILY) {
        add_family(r, fields.family);
    } else if (tag == DROP_COLUMN_FAMILY) {
        drop_column_family(r);
    }
}

/* A file that moves to another level is deleted and added by one edit, in any order: what is deleted goes first. The column
 * family of an edit may stand behind its files. */
static void read_edit(struct reading *r, struct sv_cursor *edit)
{
    struct sv_cursor first = *edit;
    size_t before = r->count;
    r->column_family = 0;
    while (sv_cur_ok(&first) && sv_cur_left(&first) && !r->no_memory)
        read_tag(r, &first, false);
    while (sv_cur_ok(edit) && sv_cur_left(edit) && !r->no_memory)
        read_tag(r, edit, true);
    for (size_t i = before; i < r->count; i++)
        if (r->events[i].there)
            r->events[i].file.column_family = r->column_family;
}

/* ---- the log ---- */

static bool keep_piece(struct reading *r, sv_str piece)
{
    unsigned char *larger = realloc(r->payload, r->payload_bytes + piece.n + 1);
    if (!larger) {
        r->no_memory = true;
        return false;
    }
    r->payload = larger;
    if (piece.n)
        memcpy(r->payload + r->payload_bytes, piece.p, piece.n);
    r->payload_bytes += piece.n;
    return true;
}

/* A record's bytes, and its kind without what says that the log is used again. */
static sv_str read_record(const struct reading *r, struct sv_cursor *cur, unsigned *kind_out)
{
    uint64_t at = cur->at;
    const unsigned char *head = sv_cur_take(cur, HEAD_BYTES);
    sv_str none = { "", 0 };
    *kind_out = head ? head[6] : KIND_NONE;
    if (!head || *kind_out == KIND_NONE)
        return none;
    size_t n = (size_t)(head[4] | head[5] << 8), more = *kind_out > REUSED ? REUSED_HEAD_BYTES - HEAD_BYTES : 0;
    const unsigned char *bytes = sv_cur_take(cur, n + more);
    if (!bytes)
        return none;
    if (sv_crc32c_masked(sv_crc32c(&r->crc, head + 6, 1 + more + n)) != sv_le32(head) || *kind_out > 2 * REUSED)
        sv_cur_fail_at(cur, SV_DEFECT_BAD_CHECKSUM, at, cur->doing, none);
    *kind_out = more ? *kind_out - REUSED : *kind_out;
    return sv_cur_ok(cur) ? (sv_str){ (const char *)bytes + more, n } : none;
}

static void take_record(struct reading *r, struct sv_cursor *cur, unsigned kind, sv_str bytes)
{
    if (kind == KIND_WHOLE || kind == KIND_FIRST)
        r->payload_bytes = 0;
    if (kind == KIND_NONE || !keep_piece(r, bytes) || (kind != KIND_WHOLE && kind != KIND_LAST))
        return;
    struct sv_cursor edit = sv_cur_of(r->payload, r->payload_bytes, cur->at);
    edit.doing = "change of the list of files";
    read_edit(r, &edit);
    r->payload_bytes = 0;
    if (!sv_cur_ok(&edit))
        sv_cur_fail_at(cur, edit.bad.code, cur->at, edit.doing, (sv_str){ "", 0 });
}

static void read_log(struct reading *r, struct sv_cursor *cur)
{
    const uint64_t begin = cur->at;
    cur->doing = "record of the list of files";
    sv_crc32c_init(&r->crc);
    if (!sv_cur_left(cur))
        sv_cur_fail(cur, SV_DEFECT_TRUNCATED);
    while (sv_cur_ok(cur) && sv_cur_left(cur) && !r->no_memory) {
        size_t left = BLOCK_BYTES - (size_t)((cur->at - begin) % BLOCK_BYTES);
        unsigned kind;
        if (left < HEAD_BYTES) {
            sv_cur_take(cur, left < sv_cur_left(cur) ? left : sv_cur_left(cur));
            continue;
        }
        sv_str bytes = read_record(r, cur, &kind);
        if (sv_cur_ok(cur))
            take_record(r, cur, kind, bytes);
    }
    if (sv_cur_ok(cur) && r->payload_bytes)
        sv_cur_fail(cur, SV_DEFECT_TRUNCATED);
}

static int by_number(const void *left, const void *right)
{
    const struct event *a = left, *b = right;
    if (a->file.number != b->file.number)
        return a->file.number > b->file.number ? 1 : -1;
    return (a->order > b->order) - (a->order < b->order);
}

bool sv_manifest_read(struct sv_cursor *cur, struct sv_manifest *out)
{
    struct reading r = { .out = out };
    *out = (struct sv_manifest){ .files = NULL };
    sv_arena_init(&out->arena, SV_LIMIT_MODEL_BYTES);
    read_log(&r, cur);
    if (r.count)
        qsort(r.events, r.count, sizeof *r.events, by_number);
    out->files = calloc(r.count + 1, sizeof *out->files);
    r.no_memory |= !out->files;
    for (size_t i = 0; i < r.count && !r.no_memory; i++)
        if ((i + 1 == r.count || r.events[i + 1].file.number != r.events[i].file.number) && r.events[i].there)
            out->files[out->count++] = r.events[i].file;
    free(r.events);
    free(r.payload);
    return !r.no_memory;
}

void sv_manifest_free(struct sv_manifest *manifest)
{
    free(manifest->files);
    free(manifest->families);
    sv_arena_free(&manifest->arena);
    *manifest = (struct sv_manifest){ .files = NULL };
}

sv_str sv_manifest_family(const struct sv_manifest *manifest, uint32_t id)
{
    for (size_t i = 0; i < manifest->family_count; i++)
        if (manifest->families[i].id == id)
            return manifest->families[i].name;
    return id == 0 ? SV_STR("default") : (sv_str){ NULL, 0 };
}

sv_str sv_current_read(struct sv_cursor *cur)
{
    static const sv_str prefix = SV_STR_INIT("MANIFEST-");
    cur->doing = "CURRENT: name of a MANIFEST and a line end";
    sv_str text = sv_cur_bytes(cur, sv_cur_left(cur));
    bool fits = text.n > prefix.n + 1 && sv_str_starts(text, prefix) && text.p[text.n - 1] == '\n';
    for (size_t i = prefix.n; fits && i + 1 < text.n; i++)
        fits = text.p[i] >= '0' && text.p[i] <= '9';
    if (fits)
        return (sv_str){ text.p, text.n - 1 };
    sv_cur_fail(cur, SV_DEFECT_BAD_VALUE);
    return (sv_str){ "", 0 };
}
