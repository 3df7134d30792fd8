/* unpack.c: tar and zip by libarchive. What packs a tar as a whole is unpacked here, since libarchive passes over the
 * checksums of gzip, and over all that stands behind the last member. A file is read block by block and not mapped: what was passed is of no use any more,
 * and would stand in memory all the same. */
#include "store/unpack.h"

#include <archive.h>
#include <archive_entry.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/limits.h"

/* An entry's checksum is at its end: no more than so many bytes are read for that alone. */
enum { BLOCK_BYTES = 1 << 20, CHECKED_BYTES = 16 << 20 };

static enum sv_status damaged(const struct sv_unpacking *at)
{
    const char *why = archive_error_string(at->reader);
    const char *where = at->entry ? archive_entry_pathname(at->entry) : NULL;
    return sv_fail(at->err, SV_ERR_UNREADABLE, "cannot read '%s': the archive is damaged%s%s%s: %s", at->packed->path,
                   where ? " at '" : "", where ? where : "", where ? "'" : "", why ? why : "unknown reason");
}

static struct archive *reader_new(void)
{
    struct archive *reader = archive_read_new();
    if (!reader)
        return NULL;
    if (archive_read_support_format_tar(reader) == ARCHIVE_OK &&
        archive_read_support_format_zip_seekable(reader) == ARCHIVE_OK)
        return reader;
    archive_read_free(reader);
    return NULL;
}

/* The next bytes of the file: p is NULL, and errno set, when they cannot be read; empty at its end. */
static sv_str next_block(struct sv_unpacking *at)
{
    uint64_t left = at->packed->size - at->at;
    size_t want = left < BLOCK_BYTES ? (size_t)left : BLOCK_BYTES;
    ssize_t got = (ssize_t)want;
    sv_str block = { (const char *)at->block, 0 };
    if (at->packed->fd < 0)
        block.p = at->packed->bytes.p + at->at;
    else
        do
            got = pread(at->packed->fd, at->block, want, (off_t)at->at);
        while (got < 0 && errno == EINTR);
    if (got < 0)
        return (sv_str){ NULL, 0 };
    at->at += (uint64_t)got;
    block.n = (size_t)got;
    return block;
}

/* Unpacks until there is something, or the end. False, with why in at->trouble. */
static bool next_plain(struct sv_unpacking *at, size_t *made_out)
{
    *made_out = 0;
    while (*made_out == 0) {
        size_t used;
        if (!at->left.n)
            at->left = next_block(at);
        if (!at->left.p) {
            at->trouble = strerror(errno);
            return false;
        }
        if (at->left.n && sv_inflate_is_over(at->inflater, at->left)) {
            at->left.n = 0;
            at->at = at->packed->size;
        }
        if (!at->left.n) {
            at->trouble = sv_inflate_is_whole(at->inflater) ? NULL : "it is cut short";
            return !at->trouble;
        }
        at->trouble = sv_inflate(at->inflater, at->left, at->plain, BLOCK_BYTES, &used, made_out);
        if (at->trouble)
            return false;
        at->left = sv_str_skip(at->left, used);
    }
    return true;
}

static la_ssize_t read_block(struct archive *reader, void *context, const void **block_out)
{
    struct sv_unpacking *at = context;
    size_t made;
    if (at->inflater) {
        *block_out = at->plain;
        if (next_plain(at, &made))
            return (la_ssize_t)made;
        archive_set_error(reader, EINVAL, "%s", at->trouble);
        return ARCHIVE_FATAL;
    }
    sv_str block = next_block(at);
    *block_out = block.p;
    if (block.p)
        return (la_ssize_t)block.n;
    archive_set_error(reader, errno, "it cannot be read");
    return ARCHIVE_FATAL;
}

static la_int64_t skip_bytes(struct archive *reader, void *context, la_int64_t request)
{
    struct sv_unpacking *at = context;
    uint64_t left = at->packed->size - at->at;
    (void)reader;
    if (request <= 0 || at->inflater)
        return 0;
    uint64_t step = (uint64_t)request < left ? (uint64_t)request : left;
    at->at += step;
    return (la_int64_t)step;
}

static la_int64_t seek_to(struct archive *reader, void *context, la_int64_t offset, int whence)
{
    struct sv_unpacking *at = context;
    la_int64_t size = (la_int64_t)at->packed->size;
    la_int64_t base = whence == SEEK_SET ? 0 : whence == SEEK_END ? size : (la_int64_t)at->at;
    (void)reader;
    if (offset < -base || offset > size - base)
        return ARCHIVE_FATAL;
    at->at = (uint64_t)(base + offset);
    return base + offset;
}

static int open_reader(struct sv_unpacking *at)
{
    archive_read_set_read_callback(at->reader, read_block);
    archive_read_set_skip_callback(at->reader, skip_bytes);
    if (!at->inflater)
        archive_read_set_seek_callback(at->reader, seek_to);
    archive_read_set_callback_data(at->reader, at);
    return archive_read_open1(at->reader);
}

static bool is_fine(int result)
{
    return result == ARCHIVE_OK || result == ARCHIVE_WARN;
}

/* Behind the last member a packed stream goes on to its checksum. */
static enum sv_status drain(struct sv_unpacking *at)
{
    size_t made = 1;
    while (at->inflater && made > 0)
        if (!next_plain(at, &made))
            return sv_fail(at->err, SV_ERR_UNREADABLE,
                           "cannot read '%s': the archive is damaged behind its last file: %s", at->packed->path,
                           at->trouble);
    return SV_OK;
}

static enum sv_status each(struct sv_unpacking *at, sv_unpack_fn *fn, void *context)
{
    enum sv_status status = SV_OK;
    bool more = true;
    int result = open_reader(at);
    if (!is_fine(result))
        return damaged(at);
    while (status == SV_OK && more) {
        result = archive_read_next_header(at->reader, &at->entry);
        if (result == ARCHIVE_EOF)
            return drain(at);
        if (!is_fine(result))
            return damaged(at);
        if (at->number == SV_LIMIT_ARCHIVE_MEMBERS)
            return sv_fail(at->err, SV_ERR_UNREADABLE, "cannot read '%s': it has more than %u members",
                           at->packed->path, SV_LIMIT_ARCHIVE_MEMBERS);
        status = fn(at, context, &more);
        at->number++;
    }
    return status;
}

/* What is at the beginning decides whether the whole is packed. */
static bool begin(struct sv_unpacking *at)
{
    at->reader = reader_new();
    at->block = malloc(BLOCK_BYTES);
    if (!at->reader || !at->block)
        return false;
    at->left = next_block(at);
    if (!at->left.p)
        at->left = (sv_str){ "", 0 };
    if (!sv_inflater_new(at->left, &at->inflater))
        return false;
    if (!at->inflater) {
        at->at = 0;
        return true;
    }
    at->plain = malloc(BLOCK_BYTES);
    return at->plain != NULL;
}

enum sv_status sv_unpack_each(const struct sv_packed *packed, sv_unpack_fn *fn, void *context, struct sv_error *err)
{
    struct sv_unpacking at = { .packed = packed, .err = err };
    enum sv_status status = SV_ERR_MEMORY;
    if (begin(&at))
        status = each(&at, fn, context);
    else
        sv_fail(err, status, "cannot read '%s': out of memory", packed->path);
    if (at.reader)
        archive_read_free(at.reader);
    sv_inflater_free(at.inflater);
    free(at.block);
    free(at.plain);
    return status;
}

/* Whether a part of a path is empty, "." or "..". */
static bool has_bad_part(sv_str path)
{
    for (size_t begin = 0; begin <= path.n;) {
        const char *slash = memchr(path.p + begin, '/', path.n - begin);
        sv_str part = { path.p + begin, slash ? (size_t)(slash - path.p) - begin : path.n - begin };
        if (part.n == 0 || sv_str_eq(part, SV_STR(".")) || sv_str_eq(part, SV_STR("..")))
            return true;
        begin += part.n + 1;
    }
    return false;
}

sv_str sv_unpack_name(const struct sv_unpacking *at, bool *refused_out)
{
    *refused_out = false;
    if (archive_entry_filetype(at->entry) != AE_IFREG || archive_entry_hardlink(at->entry))
        return (sv_str){ "", 0 };
    const char *text = archive_entry_pathname_utf8(at->entry);
    sv_str path = sv_str_of(text ? text : archive_entry_pathname(at->entry));
    while (sv_str_starts(path, SV_STR("./")))
        path = sv_str_skip(path, 2);
    *refused_out = has_bad_part(path);
    return *refused_out ? (sv_str){ "", 0 } : path;
}

bool sv_unpack_size(const struct sv_unpacking *at, uint64_t *out)
{
    if (!archive_entry_size_is_set(at->entry) || archive_entry_size(at->entry) < 0)
        return false;
    *out = (uint64_t)archive_entry_size(at->entry);
    return true;
}

bool sv_unpack_is_packed(const struct sv_unpacking *at)
{
    return at->inflater != NULL;
}

/* An archive that holds far more than its size can mean is one made to keep its reader busy. */
static enum sv_status count_bytes(struct sv_unpacking *at, uint64_t bytes)
{
    at->unpacked_bytes += bytes;
    if (at->unpacked_bytes <= SV_LIMIT_ARCHIVE_FREE_BYTES ||
        at->unpacked_bytes / SV_LIMIT_ARCHIVE_RATIO <= at->packed->size)
        return SV_OK;
    return sv_fail(
        at->err, SV_ERR_UNREADABLE,
        "cannot read '%s': its %llu bytes unpack to more than %u times as many; unpack it by hand if that is "
        "right",
        at->packed->path, (unsigned long long)at->packed->size, SV_LIMIT_ARCHIVE_RATIO);
}

enum sv_status sv_unpack_read(struct sv_unpacking *at, uint64_t end, sv_unpack_sink *sink, void *context,
                              uint64_t *size_out)
{
    uint64_t reached = 0, size = 0;
    int result = ARCHIVE_OK;
    if (sv_unpack_size(at, &size) && (size < end || size - end < CHECKED_BYTES))
        end = UINT64_MAX;
    while (reached < end) {
        const void *bytes;
        size_t n;
        la_int64_t from;
        result = archive_read_data_block(at->reader, &bytes, &n, &from);
        if (result != ARCHIVE_OK) /* a warning is a checksum that does not hold */
            break;
        enum sv_status status = count_bytes(at, n);
        if (status != SV_OK)
            return status;
        sink((uint64_t)from, bytes, n, context);
        reached = (uint64_t)from + n;
    }
    if (result != ARCHIVE_OK && result != ARCHIVE_EOF)
        return damaged(at);
    if (size_out)
        *size_out = reached;
    return SV_OK;
}
