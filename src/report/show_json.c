/* show_json.c: a snapshot for programs. docs/output.md#show */
#include "base/limits.h"
#include "report/json.h"
#include "report/show.h"
#include "report/words.h"

static void put_blob(struct sv_json *json, cJSON *to, const char *key, const struct sv_blob *blob)
{
    static const char *const kinds[] = {
        [SV_BLOB_INLINE] = "inline",   [SV_BLOB_FILE] = "file",   [SV_BLOB_RELATIVE] = "relative",
        [SV_BLOB_SEGMENT] = "segment", [SV_BLOB_EMPTY] = "empty",
    };
    if (blob->kind == SV_BLOB_NONE) {
        sv_json_null(json, to, key);
        return;
    }
    cJSON *object = sv_json_object(json, to, key);
    sv_json_word(json, object, "kind", kinds[blob->kind]);
    sv_json_text_or_null(json, object, "name", blob->name);
    sv_json_u64(json, object, "size_bytes", blob->size);
    if (blob->kind == SV_BLOB_SEGMENT && blob->more.segment)
        sv_json_u64(json, object, "start", blob->more.segment->start);
    else
        sv_json_null(json, object, "start");
    sv_json_text_or_null(json, object, "found", sv_str_of(blob->place ? blob->place->path : NULL));
    sv_json_word(json, object, "defect", blob->defect == SV_DEFECT_NONE ? NULL : sv_defect_text(blob->defect));
}

static void put_files(struct sv_json *json, cJSON *to, const char *key, const struct sv_file *file)
{
    cJSON *files = sv_json_array(json, to, key);
    for (; file && !json->failed; file = file->next) {
        cJSON *object = sv_json_object(json, files, NULL);
        sv_json_text_or_null(json, object, "local_name", file->name);
        put_blob(json, object, "blob", &file->blob);
    }
}

static void put_stream(struct sv_json *json, cJSON *to, const struct sv_stream *stream)
{
    static const char *const kinds[] = {
        [SV_STREAM_KEYED] = "keyed",         [SV_STREAM_OPERATOR] = "operator", [SV_STREAM_TIMERS] = "timers",
        [SV_STREAM_CHANGELOG] = "changelog", [SV_STREAM_OPAQUE] = "opaque",
    };
    cJSON *streams = sv_json_array(json, to, "streams");
    for (; stream; stream = stream->next) {
        cJSON *object = sv_json_object(json, streams, NULL);
        sv_json_word(json, object, "kind", kinds[stream->kind]);
        sv_json_number(json, object, "version", stream->version);
        sv_json_bool(json, object, "compressed", stream->compressed);
        sv_json_number(json, object, "states_declared", stream->declared);
        sv_json_number(json, object, "states_read", stream->read);
        sv_json_u64(json, object, "head_end", stream->head_end);
        sv_json_defect(json, object, "defect", &stream->defect);
    }
}

static void put_partitions(struct sv_json *json, cJSON *to, const struct sv_partition *partition)
{
    static const char *const modes[] = {
        [SV_DIST_SPLIT] = "split-distribute",
        [SV_DIST_UNION] = "union",
        [SV_DIST_BROADCAST] = "broadcast",
    };
    cJSON *partitions = sv_json_array(json, to, "partitions");
    for (; partition && !json->failed; partition = partition->next) {
        cJSON *object = sv_json_object(json, partitions, NULL);
        sv_json_text(json, object, "state", partition->name);
        sv_json_word(json, object, "mode", modes[partition->mode]);
        sv_json_number(json, object, "elements", partition->offset_count);
    }
}

static void put_handle(struct sv_json *json, cJSON *to, const struct sv_handle *handle, unsigned depth)
{
    cJSON *object = sv_json_object(json, to, NULL);
    uint64_t files;
    sv_json_word(json, object, "kind", sv_handle_kind_name(handle->kind));
    sv_json_u64(json, object, "size_bytes", sv_show_handle_bytes(handle, &files));
    sv_json_number(json, object, "first_key_group", handle->first_key_group);
    sv_json_number(json, object, "key_group_count", handle->key_group_count);
    sv_json_text_or_null(json, object, "backend_id", handle->backend_id);
    sv_json_i64(json, object, "checkpoint_id", handle->checkpoint_id);
    put_blob(json, object, "blob", &handle->blob);
    put_files(json, object, "shared", handle->shared);
    put_files(json, object, "private", handle->private_files);
    put_files(json, object, "increment_files", handle->increment_files);
    put_partitions(json, object, handle->partitions);
    put_stream(json, object, handle->stream);
    cJSON *materialized = sv_json_array(json, object, "materialized");
    cJSON *increments = sv_json_array(json, object, "increments");
    if (depth == SV_LIMIT_HANDLE_DEPTH)
        return;
    for (const struct sv_handle *h = handle->materialized; h && !json->failed; h = h->next)
        put_handle(json, materialized, h, depth + 1);
    for (const struct sv_handle *h = handle->increments; h && !json->failed; h = h->next)
        put_handle(json, increments, h, depth + 1);
}

static void put_subtasks(struct sv_json *json, cJSON *to, const struct sv_operator *op)
{
    cJSON *subtasks = sv_json_array(json, to, "subtasks");
    for (const struct sv_subtask *subtask = op->subtasks; subtask && !json->failed; subtask = subtask->next) {
        cJSON *object = sv_json_object(json, subtasks, NULL);
        sv_json_number(json, object, "index", subtask->index);
        sv_json_bool(json, object, "finished", subtask->finished);
        for (size_t list = 0; list < SV_SHOW_LISTS; list++) {
            cJSON *handles = sv_json_array(json, object, sv_show_list_names[list].key);
            for (const struct sv_handle *h = sv_show_list(subtask, list); h && !json->failed; h = h->next)
                put_handle(json, handles, h, 0);
        }
    }
}

static void put_states(struct sv_json *json, cJSON *to, const struct sv_operator *op)
{
    cJSON *states = sv_json_array(json, to, "states");
    for (const struct sv_op_state *s = op->states; s; s = s->next) {
        cJSON *state = sv_json_object(json, states, NULL);
        sv_json_state_head(json, state, s->state);
        sv_json_number(json, state, "subtask_count", s->subtask_count);
        sv_json_bool(json, state, "subtasks_agree", !s->other);
        cJSON *options = sv_json_array(json, state, "options");
        for (const struct sv_option *o = s->state->options; o; o = o->next) {
            cJSON *option = sv_json_object(json, options, NULL);
            sv_json_text(json, option, "key", o->key);
            sv_json_text(json, option, "value", o->value);
        }
        sv_json_state_types(json, state, s->state);
    }
}

void sv_show_json(const struct sv_report *report, struct sv_buf *out)
{
    const struct sv_snapshot *snapshot = report->snapshot;
    struct sv_json json;
    sv_json_begin(&json);
    cJSON *document = sv_json_document(&json, "snapvet.show/1");
    sv_json_snapshot(&json, document, snapshot);
    cJSON *masters = sv_json_array(&json, document, "master_states");
    for (const struct sv_master_state *m = snapshot->master_states; m; m = m->next) {
        cJSON *object = sv_json_object(&json, masters, NULL);
        sv_json_text(&json, object, "name", m->name);
        sv_json_number(&json, object, "version", m->version);
        sv_json_u64(&json, object, "size_bytes", m->bytes.n);
    }
    cJSON *operators = sv_json_array(&json, document, "operators");
    for (const struct sv_operator *op = snapshot->operators; op && !json.failed; op = op->next) {
        if (!sv_show_wants(report, op))
            continue;
        cJSON *object = sv_json_object(&json, operators, NULL);
        sv_json_operator_head(&json, object, op);
        put_blob(&json, object, "coordinator", &op->coordinator);
        put_states(&json, object, op);
        put_subtasks(&json, object, op);
    }
    sv_json_defect(&json, document, "defect", &snapshot->defect);
    sv_json_end(&json, document, report->style.compact, out);
}
