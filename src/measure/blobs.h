/* blobs.h: everything that a snapshot's state handles name. */
#ifndef SV_MEASURE_BLOBS_H
#define SV_MEASURE_BLOBS_H
#include "store/source.h"

/* One blob and who names it; handle NULL for a coordinator's. */
struct sv_blob_use {
    const struct sv_operator *op;
    const struct sv_subtask *subtask; /* NULL for a coordinator's */
    const struct sv_handle *handle;   /* the innermost */
    const struct sv_blob *blob;
    const struct sv_file *file; /* of the handle, when the blob is one's; NULL otherwise */
};
/* Calls fn for every blob of an operator as long as it returns true. */
typedef bool sv_blob_use_fn(const struct sv_blob_use *use, void *context);
bool sv_each_blob_use(const struct sv_operator *op, sv_blob_use_fn *fn, void *context);
/* Calls fn for every handle of a subtask, those inside others too; in use.blob is the handle's own. */
bool sv_each_handle_use(const struct sv_operator *op, sv_blob_use_fn *fn, void *context);

/* Pointers, each kept once. */
struct sv_pointers {
    const void **items; /* owned */
    size_t count, capacity;
};
SV_MUST_USE bool sv_pointers_add(struct sv_pointers *pointers, const void *item);
void sv_pointers_settle(struct sv_pointers *pointers); /* sorts them and drops doubles */
bool sv_pointers_has(const struct sv_pointers *pointers, const void *item);
void sv_pointers_free(struct sv_pointers *pointers);
#endif
