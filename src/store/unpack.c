/* unpack.c: tar and zip by libarchive. A file is read block by block and not mapped: what was passed is of no use any more,
 * and would stand in memory all the same. */
#include "store/unpack.h"

#include <archive.h>
#include <archive_entry.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/limits.h"

enum { BLOCK_BYTES = 1 << 20 };

static enum sv_status damaged(const struct sv_unpacking *at)
{
    const char *why = archive_error_string(at->reader);
    const char *where = at->entry ? archive_entry_pathname(at->entry) : NULL;
    return sv_fail(at->err, SV_ERR_UNREADABLE, "cannot read '%s': the archive is damaged%s%s%s: %s", at->packed->path,
                   where ? " at '" : "", where ? where : "", where ? "'" : "", why ? why : "unknown reason");
}

/* An outside program would be called for a packing that libarchive was built without: that is a warning. */
static struct archive *reader_new(void)
{
    struct archive *reader = archive_read_new();
    if (!reader)
        return NULL;
    if (archive_read_support_format_tar(reader) == ARCHIVE_OK &&
        archive_read_support_format_zip_seekable(reader) == ARCHIVE_OK &&
        archive_read_support_filter_gzip(reader) == ARCHIVE_OK &&
        archive_read_support_filter_lz4(reader) == ARCHIVE_OK && archive_read_support_filter_zstd(reader) == ARCHIVE_OK)
        return reader;
    archive_read_free(reader);
    return NULL;
}

static la_ssize_t read_block(struct archive *reader, void *context, const void **block_out)
{
    struct sv_unpacking *at = context;
    uint64_t left = at->packed->size - at->at;
    size_t want = left < BLOCK_BYTES ? (size_t)left : BLOCK_BYTES;
    ssize_t got = (ssize_t)want;
    *block_out = at->block;
    if (at->packed->fd < 0)
        *block_out = at->packed->bytes.p + at->at;
    else
        do
            got = pread(at->packed->fd, at->block, want, (off_t)at->at);
        while (got < 0 && errno == EINTR);
    if (got < 0)
        archive_set_error(reader, errno, "it cannot be read");
    else
        at->at += (uint64_t)got;
    return got < 0 ? ARCHIVE_FATAL : got;
}

static la_int64_t skip_bytes(struct archive *reader, void *context, la_int64_t request)
{
    struct sv_unpacking *at = context;
    uint64_t left = at->packed->size - at->at;
    (void)reader;
    if (request <= 0)
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
    archive_read_set_seek_callback(at->reader, seek_to);
    archive_read_set_callback_data(at->reader, at);
    return archive_read_open1(at->reader);
}

static bool is_fine(int result)
{
    return result == ARCHIVE_OK || result == ARCHIVE_WARN;
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
            return SV_OK;
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

enum sv_status sv_unpack_each(const struct sv_packed *packed, sv_unpack_fn *fn, void *context, struct sv_error *err)
{
    struct sv_unpacking at = { .packed = packed, .reader = reader_new(), .err = err };
    enum sv_status status;
    at.block = packed->fd < 0 ? NULL : malloc(BLOCK_BYTES);
    if (!at.reader || (packed->fd >= 0 && !at.block))
        status = sv_fail(err, SV_ERR_MEMORY,
                         "cannot read '%s': no memory, or a libarchive without gzip, LZ4 or Zstandard", packed->path);
    else
        status = each(&at, fn, context);
    if (at.reader)
        archive_read_free(at.reader);
    free(at.block);
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
    return archive_filter_code(at->reader, 0) != ARCHIVE_FILTER_NONE;
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
    uint64_t reached = 0;
    int result = ARCHIVE_OK;
    while (reached < end) {
        const void *bytes;
        size_t n;
        la_int64_t from;
        result = archive_read_data_block(at->reader, &bytes, &n, &from);
        if (!is_fine(result))
            break;
        enum sv_status status = count_bytes(at, n);
        if (status != SV_OK)
            return status;
        sink((uint64_t)from, bytes, n, context);
        reached = (uint64_t)from + n;
    }
    if (!is_fine(result) && result != ARCHIVE_EOF)
        return damaged(at);
    if (size_out)
        *size_out = reached;
    return SV_OK;
}
