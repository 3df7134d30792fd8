/* escape.h: the only place that makes names out of a snapshot harmless, one function per output syntax. */
#ifndef SV_REPORT_ESCAPE_H
#define SV_REPORT_ESCAPE_H
#include "base/buf.h"

/* Text for a terminal or the log of a build server: valid UTF-8; control characters, line ends, bidirectional controls and
 * invisible characters appear as \u{202e}, and so does what begins a command of a GitHub workflow. */
void sv_escape_text(struct sv_buf *out, sv_str s);

/* A JSON string with its quotes: valid UTF-8; whatever could steer a terminal or break a line is \uXXXX. */
void sv_escape_json(struct sv_buf *out, sv_str s);

/* In all that follows: as text for a terminal, and whatever has a meaning in the syntax stands for itself. */

/* Text or an attribute value between quotes of XML and HTML. */
void sv_escape_xml(struct sv_buf *out, sv_str s);
/* Text of Markdown, also in a cell of a table: no markup, no HTML, no link, and nobody and nothing referred to. */
void sv_escape_markdown(struct sv_buf *out, sv_str s);
/* A workflow command of GitHub: its message; the value of one of its properties. */
void sv_escape_github(struct sv_buf *out, sv_str s);
void sv_escape_github_property(struct sv_buf *out, sv_str s);
/* The text of a SARIF message, not yet as a JSON string: no link and no placeholder. */
void sv_escape_sarif(struct sv_buf *out, sv_str s);
/* The path of a URI: its UTF-8 bytes, percent-encoded but for what may stand for itself. ':' stays where a slash
 * follows it, as behind a scheme. */
void sv_escape_uri(struct sv_buf *out, sv_str s);

/* A word of a shell, in quotes where it needs them; a part of a text between its double quotes; and a part of a JSON
 * string that stands between its single quotes. */
void sv_escape_shell(struct sv_buf *out, sv_str s);
void sv_escape_shell_double(struct sv_buf *out, sv_str s);
void sv_escape_shell_json(struct sv_buf *out, sv_str s);
/* A string of HCL, quotes included: no template in it. */
void sv_escape_hcl(struct sv_buf *out, sv_str s);

/* Columns that escaped text takes on a terminal: combining characters none, East Asian wide ones and emoji two. */
size_t sv_text_columns(sv_str escaped);
#endif
