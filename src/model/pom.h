/* pom.h: what was found in a Maven POM. Plain data in one arena; no I/O, no opinions.
 *
 * Lists are singly linked in the file's order: what the POM says itself first, then what its parents say. */
#ifndef SV_MODEL_POM_H
#define SV_MODEL_POM_H
#include <stdint.h>

#include "base/arena.h"

/* Where in a POM something stands. */
struct sv_pom_place {
    sv_str file;   /* path of the POM */
    uint64_t at;   /* byte offset of the element's '<' */
    uint32_t line; /* from 1 */
};

/* A text of a POM with what became of its ${...}. */
struct sv_pom_text {
    sv_str written; /* "${flink.version}"; empty when the element is not there */
    sv_str text;    /* "1.20.0"; what could not be resolved stays as it was written */
    sv_str unknown; /* the first name that could not be resolved; empty when all could */
    sv_str profile; /* id of the profile that a property was taken from, empty for none */
    struct sv_pom_place place;
};

struct sv_pom_dependency {
    sv_str group, artifact, scope; /* scope is "compile" when nothing is said */
    struct sv_pom_text version;
    bool managed;           /* stands in dependencyManagement, and no dependency of this POM takes it from there */
    bool version_elsewhere; /* no version is said, and a parent or an imported POM that could say it was not read */
    sv_str profile;         /* id of the profile it stands in, empty for none */
    struct sv_pom_place place;
    struct sv_pom_dependency *next;
};

/* The least Java that the compiler is told to write for. */
struct sv_pom_java {
    int32_t level; /* 8, 11, 17; -1 when the POM does not say, or not as a number */
    struct sv_pom_text text;
};

/* Names of other POMs. */
struct sv_pom_name {
    sv_str name; /* "group:artifact:version", or a module's path */
    struct sv_pom_name *next;
};

struct sv_pom {
    struct sv_arena arena;
    sv_str path; /* as given */
    sv_str group, artifact, version, packaging;
    struct sv_pom_dependency *dependencies;
    uint32_t dependency_count;
    struct sv_pom_java java;
    struct sv_pom_name *unread;   /* parents and imported POMs that were not found */
    struct sv_pom_name *parents;  /* files of parents that were read */
    struct sv_pom_name *modules;  /* as written */
    struct sv_pom_name *profiles; /* ids of all profiles */
};

/* Releases the arena, not the struct itself. */
void sv_pom_release(struct sv_pom *pom);
#endif
