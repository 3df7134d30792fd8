/* ttl.c: TtlAwareSerializerSnapshot, and the state backends that put one around both sides of every question
 * (TtlAwareSerializerSnapshotWrapper, StateSerializerProvider). */
#include "resolve/inside.h"

/* A serializer snapshot in its TtlAwareSerializerSnapshot, be it written or only thought. */
struct aware {
    bool ttl;
    const struct sv_type *type; /* NULL when the bytes do not have it */
};

static bool is_class(const struct sv_type *t, const char *name)
{
    return sv_str_eq(t->class_name, sv_str_of(name));
}

static struct aware aware_of(const struct sv_type *t)
{
    if (t->cls && t->cls->layout == SV_LAYOUT_ttl_aware)
        return (struct aware){ t->flag, t->child };
    return (struct aware){ is_class(t, "org.apache.flink.runtime.state.ttl.TtlStateFactory$TtlSerializerSnapshot"), t };
}

/* TtlStateFactory.TtlSerializerSnapshot#getValueSerializerSnapshot: behind the timestamp. */
static const struct sv_type *value_of(const struct sv_type *ttl)
{
    return ttl ? sv_type_child(ttl, 1) : NULL;
}

struct sv_resolution sv_resolve_ttl_aware_pair(struct sv_resolver *r, const struct sv_type *new,
                                               const struct sv_type *old)
{
    struct aware now = aware_of(new), before = aware_of(old);
    bool toggled = now.ttl != before.ttl;
    const struct sv_type *x = toggled && now.ttl ? value_of(now.type) : now.type;
    const struct sv_type *y = toggled && before.ttl ? value_of(before.type) : before.type;
    if (!x || !y)
        return sv_say(SV_ANSWER_UNDECIDED, new, old, "what has a time to live is not known");
    struct sv_resolution inner = sv_resolve_pair(r, x, y);
    if (!toggled || !sv_answer_accepts(inner.answer))
        return inner;
    return sv_say(SV_ANSWER_AFTER_MIGRATION, new, old,
                  now.ttl ? "a time to live was switched on" : "a time to live was switched off");
}

struct sv_resolution sv_resolve_ttl_aware(struct sv_resolver *r, const struct sv_type *new, const struct sv_type *old)
{
    return sv_resolve_ttl_aware_pair(r, new, old);
}

/* The wrapper takes lists and maps for the state's own and goes into them; all else it wraps as a whole. */
struct sv_resolution sv_resolve_state(struct sv_resolver *r, const struct sv_type *new, const struct sv_type *old)
{
    static const struct {
        const char *name;
        int value; /* child that may have a time to live */
    } containers[] = { { "org.apache.flink.api.common.typeutils.base.ListSerializerSnapshot", 0 },
                       { "org.apache.flink.api.common.typeutils.base.MapSerializerSnapshot", 1 } };
    for (size_t i = 0; i < sizeof containers / sizeof *containers; i++) {
        bool now = is_class(new, containers[i].name), before = is_class(old, containers[i].name);
        if (now != before)
            return sv_say_other_class(new, old);
        if (now && before && !sv_is_blind(new) && !sv_is_blind(old))
            return sv_resolve_composite_aware(r, new, old, containers[i].value);
    }
    return sv_resolve_ttl_aware_pair(r, new, old);
}
