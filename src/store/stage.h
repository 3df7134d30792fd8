/* stage.h: makes the files of an incremental or native snapshot look like a RocksDB folder again: a temporary folder of
 * links under the original names, with a list of files that RocksDB can open. Nothing is written elsewhere.
 * docs/format/rocksdb.md#staging
 *
 * One file that is missing or damaged does not hide the rest: it is left out, and what it held is a loss. RocksDB's own list
 * (MANIFEST) is used as it is when it is whole and names exactly the handle's files; else one of our own stands in for it.
 *
 * Mirrors what RocksDBIncrementalRestoreOperation does with IncrementalRemoteKeyedStateHandle. */
#ifndef SV_STORE_STAGE_H
#define SV_STORE_STAGE_H
#include "base/error.h"
#include "model/snapshot.h"

struct sv_stage_loss {
    const struct sv_blob *blob; /* of the file; of the list when the handle does not have the file */
    struct sv_defect defect;    /* its subject is the name of an SST that the handle does not have */
    bool entries;               /* false: the list of files is damaged, the files are not */
    sv_str family;              /* column family; p is NULL when it is not known */
    sv_str first_key, last_key; /* between which the file had entries, as its list says; both empty when not known */
    struct sv_stage_loss *next;
};
/* An SST that is in the folder. */
struct sv_stage_table {
    const struct sv_blob *blob;
    sv_str family;
    sv_str first_key, last_key; /* as RocksDB's list says; both empty when that could not be used */
    bool plain;                 /* sst.h */
};
struct sv_stage {
    char *folder;                  /* owned; NULL when there is nothing to open: no SST is usable, and none is needed */
    struct sv_stage_table *tables; /* in the arena */
    size_t table_count;
    struct sv_stage_loss *losses;
    struct sv_arena arena; /* of losses and tables */
};

struct sv_stage_options {
    const char *parent; /* an existing folder, in which the stage's own one is made */
    bool careful;       /* look at every block of every SST, and leave out those with a bad one */
    sv_str leave_out;   /* name of an SST that is to be left out as damaged; empty: none */
};

/* Yours to free when it is SV_OK. A status says that we failed: memory, or the temporary folder cannot be written. */
SV_MUST_USE enum sv_status sv_stage_new(const struct sv_handle *handle, const struct sv_stage_options *options,
                                        struct sv_stage *out, struct sv_error *err);
/* Removes the folder and all that is in it. Takes a zeroed one. */
void sv_stage_free(struct sv_stage *stage);

/* Makes a folder "snapvet-" and six random characters in parent (NULL: $TMPDIR, else /tmp), for this user alone. The path
 * is yours to free, the folder yours to remove. */
SV_MUST_USE enum sv_status sv_temporary_folder_new(const char *parent, char **out, struct sv_error *err);
/* Removes a folder with the files in it; folders in it stay, and it with them. Takes NULL. */
void sv_temporary_folder_remove(const char *folder);
#endif
