/* fill.h: the texts of a plan with their holes filled, each as its syntax wants it. */
#ifndef SV_REPORT_FILL_H
#define SV_REPORT_FILL_H
#include "base/buf.h"
#include "facts/step.h"

/* Puts a text out. A hole becomes its value, escaped for where it stands; one without a value becomes a blank that is
 * seen: "$APP" in a shell, <APP> anywhere else. as_variables: of a script that sets and exports them, every hole is a
 * variable, known or not, and texts of other syntaxes than a shell's and Python's are made for a here-document. */
void sv_fill(struct sv_buf *out, const char *text, enum sv_syntax syntax, const sv_str values[SV_HOLE_COUNT],
             bool as_variables);
/* Marks the holes of a text in used. */
void sv_fill_mark(const char *text, bool used[SV_HOLE_COUNT]);
#endif
