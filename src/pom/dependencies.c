/* dependencies.c: what a POM depends on, its own and inherited, with versions from dependencyManagement where none is
 * said. */
#include "pom/inside.h"

/* An entry of dependencyManagement. */
struct managed {
    const struct sv_pom_layer *layer;
    const struct sv_xml *element;
    sv_str group, artifact, profile;
    bool is_default, is_taken;
    struct managed *next;
};
struct gathering {
    struct sv_pom_making *m;
    struct managed *managed, **managed_tail;
    struct sv_pom_dependency **tail;
};

/* A block of dependencies and whose it is. */
struct block {
    const struct sv_pom_layer *layer;
    const struct sv_xml *dependencies;
    sv_str profile;
    bool is_default;
};
typedef void take_fn(struct gathering *g, const struct block *block, const struct sv_xml *element);

static void each_in(struct gathering *g, const struct block *block, take_fn *take)
{
    const struct sv_xml *e = block->dependencies ? block->dependencies->child : NULL;
    for (; (e = sv_xml_named(e, "dependency")) && !g->m->failed; e = e->next)
        take(g, block, e);
}

/* The block of dependencies of a project or profile; its managed ones, when that is asked for. */
static const struct sv_xml *block_of(const struct sv_xml *owner, bool managed)
{
    return sv_xml_child(managed ? sv_xml_child(owner, "dependencyManagement") : owner, "dependencies");
}

/* Calls take for all of one kind, layer by layer: the project's own, then those of its profiles. */
static void each(struct gathering *g, bool managed, take_fn *take)
{
    for (size_t i = 0; i < g->m->layer_count; i++) {
        const struct sv_pom_layer *layer = &g->m->layers[i];
        struct block block = {
            .layer = layer, .dependencies = block_of(layer->project, managed), .profile = { "", 0 }, .is_default = true
        };
        each_in(g, &block, take);
        for (const struct sv_xml *p = NULL; (p = sv_pom_next_profile(layer, p));) {
            block.dependencies = block_of(p, managed);
            block.profile = sv_pom_profile_id(p);
            block.is_default = sv_pom_profile_is_default(p);
            each_in(g, &block, take);
        }
    }
}

static sv_str filled(struct gathering *g, const struct block *block, const struct sv_xml *element, const char *child)
{
    return sv_pom_fill_in(g->m, block->layer, sv_xml_child(element, child), block->profile).text;
}

static sv_str name_of(struct gathering *g, sv_str group, sv_str artifact, sv_str version)
{
    struct sv_buf text;
    sv_buf_init(&text, 4 * SV_LIMIT_POM_VALUE_BYTES);
    sv_buf_add(&text, group);
    sv_buf_putc(&text, ':');
    sv_buf_add(&text, artifact);
    sv_buf_putc(&text, ':');
    sv_buf_add(&text, version);
    sv_str kept = sv_arena_copy(&g->m->pom->arena, sv_buf_str(&text));
    g->m->failed |= !kept.p;
    sv_buf_free(&text);
    return kept;
}

static void take_managed(struct gathering *g, const struct block *block, const struct sv_xml *element)
{
    sv_str group = filled(g, block, element, "groupId"), artifact = filled(g, block, element, "artifactId");
    if (sv_str_eq(sv_xml_text(element, "scope"), SV_STR("import"))) {
        sv_pom_add_name(g->m, &g->m->pom->unread, name_of(g, group, artifact, filled(g, block, element, "version")));
        return;
    }
    struct managed *item = SV_POM_NEW(g->m, struct managed);
    if (!item)
        return;
    *item = (struct managed){ .layer = block->layer,
                              .element = element,
                              .group = group,
                              .artifact = artifact,
                              .profile = block->profile,
                              .is_default = block->is_default };
    *g->managed_tail = item;
    g->managed_tail = &item->next;
}

/* The entry that says the version of a dependency: of its own profile before that of the project. */
static struct managed *find_managed(struct gathering *g, const struct sv_pom_dependency *of)
{
    struct managed *found = NULL;
    for (struct managed *item = g->managed; item && sv_pom_step(g->m); item = item->next) {
        if (!sv_str_eq(item->artifact, of->artifact) || !sv_str_eq(item->group, of->group))
            continue;
        item->is_taken = true;
        bool same_profile = item->profile.n && sv_str_eq(item->profile, of->profile);
        if (!found || (same_profile && !found->profile.n) || (item->is_default && !found->is_default))
            found = item;
    }
    return found;
}

static void find_version(struct gathering *g, const struct block *block, const struct sv_xml *element,
                         struct sv_pom_dependency *dependency)
{
    const struct managed *managed = find_managed(g, dependency);
    dependency->version = sv_pom_fill_in(g->m, block->layer, sv_xml_child(element, "version"), dependency->profile);
    if (dependency->version.written.n || !managed)
        return;
    dependency->version = sv_pom_fill_in(g->m, managed->layer, sv_xml_child(managed->element, "version"),
                                         dependency->profile.n ? dependency->profile : managed->profile);
    if (!dependency->scope.n)
        dependency->scope = sv_xml_text(managed->element, "scope");
}

/* Whether the POM or a nearer parent has it already: then that one counts. */
static bool is_known(struct gathering *g, const struct sv_pom_dependency *dependency)
{
    for (const struct sv_pom_dependency *d = g->m->pom->dependencies; d && sv_pom_step(g->m); d = d->next)
        if (sv_str_eq(d->artifact, dependency->artifact) && sv_str_eq(d->group, dependency->group) &&
            !sv_str_eq(d->place.file, dependency->place.file))
            return true;
    return false;
}

static struct sv_pom_dependency *new_dependency(struct gathering *g, const struct block *block,
                                                const struct sv_xml *element)
{
    struct sv_pom_dependency *dependency = SV_POM_NEW(g->m, struct sv_pom_dependency);
    if (dependency)
        *dependency = (struct sv_pom_dependency){ .group = filled(g, block, element, "groupId"),
                                                  .artifact = filled(g, block, element, "artifactId"),
                                                  .scope = filled(g, block, element, "scope"),
                                                  .profile = block->profile,
                                                  .place = sv_pom_place_of(block->layer, element) };
    return dependency;
}

static void append(struct gathering *g, struct sv_pom_dependency *dependency)
{
    if (!dependency->scope.n)
        dependency->scope = SV_STR("compile");
    dependency->version_elsewhere = !dependency->version.written.n && g->m->pom->unread;
    *g->tail = dependency;
    g->tail = &dependency->next;
    g->m->pom->dependency_count++;
}

static void take(struct gathering *g, const struct block *block, const struct sv_xml *element)
{
    struct sv_pom_dependency *dependency = new_dependency(g, block, element);
    if (!dependency || (block->layer != &g->m->layers[0] && is_known(g, dependency)))
        return;
    find_version(g, block, element, dependency);
    append(g, dependency);
}

/* What the POM manages for its modules, and does not use itself. */
static void take_unused(struct gathering *g)
{
    for (const struct managed *item = g->managed; item && !g->m->failed; item = item->next) {
        if (item->is_taken || item->layer != &g->m->layers[0])
            continue;
        struct block block = { .layer = item->layer, .profile = item->profile };
        struct sv_pom_dependency *dependency = new_dependency(g, &block, item->element);
        if (!dependency)
            return;
        dependency->managed = true;
        dependency->version = sv_pom_fill_in(g->m, item->layer, sv_xml_child(item->element, "version"), item->profile);
        append(g, dependency);
    }
}

void sv_pom_take_dependencies(struct sv_pom_making *m)
{
    struct gathering g = { .m = m, .tail = &m->pom->dependencies };
    g.managed_tail = &g.managed;
    each(&g, true, take_managed);
    each(&g, false, take);
    take_unused(&g);
}
