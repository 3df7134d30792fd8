/* pojo.c: PojoSerializerSnapshot#resolveSchemaCompatibility. */
#include "resolve/inside.h"

static struct sv_resolution refuse(const struct sv_type *new, const struct sv_type *old, const char *text,
                                   sv_str subject)
{
    return sv_say_of(SV_ANSWER_INCOMPATIBLE, new, old, text, subject, (sv_str){ "", 0 });
}

/* Subclasses of the old serializer that are not there any more; NULL for none. */
static const struct sv_entry *absent_subclass(struct sv_resolver *r, const struct sv_entries *entries)
{
    for (uint32_t i = 0; i < entries->count; i++)
        if (!sv_entry_has_class(&entries->items[i]) || !sv_entry_has_type(r, &entries->items[i]))
            return &entries->items[i];
    return NULL;
}

/* The class that declares an old field in the new job: empty when it has none of that name from there upwards, so that
 * Flink takes the field for removed. */
static sv_str declared_by(struct sv_resolver *r, const struct sv_entry *field)
{
    bool whole = field->key_present && (!field->type || field->type->defect.code == field->defect.code ||
                                        field->defect.code == SV_DEFECT_TRAILING);
    if (!whole || sv_class_is_gone(field->key_class))
        return (sv_str){ "", 0 };
    return sv_evidence_field(r->evidence, field->key_class, field->key_name);
}

/* An old field that is there, with its like of the new serializer. */
struct field_pair {
    const struct sv_entry *old, *new;
};

struct fields {
    struct field_pair *pairs;
    uint32_t count;
    const struct sv_entry *removed; /* one of the old ones, NULL for none */
    const struct sv_entry *lost;    /* one that the class has and the serializer has not: the check throws */
};

static const struct sv_entry *find_field(const struct sv_entries *fields, sv_str declared_by, sv_str name, uint32_t *at)
{
    const struct sv_entry *field = sv_entry_find(fields, name, at);
    return field && field->key_present && sv_str_eq(field->key_class, declared_by) ? field : NULL;
}

/* Flink looks all fields up before it resolves the first. */
static bool pair_fields(struct sv_resolver *r, const struct sv_entries *new, const struct sv_entries *old,
                        struct fields *out)
{
    uint32_t at = 0;
    out->pairs = sv_arena_alloc(r->arena, old->count + (size_t)1, sizeof *out->pairs);
    if (!out->pairs) {
        r->out_of_memory = true;
        return false;
    }
    for (uint32_t i = 0; i < old->count; i++) {
        const struct sv_entry *field = &old->items[i];
        sv_str holder = declared_by(r, field);
        if (!holder.n || !sv_entry_has_type(r, field)) {
            out->removed = field;
            continue;
        }
        const struct sv_entry *now = find_field(new, holder, field->key_name, &at);
        if (!now || !now->type)
            out->lost = field;
        else
            out->pairs[out->count++] = (struct field_pair){ field, now };
    }
    return true;
}

static uint32_t present_count(const struct sv_entries *fields)
{
    uint32_t count = 0;
    for (uint32_t i = 0; i < fields->count; i++)
        count += fields->items[i].key_present;
    return count;
}

/* Subclasses that both have registered. */
static void add_registered(struct sv_resolver *r, const struct sv_entries *new, const struct sv_entries *old,
                           struct sv_resolution *sum)
{
    uint32_t at = 0;
    for (uint32_t i = 0; i < old->count; i++) {
        const struct sv_entry *now = sv_entry_find(new, old->items[i].name, &at);
        if (now && now->type && !sv_sum_add(sum, sv_resolve_pair(r, now->type, old->items[i].type)))
            return;
    }
}

/* A new serializer in the old one's order is made of the old subclasses' restored serializers. */
static struct sv_resolution reconfigure(struct sv_resolver *r, const struct sv_type *new, const struct sv_type *old,
                                        struct sv_resolution why)
{
    const struct sv_entries *maps[] = { &old->more.pojo->registered, &old->more.pojo->other };
    for (size_t m = 0; m < sizeof maps / sizeof *maps; m++)
        for (uint32_t i = 0; i < maps[m]->count; i++) {
            struct sv_cause cause;
            if (!sv_restores(r, maps[m]->items[i].type, &cause))
                return sv_say_of(SV_ANSWER_RESOLVE_ERROR, new, old, cause.text, cause.subject, (sv_str){ "", 0 });
        }
    return why;
}

static struct sv_resolution decide(struct sv_resolver *r, const struct sv_type *new, const struct sv_type *old,
                                   const struct fields *fields, struct sv_resolution sum)
{
    const struct sv_pojo *now = new->more.pojo, *before = old->more.pojo;
    struct sv_resolution verdict = sum;
    if (sum.answer < SV_ANSWER_AFTER_MIGRATION && fields->removed)
        verdict =
            sv_say_of(SV_ANSWER_AFTER_MIGRATION, new, old, "a field is gone", fields->removed->name, (sv_str){ "", 0 });
    else if (sum.answer < SV_ANSWER_AFTER_MIGRATION && present_count(&now->fields) > fields->count)
        verdict = sv_say(SV_ANSWER_AFTER_MIGRATION, new, old, "a field is new");
    else if (sum.answer == SV_ANSWER_AS_IS && !sv_entries_are_prefix(&before->registered, &now->registered))
        verdict = sv_say(SV_ANSWER_RECONFIGURED, new, old, "subclasses are registered in another order");
    else if (sum.answer == SV_ANSWER_AS_IS && before->other.count)
        verdict =
            sv_say_of(SV_ANSWER_RECONFIGURED, new, old, "the old serializer met a subclass that was not registered",
                      before->other.items[0].name, (sv_str){ "", 0 });
    return verdict.answer == SV_ANSWER_RECONFIGURED ? reconfigure(r, new, old, verdict) : verdict;
}

struct sv_resolution sv_resolve_pojo(struct sv_resolver *r, const struct sv_type *new, const struct sv_type *old)
{
    const struct sv_pojo *now = new->more.pojo, *before = old->more.pojo;
    struct sv_resolution sum = sv_say(SV_ANSWER_AS_IS, new, old, "nothing changed");
    struct fields fields = { .count = 0 };
    if (!sv_str_eq(new->java_type, old->java_type))
        return sv_say_of(SV_ANSWER_INCOMPATIBLE, new, old, "another POJO class", old->java_type, new->java_type);
    const struct sv_entry *absent = absent_subclass(r, &before->registered);
    if (!absent)
        absent = absent_subclass(r, &before->other);
    if (absent)
        return refuse(new, old, "a subclass is missing or its serializer cannot be read", absent->name);
    if (!pair_fields(r, &now->fields, &before->fields, &fields))
        return sum;
    if (fields.lost)
        return sv_say_of(SV_ANSWER_RESOLVE_ERROR, new, old, "a field is in the class and not in the new serializer",
                         fields.lost->name, (sv_str){ "", 0 });
    for (uint32_t i = 0; i < fields.count; i++)
        if (!sv_sum_add(&sum, sv_resolve_pair(r, fields.pairs[i].new->type, fields.pairs[i].old->type)))
            return sum;
    add_registered(r, &now->registered, &before->registered, &sum);
    return sum.answer >= SV_ANSWER_UNDECIDED ? sum : decide(r, new, old, &fields, sum);
}
