/* source.h: finds and maps the bytes of a state handle on this machine. Never writes, never leaves what it was given.
 *
 * Flink records absolute paths of the machine that wrote the snapshot. A file is looked for, in this order:
 *   1. --map PREFIX=DIR rules, longest prefix first;
 *   2. by its place under the snapshot: the last parts of the recorded path (its name; chk-N/name; shared/name;
 *      taskowned/name; job-id/shared/name) below the folder of _metadata and its parent;
 *   3. the recorded path itself, when it is a local one. */
#ifndef SV_STORE_SOURCE_H
#define SV_STORE_SOURCE_H
#include "model/snapshot.h"

struct sv_path_map {
    sv_str prefix, dir;
};
struct sv_locator {
    sv_str folder; /* of _metadata */
    const struct sv_path_map *maps;
    size_t map_count;
    struct sv_arena *arena; /* found paths are kept here */
};

/* Looks for the file of a blob and fills blob->found or blob->defect (missing, short, long, a folder in its place); a
 * relative name that would leave the folder is a defect. moved_out is set, and otherwise left alone, when it was found
 * elsewhere than recorded. Nothing to do for inline and empty blobs. */
void sv_source_locate(const struct sv_locator *locator, struct sv_blob *blob, bool *moved_out);

/* The bytes of a located blob, at most limit_bytes of them (0: all): inline bytes as they are, files mapped and kept in
 * snapshot->maps until its release. cur_out has source offsets of the file. A blob that cannot be read yields an
 * empty cursor that carries the defect, and the defect in the blob. */
void sv_source_open(struct sv_snapshot *snapshot, struct sv_blob *blob, uint64_t limit_bytes, struct sv_cursor *cur_out);
#endif
