/* step.h: the steps of an upgrade and the texts that do them: rows of steps.def, commands_*.def, holes.def, ways.def. */
#ifndef SV_FACTS_STEP_H
#define SV_FACTS_STEP_H
#include <stdbool.h>

#include "base/str.h"

/* Where the job runs. */
enum sv_platform {
    SV_PLATFORM_MSF,        /* Amazon Managed Service for Apache Flink */
    SV_PLATFORM_SELF,       /* a cluster of one's own, by Flink's command line */
    SV_PLATFORM_KUBERNETES, /* Flink's Kubernetes operator */
    SV_PLATFORM_COUNT,
    SV_PLATFORM_ANY = SV_PLATFORM_COUNT /* of a text that is the same everywhere */
};
/* What the steps are done with. On other platforms than MSF there is the command line alone. */
enum sv_via { SV_VIA_CLI, SV_VIA_CONSOLE, SV_VIA_CLOUDFORMATION, SV_VIA_TERRAFORM, SV_VIA_SDK, SV_VIA_COUNT };
/* "msf", "self", "kubernetes"; "cli", "console", ...: the words of the command line. */
const char *sv_platform_name(enum sv_platform platform);
const char *sv_via_name(enum sv_via via);
/* The same for people: "Amazon Managed Service for Apache Flink", "the AWS CLI", .... */
const char *sv_platform_title(enum sv_platform platform);
const char *sv_via_title(enum sv_platform platform, enum sv_via via);

enum sv_phase {
    SV_PHASE_BEFORE,
    SV_PHASE_DECIDE,  /* what turns an undecided verdict into another one */
    SV_PHASE_MIGRATE, /* one of the ways */
    SV_PHASE_UPGRADE,
    SV_PHASE_WATCH,
    SV_PHASE_BACK,
    SV_PHASE_COUNT
};
const char *sv_phase_name(enum sv_phase phase);  /* "before", ... */
const char *sv_phase_title(enum sv_phase phase); /* "Before the upgrade" */

enum sv_way {
#define WAY(id, slug, platforms, title, what, cost, elsewhere) SV_WAY_##id,
#include "facts/ways.def"
#undef WAY
    SV_WAY_COUNT,
    SV_WAY_NONE = SV_WAY_COUNT /* a step of no way */
};
struct sv_way_row {
    const char *slug, *title, *what, *cost, *elsewhere;
    unsigned platforms; /* 1 << enum sv_platform, or-ed */
};
extern const struct sv_way_row sv_ways[SV_WAY_COUNT];
/* Whether a rule has a row of ways; *ways_out is then what its findings leave open: 1 << enum sv_way, or-ed. */
bool sv_ways_of_rule(sv_str rule, unsigned *ways_out);

enum sv_step_id {
#define STEP(id, slug, phase, way, platforms, verdicts, changes, title, why, precondition, verify, failure, back)      \
    SV_STEP_##id,
#include "facts/steps.def"
#undef STEP
    SV_STEP_COUNT
};
struct sv_step {
    const char *slug, *title, *why;
    const char *precondition, *verify, *failure, *back; /* texts with holes */
    enum sv_phase phase;
    enum sv_way way;
    unsigned platforms;     /* 1 << enum sv_platform, or-ed */
    unsigned verdicts;      /* 1 << enum sv_verdict (rules/rule.h), or-ed */
    bool changes_something; /* of the job, its platform or its files */
};
extern const struct sv_step sv_steps[SV_STEP_COUNT]; /* in the order in which they are done */

/* What a text is written in; how holes in it are filled (report/fill.h) depends on it. */
enum sv_syntax {
    SV_SYNTAX_SH,     /* bash; also inside of '...', where a hole is part of a JSON string, and of "..." */
    SV_SYNTAX_PYTHON, /* a hole is an expression */
    SV_SYNTAX_JAVA,   /* a hole is an expression */
    SV_SYNTAX_YAML,   /* a hole is a scalar */
    SV_SYNTAX_HCL,    /* a hole is an expression */
    SV_SYNTAX_PROSE,  /* what a person does: a hole is a word */
    SV_SYNTAX_COUNT
};
const char *sv_syntax_name(enum sv_syntax syntax); /* as behind ``` of Markdown: "bash", "python", ..., "text" */
struct sv_command {
    enum sv_step_id step;
    enum sv_platform platform;
    enum sv_via via;
    enum sv_syntax syntax;
    const char *text;
};
/* The i-th text of a step on a platform, in order; NULL past the end. Where neither the via nor everybody has one, those of
 * the command line stand in: then *own_out (own_out may be NULL) is false. */
const struct sv_command *sv_step_command(enum sv_step_id step, enum sv_platform platform, enum sv_via via, size_t i,
                                         bool *own_out);

enum sv_hole {
#define HOLE(name, variable, meaning, allowed, most, found) SV_HOLE_##variable,
#include "facts/holes.def"
#undef HOLE
    SV_HOLE_COUNT
};
struct sv_hole_row {
    sv_str name, variable;
    const char *meaning, *allowed;
    size_t most_bytes;
    bool is_found; /* by a step, which sets the variable for those behind it */
};
extern const struct sv_hole_row sv_holes[SV_HOLE_COUNT];
/* Whether text begins with a hole: "{app}". *length_out is of the whole of it. */
bool sv_hole_at(sv_str text, enum sv_hole *hole_out, size_t *length_out);
/* The hole of that name; SV_HOLE_COUNT for none. */
enum sv_hole sv_hole_find(sv_str name);

/* The runtime that MSF calls a Flink release by: "FLINK-2_2" for "2.2.0"; NULL when it has none. */
const char *sv_msf_runtime(sv_str release);
#endif
