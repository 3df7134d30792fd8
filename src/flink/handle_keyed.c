/* handle_keyed.c: keyed state handles. docs/format/handles.md#keyed
 *
 * u1 tag, then (changelog sizes and ids: not in 1.14; V2 and V3 files before 1.15 have the tags up to 8 only)
 *   TAG  SIZE  MEANING
 *    0         null
 *    3   i4    first key group; i4 n; n * i8 offsets; stream                     KeyGroupsStateHandle
 *   12         the same; UTF state handle id
 *    7         as 3                                                            KeyGroupsSavepointStateHandle
 *    5   i8    checkpoint id; UTF backend id; i4 first key group; i4 n; stream;
 *              two lists: i4 m, m * (UTF local path, stream)                   IncrementalRemoteKeyedStateHandle
 *   11         the same with i8 checkpointed size after n; UTF state handle id at the end
 *    8   i4    first key group; i4 n; i8 checkpointed size; two lists: i4 m, m * keyed handle;
 *              i8 materialization id; UTF state handle id                      ChangelogStateBackendHandleImpl
 *   14         the same with i8 checkpoint id before the state handle id
 *    9   i4    first key group; i4 n; i8 from; i8 to; i4 m; m * (i4 key group, i4 length, bytes);
 *              UTF state handle id                                             InMemoryChangelogStateHandle
 *   10   i4    first key group; i4 n; i4 m; m * (i8 offset, stream); i8 size; i8 checkpointed size;
 *              UTF state handle id                                             ChangelogStateHandleStreamImpl
 *   13         the same; UTF storage id
 * Mirrors MetadataV2V3SerializerBase#deserializeKeyedStateHandle of flink-runtime 1.8 to 2.3. */
#include "flink/metadata.h"

/* Changelog file increments written before there was a storage id are in this storage. */
#define DEFAULT_STORAGE SV_STR("filesystem")

static void read_range(struct sv_metadata_reader *r, struct sv_handle *handle)
{
    handle->first_key_group = sv_cur_i32(&r->cur);
    handle->key_group_count = sv_cur_i32(&r->cur);
    if (handle->key_group_count >= 0 && (handle->key_group_count == 0 || handle->first_key_group >= 0))
        return;
    handle->key_group_count = 0;
    sv_cur_fail_at(&r->cur, SV_DEFECT_BAD_VALUE, handle->at, "key-group range of a keyed state handle",
                   (sv_str){ "", 0 });
}

static void read_key_groups(struct sv_metadata_reader *r, struct sv_handle *handle, bool v2)
{
    read_range(r, handle);
    handle->offsets = sv_cur_bytes(&r->cur, (uint64_t)handle->key_group_count * 8);
    handle->offset_count = (uint32_t)(handle->offsets.n / 8);
    sv_read_blob(r, &handle->blob);
    if (v2)
        sv_cur_utf(&r->cur);
}

static struct sv_file *read_files(struct sv_metadata_reader *r, uint32_t *count_out)
{
    enum { MIN_FILE = 2 + 1 };
    struct sv_file *first = NULL, **tail = &first;
    r->cur.doing = "files of an IncrementalRemoteKeyedStateHandle";
    uint32_t count = sv_cur_count(&r->cur, MIN_FILE);
    for (uint32_t i = 0; i < count && sv_cur_ok(&r->cur); i++) {
        struct sv_file *file = SV_METADATA_NEW(r, struct sv_file);
        if (!file)
            break;
        file->name = sv_cur_utf(&r->cur);
        sv_read_blob(r, &file->blob);
        if (!sv_cur_ok(&r->cur))
            break;
        *tail = file;
        tail = &file->next;
        ++*count_out;
    }
    return first;
}

static void read_incremental(struct sv_metadata_reader *r, struct sv_handle *handle, bool v2)
{
    handle->checkpoint_id = sv_cur_i64(&r->cur);
    handle->backend_id = sv_cur_utf(&r->cur);
    read_range(r, handle);
    if (v2)
        handle->persisted_bytes = sv_cur_i64(&r->cur);
    sv_read_blob(r, &handle->blob);
    handle->shared = read_files(r, &handle->shared_count);
    handle->private_files = read_files(r, &handle->private_count);
    if (v2)
        sv_cur_utf(&r->cur);
}

/* The keyed handles inside a changelog handle. Null ones are passed over, as Flink does. */
static struct sv_handle *read_nested(struct sv_metadata_reader *r, bool increments)
{
    struct sv_handle *first = NULL, **tail = &first;
    uint32_t count = sv_cur_count(&r->cur, 1);
    for (uint32_t i = 0; i < count && sv_cur_ok(&r->cur); i++) {
        struct sv_handle *handle = sv_read_keyed_handle(r);
        if (!handle)
            continue;
        bool is_increment = handle->kind == SV_HANDLE_CHANGELOG_BYTES || handle->kind == SV_HANDLE_CHANGELOG_FILES;
        if (increments && !is_increment)
            sv_cur_fail_at(&r->cur, SV_DEFECT_BAD_VALUE, handle->at, "increment of a changelog handle",
                           (sv_str){ "", 0 });
        handle->placeholder = !increments;
        *tail = handle;
        tail = &handle->next;
    }
    return first;
}

static void read_changelog(struct sv_metadata_reader *r, struct sv_handle *handle, bool v2)
{
    if (r->depth >= SV_LIMIT_HANDLE_DEPTH) {
        sv_cur_fail(&r->cur, SV_DEFECT_TOO_DEEP);
        return;
    }
    r->depth++;
    read_range(r, handle);
    if (sv_metadata_has(r, SV_META_CHANGELOG_IDS))
        handle->persisted_bytes = sv_cur_i64(&r->cur);
    handle->materialized = read_nested(r, false);
    handle->increments = read_nested(r, true);
    r->cur.doing = "ChangelogStateBackendHandleImpl: ids";
    if (sv_metadata_has(r, SV_META_CHANGELOG_IDS)) {
        int64_t materialization_id = sv_cur_i64(&r->cur);
        handle->checkpoint_id = v2 ? sv_cur_i64(&r->cur) : materialization_id;
        handle->backend_id = sv_cur_utf(&r->cur);
    }
    r->depth--;
}

/* The changes stay as they are: the blob covers them from their number on. */
static void read_changelog_bytes(struct sv_metadata_reader *r, struct sv_handle *handle, bool v2)
{
    enum { MIN_CHANGE = 4 + 4 };
    (void)v2;
    read_range(r, handle);
    handle->from = sv_cur_i64(&r->cur);
    handle->to = sv_cur_i64(&r->cur);
    struct sv_cursor changes = r->cur;
    uint32_t count = sv_cur_count(&r->cur, MIN_CHANGE);
    for (uint32_t i = 0; i < count && sv_cur_ok(&r->cur); i++) {
        sv_cur_i32(&r->cur);
        sv_cur_bytes(&r->cur, sv_cur_count(&r->cur, 1));
    }
    if (!sv_cur_ok(&r->cur))
        return;
    handle->blob = (struct sv_blob){
        .kind = SV_BLOB_INLINE, .size = r->cur.at - changes.at, .at = changes.at, .more.bytes = changes.p
    };
    if (sv_metadata_has(r, SV_META_CHANGELOG_IDS))
        handle->backend_id = sv_cur_utf(&r->cur);
}

static struct sv_file *read_increment_files(struct sv_metadata_reader *r)
{
    enum { MIN_FILE = 8 + 1 };
    struct sv_file *first = NULL, **tail = &first;
    uint32_t count = sv_cur_count(&r->cur, MIN_FILE);
    for (uint32_t i = 0; i < count && sv_cur_ok(&r->cur); i++) {
        struct sv_file *file = SV_METADATA_NEW(r, struct sv_file);
        if (!file)
            break;
        file->offset = (uint64_t)sv_cur_i64(&r->cur);
        sv_read_blob(r, &file->blob);
        if (!sv_cur_ok(&r->cur))
            break;
        *tail = file;
        tail = &file->next;
    }
    return first;
}

static void read_changelog_files(struct sv_metadata_reader *r, struct sv_handle *handle, bool v2)
{
    read_range(r, handle);
    handle->increment_files = read_increment_files(r);
    r->cur.doing = "ChangelogStateHandleStreamImpl: sizes and ids";
    sv_cur_i64(&r->cur);
    if (sv_metadata_has(r, SV_META_CHANGELOG_IDS)) {
        handle->persisted_bytes = sv_cur_i64(&r->cur);
        handle->backend_id = sv_cur_utf(&r->cur);
    }
    handle->storage_id = v2 ? sv_cur_utf(&r->cur) : DEFAULT_STORAGE;
}

struct keyed_row {
    const char *doing;
    enum sv_handle_kind kind;
    bool v2; /* has the fields that a second tag of the same handle added */
    void (*read)(struct sv_metadata_reader *r, struct sv_handle *handle, bool v2);
};
static const struct keyed_row keyed_rows[] = {
    [3] = { "KeyGroupsStateHandle", SV_HANDLE_KEY_GROUPS, false, read_key_groups },
    [5] = { "IncrementalRemoteKeyedStateHandle", SV_HANDLE_INCREMENTAL, false, read_incremental },
    [7] = { "KeyGroupsSavepointStateHandle", SV_HANDLE_KEY_GROUPS_SAVEPOINT, false, read_key_groups },
    [8] = { "ChangelogStateBackendHandleImpl", SV_HANDLE_CHANGELOG, false, read_changelog },
    [9] = { "InMemoryChangelogStateHandle", SV_HANDLE_CHANGELOG_BYTES, false, read_changelog_bytes },
    [10] = { "ChangelogStateHandleStreamImpl", SV_HANDLE_CHANGELOG_FILES, false, read_changelog_files },
    [11] = { "IncrementalRemoteKeyedStateHandle", SV_HANDLE_INCREMENTAL, true, read_incremental },
    [12] = { "KeyGroupsStateHandle", SV_HANDLE_KEY_GROUPS, true, read_key_groups },
    [13] = { "ChangelogStateHandleStreamImpl", SV_HANDLE_CHANGELOG_FILES, true, read_changelog_files },
    [14] = { "ChangelogStateBackendHandleImpl", SV_HANDLE_CHANGELOG, true, read_changelog },
};

struct sv_handle *sv_read_keyed_handle(struct sv_metadata_reader *r)
{
    uint64_t at = r->cur.at;
    r->cur.doing = "keyed state handle";
    uint8_t tag = sv_cur_u8(&r->cur);
    if (tag == 0 || !sv_cur_ok(&r->cur))
        return NULL;
    if (tag >= sizeof keyed_rows / sizeof *keyed_rows || !keyed_rows[tag].read) {
        sv_cur_fail_at(&r->cur, SV_DEFECT_BAD_VALUE, at, "tag of a keyed state handle", (sv_str){ "", 0 });
        return NULL;
    }
    const struct keyed_row *row = &keyed_rows[tag];
    struct sv_handle *handle = SV_METADATA_NEW(r, struct sv_handle);
    if (!handle)
        return NULL;
    *handle = (struct sv_handle){
        .kind = row->kind, .tag = tag, .at = at, .checkpoint_id = -1, .persisted_bytes = -1, .subtask_index = -1
    };
    r->cur.doing = row->doing;
    row->read(r, handle, row->v2);
    return handle;
}
