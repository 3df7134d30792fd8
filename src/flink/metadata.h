/* metadata.h: what the readers of _metadata share among themselves. */
#ifndef SV_FLINK_METADATA_H
#define SV_FLINK_METADATA_H
#include "base/limits.h"
#include "facts/release.h"
#include "model/snapshot.h"

struct sv_metadata_reader {
    struct sv_cursor cur;
    struct sv_arena *arena;
    const struct sv_metadata_layout *layout;
    unsigned depth; /* state handles inside state handles */
};

static inline bool sv_metadata_has(const struct sv_metadata_reader *r, enum sv_metadata_part part)
{
    return (r->layout->parts & part) != 0;
}

/* One item of a type in the arena; NULL when memory is out, which then is the cursor's defect. */
#define SV_METADATA_NEW(r, type) ((type *)sv_metadata_alloc((r), sizeof(type)))
void *sv_metadata_alloc(struct sv_metadata_reader *r, size_t size);

/* A stream state handle (MetadataV2V3SerializerBase#deserializeStreamStateHandle); kind NONE for a null handle. */
void sv_read_blob(struct sv_metadata_reader *r, struct sv_blob *blob_out);

/* One keyed or operator state handle: NULL for a null handle, and when it could not be read at all. A handle that broke
 * off is returned with what was read of it; the cursor carries the defect. */
struct sv_handle *sv_read_keyed_handle(struct sv_metadata_reader *r);
struct sv_handle *sv_read_operator_handle(struct sv_metadata_reader *r);

/* A collection of channel state handles, in the form of the layout; NULL when it is empty or the layout has none. */
struct sv_handle *sv_read_input_channels(struct sv_metadata_reader *r);
struct sv_handle *sv_read_result_subpartitions(struct sv_metadata_reader *r);

/* CheckpointProperties as Java serialization wrote them. */
void sv_read_properties(struct sv_metadata_reader *r, struct sv_properties *properties_out);
#endif
