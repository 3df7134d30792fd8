/* deduce.c: what the file does not say and its handles prove. */
#include "inspect/inside.h"

#include <stdlib.h>

enum { FIRST_WITH_NATIVE_FULL = 4 };

/* What the handles of one snapshot show. */
struct evidence {
    bool changelog, savepoint, shared, in_flight;
};

static void look_at_keyed(const struct sv_handle *handle, struct evidence *seen)
{
    for (; handle; handle = handle->next) {
        seen->changelog |= handle->kind == SV_HANDLE_CHANGELOG;
        seen->savepoint |= handle->kind == SV_HANDLE_KEY_GROUPS_SAVEPOINT;
        seen->shared |= handle->kind == SV_HANDLE_INCREMENTAL && handle->shared_count > 0;
        look_at_keyed(handle->materialized, seen);
    }
}

static struct evidence look(const struct sv_snapshot *snapshot)
{
    struct evidence seen = { 0 };
    for (const struct sv_operator *op = snapshot->operators; op; op = op->next)
        for (const struct sv_subtask *subtask = op->subtasks; subtask; subtask = subtask->next) {
            look_at_keyed(subtask->managed_keyed, &seen);
            seen.in_flight |= subtask->input_channel || subtask->result_subpartition;
        }
    return seen;
}

/* Savepoints share no files, are in no changelog and hold no data in flight. */
static enum sv_snapshot_kind checkpoint_kind(const struct evidence *seen)
{
    if (seen->changelog)
        return SV_SNAP_CHANGELOG_CHECKPOINT;
    return seen->shared ? SV_SNAP_INCREMENTAL_CHECKPOINT : SV_SNAP_FULL_CHECKPOINT;
}

enum sv_snapshot_kind sv_deduce_kind(const struct sv_snapshot *snapshot)
{
    const struct evidence seen = look(snapshot);
    const struct sv_properties *said = &snapshot->properties;
    if (said->present && said->type == SV_PROP_CHECKPOINT)
        return checkpoint_kind(&seen);
    if (said->present && said->type == SV_PROP_SAVEPOINT && said->format == SV_FORMAT_CANONICAL)
        return SV_SNAP_CANONICAL_SAVEPOINT;
    if (said->present && said->type == SV_PROP_SAVEPOINT && said->format == SV_FORMAT_NATIVE)
        return SV_SNAP_NATIVE_SAVEPOINT;
    if (seen.savepoint)
        return SV_SNAP_CANONICAL_SAVEPOINT;
    return seen.changelog || seen.shared || seen.in_flight ? checkpoint_kind(&seen) : SV_SNAP_UNKNOWN;
}

/* Key groups that are no savepoint's: written by the heap backend; before 1.16, which brought metadata V4 and
 * RocksNativeFullSnapshotStrategy, by RocksDB's full checkpoints as well. */
enum sv_backend sv_deduce_backend(const struct sv_snapshot *snapshot, const struct sv_handle *handle)
{
    if (handle->kind == SV_HANDLE_INCREMENTAL)
        return SV_BACKEND_ROCKSDB;
    bool heap = handle->kind == SV_HANDLE_KEY_GROUPS && snapshot->version >= FIRST_WITH_NATIVE_FULL;
    return heap ? SV_BACKEND_HEAP : SV_BACKEND_UNKNOWN;
}

struct candidate {
    unsigned char id[16];
    sv_str uid;
    bool is_known;
    size_t order; /* as given */
};

static int compare(const void *a, const void *b)
{
    return memcmp(((const struct candidate *)a)->id, ((const struct candidate *)b)->id, sizeof(unsigned char[16]));
}

/* False when memory is out. */
static bool name_operators(struct sv_snapshot *snapshot, struct candidate *candidates, size_t count)
{
    for (struct sv_operator *op = snapshot->operators; op; op = op->next) {
        struct candidate key;
        memcpy(key.id, op->id, sizeof key.id);
        struct candidate *found = bsearch(&key, candidates, count, sizeof *candidates, compare);
        if (!found)
            continue;
        found->is_known = true;
        if (op->uid.n)
            continue;
        op->uid = sv_arena_copy(&snapshot->arena, found->uid);
        op->uid_guessed = true;
        if (!op->uid.p)
            return false;
    }
    return true;
}

/* A uid that is given twice is known when one of both is. False when memory is out. */
static bool count_strange(struct sv_snapshot *snapshot, const struct candidate *candidates, size_t count)
{
    const struct candidate *first = NULL;
    for (size_t i = 0; i < count;) {
        bool is_known = false;
        const struct candidate *same = &candidates[i];
        for (; i < count && compare(same, &candidates[i]) == 0; i++)
            is_known |= candidates[i].is_known;
        if (is_known)
            continue;
        snapshot->uids_strange++;
        if (!first || same->order < first->order)
            first = same;
    }
    if (first)
        snapshot->strange_uid = sv_arena_copy(&snapshot->arena, first->uid);
    return !first || snapshot->strange_uid.p;
}

bool sv_match_uids(struct sv_snapshot *snapshot, const sv_str *uids, size_t count)
{
    if (count == 0)
        return true;
    struct candidate *candidates = calloc(count, sizeof *candidates);
    if (!candidates)
        return false;
    for (size_t i = 0; i < count; i++) {
        candidates[i].uid = uids[i];
        candidates[i].order = i;
        sv_uid_hash(uids[i], candidates[i].id);
    }
    qsort(candidates, count, sizeof *candidates, compare);
    snapshot->uids_given = count;
    bool done = name_operators(snapshot, candidates, count) && count_strange(snapshot, candidates, count);
    free(candidates);
    return done;
}
