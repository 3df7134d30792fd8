/* inside.h: what the files of this room share. */
#ifndef SV_INSPECT_INSIDE_H
#define SV_INSPECT_INSIDE_H
#include "inspect/inspect.h"

/* Work on one snapshot. Functions that return bool return false when memory is out, and for nothing else. */
struct sv_inspection {
    struct sv_snapshot *snapshot;
    const struct sv_inspect_options *options;
    struct sv_locator locator;
    struct sv_inference inference;
    unsigned char *scratch; /* a head before it is known to be a new one */
};
enum { SV_SCRATCH_BYTES = 1 << 20 };

/* Calls fn for every blob of a handle, those of handles inside it too, as long as it returns true. */
typedef bool sv_blob_fn(struct sv_inspection *in, struct sv_blob *blob);
SV_MUST_USE bool sv_each_blob(struct sv_inspection *in, struct sv_handle *handle, sv_blob_fn *fn);

/* Bytes of state that a list of handles stands for. */
uint64_t sv_handles_bytes(const struct sv_handle *handle);

/* Reads the head of every managed and raw keyed handle of an operator's subtasks and attaches it. */
SV_MUST_USE bool sv_read_heads(struct sv_inspection *in, struct sv_operator *op);

/* Gathers the states of an operator over its subtasks. */
SV_MUST_USE bool sv_merge_states(struct sv_arena *arena, struct sv_operator *op);

/* What the handles prove of the kind of a snapshot that does not say it. */
enum sv_snapshot_kind sv_deduce_kind(const struct sv_snapshot *snapshot);
/* What a managed keyed handle proves of the state backend that wrote it. */
enum sv_backend sv_deduce_backend(const struct sv_snapshot *snapshot, const struct sv_handle *handle);

/* Gives operators without a uid the candidate that their id is the hash of. */
SV_MUST_USE bool sv_match_uids(struct sv_snapshot *snapshot, const sv_str *uids, size_t count);
#endif
