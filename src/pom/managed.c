/* managed.c: dependencyManagement, with what it imports. */
#include "pom/inside.h"

enum { DEPTH = 8 }; /* of POMs that import each other */

struct list {
    struct sv_pom_managed *first, **tail;
    struct sv_pom_name *imports; /* "group:artifact:version" */
};

static void take(struct sv_pom_making *m, const struct sv_pom_block *block, const struct sv_xml *element, void *context)
{
    struct list *list = context;
    sv_str group = sv_pom_child_text(m, block, element, "groupId");
    sv_str artifact = sv_pom_child_text(m, block, element, "artifactId");
    if (sv_str_eq(sv_xml_text(element, "scope"), SV_STR("import"))) {
        sv_str version = sv_pom_child_text(m, block, element, "version");
        sv_pom_add_name(m, &list->imports, sv_pom_coordinates(m, group, artifact, version));
        return;
    }
    struct sv_pom_managed *item = SV_POM_NEW(m, struct sv_pom_managed);
    if (!item)
        return;
    *item = (struct sv_pom_managed){ .group = group,
                                     .artifact = artifact,
                                     .profile = block->profile,
                                     .layer = block->layer,
                                     .element = element,
                                     .is_default = block->is_default };
    *list->tail = item;
    list->tail = &item->next;
}

/* The part of a name up to the next colon; the rest stays. */
static sv_str cut(sv_str *name)
{
    const char *colon = name->n ? memchr(name->p, ':', name->n) : NULL;
    sv_str part = { name->p, colon ? (size_t)(colon - name->p) : name->n };
    *name = sv_str_skip(*name, part.n + 1);
    return part;
}

/* Appends what an imported POM manages, as it stands there. */
static void import(struct sv_pom_making *m, sv_str name, struct list *list)
{
    struct sv_pom_making other = {
        .pom = m->pom, .repository = m->repository, .depth = m->depth + 1, .steps_left = m->steps_left
    };
    sv_str rest = name, group = cut(&rest), artifact = cut(&rest);
    if (m->depth == DEPTH || !sv_pom_read_named(&other, group, artifact, rest)) {
        sv_pom_add_name(m, &m->pom->unread, name);
    } else {
        sv_pom_take_properties(&other);
        for (struct sv_pom_managed *item = sv_pom_take_managed(&other), *next; item; item = next) {
            next = item->next;
            item->version = sv_pom_managed_version(&other, item, item->profile);
            item->layer = NULL;
            item->element = NULL;
            item->next = NULL;
            *list->tail = item;
            list->tail = &item->next;
        }
    }
    m->steps_left = other.steps_left;
    m->failed |= other.failed;
}

struct sv_pom_managed *sv_pom_take_managed(struct sv_pom_making *m)
{
    struct list list = { .first = NULL };
    list.tail = &list.first;
    sv_pom_each(m, true, take, &list);
    for (const struct sv_pom_name *name = list.imports; name && !m->failed; name = name->next)
        import(m, name->name, &list);
    return list.first;
}

struct sv_pom_managed *sv_pom_find_managed(struct sv_pom_making *m, struct sv_pom_managed *list,
                                           const struct sv_pom_dependency *of)
{
    struct sv_pom_managed *found = NULL;
    for (struct sv_pom_managed *item = list; item && sv_pom_step(m); item = item->next) {
        if (!sv_str_eq(item->artifact, of->artifact) || !sv_str_eq(item->group, of->group))
            continue;
        item->is_taken = true;
        bool same_profile = item->profile.n && sv_str_eq(item->profile, of->profile);
        if (!found || (same_profile && !found->profile.n) || (item->is_default && !found->is_default))
            found = item;
    }
    return found;
}

struct sv_pom_text sv_pom_managed_version(struct sv_pom_making *m, const struct sv_pom_managed *managed, sv_str profile)
{
    if (!managed->layer)
        return managed->version;
    return sv_pom_fill_in(m, managed->layer, sv_xml_child(managed->element, "version"),
                          profile.n ? profile : managed->profile);
}
