/* verify_manifest.c: RocksDB's own list of files beside that of the handle. */
#include <stdio.h>
#include <stdlib.h>

#include "measure/blobs.h"
#include "measure/verify_parts.h"
#include "store/manifest.h"
#include "store/sst.h"

/* One handle's files. */
struct listing {
    struct sv_verified_snapshot *v;
    const struct sv_blob_use *use;
    const struct sv_file *current, *manifest;
};

static void tell(struct listing *l, const struct sv_blob *about, const struct sv_defect *defect, const char *what,
                 sv_str subject)
{
    const struct sv_issue issue = {
        .check = SV_CHECK_MANIFEST,
        .op_index = sv_operator_index(l->v->snapshot, l->use->op),
        .subtask = l->use->subtask->index,
        .file = about->name,
        .at = defect->at,
        .what = sv_str_of(what ? what : sv_defect_text(defect->code)),
        .doing = sv_str_of(defect->doing),
        .subject = subject,
        .first_key_group = -1,
        .last_key_group = -1,
    };
    sv_issues_add(&l->v->issues, &issue);
}

static int by_number(const void *left, const void *right)
{
    const struct sv_manifest_file *a = left, *b = right;
    return (a->number > b->number) - (a->number < b->number);
}

static bool list_handle(const struct sv_handle *handle, struct sv_manifest *out)
{
    const struct sv_file *lists[] = { handle->shared, handle->private_files };
    *out = (struct sv_manifest){ .files = calloc((size_t)handle->shared_count + handle->private_count + 1,
                                                 sizeof *out->files) };
    if (!out->files)
        return false;
    for (size_t i = 0; i < sizeof lists / sizeof *lists; i++)
        for (const struct sv_file *file = lists[i]; file; file = file->next)
            if (sv_sst_number(file->name, &out->files[out->count].number))
                out->files[out->count++].bytes = file->blob.size;
    qsort(out->files, out->count, sizeof *out->files, by_number);
    return true;
}

static void tell_file(struct listing *l, uint64_t number, const char *what)
{
    char name[32];
    const struct sv_defect none = { .code = SV_DEFECT_NONE };
    int n = snprintf(name, sizeof name, "%06llu.sst", (unsigned long long)number);
    tell(l, &l->manifest->blob, &none, what, (sv_str){ name, n < 0 ? 0 : (size_t)n });
}

static void compare(struct listing *l, const struct sv_manifest *own, const struct sv_manifest *handle)
{
    size_t i = 0, k = 0;
    while (i < own->count || k < handle->count) {
        if (k == handle->count || (i < own->count && own->files[i].number < handle->files[k].number)) {
            tell_file(l, own->files[i++].number, "in RocksDB's list and not in the handle");
        } else if (i == own->count || handle->files[k].number < own->files[i].number) {
            tell_file(l, handle->files[k++].number, "in the handle and not in RocksDB's list");
        } else {
            if (own->files[i].bytes != handle->files[k].bytes)
                tell_file(l, own->files[i].number, "of another size in RocksDB's list than in the handle");
            i++, k++;
        }
    }
}

/* Files that are not there are told by sv_verify_files. */
static bool read_list(struct listing *l, struct sv_cursor *cur)
{
    struct sv_manifest own, handle = { .files = NULL };
    bool done = sv_manifest_read(cur, &own) && list_handle(l->use->handle, &handle);
    if (done && !sv_cur_ok(cur))
        tell(l, &l->manifest->blob, &cur->bad, NULL, (sv_str){ "", 0 });
    if (done)
        compare(l, &own, &handle);
    sv_manifest_free(&own);
    sv_manifest_free(&handle);
    return done;
}

static bool read_current(struct listing *l, struct sv_cursor *cur)
{
    const struct sv_defect none = { .code = SV_DEFECT_NONE };
    struct sv_map map;
    sv_str name = sv_current_read(cur);
    if (!sv_cur_ok(cur)) {
        tell(l, &l->current->blob, &cur->bad, NULL, (sv_str){ "", 0 });
        return true;
    }
    l->manifest = sv_handle_file(l->use->handle, name);
    if (!l->manifest) {
        tell(l, &l->current->blob, &none, "it names a file that the handle does not have", name);
        return true;
    }
    struct sv_cursor list;
    if (!sv_blob_map(&l->manifest->blob, &map, &list))
        return true;
    l->v->looked_at[SV_CHECK_MANIFEST]++;
    bool done = read_list(l, &list);
    sv_map_close(&map);
    return done;
}

static bool look_at(const struct sv_blob_use *use, void *context)
{
    const struct sv_defect none = { .code = SV_DEFECT_NONE };
    struct listing l = { .v = context, .use = use };
    struct sv_map map;
    struct sv_cursor cur;
    if (use->handle->kind != SV_HANDLE_INCREMENTAL)
        return true;
    l.current = sv_handle_file(use->handle, SV_STR("CURRENT"));
    if (!l.current) {
        tell(&l, &use->handle->blob, &none, "no file CURRENT in the handle", (sv_str){ "", 0 });
        return true;
    }
    if (!sv_blob_map(&l.current->blob, &map, &cur))
        return true;
    bool done = read_current(&l, &cur);
    sv_map_close(&map);
    return done;
}

bool sv_verify_manifests(struct sv_verified_snapshot *v)
{
    for (const struct sv_operator *op = v->snapshot->operators; op; op = op->next)
        if (!sv_each_handle_use(op, look_at, v))
            return false;
    return !v->issues.failed;
}
