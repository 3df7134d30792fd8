/* java.c: the Java level that the compiler writes for. The compiler plugin's own configuration counts before the
 * properties that it reads, release before target before source. */
#include "pom/inside.h"

static const struct sv_xml *configuration_in(const struct sv_xml *plugins)
{
    for (const struct sv_xml *p = sv_xml_named(plugins ? plugins->child : NULL, "plugin"); p;
         p = sv_xml_named(p->next, "plugin"))
        if (sv_str_eq(sv_xml_text(p, "artifactId"), SV_STR("maven-compiler-plugin")))
            return sv_xml_child(p, "configuration");
    return NULL;
}

/* What a layer's compiler plugin is told by that name; NULL when it is told nothing. */
static const struct sv_xml *told(const struct sv_pom_layer *layer, const char *name)
{
    const struct sv_xml *build = sv_xml_child(layer->project, "build");
    const struct sv_xml *of_plugin = sv_xml_child(configuration_in(sv_xml_child(build, "plugins")), name);
    if (of_plugin)
        return of_plugin;
    const struct sv_xml *management = sv_xml_child(build, "pluginManagement");
    return sv_xml_child(configuration_in(sv_xml_child(management, "plugins")), name);
}

/* "1.8" is 8; -1 when it is no number. */
static int32_t level_of(sv_str text)
{
    int32_t level = 0;
    if (sv_str_starts(text, SV_STR("1.")))
        text = sv_str_skip(text, 2);
    if (text.n == 0 || text.n > 2)
        return -1;
    for (size_t i = 0; i < text.n; i++) {
        if (text.p[i] < '0' || text.p[i] > '9')
            return -1;
        level = level * 10 + (text.p[i] - '0');
    }
    return level;
}

void sv_pom_take_java(struct sv_pom_making *m)
{
    static const struct {
        const char *option, *property; /* option NULL: none */
    } rows[] = {
        { "release", "maven.compiler.release" },
        { "target", "maven.compiler.target" },
        { "source", "maven.compiler.source" },
        { NULL, "java.version" }, /* what parents of frameworks read */
    };
    m->pom->java.level = -1;
    for (size_t row = 0; row < sizeof rows / sizeof *rows; row++) {
        struct sv_pom_text text = { .written = { "", 0 } };
        for (size_t i = 0; rows[row].option && !text.written.n && i < m->layer_count; i++)
            text = sv_pom_fill_in(m, &m->layers[i], told(&m->layers[i], rows[row].option), (sv_str){ "", 0 });
        if (!text.written.n)
            text = sv_pom_property(m, rows[row].property);
        if (!text.written.n)
            continue;
        m->pom->java.text = text;
        m->pom->java.level = level_of(text.text);
        return;
    }
}
