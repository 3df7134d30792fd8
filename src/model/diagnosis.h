/* diagnosis.h: what a log tells of a failed restore. Plain data; texts live in the arena. */
#ifndef SV_MODEL_DIAGNOSIS_H
#define SV_MODEL_DIAGNOSIS_H
#include "facts/symptom.h"
#include "model/snapshot.h"

/* One trouble, however often the log tells of it. */
struct sv_complaint {
    const struct sv_symptom *symptom; /* NULL: not recognised */
    sv_str holes[SV_SYMPTOM_HOLES];
    sv_str text; /* the line, without what a logger puts before it */
    sv_str task; /* "CoBroadcastWithNonKeyedOperator", or empty */
    bool has_id;
    unsigned char id[16];         /* of the operator, when has_id */
    uint64_t line, count;         /* of its first place, from 1; how often */
    const struct sv_operator *op; /* in the snapshot; NULL: not known */
    const struct sv_state *state; /* of it, when there is only one that it can be about */
    uint64_t state_count;         /* states that it may be about */
    struct sv_complaint *next;
};
struct sv_diagnosis {
    struct sv_arena arena;
    struct sv_complaint *complaints; /* in the order of the log */
    uint64_t lines, bytes;
    uint64_t recognised, strange;       /* troubles */
    uint64_t dropped;                   /* troubles beyond what is kept */
    const struct sv_snapshot *snapshot; /* NULL: none was given */
    sv_str path;                        /* of the log, for the report */
};
#endif
