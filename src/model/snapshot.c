/* snapshot.c: words for the model's kinds, and steppers over the serializers of a state. */
#include "model/snapshot.h"

#include <stdlib.h>

#define COUNT(array) (sizeof(array) / sizeof *(array))

static const char *word(const char *const *words, size_t count, unsigned i)
{
    return i < count && words[i] ? words[i] : "unknown";
}

const char *sv_snapshot_kind_name(enum sv_snapshot_kind kind)
{
    static const char *const words[] = {
        [SV_SNAP_CANONICAL_SAVEPOINT] = "canonical-savepoint",
        [SV_SNAP_NATIVE_SAVEPOINT] = "native-savepoint",
        [SV_SNAP_FULL_CHECKPOINT] = "full-checkpoint",
        [SV_SNAP_INCREMENTAL_CHECKPOINT] = "incremental-checkpoint",
        [SV_SNAP_CHANGELOG_CHECKPOINT] = "changelog-checkpoint",
    };
    return word(words, COUNT(words), (unsigned)kind);
}

const char *sv_state_kind_name(enum sv_state_kind kind)
{
    static const char *const words[] = {
        [SV_STATE_VALUE] = "value",
        [SV_STATE_LIST] = "list",
        [SV_STATE_MAP] = "map",
        [SV_STATE_REDUCING] = "reducing",
        [SV_STATE_AGGREGATING] = "aggregating",
        [SV_STATE_FOLDING] = "folding",
        [SV_STATE_TIMER] = "timer",
        [SV_STATE_OPERATOR_LIST] = "operator-list",
        [SV_STATE_OPERATOR_UNION] = "operator-union",
        [SV_STATE_BROADCAST] = "broadcast",
    };
    return word(words, COUNT(words), (unsigned)kind);
}

const char *sv_backend_name(enum sv_backend backend)
{
    static const char *const words[] = {
        [SV_BACKEND_HEAP] = "heap",
        [SV_BACKEND_ROCKSDB] = "rocksdb",
        [SV_BACKEND_OPERATOR] = "operator",
        [SV_BACKEND_CHANGELOG] = "changelog",
    };
    return word(words, COUNT(words), (unsigned)backend);
}

const char *sv_handle_kind_name(enum sv_handle_kind kind)
{
    static const char *const words[] = {
        [SV_HANDLE_KEY_GROUPS] = "KeyGroupsStateHandle",
        [SV_HANDLE_KEY_GROUPS_SAVEPOINT] = "KeyGroupsSavepointStateHandle",
        [SV_HANDLE_INCREMENTAL] = "IncrementalRemoteKeyedStateHandle",
        [SV_HANDLE_CHANGELOG] = "ChangelogStateBackendHandleImpl",
        [SV_HANDLE_CHANGELOG_BYTES] = "InMemoryChangelogStateHandle",
        [SV_HANDLE_CHANGELOG_FILES] = "ChangelogStateHandleStreamImpl",
        [SV_HANDLE_OPERATOR] = "OperatorStreamStateHandle",
        [SV_HANDLE_STREAM] = "StreamStateHandle",
        [SV_HANDLE_INPUT_CHANNEL] = "InputChannelStateHandle",
        [SV_HANDLE_RESULT_SUBPARTITION] = "ResultSubpartitionStateHandle",
        [SV_HANDLE_MERGED_INPUT] = "MergedInputChannelStateHandle",
        [SV_HANDLE_MERGED_RESULT] = "MergedResultSubpartitionStateHandle",
    };
    return word(words, COUNT(words), (unsigned)kind);
}

bool sv_state_is_keyed(enum sv_state_kind kind)
{
    return kind <= SV_STATE_TIMER;
}

const struct sv_type *sv_state_next_root(const struct sv_state *state, const struct sv_type *root)
{
    const struct sv_type *key = state->stream ? state->stream->key : NULL;
    if (!root && key)
        return key;
    return !root || root == key ? state->serializers : root->next;
}

const struct sv_type *sv_state_root(const struct sv_state *state, const char *role)
{
    for (const struct sv_type *root = sv_state_next_root(state, NULL); root; root = sv_state_next_root(state, root))
        if (strcmp(root->role, role) == 0)
            return root;
    return NULL;
}

const struct sv_file *sv_handle_file(const struct sv_handle *handle, sv_str name)
{
    const struct sv_file *lists[] = { handle->private_files, handle->shared };
    for (size_t i = 0; i < sizeof lists / sizeof *lists; i++)
        for (const struct sv_file *file = lists[i]; file; file = file->next)
            if (sv_str_eq(file->name, name))
                return file;
    return NULL;
}

void sv_snapshot_release(struct sv_snapshot *snapshot)
{
    for (size_t i = 0; i < snapshot->map_count; i++)
        sv_map_close(&snapshot->maps[i]);
    free(snapshot->maps);
    sv_map_close(&snapshot->map);
    sv_arena_free(&snapshot->arena);
    snapshot->maps = NULL;
    snapshot->map_count = snapshot->map_capacity = 0;
}
