/* inspect.h: the only place that joins flink/ and store/: for each handle find its bytes, read its head, attach it. */
#ifndef SV_INSPECT_INSPECT_H
#define SV_INSPECT_INSPECT_H
#include "flink/read.h"
#include "store/source.h"

struct sv_inspect_options {
    const struct sv_path_map *maps;
    size_t map_count;
    const struct sv_extra_classes *extra;
    const sv_str *uids; /* candidates; operator ids that match one get it as uid */
    size_t uid_count;
    size_t memory_bytes; /* limit of the model; 0 for SV_LIMIT_MODEL_BYTES */
};

/* Reads a snapshot: path is a _metadata file, the folder that holds it, or an archive of one (store/archive.h); options
 * may be NULL. On SV_OK the snapshot is yours to release (also when parts of it carry defects). SV_ERR_UNREADABLE: there
 * is no snapshot to speak of (no _metadata, empty, foreign, a version nobody wrote). */
SV_MUST_USE enum sv_status sv_inspect(const char *path, const struct sv_inspect_options *options,
                                      struct sv_snapshot *out, struct sv_error *err);
#endif
