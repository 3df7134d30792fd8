/* difference.c: what differs, in a word. */
#include "model/difference.h"

#include <stdlib.h>

const char *sv_change_name(enum sv_change change)
{
    static const char *const names[] = { "same", "added", "removed", "changed" };
    return names[change];
}

void sv_difference_free(struct sv_difference *difference)
{
    for (size_t i = 0; i < difference->operator_count; i++) {
        struct sv_operator_difference *o = &difference->operators[i];
        for (size_t s = 0; s < o->state_count; s++)
            free(o->states[s].entries);
        free(o->states);
    }
    free(difference->operators);
    sv_issues_free(&difference->losses_before);
    sv_issues_free(&difference->losses_after);
    sv_arena_free(&difference->arena);
    difference->operators = NULL;
    difference->operator_count = 0;
}

enum sv_change sv_state_change(const struct sv_state_difference *s)
{
    if (!s->before.state)
        return SV_CHANGE_ADDED;
    if (!s->after.state)
        return SV_CHANGE_REMOVED;
    return s->serializers_differ || s->added || s->removed || s->changed ? SV_CHANGE_CHANGED : SV_CHANGE_NONE;
}

enum sv_change sv_operator_change(const struct sv_operator_difference *o)
{
    if (!o->before)
        return SV_CHANGE_ADDED;
    if (!o->after)
        return SV_CHANGE_REMOVED;
    for (size_t i = 0; i < o->state_count; i++)
        if (sv_state_change(&o->states[i]) != SV_CHANGE_NONE)
            return SV_CHANGE_CHANGED;
    return SV_CHANGE_NONE;
}

bool sv_difference_is_none(const struct sv_difference *difference)
{
    for (size_t i = 0; i < difference->operator_count; i++)
        if (sv_operator_change(&difference->operators[i]) != SV_CHANGE_NONE)
            return false;
    return !difference->losses_before.count && !difference->losses_after.count;
}
