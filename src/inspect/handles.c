/* handles.c: steps over everything a handle names. */
#include "inspect/inside.h"

#include "base/size.h"

static bool each_file(struct sv_inspection *in, struct sv_file *file, sv_blob_fn *fn)
{
    for (; file; file = file->next)
        if (!fn(in, &file->blob))
            return false;
    return true;
}

static bool each_nested(struct sv_inspection *in, struct sv_handle *handle, sv_blob_fn *fn)
{
    for (; handle; handle = handle->next)
        if (!sv_each_blob(in, handle, fn))
            return false;
    return true;
}

/* Handles nest SV_LIMIT_HANDLE_DEPTH deep at most. */
bool sv_each_blob(struct sv_inspection *in, struct sv_handle *handle, sv_blob_fn *fn)
{
    return fn(in, &handle->blob) && each_file(in, handle->shared, fn) && each_file(in, handle->private_files, fn) &&
           each_file(in, handle->increment_files, fn) && each_nested(in, handle->materialized, fn) &&
           each_nested(in, handle->increments, fn);
}

static uint64_t files_bytes(const struct sv_file *file)
{
    uint64_t sum = 0;
    for (; file; file = file->next)
        sum = sv_u64_add_cap(sum, file->blob.size);
    return sum;
}

static bool is_channel(enum sv_handle_kind kind)
{
    return kind == SV_HANDLE_INPUT_CHANNEL || kind == SV_HANDLE_RESULT_SUBPARTITION || kind == SV_HANDLE_MERGED_INPUT ||
           kind == SV_HANDLE_MERGED_RESULT;
}

static uint64_t handle_bytes(const struct sv_handle *handle)
{
    if (is_channel(handle->kind)) /* several share one stream */
        return handle->persisted_bytes > 0 ? (uint64_t)handle->persisted_bytes : 0;
    uint64_t sum = sv_u64_add_cap(handle->blob.size, files_bytes(handle->shared));
    sum = sv_u64_add_cap(sum, files_bytes(handle->private_files));
    sum = sv_u64_add_cap(sum, files_bytes(handle->increment_files));
    sum = sv_u64_add_cap(sum, sv_handles_bytes(handle->materialized));
    return sv_u64_add_cap(sum, sv_handles_bytes(handle->increments));
}

uint64_t sv_handles_bytes(const struct sv_handle *handle)
{
    uint64_t sum = 0;
    for (; handle; handle = handle->next)
        sum = sv_u64_add_cap(sum, handle_bytes(handle));
    return sum;
}
