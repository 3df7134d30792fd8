/* stage.c: from the files of a handle to a folder that RocksDB opens. docs/format/rocksdb.md#staging */
#include "store/stage.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/limits.h"
#include "store/manifest.h"
#include "store/source.h"
#include "store/sst.h"

enum { NAME_BYTES = 32, COPY_BYTES = 1 << 20 };

/* An SST of the handle. */
struct table_file {
    const struct sv_file *file;
    uint64_t number;
    struct sv_defect defect; /* why it is left out */
    sv_str family;           /* as its properties say; p NULL when they do not */
    uint32_t family_id;
    bool plain;
    const struct sv_manifest_file *listed; /* NULL: not in RocksDB's list */
};
struct staging {
    const struct sv_handle *handle;
    const struct sv_stage_options *options;
    struct sv_stage *stage;
    struct table_file *tables; /* by number */
    size_t table_count;
    const struct sv_file *current, *list; /* CURRENT and the MANIFEST it names; NULL when there is none */
    struct sv_manifest manifest;
    struct sv_map list_map; /* defects of the list may borrow from it */
    struct sv_cursor list_bytes;
    bool list_is_whole;
    struct sv_crc32c crc;
    struct sv_error *err;
};

static enum sv_status no_memory(struct staging *s)
{
    return sv_fail(s->err, SV_ERR_MEMORY, "out of memory");
}

/* ---- what there is ---- */

static int by_number(const void *left, const void *right)
{
    const struct table_file *a = left, *b = right;
    return (a->number > b->number) - (a->number < b->number);
}

static bool collect_tables(struct staging *s)
{
    const struct sv_file *lists[] = { s->handle->shared, s->handle->private_files };
    size_t most = (size_t)s->handle->shared_count + s->handle->private_count, kept = 0;
    s->tables = calloc(most + 1, sizeof *s->tables);
    if (!s->tables)
        return false;
    for (size_t i = 0; i < sizeof lists / sizeof *lists; i++)
        for (const struct sv_file *file = lists[i]; file && s->table_count < most; file = file->next)
            if (sv_sst_number(file->name, &s->tables[s->table_count].number))
                s->tables[s->table_count++].file = file;
    qsort(s->tables, s->table_count, sizeof *s->tables, by_number);
    for (size_t i = 0; i < s->table_count; i++)
        if (!kept || s->tables[kept - 1].number != s->tables[i].number)
            s->tables[kept++] = s->tables[i];
    s->table_count = kept;
    return true;
}

static void fail(struct table_file *table, enum sv_defect_code code, const char *doing)
{
    table->defect = (struct sv_defect){ .code = code, .doing = doing, .subject = { "", 0 } };
}

/* What keeps RocksDB from reading it, as far as its footer and properties (careful: all its blocks) say. False when memory
 * is out. */
static bool look_at_table(struct staging *s, struct table_file *table)
{
    const struct sv_blob *blob = &table->file->blob;
    struct sv_map map = { .bytes = NULL };
    struct sv_cursor cur;
    struct sv_arena arena;
    struct sv_sst sst;
    if (sv_str_eq(table->file->name, s->options->leave_out)) {
        fail(table, SV_DEFECT_BAD_CHECKSUM, "SST file");
        return true;
    }
    if (!sv_blob_map(blob, &map, &cur)) {
        fail(table, blob->defect != SV_DEFECT_NONE ? blob->defect : SV_DEFECT_CANNOT_OPEN, "SST file");
        return true;
    }
    sv_arena_init(&arena, SV_LIMIT_MODEL_BYTES);
    (s->options->careful ? sv_sst_verify : sv_sst_open)(&sst, cur, &arena, &s->crc);
    table->defect = sst.defect;
    table->defect.at += cur.at;
    if (sst.defect.code == SV_DEFECT_UNSUPPORTED)
        table->defect.code = SV_DEFECT_NONE; /* RocksDB knows more kinds */
    table->plain = sst.plain;
    table->family_id = (uint32_t)sst.properties.column_family_id;
    bool named = sst.properties.column_family.n && sst.properties.column_family_id == table->family_id;
    if (named)
        table->family = sv_arena_copy(&s->stage->arena, sst.properties.column_family);
    sv_arena_free(&arena);
    sv_map_close(&map);
    return !named || table->family.p;
}

/* ---- RocksDB's list ---- */

static struct sv_stage_loss *add_loss(struct staging *s, const struct sv_blob *blob, struct sv_defect defect)
{
    struct sv_stage_loss *loss = SV_NEW(&s->stage->arena, struct sv_stage_loss), **tail = &s->stage->losses;
    if (!loss)
        return NULL;
    while (*tail)
        tail = &(*tail)->next;
    *loss = (struct sv_stage_loss){ .blob = blob, .defect = defect, .first_key = { "", 0 }, .last_key = { "", 0 } };
    *tail = loss;
    return loss;
}

/* The list is damaged, or not there: that is told, and entries are read without it. */
static bool list_is_bad(struct staging *s, const struct sv_blob *blob, struct sv_defect defect)
{
    defect.subject = (sv_str){ "", 0 };
    s->list_is_whole = false;
    return add_loss(s, blob, defect) != NULL;
}

static bool list_is_gone(struct staging *s, const struct sv_blob *blob, const char *doing)
{
    enum sv_defect_code code = blob->defect != SV_DEFECT_NONE ? blob->defect : SV_DEFECT_MISSING_FILE;
    return list_is_bad(s, blob, (struct sv_defect){ .code = code, .doing = doing });
}

static bool open_list(struct staging *s)
{
    struct sv_map map;
    struct sv_cursor cur;
    s->current = sv_handle_file(s->handle, SV_STR("CURRENT"));
    if (!s->current)
        return list_is_gone(s, &s->handle->blob, "file CURRENT of the handle");
    if (!sv_blob_map(&s->current->blob, &map, &cur))
        return list_is_gone(s, &s->current->blob, "CURRENT");
    sv_str name = sv_current_read(&cur);
    s->list = sv_cur_ok(&cur) ? sv_handle_file(s->handle, name) : NULL;
    sv_map_close(&map);
    if (!sv_cur_ok(&cur))
        return list_is_bad(s, &s->current->blob, cur.bad);
    if (!s->list)
        return list_is_gone(s, &s->current->blob, "file that CURRENT names");
    if (!sv_blob_map(&s->list->blob, &s->list_map, &s->list_bytes))
        return list_is_gone(s, &s->list->blob, "MANIFEST");
    s->list_is_whole = true;
    return true;
}

static bool read_list(struct staging *s)
{
    if (!open_list(s))
        return false;
    if (!s->list_is_whole)
        return true;
    struct sv_cursor cur = s->list_bytes;
    if (!sv_manifest_read(&cur, &s->manifest))
        return false;
    return sv_cur_ok(&cur) || list_is_bad(s, &s->list->blob, cur.bad);
}

/* A file in the list alone. */
static bool lose_listed(struct staging *s, const struct sv_manifest_file *listed)
{
    char name[NAME_BYTES];
    snprintf(name, sizeof name, "%06" PRIu64 ".sst", listed->number);
    struct sv_defect defect = { .code = SV_DEFECT_MISSING_FILE,
                                .doing = "SST file that the MANIFEST lists and the handle does not",
                                .subject = sv_arena_copy(&s->stage->arena, sv_str_of(name)) };
    struct sv_stage_loss *loss = defect.subject.p ? add_loss(s, &s->list->blob, defect) : NULL;
    if (!loss)
        return false;
    loss->entries = true;
    loss->family = sv_manifest_family(&s->manifest, listed->column_family);
    loss->first_key = listed->first_key;
    loss->last_key = listed->last_key;
    return true;
}

/* Puts both lists beside each other. A list that was cut between two changes is whole in itself: files that it lacks tell. */
static bool compare_lists(struct staging *s)
{
    size_t i = 0, k = 0;
    bool lacks = false;
    while (i < s->manifest.count || k < s->table_count) {
        const struct sv_manifest_file *listed = i < s->manifest.count ? &s->manifest.files[i] : NULL;
        struct table_file *table = k < s->table_count ? &s->tables[k] : NULL;
        if (!table || (listed && listed->number < table->number)) {
            if (!lose_listed(s, listed))
                return false;
            s->list_is_whole = false;
            i++;
        } else if (!listed || table->number < listed->number) {
            lacks = true;
            k++;
        } else {
            table->listed = listed;
            i++, k++;
        }
    }
    if (lacks && s->list_is_whole)
        return list_is_bad(
            s, &s->list->blob,
            (struct sv_defect){ .code = SV_DEFECT_TRUNCATED, .doing = "list of the handle's SST files" });
    return true;
}

static bool lose_tables(struct staging *s)
{
    for (size_t i = 0; i < s->table_count; i++) {
        const struct table_file *table = &s->tables[i];
        if (table->defect.code == SV_DEFECT_NONE)
            continue;
        struct sv_stage_loss *loss = add_loss(s, &table->file->blob, table->defect);
        if (!loss)
            return false;
        loss->entries = true;
        loss->family = table->family;
        if (!table->listed)
            continue;
        loss->family = sv_manifest_family(&s->manifest, table->listed->column_family);
        loss->first_key = table->listed->first_key;
        loss->last_key = table->listed->last_key;
    }
    return true;
}

/* What is left, for who reads it without RocksDB. */
static bool keep_tables(struct staging *s)
{
    struct sv_stage *stage = s->stage;
    stage->tables = sv_arena_alloc(&stage->arena, s->table_count + 1, sizeof *stage->tables);
    if (!stage->tables)
        return false;
    for (size_t i = 0; i < s->table_count; i++) {
        const struct table_file *table = &s->tables[i];
        const struct sv_manifest_file *listed = s->list_is_whole ? table->listed : NULL;
        if (table->defect.code != SV_DEFECT_NONE)
            continue;
        struct sv_stage_table kept = { .blob = &table->file->blob, .plain = table->plain };
        sv_str family = table->listed ? sv_manifest_family(&s->manifest, table->listed->column_family) : table->family;
        kept.family = sv_arena_copy(&stage->arena, family);
        kept.first_key = sv_arena_copy(&stage->arena, listed ? listed->first_key : (sv_str){ "", 0 });
        kept.last_key = sv_arena_copy(&stage->arena, listed ? listed->last_key : (sv_str){ "", 0 });
        if (!kept.family.p || !kept.first_key.p || !kept.last_key.p)
            return false;
        stage->tables[stage->table_count++] = kept;
    }
    return true;
}

/* What the list says outlives it. */
static bool keep_losses(struct staging *s)
{
    struct sv_arena *arena = &s->stage->arena;
    bool kept = true;
    for (struct sv_stage_loss *loss = s->stage->losses; loss; loss = loss->next) {
        loss->first_key = sv_arena_copy(arena, loss->first_key);
        loss->last_key = sv_arena_copy(arena, loss->last_key);
        if (loss->family.p)
            loss->family = sv_arena_copy(arena, loss->family);
        kept = kept && loss->first_key.p && loss->last_key.p;
    }
    return kept;
}

/* ---- the folder ---- */

static enum sv_status write_error(struct staging *s, const char *name)
{
    return sv_fail(s->err, SV_ERR_WRITE,
                   "cannot write '%s' in the temporary folder '%s': %s; set TMPDIR to a folder with "
                   "more room",
                   name, s->stage->folder, strerror(errno));
}

static bool write_fully(int fd, const unsigned char *bytes, uint64_t n)
{
    while (n > 0) {
        ssize_t put = write(fd, bytes, n < COPY_BYTES ? (size_t)n : COPY_BYTES);
        if (put < 0 && errno == EINTR)
            continue;
        if (put <= 0)
            return false;
        bytes += put;
        n -= (uint64_t)put;
    }
    return true;
}

static enum sv_status write_file(struct staging *s, const char *name, sv_str bytes)
{
    char *path = sv_path_join(sv_str_of(s->stage->folder), sv_str_of(name));
    if (!path)
        return no_memory(s);
    int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    free(path);
    bool written = fd >= 0 && write_fully(fd, (const unsigned char *)bytes.p, bytes.n);
    enum sv_status status = written ? SV_OK : write_error(s, name);
    if (fd >= 0 && close(fd) != 0 && written)
        status = write_error(s, name);
    return status;
}

static enum sv_status copy_blob(struct staging *s, const struct sv_blob *blob, const char *name)
{
    struct sv_map map;
    struct sv_cursor cur;
    if (!sv_blob_map(blob, &map, &cur))
        return sv_fail(s->err, SV_ERR_OPEN, "cannot read the file of '%s': it was there a moment ago", name);
    enum sv_status status = write_file(s, name, sv_cur_bytes(&cur, sv_cur_left(&cur)));
    sv_map_close(&map);
    return status;
}

/* A link to the whole file; what is only a part of one, or stands in _metadata, is copied. */
static enum sv_status put_table(struct staging *s, const struct table_file *table)
{
    const struct sv_blob *blob = &table->file->blob;
    char name[NAME_BYTES];
    snprintf(name, sizeof name, "%06" PRIu64 ".sst", table->number);
    if (!sv_blob_is_file(blob) || (blob->kind == SV_BLOB_SEGMENT && blob->size != blob->place->file_bytes))
        return copy_blob(s, blob, name);
    char *target = realpath(blob->place->path, NULL);
    char *path = sv_path_join(sv_str_of(s->stage->folder), sv_str_of(name));
    enum sv_status status = SV_OK;
    if (!target || !path)
        status = sv_fail(s->err, SV_ERR_OPEN, "cannot find '%s' again", blob->place->path);
    else if (symlink(target, path) != 0)
        status = write_error(s, name);
    free(target);
    free(path);
    return status;
}

/* A list of our own, of all that is usable. */
static bool make_list(struct staging *s, struct sv_manifest *own)
{
    own->files = calloc(s->table_count + 1, sizeof *own->files);
    own->families = calloc(s->table_count + 1, sizeof *own->families);
    if (!own->files || !own->families)
        return false;
    for (size_t i = 0; i < s->table_count; i++) {
        struct table_file *table = &s->tables[i];
        if (table->defect.code != SV_DEFECT_NONE)
            continue;
        uint32_t id = table->listed ? table->listed->column_family : table->family_id;
        sv_str name = table->listed ? sv_manifest_family(&s->manifest, id) : table->family;
        size_t known = 0;
        while (known < own->family_count && own->families[known].id != id)
            known++;
        if (!name.p || (known < own->family_count && !sv_str_eq(own->families[known].name, name))) {
            fail(table, SV_DEFECT_BAD_VALUE, "column family of an SST file");
            continue;
        }
        if (known == own->family_count)
            own->families[own->family_count++] = (struct sv_manifest_family){ .id = id, .name = name };
        own->files[own->count++] =
            (struct sv_manifest_file){ .number = table->number, .bytes = table->file->blob.size, .column_family = id };
    }
    return true;
}

static enum sv_status write_own_list(struct staging *s, const struct sv_manifest *own)
{
    struct sv_buf log;
    char name[NAME_BYTES], current[NAME_BYTES + 1];
    uint64_t number = s->table_count ? s->tables[s->table_count - 1].number + 1 : 1;
    int n = snprintf(name, sizeof name, "MANIFEST-%06" PRIu64, number);
    snprintf(current, sizeof current, "%.*s\n", n, name);
    sv_buf_init(&log, SV_LIMIT_MODEL_BYTES);
    sv_manifest_write(own, &log);
    enum sv_status status = log.failed ? no_memory(s) : write_file(s, name, sv_buf_str(&log));
    if (status == SV_OK)
        status = write_file(s, "CURRENT", sv_str_of(current));
    sv_buf_free(&log);
    return status;
}

static enum sv_status copy_list(struct staging *s)
{
    char name[NAME_BYTES];
    if (s->list->name.n >= sizeof name)
        return sv_fail(s->err, SV_ERR_UNREADABLE, "the name of a MANIFEST is too long");
    memcpy(name, s->list->name.p, s->list->name.n);
    name[s->list->name.n] = '\0';
    enum sv_status status = copy_blob(s, &s->list->blob, name);
    return status == SV_OK ? copy_blob(s, &s->current->blob, "CURRENT") : status;
}

static enum sv_status fill(struct staging *s)
{
    struct sv_manifest own = { .files = NULL };
    enum sv_status status = SV_OK;
    if (!s->list_is_whole && !make_list(s, &own))
        status = no_memory(s);
    if (status == SV_OK && !lose_tables(s))
        status = no_memory(s);
    if (status == SV_OK && (!keep_losses(s) || !keep_tables(s)))
        status = no_memory(s);
    if (status == SV_OK && (s->list_is_whole || own.count))
        status = sv_temporary_folder_new(s->options->parent, &s->stage->folder, s->err);
    if (status == SV_OK && s->stage->folder)
        status = s->list_is_whole ? copy_list(s) : write_own_list(s, &own);
    for (size_t i = 0; i < s->table_count && status == SV_OK && s->stage->folder; i++)
        if (s->tables[i].defect.code == SV_DEFECT_NONE)
            status = put_table(s, &s->tables[i]);
    sv_manifest_free(&own);
    return status;
}

static bool any_table_is_bad(const struct staging *s)
{
    for (size_t i = 0; i < s->table_count; i++)
        if (s->tables[i].defect.code != SV_DEFECT_NONE)
            return true;
    return false;
}

static enum sv_status look(struct staging *s)
{
    sv_crc32c_init(&s->crc);
    if (!collect_tables(s))
        return no_memory(s);
    for (size_t i = 0; i < s->table_count; i++)
        if (!look_at_table(s, &s->tables[i]))
            return no_memory(s);
    if (!read_list(s) || !compare_lists(s))
        return no_memory(s);
    s->list_is_whole = s->list_is_whole && !any_table_is_bad(s);
    return SV_OK;
}

enum sv_status sv_stage_new(const struct sv_handle *handle, const struct sv_stage_options *options,
                            struct sv_stage *out, struct sv_error *err)
{
    struct staging s = { .handle = handle, .options = options, .stage = out, .err = err };
    *out = (struct sv_stage){ .folder = NULL };
    sv_arena_init(&out->arena, SV_LIMIT_MODEL_BYTES);
    enum sv_status status = look(&s);
    if (status == SV_OK)
        status = fill(&s);
    sv_manifest_free(&s.manifest);
    sv_map_close(&s.list_map);
    free(s.tables);
    if (status != SV_OK)
        sv_stage_free(out);
    return status;
}

void sv_stage_free(struct sv_stage *stage)
{
    sv_temporary_folder_remove(stage->folder);
    free(stage->folder);
    sv_arena_free(&stage->arena);
    *stage = (struct sv_stage){ .folder = NULL };
}
