/* inside.h: a POM with its parents while it is being read; inside pom/ only. */
#ifndef SV_POM_INSIDE_H
#define SV_POM_INSIDE_H
#include "base/buf.h"
#include "base/limits.h"
#include "pom/pom.h"
#include "pom/xml.h"

/* One file: the POM itself, then its parent, and so on. */
struct sv_pom_layer {
    const struct sv_xml *project;
    sv_str file;
};
struct sv_pom_property {
    sv_str name, value;
    sv_str profile;  /* id of the profile it stands in, empty for none */
    bool is_default; /* of no profile, or of one that is active by default */
    struct sv_pom_place place;
    struct sv_pom_property *next;
};
struct sv_pom_making {
    struct sv_pom *pom; /* its arena owns all that is here */
    struct sv_pom_layer layers[SV_LIMIT_POM_PARENTS + 1];
    size_t layer_count;
    struct sv_pom_property *properties; /* of all layers: what comes first counts */
    const char *repository;             /* NULL for none */
    unsigned depth;                     /* of POMs that import each other */
    uint64_t steps_left;                /* of searches, so that no POM makes them endless */
    bool failed;                        /* memory ran out */
};

/* Takes one step of a search; false when there is none left. */
bool sv_pom_step(struct sv_pom_making *m);
void *sv_pom_new(struct sv_pom_making *m, size_t size);
#define SV_POM_NEW(m, type) ((type *)sv_pom_new((m), sizeof(type)))
/* Appends a name to a list. */
void sv_pom_add_name(struct sv_pom_making *m, struct sv_pom_name **list, sv_str name);

struct sv_pom_place sv_pom_place_of(const struct sv_pom_layer *layer, const struct sv_xml *element);
/* The profile in which the elements below stand, empty for none, and whether it is active by default. */
sv_str sv_pom_profile_id(const struct sv_xml *profile);
bool sv_pom_profile_is_default(const struct sv_xml *profile);
/* Profiles of a layer: the first, with NULL, and the next; NULL when there is none. */
const struct sv_xml *sv_pom_next_profile(const struct sv_pom_layer *layer, const struct sv_xml *profile);

/* Appends what the repository has under these coordinates as a layer, then its parents; false when it is not there. */
bool sv_pom_read_named(struct sv_pom_making *m, sv_str group, sv_str artifact, sv_str version);
/* Appends the parents of the last layer, as far as they are found. */
void sv_pom_read_parents(struct sv_pom_making *m);
/* "group:artifact:version", in the arena. */
sv_str sv_pom_coordinates(struct sv_pom_making *m, sv_str group, sv_str artifact, sv_str version);

/* ---- properties.c ---- */

/* Collects the properties of all layers. */
void sv_pom_take_properties(struct sv_pom_making *m);
/* A text with its ${...} filled in as they are in a profile (empty for none). element may be NULL. */
struct sv_pom_text sv_pom_fill_in(struct sv_pom_making *m, const struct sv_pom_layer *layer,
                                  const struct sv_xml *element, sv_str profile);
/* The same for a property of that name; written is empty when there is none. */
struct sv_pom_text sv_pom_property(struct sv_pom_making *m, const char *name);

/* ---- blocks.c ---- */

/* A block of dependencies and whose it is. */
struct sv_pom_block {
    const struct sv_pom_layer *layer;
    const struct sv_xml *dependencies;
    sv_str profile; /* empty for none */
    bool is_default;
};
typedef void sv_pom_take_fn(struct sv_pom_making *m, const struct sv_pom_block *block, const struct sv_xml *element,
                            void *context);
/* Calls take for all dependencies, or all of dependencyManagement: layer by layer the project's own, then those of its
 * profiles. */
void sv_pom_each(struct sv_pom_making *m, bool managed, sv_pom_take_fn *take, void *context);
/* A child's text, filled in as it is in the block. */
sv_str sv_pom_child_text(struct sv_pom_making *m, const struct sv_pom_block *block, const struct sv_xml *element,
                         const char *child);

/* ---- managed.c ---- */

/* An entry of dependencyManagement. */
struct sv_pom_managed {
    sv_str group, artifact, profile;
    const struct sv_pom_layer *layer; /* NULL: from an imported POM */
    const struct sv_xml *element;
    struct sv_pom_text version; /* from an imported POM: filled in there */
    bool is_default, is_taken;
    struct sv_pom_managed *next;
};
/* All entries, those of imported POMs last. */
struct sv_pom_managed *sv_pom_take_managed(struct sv_pom_making *m);
/* The entry that says the version of a dependency: of its own profile before that of the project. All that fit are taken. */
struct sv_pom_managed *sv_pom_find_managed(struct sv_pom_making *m, struct sv_pom_managed *list,
                                           const struct sv_pom_dependency *of);
/* Its version as it is in a profile. */
struct sv_pom_text sv_pom_managed_version(struct sv_pom_making *m, const struct sv_pom_managed *managed,
                                          sv_str profile);

/* ---- dependencies.c ---- */
void sv_pom_take_dependencies(struct sv_pom_making *m);

/* ---- java.c ---- */
void sv_pom_take_java(struct sv_pom_making *m);
#endif
