/* redact.c: walks the model and replaces its names. */
#include "redact/redact.h"

#include <stdlib.h>

#include "base/table.h"
#include "facts/legacy.h"
#include "redact/inside.h"

static void redact_defect(struct sv_names *names, struct sv_defect *defect)
{
    defect->subject = sv_name_any(names, defect->subject);
}

static bool is_kept_state(sv_str name)
{
    static const sv_str kept[] = {
#define KEPT(name) SV_STR_INIT(name),
#include "redact/kept.def"
#undef KEPT
    };
    return sv_table_find(name, kept, sizeof kept / sizeof kept[0], sizeof kept[0]) || sv_legacy_of_state(name);
}

/* "_timer_state/event_user-timers": the prefix is Flink's (InternalTimeServiceManagerImpl). */
static sv_str state_word(struct sv_names *names, sv_str name)
{
    static const sv_str prefixes[] = { SV_STR_INIT("_timer_state/event_"), SV_STR_INIT("_timer_state/processing_") };
    for (size_t i = 0; i < sizeof prefixes / sizeof prefixes[0]; i++)
        if (sv_str_starts(name, prefixes[i]) && is_kept_state(sv_str_skip(name, prefixes[i].n)))
            return name;
    return is_kept_state(name) ? name : sv_name(names, SV_NAME_STATE, name);
}

static void redact_state(struct sv_names *names, struct sv_state *state)
{
    state->name = state_word(names, state->name);
    for (struct sv_type *root = state->serializers; root; root = root->next)
        sv_redact_types(names, root);
}

/* Subtasks mostly share what the first one wrote. */
static void redact_streams(struct sv_names *names, struct sv_stream *stream, const struct sv_state **last)
{
    for (; stream; stream = stream->next) {
        redact_defect(names, &stream->defect);
        if (stream->key)
            sv_redact_types(names, stream->key);
        if (stream->states && stream->states == *last)
            continue;
        *last = stream->states;
        for (struct sv_state *state = stream->states; state; state = state->next)
            redact_state(names, state);
    }
}

static void redact_blob(struct sv_names *names, struct sv_blob *blob)
{
    blob->name = sv_name(names, SV_NAME_FILE, blob->name);
    if (blob->place && blob->place->path)
        blob->place->path = sv_name(names, SV_NAME_FILE, sv_str_of(blob->place->path)).p;
}

static void redact_files(struct sv_names *names, struct sv_file *file)
{
    for (; file; file = file->next)
        redact_blob(names, &file->blob);
}

/* Handles nest SV_LIMIT_HANDLE_DEPTH deep at most. */
static void redact_handles(struct sv_names *names, struct sv_handle *handle, const struct sv_state **last)
{
    for (; handle; handle = handle->next) {
        redact_blob(names, &handle->blob);
        redact_files(names, handle->shared);
        redact_files(names, handle->private_files);
        redact_files(names, handle->increment_files);
        for (struct sv_partition *p = handle->partitions; p; p = p->next)
            p->name = state_word(names, p->name);
        redact_streams(names, handle->stream, last);
        redact_handles(names, handle->materialized, last);
        redact_handles(names, handle->increments, last);
    }
}

static void number_id(unsigned char id[16], uint32_t number)
{
    memset(id, 0, 16);
    for (size_t i = 0; i < sizeof number; i++)
        id[15 - i] = (unsigned char)(number >> (8 * i));
}

static void redact_operator(struct sv_names *names, struct sv_operator *op, uint32_t number)
{
    const struct sv_state *last = NULL;
    number_id(op->id, number);
    op->name = sv_name(names, SV_NAME_OPERATOR, op->name);
    op->uid = sv_name(names, SV_NAME_UID, op->uid);
    redact_blob(names, &op->coordinator);
    for (struct sv_subtask *subtask = op->subtasks; subtask; subtask = subtask->next) {
        redact_handles(names, subtask->managed_operator, &last);
        redact_handles(names, subtask->raw_operator, &last);
        redact_handles(names, subtask->managed_keyed, &last);
        redact_handles(names, subtask->raw_keyed, &last);
        redact_handles(names, subtask->input_channel, &last);
        redact_handles(names, subtask->result_subpartition, &last);
    }
}

/* Maps stay: nothing that is written later shows their bytes. */
static void redact_snapshot(struct sv_names *names, struct sv_snapshot *snapshot)
{
    uint32_t number = 0;
    for (struct sv_operator *op = snapshot->operators; op; op = op->next)
        redact_operator(names, op, ++number);
    for (struct sv_master_state *master = snapshot->master_states; master; master = master->next) {
        master->name = sv_name(names, SV_NAME_TEXT, master->name);
        master->bytes = (sv_str){ "", 0 };
    }
    snapshot->path = sv_name(names, SV_NAME_FILE, snapshot->path);
    snapshot->folder = sv_name(names, SV_NAME_FILE, snapshot->folder);
    snapshot->strange_uid = sv_name(names, SV_NAME_UID, snapshot->strange_uid);
    snapshot->metadata = sv_name(names, SV_NAME_FILE, snapshot->metadata);
    snapshot->properties.type_name = sv_name_class(names, snapshot->properties.type_name);
    redact_defect(names, &snapshot->defect);
}

enum sv_status sv_redact(struct sv_snapshot *snapshot, struct sv_error *err)
{
    struct sv_names names = { .arena = &snapshot->arena };
    redact_snapshot(&names, snapshot);
    bool failed = names.failed;
    sv_names_free(&names);
    return failed ? sv_fail(err, SV_ERR_MEMORY, "no memory to replace the names of a snapshot") : SV_OK;
}
