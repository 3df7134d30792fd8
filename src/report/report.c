/* report.c: the table of formats. */
#include "report/report.h"

static const struct sv_format formats[] = {
#define VIEW(view_, name_, media_type_, function, help_)                                                               \
    { .view = SV_VIEW_##view_, .name = name_, .media_type = media_type_, .help = help_, .write = function },
#define FORMAT(name, media_type, function, help) VIEW(CHECK, name, media_type, function, help)
#include "report/formats.def"
#undef FORMAT
#undef VIEW
};

const struct sv_format *sv_format_at(enum sv_view view, size_t i)
{
    for (size_t row = 0; row < sizeof formats / sizeof formats[0]; row++)
        if (formats[row].view == view && i-- == 0)
            return &formats[row];
    return NULL;
}

const struct sv_format *sv_format_find(enum sv_view view, sv_str name)
{
    const struct sv_format *format;
    for (size_t i = 0; (format = sv_format_at(view, i)); i++)
        if (sv_str_eq(name, sv_str_of(format->name)))
            return format;
    return NULL;
}
