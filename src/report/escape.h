/* escape.h: the only place that makes names out of a snapshot harmless, one function per output syntax. */
#ifndef SV_REPORT_ESCAPE_H
#define SV_REPORT_ESCAPE_H
#include "base/buf.h"

/* Text for a terminal: valid UTF-8; control characters, line ends, bidirectional controls and invisible characters appear as
 * \u{202e}. */
void sv_escape_text(struct sv_buf *out, sv_str s);

/* A JSON string with its quotes: valid UTF-8; whatever could steer a terminal or break a line is \uXXXX. */
void sv_escape_json(struct sv_buf *out, sv_str s);

/* Columns that escaped text takes on a terminal: combining characters none, East Asian wide ones and emoji two. */
size_t sv_text_columns(sv_str escaped);
#endif
