/* extent.c: where the parts of a stream lie. */
#include "scan/extent.h"

uint64_t sv_offset_at(sv_str offsets, uint32_t i)
{
    return sv_be64((const unsigned char *)offsets.p + (size_t)i * 8);
}

static bool has_bytes(const struct sv_handle *handle, uint64_t offset, bool raw)
{
    return offset < handle->blob.size && (raw || offset > 0);
}

struct sv_extent sv_key_group_extent(const struct sv_handle *handle, int32_t key_group, bool raw)
{
    struct sv_extent none = { 0, 0 };
    if (key_group < handle->first_key_group)
        return none;
    uint32_t i = (uint32_t)(key_group - handle->first_key_group);
    if (i >= handle->offset_count)
        return none;
    uint64_t from = sv_offset_at(handle->offsets, i), end = handle->blob.size;
    if (!has_bytes(handle, from, raw))
        return none;
    while (++i < handle->offset_count) {
        uint64_t next = sv_offset_at(handle->offsets, i);
        if (!has_bytes(handle, next, raw))
            continue;
        end = next > from ? next : end;
        break;
    }
    return (struct sv_extent){ from, end - from };
}

struct sv_extent sv_element_extent(const struct sv_handle *handle, const struct sv_partition *partition, uint32_t i)
{
    uint64_t from = sv_offset_at(partition->offsets, i), end = handle->blob.size;
    if (from >= end)
        return (struct sv_extent){ from, 0 };
    uint64_t next = i + 1 < partition->offset_count ? sv_offset_at(partition->offsets, i + 1) : 0;
    if (next >= from && i + 1 < partition->offset_count)
        return (struct sv_extent){ from, (next < end ? next : end) - from };
    for (const struct sv_partition *p = handle->partitions; p; p = p->next) {
        uint64_t first = p->offset_count ? sv_offset_at(p->offsets, 0) : 0;
        if (first > from && first < end)
            end = first;
    }
    return (struct sv_extent){ from, end - from };
}
