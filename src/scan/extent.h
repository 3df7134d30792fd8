/* extent.h: where the parts of a stream lie. */
#ifndef SV_SCAN_EXTENT_H
#define SV_SCAN_EXTENT_H
#include "model/snapshot.h"

/* A part of a blob; n is 0 when there is none. */
struct sv_extent {
    uint64_t from, n;
};

/* The i-th offset of a handle or partition, as written. */
uint64_t sv_offset_at(sv_str offsets, uint32_t i);

/* The bytes of a key group: up to the next one that has an offset, or the end of the blob. Managed streams give offset
 * 0 to key groups without state, raw ones (which have no head) -1. */
struct sv_extent sv_key_group_extent(const struct sv_handle *handle, int32_t key_group, bool raw);

/* The bytes of the i-th element of an operator's state: up to the next larger offset of any state. */
struct sv_extent sv_element_extent(const struct sv_handle *handle, const struct sv_partition *partition, uint32_t i);
#endif
