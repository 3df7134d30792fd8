/* artifact.c: looks up what became of an artifact. */
#include "facts/artifact.h"

#include "base/table.h"

static const struct sv_artifact rows[] = {
#define ARTIFACT(name, fate, to, releases, note)                                                                       \
    { SV_STR_INIT(name), SV_ARTIFACT_##fate, SV_STR_INIT(to), SV_STR_INIT(releases), SV_STR_INIT(note) },
#include "facts/artifacts.def"
#undef ARTIFACT
};
enum { ROWS = sizeof rows / sizeof *rows };

const struct sv_artifact *sv_artifact_at(size_t i)
{
    return i < ROWS ? &rows[i] : NULL;
}

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/* A number of at most four digits from the front of a text. */
static bool take_number(sv_str *text, int32_t *out)
{
    int32_t value = 0;
    size_t n = 0;
    for (; n < text->n && n < 4 && is_digit(text->p[n]); n++)
        value = value * 10 + (text->p[n] - '0');
    if (!n || (n < text->n && is_digit(text->p[n])))
        return false;
    *out = value;
    *text = sv_str_skip(*text, n);
    return true;
}

static bool take_minor(sv_str *text, int32_t *major_out, int32_t *minor_out)
{
    int32_t major, minor;
    sv_str left = *text;
    if (!take_number(&left, &major) || !sv_str_starts(left, SV_STR(".")))
        return false;
    left = sv_str_skip(left, 1);
    if (!take_number(&left, &minor))
        return false;
    *major_out = major;
    *minor_out = minor;
    *text = left;
    return true;
}

bool sv_artifact_version(sv_str version, int32_t *major_out, int32_t *minor_out)
{
    return take_minor(&version, major_out, minor_out);
}

bool sv_artifact_suffix(sv_str version, int32_t *major_out, int32_t *minor_out)
{
    for (size_t i = version.n; i > 1; i--) {
        sv_str tail = sv_str_skip(version, i);
        if (version.p[i - 1] == '-' && take_minor(&tail, major_out, minor_out) &&
            (!tail.n || sv_str_starts(tail, SV_STR("-"))))
            return true;
    }
    return false;
}

sv_str sv_artifact_plain(sv_str artifact)
{
    int32_t major, minor;
    sv_str tail = sv_str_after_last(artifact, '_');
    bool is_version = sv_str_starts(tail, SV_STR("${")) || (take_minor(&tail, &major, &minor) && !tail.n);
    if (!is_version || sv_str_after_last(artifact, '_').n == artifact.n)
        return artifact;
    return (sv_str){ artifact.p, artifact.n - sv_str_after_last(artifact, '_').n - 1 };
}

const struct sv_artifact *sv_artifact_find(sv_str group, sv_str artifact)
{
    char name[256];
    artifact = sv_artifact_plain(artifact);
    if (!group.n || !artifact.n || group.n + artifact.n >= sizeof name)
        return NULL;
    memcpy(name, group.p, group.n);
    name[group.n] = ':';
    memcpy(name + group.n + 1, artifact.p, artifact.n);
    sv_str key = { name, group.n + 1 + artifact.n };
    return sv_table_find(key, rows, ROWS, sizeof *rows);
}

sv_str sv_artifact_release(const struct sv_artifact *row, int32_t major, int32_t minor)
{
    sv_str found = { "", 0 }, left = row->releases;
    while (left.n) {
        const char *space = memchr(left.p, ' ', left.n);
        sv_str release = { left.p, space ? (size_t)(space - left.p) : left.n };
        int32_t its_major, its_minor;
        if (!sv_artifact_suffix(release, &its_major, &its_minor) || (its_major == major && its_minor <= minor))
            found = release;
        left = sv_str_skip(left, release.n + 1);
    }
    return found;
}

const char *sv_artifacts_day(void)
{
    return ARTIFACTS_DAY;
}
