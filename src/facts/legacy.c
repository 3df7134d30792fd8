/* legacy.c: look-up in legacy.def. */
#include "facts/legacy.h"

static const struct sv_legacy rows[] = {
#define LEGACY(prefix, name, who, text)                                                                                \
    { .types = SV_STR_INIT(prefix), .state = SV_STR_INIT(name), .connector = (who), .cure = text },
#include "facts/legacy.def"
#undef LEGACY
};
enum { ROW_COUNT = sizeof rows / sizeof *rows };

const struct sv_legacy *sv_legacy_at(size_t i)
{
    return i < ROW_COUNT ? &rows[i] : NULL;
}

const struct sv_legacy *sv_legacy_of_state(sv_str name)
{
    for (size_t i = 0; i < ROW_COUNT; i++)
        if (rows[i].state.n && sv_str_eq(rows[i].state, name))
            return &rows[i];
    return NULL;
}

const struct sv_legacy *sv_legacy_of_type(sv_str java_type)
{
    for (size_t i = 0; i < ROW_COUNT; i++)
        if (rows[i].types.n && sv_str_starts(java_type, rows[i].types))
            return &rows[i];
    return NULL;
}
