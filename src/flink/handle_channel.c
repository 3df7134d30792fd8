/* handle_channel.c: in-flight data of unaligned checkpoints. docs/format/handles.md#in-flight-data
 *
 * i4 number of handles, then each
 *   SIZE  MEANING
 *    u1   2.1 on: 1 input channel, 2 result subpartition, 3 merged input, 4 merged result
 *    i4   1.12 on: index of the subtask that wrote it
 *    i4   gate or partition; i4 channel or subpartition
 *    i4   n; n * i8 offsets in the stream; i8 size
 *         stream state handle, never null
 * a merged one after its tag
 *    i4   index of the subtask; i8 size
 *         stream state handle, never null
 *    i4   n; n bytes: indexes, offsets and sizes of the channels
 * Mirrors ChannelStateHandleSerializer of flink-runtime 1.11 (without subtask) and 1.12 to 2.0, then
 * ChannelStateHandleSerializerV2. */
#include "flink/metadata.h"

static void read_stream(struct sv_metadata_reader *r, struct sv_handle *handle)
{
    uint64_t at = r->cur.at;
    sv_read_blob(r, &handle->blob);
    if (handle->blob.kind == SV_BLOB_NONE)
        sv_cur_fail_at(&r->cur, SV_DEFECT_BAD_VALUE, at, "stream of in-flight data", (sv_str){ "", 0 });
}

static void read_channel(struct sv_metadata_reader *r, struct sv_handle *handle)
{
    handle->subtask_index = r->layout->channels == SV_CHANNELS_BARE ? -1 : sv_cur_i32(&r->cur);
    handle->from = sv_cur_i32(&r->cur);
    handle->to = sv_cur_i32(&r->cur);
    handle->offset_count = sv_cur_count(&r->cur, 8);
    handle->offsets = sv_cur_bytes(&r->cur, (uint64_t)handle->offset_count * 8);
    handle->persisted_bytes = sv_cur_i64(&r->cur);
    read_stream(r, handle);
}

static void read_merged(struct sv_metadata_reader *r, struct sv_handle *handle)
{
    handle->subtask_index = sv_cur_i32(&r->cur);
    handle->persisted_bytes = sv_cur_i64(&r->cur);
    read_stream(r, handle);
    handle->offsets = sv_cur_bytes(&r->cur, sv_cur_count(&r->cur, 1));
}

struct channel_row {
    uint8_t tag;
    enum sv_handle_kind kind;
    const char *doing;
    void (*read)(struct sv_metadata_reader *r, struct sv_handle *handle);
};
/* The first row of each direction is the one that files without tags hold. */
enum { ROWS = 2 };
static const struct channel_row inputs[ROWS] = {
    { 1, SV_HANDLE_INPUT_CHANNEL, "InputChannelStateHandle", read_channel },
    { 3, SV_HANDLE_MERGED_INPUT, "MergedInputChannelStateHandle", read_merged },
};
static const struct channel_row results[ROWS] = {
    { 2, SV_HANDLE_RESULT_SUBPARTITION, "ResultSubpartitionStateHandle", read_channel },
    { 4, SV_HANDLE_MERGED_RESULT, "MergedResultSubpartitionStateHandle", read_merged },
};

static const struct channel_row *row_of(struct sv_metadata_reader *r, const struct channel_row *rows)
{
    if (r->layout->channels != SV_CHANNELS_TAGGED)
        return &rows[0];
    uint64_t at = r->cur.at;
    uint8_t tag = sv_cur_u8(&r->cur);
    for (int i = 0; i < ROWS; i++)
        if (rows[i].tag == tag)
            return &rows[i];
    sv_cur_fail_at(&r->cur, SV_DEFECT_BAD_VALUE, at, "tag of in-flight data", (sv_str){ "", 0 });
    return NULL;
}

static struct sv_handle *read_one(struct sv_metadata_reader *r, const struct channel_row *rows)
{
    uint64_t at = r->cur.at;
    const struct channel_row *row = row_of(r, rows);
    struct sv_handle *handle = row ? SV_METADATA_NEW(r, struct sv_handle) : NULL;
    if (!handle)
        return NULL;
    *handle =
        (struct sv_handle){ .kind = row->kind, .tag = row->tag, .at = at, .checkpoint_id = -1, .subtask_index = -1 };
    r->cur.doing = row->doing;
    row->read(r, handle);
    return handle;
}

static struct sv_handle *read_all(struct sv_metadata_reader *r, const struct channel_row *rows)
{
    enum { MIN_CHANNEL = 4 + 8 + 1 };
    struct sv_handle *first = NULL, **tail = &first;
    if (r->layout->channels == SV_CHANNELS_NONE)
        return NULL;
    r->cur.doing = "number of handles of in-flight data";
    uint32_t count = sv_cur_count(&r->cur, MIN_CHANNEL);
    for (uint32_t i = 0; i < count && sv_cur_ok(&r->cur); i++) {
        struct sv_handle *handle = read_one(r, rows);
        if (!handle)
            break;
        *tail = handle;
        tail = &handle->next;
    }
    return first;
}

struct sv_handle *sv_read_input_channels(struct sv_metadata_reader *r)
{
    return read_all(r, inputs);
}

struct sv_handle *sv_read_result_subpartitions(struct sv_metadata_reader *r)
{
    return read_all(r, results);
}
