/* check_part.c: serializer snapshots that are whole as bytes and yet lack a part. */
#include "rules/check.h"

static const struct sv_entry *first_without(const struct sv_entries *entries, bool key_too)
{
    for (uint32_t i = 0; i < entries->count; i++)
        if (!entries->items[i].value_present || (key_too && !entries->items[i].key_present))
            return &entries->items[i];
    return NULL;
}

/* A POJO field without a key is one that the class no longer had: its bytes are read and dropped. */
static const struct sv_entry *missing_part(const struct sv_type *t)
{
    const struct sv_entry *entry = NULL;
    if (t->kind == SV_KIND_POJO && t->more.pojo) {
        entry = first_without(&t->more.pojo->fields, false);
        entry = entry ? entry : first_without(&t->more.pojo->registered, true);
        entry = entry ? entry : first_without(&t->more.pojo->other, true);
    } else if (t->kind == SV_KIND_KRYO && t->more.kryo) {
        entry = first_without(&t->more.kryo->registrations, true);
        entry = entry ? entry : first_without(&t->more.kryo->defaults, true);
        entry = entry ? entry : first_without(&t->more.kryo->default_classes, true);
    }
    return entry;
}

void sv_check_incomplete(const struct sv_site *at, struct sv_findings *out)
{
    const struct sv_entry *entry = at->type->defect.code == SV_DEFECT_NONE ? missing_part(at->type) : NULL;
    if (!entry)
        return;
    struct sv_finding *f = sv_found(out, SV_RULE_SV211, at, "the part for %.*s is not there", SV_ARG(entry->name));
    sv_finding_reach(f, sv_site_backend(at));
}
