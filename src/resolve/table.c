/* table.c: serializer snapshots of the table runtime. Types are compared as the Java objects that they were written as. */
#include "resolve/inside.h"

/* equals() of all Java-serialized parts in order. */
static struct sv_resolution compare_parts(const struct sv_type *new, const struct sv_type *old)
{
    struct sv_resolution sum = sv_say(SV_ANSWER_AS_IS, new, old, "nothing changed");
    const struct sv_java_stream *x = new->java, *y = old->java;
    for (; x && y; x = x->next, y = y->next)
        switch (sv_java_equal(x, y)) {
        case SV_DIFFERENT:
            return sv_say(SV_ANSWER_INCOMPATIBLE, new, old, "another type, serializer or comparator");
        case SV_EQUALITY_UNKNOWN:
            sum = sv_say(SV_ANSWER_UNDECIDED, new, old, "objects of the user's own compare themselves");
            break;
        case SV_EQUAL:
            break;
        }
    return x || y ? sv_say(SV_ANSWER_INCOMPATIBLE, new, old, "another number of fields") : sum;
}

struct sv_resolution sv_resolve_java_parts(struct sv_resolver *r, const struct sv_type *new, const struct sv_type *old)
{
    (void)r;
    return sv_str_eq(new->class_name, old->class_name) ? compare_parts(new, old) : sv_say_other_class(new, old);
}

struct sv_resolution sv_resolve_row_data(struct sv_resolver *r, const struct sv_type *new, const struct sv_type *old)
{
    struct sv_resolution types = compare_parts(new, old);
    if (types.answer == SV_ANSWER_INCOMPATIBLE)
        return types;
    sv_sum_add(&types, sv_resolve_children(r, new, old, -1));
    return types;
}

struct sv_resolution sv_resolve_numbers(struct sv_resolver *r, const struct sv_type *new, const struct sv_type *old)
{
    (void)r;
    if (!sv_str_eq(new->class_name, old->class_name))
        return sv_say_other_class(new, old);
    if (new->numbers[0] != old->numbers[0] || new->numbers[1] != old->numbers[1])
        return sv_say(SV_ANSWER_INCOMPATIBLE, new, old, "another precision, scale or number of fields");
    return sv_say(SV_ANSWER_AS_IS, new, old, "nothing changed");
}

/* 2.2 asks the old snapshot about the old serializer's own: always as is. */
struct sv_resolution sv_resolve_row_data_key(struct sv_resolver *r, const struct sv_type *new,
                                             const struct sv_type *old)
{
    (void)r;
    return sv_say(SV_ANSWER_AS_IS, new, old, "nothing changed");
}
