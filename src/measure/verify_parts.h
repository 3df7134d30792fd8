/* verify_parts.h: what verify.c puts together. Each adds to looked_at and issues of one snapshot; false when memory is
 * out. */
#ifndef SV_MEASURE_VERIFY_PARTS_H
#define SV_MEASURE_VERIFY_PARTS_H
#include "measure/verify.h"

/* Whether the i-th of count things is the share's. */
bool sv_share_has(const struct sv_run *run, size_t i, size_t count);

/* _metadata itself, heads and offsets: cheap, and the first share's. */
SV_MUST_USE bool sv_verify_metadata(struct sv_verified_snapshot *v);
/* That files are there with their size and can be opened. */
SV_MUST_USE bool sv_verify_files(struct sv_verified_snapshot *v, const struct sv_run *run);
/* That RocksDB's own lists of files are those of the handles: the first share's. */
SV_MUST_USE bool sv_verify_manifests(struct sv_verified_snapshot *v);
/* That blocks of SST files have their checksums. */
SV_MUST_USE bool sv_verify_blocks(struct sv_verified_snapshot *v, const struct sv_run *run);
/* That entries can be read and keys lie in their key groups. */
SV_MUST_USE enum sv_status sv_verify_entries(struct sv_verified_snapshot *v, struct sv_snapshot *snapshot,
                                             const struct sv_verify_request *request, struct sv_error *err);
/* Files that none of the snapshots refers to: the first share's. */
SV_MUST_USE bool sv_find_unreferenced(const struct sv_verify_request *request, struct sv_verified *verified);
/* Brings them into order, each once. */
void sv_settle_unreferenced(struct sv_verified *verified);
SV_MUST_USE bool sv_add_unreferenced(struct sv_verified *verified, struct sv_unreferenced file);
#endif
