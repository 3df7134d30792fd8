/* where.c: from a finding to a file and an offset in it. */
#include "report/where.h"

#include "report/escape.h"

/* Bytes that stand in _metadata are named by a handle, but there is no file of that name. */
static bool is_in_metadata(const struct sv_finding *finding)
{
    const struct sv_blob *blob = finding->blob;
    if (!finding->file.n)
        return !blob || blob->kind == SV_BLOB_INLINE || blob->kind == SV_BLOB_NONE;
    return sv_str_eq(finding->file, SV_STR("_metadata")) ||
           (blob && blob->kind == SV_BLOB_INLINE && sv_str_eq(blob->name, finding->file));
}

static void find_file(const struct sv_check *check, const struct sv_finding *finding, struct sv_where *where)
{
    const struct sv_blob *blob = finding->blob;
    bool of_blob = blob && (!finding->file.n || sv_str_eq(blob->name, finding->file));
    if (is_in_metadata(finding)) {
        where->name = check->snapshot->metadata;
    } else if (of_blob && blob->place && blob->place->path) {
        where->name = sv_str_of(blob->place->path);
    } else {
        if (of_blob && blob->kind == SV_BLOB_RELATIVE)
            where->dir = check->snapshot->folder;
        where->name = finding->file.n ? finding->file : blob->name;
    }
}

/* Offsets in the increments of a changelog count bytes that are stored compressed. */
static bool has_plain_offsets(const struct sv_finding *finding)
{
    const struct sv_stream *stream = finding->state ? finding->state->stream : NULL;
    return !stream || stream->kind != SV_STREAM_CHANGELOG || (finding->blob && finding->blob->kind == SV_BLOB_INLINE);
}

struct sv_where sv_where_of(const struct sv_check *check, const struct sv_finding *finding)
{
    struct sv_where where = { .dir = { "", 0 }, .at = UINT64_MAX };
    find_file(check, finding, &where);
    const struct sv_type *type = finding->type;
    if (finding->at != UINT64_MAX || finding->file.n) {
        where.at = finding->at;
    } else if (finding->blob && has_plain_offsets(finding)) {
        if (type) {
            where.at = type->begin;
            where.bytes = type->end - type->begin;
        } else if (finding->state) {
            where.at = finding->state->at;
        }
    } else if (!finding->blob && finding->op) {
        where.at = finding->op->at;
    }
    return where;
}

void sv_where_path(struct sv_buf *out, const struct sv_where *where)
{
    sv_str dir = where->dir, name = where->name;
    while (sv_str_starts(dir, SV_STR("./")))
        dir = sv_str_skip(dir, 2);
    if (dir.n && !sv_str_eq(dir, SV_STR("."))) {
        sv_buf_add(out, dir);
        if (dir.p[dir.n - 1] != '/')
            sv_buf_putc(out, '/');
    }
    while (!where->dir.n && sv_str_starts(name, SV_STR("./")))
        name = sv_str_skip(name, 2);
    sv_buf_add(out, name);
}

void sv_where_uri(struct sv_buf *out, const struct sv_where *where)
{
    struct sv_buf path;
    sv_buf_init(&path, out->limit_bytes);
    sv_where_path(&path, where);
    if (sv_str_starts(sv_buf_str(&path), SV_STR("/")))
        sv_buf_puts(out, "file://");
    sv_escape_uri(out, sv_buf_str(&path));
    out->failed |= path.failed;
    sv_buf_free(&path);
}
