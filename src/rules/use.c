/* use.c: what the bytes of a serializer are for, which decides how a change in them shows. */
#include "rules/check.h"

static bool has_role(const struct sv_type *t, const char *role)
{
    return t->role && strcmp(t->role, role) == 0;
}

/* The child of root on the way to t; NULL when t is root itself. */
static const struct sv_type *branch_of(const struct sv_type *root, const struct sv_type *t)
{
    while (t != root && t->parent && t->parent != root)
        t = t->parent;
    return t == root ? NULL : t;
}

enum sv_use sv_site_use(const struct sv_site *at)
{
    if (has_role(at->root, "key") && !at->op_state)
        return SV_USE_KEY;
    if (has_role(at->root, "namespace"))
        return SV_USE_NAMESPACE;
    const struct sv_type *branch = branch_of(at->root, at->type);
    if (branch && at->root->kind == SV_KIND_TIMER)
        return branch == at->root->child ? SV_USE_KEY_AGAIN : SV_USE_NAMESPACE;
    if (branch && at->state && at->state->kind == SV_STATE_MAP && at->root->kind == SV_KIND_MAP &&
        branch == at->root->child)
        return SV_USE_MAP_KEY;
    return SV_USE_VALUE;
}

const char *sv_use_word(enum sv_use use)
{
    static const char *const words[] = { [SV_USE_VALUE] = "values",
                                         [SV_USE_KEY] = "keys",
                                         [SV_USE_NAMESPACE] = "namespaces",
                                         [SV_USE_MAP_KEY] = "map keys",
                                         [SV_USE_KEY_AGAIN] = "keys" };
    return words[use];
}

bool sv_site_on_heap(const struct sv_site *at)
{
    const struct sv_stream *stream = at->stream;
    const struct sv_state *state = at->state;
    if (!state && stream && stream->kind == SV_STREAM_KEYED)
        state = stream->states;
    return state && state->backend == SV_BACKEND_HEAP;
}

enum sv_reach sv_site_backend(const struct sv_site *at)
{
    if (at->stream)
        return at->stream->kind == SV_STREAM_OPERATOR ? SV_REACH_LISTS : SV_REACH_KEYED;
    return at->state && !sv_state_is_keyed(at->state->kind) ? SV_REACH_LISTS : SV_REACH_KEYED;
}
