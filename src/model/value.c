/* value.c: putting decoded values together. */
#include "model/value.h"

void sv_value_add(struct sv_value *parent, struct sv_value *child)
{
    if (!parent || !child)
        return;
    if (parent->last)
        parent->last->next = child;
    else
        parent->child = child;
    parent->last = child;
    parent->count++;
}

const struct sv_value *sv_value_member(const struct sv_value *object, const char *name)
{
    for (const struct sv_value *child = object ? object->child : NULL; child; child = child->next)
        if (sv_str_eq(child->name, sv_str_of(name)))
            return child;
    return NULL;
}
