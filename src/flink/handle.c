/* handle.c: state handles as _metadata describes them. docs/format/handles.md
 *
 * Stream state handles: u1 tag, then
 *   TAG  SIZE  MEANING
 *    0         null
 *    1   UTF   handle name; i4 n; n bytes of state             ByteStreamStateHandle
 *    2   i8    size; UTF path                                  FileStateHandle
 *    3   i4    first key group; i4 n; n * i8 offsets; stream   KeyGroupsStateHandle (only its stream is kept)
 *    6   UTF   path below the snapshot's folder; i8 size       RelativeFileStateHandle
 *   15   i8    start; i8 size; i4 scope; UTF path; UTF id      SegmentFileStateHandle
 *   16         nothing                                         EmptySegmentFileStateHandle
 * Operator state handles: u1 tag, then
 *    0         null
 *    4   i4    n; n * (UTF state, u1 mode, i4 m, m * i8 offset); stream         OperatorStreamStateHandle
 *   17         the same, before the stream UTF, UTF folders, bool empty         FileMergingOperatorStreamStateHandle
 * Mirrors MetadataV2V3SerializerBase of flink-runtime 1.11 to 2.3 (SavepointV2Serializer before); keyed ones stand in
 * handle_keyed.c, in-flight data in handle_channel.c. */
#include "flink/metadata.h"

void *sv_metadata_alloc(struct sv_metadata_reader *r, size_t size)
{
    void *item = sv_arena_alloc(r->arena, 1, size);
    if (!item)
        sv_cur_fail(&r->cur, SV_DEFECT_LIMIT);
    return item;
}

/* A size or a position: Flink writes them as signed. */
static uint64_t read_length(struct sv_cursor *c)
{
    uint64_t at = c->at;
    int64_t length = sv_cur_i64(c);
    if (length < 0)
        sv_cur_fail_at(c, SV_DEFECT_BAD_VALUE, at, c->doing, (sv_str){ "", 0 });
    return length < 0 ? 0 : (uint64_t)length;
}

static void read_bytes(struct sv_metadata_reader *r, struct sv_blob *blob)
{
    blob->kind = SV_BLOB_INLINE;
    blob->name = sv_cur_utf(&r->cur);
    uint32_t n = sv_cur_count(&r->cur, 1);
    blob->at = r->cur.at;
    blob->more.bytes = sv_cur_take(&r->cur, n);
    blob->size = n;
}

static void read_file(struct sv_metadata_reader *r, struct sv_blob *blob)
{
    blob->kind = SV_BLOB_FILE;
    blob->size = read_length(&r->cur);
    blob->name = sv_cur_utf(&r->cur);
}

static void read_relative(struct sv_metadata_reader *r, struct sv_blob *blob)
{
    blob->kind = SV_BLOB_RELATIVE;
    blob->name = sv_cur_utf(&r->cur);
    blob->size = read_length(&r->cur);
}

static void read_segment(struct sv_metadata_reader *r, struct sv_blob *blob)
{
    struct sv_segment *segment = SV_METADATA_NEW(r, struct sv_segment);
    if (!segment)
        return;
    blob->kind = SV_BLOB_SEGMENT;
    blob->more.segment = segment;
    segment->start = read_length(&r->cur);
    blob->size = read_length(&r->cur);
    segment->scope = sv_cur_i32(&r->cur);
    if (segment->scope < 0 || segment->scope > 1)
        sv_cur_fail(&r->cur, SV_DEFECT_BAD_VALUE);
    blob->name = sv_cur_utf(&r->cur);
    segment->logical_id = sv_cur_utf(&r->cur);
}

static void read_empty(struct sv_metadata_reader *r, struct sv_blob *blob)
{
    (void)r;
    blob->kind = SV_BLOB_EMPTY;
}

static void read_nested_key_groups(struct sv_metadata_reader *r, struct sv_blob *blob)
{
    if (r->depth >= SV_LIMIT_HANDLE_DEPTH) {
        sv_cur_fail(&r->cur, SV_DEFECT_TOO_DEEP);
        return;
    }
    sv_cur_i32(&r->cur);
    sv_cur_bytes(&r->cur, (uint64_t)sv_cur_count(&r->cur, 8) * 8);
    r->depth++;
    sv_read_blob(r, blob);
    r->depth--;
}

struct blob_row {
    const char *doing;
    void (*read)(struct sv_metadata_reader *r, struct sv_blob *blob);
};
static const struct blob_row blob_rows[] = {
    [1] = { "ByteStreamStateHandle", read_bytes },
    [2] = { "FileStateHandle", read_file },
    [3] = { "KeyGroupsStateHandle as a stream", read_nested_key_groups },
    [6] = { "RelativeFileStateHandle", read_relative },
    [15] = { "SegmentFileStateHandle", read_segment },
    [16] = { "EmptySegmentFileStateHandle", read_empty },
};

void sv_read_blob(struct sv_metadata_reader *r, struct sv_blob *blob_out)
{
    uint64_t at = r->cur.at;
    r->cur.doing = "stream state handle";
    uint8_t tag = sv_cur_u8(&r->cur);
    *blob_out = (struct sv_blob){ .at = at };
    if (tag == 0 || !sv_cur_ok(&r->cur))
        return;
    if (tag >= sizeof blob_rows / sizeof *blob_rows || !blob_rows[tag].read) {
        sv_cur_fail_at(&r->cur, SV_DEFECT_BAD_VALUE, at, "tag of a stream state handle", (sv_str){ "", 0 });
        return;
    }
    r->cur.doing = blob_rows[tag].doing;
    blob_rows[tag].read(r, blob_out);
    if (!sv_cur_ok(&r->cur))
        *blob_out = (struct sv_blob){ .at = at };
}

/* The elements of one named operator state: where each begins in the stream. */
static struct sv_partition *read_partition(struct sv_metadata_reader *r)
{
    struct sv_partition *partition = SV_METADATA_NEW(r, struct sv_partition);
    if (!partition)
        return NULL;
    partition->name = sv_cur_utf(&r->cur);
    uint64_t at = r->cur.at;
    uint8_t mode = sv_cur_u8(&r->cur);
    if (mode > SV_DIST_BROADCAST)
        sv_cur_fail_at(&r->cur, SV_DEFECT_BAD_VALUE, at, "distribution mode of an operator state", partition->name);
    partition->mode = (enum sv_distribution)mode;
    partition->offset_count = sv_cur_count(&r->cur, 8);
    partition->offsets = sv_cur_bytes(&r->cur, (uint64_t)partition->offset_count * 8);
    return partition;
}

static void read_partitions(struct sv_metadata_reader *r, struct sv_handle *handle)
{
    enum { MIN_PARTITION = 2 + 1 + 4 };
    struct sv_partition **tail = &handle->partitions;
    uint32_t count = sv_cur_count(&r->cur, MIN_PARTITION);
    for (uint32_t i = 0; i < count && sv_cur_ok(&r->cur); i++) {
        struct sv_partition *partition = read_partition(r);
        if (!partition || !sv_cur_ok(&r->cur))
            return;
        *tail = partition;
        tail = &partition->next;
        handle->partition_count++;
    }
}

struct sv_handle *sv_read_operator_handle(struct sv_metadata_reader *r)
{
    enum { TAG_PLAIN = 4, TAG_MERGED = 17 };
    uint64_t at = r->cur.at;
    r->cur.doing = "OperatorStreamStateHandle";
    uint8_t tag = sv_cur_u8(&r->cur);
    if (tag == 0 || !sv_cur_ok(&r->cur))
        return NULL;
    if (tag != TAG_PLAIN && tag != TAG_MERGED) {
        sv_cur_fail_at(&r->cur, SV_DEFECT_BAD_VALUE, at, "tag of an operator state handle", (sv_str){ "", 0 });
        return NULL;
    }
    struct sv_handle *handle = SV_METADATA_NEW(r, struct sv_handle);
    if (!handle)
        return NULL;
    *handle = (struct sv_handle){ .kind = SV_HANDLE_OPERATOR,
                                  .tag = tag,
                                  .at = at,
                                  .checkpoint_id = -1,
                                  .persisted_bytes = -1,
                                  .subtask_index = -1 };
    read_partitions(r, handle);
    if (tag == TAG_MERGED) {
        sv_cur_utf(&r->cur);
        sv_cur_utf(&r->cur);
        sv_cur_bool(&r->cur);
    }
    sv_read_blob(r, &handle->blob);
    bool segment = handle->blob.kind == SV_BLOB_SEGMENT || handle->blob.kind == SV_BLOB_EMPTY;
    if (tag == TAG_MERGED && !segment)
        sv_cur_fail_at(&r->cur, SV_DEFECT_BAD_VALUE, handle->blob.at, "stream of a file-merging operator state handle",
                       (sv_str){ "", 0 });
    return handle;
}
