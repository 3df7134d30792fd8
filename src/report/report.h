/* report.h: model and findings to text. A format is a pure function from what is reported to a buffer; one row each in
 * formats.def. Nothing here judges, reads input or prints. */
#ifndef SV_REPORT_REPORT_H
#define SV_REPORT_REPORT_H
#include "base/buf.h"
#include "rules/rule.h"

/* What can be written. */
enum sv_view {
    SV_VIEW_CHECK,   /* verdict and findings of checks[] */
    SV_VIEW_SHOW,    /* snapshot without a verdict: operators, states, serializers, handles, sizes */
    SV_VIEW_CLASSES, /* user classes named in the state of snapshot */
    SV_VIEW_TYPE,    /* one file with one serializer snapshot */
    SV_VIEW_RULES,   /* the rules table */
    SV_VIEW_RULE,    /* rule in full */
    SV_VIEW_DUMP,    /* row, a line of its own */
    SV_VIEW_STATS,   /* stats */
    SV_VIEW_VERIFY,  /* verified */
    SV_VIEW_DIFF,    /* difference */
    SV_VIEW_WHY,     /* diagnosis */
    SV_VIEW_PLAN     /* plan */
};

struct sv_report_style {
    bool colour;      /* escape sequences of a terminal */
    bool compact;     /* machine formats: one line */
    bool aside;       /* text: findings that were set aside are listed, not only counted */
    bool ascii;       /* text: nothing of our own beyond ASCII */
    unsigned columns; /* width to wrap at; 0 for none */
};

/* A file read as one serializer snapshot. */
struct sv_type_file {
    sv_str name;                /* of the file, as given */
    const char *framing;        /* contract: "versioned", "proxy", "pre-1.7", "unknown" */
    const struct sv_type *root; /* several of a pre-1.7 file are chained by next; NULL when there is none */
    uint64_t consumed, total;   /* bytes */
    struct sv_defect defect;    /* why reading stopped, if it did */
};

struct sv_stats;
struct sv_verified;
struct sv_difference;
struct sv_diagnosis;
struct sv_plan;
struct sv_report {
    const struct sv_check *const *checks; /* check: one per snapshot */
    size_t count;
    const struct sv_snapshot *snapshot; /* show, classes */
    const struct sv_type_file *type;
    const struct sv_rule *rule;
    const struct sv_dump_row *row; /* dump (report/dump.h): NULL for what stands before the first one */
    const struct sv_stats *stats;
    const struct sv_verified *verified;
    const struct sv_difference *difference;
    const struct sv_diagnosis *diagnosis;
    const struct sv_plan *plan;
    bool (*only)(const struct sv_operator *op,
                 const void *context); /* show, classes: operators to show; NULL for all */
    const void *only_context;
    struct sv_report_style style;
};

typedef void sv_format_fn(const struct sv_report *report, struct sv_buf *out);
struct sv_format {
    enum sv_view view;
    const char *name, *media_type, *help;
    sv_format_fn *write;
};
/* NULL when the view has no such format. */
const struct sv_format *sv_format_find(enum sv_view view, sv_str name);
/* The i-th format of a view, NULL past the end. */
const struct sv_format *sv_format_at(enum sv_view view, size_t i);

#define VIEW(view, name, media_type, function, help) sv_format_fn function;
#define FORMAT(name, media_type, function, help) sv_format_fn function;
#include "report/formats.def"
#undef FORMAT
#undef VIEW
#endif
