/* blobs.c: steps over handles and what they name. */
#include "measure/blobs.h"

#include <stdlib.h>

struct walk {
    struct sv_blob_use use;
    sv_blob_use_fn *fn;
    void *context;
    bool handles_only;
};

static bool tell(struct walk *w, const struct sv_blob *blob)
{
    w->use.blob = blob;
    return w->fn(&w->use, w->context);
}

static bool each_file(struct walk *w, const struct sv_file *file)
{
    bool go_on = true;
    for (; file && go_on; file = file->next) {
        w->use.file = file;
        go_on = tell(w, &file->blob);
    }
    w->use.file = NULL;
    return go_on;
}

/* Handles nest SV_LIMIT_HANDLE_DEPTH deep at most. */
static bool each_handle(struct walk *w, const struct sv_handle *handle)
{
    for (; handle; handle = handle->next) {
        w->use.handle = handle;
        if (!tell(w, &handle->blob))
            return false;
        if (!w->handles_only && (!each_file(w, handle->shared) || !each_file(w, handle->private_files) ||
                                 !each_file(w, handle->increment_files)))
            return false;
        if (!each_handle(w, handle->materialized) || !each_handle(w, handle->increments))
            return false;
    }
    return true;
}

static bool each_subtask(struct walk *w, const struct sv_operator *op)
{
    for (const struct sv_subtask *s = op->subtasks; s; s = s->next) {
        w->use.subtask = s;
        if (!each_handle(w, s->managed_operator) || !each_handle(w, s->raw_operator) ||
            !each_handle(w, s->managed_keyed) || !each_handle(w, s->raw_keyed) || !each_handle(w, s->input_channel) ||
            !each_handle(w, s->result_subpartition))
            return false;
    }
    return true;
}

bool sv_each_blob_use(const struct sv_operator *op, sv_blob_use_fn *fn, void *context)
{
    struct walk w = { .use = { .op = op }, .fn = fn, .context = context };
    return tell(&w, &op->coordinator) && each_subtask(&w, op);
}

bool sv_each_handle_use(const struct sv_operator *op, sv_blob_use_fn *fn, void *context)
{
    struct walk w = { .use = { .op = op }, .fn = fn, .context = context, .handles_only = true };
    return each_subtask(&w, op);
}

bool sv_pointers_add(struct sv_pointers *pointers, const void *item)
{
    if (pointers->count == pointers->capacity) {
        size_t capacity = pointers->capacity ? 2 * pointers->capacity : 64;
        const void **items = reallocarray(pointers->items, capacity, sizeof *items);
        if (!items)
            return false;
        pointers->items = items;
        pointers->capacity = capacity;
    }
    pointers->items[pointers->count++] = item;
    return true;
}

static int by_address(const void *left, const void *right)
{
    uintptr_t a = (uintptr_t) * (const void *const *)left, b = (uintptr_t) * (const void *const *)right;
    return (a > b) - (a < b);
}

void sv_pointers_settle(struct sv_pointers *pointers)
{
    size_t kept = 0;
    if (pointers->count)
        qsort(pointers->items, pointers->count, sizeof *pointers->items, by_address);
    for (size_t i = 0; i < pointers->count; i++)
        if (!kept || pointers->items[kept - 1] != pointers->items[i])
            pointers->items[kept++] = pointers->items[i];
    pointers->count = kept;
}

bool sv_pointers_has(const struct sv_pointers *pointers, const void *item)
{
    return pointers->count && bsearch(&item, pointers->items, pointers->count, sizeof *pointers->items, by_address);
}

void sv_pointers_free(struct sv_pointers *pointers)
{
    free(pointers->items);
    *pointers = (struct sv_pointers){ .items = NULL };
}
