/* restore.c: restoreSerializer() of an old snapshot: the backends call it on what they read before they ask whether the
 * new job's serializer goes with it. */
#include "resolve/inside.h"

static bool fails(struct sv_cause *why, const struct sv_type *old, const char *text, sv_str subject)
{
    *why = (struct sv_cause){ .text = text, .subject = subject, .instead = { "", 0 }, .old = old };
    return false;
}

/* PojoSerializerSnapshot#restoreSerializers: keys and values are unwrapped. */
static bool subclasses_restore(struct sv_resolver *r, const struct sv_type *old, const struct sv_entries *entries,
                               struct sv_cause *why)
{
    for (uint32_t i = 0; i < entries->count; i++) {
        const struct sv_entry *entry = &entries->items[i];
        if (!sv_entry_has_class(entry) || !sv_entry_has_type(r, entry))
            return fails(why, old, "a subclass is missing or cannot be read", entry->name);
        if (!sv_restores(r, entry->type, why))
            return false;
    }
    return true;
}

/* A field without a key is read and dropped; one without a serializer cannot be. */
static bool pojo_restores(struct sv_resolver *r, const struct sv_type *old, struct sv_cause *why)
{
    const struct sv_pojo *pojo = old->more.pojo;
    for (uint32_t i = 0; i < pojo->fields.count; i++) {
        const struct sv_entry *entry = &pojo->fields.items[i];
        if (!sv_entry_has_type(r, entry))
            return fails(why, old, "the serializer of a field cannot be read", entry->name);
        if (!sv_restores(r, entry->type, why))
            return false;
    }
    return subclasses_restore(r, old, &pojo->registered, why) && subclasses_restore(r, old, &pojo->other, why);
}

bool sv_restores(struct sv_resolver *r, const struct sv_type *old, struct sv_cause *why)
{
    sv_str missing;
    if (old->kind == SV_KIND_POJO && old->more.pojo)
        return pojo_restores(r, old, why);
    if (old->kind == SV_KIND_KRYO && !sv_kryo_is_complete(r, old, &missing))
        return fails(why, old, "a Kryo registration cannot be restored", missing);
    for (const struct sv_type *child = old->child; child; child = child->next)
        if (!sv_restores(r, child, why))
            return false;
    return true;
}
