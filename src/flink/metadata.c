/* metadata.c: _metadata, all versions. docs/format/metadata.md
 *
 *   SIZE  MEANING
 *    i4   magic 0x4960672D
 *    i4   version; facts/metaver.def says what else the version has
 *    i8   checkpoint id
 *    i4   n; n master states: i4 magic 0xC96B1696; i4 length; in it i4 version, UTF name, i4 m, m bytes
 *    i4   n; n operators:
 *           V5 on      UTF name, UTF uid (empty for none)
 *           all        16 bytes operator id; i4 parallelism; i4 max parallelism
 *           V2         i4 chain length, unused
 *           V3 on      coordinator state: null or a ByteStreamStateHandle
 *           all        i4 m, negative for a fully finished operator (V3 on); m subtasks:
 *             all      i4 index; -(index + 1) and nothing more for a finished subtask (V3 on)
 *             V2       i8 duration, i4 number of legacy states; unused
 *             all      i4 0, or other and the managed operator state handle; the same for the raw one
 *             all      managed keyed state handle; raw keyed state handle
 *             V3 on    input channel handles; result subpartition handles
 *             V7       u1 0, or 1 and i8 referred checkpoint id
 *         V4 on: one Java object stream, CheckpointProperties
 * Mirrors Checkpoints#loadCheckpointMetadata and MetadataV2V3SerializerBase of flink-runtime 1.8 to 2.3, with V7 of
 * the master branch. */
#include "flink/read.h"

#include "flink/metadata.h"

enum { MAGIC = 0x4960672D };
#define MASTER_MAGIC 0xC96B1696u

static struct sv_master_state *read_master(struct sv_metadata_reader *r)
{
    uint64_t at = r->cur.at;
    r->cur.doing = "master state";
    if ((uint32_t)sv_cur_i32(&r->cur) != MASTER_MAGIC)
        sv_cur_fail_at(&r->cur, SV_DEFECT_BAD_MAGIC, at, "master state", (sv_str){ "", 0 });
    struct sv_cursor body = sv_cur_frame(&r->cur, sv_cur_count(&r->cur, 1));
    struct sv_master_state *master = SV_METADATA_NEW(r, struct sv_master_state);
    if (!master)
        return NULL;
    master->version = sv_cur_i32(&body);
    master->name = sv_cur_utf(&body);
    master->bytes = sv_cur_bytes(&body, sv_cur_count(&body, 1));
    sv_cur_finish(&body);
    if (!sv_cur_ok(&body))
        sv_cur_fail_at(&r->cur, body.bad.code, body.bad.at, body.bad.doing, body.bad.subject);
    return sv_cur_ok(&r->cur) ? master : NULL;
}

static void read_masters(struct sv_metadata_reader *r, struct sv_snapshot *snapshot)
{
    enum { MIN_MASTER = 4 + 4 + 4 + 2 + 4 };
    struct sv_master_state **tail = &snapshot->master_states;
    r->cur.doing = "number of master states";
    uint32_t count = sv_cur_count(&r->cur, MIN_MASTER);
    for (uint32_t i = 0; i < count && sv_cur_ok(&r->cur); i++) {
        struct sv_master_state *master = read_master(r);
        if (!master)
            return;
        *tail = master;
        tail = &master->next;
        snapshot->master_count++;
    }
}

static struct sv_handle *read_optional_operator_handle(struct sv_metadata_reader *r)
{
    r->cur.doing = "subtask: whether it has operator state";
    return sv_cur_i32(&r->cur) != 0 ? sv_read_operator_handle(r) : NULL;
}

static void read_reference(struct sv_metadata_reader *r, struct sv_subtask *subtask)
{
    r->cur.doing = "subtask: referred checkpoint";
    if (sv_cur_u8(&r->cur) == 1)
        subtask->ref_checkpoint_id = sv_cur_i64(&r->cur);
}

static void read_subtask_state(struct sv_metadata_reader *r, struct sv_subtask *subtask)
{
    if (sv_metadata_has(r, SV_META_LEGACY)) {
        r->cur.doing = "subtask: legacy state of Flink 1.1";
        sv_cur_i64(&r->cur);
        if (sv_cur_i32(&r->cur) != 0)
            sv_cur_fail(&r->cur, SV_DEFECT_UNSUPPORTED);
    }
    subtask->managed_operator = read_optional_operator_handle(r);
    subtask->raw_operator = read_optional_operator_handle(r);
    subtask->managed_keyed = sv_read_keyed_handle(r);
    subtask->raw_keyed = sv_read_keyed_handle(r);
    subtask->input_channel = sv_read_input_channels(r);
    subtask->result_subpartition = sv_read_result_subpartitions(r);
    if (sv_metadata_has(r, SV_META_REFERENCE))
        read_reference(r, subtask);
}

static struct sv_subtask *read_subtask(struct sv_metadata_reader *r, const struct sv_operator *op)
{
    uint64_t at = r->cur.at;
    r->cur.doing = "subtask index";
    int32_t index = sv_cur_i32(&r->cur);
    struct sv_subtask *subtask = sv_cur_ok(&r->cur) ? SV_METADATA_NEW(r, struct sv_subtask) : NULL;
    if (!subtask)
        return NULL;
    subtask->ref_checkpoint_id = -1;
    if (index < 0 && sv_metadata_has(r, SV_META_COORDINATOR)) {
        subtask->finished = true;
        index = -(index + 1);
    }
    subtask->index = index;
    if (index < 0 || index >= op->parallelism) {
        sv_cur_fail_at(&r->cur, SV_DEFECT_BAD_VALUE, at, "subtask index", (sv_str){ "", 0 });
        return NULL;
    }
    if (!subtask->finished)
        read_subtask_state(r, subtask);
    return subtask;
}

static void read_subtasks(struct sv_metadata_reader *r, struct sv_operator *op)
{
    struct sv_cursor ahead = r->cur;
    r->cur.doing = "number of subtasks";
    if (sv_cur_i32(&ahead) < 0 && sv_metadata_has(r, SV_META_COORDINATOR)) {
        op->fully_finished = true;
        sv_cur_i32(&r->cur);
        if (op->coordinator.kind != SV_BLOB_NONE)
            sv_cur_fail(&r->cur, SV_DEFECT_BAD_VALUE);
        return;
    }
    struct sv_subtask **tail = &op->subtasks;
    uint32_t count = sv_cur_count(&r->cur, 4);
    for (uint32_t i = 0; i < count && sv_cur_ok(&r->cur); i++) {
        struct sv_subtask *subtask = read_subtask(r, op);
        if (!subtask)
            return;
        *tail = subtask;
        tail = &subtask->next;
        op->subtask_count++;
    }
}

static void read_coordinator(struct sv_metadata_reader *r, struct sv_operator *op)
{
    sv_read_blob(r, &op->coordinator);
    if (op->coordinator.kind != SV_BLOB_NONE && op->coordinator.kind != SV_BLOB_INLINE)
        sv_cur_fail_at(&r->cur, SV_DEFECT_BAD_VALUE, op->coordinator.at, "coordinator state", (sv_str){ "", 0 });
}

/* An operator whose head (up to its max parallelism) was read is returned, even when something broke off behind it. */
static struct sv_operator *read_operator(struct sv_metadata_reader *r)
{
    struct sv_operator *op = SV_METADATA_NEW(r, struct sv_operator);
    if (!op)
        return NULL;
    op->at = r->cur.at;
    r->cur.doing = "operator name and uid";
    if (sv_metadata_has(r, SV_META_NAMES)) {
        op->name = sv_cur_utf(&r->cur);
        op->uid = sv_cur_utf(&r->cur);
    }
    r->cur.doing = "operator id";
    const unsigned char *id = sv_cur_take(&r->cur, sizeof op->id);
    if (id)
        memcpy(op->id, id, sizeof op->id);
    r->cur.doing = "operator parallelism";
    op->parallelism = sv_cur_i32(&r->cur);
    op->max_parallelism = sv_cur_i32(&r->cur);
    if (!sv_cur_ok(&r->cur))
        return NULL;
    if (op->parallelism < 0 || op->parallelism > op->max_parallelism) {
        sv_cur_fail(&r->cur, SV_DEFECT_BAD_VALUE);
        return op;
    }
    if (sv_metadata_has(r, SV_META_LEGACY))
        sv_cur_i32(&r->cur);
    if (sv_metadata_has(r, SV_META_COORDINATOR))
        read_coordinator(r, op);
    read_subtasks(r, op);
    return op;
}

static void read_operators(struct sv_metadata_reader *r, struct sv_snapshot *snapshot)
{
    enum { MIN_OPERATOR = 16 + 4 + 4 + 4 };
    struct sv_operator **tail = &snapshot->operators;
    r->cur.doing = "number of operators";
    snapshot->declared_operators = sv_cur_count(&r->cur, MIN_OPERATOR);
    for (uint32_t i = 0; i < snapshot->declared_operators && sv_cur_ok(&r->cur); i++) {
        struct sv_operator *op = read_operator(r);
        if (!op)
            return;
        *tail = op;
        tail = &op->next;
        snapshot->operator_count++;
    }
}

/* What follows magic and version, into a snapshot that has nothing of it yet. */
static void read_body(struct sv_metadata_reader *r, struct sv_snapshot *snapshot)
{
    uint64_t at = r->cur.at;
    r->cur.doing = "checkpoint id";
    snapshot->checkpoint_id = sv_cur_i64(&r->cur);
    if (snapshot->checkpoint_id < 0)
        sv_cur_fail_at(&r->cur, SV_DEFECT_BAD_VALUE, at, "checkpoint id", (sv_str){ "", 0 });
    read_masters(r, snapshot);
    read_operators(r, snapshot);
    if (sv_metadata_has(r, SV_META_PROPERTIES)) {
        sv_read_properties(r, &snapshot->properties);
        snapshot->trailing_bytes = sv_cur_left(&r->cur);
    } else {
        r->cur.doing = "end of the operators"; /* a number of operators that is too small looks like bytes left over */
        sv_cur_finish(&r->cur);
    }
    snapshot->defect = r->cur.bad;
    snapshot->written_by = r->layout->written_by;
}

/* How far reading came. */
static uint64_t reach(const struct sv_snapshot *snapshot)
{
    return snapshot->defect.code == SV_DEFECT_NONE ? UINT64_MAX : snapshot->defect.at;
}

/* Reads with one layout; keeps the result only if no layout before came further. */
static void try_layout(const struct sv_metadata_layout *layout, struct sv_cursor body, bool first,
                       struct sv_snapshot *snapshot)
{
    struct sv_snapshot trial = { .path = snapshot->path, .version = layout->version };
    struct sv_metadata_reader r = { .cur = body, .arena = &snapshot->arena, .layout = layout };
    if (sv_metadata_has(&r, SV_META_UNREAD)) {
        r.cur.doing = "_metadata of a version that Flink no longer reads";
        sv_cur_fail(&r.cur, SV_DEFECT_UNSUPPORTED);
        trial.defect = r.cur.bad;
        trial.written_by = layout->written_by;
    } else {
        read_body(&r, &trial);
    }
    if (!first && reach(&trial) <= reach(snapshot))
        return;
    snapshot->version = trial.version;
    snapshot->written_by = trial.written_by;
    snapshot->checkpoint_id = trial.checkpoint_id;
    snapshot->properties = trial.properties;
    snapshot->master_states = trial.master_states;
    snapshot->master_count = trial.master_count;
    snapshot->operators = trial.operators;
    snapshot->operator_count = trial.operator_count;
    snapshot->declared_operators = trial.declared_operators;
    snapshot->trailing_bytes = trial.trailing_bytes;
    snapshot->defect = trial.defect;
}

void sv_read_metadata(struct sv_cursor cur, struct sv_snapshot *snapshot)
{
    cur.doing = "magic number";
    if (sv_cur_i32(&cur) != MAGIC)
        sv_cur_fail_at(&cur, SV_DEFECT_BAD_MAGIC, 0, "magic number", (sv_str){ "", 0 });
    cur.doing = "version of _metadata";
    snapshot->version = sv_cur_i32(&cur);
    snapshot->written_by = "";
    const struct sv_metadata_layout *layout;
    bool first = true;
    for (uint32_t i = 0; sv_cur_ok(&cur) && (layout = sv_metadata_layout_at(i)) != NULL; i++) {
        if (layout->version != snapshot->version)
            continue;
        try_layout(layout, cur, first, snapshot);
        first = false;
        if (snapshot->defect.code == SV_DEFECT_NONE)
            return;
    }
    if (first) {
        sv_cur_fail_at(&cur, SV_DEFECT_UNKNOWN_VERSION, 4, "version of _metadata", (sv_str){ "", 0 });
        snapshot->defect = cur.bad;
    }
}
