/* type_files.h: files of one serializer snapshot each, read once and kept while there is room. */
#ifndef SV_API_TYPE_FILES_H
#define SV_API_TYPE_FILES_H
#include "flink/read.h"
#include "resolve/resolve.h"

/* One file. Everything in it lives in its arena. */
struct sv_type_copy {
    const char *path;
    uint64_t hash;
    struct sv_arena arena;
    const struct sv_type *root; /* NULL when the bytes begin no serializer snapshot */
    enum sv_framing framing;
    const struct sv_evidence *evidence; /* of this file alone, once it was asked for */
    const char *failure;                /* why the file could not be opened, NULL when it could */
    struct sv_type_copy *next;          /* in its bucket */
};

struct sv_type_files {
    const struct sv_extra_classes *extra; /* NULL for none */
    struct sv_type_copy **buckets;        /* owned */
    size_t count, kept_bytes;
};

SV_MUST_USE enum sv_status sv_type_files_init(struct sv_type_files *files, const struct sv_extra_classes *extra,
                                              struct sv_error *err);
void sv_type_files_free(struct sv_type_files *files);

/* Both files of a pair, which stay until the next call. Fails only for lack of memory. */
SV_MUST_USE enum sv_status sv_type_files_get(struct sv_type_files *files, const char *old_path, const char *new_path,
                                             struct sv_type_copy **old_out, struct sv_type_copy **new_out,
                                             struct sv_error *err);
#endif
