/* simple.c: SimpleTypeSerializerSnapshot and GenericTypeSerializerSnapshot: serializers without parts.
 *
 * Flink compares the classes of the serializers that the two snapshots stand for; each snapshot class of Flink's stands
 * for one of its own. */
#include "resolve/inside.h"

struct sv_resolution sv_resolve_simple(struct sv_resolver *r, const struct sv_type *new, const struct sv_type *old)
{
    (void)r;
    return sv_str_eq(new->class_name, old->class_name) ? sv_say(SV_ANSWER_AS_IS, new, old, "nothing changed")
                                                       : sv_say_other_class(new, old);
}

struct sv_resolution sv_resolve_generic(struct sv_resolver *r, const struct sv_type *new, const struct sv_type *old)
{
    (void)r;
    if (!sv_str_eq(new->class_name, old->class_name))
        return sv_say_other_class(new, old);
    if (!sv_str_eq(new->java_type, old->java_type))
        return sv_say_of(SV_ANSWER_INCOMPATIBLE, new, old, "another class of values", old->java_type, new->java_type);
    return sv_say(SV_ANSWER_AS_IS, new, old, "nothing changed");
}
