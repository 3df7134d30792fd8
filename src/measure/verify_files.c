/* verify_files.c: files, heads and offsets, from the metadata and what the file system says. */
#include <stdlib.h>

#include "measure/blobs.h"
#include "measure/stats.h"
#include "measure/verify_parts.h"

static void add(struct sv_verified_snapshot *v, enum sv_check_id check, const struct sv_blob_use *use,
                const struct sv_defect *defect)
{
    const struct sv_issue issue = {
        .check = check,
        .op_index = sv_operator_index(v->snapshot, use->op),
        .subtask = use->subtask ? use->subtask->index : -1,
        .file = use->blob->name,
        .at = defect->at,
        .what = sv_str_of(sv_defect_text(defect->code)),
        .doing = sv_str_of(defect->doing),
        .subject = defect->subject,
        .first_key_group = -1,
        .last_key_group = -1,
    };
    sv_issues_add(&v->issues, &issue);
}

/* ---- files ---- */

struct files {
    struct sv_blob_use *items; /* owned */
    size_t count, capacity;
};

static bool add_use(const struct sv_blob_use *use, void *context)
{
    struct files *files = context;
    if (!sv_blob_is_file(use->blob))
        return true;
    if (files->count == files->capacity) {
        size_t capacity = files->capacity ? 2 * files->capacity : 64;
        struct sv_blob_use *items = reallocarray(files->items, capacity, sizeof *items);
        if (!items)
            return false;
        files->items = items;
        files->capacity = capacity;
    }
    files->items[files->count++] = *use;
    return true;
}

static const void *place_of(const struct sv_blob_use *use)
{
    return use->blob->place ? (const void *)use->blob->place : (const void *)use->blob;
}

/* Uses of one file together, one with a defect first; the names decide, so that every machine has the same order. */
static int by_file(const void *left, const void *right)
{
    const struct sv_blob_use *a = left, *b = right;
    int order = sv_str_cmp(a->blob->name, b->blob->name);
    if (order)
        return order;
    order = (int)(b->blob->defect != SV_DEFECT_NONE) - (int)(a->blob->defect != SV_DEFECT_NONE);
    return order ? order : (a->blob->at > b->blob->at) - (a->blob->at < b->blob->at);
}

static void drop_doubles(struct files *files)
{
    size_t kept = 0;
    if (files->count)
        qsort(files->items, files->count, sizeof *files->items, by_file);
    for (size_t i = 0; i < files->count; i++)
        if (!kept || (place_of(&files->items[kept - 1]) != place_of(&files->items[i]) &&
                      !sv_str_eq(files->items[kept - 1].blob->name, files->items[i].blob->name)))
            files->items[kept++] = files->items[i];
    files->count = kept;
}

static enum sv_check_id check_of(enum sv_defect_code code)
{
    switch (code) {
    case SV_DEFECT_SHORT_FILE:
    case SV_DEFECT_LONG_FILE:
    case SV_DEFECT_CHANGED:
        return SV_CHECK_SIZES;
    case SV_DEFECT_CANNOT_OPEN:
        return SV_CHECK_OPENS;
    default:
        return SV_CHECK_FILES;
    }
}

static void verify_file(struct sv_verified_snapshot *v, const struct sv_blob_use *use)
{
    const struct sv_place *place = use->blob->place;
    struct sv_defect defect = { .code = use->blob->defect, .subject = { "", 0 } };
    if (use->file)
        defect.subject = use->file->name; /* what RocksDB calls it */
    struct sv_map map;
    v->looked_at[SV_CHECK_FILES]++;
    if (defect.code == SV_DEFECT_NONE && (!place || !place->path))
        defect.code = place && place->lost ? place->lost : SV_DEFECT_MISSING_FILE;
    if (defect.code != SV_DEFECT_NONE)
        add(v, check_of(defect.code), use, &defect);
    if (!place || !place->path)
        return;
    v->looked_at[SV_CHECK_SIZES]++;
    v->looked_at[SV_CHECK_OPENS]++;
    if (sv_map_open(place->path, 1, &map, NULL) == SV_OK) {
        sv_map_close(&map);
        return;
    }
    defect.code = SV_DEFECT_CANNOT_OPEN;
    add(v, SV_CHECK_OPENS, use, &defect);
}

bool sv_verify_files(struct sv_verified_snapshot *v, const struct sv_run *run)
{
    struct files files = { .items = NULL };
    bool done = true;
    for (const struct sv_operator *op = v->snapshot->operators; op && done; op = op->next)
        done = sv_each_blob_use(op, add_use, &files);
    drop_doubles(&files);
    for (size_t i = 0; i < files.count && done; i++)
        if (sv_share_has(run, i, files.count))
            verify_file(v, &files.items[i]);
    free(files.items);
    return done && !v->issues.failed;
}

/* ---- heads and offsets ---- */

static bool is_about_file(enum sv_defect_code code)
{
    return code == SV_DEFECT_MISSING_FILE || code == SV_DEFECT_CANNOT_OPEN;
}

/* Offsets of what is not there are -1, and in managed state 0. */
static void verify_offsets(struct sv_verified_snapshot *v, const struct sv_blob_use *use, sv_str offsets,
                           uint32_t count, const char *doing)
{
    for (uint32_t i = 0; i < count && (size_t)i * 8 + 8 <= offsets.n; i++) {
        uint64_t offset = sv_be64((const unsigned char *)offsets.p + (size_t)i * 8);
        v->looked_at[SV_CHECK_OFFSETS]++;
        if (offset == UINT64_MAX || offset <= use->blob->size)
            continue;
        const struct sv_defect defect = {
            .code = SV_DEFECT_BAD_VALUE, .at = offset, .doing = doing, .subject = { "", 0 }
        };
        add(v, SV_CHECK_OFFSETS, use, &defect);
    }
}

static bool verify_handle(const struct sv_blob_use *use, void *context)
{
    struct sv_verified_snapshot *v = context;
    const struct sv_handle *handle = use->handle;
    for (const struct sv_stream *stream = handle->stream; stream; stream = stream->next) {
        v->looked_at[SV_CHECK_HEADS]++;
        if (stream->defect.code != SV_DEFECT_NONE && !is_about_file(stream->defect.code))
            add(v, SV_CHECK_HEADS, use, &stream->defect);
    }
    verify_offsets(v, use, handle->offsets, handle->offset_count, "an offset past the end of the file");
    for (const struct sv_partition *p = handle->partitions; p; p = p->next)
        verify_offsets(v, use, p->offsets, p->offset_count, "an element past the end of the file");
    return !v->issues.failed;
}

bool sv_verify_metadata(struct sv_verified_snapshot *v)
{
    struct sv_issue issue;
    v->looked_at[SV_CHECK_METADATA]++;
    if (sv_metadata_issue(v->snapshot, &issue))
        sv_issues_add(&v->issues, &issue);
    for (const struct sv_operator *op = v->snapshot->operators; op; op = op->next)
        if (!sv_each_handle_use(op, verify_handle, v))
            return false;
    return !v->issues.failed;
}
