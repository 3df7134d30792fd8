/* properties.c: ${...} in the texts of a POM, as far as its files tell: own properties, those of parents, the project's own
 * coordinates, and what stands in a profile alone. Nothing is known of the environment, of settings.xml and of -D. */
#include "pom/inside.h"

enum { DEPTH = 20 }; /* of properties that name each other; a circle ends here */

static void take_block(struct sv_pom_making *m, const struct sv_pom_layer *layer, const struct sv_xml *owner,
                       bool is_default, struct sv_pom_property ***tail)
{
    const struct sv_xml *block = sv_xml_child(owner, "properties");
    sv_str profile = owner == layer->project ? (sv_str){ "", 0 } : sv_pom_profile_id(owner);
    struct sv_pom_property *first = NULL, *last = NULL;
    for (const struct sv_xml *e = block ? block->child : NULL; e; e = e->next) {
        struct sv_pom_property *property = SV_POM_NEW(m, struct sv_pom_property);
        if (!property)
            return;
        *property = (struct sv_pom_property){ .name = e->name,
                                              .value = e->text,
                                              .profile = profile,
                                              .is_default = is_default,
                                              .place = sv_pom_place_of(layer, e),
                                              .next = first };
        first = property; /* of two in one block the later counts */
        last = last ? last : property;
    }
    if (!first)
        return;
    **tail = first;
    *tail = &last->next;
}

/* Profiles that are active by default count before their project, the others after all. */
void sv_pom_take_properties(struct sv_pom_making *m)
{
    struct sv_pom_property **tail = &m->properties;
    for (size_t i = 0; i < m->layer_count; i++) {
        const struct sv_xml *profile = NULL;
        while ((profile = sv_pom_next_profile(&m->layers[i], profile)))
            if (sv_pom_profile_is_default(profile))
                take_block(m, &m->layers[i], profile, true, &tail);
        take_block(m, &m->layers[i], m->layers[i].project, true, &tail);
    }
    for (size_t i = 0; i < m->layer_count; i++) {
        const struct sv_xml *profile = NULL;
        while ((profile = sv_pom_next_profile(&m->layers[i], profile)))
            if (!sv_pom_profile_is_default(profile))
                take_block(m, &m->layers[i], profile, false, &tail);
    }
}

static const struct sv_pom_property *find_property(struct sv_pom_making *m, sv_str name, sv_str profile)
{
    const struct sv_pom_property *found = NULL;
    for (const struct sv_pom_property *p = m->properties; p && sv_pom_step(m); p = p->next) {
        if (!sv_str_eq(p->name, name))
            continue;
        if (profile.n && sv_str_eq(p->profile, profile))
            return p;
        if (!found)
            found = p;
        if (!profile.n)
            break;
    }
    return found;
}

/* "project.version" and its kin: of the POM itself, whichever layer asks. */
static bool find_own(const struct sv_pom_making *m, sv_str name, sv_str *out)
{
    static const struct {
        sv_str name;
        const char *parent, *element;
        bool inherited;
    } rows[] = {
        { SV_STR_INIT("groupId"), NULL, "groupId", true },
        { SV_STR_INIT("artifactId"), NULL, "artifactId", false },
        { SV_STR_INIT("version"), NULL, "version", true },
        { SV_STR_INIT("packaging"), NULL, "packaging", false },
        { SV_STR_INIT("parent.groupId"), "parent", "groupId", false },
        { SV_STR_INIT("parent.artifactId"), "parent", "artifactId", false },
        { SV_STR_INIT("parent.version"), "parent", "version", false },
    };
    static const sv_str heads[] = { SV_STR_INIT("project."), SV_STR_INIT("pom.") };
    const struct sv_xml *project = m->layers[0].project;
    for (size_t i = 0; i < sizeof heads / sizeof *heads; i++)
        if (sv_str_starts(name, heads[i])) {
            name = sv_str_skip(name, heads[i].n);
            break;
        }
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        if (!sv_str_eq(name, rows[i].name))
            continue;
        *out = sv_xml_text(rows[i].parent ? sv_xml_child(project, rows[i].parent) : project, rows[i].element);
        if (!out->n && rows[i].inherited)
            *out = sv_xml_text(sv_xml_child(project, "parent"), rows[i].element);
        return out->n > 0;
    }
    return false;
}

struct filling {
    struct sv_pom_making *m;
    struct sv_buf *out;
    sv_str profile; /* the text stands in */
    unsigned lookups_left;
    struct sv_pom_text *text; /* gets what is unknown, and which profile helped */
};

static void fill(struct filling *f, sv_str in, unsigned depth);

/* One ${name}; whole is it as it is written. */
static void fill_name(struct filling *f, sv_str name, sv_str whole, unsigned depth)
{
    sv_str value = { NULL, 0 };
    const struct sv_pom_property *property = NULL;
    bool known = false;
    if (depth < DEPTH && f->lookups_left) {
        f->lookups_left--;
        property = find_property(f->m, name, f->profile);
        known = property || find_own(f->m, name, &value);
    }
    if (!known) {
        if (!f->text->unknown.n)
            f->text->unknown = name;
        sv_buf_add(f->out, whole);
        return;
    }
    if (property && property->profile.n)
        f->text->profile = property->profile;
    fill(f, property ? property->value : value, depth + 1);
}

static void fill(struct filling *f, sv_str in, unsigned depth)
{
    const char *begin, *end;
    while ((begin = in.n ? memmem(in.p, in.n, "${", 2) : NULL)) {
        size_t before = (size_t)(begin - in.p);
        end = memchr(begin, '}', in.n - before);
        if (!end)
            break;
        size_t whole = (size_t)(end - begin) + 1;
        sv_buf_add(f->out, (sv_str){ in.p, before });
        fill_name(f, (sv_str){ begin + 2, whole - 3 }, (sv_str){ begin, whole }, depth);
        in = sv_str_skip(in, before + whole);
    }
    sv_buf_add(f->out, in);
}

static struct sv_pom_text fill_in(struct sv_pom_making *m, sv_str written, sv_str profile)
{
    struct sv_pom_text text = { .written = written, .unknown = { "", 0 }, .profile = { "", 0 } };
    struct sv_buf filled;
    sv_buf_init(&filled, SV_LIMIT_POM_VALUE_BYTES);
    struct filling filling = {
        .m = m, .out = &filled, .profile = profile, .lookups_left = SV_LIMIT_POM_LOOKUPS, .text = &text
    };
    fill(&filling, written, 0);
    if (filled.failed && !text.unknown.n)
        text.unknown = written;
    text.text = filled.failed ? written : sv_arena_copy(&m->pom->arena, sv_buf_str(&filled));
    m->failed |= !text.text.p;
    sv_buf_free(&filled);
    return text;
}

struct sv_pom_text sv_pom_fill_in(struct sv_pom_making *m, const struct sv_pom_layer *layer,
                                  const struct sv_xml *element, sv_str profile)
{
    struct sv_pom_text text = fill_in(m, element ? element->text : (sv_str){ "", 0 }, profile);
    if (element)
        text.place = sv_pom_place_of(layer, element);
    return text;
}

struct sv_pom_text sv_pom_property(struct sv_pom_making *m, const char *name)
{
    static const sv_str none = { "", 0 };
    const struct sv_pom_property *property = find_property(m, sv_str_of(name), none);
    if (!property || !property->is_default)
        return fill_in(m, none, none);
    struct sv_pom_text text = fill_in(m, property->value, none);
    text.place = property->place;
    return text;
}
