/* enum.c: EnumSerializer.EnumSerializerSnapshot#resolveSchemaCompatibility. Constants may come and change places: the new
 * serializer then keeps the numbers that the old one gave them. One that is gone cannot be read at all (reads.c). */
#include "resolve/inside.h"

/* Flink compares with the constants of the class: those of a new job's serializer, in their order. */
static bool same_names(const struct sv_enum *new, const struct sv_enum *old)
{
    if (new->count != old->count)
        return false;
    for (uint32_t i = 0; i < new->count; i++)
        if (!sv_str_eq(new->names[i], old->names[i]))
            return false;
    return true;
}

struct sv_resolution sv_resolve_enum(struct sv_resolver *r, const struct sv_type *new, const struct sv_type *old)
{
    (void)r;
    if (!sv_str_eq(new->java_type, old->java_type))
        return sv_say_of(SV_ANSWER_INCOMPATIBLE, new, old, "another enum", old->java_type, new->java_type);
    if (!same_names(new->more.names, old->more.names))
        return sv_say(SV_ANSWER_RECONFIGURED, new, old, "the enum has other constants or another order");
    return sv_say(SV_ANSWER_AS_IS, new, old, "nothing changed");
}
