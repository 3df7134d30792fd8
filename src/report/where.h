/* where.h: the bytes that a finding is about. */
#ifndef SV_REPORT_WHERE_H
#define SV_REPORT_WHERE_H
#include "report/report.h"

/* A file is dir/name, or name alone when dir is empty: on this machine when it is there, else as recorded. */
struct sv_where {
    sv_str dir, name;
    uint64_t at;    /* offset in it, UINT64_MAX for none */
    uint64_t bytes; /* length from there, 0 when not known */
};
struct sv_where sv_where_of(const struct sv_check *check, const struct sv_finding *finding);

/* The file as a relative reference ("a/b/_metadata") or with a scheme ("file:///a/b/_metadata"), percent-encoded. */
void sv_where_uri(struct sv_buf *out, const struct sv_where *where);
/* The same as a path, nothing escaped, without a leading "./". */
void sv_where_path(struct sv_buf *out, const struct sv_where *where);
#endif
