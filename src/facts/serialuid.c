/* serialuid.c: look-up in uids.def. */
#include "facts/serialuid.h"

#include "base/table.h"

static const struct sv_serial_class rows[] = {
#define UID(cname, number) { .name = SV_STR_INIT(cname), .uid = (number), .tolerated = (number) },
#define UID_OR(cname, number, other) { .name = SV_STR_INIT(cname), .uid = (number), .tolerated = (other) },
#define GONE(cname) { .name = SV_STR_INIT(cname), .gone = true },
#include "facts/uids.def"
#undef UID
#undef UID_OR
#undef GONE
};
enum { ROW_COUNT = sizeof rows / sizeof *rows };

const struct sv_serial_class *sv_serial_class_at(size_t i)
{
    return i < ROW_COUNT ? &rows[i] : NULL;
}

static const struct sv_serial_class *exact(sv_str name)
{
    return sv_table_find(name, rows, ROW_COUNT, sizeof *rows);
}

const struct sv_serial_class *sv_serial_class_find(sv_str name)
{
    const struct sv_serial_class *row = exact(name);
    for (size_t n = name.n; n > 0 && !row; n--)
        if (name.p[n - 1] == '.')
            row = exact((sv_str){ name.p, n });
    return row;
}
