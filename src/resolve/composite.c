/* composite.c: CompositeTypeSerializerSnapshot#internalResolveSchemaCompatibility: the number of parts, then what the
 * class itself checks, then the parts in order. */
#include "resolve/inside.h"

/* Both nodes are of one class. */
typedef struct sv_resolution outer_fn(const struct sv_type *new, const struct sv_type *old);

static struct sv_resolution same_type(const struct sv_type *new, const struct sv_type *old)
{
    if (!sv_str_eq(new->java_type, old->java_type))
        return sv_say_of(SV_ANSWER_INCOMPATIBLE, new, old, "another component class", old->java_type, new->java_type);
    return sv_say(SV_ANSWER_AS_IS, new, old, "nothing changed");
}

static struct sv_resolution same_padding(const struct sv_type *new, const struct sv_type *old)
{
    if (new->numbers[0] != old->numbers[0])
        return sv_say(SV_ANSWER_INCOMPATIBLE, new, old, "another padding for null");
    return sv_say(SV_ANSWER_AS_IS, new, old, "nothing changed");
}

/* Older versions of these serializers wrote less; 2.x rewrites the values. */
static struct sv_resolution same_flag(const struct sv_type *new, const struct sv_type *old)
{
    if (new->flag != old->flag)
        return sv_say(SV_ANSWER_AFTER_MIGRATION, new, old, "values are written in another form by now");
    return sv_say(SV_ANSWER_AS_IS, new, old, "nothing changed");
}

static const struct {
    enum sv_layout layout;
    enum sv_kind kind;
    outer_fn *check;
} checks[] = {
#define OUTER(layout, kind, check, source) { SV_LAYOUT_##layout, SV_KIND_##kind, check },
#include "resolve/outer_checks.def"
#undef OUTER
};

static struct sv_resolution resolve_outer(const struct sv_type *new, const struct sv_type *old)
{
    for (size_t i = 0; i < sizeof checks / sizeof *checks; i++) {
        if (checks[i].layout != new->cls->layout ||
            (checks[i].kind != SV_KIND_UNKNOWN && checks[i].kind != new->cls->kind))
            continue;
        return sv_str_eq(new->class_name, old->class_name) ? checks[i].check(new, old) : sv_say_other_class(new, old);
    }
    return sv_say(SV_ANSWER_AS_IS, new, old, "nothing changed");
}

struct sv_resolution sv_resolve_composite_aware(struct sv_resolver *r, const struct sv_type *new,
                                                const struct sv_type *old, int aware)
{
    if (sv_child_count(new) != sv_child_count(old))
        return sv_say(SV_ANSWER_INCOMPATIBLE, new, old, "another number of parts");
    struct sv_resolution outer = resolve_outer(new, old);
    struct sv_resolution nested =
        sv_resolve_children(r, new, old, aware); /* what throws counts even if outer refuses */
    if (nested.answer != SV_ANSWER_RESOLVE_ERROR && outer.answer != SV_ANSWER_AS_IS && outer.answer >= nested.answer)
        return outer;
    return nested;
}

struct sv_resolution sv_resolve_composite(struct sv_resolver *r, const struct sv_type *new, const struct sv_type *old)
{
    return sv_resolve_composite_aware(r, new, old, -1);
}
