/* evidence.c: sorted lists of what the new job's snapshots say, built once for all that is asked of them. */
#include "resolve/evidence.h"

#include <stdlib.h>

/* A POJO or an enum of the new job. */
struct known_type {
    sv_str name;
    const struct sv_type *node;
};

/* A field found in holder is declared by that class: holder itself, or a superclass of it. */
struct known_field {
    sv_str holder, name, declared_by;
};

struct known_uid {
    sv_str name;
    int64_t uid;
};

struct sv_evidence {
    struct known_type *types;
    struct known_field *fields;
    struct known_uid *uids;
    size_t type_count, field_count, uid_count;
};

static int order_types(const void *a, const void *b)
{
    return sv_str_cmp(((const struct known_type *)a)->name, ((const struct known_type *)b)->name);
}

static int order_uids(const void *a, const void *b)
{
    return sv_str_cmp(((const struct known_uid *)a)->name, ((const struct known_uid *)b)->name);
}

/* What holder declares itself comes first, as getField finds it first. */
static int order_fields(const void *a, const void *b)
{
    const struct known_field *x = a, *y = b;
    int order = sv_str_cmp(x->holder, y->holder);
    if (!order)
        order = sv_str_cmp(x->name, y->name);
    return order ? order : sv_str_eq(y->holder, y->declared_by) - sv_str_eq(x->holder, x->declared_by);
}

static void add_field(struct sv_evidence *e, sv_str holder, const struct sv_entry *entry)
{
    e->fields[e->field_count++] = (struct known_field){ holder, entry->key_name, entry->key_class };
}

static void add_pojo(struct sv_evidence *e, const struct sv_type *t)
{
    const struct sv_entries *fields = &t->more.pojo->fields;
    for (uint32_t i = 0; i < fields->count; i++) {
        const struct sv_entry *entry = &fields->items[i];
        if (!entry->key_present)
            continue;
        add_field(e, t->java_type, entry);
        if (!sv_str_eq(t->java_type, entry->key_class))
            add_field(e, entry->key_class, entry);
    }
}

static void add_uids(struct sv_evidence *e, const struct sv_java_stream *stream)
{
    for (; stream; stream = stream->next)
        for (const struct sv_java_class *cls = stream->classes; cls; cls = cls->next)
            e->uids[e->uid_count++] = (struct known_uid){ cls->name, cls->uid };
}

static void add(struct sv_evidence *e, const struct sv_type *t)
{
    add_uids(e, t->java);
    if ((t->kind != SV_KIND_POJO && t->kind != SV_KIND_ENUM) || !t->more.pojo)
        return;
    e->types[e->type_count++] = (struct known_type){ t->java_type, t };
    if (t->kind == SV_KIND_POJO)
        add_pojo(e, t);
}

/* How much add takes at most. */
static void count(struct sv_evidence *room, const struct sv_type *t)
{
    for (const struct sv_java_stream *stream = t->java; stream; stream = stream->next)
        for (const struct sv_java_class *cls = stream->classes; cls; cls = cls->next)
            room->uid_count++;
    if (t->kind == SV_KIND_POJO || t->kind == SV_KIND_ENUM)
        room->type_count++;
    if (t->kind == SV_KIND_POJO && t->more.pojo)
        room->field_count += 2 * (size_t)t->more.pojo->fields.count;
}

static void each(const struct sv_type *const *trees, size_t n, struct sv_evidence *e,
                 void (*fn)(struct sv_evidence *, const struct sv_type *))
{
    for (size_t i = 0; i < n; i++)
        for (const struct sv_type *t = trees[i]; t; t = sv_type_next(trees[i], t))
            fn(e, t);
}

const struct sv_evidence *sv_evidence_of(const struct sv_type *const *trees, size_t n, struct sv_arena *arena)
{
    struct sv_evidence room = { .type_count = 1, .field_count = 1, .uid_count = 1 },
                       *e = SV_NEW(arena, struct sv_evidence);
    each(trees, n, &room, count);
    if (!e)
        return NULL;
    e->types = sv_arena_alloc(arena, room.type_count, sizeof *e->types);
    e->fields = sv_arena_alloc(arena, room.field_count, sizeof *e->fields);
    e->uids = sv_arena_alloc(arena, room.uid_count, sizeof *e->uids);
    if (!e->types || !e->fields || !e->uids)
        return NULL;
    each(trees, n, e, add);
    qsort(e->types, e->type_count, sizeof *e->types, order_types);
    qsort(e->fields, e->field_count, sizeof *e->fields, order_fields);
    qsort(e->uids, e->uid_count, sizeof *e->uids, order_uids);
    return e;
}

sv_str sv_evidence_field(const struct sv_evidence *e, sv_str holder, sv_str name)
{
    size_t low = 0, high = e->field_count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        const struct known_field *at = &e->fields[middle];
        int order = sv_str_cmp(at->holder, holder);
        if (!order)
            order = sv_str_cmp(at->name, name);
        if (order < 0)
            low = middle + 1;
        else
            high = middle;
    }
    const struct known_field *at = &e->fields[low];
    bool found = low < e->field_count && sv_str_eq(at->holder, holder) && sv_str_eq(at->name, name);
    return found ? at->declared_by : (sv_str){ "", 0 };
}

/* A type of that kind among all of that name. */
static const struct sv_type *find_type(const struct sv_evidence *e, sv_str name, enum sv_kind kind)
{
    struct known_type wanted = { .name = name };
    const struct known_type *at = bsearch(&wanted, e->types, e->type_count, sizeof wanted, order_types);
    if (!at)
        return NULL;
    while (at > e->types && sv_str_eq(at[-1].name, name))
        at--;
    for (; at < e->types + e->type_count && sv_str_eq(at->name, name); at++)
        if (at->node->kind == kind)
            return at->node;
    return NULL;
}

const struct sv_type *sv_evidence_enum(const struct sv_evidence *e, sv_str class_name)
{
    return find_type(e, class_name, SV_KIND_ENUM);
}

bool sv_evidence_is_pojo(const struct sv_evidence *e, sv_str class_name)
{
    return find_type(e, class_name, SV_KIND_POJO) != NULL;
}

bool sv_evidence_uid(const struct sv_evidence *e, sv_str class_name, int64_t *uid_out)
{
    struct known_uid wanted = { .name = class_name };
    const struct known_uid *at = bsearch(&wanted, e->uids, e->uid_count, sizeof wanted, order_uids);
    if (at)
        *uid_out = at->uid;
    return at != NULL;
}
