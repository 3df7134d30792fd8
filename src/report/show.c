/* show.c: what the files of `show` share. */
#include "report/show.h"

#include "base/limits.h"
#include "base/size.h"

const struct sv_show_list_name sv_show_list_names[SV_SHOW_LISTS] = {
    { "managed_operator", "managed operator state" }, { "raw_operator", "raw operator state" },
    { "managed_keyed", "managed keyed state" },       { "raw_keyed", "raw keyed state" },
    { "input_channel", "in-flight input" },           { "result_subpartition", "in-flight output" },
};

const struct sv_handle *sv_show_list(const struct sv_subtask *subtask, size_t list)
{
    const struct sv_handle *const lists[SV_SHOW_LISTS] = { subtask->managed_operator, subtask->raw_operator,
                                                           subtask->managed_keyed,    subtask->raw_keyed,
                                                           subtask->input_channel,    subtask->result_subpartition };
    return lists[list];
}

static uint64_t sum_files(const struct sv_file *file, uint64_t *count)
{
    uint64_t sum = 0;
    for (; file; file = file->next) {
        sum = sv_u64_add_cap(sum, file->blob.size);
        ++*count;
    }
    return sum;
}

/* Handles inside handles are as deep as SV_LIMIT_HANDLE_DEPTH at most. */
static uint64_t sum_handle(const struct sv_handle *handle, uint64_t *files, unsigned depth)
{
    uint64_t sum = handle->blob.size;
    *files +=
        handle->blob.kind != SV_BLOB_NONE && handle->blob.kind != SV_BLOB_INLINE && handle->blob.kind != SV_BLOB_EMPTY;
    sum = sv_u64_add_cap(sum, sum_files(handle->shared, files));
    sum = sv_u64_add_cap(sum, sum_files(handle->private_files, files));
    sum = sv_u64_add_cap(sum, sum_files(handle->increment_files, files));
    if (depth == SV_LIMIT_HANDLE_DEPTH)
        return sum;
    const struct sv_handle *const nested[] = { handle->materialized, handle->increments };
    for (size_t i = 0; i < sizeof nested / sizeof nested[0]; i++)
        for (const struct sv_handle *h = nested[i]; h; h = h->next)
            sum = sv_u64_add_cap(sum, sum_handle(h, files, depth + 1));
    return sum;
}

uint64_t sv_show_handle_bytes(const struct sv_handle *handle, uint64_t *files_out)
{
    uint64_t files = 0;
    uint64_t sum = sum_handle(handle, &files, 0);
    *files_out = files;
    return sum;
}

bool sv_show_wants(const struct sv_report *report, const struct sv_operator *op)
{
    return !report->only || report->only(op, report->only_context);
}
