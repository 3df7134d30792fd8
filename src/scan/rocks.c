/* rocks.c: entries of RocksDB's own files: incremental checkpoints and native savepoints. docs/format/rocksdb.md
 *
 * A handle is a database, staged and opened by the first unit that needs it and closed by the last. A state is a column
 * family of its name. Its files are merged here (store/sorted.h) as long as there is nothing special in them and nothing
 * wrong with them; else RocksDB reads them. Where that fails in the middle, the files are looked at block by block, and
 * reading goes on behind the last key without those that are damaged.
 *
 * Mirrors RocksDBIncrementalRestoreOperation, RocksDBKeyedStateBackend. */
#include <stdlib.h>

#include "base/limits.h"
#include "base/mutf.h"
#include "scan/database.h"
#include "store/sorted.h"

enum { AHEAD_BYTES_MOST = 2 << 20, AHEAD_BYTES_ALL = 8 << 20 };

/* A state being read: its next entry, unless it is done. */
struct column {
    const struct sv_scan_state *state;
    struct sv_opened *opened;     /* whose files are read: the whole database, or without damaged ones */
    struct sv_sorted *sorted;     /* reads the files itself, as long as nothing is wrong with them */
    struct sv_rocks_iterator *it; /* NULL besides: done */
    sv_str key, value;
    struct sv_buf last_key; /* of the entry before */
};
/* One unit's way through its states. */
struct reading {
    struct sv_scan_job *job;
    struct sv_database *database;
    struct column *columns; /* of wanted states */
    size_t column_count;
    struct sv_error *err;
    enum sv_status status;
    struct sv_buf family; /* name of a column family, for a moment */
    uint64_t told_bytes;
};

/* ---- losses ---- */

static int32_t key_group_of(const struct reading *r, sv_str key, int32_t otherwise)
{
    unsigned n = sv_key_group_bytes(r->job->unit->op->max_parallelism);
    if (key.n < n)
        return otherwise;
    const unsigned char *p = (const unsigned char *)key.p;
    return n == 1 ? p[0] : p[0] << 8 | p[1];
}

/* Column families have the names of states in UTF-8, which differs from what the head has only beyond the BMP. */
static sv_str family_of(struct sv_buf *out, sv_str state_name)
{
    out->n = 0;
    sv_mutf_to_utf8(out, state_name);
    return sv_buf_str(out);
}

static const struct sv_scan_state *state_of(struct reading *r, sv_str family)
{
    for (uint32_t i = 0; i < r->job->state_count && family.p; i++)
        if (sv_str_eq(family_of(&r->family, r->job->states[i]->state->name), family))
            return r->job->states[i];
    return NULL;
}

/* What of it lies in the unit; from: nothing before that key is lost. */
static void tell_loss(struct reading *r, const struct sv_stage_loss *from, sv_str after)
{
    const struct sv_scan_unit *unit = r->job->unit;
    const struct sv_scan_state *state = state_of(r, from->family);
    sv_str first_key = after.n && sv_str_cmp(from->first_key, after) < 0 ? after : from->first_key;
    int32_t first = key_group_of(r, first_key, unit->first_key_group);
    int32_t last = key_group_of(r, from->last_key, unit->last_key_group);
    first = first < unit->first_key_group ? unit->first_key_group : first;
    last = last > unit->last_key_group ? unit->last_key_group : last;
    if (first > last || (state && !state->wanted))
        return;
    sv_tell_loss(r->job, (struct sv_loss){ .state = state ? state->state : NULL,
                                           .blob = from->blob,
                                           .first_key_group = first,
                                           .last_key_group = last,
                                           .first_key = first_key,
                                           .last_key = from->last_key,
                                           .defect = from->defect });
}

/* A list of files is told once, by the unit that begins the handle. */
static void tell_losses(struct reading *r)
{
    const struct sv_scan_unit *unit = r->job->unit;
    for (const struct sv_stage_loss *loss = r->database->whole.stage.losses; loss; loss = loss->next)
        if (loss->entries)
            tell_loss(r, loss, (sv_str){ "", 0 });
        else if (unit->first_key_group == unit->handle->first_key_group)
            sv_tell_lost(r->job, NULL, loss->blob, -1, -1, &loss->defect);
}

static bool is_first(const struct sv_stage_table *tables, size_t i)
{
    for (size_t k = 0; k < i; k++)
        if (sv_str_eq(tables[k].family, tables[i].family))
            return false;
    return true;
}

/* Entries of states that the head does not tell of, once, by the unit that begins the handle. */
static void tell_unnamed(struct reading *r)
{
    const struct sv_handle *handle = r->job->unit->handle;
    const struct sv_stage *stage = &r->database->whole.stage;
    if (r->job->unit->first_key_group != handle->first_key_group)
        return;
    if (handle->stream->read < handle->stream->declared) {
        sv_tell_lost(r->job, NULL, &handle->blob, -1, -1, &handle->stream->defect);
        return;
    }
    for (size_t i = 0; i < stage->table_count; i++) {
        const struct sv_defect defect = { .code = SV_DEFECT_BAD_VALUE,
                                          .doing = "column family that the head does not name",
                                          .subject = stage->tables[i].family };
        if (is_first(stage->tables, i) && !sv_str_eq(defect.subject, SV_STR("default")) && !state_of(r, defect.subject))
            sv_tell_lost(r->job, NULL, stage->tables[i].blob, -1, -1, &defect);
    }
}

static bool was_told(const struct reading *r, const struct sv_stage_loss *loss)
{
    const struct sv_stage_loss *told = r->database->whole.stage.losses;
    while (told && told->blob != loss->blob)
        told = told->next;
    return told != NULL;
}

/* What reading goes on without. False when that explains nothing. */
static bool tell_left_out(struct reading *r, const struct sv_opened *careful, const struct column *column)
{
    bool explained = false;
    for (const struct sv_stage_loss *loss = careful->stage.losses; loss; loss = loss->next) {
        if (!loss->entries || was_told(r, loss) || state_of(r, loss->family) != column->state)
            continue;
        tell_loss(r, loss, sv_buf_str(&column->last_key));
        explained = true;
    }
    return explained;
}

static void tell_unread(struct reading *r, const struct column *column, const char *error)
{
    const struct sv_scan_unit *unit = r->job->unit;
    sv_str last = sv_buf_str(&column->last_key);
    sv_tell_loss(r->job, (struct sv_loss){ .state = column->state->state,
                                           .blob = &unit->handle->blob,
                                           .first_key_group = key_group_of(r, last, unit->first_key_group),
                                           .last_key_group = unit->last_key_group,
                                           .first_key = last,
                                           .last_key = { "", 0 },
                                           .defect = { .code = SV_DEFECT_CANNOT_OPEN, .doing = "RocksDB files" },
                                           .detail = error });
}

/* ---- entries ---- */

static enum sv_status no_memory(struct reading *r)
{
    return r->status = sv_fail(r->err, SV_ERR_MEMORY, "out of memory");
}

/* The prefix of a key group's keys, as long as all of them; empty behind the last one there can be. */
static sv_str prefix_of(const struct reading *r, int64_t key_group, char bytes[2])
{
    unsigned n = sv_key_group_bytes(r->job->unit->op->max_parallelism);
    if (key_group >= (int64_t)1 << 8 * n)
        return (sv_str){ "", 0 };
    bytes[0] = (char)(n == 1 ? key_group : key_group >> 8);
    bytes[1] = (char)key_group;
    return (sv_str){ bytes, n };
}

/* One state alone is fastest with the most; many must not take more memory than that. */
static size_t ahead_bytes(const struct reading *r)
{
    size_t bytes = AHEAD_BYTES_ALL / (r->column_count ? r->column_count : 1);
    return bytes > AHEAD_BYTES_MOST ? AHEAD_BYTES_MOST : bytes;
}

/* Where reading begins: behind the column's last key, or with the unit. */
static sv_str begin_of(struct reading *r, struct column *column, char bytes[2])
{
    struct sv_buf *last = &column->last_key;
    if (!last->n)
        return prefix_of(r, r->job->unit->first_key_group, bytes);
    sv_buf_putc(last, '\0'); /* the smallest key behind it */
    last->n--;
    return (sv_str){ last->p, last->failed ? 0 : last->n + 1 };
}

static void iterate(struct reading *r, struct column *column, sv_str end)
{
    char bytes[2];
    sv_str first = begin_of(r, column, bytes);
    if (column->last_key.failed || !sv_database_rocks(r->job->scan, column->opened)) {
        no_memory(r);
        return;
    }
    if (column->opened->failure)
        tell_unread(r, column, column->opened->failure);
    else if (column->opened->db &&
             !sv_rocks_iterate(column->opened->db, family_of(&r->family, column->state->state->name), first, end,
                               ahead_bytes(r), &column->it))
        no_memory(r);
}

/* Goes on behind the column's last key, or begins. */
static void go_on(struct reading *r, struct column *column, sv_str end)
{
    char bytes[2];
    sv_str first = begin_of(r, column, bytes), family = family_of(&r->family, column->state->state->name);
    bool failed = column->last_key.failed || r->family.failed;
    column->sorted = failed ? NULL : sv_sorted_new(&column->opened->stage, family, first, end);
    if (!column->sorted)
        iterate(r, column, end);
}

/* Goes on without damaged files, or gives the column up. */
static void recover(struct reading *r, struct column *column, const char *error, sv_str end)
{
    struct sv_opened *careful = NULL;
    if (column->opened != &r->database->careful)
        careful = sv_database_careful(r->job->scan, r->database, error, &r->status, r->err);
    bool explained = careful && tell_left_out(r, careful, column);
    if (!explained)
        tell_unread(r, column, error);
    sv_rocks_iterator_free(column->it);
    column->it = NULL;
    if (!explained)
        return;
    column->opened = careful;
    go_on(r, column, end);
}

/* False at the end of the files, and where something else has to go on. */
static bool step_sorted(struct reading *r, struct column *column, sv_str end)
{
    if (sv_sorted_next(column->sorted, &column->key, &column->value))
        return true;
    bool gave_up = sv_sorted_gave_up(column->sorted), damaged = sv_sorted_is_damaged(column->sorted);
    sv_sorted_free(column->sorted);
    column->sorted = NULL;
    if (damaged)
        recover(r, column, "a block, or the order of keys, is damaged", end);
    else if (gave_up)
        iterate(r, column, end);
    return false;
}

static void step(struct reading *r, struct column *column, sv_str end)
{
    while (column->sorted && r->status == SV_OK)
        if (step_sorted(r, column, end))
            return;
    while (column->it && r->status == SV_OK && !sv_rocks_next(column->it, &column->key, &column->value)) {
        const char *error = sv_rocks_error(column->it);
        if (!error) {
            sv_rocks_iterator_free(column->it);
            column->it = NULL;
            return;
        }
        recover(r, column, error, end);
        if (column->sorted) {
            step(r, column, end); /* of files without damage: not a second time */
            return;
        }
    }
}

static bool has_entry(const struct column *column)
{
    return column->sorted || column->it;
}

/* The entries of one key group, state after state. */
static void read_key_group(struct reading *r, int32_t key_group, sv_str end)
{
    const struct sv_scan_unit *unit = r->job->unit;
    for (struct column *c = r->columns; c < r->columns + r->column_count; c++)
        while (has_entry(c) && r->status == SV_OK && !r->job->stopped &&
               key_group_of(r, c->key, key_group) == key_group) {
            sv_tell_composite(r->job, c->state, c->key, c->value, 0, &unit->handle->blob, key_group, key_group);
            c->last_key.n = 0;
            sv_buf_add(&c->last_key, c->key);
            step(r, c, end);
        }
}

/* How far the unit is, by key groups: what each has on disk is not known. */
static void tell_progress(struct reading *r, int32_t key_group)
{
    const struct sv_scan_unit *unit = r->job->unit;
    int64_t done = (int64_t)key_group - unit->first_key_group + 1;
    int64_t all = (int64_t)unit->last_key_group - unit->first_key_group + 1;
    uint64_t bytes = done == all ? unit->bytes : unit->bytes / (uint64_t)all * (uint64_t)done;
    if (bytes > r->told_bytes)
        sv_tell_progress(r->job, bytes - r->told_bytes);
    r->told_bytes = bytes;
}

static void read_all(struct reading *r)
{
    const struct sv_scan_unit *unit = r->job->unit;
    char bytes[2];
    sv_str end = prefix_of(r, (int64_t)unit->last_key_group + 1, bytes);
    for (struct column *c = r->columns; c < r->columns + r->column_count && r->status == SV_OK; c++) {
        c->opened = &r->database->whole;
        go_on(r, c, end);
        step(r, c, end);
    }
    for (int64_t group = unit->first_key_group; group <= unit->last_key_group; group++) {
        if (r->status != SV_OK || r->job->stopped)
            break;
        read_key_group(r, (int32_t)group, end);
        tell_progress(r, (int32_t)group);
    }
}

static void add_columns(struct reading *r)
{
    const struct sv_scan_job *job = r->job;
    r->columns = calloc(job->state_count ? job->state_count : 1, sizeof *r->columns);
    if (!r->columns) {
        no_memory(r);
        return;
    }
    for (uint32_t i = 0; i < job->state_count; i++) {
        if (!job->states[i]->wanted)
            continue;
        struct column *column = &r->columns[r->column_count++];
        column->state = job->states[i];
        sv_buf_init(&column->last_key, SV_LIMIT_REPORT_BYTES);
    }
}

enum sv_status sv_scan_rocks(struct sv_scan_job *job, struct sv_error *err)
{
    struct sv_error why = { .status = SV_OK };
    struct sv_database *database = sv_database_take(job, &why);
    if (!database) {
        if (err)
            *err = why;
        return why.status;
    }
    struct reading r = { .job = job, .database = database, .err = err, .status = SV_OK };
    sv_buf_init(&r.family, SV_LIMIT_REPORT_BYTES);
    tell_losses(&r);
    tell_unnamed(&r);
    add_columns(&r);
    if (r.status == SV_OK && database->whole.stage.folder)
        read_all(&r);
    for (size_t i = 0; i < r.column_count; i++) {
        sv_sorted_free(r.columns[i].sorted);
        sv_rocks_iterator_free(r.columns[i].it);
        sv_buf_free(&r.columns[i].last_key);
    }
    free(r.columns);
    sv_buf_free(&r.family);
    sv_database_give_back(job->scan, database);
    return r.status;
}
