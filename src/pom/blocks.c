/* blocks.c: steps over all blocks of dependencies of a POM and its parents. */
#include "pom/inside.h"

static void each_in(struct sv_pom_making *m, const struct sv_pom_block *block, sv_pom_take_fn *take, void *context)
{
    const struct sv_xml *e = block->dependencies ? block->dependencies->child : NULL;
    for (; (e = sv_xml_named(e, "dependency")) && !m->failed; e = e->next)
        take(m, block, e, context);
}

static const struct sv_xml *block_of(const struct sv_xml *owner, bool managed)
{
    return sv_xml_child(managed ? sv_xml_child(owner, "dependencyManagement") : owner, "dependencies");
}

void sv_pom_each(struct sv_pom_making *m, bool managed, sv_pom_take_fn *take, void *context)
{
    for (size_t i = 0; i < m->layer_count; i++) {
        const struct sv_pom_layer *layer = &m->layers[i];
        struct sv_pom_block block = {
            .layer = layer, .dependencies = block_of(layer->project, managed), .profile = { "", 0 }, .is_default = true
        };
        each_in(m, &block, take, context);
        for (const struct sv_xml *p = NULL; (p = sv_pom_next_profile(layer, p));) {
            block.dependencies = block_of(p, managed);
            block.profile = sv_pom_profile_id(p);
            block.is_default = sv_pom_profile_is_default(p);
            each_in(m, &block, take, context);
        }
    }
}

sv_str sv_pom_child_text(struct sv_pom_making *m, const struct sv_pom_block *block, const struct sv_xml *element,
                         const char *child)
{
    return sv_pom_fill_in(m, block->layer, sv_xml_child(element, child), block->profile).text;
}
