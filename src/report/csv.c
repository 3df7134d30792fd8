/* csv.c: cells of comma-separated values. */
#include "report/csv.h"

#include "report/escape.h"

void sv_csv_cell(struct sv_buf *out, sv_str text)
{
    sv_buf_putc(out, '"');
    for (size_t i = 0; i < text.n; i++) {
        if (text.p[i] == '"')
            sv_buf_putc(out, '"');
        sv_buf_putc(out, text.p[i]);
    }
    sv_buf_putc(out, '"');
}

void sv_csv_name(struct sv_buf *out, sv_str name)
{
    struct sv_buf escaped;
    sv_buf_putc(out, ',');
    if (!name.n)
        return;
    sv_buf_init(&escaped, out->limit_bytes);
    sv_escape_text(&escaped, name);
    sv_csv_cell(out, sv_buf_str(&escaped));
    out->failed |= escaped.failed;
    sv_buf_free(&escaped);
}
