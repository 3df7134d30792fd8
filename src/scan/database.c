/* database.c: staging and opening databases, once for all units. */
#include "scan/database.h"

#include <stdlib.h>

#include "base/limits.h"

struct sv_rocks {
    char *folder; /* in which databases are staged */
    struct sv_database *databases;
};

static void close_opened(struct sv_opened *opened)
{
    sv_rocks_close(opened->db);
    sv_stage_free(&opened->stage);
    free(opened->failure);
    *opened = (struct sv_opened){ .db = NULL };
}

static void free_database(struct sv_database *database)
{
    close_opened(&database->whole);
    close_opened(&database->careful);
    free(database);
}

void sv_rocks_free(struct sv_rocks *rocks)
{
    if (!rocks)
        return;
    for (struct sv_database *database = rocks->databases, *next; database; database = next) {
        next = database->next;
        free_database(database);
    }
    sv_temporary_folder_remove(rocks->folder);
    free(rocks->folder);
    free(rocks);
}

static enum sv_status open_one(const struct sv_rocks *rocks, const struct sv_handle *handle, bool careful,
                               sv_str leave_out, struct sv_opened *out, struct sv_error *err)
{
    const struct sv_stage_options options = { .parent = rocks->folder, .careful = careful, .leave_out = leave_out };
    struct sv_opened opened = { .db = NULL };
    enum sv_status status = sv_stage_new(handle, &options, &opened.stage, err);
    if (status != SV_OK)
        return status;
    *out = opened;
    return SV_OK;
}

static bool open_rocks(struct sv_opened *opened)
{
    struct sv_buf why;
    sv_buf_init(&why, SV_LIMIT_REPORT_BYTES);
    if (!sv_rocks_open(opened->stage.folder, &opened->db, &why)) {
        sv_buf_putc(&why, '\0');
        if (!why.failed) {
            opened->failure = why.p; /* handed over */
            why.p = NULL;
        }
    }
    sv_buf_free(&why);
    return opened->db || opened->failure;
}

bool sv_database_rocks(struct sv_scan *scan, struct sv_opened *opened)
{
    pthread_mutex_lock(&scan->lock);
    bool done = opened->db || opened->failure || !opened->stage.folder || open_rocks(opened);
    pthread_mutex_unlock(&scan->lock);
    return done;
}

static struct sv_rocks *make_rocks(struct sv_scan *scan, struct sv_error *err)
{
    struct sv_rocks *rocks = calloc(1, sizeof *rocks);
    if (!rocks)
        sv_fail(err, SV_ERR_MEMORY, "out of memory");
    else if (sv_temporary_folder_new(scan->options.temporary_folder, &rocks->folder, err) == SV_OK)
        return rocks;
    free(rocks);
    return NULL;
}

static unsigned count_units(const struct sv_scan *scan, const struct sv_handle *handle)
{
    unsigned count = 0;
    for (const struct sv_scan_unit *unit = scan->units; unit; unit = unit->next)
        count += unit->handle == handle;
    return count ? count : 1; /* what was materialized of a changelog is no unit of its own */
}

/* With the scan's lock held. */
static struct sv_database *find_database(struct sv_scan *scan, const struct sv_handle *handle, struct sv_error *err)
{
    if (!scan->rocks)
        scan->rocks = make_rocks(scan, err);
    if (!scan->rocks)
        return NULL;
    struct sv_database *database = scan->rocks->databases;
    while (database && database->handle != handle)
        database = database->next;
    if (database)
        return database;
    database = calloc(1, sizeof *database);
    if (!database) {
        sv_fail(err, SV_ERR_MEMORY, "out of memory");
        return NULL;
    }
    if (open_one(scan->rocks, handle, false, (sv_str){ "", 0 }, &database->whole, err) != SV_OK) {
        free(database);
        return NULL;
    }
    database->handle = handle;
    database->units_left = count_units(scan, handle);
    database->next = scan->rocks->databases;
    scan->rocks->databases = database;
    return database;
}

struct sv_database *sv_database_take(struct sv_scan_job *job, struct sv_error *err)
{
    struct sv_scan *scan = job->scan;
    pthread_mutex_lock(&scan->lock);
    struct sv_database *database = find_database(scan, job->unit->handle, err);
    pthread_mutex_unlock(&scan->lock);
    return database;
}

void sv_database_give_back(struct sv_scan *scan, struct sv_database *database)
{
    pthread_mutex_lock(&scan->lock);
    bool last = --database->units_left == 0;
    struct sv_database **link = &scan->rocks->databases;
    while (last && *link != database)
        link = &(*link)->next;
    if (last)
        *link = database->next;
    pthread_mutex_unlock(&scan->lock);
    if (last)
        free_database(database);
}

/* The name of the SST that an error of RocksDB is about; empty when it names none. */
static sv_str blamed(const char *error)
{
    const char *end = error ? strstr(error, ".sst") : NULL;
    if (!end)
        return (sv_str){ "", 0 };
    const char *begin = end;
    while (begin > error && begin[-1] != '/' && begin[-1] != ' ')
        begin--;
    return (sv_str){ begin, (size_t)(end - begin) + 4 };
}

struct sv_opened *sv_database_careful(struct sv_scan *scan, struct sv_database *database, const char *error,
                                      enum sv_status *status_out, struct sv_error *err)
{
    enum sv_status status = SV_OK;
    pthread_mutex_lock(&scan->lock);
    if (!database->has_careful) {
        status = open_one(scan->rocks, database->handle, true, (sv_str){ "", 0 }, &database->careful, err);
        /* Damage that shows to RocksDB alone. */
        bool same = status == SV_OK && !database->careful.stage.losses;
        if (same && blamed(error).n) {
            close_opened(&database->careful);
            status = open_one(scan->rocks, database->handle, true, blamed(error), &database->careful, err);
        }
        database->has_careful = status == SV_OK;
    }
    pthread_mutex_unlock(&scan->lock);
    *status_out = status;
    return status == SV_OK ? &database->careful : NULL;
}
