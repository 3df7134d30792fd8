/* database.h: the databases of a scan, each shared by the units that read it; for the files of this room. */
#ifndef SV_SCAN_DATABASE_H
#define SV_SCAN_DATABASE_H
#include "scan/backend.h"
#include "store/rocks.h"
#include "store/stage.h"

struct sv_opened {
    struct sv_stage stage;
    struct sv_rocks_db *db; /* NULL until sv_database_rocks */
    char *failure;          /* why RocksDB did not open it, in its words; NULL otherwise. Owned */
};
struct sv_database {
    const struct sv_handle *handle;
    unsigned units_left; /* that will ask for it, and are not done */
    struct sv_opened whole, careful;
    bool has_careful;
    struct sv_database *next;
};

/* RocksDB on what is staged, opened by the first who asks; NULL, and failure set, when it does not open it. False when memory
 * is out. */
SV_MUST_USE bool sv_database_rocks(struct sv_scan *scan, struct sv_opened *opened);

/* The database of the unit's handle, staged by the first who asks. NULL, and why, when it cannot be had. Each unit
 * takes and gives it back once. */
struct sv_database *sv_database_take(struct sv_scan_job *job, struct sv_error *err);
void sv_database_give_back(struct sv_scan *scan, struct sv_database *database);
/* The database without its damaged files, after RocksDB failed with that error; NULL, and the status set, when it cannot be
 * had. */
struct sv_opened *sv_database_careful(struct sv_scan *scan, struct sv_database *database, const char *error,
                                      enum sv_status *status_out, struct sv_error *err);
#endif
