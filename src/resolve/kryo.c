/* kryo.c: KryoSerializerSnapshot#resolveSchemaCompatibility: the type, and then that nothing of what the old serializer
 * knew is missing when the new one's maps are put over the old one's. Neither kinds nor serializers of registrations are
 * compared, and nothing says which Kryo wrote the values. */
#include "resolve/inside.h"

/* Flink fills the old maps in place; here the old trees stay as they are and those that were filled are listed. */
struct sv_filled {
    const struct sv_type *node;
    struct sv_filled *next;
};

/* The three maps of a Kryo snapshot, as far as a rule goes over all of them. */
struct map {
    const struct sv_entries *entries;
    bool (*has_key)(const struct sv_entry *entry);
    bool (*has_value)(struct sv_resolver *r, const struct sv_entry *entry);
};
enum { MAPS = 3 };

static bool has_name(const struct sv_entry *entry)
{
    return entry->key_present;
}

static bool has_default_class(struct sv_resolver *r, const struct sv_entry *entry)
{
    (void)r;
    return sv_default_class_has_value(entry);
}

/* In the order in which Flink merges and restores them. */
static void maps_of(const struct sv_type *t, struct map out[MAPS])
{
    const struct sv_kryo *kryo = t->more.kryo;
    out[0] = (struct map){ &kryo->defaults, sv_entry_has_class, sv_default_has_value };
    out[1] = (struct map){ &kryo->default_classes, sv_entry_has_class, has_default_class };
    out[2] = (struct map){ &kryo->registrations, has_name, sv_registration_has_value };
}

static const struct sv_entry *first_missing(struct sv_resolver *r, const struct map *map, const struct map *filler)
{
    uint32_t at = 0;
    for (uint32_t i = 0; i < map->entries->count; i++) {
        const struct sv_entry *entry = &map->entries->items[i];
        bool key = map->has_key(entry), value = map->has_value(r, entry);
        const struct sv_entry *other =
            filler && !(key && value) ? sv_entry_find(filler->entries, entry->name, &at) : NULL;
        if (!(key || (other && other->key_present)) || !(value || (other && other->value_present)))
            return entry;
    }
    return NULL;
}

bool sv_kryo_is_complete(struct sv_resolver *r, const struct sv_type *old, sv_str *missing_out)
{
    struct map maps[MAPS];
    if (!old->more.kryo)
        return true;
    for (const struct sv_filled *filled = r->filled; filled; filled = filled->next)
        if (filled->node == old)
            return true;
    maps_of(old, maps);
    for (int i = 0; i < MAPS; i++) {
        const struct sv_entry *missing = first_missing(r, &maps[i], NULL);
        if (missing) {
            *missing_out = missing->name;
            return false;
        }
    }
    return true;
}

static void note_filled(struct sv_resolver *r, const struct sv_type *old)
{
    struct sv_filled *filled = SV_NEW(r->arena, struct sv_filled);
    if (!filled) {
        r->out_of_memory = true;
        return;
    }
    *filled = (struct sv_filled){ old, r->filled };
    r->filled = filled;
}

struct sv_resolution sv_resolve_kryo(struct sv_resolver *r, const struct sv_type *new, const struct sv_type *old)
{
    struct map now[MAPS], before[MAPS];
    bool in_order = true;
    if (!sv_str_eq(new->java_type, old->java_type))
        return sv_say_of(SV_ANSWER_INCOMPATIBLE, new, old, "Kryo holds another class", old->java_type, new->java_type);
    maps_of(new, now);
    maps_of(old, before);
    for (int i = 0; i < MAPS; i++) {
        const struct sv_entry *missing = first_missing(r, &before[i], &now[i]);
        if (missing)
            return sv_say_of(SV_ANSWER_INCOMPATIBLE, new, old, "a Kryo registration is lost", missing->name,
                             (sv_str){ "", 0 });
        in_order = in_order && sv_entries_are_prefix(before[i].entries, now[i].entries);
    }
    note_filled(r, old);
    if (!in_order)
        return sv_say(SV_ANSWER_RECONFIGURED, new, old, "Kryo has other registrations or another order");
    return sv_say(SV_ANSWER_AS_IS, new, old, "nothing changed");
}
