/* class.c: lookup in the tables of serializer snapshot classes. */
#include "facts/class.h"

#include "base/table.h"

static const struct sv_class classes[] = {
#define CLASS(name_, min_, max_, kind_, layout_, roles_, gone_, source_)                                               \
    { .name = SV_STR_INIT(name_),                                                                                      \
      .min_version = min_,                                                                                             \
      .max_version = max_,                                                                                             \
      .kind = SV_KIND_##kind_,                                                                                         \
      .layout = SV_LAYOUT_##layout_,                                                                                   \
      .roles = roles_,                                                                                                 \
      .gone = SV_GONE_##gone_,                                                                                         \
      .source = source_ },
#include "facts/classes.def"
#undef CLASS
};
enum { CLASS_COUNT = sizeof classes / sizeof classes[0] };

const struct sv_class *sv_class_find(sv_str name)
{
    return sv_table_find(name, classes, CLASS_COUNT, sizeof *classes);
}

const struct sv_class *sv_class_at(size_t i)
{
    return i < CLASS_COUNT ? &classes[i] : NULL;
}

const char *sv_gone_cure(enum sv_gone gone)
{
    static const char *const cures[SV_GONE_COUNT] = {
        [SV_GONE_NEVER] = "",
#define GONE(id, cure) [SV_GONE_##id] = cure,
#include "facts/gone.def"
#undef GONE
    };
    return (unsigned)gone < SV_GONE_COUNT ? cures[gone] : "";
}

const char *sv_layout_name(enum sv_layout layout)
{
    static const char *const names[SV_LAYOUT_COUNT] = {
#define LAYOUT(name) [SV_LAYOUT_##name] = #name,
#include "facts/layouts.def"
#undef LAYOUT
    };
    return (unsigned)layout < SV_LAYOUT_COUNT ? names[layout] : "unknown";
}

/* The table's copy of a word, which ends with a NUL and lives forever. */
static const char *known_role(sv_str word)
{
    static const char *const roles[] = {
#define ROLE(word) word,
#include "facts/roles.def"
#undef ROLE
    };
    for (size_t i = 0; i < sizeof roles / sizeof roles[0]; i++)
        if (sv_str_eq(sv_str_of(roles[i]), word))
            return roles[i];
    return roles[0];
}

const char *sv_role_at(const char *roles, uint32_t i)
{
    sv_str word = { "", 0 };
    for (const char *p = roles ? roles : ""; *p; p += word.n + (p[word.n] == ' ')) {
        word = (sv_str){ p, strcspn(p, " ") };
        if (i-- == 0)
            break;
    }
    return known_role(word);
}

const char *sv_class_role(const struct sv_class *cls, uint32_t i)
{
    return sv_role_at(cls->roles, i);
}

sv_str sv_class_transformed(sv_str serializer_class)
{
    static const struct {
        sv_str serializer, snapshot;
    } rows[] = {
#define TRANSFORMED(serializer_, snapshot_) { SV_STR_INIT(serializer_), SV_STR_INIT(snapshot_) },
#include "facts/transformed.def"
#undef TRANSFORMED
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
        if (sv_str_eq(rows[i].serializer, serializer_class))
            return rows[i].snapshot;
    return (sv_str){ "", 0 };
}
