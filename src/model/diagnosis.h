/* diagnosis.h: what a log tells of a failed restore. Plain data; texts live in the arena. */
#ifndef SV_MODEL_DIAGNOSIS_H
#define SV_MODEL_DIAGNOSIS_H
#include "facts/symptom.h"
#include "model/snapshot.h"

struct sv_log {
    sv_str path; /* for the report */
    uint64_t lines, bytes;
    uint64_t cut_lines; /* of text, longer than what is looked at */
    bool is_unfinished; /* it ends inside a line of JSON */
    struct sv_log *next;
};

/* One trouble, however often the log tells of it. */
struct sv_complaint {
    const struct sv_symptom *symptom; /* NULL: not recognised */
    const char *rule; /* that explains it, "" for none; the state may tell it better than the symptom does */
    sv_str holes[SV_SYMPTOM_HOLES];
    sv_str text; /* the line, without what a logger puts before it */
    bool is_cut; /* an ErrorString as long as the service lets one be: there was more */
    sv_str task; /* "CoBroadcastWithNonKeyedOperator", or empty */
    bool has_id;
    bool id_of_task;              /* of the first operator of a task that has more of them: it may be about any */
    unsigned char id[16];         /* of the operator, when has_id */
    enum sv_about about;          /* which of its states */
    const struct sv_log *log;     /* of its first place */
    uint64_t line, count;         /* there, from 1; how often in all logs */
    const struct sv_operator *op; /* in the snapshot; NULL: not known */
    const struct sv_state *state; /* of it, when there is only one that it can be about */
    uint64_t state_count;         /* states that it may be about */
    struct sv_complaint *next;
    struct sv_complaint *older; /* of those that are looked through for the same, while logs are read */
};
/* A type that goes to Kryo: as a log names it, or as a serializer of the snapshot does. */
struct sv_kryo_named {
    sv_str name; /* of the class; of the field "Order#items"; of a tuple's field without its package */
    const struct sv_complaint *line;     /* that says so; NULL: no log does */
    sv_str fields;                       /* that spoil it as a POJO: "a, b"; empty when none is named */
    uint64_t state_count;                /* of the snapshot, that hold it */
    const struct sv_operator *op;        /* of the first of these; NULL: none */
    const struct sv_state *state, *last; /* the first, and the last */
    struct sv_kryo_named *next;
};
struct sv_diagnosis {
    struct sv_arena arena;
    struct sv_complaint *complaints;    /* in the order of the log */
    struct sv_log *logs;                /* in the order they were read */
    uint64_t log_count, lines, bytes;   /* of all */
    uint64_t recognised, strange;       /* troubles */
    uint64_t dropped;                   /* troubles beyond what is kept */
    struct sv_kryo_named *kryo;         /* those of the log first, in its order */
    uint64_t kryo_dropped;              /* beyond what is kept */
    const struct sv_snapshot *snapshot; /* NULL: none was given */
};
#endif
