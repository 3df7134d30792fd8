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

bool sv_artifact_named(sv_str artifact, sv_str *minor_out)
{
    int32_t major, minor;
    for (size_t i = 0; i < artifact.n; i++) {
        sv_str at = sv_str_skip(artifact, i), left = at;
        bool begins = i > 0 && !is_digit(artifact.p[i - 1]) && artifact.p[i - 1] != '.';
        if (!begins || !take_minor(&left, &major, &minor) || (left.n && left.p[0] == '.'))
            continue;
        *minor_out = (sv_str){ at.p, at.n - left.n };
        return true;
    }
    return false;
}

enum { NAME_BYTES = 256 };

/* Up to NAME_BYTES; false when there is no room. */
static bool append(char *name, size_t *n, sv_str part)
{
    if (part.n > NAME_BYTES - *n)
        return false;
    memcpy(name + *n, part.p, part.n);
    *n += part.n;
    return true;
}

static const struct sv_artifact *find(sv_str group, sv_str before, sv_str star, sv_str after)
{
    char name[NAME_BYTES];
    size_t n = 0;
    if (!append(name, &n, group) || !append(name, &n, SV_STR(":")) || !append(name, &n, before) ||
        !append(name, &n, star) || !append(name, &n, after))
        return NULL;
    return sv_table_find((sv_str){ name, n }, rows, ROWS, sizeof *rows);
}

const struct sv_artifact *sv_artifact_find(sv_str group, sv_str artifact)
{
    static const sv_str none = { "", 0 };
    sv_str minor;
    artifact = sv_artifact_plain(artifact);
    const struct sv_artifact *row = find(group, artifact, none, none);
    if (row || !sv_artifact_named(artifact, &minor))
        return row;
    size_t before = (size_t)(minor.p - artifact.p);
    return find(group, (sv_str){ artifact.p, before }, SV_STR("*"), sv_str_skip(artifact, before + minor.n));
}

sv_str sv_artifact_release(const struct sv_artifact *row, int32_t major, int32_t minor)
{
    sv_str found = { "", 0 }, left = row->releases;
    if (row->fate == SV_ARTIFACT_VERSION || row->fate == SV_ARTIFACT_SHADED)
        return row->releases;
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
