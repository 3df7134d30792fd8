/* against.c: the new job's snapshot beside the old one. */
#include "rules/against.h"

#include <search.h>
#include <stdlib.h>

#include "base/limits.h"
#include "model/classes.h"

static int compare_names(const void *a, const void *b)
{
    return sv_str_cmp(*(const sv_str *)a, *(const sv_str *)b);
}

static void keep(void *item)
{
    (void)item; /* lives in the arena */
}

static void see_class(sv_str name, void *context)
{
    struct sv_against *against = context;
    if (against->failed || !sv_class_is_user(name) || tfind(&name, &against->classes, compare_names))
        return;
    sv_str *item = SV_NEW(&against->arena, sv_str);
    if (item)
        *item = name;
    if (!item || !tsearch(item, &against->classes, compare_names))
        against->failed = true;
}

/* All serializers of all states. */
struct roots {
    const struct sv_type **items; /* owned */
    size_t count, capacity;
};

static bool add_root(struct roots *roots, const struct sv_type *root)
{
    if (roots->count == roots->capacity) {
        size_t capacity = roots->capacity ? 2 * roots->capacity : 256;
        const struct sv_type **items = reallocarray(roots->items, capacity, sizeof *items);
        if (!items)
            return false;
        roots->items = items;
        roots->capacity = capacity;
    }
    roots->items[roots->count++] = root;
    return true;
}

static bool add_state(struct sv_against *against, struct roots *roots, const struct sv_state *state)
{
    for (const struct sv_type *root = NULL; (root = sv_state_next_root(state, root));) {
        if (!add_root(roots, root))
            return false;
        for (const struct sv_type *t = root; t; t = sv_type_next(root, t))
            sv_type_each_class(t, see_class, against);
    }
    return !against->failed;
}

bool sv_against_init(struct sv_against *against, const struct sv_new_job *job)
{
    struct roots roots = { .items = NULL };
    bool done = true;
    *against = (struct sv_against){ .job = job };
    sv_arena_init(&against->arena, SV_LIMIT_MODEL_BYTES);
    sv_arena_init(&against->scratch, SV_LIMIT_MODEL_BYTES);
    for (const struct sv_operator *op = job->snapshot->operators; op && done; op = op->next)
        for (const struct sv_op_state *s = op->states; s && done; s = s->next)
            done = add_state(against, &roots, s->state) && (!s->other || add_state(against, &roots, s->other));
    if (done)
        against->evidence = sv_evidence_of(roots.items, roots.count, &against->arena);
    free(roots.items);
    if (against->evidence)
        return true;
    sv_against_release(against);
    return false;
}

void sv_against_release(struct sv_against *against)
{
    tdestroy(against->classes, keep);
    sv_arena_free(&against->arena);
    sv_arena_free(&against->scratch);
    *against = (struct sv_against){ .job = NULL };
}

const struct sv_operator *sv_against_operator(const struct sv_against *against, const struct sv_operator *op)
{
    const struct sv_operator *found = against->job->snapshot->operators;
    while (found && memcmp(found->id, op->id, sizeof op->id) != 0)
        found = found->next;
    return found;
}

/* The registries of names that a backend has. */
enum registry { KEYED, LISTS, BROADCAST };
static enum registry registry_of(enum sv_state_kind kind)
{
    return sv_state_is_keyed(kind) ? KEYED : kind == SV_STATE_BROADCAST ? BROADCAST : LISTS;
}

const struct sv_state *sv_same_state(const struct sv_operator *op, const struct sv_state *state)
{
    for (const struct sv_op_state *s = op->states; s; s = s->next)
        if (registry_of(s->state->kind) == registry_of(state->kind) && sv_str_eq(s->state->name, state->name))
            return s->state;
    return NULL;
}

static bool any_unread(const struct sv_handle *handle)
{
    for (; handle; handle = handle->next) {
        for (const struct sv_stream *stream = handle->stream; stream; stream = stream->next)
            if (stream->defect.code != SV_DEFECT_NONE)
                return true;
        if (handle->blob.defect != SV_DEFECT_NONE || any_unread(handle->materialized) || any_unread(handle->increments))
            return true;
    }
    return false;
}

bool sv_is_partly_unread(const struct sv_operator *op)
{
    for (const struct sv_subtask *s = op->subtasks; s; s = s->next)
        if (any_unread(s->managed_operator) || any_unread(s->managed_keyed) || any_unread(s->raw_keyed))
            return true;
    return false;
}

struct sv_resolution sv_against_ask(struct sv_against *against, const struct sv_type *new, const struct sv_type *old,
                                    unsigned flags)
{
    struct sv_resolution answer = { .answer = SV_ANSWER_UNDECIDED,
                                    .cause = { .text = "a serializer is missing on one side",
                                               .subject = { "", 0 },
                                               .instead = { "", 0 },
                                               .old = old,
                                               .new = new } };
    if (!new && !old)
        answer.answer = SV_ANSWER_AS_IS;
    if (!new || !old)
        return answer;
    sv_arena_reset(&against->scratch);
    if (sv_resolve(new, old, against->evidence, flags, &against->scratch, &answer, NULL) != SV_OK)
        against->failed = true;
    return answer;
}

bool sv_against_names(const struct sv_against *against, sv_str class_name)
{
    return tfind(&class_name, &against->classes, compare_names) != NULL;
}

static bool is_class(const struct sv_type *t, const char *name)
{
    return sv_str_eq(t->class_name, sv_str_of(name));
}

bool sv_has_ttl(const struct sv_type *root)
{
    static const char base[] = "org.apache.flink.api.common.typeutils.base.";
    for (int level = 0; root && level < 4; level++) {
        if (is_class(root, "org.apache.flink.runtime.state.ttl.TtlStateFactory$TtlSerializerSnapshot"))
            return true;
        bool in_base = sv_str_starts(root->class_name, sv_str_of(base));
        sv_str name = sv_str_skip(root->class_name, in_base ? sizeof base - 1 : 0);
        if (root->cls && root->cls->layout == SV_LAYOUT_ttl_aware)
            root = root->child;
        else if (in_base && sv_str_eq(name, SV_STR("ListSerializerSnapshot")))
            root = sv_type_child(root, 0);
        else if (in_base && sv_str_eq(name, SV_STR("MapSerializerSnapshot")))
            root = sv_type_child(root, 1);
        else
            return false;
    }
    return false;
}
