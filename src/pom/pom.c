/* pom.c: the files of a POM: itself and its parents. */
#include <stdlib.h>

#include "base/file.h"
#include "pom/inside.h"

enum { STEPS = 50000000 }; /* of searches: below a second */

bool sv_pom_step(struct sv_pom_making *m)
{
    if (!m->steps_left)
        return false;
    m->steps_left--;
    return true;
}

void *sv_pom_new(struct sv_pom_making *m, size_t size)
{
    void *item = sv_arena_alloc(&m->pom->arena, 1, size);
    m->failed |= !item;
    return item;
}

void sv_pom_add_name(struct sv_pom_making *m, struct sv_pom_name **list, sv_str name)
{
    struct sv_pom_name *item = SV_POM_NEW(m, struct sv_pom_name);
    if (!item)
        return;
    item->name = name;
    for (; *list; list = &(*list)->next)
        if (!sv_pom_step(m))
            return;
    *list = item;
}

struct sv_pom_place sv_pom_place_of(const struct sv_pom_layer *layer, const struct sv_xml *element)
{
    return (struct sv_pom_place){ .file = layer->file, .at = element->at, .line = element->line };
}

sv_str sv_pom_profile_id(const struct sv_xml *profile)
{
    sv_str id = sv_xml_text(profile, "id");
    return id.n ? id : SV_STR("default"); /* as Maven calls it */
}

bool sv_pom_profile_is_default(const struct sv_xml *profile)
{
    return sv_str_eq(sv_xml_text(sv_xml_child(profile, "activation"), "activeByDefault"), SV_STR("true"));
}

const struct sv_xml *sv_pom_next_profile(const struct sv_pom_layer *layer, const struct sv_xml *profile)
{
    if (profile)
        return sv_xml_named(profile->next, "profile");
    return sv_xml_child(sv_xml_child(layer->project, "profiles"), "profile");
}

/* Whether a root is that of a POM: Ant's build files begin with a project, too. */
static enum sv_status check_root(const struct sv_xml *root, const char *path, struct sv_error *err)
{
    if (!sv_str_eq(root->name, SV_STR("project")))
        return sv_fail(err, SV_ERR_UNREADABLE, "'%s' is no POM: it begins with <%.*s>, not <project>", path,
                       (int)(root->name.n > 100 ? 100 : root->name.n), root->name.p);
    if (!sv_xml_child(root, "artifactId"))
        return sv_fail(err, SV_ERR_UNREADABLE, "'%s' is no POM: its <project> has no <artifactId>", path);
    return SV_OK;
}

/* Appends a file's bytes as a layer. */
static enum sv_status add_layer(struct sv_pom_making *m, sv_str bytes, const char *path, struct sv_error *err)
{
    struct sv_pom_layer layer = { .project = NULL, .file = sv_arena_copy(&m->pom->arena, sv_str_of(path)) };
    enum sv_status status = SV_OK;
    if (!layer.file.p)
        status = sv_fail(err, SV_ERR_MEMORY, "no memory to read '%s'", path);
    else if (!bytes.n)
        status = sv_fail(err, SV_ERR_UNREADABLE, "'%s' is no POM: it is empty", path);
    if (status == SV_OK)
        status = sv_xml_read(bytes, path, &m->pom->arena, &layer.project, err);
    if (status == SV_OK)
        status = check_root(layer.project, path, err);
    if (status == SV_OK)
        m->layers[m->layer_count++] = layer;
    return status;
}

static enum sv_status read_layer(struct sv_pom_making *m, const char *path, struct sv_error *err)
{
    struct sv_map map;
    enum sv_status status = sv_map_open(path, SV_LIMIT_POM_BYTES + 1, &map, err);
    if (status != SV_OK)
        return status;
    status = add_layer(m, (sv_str){ (const char *)map.bytes, map.n }, path, err);
    if (status == SV_OK && sv_map_changed(&map))
        status = sv_fail(err, SV_ERR_UNREADABLE, "'%s' was cut short while it was read", path);
    sv_map_close(&map);
    return status;
}

static bool is_folder(const char *path)
{
    return sv_path_kind(path, NULL) == SV_PATH_FOLDER;
}

/* dir/name, and the pom.xml in it when that is a folder; to be freed, NULL when memory is out. */
static char *path_below(sv_str dir, sv_str name)
{
    struct sv_buf path;
    sv_buf_init(&path, 1 << 16);
    if (!sv_str_starts(name, SV_STR("/"))) {
        sv_buf_add(&path, dir);
        sv_buf_putc(&path, '/');
    }
    sv_buf_add(&path, name);
    sv_buf_putc(&path, '\0');
    if (!path.failed && is_folder(path.p)) {
        path.n--;
        sv_buf_puts(&path, "/pom.xml");
        sv_buf_putc(&path, '\0');
    }
    if (!path.failed)
        return path.p;
    sv_buf_free(&path);
    return NULL;
}

/* A parent is the right one when it has the name that is asked for: ../pom.xml may be anybody's. */
static bool is_asked_for(const struct sv_xml *project, const struct sv_xml *parent)
{
    sv_str group = sv_xml_text(project, "groupId");
    if (!group.n)
        group = sv_xml_text(sv_xml_child(project, "parent"), "groupId");
    return sv_str_eq(sv_xml_text(project, "artifactId"), sv_xml_text(parent, "artifactId")) &&
           sv_str_eq(group, sv_xml_text(parent, "groupId"));
}

/* Reads a file that may not be there; true when it is a layer now. */
static bool try_layer(struct sv_pom_making *m, const char *path)
{
    enum sv_status status = SV_ERR_NOT_FOUND;
    if (m->layer_count <= SV_LIMIT_POM_PARENTS && sv_path_kind(path, NULL) == SV_PATH_FILE)
        status = read_layer(m, path, NULL);
    m->failed |= status == SV_ERR_MEMORY;
    return status == SV_OK;
}

/* The parent of the last layer where relativePath leads. */
static bool read_beside(struct sv_pom_making *m, const struct sv_xml *parent)
{
    const struct sv_xml *relative = sv_xml_child(parent, "relativePath");
    sv_str name = relative ? relative->text : SV_STR("../pom.xml");
    if (!name.n)
        return false;
    char *path = path_below(sv_path_dir(m->layers[m->layer_count - 1].file), name);
    m->failed |= !path;
    bool found = path && try_layer(m, path);
    free(path);
    if (found && !is_asked_for(m->layers[m->layer_count - 1].project, parent)) {
        m->layer_count--;
        found = false;
    }
    return found;
}

/* org/apache/flink/flink-core/2.2.0/flink-core-2.2.0.pom */
static void put_file_name(struct sv_buf *out, sv_str group, sv_str artifact, sv_str version)
{
    for (size_t i = 0; i < group.n; i++)
        sv_buf_putc(out, group.p[i] == '.' ? '/' : group.p[i]);
    const sv_str parts[] = { SV_STR("/"), artifact,    SV_STR("/"), version,       SV_STR("/"),
                             artifact,    SV_STR("-"), version,     SV_STR(".pom") };
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
        sv_buf_add(out, parts[i]);
}

static bool read_from_repository(struct sv_pom_making *m, sv_str group, sv_str artifact, sv_str version)
{
    struct sv_buf name;
    if (!m->repository || !group.n || !artifact.n || !version.n)
        return false;
    sv_buf_init(&name, 8 * SV_LIMIT_POM_VALUE_BYTES);
    put_file_name(&name, group, artifact, version);
    char *path = name.failed ? NULL : sv_path_join(sv_str_of(m->repository), sv_buf_str(&name));
    bool found = path && try_layer(m, path);
    free(path);
    sv_buf_free(&name);
    return found;
}

/* Appends the parent of the last layer; false when it has none, or none that can be read. */
static bool read_parent(struct sv_pom_making *m)
{
    const struct sv_xml *parent = sv_xml_child(m->layers[m->layer_count - 1].project, "parent");
    if (!parent)
        return false;
    bool in_repository = m->depth > 0; /* there is nothing beside an imported POM */
    bool found = !in_repository && read_beside(m, parent);
    if (!found)
        found = read_from_repository(m, sv_xml_text(parent, "groupId"), sv_xml_text(parent, "artifactId"),
                                     sv_xml_text(parent, "version"));
    if (found && !m->depth)
        sv_pom_add_name(m, &m->pom->parents, m->layers[m->layer_count - 1].file);
    return found;
}

sv_str sv_pom_coordinates(struct sv_pom_making *m, sv_str group, sv_str artifact, sv_str version)
{
    struct sv_buf text;
    sv_buf_init(&text, 4 * SV_LIMIT_POM_BYTES);
    sv_buf_add(&text, group);
    sv_buf_putc(&text, ':');
    sv_buf_add(&text, artifact);
    sv_buf_putc(&text, ':');
    sv_buf_add(&text, version);
    sv_str kept = sv_arena_copy(&m->pom->arena, sv_buf_str(&text));
    m->failed |= text.failed || !kept.p;
    sv_buf_free(&text);
    return kept;
}

/* As one that is not here. */
static void name_parent(struct sv_pom_making *m, const struct sv_xml *parent)
{
    sv_pom_add_name(m, &m->pom->unread,
                    sv_pom_coordinates(m, sv_xml_text(parent, "groupId"), sv_xml_text(parent, "artifactId"),
                                       sv_xml_text(parent, "version")));
}

void sv_pom_read_parents(struct sv_pom_making *m)
{
    while (read_parent(m))
        ;
    const struct sv_xml *parent = sv_xml_child(m->layers[m->layer_count - 1].project, "parent");
    if (parent)
        name_parent(m, parent);
}

bool sv_pom_read_named(struct sv_pom_making *m, sv_str group, sv_str artifact, sv_str version)
{
    if (!read_from_repository(m, group, artifact, version))
        return false;
    sv_pom_read_parents(m);
    return true;
}

static void take_names(struct sv_pom_making *m)
{
    struct sv_pom *pom = m->pom;
    const struct sv_pom_layer *own = &m->layers[0];
    const struct sv_xml *parent = sv_xml_child(own->project, "parent");
    const struct sv_xml *version = sv_xml_child(own->project, "version");
    pom->group = sv_xml_text(own->project, "groupId");
    if (!pom->group.n)
        pom->group = sv_xml_text(parent, "groupId");
    pom->artifact = sv_xml_text(own->project, "artifactId");
    pom->version = sv_pom_fill_in(m, own, version ? version : sv_xml_child(parent, "version"), (sv_str){ "", 0 }).text;
    pom->packaging = sv_xml_text(own->project, "packaging");
    if (!pom->packaging.n)
        pom->packaging = SV_STR("jar");
    const struct sv_xml *modules = sv_xml_child(own->project, "modules");
    for (const struct sv_xml *e = modules ? modules->child : NULL; (e = sv_xml_named(e, "module")); e = e->next)
        sv_pom_add_name(m, &pom->modules, e->text);
    for (const struct sv_xml *p = NULL; (p = sv_pom_next_profile(own, p));)
        sv_pom_add_name(m, &pom->profiles, sv_pom_profile_id(p));
}

/* From layers to the model. A status other than SV_OK comes through. */
static enum sv_status finish(struct sv_pom_making *m, enum sv_status status, struct sv_pom *out, const char *path,
                             struct sv_error *err)
{
    if (status == SV_OK) {
        m->pom->path = m->layers[0].file;
        sv_pom_take_properties(m);
        take_names(m);
        sv_pom_take_dependencies(m);
        sv_pom_take_java(m);
    }
    if (m->failed || status == SV_ERR_MEMORY)
        status = sv_fail(err, SV_ERR_MEMORY, "no memory to read '%s'", path);
    if (status == SV_OK)
        *out = *m->pom;
    else
        sv_pom_release(m->pom);
    return status;
}

enum sv_status sv_pom_read(const char *path, const char *repository, struct sv_pom *out, struct sv_error *err)
{
    struct sv_pom pom = { .path = { NULL, 0 } };
    struct sv_pom_making m = { .pom = &pom, .repository = repository, .steps_left = STEPS };
    sv_arena_init(&pom.arena, SV_LIMIT_POM_MEMORY);
    char *file = is_folder(path) ? path_below(sv_str_of(path), SV_STR("pom.xml")) : strdup(path);
    enum sv_status status = file ? read_layer(&m, file, err) : SV_ERR_MEMORY;
    free(file);
    if (status == SV_OK)
        sv_pom_read_parents(&m);
    return finish(&m, status, out, path, err);
}

enum sv_status sv_pom_read_bytes(sv_str bytes, const char *path, struct sv_pom *out, struct sv_error *err)
{
    struct sv_pom pom = { .path = { NULL, 0 } };
    struct sv_pom_making m = { .pom = &pom, .steps_left = STEPS };
    sv_arena_init(&pom.arena, SV_LIMIT_POM_MEMORY);
    enum sv_status status = add_layer(&m, bytes, path, err);
    const struct sv_xml *parent = status == SV_OK ? sv_xml_child(m.layers[0].project, "parent") : NULL;
    if (parent)
        name_parent(&m, parent);
    return finish(&m, status, out, path, err);
}
