/* inspect.c: from a path to a filled model. */
#include "inspect/inspect.h"

#include <stdlib.h>

#include "base/limits.h"
#include "base/size.h"
#include "inspect/inside.h"

/* Magic and version: with less there is nothing to say about a file. */
enum { HEADER_BYTES = 8 };
#define METADATA SV_STR("_metadata")

static enum sv_status no_memory(const char *path, struct sv_error *err)
{
    return sv_fail(err, SV_ERR_MEMORY, "cannot read '%s': out of memory, or its model is over the limit", path);
}

/* The file a path leads to, to be freed by the caller. */
static enum sv_status find_metadata(const char *path, char **file_out, struct sv_error *err)
{
    enum sv_path_kind kind = sv_path_kind(path, NULL);
    if (kind == SV_PATH_NONE)
        return sv_fail(err, SV_ERR_NOT_FOUND, "cannot find '%s'; give the folder of a savepoint or of one checkpoint",
                       path);
    if (kind == SV_PATH_OTHER)
        return sv_fail(err, SV_ERR_UNREADABLE, "cannot read '%s': it is neither a file nor a folder", path);
    char *file = kind == SV_PATH_FOLDER ? sv_path_join(sv_str_of(path), METADATA) : strdup(path);
    if (!file)
        return no_memory(path, err);
    if (kind == SV_PATH_FOLDER && sv_path_kind(file, NULL) != SV_PATH_FILE) {
        free(file);
        return sv_fail(err, SV_ERR_UNREADABLE,
                       "cannot read '%s': the folder holds no _metadata; give the folder of a savepoint or of one "
                       "checkpoint (chk-N)",
                       path);
    }
    *file_out = file;
    return SV_OK;
}

static enum sv_status read_metadata(struct sv_snapshot *snapshot, const char *path, struct sv_error *err)
{
    const struct sv_map *map = &snapshot->map;
    if (map->n < HEADER_BYTES)
        return sv_fail(err, SV_ERR_UNREADABLE, "cannot read '%s': %s; have %zu bytes, a _metadata has %d at least",
                       path, map->n ? "it is cut short" : "it is empty", map->n, HEADER_BYTES);
    sv_read_metadata(sv_cur_of(map->bytes, map->n, 0), snapshot);
    switch (snapshot->defect.code) {
    case SV_DEFECT_BAD_MAGIC:
        if (snapshot->defect.at != 0)
            return SV_OK; /* inside */
        return sv_fail(err, SV_ERR_UNREADABLE, "cannot read '%s': it is no _metadata of Flink (wrong magic number)",
                       path);
    case SV_DEFECT_UNKNOWN_VERSION:
        return sv_fail(err, SV_ERR_UNREADABLE,
                       "cannot read '%s': unknown version %ld of _metadata; it is damaged, or of a "
                       "newer Flink",
                       path, (long)snapshot->version);
    case SV_DEFECT_LIMIT:
        return no_memory(path, err);
    default:
        return SV_OK;
    }
}

static bool locate(struct sv_inspection *in, struct sv_blob *blob)
{
    return sv_source_locate(&in->locator, blob, &in->snapshot->moved);
}

/* The lists of handles of a subtask, one after the other. */
static struct sv_handle *handles_of(struct sv_subtask *subtask, int i)
{
    struct sv_handle *lists[] = { subtask->managed_operator, subtask->raw_operator,  subtask->managed_keyed,
                                  subtask->raw_keyed,        subtask->input_channel, subtask->result_subpartition };
    return lists[i];
}
enum { HANDLE_LISTS = 6 };

static bool inspect_operator(struct sv_inspection *in, struct sv_operator *op)
{
    op->state_bytes = op->coordinator.size;
    for (struct sv_subtask *subtask = op->subtasks; subtask; subtask = subtask->next)
        for (int i = 0; i < HANDLE_LISTS; i++) {
            struct sv_handle *handle = handles_of(subtask, i);
            op->state_bytes = sv_u64_add_cap(op->state_bytes, sv_handles_bytes(handle));
            for (; handle; handle = handle->next)
                if (!sv_each_blob(in, handle, locate))
                    return false;
        }
    return sv_read_heads(in, op) && sv_merge_states(&in->snapshot->arena, op);
}

static bool inspect_operators(struct sv_inspection *in)
{
    struct sv_snapshot *snapshot = in->snapshot;
    for (struct sv_operator *op = snapshot->operators; op; op = op->next) {
        if (!inspect_operator(in, op))
            return false;
        snapshot->state_count += op->state_count;
        snapshot->state_bytes = sv_u64_add_cap(snapshot->state_bytes, op->state_bytes);
    }
    return true;
}

static bool inspect_handles(struct sv_snapshot *snapshot, const struct sv_inspect_options *options,
                            const struct sv_archive *archive)
{
    struct sv_inspection in = { .snapshot = snapshot,
                                .options = options,
                                .inference = { .work_left = SV_LIMIT_INFER_WORK },
                                .scratch = malloc(SV_SCRATCH_BYTES) };
    bool done = in.scratch != NULL;
    done = (archive ? sv_locator_init_archive(&in.locator, archive, snapshot->path, &snapshot->arena)
                    : sv_locator_init(&in.locator, snapshot->folder, options->maps, options->map_count,
                                      &snapshot->arena)) &&
           done;
    done = done && inspect_operators(&in);
    sv_locator_free(&in.locator);
    free(in.scratch);
    return done;
}

/* What there is besides the bytes of _metadata, which are in snapshot->map. */
static enum sv_status fill(struct sv_snapshot *snapshot, const struct sv_inspect_options *options,
                           const struct sv_archive *archive, struct sv_error *err)
{
    enum sv_status status = read_metadata(snapshot, snapshot->metadata.p, err);
    if (status != SV_OK)
        return status;
    if (!inspect_handles(snapshot, options, archive) || !sv_match_uids(snapshot, options->uids, options->uid_count))
        return no_memory(snapshot->path.p, err);
    snapshot->kind_in_file = snapshot->properties.present && snapshot->properties.type != SV_PROP_OTHER;
    snapshot->kind = sv_deduce_kind(snapshot);
    if (sv_map_changed(&snapshot->map)) /* read as zeros from the cut on */
        snapshot->defect = (struct sv_defect){ .code = SV_DEFECT_CHANGED, .doing = "_metadata", .subject = METADATA };
    return SV_OK;
}

static bool begin(struct sv_snapshot *snapshot, const char *path, const char *metadata,
                  const struct sv_inspect_options *options)
{
    *snapshot = (struct sv_snapshot){ .written_by = "" };
    sv_arena_init(&snapshot->arena, options->memory_bytes ? options->memory_bytes : SV_LIMIT_MODEL_BYTES);
    snapshot->path = sv_arena_copy(&snapshot->arena, sv_str_of(path));
    snapshot->metadata = sv_arena_copy(&snapshot->arena, sv_str_of(metadata));
    snapshot->folder = sv_path_dir(snapshot->metadata);
    return snapshot->path.p && snapshot->metadata.p;
}

static enum sv_status inspect_file(const char *path, const char *file, const struct sv_inspect_options *options,
                                   struct sv_snapshot *snapshot, struct sv_error *err)
{
    if (!begin(snapshot, path, file, options))
        return no_memory(path, err);
    enum sv_status status = sv_map_open(file, 0, &snapshot->map, err);
    return status == SV_OK ? fill(snapshot, options, NULL, err) : status;
}

/* The snapshot as far as its bytes are fetched. */
static enum sv_status inspect_members(const char *path, struct sv_archive *archive,
                                      const struct sv_inspect_options *options, struct sv_snapshot *snapshot,
                                      struct sv_error *err)
{
    struct sv_member *member = sv_archive_metadata(archive);
    size_t n = (size_t)sv_member_bytes(member);
    const unsigned char *bytes = sv_member_read(member, 0, n);
    char *metadata = sv_path_join(sv_str_of(path), sv_member_name(member));
    bool begun = metadata && bytes && begin(snapshot, path, metadata, options);
    free(metadata);
    if (!begun)
        return no_memory(path, err);
    snapshot->archived = true;
    enum sv_status status = sv_map_copy((sv_str){ (const char *)bytes, n }, &snapshot->map, err);
    return status == SV_OK ? fill(snapshot, options, archive, err) : status;
}

/* Heads are known by what is asked for: reads the snapshot again each time that was fetched. */
static enum sv_status inspect_archive(const char *path, const struct sv_inspect_options *options,
                                      struct sv_snapshot *snapshot, struct sv_error *err)
{
    struct sv_archive *archive;
    enum sv_status status = sv_archive_open(path, &archive, err);
    if (status != SV_OK)
        return status;
    status = inspect_members(path, archive, options, snapshot, err);
    for (int pass = 1; status == SV_OK && sv_archive_is_wanting(archive) && pass < SV_LIMIT_ARCHIVE_PASSES; pass++) {
        sv_snapshot_release(snapshot);
        status = sv_archive_fetch(archive, err);
        if (status == SV_OK)
            status = inspect_members(path, archive, options, snapshot, err);
    }
    sv_archive_free(archive);
    return status;
}

/* A file that begins as an archive is none of Flink's. */
static enum sv_status inspect_either(const char *path, const char *file, const struct sv_inspect_options *options,
                                     struct sv_snapshot *snapshot, struct sv_error *err)
{
    enum { BEGINNING = 512 };
    struct sv_map map;
    enum sv_status status = sv_map_open(file, BEGINNING, &map, err);
    if (status != SV_OK)
        return status;
    bool archived = sv_archive_is((sv_str){ (const char *)map.bytes, map.n });
    sv_map_close(&map);
    return archived ? inspect_archive(file, options, snapshot, err) : inspect_file(path, file, options, snapshot, err);
}

enum sv_status sv_inspect(const char *path, const struct sv_inspect_options *options, struct sv_snapshot *out,
                          struct sv_error *err)
{
    static const struct sv_inspect_options none = { 0 };
    if (!options)
        options = &none;
    char *file = NULL;
    enum sv_status status = find_metadata(path, &file, err);
    if (status != SV_OK)
        return status;
    struct sv_snapshot snapshot = { .written_by = "" };
    status = inspect_either(path, file, options, &snapshot, err);
    free(file);
    if (status == SV_OK)
        *out = snapshot;
    else
        sv_snapshot_release(&snapshot);
    return status;
}
