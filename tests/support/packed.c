#include "support/packed.h"

#include <archive.h>
#include <archive_entry.h>
#include <stdio.h>
#include <stdlib.h>

enum { CAPACITY = 32 << 20 };

static void must(const struct packed *p, int result)
{
    if (result < ARCHIVE_WARN) {
        fprintf(stderr, "packed: %s\n", archive_error_string(p->writer));
        abort();
    }
}

void packed_begin(struct packed *p, enum packed_kind kind)
{
    *p = (struct packed){ .writer = archive_write_new(), .bytes = malloc(CAPACITY), .capacity = CAPACITY };
    if (!p->writer || !p->bytes)
        abort();
    must(p, kind == PACKED_ZIP ? archive_write_set_format_zip(p->writer)
                               : archive_write_set_format_pax_restricted(p->writer));
    if (kind == PACKED_TAR_GZIP)
        must(p, archive_write_add_filter_gzip(p->writer));
    if (kind == PACKED_TAR_LZ4)
        must(p, archive_write_add_filter_lz4(p->writer));
    if (kind == PACKED_TAR_ZSTD)
        must(p, archive_write_add_filter_zstd(p->writer));
    must(p, archive_write_set_bytes_in_last_block(p->writer, 1));
    must(p, archive_write_open_memory(p->writer, p->bytes, p->capacity, &p->n));
}

static struct archive_entry *entry_of(const char *name)
{
    struct archive_entry *entry = archive_entry_new();
    if (!entry)
        abort();
    archive_entry_set_pathname(entry, name);
    archive_entry_set_perm(entry, 0644);
    return entry;
}

static void begin_file(struct packed *p, const char *name, size_t n)
{
    struct archive_entry *entry = entry_of(name);
    archive_entry_set_filetype(entry, AE_IFREG);
    archive_entry_set_size(entry, (la_int64_t)n);
    must(p, archive_write_header(p->writer, entry));
    archive_entry_free(entry);
}

static void write_data(struct packed *p, const void *bytes, size_t n)
{
    if (n && archive_write_data(p->writer, bytes, n) != (la_ssize_t)n)
        abort();
}

void packed_file(struct packed *p, const char *name, const void *bytes, size_t n)
{
    begin_file(p, name, n);
    write_data(p, bytes, n);
}

void packed_zeros(struct packed *p, const char *name, size_t n)
{
    static const char zeros[1 << 16];
    begin_file(p, name, n);
    for (; n > sizeof zeros; n -= sizeof zeros)
        write_data(p, zeros, sizeof zeros);
    write_data(p, zeros, n);
}

void packed_link(struct packed *p, const char *name, const char *target)
{
    struct archive_entry *entry = entry_of(name);
    archive_entry_set_filetype(entry, AE_IFLNK);
    archive_entry_set_symlink(entry, target);
    must(p, archive_write_header(p->writer, entry));
    archive_entry_free(entry);
}

sv_str packed_end(struct packed *p)
{
    must(p, archive_write_close(p->writer));
    return (sv_str){ (const char *)p->bytes, p->n };
}

void packed_free(struct packed *p)
{
    archive_write_free(p->writer);
    free(p->bytes);
}
