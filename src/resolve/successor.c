/* successor.c: the serializer snapshots of the same job once it runs on 2.x. Most of 1.x's stay as they are: a tree is
 * copied, and what 2.x writes otherwise takes its place.
 *
 * Mirrors TypeExtractor#privateGetForClass (NullableListTypeInfo and kin), and the versions that RowSerializer,
 * LinkedListSerializer and NFAStateSerializer write since they have a flag. */
#include "facts/kryo.h"
#include "facts/release.h"
#include "resolve/resolve.h"

#define NULLABLE "org.apache.flink.api.java.typeutils.runtime.NullableSerializer$NullableSerializerSnapshot"
#define IN_BASE(name) "org.apache.flink.api.common.typeutils.base." name

struct copier {
    const struct sv_release *target;
    struct sv_arena *arena;
    bool out_of_memory;
};

static struct sv_type *make(struct copier *c, struct sv_type *parent, sv_str class_name, const char *role)
{
    struct sv_type *t = SV_NEW(c->arena, struct sv_type);
    if (!t) {
        c->out_of_memory = true;
        return NULL;
    }
    *t = (struct sv_type){ .cls = sv_class_find(class_name), .class_name = class_name, .role = role };
    if (t->cls) {
        t->kind = t->cls->kind;
        t->version = t->cls->max_version;
    }
    sv_type_add(parent, t);
    return t;
}

/* What 2.x extracts for an interface of collections. Elements are not known: Kryo does not name them. */
static struct sv_type *make_collection(struct copier *c, struct sv_type *parent, const struct sv_type *old)
{
    bool map = sv_str_eq(old->java_type, SV_STR("java.util.Map")),
         set = sv_str_eq(old->java_type, SV_STR("java.util.Set"));
    struct sv_type *nullable = make(c, parent, SV_STR(NULLABLE), old->role);
    sv_str inner = map   ? SV_STR(IN_BASE("MapSerializerSnapshot"))
                   : set ? SV_STR(IN_BASE("SetSerializerSnapshot"))
                         : SV_STR(IN_BASE("ListSerializerSnapshot"));
    if (!nullable || !make(c, nullable, inner, "value"))
        return NULL;
    nullable->field = old->field;
    nullable->depth = old->depth;
    return nullable;
}

static bool is_collection(const struct copier *c, const struct sv_type *old)
{
    const struct sv_kryo_type *row = old->kind == SV_KIND_KRYO ? sv_kryo_type_find(old->java_type) : NULL;
    return row && row->native && c->target->collection_types;
}

static bool has_outer_flag(const struct sv_type *t)
{
    return t->cls && (t->cls->layout == SV_LAYOUT_composite_row || t->cls->layout == SV_LAYOUT_composite_linked_list ||
                      t->cls->layout == SV_LAYOUT_composite_nfa_state);
}

static struct sv_type *copy(struct copier *c, struct sv_type *parent, const struct sv_type *old);

/* Entries of a POJO name snapshots that hang under it as well, in the same order. */
struct children {
    const struct sv_type *old;
    struct sv_type *new;
};

static struct sv_type *copy_of(struct children *at, const struct sv_type *old)
{
    struct children next = *at;
    while (next.old && next.new &&next.old != old)
        next = (struct children){ next.old->next, next.new->next };
    if (!next.old || !next.new)
        return NULL;
    *at = (struct children){ next.old->next, next.new->next };
    return next.new;
}

static void copy_entries(struct copier *c, struct sv_entries *entries, struct children *at)
{
    struct sv_entry *items = sv_arena_alloc(c->arena, entries->count, sizeof *items);
    if (entries->count && !items) {
        c->out_of_memory = true;
        return;
    }
    for (uint32_t i = 0; i < entries->count; i++) {
        items[i] = entries->items[i];
        items[i].type = items[i].type ? copy_of(at, items[i].type) : NULL;
    }
    entries->items = items;
}

static void copy_pojo(struct copier *c, struct sv_type *new, const struct sv_type *old)
{
    struct sv_pojo *pojo = SV_NEW(c->arena, struct sv_pojo);
    struct children at = { old->child, new->child };
    if (!pojo) {
        c->out_of_memory = true;
        return;
    }
    *pojo = *old->more.pojo;
    copy_entries(c, &pojo->fields, &at);
    copy_entries(c, &pojo->registered, &at);
    copy_entries(c, &pojo->other, &at);
    new->more.pojo = pojo;
}

/* Trees are SV_LIMIT_TYPE_DEPTH deep at most. */
static struct sv_type *copy(struct copier *c, struct sv_type *parent, const struct sv_type *old)
{
    if (is_collection(c, old))
        return make_collection(c, parent, old);
    struct sv_type *new = SV_NEW(c->arena, struct sv_type);
    if (!new) {
        c->out_of_memory = true;
        return NULL;
    }
    *new = *old;
    new->parent = new->child = new->last = new->next = NULL;
    sv_type_add(parent, new);
    if (has_outer_flag(old))
        new->flag = true;
    for (const struct sv_type *child = old->child; child && !c->out_of_memory; child = child->next)
        copy(c, new, child);
    if (old->kind == SV_KIND_POJO && old->more.pojo && !c->out_of_memory)
        copy_pojo(c, new, old);
    return new;
}

const struct sv_type *sv_successor(const struct sv_type *old, const struct sv_release *target, struct sv_arena *arena)
{
    struct copier c = { .target = target, .arena = arena };
    struct sv_type *new = copy(&c, NULL, old);
    return c.out_of_memory ? NULL : new;
}
