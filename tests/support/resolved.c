/* resolved.c: questions about two handmade trees. */
#include "support/resolved.h"

#include <stdio.h>
#include <stdlib.h>

static void *must(void *memory)
{
    if (!memory) {
        fputs("resolved: out of memory\n", stderr);
        abort();
    }
    return memory;
}

struct sv_resolution resolved(const struct sv_type *new, const struct sv_type *old, unsigned flags)
{
    struct sv_arena arena;
    struct sv_resolution out;
    sv_arena_init(&arena, (size_t)1 << 30);
    must(sv_resolve(new, old, NULL, flags, &arena, &out, NULL) == SV_OK ? &out : NULL);
    sv_arena_free(&arena);
    return out;
}

const char *resolved_word(const struct sv_type *new, const struct sv_type *old)
{
    return sv_answer_name(resolved(new, old, 0).answer);
}

const char *resolved_state(const struct sv_type *new, const struct sv_type *old)
{
    return sv_answer_name(resolved(new, old, SV_RESOLVE_AS_STATE).answer);
}

struct sv_type *resolved_long(struct sv_snapshot *s)
{
    return made_type(s, "value", RESOLVED_LONG);
}

struct sv_type *resolved_of(struct sv_snapshot *s, const char *class_name, struct sv_type *a, struct sv_type *b)
{
    struct sv_type *parent = made_type(s, "value", class_name);
    if (a)
        made_child(parent, NULL, a);
    if (b)
        made_child(parent, NULL, b);
    return parent;
}

struct sv_type *resolved_enum(struct sv_snapshot *s, const char *class_name, const char *words)
{
    struct sv_type *type = made_type(s, "value", RESOLVED_BASE "EnumSerializer$EnumSerializerSnapshot");
    struct sv_enum *names = type->more.names = must(SV_NEW(&s->arena, struct sv_enum));
    type->java_type = sv_str_of(class_name);
    names->names = must(sv_arena_alloc(&s->arena, strlen(words) + 1, sizeof *names->names));
    while (*words) {
        size_t n = strcspn(words, " ");
        names->names[names->count++] = (sv_str){ words, n };
        words += n + (words[n] == ' ');
    }
    return type;
}

static struct sv_entry *add(struct sv_snapshot *s, struct sv_type *pojo, struct sv_entries *to, const char *name,
                            struct sv_type *type)
{
    struct sv_entry *entry = made_entry(s, to, name);
    entry->type = type;
    made_child(pojo, name, type);
    return entry;
}

struct sv_entry *resolved_field(struct sv_snapshot *s, struct sv_type *pojo, const char *declared_by, const char *name,
                                struct sv_type *type)
{
    struct sv_entry *entry = add(s, pojo, &pojo->more.pojo->fields, name, type);
    entry->key_class = sv_str_of(declared_by);
    entry->key_name = entry->name;
    type->role = "field";
    return entry;
}

struct sv_entry *resolved_subclass(struct sv_snapshot *s, struct sv_type *pojo, const char *name, struct sv_type *type)
{
    struct sv_entry *entry = add(s, pojo, &pojo->more.pojo->registered, name, type);
    entry->key_class = entry->name;
    type->role = "subclass";
    return entry;
}

struct sv_entry *resolved_registration(struct sv_snapshot *s, struct sv_type *kryo, const char *name)
{
    struct sv_entry *entry = made_entry(s, &kryo->more.kryo->registrations, name);
    entry->key_name = entry->registered_class = entry->name;
    return entry;
}
