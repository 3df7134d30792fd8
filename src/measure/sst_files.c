/* sst_files.c: SST files by their names in handles. */
#include "measure/sst_files.h"

#include <stdlib.h>

static bool add_sst(const struct sv_blob_use *use, void *context)
{
    struct sv_sst_files *files = context;
    if (!use->file || !sv_str_ends(use->file->name, SV_STR(".sst")))
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

static int by_place(const void *left, const void *right)
{
    const struct sv_blob_use *a = left, *b = right;
    uint64_t x = sv_blob_start(a->blob), y = sv_blob_start(b->blob);
    int order = sv_str_cmp(a->blob->name, b->blob->name);
    order = order ? order : (x > y) - (x < y);
    return order ? order : (a->blob->at > b->blob->at) - (a->blob->at < b->blob->at);
}

/* Those inline in _metadata are each their own. */
static void drop_doubles(struct sv_sst_files *files)
{
    size_t kept = 0;
    if (files->count)
        qsort(files->items, files->count, sizeof *files->items, by_place);
    for (size_t i = 0; i < files->count; i++) {
        const struct sv_blob *blob = files->items[i].blob, *last = kept ? files->items[kept - 1].blob : NULL;
        if (!last || !sv_blob_is_file(blob) || !sv_str_eq(last->name, blob->name) ||
            sv_blob_start(last) != sv_blob_start(blob))
            files->items[kept++] = files->items[i];
    }
    files->count = kept;
}

bool sv_sst_files_of(const struct sv_snapshot *snapshot, struct sv_sst_files *out)
{
    bool done = true;
    *out = (struct sv_sst_files){ .items = NULL };
    for (const struct sv_operator *op = snapshot->operators; op && done; op = op->next)
        done = sv_each_blob_use(op, add_sst, out);
    drop_doubles(out);
    return done;
}
