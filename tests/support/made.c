/* made.c: snapshots made by hand. */
#include "support/made.h"

#include <stdio.h>
#include <stdlib.h>

static void *item(struct sv_snapshot *snapshot, size_t count, size_t size)
{
    void *p = sv_arena_alloc(&snapshot->arena, count, size);
    if (!p) {
        fprintf(stderr, "no memory for a handmade snapshot\n");
        exit(EXIT_FAILURE);
    }
    return p;
}
#define NEW(snapshot, type) ((type *)item((snapshot), 1, sizeof(type)))

struct sv_snapshot *made_snapshot(void)
{
    struct sv_snapshot *snapshot = calloc(1, sizeof *snapshot);
    if (!snapshot)
        exit(EXIT_FAILURE);
    sv_arena_init(&snapshot->arena, (size_t)64 << 20);
    snapshot->path = snapshot->folder = SV_STR("made");
    snapshot->metadata = SV_STR("made/_metadata");
    snapshot->version = 4;
    snapshot->written_by = "1.16 to 1.20";
    snapshot->kind = SV_SNAP_CANONICAL_SAVEPOINT;
    snapshot->kind_in_file = true;
    return snapshot;
}

void made_free(struct sv_snapshot *snapshot)
{
    if (snapshot)
        sv_snapshot_release(snapshot);
    free(snapshot);
}

struct sv_subtask *made_subtask(struct sv_snapshot *snapshot, struct sv_operator *op)
{
    struct sv_subtask **tail = &op->subtasks;
    while (*tail)
        tail = &(*tail)->next;
    *tail = NEW(snapshot, struct sv_subtask);
    (*tail)->index = (int32_t)op->subtask_count++;
    (*tail)->ref_checkpoint_id = -1;
    op->parallelism = (int32_t)op->subtask_count;
    return *tail;
}

struct sv_operator *made_operator(struct sv_snapshot *snapshot)
{
    struct sv_operator **tail = &snapshot->operators;
    while (*tail)
        tail = &(*tail)->next;
    struct sv_operator *op = *tail = NEW(snapshot, struct sv_operator);
    op->id[0] = (unsigned char)++snapshot->operator_count;
    snapshot->declared_operators++;
    op->max_parallelism = 128;
    made_subtask(snapshot, op);
    return op;
}

struct sv_handle *made_handle(struct sv_snapshot *snapshot, struct sv_handle **list, enum sv_handle_kind kind)
{
    struct sv_handle *handle = NEW(snapshot, struct sv_handle);
    handle->kind = kind;
    handle->subtask_index = 0;
    handle->checkpoint_id = handle->persisted_bytes = -1;
    handle->blob.kind = SV_BLOB_INLINE;
    handle->blob.name = SV_STR("blob");
    handle->next = *list;
    *list = handle;
    return handle;
}

struct sv_stream *made_stream(struct sv_snapshot *snapshot, struct sv_operator *op, enum sv_stream_kind kind)
{
    struct sv_subtask *subtask = op->subtasks;
    while (subtask->next)
        subtask = subtask->next;
    struct sv_handle *handle;
    if (kind == SV_STREAM_OPERATOR)
        handle = made_handle(snapshot, &subtask->managed_operator, SV_HANDLE_OPERATOR);
    else if (kind == SV_STREAM_KEYED)
        handle = made_handle(snapshot, &subtask->managed_keyed, SV_HANDLE_KEY_GROUPS);
    else
        handle = made_handle(snapshot, &subtask->raw_keyed, SV_HANDLE_KEY_GROUPS);
    struct sv_stream *stream = handle->stream = NEW(snapshot, struct sv_stream);
    stream->kind = kind;
    stream->handle = handle;
    stream->blob = &handle->blob;
    stream->version = kind == SV_STREAM_TIMERS ? 2 : 6;
    if (kind == SV_STREAM_KEYED)
        stream->key = made_string(snapshot, "key");
    return stream;
}

static void add_op_state(struct sv_snapshot *snapshot, struct sv_operator *op, struct sv_state *state)
{
    struct sv_op_state **tail = &op->states;
    for (; *tail; tail = &(*tail)->next)
        if ((*tail)->state->kind == state->kind && sv_str_eq((*tail)->state->name, state->name)) {
            (*tail)->subtask_count++;
            return;
        }
    *tail = NEW(snapshot, struct sv_op_state);
    (*tail)->state = state;
    (*tail)->subtask_count = 1;
    op->state_count++;
    snapshot->state_count++;
}

struct sv_state *made_state(struct sv_snapshot *snapshot, struct sv_operator *op, struct sv_stream *stream,
                            enum sv_state_kind kind, const char *name, struct sv_type *roots)
{
    struct sv_state *state = NEW(snapshot, struct sv_state);
    state->name = sv_arena_copy(&snapshot->arena, sv_str_of(name));
    state->kind = kind;
    state->stream = stream;
    state->serializers = roots;
    bool has_namespace = kind == SV_STATE_TIMER;
    for (const struct sv_type *root = roots; root; root = root->next)
        has_namespace |= strcmp(root->role, "namespace") == 0;
    if (stream->kind == SV_STREAM_OPERATOR) {
        state->backend = SV_BACKEND_OPERATOR;
    } else if (!has_namespace) {
        state->serializers =
            made_type(snapshot, "namespace",
                      "org.apache.flink.runtime.state.VoidNamespaceSerializer$VoidNamespaceSerializerSnapshot");
        state->serializers->next = roots;
    }
    struct sv_state **tail = &stream->states;
    while (*tail)
        tail = &(*tail)->next;
    *tail = state;
    stream->declared = ++stream->read;
    add_op_state(snapshot, op, state);
    return state;
}

struct sv_state *made_keyed(struct sv_snapshot *snapshot, enum sv_state_kind kind, enum sv_backend backend,
                            struct sv_type *value)
{
    struct sv_operator *op = made_operator(snapshot);
    struct sv_stream *stream = made_stream(snapshot, op, SV_STREAM_KEYED);
    struct sv_state *state = made_state(snapshot, op, stream, kind, "st", value);
    state->backend = backend;
    return state;
}

struct sv_state *made_list(struct sv_snapshot *snapshot, const char *name, struct sv_type *element)
{
    struct sv_operator *op = made_operator(snapshot);
    struct sv_stream *stream = made_stream(snapshot, op, SV_STREAM_OPERATOR);
    return made_state(snapshot, op, stream, SV_STATE_OPERATOR_LIST, name, element);
}

struct sv_type *made_type(struct sv_snapshot *snapshot, const char *role, const char *class_name)
{
    struct sv_type *type = NEW(snapshot, struct sv_type);
    type->role = role;
    type->class_name = sv_arena_copy(&snapshot->arena, sv_str_of(class_name));
    type->cls = sv_class_find(type->class_name);
    if (type->cls) {
        type->kind = type->cls->kind;
        type->version = type->cls->max_version;
    }
    return type;
}

struct sv_type *made_string(struct sv_snapshot *snapshot, const char *role)
{
    return made_type(snapshot, role,
                     "org.apache.flink.api.common.typeutils.base.StringSerializer$StringSerializerSnapshot");
}

struct sv_type *made_kryo(struct sv_snapshot *snapshot, const char *role, const char *java_type)
{
    struct sv_type *type =
        made_type(snapshot, role, "org.apache.flink.api.java.typeutils.runtime.kryo.KryoSerializerSnapshot");
    type->java_type = sv_arena_copy(&snapshot->arena, sv_str_of(java_type));
    type->more.kryo = NEW(snapshot, struct sv_kryo);
    return type;
}

struct sv_type *made_pojo(struct sv_snapshot *snapshot, const char *role, const char *java_type)
{
    struct sv_type *type =
        made_type(snapshot, role, "org.apache.flink.api.java.typeutils.runtime.PojoSerializerSnapshot");
    type->java_type = sv_arena_copy(&snapshot->arena, sv_str_of(java_type));
    type->more.pojo = NEW(snapshot, struct sv_pojo);
    return type;
}

static void deepen(struct sv_type *type)
{
    for (struct sv_type *child = type->child; child; child = child->next) {
        child->depth = type->depth + 1;
        deepen(child);
    }
}

struct sv_type *made_child(struct sv_type *parent, const char *field, struct sv_type *child)
{
    if (field)
        child->field = sv_str_of(field);
    sv_type_add(parent, child);
    deepen(parent);
    return parent;
}

struct sv_entry *made_entry(struct sv_snapshot *snapshot, struct sv_entries *entries, const char *name)
{
    struct sv_entry *more = item(snapshot, entries->count + 1, sizeof *more);
    if (entries->count)
        memcpy(more, entries->items, entries->count * sizeof *more);
    entries->items = more;
    struct sv_entry *entry = &more[entries->count++];
    entry->name = sv_str_of(name);
    entry->key_present = entry->value_present = true;
    return entry;
}

struct sv_java_object *made_java(struct sv_snapshot *snapshot, struct sv_type *type, const char *class_name,
                                 int64_t uid)
{
    struct sv_java_stream *stream = NEW(snapshot, struct sv_java_stream);
    struct sv_java_class *cls = NEW(snapshot, struct sv_java_class);
    struct sv_java_object *object = NEW(snapshot, struct sv_java_object);
    cls->name = sv_str_of(class_name);
    cls->uid = uid;
    cls->flags = 2; /* SC_SERIALIZABLE */
    object->kind = SV_JAVA_OBJECT;
    object->cls = cls;
    stream->classes = cls;
    stream->objects = stream->root = object;
    stream->next = type->java;
    type->java = stream;
    return object;
}

void made_java_field(struct sv_snapshot *snapshot, struct sv_java_object *object, const char *name,
                     struct sv_java_object *value)
{
    object->cls->fields = NEW(snapshot, struct sv_java_field);
    object->cls->fields[0] = (struct sv_java_field){ .type = 'L', .name = sv_str_of(name) };
    object->cls->field_count = 1;
    object->values = item(snapshot, 1, sizeof *object->values);
    object->values[0].o = value;
    object->value_count = 1;
}
