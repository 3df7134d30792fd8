/* outlook.c: what becomes of a dependency on the target, from the row of its artifact and the version in use. */
#include "rules/outlook.h"

const char *sv_outlook_word(enum sv_outlook_kind kind)
{
    static const char *const words[] = {
        [SV_OUTLOOK_FITS] = "keep",       [SV_OUTLOOK_VERSION] = "version", [SV_OUTLOOK_RENAME] = "rename",
        [SV_OUTLOOK_REMOVE] = "remove",   [SV_OUTLOOK_REWRITE] = "rewrite", [SV_OUTLOOK_NO_RELEASE] = "no-release",
        [SV_OUTLOOK_EARLIER] = "version", [SV_OUTLOOK_LATER] = "version",   [SV_OUTLOOK_LIBRARY] = "version",
        [SV_OUTLOOK_UNSAID] = "unknown",  [SV_OUTLOOK_UNKNOWN] = "unknown",
    };
    return words[kind];
}

bool sv_pom_version_is_known(const struct sv_pom_dependency *dependency)
{
    sv_str text = dependency->version.text;
    return text.n > 0 && !dependency->version.unknown.n && text.p[0] != '[' && text.p[0] != '(';
}

/* Of the project itself: another module of it. */
static bool is_own(const struct sv_pom *pom, const struct sv_pom_dependency *dependency)
{
    return pom->version.n > 0 && sv_str_eq(dependency->group, pom->group) &&
           sv_str_eq(dependency->version.text, pom->version);
}

/* Has to do with Flink by its name. */
static bool is_of_flink(const struct sv_pom *pom, const struct sv_pom_dependency *dependency)
{
    return !sv_str_eq(dependency->group, pom->group) &&
           (sv_str_starts(dependency->group, SV_STR("org.apache.flink")) ||
            memmem(dependency->artifact.p, dependency->artifact.n, "flink", strlen("flink")));
}

void sv_outlook_put_name(struct sv_buf *out, const struct sv_outlook *outlook)
{
    const char *star = outlook->name.n ? memchr(outlook->name.p, '*', outlook->name.n) : NULL;
    size_t before = star ? (size_t)(star - outlook->name.p) : outlook->name.n;
    sv_buf_add(out, (sv_str){ outlook->name.p, before });
    if (star) {
        sv_buf_add(out, outlook->star);
        sv_buf_add(out, sv_str_skip(outlook->name, before + 1));
    }
}

/* Which Flink the version in use is made for. Connectors have had that of Flink behind their own since they left Flink's
 * repository, and before that Flink's own version: what has none behind it is older than 2.x. */
static void find_flink(const struct sv_pom_dependency *dependency, enum sv_artifact_fate fate,
                       struct sv_outlook *outlook)
{
    sv_str minor;
    if (fate == SV_ARTIFACT_NAMED && sv_artifact_named(dependency->artifact, &minor))
        sv_artifact_version(minor, &outlook->major, &outlook->minor);
    if (fate == SV_ARTIFACT_NAMED || !sv_pom_version_is_known(dependency))
        return;
    if (fate == SV_ARTIFACT_FLINK) {
        sv_artifact_version(dependency->version.text, &outlook->major, &outlook->minor);
    } else if (!sv_artifact_suffix(dependency->version.text, &outlook->major, &outlook->minor)) {
        sv_artifact_version(dependency->version.text, &outlook->major, &outlook->minor);
        if (outlook->major != 1)
            outlook->major = outlook->minor = -1;
    }
}

/* Whether a dependency has another name than that; "flink-table-planner_${scala}" has it, where a Scala version stands
 * behind it. */
static bool is_renamed(const struct sv_outlook *outlook, const struct sv_pom_dependency *dependency)
{
    sv_str artifact = sv_str_after_last(outlook->name, ':'), minor;
    if (outlook->row->fate == SV_ARTIFACT_NAMED)
        return !sv_artifact_named(dependency->artifact, &minor) || !sv_str_eq(minor, outlook->star);
    if (sv_str_ends(dependency->artifact, SV_STR("}")))
        return sv_artifact_plain(artifact).n == artifact.n;
    return !sv_str_eq(artifact, dependency->artifact) ||
           !sv_str_eq((sv_str){ outlook->name.p, outlook->name.n - artifact.n - 1 }, dependency->group);
}

/* Of an artifact that goes with Flink's versions, or has one for each. */
static enum sv_outlook_kind compare(const struct sv_outlook *outlook, const struct sv_pom_dependency *dependency,
                                    const struct sv_release *target)
{
    bool has_own = outlook->row->fate != SV_ARTIFACT_FLINK;
    if (outlook->major < target->major) {
        if (outlook->renamed)
            return SV_OUTLOOK_RENAME;
        return sv_pom_version_is_known(dependency) && (outlook->major >= 0 || has_own) ? SV_OUTLOOK_VERSION
                                                                                       : SV_OUTLOOK_UNSAID;
    }
    if (outlook->major > target->major || outlook->minor > target->minor)
        return SV_OUTLOOK_LATER;
    if (outlook->row->fate == SV_ARTIFACT_NAMED)
        return SV_OUTLOOK_FITS;
    if (outlook->renamed)
        return SV_OUTLOOK_RENAME;
    return outlook->minor < target->minor && !has_own ? SV_OUTLOOK_EARLIER : SV_OUTLOOK_FITS;
}

/* A library fits with the major version that Flink brings; of one that is packed for Flink with that of the packing. */
static enum sv_outlook_kind library(const struct sv_outlook *outlook, const struct sv_pom_dependency *dependency)
{
    int32_t wanted, major, minor;
    sv_str target = outlook->version, own = dependency->version.text;
    if (outlook->renamed)
        return SV_OUTLOOK_LIBRARY;
    if (outlook->row->fate == SV_ARTIFACT_SHADED) {
        target = sv_str_after_last(target, '-');
        own = sv_str_after_last(own, '-');
    }
    if (!sv_pom_version_is_known(dependency) || !sv_artifact_version(target, &wanted, &minor) ||
        !sv_artifact_version(own, &major, &minor))
        return SV_OUTLOOK_UNSAID;
    return major == wanted ? SV_OUTLOOK_FITS : SV_OUTLOOK_LIBRARY;
}

static enum sv_outlook_kind kind_of(const struct sv_outlook *outlook, const struct sv_pom_dependency *dependency,
                                    const struct sv_release *target)
{
    bool made_for_2x = outlook->major >= target->major;
    switch (outlook->row->fate) {
    case SV_ARTIFACT_OWN:
    case SV_ARTIFACT_NAMED:
        if (!outlook->version.n && !made_for_2x)
            return SV_OUTLOOK_NO_RELEASE;
        return compare(outlook, dependency, target);
    case SV_ARTIFACT_FLINK:
        return compare(outlook, dependency, target);
    case SV_ARTIFACT_ANY:
        return SV_OUTLOOK_FITS;
    case SV_ARTIFACT_VERSION:
    case SV_ARTIFACT_SHADED:
        return library(outlook, dependency);
    case SV_ARTIFACT_DROPPED:
        return SV_OUTLOOK_REMOVE;
    case SV_ARTIFACT_REPLACED:
    case SV_ARTIFACT_GONE:
        return made_for_2x ? SV_OUTLOOK_FITS : SV_OUTLOOK_REWRITE;
    case SV_ARTIFACT_NONE:
        return made_for_2x ? SV_OUTLOOK_FITS : SV_OUTLOOK_NO_RELEASE;
    }
    return SV_OUTLOOK_UNKNOWN;
}

struct sv_outlook sv_outlook_of(const struct sv_pom *pom, const struct sv_pom_dependency *dependency,
                                const struct sv_release *target)
{
    struct sv_outlook outlook = { .row = sv_artifact_find(dependency->group, dependency->artifact),
                                  .name = { "", 0 },
                                  .star = { "", 0 },
                                  .version = { "", 0 },
                                  .major = -1,
                                  .minor = -1 };
    if (is_own(pom, dependency))
        return outlook; /* SV_OUTLOOK_FOREIGN */
    if (!outlook.row) {
        outlook.kind = is_of_flink(pom, dependency) ? SV_OUTLOOK_UNKNOWN : SV_OUTLOOK_FOREIGN;
        return outlook;
    }
    enum sv_artifact_fate fate = outlook.row->fate;
    find_flink(dependency, fate, &outlook);
    if (fate != SV_ARTIFACT_DROPPED && fate != SV_ARTIFACT_GONE && fate != SV_ARTIFACT_NONE)
        outlook.name = outlook.row->to.n ? outlook.row->to : outlook.row->name;
    if (fate == SV_ARTIFACT_FLINK || (fate == SV_ARTIFACT_REPLACED && !outlook.row->releases.n))
        outlook.version = target->name;
    else if (outlook.row->releases.n)
        outlook.version = sv_artifact_release(outlook.row, target->major, target->minor);
    if (fate == SV_ARTIFACT_NAMED && outlook.version.n) {
        outlook.star = sv_str_after_last(outlook.version, '-');
        outlook.version.n -= outlook.star.n + 1;
    }
    outlook.renamed = outlook.name.n > 0 && is_renamed(&outlook, dependency);
    outlook.kind = kind_of(&outlook, dependency, target);
    return outlook;
}
