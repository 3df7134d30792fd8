/* dependencies.c: what a POM depends on, its own and inherited, with versions from dependencyManagement where none is
 * said. */
#include "pom/inside.h"

struct gathering {
    struct sv_pom_managed *managed;
    struct sv_pom_dependency **tail;
};

static void find_version(struct sv_pom_making *m, struct gathering *g, const struct sv_pom_block *block,
                         const struct sv_xml *element, struct sv_pom_dependency *dependency)
{
    const struct sv_pom_managed *managed = sv_pom_find_managed(m, g->managed, dependency);
    dependency->version = sv_pom_fill_in(m, block->layer, sv_xml_child(element, "version"), dependency->profile);
    if (dependency->version.written.n || !managed)
        return;
    dependency->version = sv_pom_managed_version(m, managed, dependency->profile);
    if (!dependency->scope.n)
        dependency->scope = sv_xml_text(managed->element, "scope");
}

/* Whether the POM or a nearer parent has it already: then that one counts. */
static bool is_known(struct sv_pom_making *m, const struct sv_pom_dependency *dependency)
{
    for (const struct sv_pom_dependency *d = m->pom->dependencies; d && sv_pom_step(m); d = d->next)
        if (sv_str_eq(d->artifact, dependency->artifact) && sv_str_eq(d->group, dependency->group) &&
            !sv_str_eq(d->place.file, dependency->place.file))
            return true;
    return false;
}

static struct sv_pom_dependency *new_dependency(struct sv_pom_making *m, const struct sv_pom_block *block,
                                                const struct sv_xml *element)
{
    struct sv_pom_dependency *dependency = SV_POM_NEW(m, struct sv_pom_dependency);
    if (dependency)
        *dependency = (struct sv_pom_dependency){ .group = sv_pom_child_text(m, block, element, "groupId"),
                                                  .artifact = sv_pom_child_text(m, block, element, "artifactId"),
                                                  .scope = sv_pom_child_text(m, block, element, "scope"),
                                                  .profile = block->profile,
                                                  .place = sv_pom_place_of(block->layer, element) };
    return dependency;
}

static void append(struct sv_pom_making *m, struct gathering *g, struct sv_pom_dependency *dependency)
{
    if (!dependency->scope.n)
        dependency->scope = SV_STR("compile");
    dependency->version_elsewhere = !dependency->version.written.n && m->pom->unread;
    *g->tail = dependency;
    g->tail = &dependency->next;
    m->pom->dependency_count++;
}

static void take(struct sv_pom_making *m, const struct sv_pom_block *block, const struct sv_xml *element, void *context)
{
    struct sv_pom_dependency *dependency = new_dependency(m, block, element);
    if (!dependency || (block->layer != &m->layers[0] && is_known(m, dependency)))
        return;
    find_version(m, context, block, element, dependency);
    append(m, context, dependency);
}

/* What the POM manages for its modules, and does not use itself. */
static void take_unused(struct sv_pom_making *m, struct gathering *g)
{
    for (const struct sv_pom_managed *item = g->managed; item && !m->failed; item = item->next) {
        if (item->is_taken || item->layer != &m->layers[0])
            continue;
        struct sv_pom_block block = { .layer = item->layer, .profile = item->profile };
        struct sv_pom_dependency *dependency = new_dependency(m, &block, item->element);
        if (!dependency)
            return;
        dependency->managed = true;
        dependency->version = sv_pom_managed_version(m, item, item->profile);
        append(m, g, dependency);
    }
}

void sv_pom_take_dependencies(struct sv_pom_making *m)
{
    struct gathering g = { .managed = sv_pom_take_managed(m), .tail = &m->pom->dependencies };
    sv_pom_each(m, false, take, &g);
    take_unused(m, &g);
}
