/* csv.h: cells of comma-separated values (RFC 4180). */
#ifndef SV_REPORT_CSV_H
#define SV_REPORT_CSV_H
#include "base/buf.h"

/* A text between quotes. */
void sv_csv_cell(struct sv_buf *out, sv_str text);
/* A comma, then a name out of a snapshot, escaped; nothing behind the comma when it is empty. */
void sv_csv_name(struct sv_buf *out, sv_str name);
#endif
