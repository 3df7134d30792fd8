/* inside.h: what the files of this room share.
 *
 *   bytes ─ split.c ─► texts of one line ─ chain.c ─► complaints ─ fold.c ─► those that differ ─ tie.c, kryo.c ─► beside the
 *   snapshot; notice.c says which lines are worth a look at all */
#ifndef SV_WHY_INSIDE_H
#define SV_WHY_INSIDE_H
#include "base/buf.h"
#include "base/needles.h"
#include "why/why.h"

enum {
    SV_WHY_WINDOW_BYTES = 1 << 20, /* of a log in memory; no line and no string of JSON is looked at beyond that */
    SV_WHY_LINE_MOST = 1 << 16,    /* a line of text is cut there */
    SV_WHY_JSON_DEPTH = 3,         /* JSON in a string of JSON: CloudWatch's event, the logger's record, one more */
    SV_WHY_BUCKETS = 1 << 10,
    SV_WHY_ROWS_MOST = 128
};

/* What one line shows. */
struct sv_notice {
    const struct sv_symptom *symptom;  /* the first row that it shows; NULL: none */
    const struct sv_symptom *anywhere; /* the first that needs no restore around it */
    sv_str holes[SV_SYMPTOM_HOLES], anywhere_holes[SV_SYMPTOM_HOLES];
    bool is_restore, is_elsewhere; /* it shows a row of places.def, of a restore or of other work */
    enum sv_about about;
    bool names_exception;
    bool has_cause, has_failed; /* "Caused by: ", "to FAILED" */
    size_t cause_at;            /* which stands there */
};

/* A trouble as it is read. */
struct sv_chain {
    struct sv_complaint inside, anywhere; /* of the innermost cause that is known, in a restore and whatever it is in */
    bool is_open;
    bool is_restore, is_elsewhere;
    bool is_answer;      /* it is all that an operation's ErrorString says */
    bool has_frames;     /* since the last cause */
    bool has_suppressed; /* what is indented is of those */
};

/* The line before a trace may say whose it is: "op (1/4)#0 (EXECUTION_VERTEX_0_0) switched from INITIALIZING to FAILED", "Exception
 * while restoring keyed state backend for NAME_ID_(1/4)". */
struct sv_lead {
    uint64_t at; /* text number; 0: none */
    bool has_id, id_of_task;
    unsigned char id[16]; /* of the operator, or of the vertex, which is that of its first operator */
    enum sv_about about;
    sv_str task; /* in task_bytes */
    char task_bytes[256];
};

enum sv_split_mode {
    SV_SPLIT_LINE,  /* at the beginning of a line */
    SV_SPLIT_CUT,   /* the rest of a line is passed over */
    SV_SPLIT_JSON,  /* inside a line of JSON, between strings */
    SV_SPLIT_STRING /* the rest of a string of it is passed over */
};

/* What the member is called whose value a string is. */
enum sv_why_key {
    SV_KEY_OTHER,
    SV_KEY_TEXT,  /* one that holds what a log says */
    SV_KEY_ANSWER /* ErrorString, of an operation */
};

struct sv_why {
    struct sv_diagnosis found;
    struct sv_complaint **tail;
    struct sv_complaint *buckets[SV_WHY_BUCKETS]; /* of all but their ids and tasks; newest first */
    struct sv_log **log_tail;
    struct sv_log *log; /* being read; NULL before the first */

    sv_str needle_texts[SV_NEEDLES_MOST];
    size_t row_count, place_count; /* needles: first of rows, then of places, then words */
    struct sv_needles needles;

    struct sv_buf window;
    enum sv_split_mode mode;
    enum sv_why_key key;                        /* of the string that comes */
    struct sv_buf plain[SV_WHY_JSON_DEPTH + 1]; /* strings without their escapes, level by level */

    uint64_t texts;        /* lines, taken or passed over */
    struct sv_chain chain; /* its texts are in scratch */
    struct sv_lead lead;
    struct sv_arena scratch;
    bool failed; /* memory ran out */
};

/* notice.c */
void sv_why_notice_init(struct sv_why *why);
/* Whether a line holds anything that may matter: the one question that is asked of all bytes. */
bool sv_why_is_worth(const struct sv_why *why, sv_str bytes);
void sv_why_notice(const struct sv_why *why, sv_str line, struct sv_notice *out);

/* split.c: takes what it can of the bytes; the number of them. is_last: no more come. */
size_t sv_why_split(struct sv_why *why, sv_str bytes, bool is_last);

/* chain.c */
void sv_why_take_line(struct sv_why *why, sv_str line);
/* A chain is at its end, if there is one. */
void sv_why_end_chain(struct sv_why *why);
/* What was taken was the whole answer to why an operation failed: it counts, whatever it is. */
void sv_why_end_answer(struct sv_why *why, sv_str answer);

/* fold.c */
void sv_why_add(struct sv_why *why, const struct sv_complaint *seen);
/* A copy of a text, not more than a complaint shows. */
sv_str sv_why_keep(struct sv_why *why, struct sv_arena *arena, sv_str text);

/* tie.c: fills in rule, and from the snapshot op, state and state_count of each complaint. */
void sv_why_tie(struct sv_diagnosis *diagnosis);
/* kryo.c: gathers the types that go to Kryo, as the log names them and as the snapshot holds them. False when memory is out. */
bool sv_why_gather_kryo(struct sv_diagnosis *diagnosis);
#endif
