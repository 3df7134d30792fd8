/* archive.c: the members of an archive, and the parts of them that are needed. */
#include "store/archive.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/limits.h"
#include "store/checkpoint.h"
#include "store/unpack.h"

/* Bytes of a member that are kept, or are to be. */
struct part {
    uint64_t begin, end;
    unsigned char *bytes; /* owned; NULL until it is fetched */
    struct part *next;
};
struct sv_member {
    sv_str name; /* without a leading "./" */
    uint64_t bytes;
    uint64_t number; /* of its entry in the archive */
    struct sv_archive *archive;
    struct part *parts; /* those that are not fetched yet first */
};
struct sv_archive {
    struct sv_packed packed; /* its fd is owned */
    struct sv_arena arena;
    struct sv_member **members; /* owned; sorted by name once all are there */
    size_t count, capacity;
    const struct sv_member *metadata;
    uint64_t refused;    /* members whose path is not followed */
    uint64_t kept_bytes; /* of all parts */
    bool wanting;
};

bool sv_archive_is(sv_str bytes)
{
    static const struct {
        size_t at;
        sv_str magic;
    } kinds[] = {
        { 0, SV_STR_INIT("\x1F\x8B") },         { 0, SV_STR_INIT("\x28\xB5\x2F\xFD") },
        { 0, SV_STR_INIT("\x04\x22\x4D\x18") }, { 0, SV_STR_INIT("PK\x03\x04") },
        { 0, SV_STR_INIT("PK\x05\x06") },       { 257, SV_STR_INIT("ustar") },
    };
    for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++)
        if (sv_str_starts(sv_str_skip(bytes, kinds[i].at), kinds[i].magic))
            return true;
    return false;
}

static enum sv_status no_memory(const struct sv_archive *archive, struct sv_error *err)
{
    return sv_fail(err, SV_ERR_MEMORY, "cannot read '%s': out of memory, or over the limit for archives",
                   archive->packed.path);
}

/* One more part that is to be fetched; false when that is too much. */
static bool ask_for(struct sv_member *member, uint64_t begin, uint64_t end)
{
    struct sv_archive *archive = member->archive;
    if (end - begin > SV_LIMIT_ARCHIVE_KEPT_BYTES - archive->kept_bytes)
        return false;
    struct part *part = SV_NEW(&archive->arena, struct part);
    if (!part)
        return false;
    *part = (struct part){ .begin = begin, .end = end, .next = member->parts };
    member->parts = part;
    archive->kept_bytes += end - begin;
    return true;
}

static bool lacks_parts(const struct sv_member *member)
{
    return member->parts && !member->parts->bytes;
}

/* A sink: what falls into one of a member's parts goes there. */
static void fill_parts(uint64_t from, const unsigned char *bytes, size_t n, void *context)
{
    const struct sv_member *member = context;
    for (struct part *part = member->parts; part; part = part->next) {
        uint64_t begin = from > part->begin ? from : part->begin;
        uint64_t end = from + n < part->end ? from + n : part->end;
        if (begin < end)
            memcpy(part->bytes + (begin - part->begin), bytes + (begin - from), (size_t)(end - begin));
    }
}

/* Reads the entry at hand, which is the member, as far as parts are asked for; to its end when whole. */
static enum sv_status fetch(struct sv_unpacking *at, struct sv_member *member, bool whole, uint64_t *size_out)
{
    uint64_t end = whole ? UINT64_MAX : 0;
    for (struct part *part = member->parts; part && !part->bytes; part = part->next) {
        part->bytes = calloc(1, part->end > part->begin ? (size_t)(part->end - part->begin) : 1);
        if (!part->bytes)
            return no_memory(member->archive, at->err);
        end = part->end > end ? part->end : end;
    }
    return sv_unpack_read(at, end, fill_parts, member, size_out);
}

static struct sv_member *add_member(struct sv_archive *archive, sv_str name, uint64_t number)
{
    if (archive->count == archive->capacity) {
        size_t capacity = archive->capacity ? archive->capacity * 2 : 64;
        struct sv_member **members = reallocarray(archive->members, capacity, sizeof(struct sv_member *));
        if (!members)
            return NULL;
        archive->members = members;
        archive->capacity = capacity;
    }
    struct sv_member *member = SV_NEW(&archive->arena, struct sv_member);
    sv_str kept = sv_arena_copy(&archive->arena, name);
    if (!member || !kept.p)
        return NULL;
    *member = (struct sv_member){ .name = kept, .number = number, .archive = archive };
    return archive->members[archive->count++] = member;
}

static bool is_metadata(const struct sv_member *member)
{
    return sv_str_eq(sv_str_after_last(member->name, '/'), SV_STR("_metadata"));
}

/* A packed stream is read here to the member's end, since libarchive would not look at how far that is. */
static enum sv_status take_entry(struct sv_unpacking *at, void *context, bool *more_out)
{
    struct sv_archive *archive = context;
    bool refused;
    sv_str name = sv_unpack_name(at, &refused);
    (void)more_out;
    archive->refused += refused;
    if (!name.n)
        return SV_OK;
    struct sv_member *member = add_member(archive, name, at->number);
    if (!member)
        return no_memory(archive, at->err);
    bool sized = sv_unpack_size(at, &member->bytes);
    if (is_metadata(member) && member->bytes > SV_LIMIT_ARCHIVE_KEPT_BYTES)
        return sv_fail(at->err, SV_ERR_UNREADABLE,
                       "cannot read '%s': its _metadata has %llu bytes, as it says; up to %llu "
                       "are read from an archive",
                       archive->packed.path, (unsigned long long)member->bytes,
                       (unsigned long long)SV_LIMIT_ARCHIVE_KEPT_BYTES);
    if (is_metadata(member) && !ask_for(member, 0, member->bytes))
        return no_memory(archive, at->err);
    if (sized && !member->parts && !sv_unpack_is_packed(at))
        return SV_OK;
    uint64_t reached = 0;
    enum sv_status status = fetch(at, member, true, &reached);
    if (!sized)
        member->bytes = reached;
    return status;
}

static void free_parts(struct sv_member *member)
{
    for (struct part *part = member->parts; part; part = part->next)
        free(part->bytes);
    member->parts = NULL;
}

static int by_number(const void *left, const void *right)
{
    const struct sv_member *a = *(struct sv_member *const *)left, *b = *(struct sv_member *const *)right;
    return (a->number > b->number) - (a->number < b->number);
}

static int by_name(const void *left, const void *right)
{
    const struct sv_member *a = *(struct sv_member *const *)left, *b = *(struct sv_member *const *)right;
    int order = sv_str_cmp(a->name, b->name);
    return order ? order : by_number(left, right);
}

/* Of members with one name the last counts, as when the archive is unpacked. */
static void sort_members(struct sv_archive *archive)
{
    size_t kept = 0;
    if (archive->count)
        qsort(archive->members, archive->count, sizeof(struct sv_member *), by_name);
    for (size_t i = 0; i < archive->count; i++) {
        struct sv_member *member = archive->members[i];
        if (i + 1 < archive->count && sv_str_eq(member->name, archive->members[i + 1]->name))
            free_parts(member);
        else
            archive->members[kept++] = member;
    }
    archive->count = kept;
}

/* The newer one of a job's retained checkpoints; NULL when that is not what the two are. */
static const struct sv_member *newer(const struct sv_member *a, const struct sv_member *b)
{
    struct sv_checkpoint x, y;
    if (!sv_checkpoint_of(a->name, &x) || !sv_checkpoint_of(b->name, &y) || !sv_str_eq(x.job, y.job))
        return NULL;
    return x.number > y.number ? a : b;
}

static enum sv_status choose_snapshot(struct sv_archive *archive, struct sv_error *err)
{
    for (size_t i = 0; i < archive->count; i++) {
        const struct sv_member *member = archive->members[i];
        if (!is_metadata(member))
            continue;
        const struct sv_member *chosen = archive->metadata ? newer(archive->metadata, member) : member;
        if (!chosen)
            return sv_fail(err, SV_ERR_UNREADABLE,
                           "cannot read '%s': it holds more than one snapshot ('%.*s', '%.*s'); pack each on its own",
                           archive->packed.path, (int)archive->metadata->name.n, archive->metadata->name.p,
                           (int)member->name.n, member->name.p);
        archive->metadata = chosen;
    }
    if (archive->metadata)
        return SV_OK;
    return sv_fail(err, SV_ERR_UNREADABLE,
                   "cannot read '%s': the archive holds no _metadata among its %zu files%s; pack the folder of a "
                   "savepoint or of one checkpoint",
                   archive->packed.path, archive->count,
                   archive->refused ? " (not followed: absolute paths, and those with '..')" : "");
}

/* Takes the descriptor over. */
static enum sv_status open_packed(struct sv_packed packed, struct sv_archive **out, struct sv_error *err)
{
    struct sv_archive *archive = calloc(1, sizeof *archive);
    if (!archive) {
        if (packed.fd >= 0)
            close(packed.fd);
        return sv_fail(err, SV_ERR_MEMORY, "cannot read '%s': out of memory", packed.path);
    }
    archive->packed = packed;
    sv_arena_init(&archive->arena, SV_LIMIT_ARCHIVE_KEPT_BYTES);
    enum sv_status status = sv_unpack_each(&archive->packed, take_entry, archive, err);
    if (status == SV_OK) {
        sort_members(archive);
        status = choose_snapshot(archive, err);
    }
    if (status == SV_OK)
        *out = archive;
    else
        sv_archive_free(archive);
    return status;
}

enum sv_status sv_archive_open_bytes(sv_str bytes, const char *path, struct sv_archive **out, struct sv_error *err)
{
    return open_packed((struct sv_packed){ .path = path, .fd = -1, .bytes = bytes, .size = bytes.n }, out, err);
}

enum sv_status sv_archive_open(const char *path, struct sv_archive **out, struct sv_error *err)
{
    struct stat st;
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
    if (fd < 0)
        return sv_fail(err, SV_ERR_OPEN, "cannot open '%s': %s", path, strerror(errno));
    if (fstat(fd, &st) != 0 || !S_ISREG(st.st_mode)) {
        close(fd);
        return sv_fail(err, SV_ERR_OPEN, "cannot read '%s': it is no regular file", path);
    }
    return open_packed((struct sv_packed){ .path = path, .fd = fd, .size = (uint64_t)st.st_size }, out, err);
}

void sv_archive_free(struct sv_archive *archive)
{
    if (!archive)
        return;
    for (size_t i = 0; i < archive->count; i++)
        free_parts(archive->members[i]);
    free(archive->members);
    sv_arena_free(&archive->arena);
    if (archive->packed.fd >= 0)
        close(archive->packed.fd);
    free(archive);
}

struct sv_member *sv_archive_metadata(const struct sv_archive *archive)
{
    return sv_archive_find(archive, archive->metadata->name);
}

/* The first member whose name is not before a path. */
static size_t lower_bound(const struct sv_archive *archive, sv_str path)
{
    size_t low = 0, high = archive->count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (sv_str_cmp(archive->members[middle]->name, path) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

struct sv_member *sv_archive_find(const struct sv_archive *archive, sv_str path)
{
    size_t i = lower_bound(archive, path);
    return i < archive->count && sv_str_eq(archive->members[i]->name, path) ? archive->members[i] : NULL;
}

/* Names that begin with the path stand in a row; among them, those that go on with a slash. */
bool sv_archive_has_folder(const struct sv_archive *archive, sv_str path)
{
    for (size_t i = lower_bound(archive, path); i < archive->count; i++) {
        sv_str name = archive->members[i]->name;
        if (!path.n || (name.n > path.n && sv_str_starts(name, path) && name.p[path.n] == '/'))
            return true;
        if (!sv_str_starts(name, path) || (name.n > path.n && name.p[path.n] > '/'))
            return false;
    }
    return false;
}

sv_str sv_member_name(const struct sv_member *member)
{
    return member->name;
}

uint64_t sv_member_bytes(const struct sv_member *member)
{
    return member->bytes;
}

const unsigned char *sv_member_read(struct sv_member *member, uint64_t from, size_t n)
{
    bool asked = false;
    for (const struct part *part = member->parts; part; part = part->next) {
        bool covers = part->begin <= from && from <= part->end && n <= part->end - from;
        if (covers && part->bytes)
            return part->bytes + (from - part->begin);
        asked |= covers;
    }
    if (!asked && ask_for(member, from, from + n))
        member->archive->wanting = true;
    return NULL;
}

bool sv_archive_is_wanting(const struct sv_archive *archive)
{
    return archive->wanting;
}

/* The members that lack something, in the order of the archive. */
struct wanted {
    struct sv_member **items;
    size_t count, next;
};

static enum sv_status fetch_wanted(struct sv_unpacking *at, void *context, bool *more_out)
{
    struct wanted *wanted = context;
    if (wanted->items[wanted->next]->number != at->number)
        return SV_OK;
    enum sv_status status = fetch(at, wanted->items[wanted->next++], false, NULL);
    *more_out = wanted->next < wanted->count;
    return status;
}

enum sv_status sv_archive_fetch(struct sv_archive *archive, struct sv_error *err)
{
    struct wanted wanted = { .items = calloc(archive->count, sizeof(struct sv_member *)) };
    if (!wanted.items)
        return no_memory(archive, err);
    for (size_t i = 0; i < archive->count; i++)
        if (lacks_parts(archive->members[i]))
            wanted.items[wanted.count++] = archive->members[i];
    enum sv_status status = SV_OK;
    if (wanted.count) {
        qsort(wanted.items, wanted.count, sizeof(struct sv_member *), by_number);
        status = sv_unpack_each(&archive->packed, fetch_wanted, &wanted, err);
    }
    free(wanted.items);
    archive->wanting = false;
    return status;
}
