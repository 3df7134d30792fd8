/* check_kryo.c: everything that Kryo holds. Nothing in the bytes tells Kryo 2 from Kryo 5: what is known of the type,
 * where it stands and what backend reads it decide what becomes of it. */
#include "facts/kryo.h"
#include "facts/legacy.h"
#include "model/kryo.h"
#include "rules/check.h"

/* The serializer class registered for a type by class; empty when there is none. */
static sv_str registered_serializer(const struct sv_type *t)
{
    for (uint32_t i = 0; t->more.kryo && i < t->more.kryo->registrations.count; i++) {
        const struct sv_entry *entry = &t->more.kryo->registrations.items[i];
        if (entry->registration_kind == 1 && sv_str_eq(entry->name, t->java_type))
            return entry->serializer_class;
    }
    return (sv_str){ "", 0 };
}

/* A registration by instance, or a default serializer given as an instance: gone with the class that wrapped it. */
static const struct sv_entry *lost_entry(const struct sv_type *t)
{
    const struct sv_kryo *kryo = t->more.kryo;
    if (!kryo)
        return NULL;
    if (kryo->defaults.count)
        return &kryo->defaults.items[0];
    for (uint32_t i = 0; i < kryo->registrations.count; i++)
        if (kryo->registrations.items[i].value_present && kryo->registrations.items[i].registration_kind == 2)
            return &kryo->registrations.items[i];
    return NULL;
}

static void found_key(const struct sv_site *at, enum sv_use use, struct sv_findings *out)
{
    sv_str type = at->type->java_type;
    struct sv_finding *f =
        sv_found(out, SV_RULE_SV104, at, "%s are written by Kryo: %.*s", sv_use_word(use), SV_ARG(type));
    if (use == SV_USE_KEY)
        sv_finding_reach(f, SV_REACH_KEYED);
    if (sv_site_on_heap(at))
        sv_finding_why(
            out, f,
            "On heap they are read back as other %s, or the restore fails; on RocksDB they would be looked up by "
            "bytes that Kryo 5 writes differently, so that their entries are silently missing.",
            sv_use_word(use));
}

/* Fields of a type without a row decide, unless a registered serializer wrote it. */
static void found_unproven(const struct sv_site *at, const struct sv_kryo_type *row, struct sv_findings *out)
{
    sv_str type = at->type->java_type, serializer = registered_serializer(at->type);
    struct sv_finding *f;
    if (serializer.n)
        f = sv_found(out, SV_RULE_SV103, at, "Kryo holds %.*s, written by the registered serializer %.*s", SV_ARG(type),
                     SV_ARG(serializer));
    else if (row)
        f = sv_found(out, SV_RULE_SV103, at, "Kryo holds %.*s: values %s, by luck and no promise", SV_ARG(type),
                     row->what);
    else
        f = sv_found(out, SV_RULE_SV103, at, "Kryo holds %.*s: its fields and what they hold decide what comes back",
                     SV_ARG(type));
    if (serializer.n)
        sv_finding_why(
            out, f,
            "What that serializer wrote is read by its counterpart for Kryo 5. Its bytes come back equal if it writes "
            "varints, strings and bytes only; fixed-width numbers, enums and collections do not.");
    if (sv_site_on_heap(at) && !row)
        sv_finding_why(
            out, f,
            "%s On heap a value that takes more or fewer bytes than were written also moves every entry behind it in "
            "the stream.",
            f ? f->rule->why : "");
}

static void found_collection(const struct sv_site *at, const struct sv_kryo_type *row, struct sv_findings *out)
{
    sv_str type = at->type->java_type;
    sv_found(out, SV_RULE_SV101, at,
             "Kryo holds %.*s: refused by the schema check if its type arguments are plain classes; if they are raw, "
             "wildcards or generic, values %s",
             SV_ARG(type), row->what);
}

static void found_misread(const struct sv_site *at, const struct sv_kryo_type *row, struct sv_findings *out)
{
    sv_str type = at->type->java_type;
    struct sv_finding *f = sv_found(out, SV_RULE_SV102, at, "Kryo holds %.*s: values %s", SV_ARG(type), row->what);
    if (sv_site_on_heap(at) && row->displaces) {
        sv_finding_reach(f, SV_REACH_KEYED);
        sv_finding_why(
            out, f,
            "%s On heap the states of an operator stand in one stream: a value that takes more or fewer bytes than "
            "were written moves every entry behind it, of other states too.",
            f ? f->rule->why : "");
    }
}

/* A connector's own type is the connector's matter: check_legacy says what became of it. */
void sv_check_kryo(const struct sv_site *at, struct sv_findings *out)
{
    if (at->type->kind != SV_KIND_KRYO || at->target->kryo_major < 5 || sv_legacy_of_type(at->type->java_type))
        return;
    enum sv_use use = sv_site_use(at);
    if (use == SV_USE_KEY_AGAIN)
        return;
    bool looked_up = use == SV_USE_KEY || use == SV_USE_NAMESPACE || (use == SV_USE_MAP_KEY && !sv_site_on_heap(at));
    const struct sv_kryo_type *row = sv_kryo_type_find(at->type->java_type);
    if (looked_up)
        found_key(at, use, out);
    else if (lost_entry(at->type))
        return; /* fails before a value is read */
    else if (row && row->native && at->target->collection_types)
        found_collection(at, row, out);
    else if (row && row->fate != SV_KRYO_OPEN && row->fate != SV_KRYO_SAME && !registered_serializer(at->type).n)
        found_misread(at, row, out);
    else
        found_unproven(at, row, out);
}

void sv_check_kryo_registration(const struct sv_site *at, struct sv_findings *out)
{
    if (at->type->kind != SV_KIND_KRYO || at->target->kryo_major < 5)
        return;
    const struct sv_entry *entry = lost_entry(at->type);
    if (!entry)
        return;
    sv_str name = entry->name.n ? entry->name : entry->key_class;
    struct sv_finding *f =
        sv_found(out, SV_RULE_SV105, at, "the Kryo serializer for %.*s is held as an instance, which 2.x cannot read",
                 SV_ARG(name));
    sv_finding_reach(f, sv_site_backend(at));
}

void sv_check_kryo_java(const struct sv_site *at, struct sv_findings *out)
{
    if (at->type->kind == SV_KIND_LEGACY || at->target->kryo_major < 5)
        return;
    struct sv_java_place place = { .stream = at->type->java };
    sv_str type;
    while (sv_java_next_kryo(&place, &type))
        sv_found(out, SV_RULE_SV106, at, "a Java-serialized serializer holds %.*s with Kryo", SV_ARG(type));
}
