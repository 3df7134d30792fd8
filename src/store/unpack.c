/* unpack.c: tar and zip by libarchive, from memory. */
#include "store/unpack.h"

#include <archive.h>
#include <archive_entry.h>

#include "base/limits.h"

static enum sv_status damaged(const struct sv_unpacking *at)
{
    const char *why = archive_error_string(at->reader);
    const char *where = at->entry ? archive_entry_pathname(at->entry) : NULL;
    return sv_fail(at->err, SV_ERR_UNREADABLE, "cannot read '%s': the archive is damaged%s%s%s: %s", at->path,
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

static bool is_fine(int result)
{
    return result == ARCHIVE_OK || result == ARCHIVE_WARN;
}

static enum sv_status each(struct sv_unpacking *at, sv_unpack_fn *fn, void *context)
{
    enum sv_status status = SV_OK;
    bool more = true;
    int result = archive_read_open_memory(at->reader, at->bytes.p, at->bytes.n);
    if (!is_fine(result))
        return damaged(at);
    while (status == SV_OK && more) {
        result = archive_read_next_header(at->reader, &at->entry);
        if (result == ARCHIVE_EOF)
            return SV_OK;
        if (!is_fine(result))
            return damaged(at);
        if (at->number == SV_LIMIT_ARCHIVE_MEMBERS)
            return sv_fail(at->err, SV_ERR_UNREADABLE, "cannot read '%s': it has more than %u members", at->path,
                           SV_LIMIT_ARCHIVE_MEMBERS);
        status = fn(at, context, &more);
        at->number++;
    }
    return status;
}

enum sv_status sv_unpack_each(sv_str bytes, const char *path, sv_unpack_fn *fn, void *context, struct sv_error *err)
{
    struct sv_unpacking at = { .bytes = bytes, .path = path, .reader = reader_new(), .err = err };
    if (!at.reader)
        return sv_fail(err, SV_ERR_MEMORY,
                       "cannot read '%s': no memory, or a libarchive without gzip, LZ4 or Zstandard", path);
    enum sv_status status = each(&at, fn, context);
    archive_read_free(at.reader);
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
    if (at->unpacked_bytes <= SV_LIMIT_ARCHIVE_FREE_BYTES || at->unpacked_bytes / SV_LIMIT_ARCHIVE_RATIO <= at->bytes.n)
        return SV_OK;
    return sv_fail(at->err, SV_ERR_UNREADABLE,
                   "cannot read '%s': its %zu bytes unpack to more than %u times as many; unpack it by hand if that is "
                   "right",
                   at->path, at->bytes.n, SV_LIMIT_ARCHIVE_RATIO);
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
