/* heads.c: reads the head of each state handle, and nothing behind it. */
#include "inspect/inside.h"

#include "base/limits.h"
#include "base/size.h"

/* Key groups of raw keyed state that are tried for one whose timers do not hide a service. */
enum { MAX_GROUPS_TRIED = 8 };

enum head { HEAD_OPERATOR, HEAD_KEYED, HEAD_TIMERS, HEAD_COUNT };
/* The last new head of each sort: mostly the next subtask wrote the same bytes. */
struct known {
    sv_str bytes;
    bool exact_end;
    enum sv_backend backend;
    struct sv_stream *stream; /* NULL for none */
};
/* A range of a blob that starts with a head. */
struct extent {
    struct sv_handle *handle;
    struct sv_blob *blob;
    uint64_t from, n;
    bool exact_end; /* the head ends where the range does */
    enum sv_backend backend;
};

/* A stream that says why there is nothing to read; NULL when memory is out. */
static struct sv_stream *unread(struct sv_inspection *in, enum head head, const struct extent *at)
{
    static const enum sv_stream_kind kinds[HEAD_COUNT] = { SV_STREAM_OPERATOR, SV_STREAM_KEYED, SV_STREAM_TIMERS };
    struct sv_stream *stream = SV_NEW(&in->snapshot->arena, struct sv_stream);
    if (!stream)
        return NULL;
    enum sv_defect_code code = at->blob->defect != SV_DEFECT_NONE ? at->blob->defect : SV_DEFECT_CANNOT_OPEN;
    stream->kind = kinds[head];
    stream->defect =
        (struct sv_defect){ .code = code, .at = at->from, .doing = "state file", .subject = at->blob->name };
    return stream;
}

/* As much of the range as there is: in the snapshot, mapped, or (scratch_out) in the scratch buffer. False, and mostly
 * the reason in the blob, when it cannot be read. */
static bool fetch(struct sv_inspection *in, struct extent *at, struct sv_cursor *cur_out, bool *scratch_out)
{
    struct sv_blob *blob = at->blob;
    uint64_t start = blob->kind == SV_BLOB_SEGMENT ? blob->more.segment->start : 0;
    *scratch_out = false;
    if (blob->kind != SV_BLOB_INLINE && at->n <= SV_SCRATCH_BYTES) {
        if (!blob->place || !blob->place->path)
            return false;
        uint64_t begin = sv_u64_add_cap(start, at->from), file_bytes = blob->place->file_bytes;
        uint64_t there = begin < file_bytes ? file_bytes - begin : 0;
        size_t n = (size_t)(at->n < there ? at->n : there);
        at->exact_end = at->exact_end && n == at->n;
        *scratch_out = true;
        *cur_out = sv_cur_of(in->scratch, n, begin);
        return sv_source_read(blob, at->from, n, in->scratch);
    }
    sv_source_open(in->snapshot, blob, sv_u64_add_cap(at->from, at->n), cur_out);
    sv_cur_take(cur_out, at->from);
    at->exact_end = at->exact_end && sv_cur_left(cur_out) == at->n;
    return sv_cur_ok(cur_out);
}

static struct sv_stream *read_bytes(struct sv_inspection *in, enum head head, const struct extent *at,
                                    struct sv_cursor cur)
{
    struct sv_reader r = { .cur = cur,
                           .arena = &in->snapshot->arena,
                           .extra = in->options->extra,
                           .nodes_left = SV_LIMIT_TYPE_NODES,
                           .inference = &in->inference };
    switch (head) {
    case HEAD_OPERATOR:
        return sv_read_operator_head(&r, at->exact_end);
    case HEAD_KEYED:
        return sv_read_keyed_head(&r, at->exact_end, at->backend);
    default:
        return sv_read_timers_head(&r);
    }
}

/* A mapped file that was cut short meanwhile was read as zeros from there on. */
static void blame_changed_map(struct sv_inspection *in, const struct extent *at, struct sv_stream *stream)
{
    const struct sv_place *place = at->blob->place;
    if (!place || !place->map || !sv_map_changed(&in->snapshot->maps[place->map - 1]))
        return;
    at->blob->defect = SV_DEFECT_CHANGED;
    stream->defect = (struct sv_defect){ .code = SV_DEFECT_CHANGED, .doing = "state file", .subject = at->blob->name };
}

/* The head at a place, read or recognized. NULL when memory is out. */
static struct sv_stream *head_at(struct sv_inspection *in, enum head head, struct extent *at, struct known *known)
{
    struct sv_cursor cur;
    bool scratch;
    if (!fetch(in, at, &cur, &scratch))
        return unread(in, head, at);
    sv_str bytes = { (const char *)cur.p, sv_cur_left(&cur) };
    struct sv_stream *stream;
    if (known->stream && known->exact_end == at->exact_end && known->backend == at->backend &&
        sv_str_eq(known->bytes, bytes)) {
        stream = SV_NEW(&in->snapshot->arena, struct sv_stream);
        if (stream)
            *stream = *known->stream;
        return stream;
    }
    if (scratch) {
        bytes = sv_arena_copy(&in->snapshot->arena, bytes);
        if (!bytes.p)
            return NULL;
        cur = sv_cur_of(bytes.p, bytes.n, cur.at);
    }
    stream = read_bytes(in, head, at, cur);
    if (!stream)
        return NULL;
    blame_changed_map(in, at, stream);
    if (stream->defect.code == SV_DEFECT_NONE)
        *known = (struct known){ bytes, at->exact_end, at->backend, stream };
    return stream;
}

static void attach(struct sv_stream *stream, const struct extent *at)
{
    stream->handle = at->handle;
    stream->blob = at->blob;
    stream->next = NULL;
    struct sv_stream **tail = &at->handle->stream;
    while (*tail)
        tail = &(*tail)->next;
    *tail = stream;
}

static bool read_one(struct sv_inspection *in, enum head head, struct extent *at, struct known *known)
{
    struct sv_stream *stream = head_at(in, head, at, known);
    if (stream)
        attach(stream, at);
    return stream != NULL;
}

static bool has_bytes(const struct sv_blob *blob)
{
    return blob->kind != SV_BLOB_NONE && blob->kind != SV_BLOB_EMPTY;
}

/* The range from the start of a blob to the first element behind its head, or to its end when there is none. */
static struct extent head_extent(struct sv_handle *handle, uint64_t first_element)
{
    struct sv_blob *blob = &handle->blob;
    bool inside = first_element > 0 && first_element <= blob->size;
    uint64_t n = inside ? first_element : blob->size;
    bool exact_end = (inside || first_element == 0) && n <= SV_LIMIT_HEAD_BYTES;
    return (struct extent){
        .handle = handle, .blob = blob, .n = n < SV_LIMIT_HEAD_BYTES ? n : SV_LIMIT_HEAD_BYTES, .exact_end = exact_end
    };
}

static uint64_t offset_at(sv_str offsets, uint32_t i)
{
    return sv_be64((const unsigned char *)offsets.p + (size_t)i * 8);
}

static bool read_operator(struct sv_inspection *in, struct sv_handle *handle, struct known *known)
{
    if (!has_bytes(&handle->blob))
        return true;
    uint64_t first = 0;
    for (const struct sv_partition *p = handle->partitions; p; p = p->next)
        if (p->offset_count && (first == 0 || offset_at(p->offsets, 0) < first))
            first = offset_at(p->offsets, 0);
    struct extent at = head_extent(handle, first);
    return read_one(in, HEAD_OPERATOR, &at, known);
}

/* Key groups are written one after the other; one without state may have offset 0. */
static bool read_key_groups(struct sv_inspection *in, struct sv_handle *handle, struct known *known)
{
    uint64_t first = 0;
    for (uint32_t i = 0; i < handle->offset_count && first == 0; i++)
        first = offset_at(handle->offsets, i);
    struct extent at = head_extent(handle, first);
    at.backend = sv_deduce_backend(in->snapshot, handle);
    return read_one(in, HEAD_KEYED, &at, known);
}

static bool read_increments(struct sv_inspection *in, struct sv_handle *handle)
{
    for (struct sv_file *file = handle->increment_files; file; file = file->next) {
        struct sv_reader r = { .arena = &in->snapshot->arena,
                               .extra = in->options->extra,
                               .nodes_left = SV_LIMIT_TYPE_NODES,
                               .inference = &in->inference };
        struct extent at = { .handle = handle, .blob = &file->blob };
        sv_source_open(in->snapshot, &file->blob, SV_LIMIT_HEAD_BYTES, &r.cur);
        struct sv_stream *stream =
            sv_cur_ok(&r.cur) ? sv_read_changelog_file_head(&r, file->offset) : unread(in, HEAD_KEYED, &at);
        if (!stream)
            return false;
        blame_changed_map(in, &at, stream);
        attach(stream, &at);
    }
    return true;
}

static bool read_changes(struct sv_inspection *in, struct sv_handle *handle)
{
    struct sv_reader r = { .arena = &in->snapshot->arena,
                           .extra = in->options->extra,
                           .nodes_left = SV_LIMIT_TYPE_NODES,
                           .inference = &in->inference };
    struct extent at = { .handle = handle, .blob = &handle->blob };
    sv_source_open(in->snapshot, &handle->blob, 0, &r.cur);
    struct sv_stream *stream = sv_read_changelog_head(&r);
    if (stream)
        attach(stream, &at);
    return stream != NULL;
}

static bool read_keyed(struct sv_inspection *in, struct sv_handle *handle, struct known *known)
{
    switch (handle->kind) {
    case SV_HANDLE_CHANGELOG:
        for (struct sv_handle *nested = handle->materialized; nested; nested = nested->next)
            if (!read_keyed(in, nested, known))
                return false;
        for (struct sv_handle *nested = handle->increments; nested; nested = nested->next)
            if (!read_keyed(in, nested, known))
                return false;
        return true;
    case SV_HANDLE_CHANGELOG_FILES:
        return read_increments(in, handle);
    case SV_HANDLE_CHANGELOG_BYTES:
        return !has_bytes(&handle->blob) || read_changes(in, handle);
    default:
        return !has_bytes(&handle->blob) || read_key_groups(in, handle, known);
    }
}

/* The shortest key group of raw keyed state that comes after a given one in order of length and place. Key groups are
 * written one after the other; one that was not has offset -1, which as unsigned lies behind every end. */
static bool next_shortest(struct sv_handle *handle, const struct extent *after, struct extent *out)
{
    bool found = false;
    uint64_t end = handle->blob.size;
    for (uint32_t i = handle->offset_count; i > 0; i--) {
        uint64_t from = offset_at(handle->offsets, i - 1), n = end - from;
        if (from >= end)
            continue;
        end = from;
        bool later = !after || n > after->n || (n == after->n && from > after->from);
        if (!later || (found && (n > out->n || (n == out->n && from > out->from))))
            continue;
        *out = (struct extent){ .handle = handle, .blob = &handle->blob, .from = from, .n = n };
        found = true;
    }
    return found;
}

/* Every key group names every timer service, but its timers may hide the services behind them: take the key group that
 * shows most, short ones first. */
static bool read_raw_keyed(struct sv_inspection *in, struct sv_handle *handle, struct known *known)
{
    struct extent at, best_at = { 0 };
    struct sv_stream *best = NULL;
    bool more = handle->offset_count > 0 && has_bytes(&handle->blob) && next_shortest(handle, NULL, &at);
    for (int tries = 0; more && tries < MAX_GROUPS_TRIED; tries++) {
        struct extent group = at;
        if (at.n > SV_LIMIT_HEAD_BYTES)
            at.n = SV_LIMIT_HEAD_BYTES;
        struct sv_stream *stream = head_at(in, HEAD_TIMERS, &at, known);
        if (!stream)
            return false;
        if (!best || stream->read > best->read) {
            best = stream;
            best_at = at;
        }
        if (stream->read == stream->declared)
            break;
        more = next_shortest(handle, &group, &at);
    }
    if (best)
        attach(best, &best_at);
    return true;
}

bool sv_read_heads(struct sv_inspection *in, struct sv_operator *op)
{
    struct known known[HEAD_COUNT] = { 0 };
    for (struct sv_subtask *subtask = op->subtasks; subtask; subtask = subtask->next) {
        if (subtask->managed_operator && !read_operator(in, subtask->managed_operator, &known[HEAD_OPERATOR]))
            return false;
        if (subtask->managed_keyed && !read_keyed(in, subtask->managed_keyed, &known[HEAD_KEYED]))
            return false;
        if (subtask->raw_keyed && !read_raw_keyed(in, subtask->raw_keyed, &known[HEAD_TIMERS]))
            return false;
    }
    return true;
}
