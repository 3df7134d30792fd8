/* kryo_ids.c: which class stands behind an id or a name.
 *
 * Ids below 85 are the same in every job (facts/kryo_classes.def). From 85 on the registrations of the snapshot follow in
 * its order, each with the next id: the type itself first, an entry for Avro last. One that has an id already and comes
 * without a serializer takes none. Mirrors KryoSerializer#checkKryoInitialized and KryoUtils#applyRegistrations */
#include "decode/kryo.h"

enum { FIRST_USER_ID = 85, REGISTERED_BARE = 0, REGISTERED_BY_INSTANCE = 2 };

/* Serializer class of a registration or default serializer. */
static sv_str serializer_of(const struct sv_entry *entry)
{
    const struct sv_java_object *root = entry->instance ? entry->instance->root : NULL;
    const struct sv_java_object *wrapped = sv_java_ref(root, "serializer");
    return wrapped && wrapped->kind == SV_JAVA_OBJECT ? wrapped->cls->name : entry->serializer_class;
}

/* The default serializer that the user gave the class itself. */
static const struct sv_entry *default_of(const struct sv_entries *defaults, sv_str name)
{
    for (uint32_t i = 0; i < defaults->count; i++)
        if (sv_str_eq(defaults->items[i].name, name))
            return &defaults->items[i];
    return NULL;
}

/* A constant with a body is of a class of its own: "com.Color$1". */
static sv_str without_number(sv_str name)
{
    size_t n = name.n;
    while (n > 0 && name.p[n - 1] >= '0' && name.p[n - 1] <= '9')
        n--;
    return n > 0 && n < name.n && name.p[n - 1] == '$' ? (sv_str){ name.p, n - 1 } : name;
}

struct sv_kryo_kind sv_kryo_kind_of(const struct sv_kryo_ids *ids, sv_str name)
{
    struct sv_kryo_kind kind = { .name = name, .row = sv_kryo_class_find(name), .shape = SV_KRYO_SHAPE_none };
    const struct sv_entry *own = default_of(&ids->snapshot->default_classes, name);
    if (!own)
        own = default_of(&ids->snapshot->defaults, name);
    if (own) {
        kind.shape = sv_kryo_shape_of(serializer_of(own));
        return kind;
    }
    if (ids->shadowed && !(kind.row && kind.row->id >= 0))
        return kind;
    if (!kind.row && name.n > 1 && name.p[0] == '[')
        kind.shape = SV_KRYO_SHAPE_objects;
    const struct sv_kryo_class *constant = kind.row ? NULL : sv_kryo_class_find(without_number(name));
    if (constant && constant->shape == SV_KRYO_SHAPE_enumeration)
        kind.row = constant;
    if (kind.row)
        kind.shape = kind.row->shape;
    return kind;
}

static struct sv_kryo_kind registered(const struct sv_kryo_ids *ids, const struct sv_entry *entry)
{
    struct sv_kryo_kind kind = sv_kryo_kind_of(ids, entry->registered_class);
    if (entry->registration_kind != REGISTERED_BARE)
        kind.shape = sv_kryo_shape_of(serializer_of(entry));
    if (!entry->value_present)
        kind = (struct sv_kryo_kind){ .name = entry->name };
    return kind;
}

static void fill(struct sv_kryo_ids *ids)
{
    const struct sv_kryo_class *row;
    for (size_t i = 0; (row = sv_kryo_class_at(i)); i++)
        if (row->id >= 0)
            ids->kinds[row->id] = (struct sv_kryo_kind){ .name = row->name, .row = row, .shape = row->shape };
    ids->count = FIRST_USER_ID;
    const struct sv_entries *entries = &ids->snapshot->registrations;
    for (uint32_t i = 0; i < entries->count; i++) {
        struct sv_kryo_kind kind = registered(ids, &entries->items[i]);
        bool has_id = kind.row && kind.row->id >= 0;
        if (!has_id || entries->items[i].registration_kind != REGISTERED_BARE)
            ids->kinds[ids->count++] = kind;
    }
}

static bool names_abstract(const struct sv_entries *defaults)
{
    for (uint32_t i = 0; i < defaults->count; i++) {
        const struct sv_kryo_class *row = sv_kryo_class_find(defaults->items[i].name);
        if (row && (row->shape == SV_KRYO_SHAPE_none || sv_str_eq(row->name, SV_STR("java.lang.Object"))))
            return true;
    }
    return false;
}

bool sv_prepare_kryo(struct sv_codec_builder *b, struct sv_codec *codec)
{
    if (!sv_codec_is(codec, SV_KIND_KRYO))
        return true;
    const struct sv_kryo *snapshot = codec->type->more.kryo;
    struct sv_kryo_ids *ids = SV_NEW(b->arena, struct sv_kryo_ids);
    size_t room = (size_t)FIRST_USER_ID + snapshot->registrations.count;
    struct sv_kryo_kind *kinds = sv_arena_alloc(b->arena, room, sizeof *kinds);
    if (!ids || !kinds)
        return false;
    bool shadowed = names_abstract(&snapshot->defaults) || names_abstract(&snapshot->default_classes);
    *ids = (struct sv_kryo_ids){ .snapshot = snapshot, .kinds = kinds, .shadowed = shadowed };
    fill(ids);
    codec->more.kryo = ids;
    struct sv_kryo_kind declared = sv_kryo_kind_of(ids, codec->type->java_type);
    for (uint32_t i = FIRST_USER_ID; i < ids->count; i++)
        if (sv_str_eq(kinds[i].name, declared.name))
            declared = kinds[i];
    if (declared.shape == SV_KRYO_SHAPE_none && !(declared.row && declared.row->shape == SV_KRYO_SHAPE_none))
        codec->reason = "Kryo values of a class whose fields are not known";
    return true;
}

struct sv_kryo_kind sv_kryo_component(const struct sv_kryo_ids *ids, const struct sv_kryo_kind *array)
{
    sv_str name = sv_str_skip(array->name, 1);
    if (name.n > 2 && name.p[0] == 'L')
        name = (sv_str){ name.p + 1, name.n - 2 };
    return sv_kryo_kind_of(ids, name);
}

bool sv_kryo_is_final(const struct sv_kryo_kind *kind)
{
    sv_str name = kind->name;
    while (name.n > 0 && name.p[0] == '[')
        name = sv_str_skip(name, 1);
    if (name.n == kind->name.n)
        return kind->row && kind->row->is_final;
    if (name.n < 2 || name.p[0] != 'L')
        return true; /* of primitives */
    const struct sv_kryo_class *row = sv_kryo_class_find((sv_str){ name.p + 1, name.n - 2 });
    return row && row->is_final;
}
