/* entries.c: LinkedOptionalMap, by name. */
#include "resolve/inside.h"

const struct sv_entry *sv_entry_find(const struct sv_entries *entries, sv_str name, uint32_t *at)
{
    for (uint32_t tried = 0; tried < entries->count; tried++) {
        const struct sv_entry *entry = &entries->items[*at % entries->count];
        *at = *at % entries->count + 1;
        if (sv_str_eq(entry->name, name))
            return entry;
    }
    return NULL;
}

bool sv_entries_are_prefix(const struct sv_entries *old, const struct sv_entries *new)
{
    if (old->count > new->count)
        return false;
    for (uint32_t i = 0; i < old->count; i++)
        if (!sv_str_eq(old->items[i].name, new->items[i].name))
            return false;
    return true;
}
