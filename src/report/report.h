/* report.h: findings to text. A format is a pure function from a report to a buffer; one row each in formats.def. */
#ifndef SV_REPORT_REPORT_H
#define SV_REPORT_REPORT_H
#include "base/buf.h"
#include "rules/rule.h"

struct sv_report_style {
    bool colour;   /* escape sequences of a terminal */
    unsigned columns; /* width to wrap at; 0 for none */
};
struct sv_report {
    const struct sv_check *const *checks; /* one per snapshot */
    size_t count;
    struct sv_report_style style;
};

typedef void sv_format_fn(const struct sv_report *report, struct sv_buf *out);
struct sv_format {
    const char *name, *media_type, *help;
    sv_format_fn *write;
};
extern const struct sv_format sv_formats[];
extern const size_t sv_format_count;
const struct sv_format *sv_format_find(sv_str name);

/* The snapshot itself, without a verdict: tree of operators, states, serializers, handles and sizes. */
void sv_show_text(const struct sv_snapshot *snapshot, const struct sv_report_style *style, struct sv_buf *out);
void sv_show_json(const struct sv_snapshot *snapshot, struct sv_buf *out);
/* User classes named anywhere in the state, sorted, one a line (text) or with their places (JSON). */
void sv_show_classes_text(const struct sv_snapshot *snapshot, struct sv_buf *out);
void sv_show_classes_json(const struct sv_snapshot *snapshot, struct sv_buf *out);
/* Contract `type`: one line of JSON for a file with one serializer snapshot. */
#endif
