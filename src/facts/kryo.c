/* kryo.c: look-up in kryo.def. */
#include "facts/kryo.h"

#include "base/table.h"

static const struct sv_kryo_type rows[] = {
#define KRYO(cname, cfate, moves, own, text)                                                                           \
    { .name = SV_STR_INIT(cname), .fate = SV_KRYO_##cfate, .displaces = (moves), .native = (own), .what = (text) },
#include "facts/kryo.def"
#undef KRYO
};
enum { ROW_COUNT = sizeof rows / sizeof *rows };

const struct sv_kryo_type *sv_kryo_type_at(size_t i)
{
    return i < ROW_COUNT ? &rows[i] : NULL;
}

static const struct sv_kryo_type *exact(sv_str name)
{
    return sv_table_find(name, rows, ROW_COUNT, sizeof *rows);
}

const struct sv_kryo_type *sv_kryo_type_find(sv_str name)
{
    const struct sv_kryo_type *row = exact(name);
    for (size_t n = name.n; n > 0 && !row; n--)
        if (name.p[n - 1] == '.' || name.p[n - 1] == '$')
            row = exact((sv_str){ name.p, n });
    return row;
}
