/* outlook.h: what becomes of a dependency on the target. */
#ifndef SV_RULES_OUTLOOK_H
#define SV_RULES_OUTLOOK_H
#include "base/buf.h"
#include "facts/artifact.h"
#include "rules/rule.h"

enum sv_outlook_kind {
    SV_OUTLOOK_FOREIGN, /* has nothing to do with Flink, as far as is known */
    SV_OUTLOOK_FITS,
    SV_OUTLOOK_VERSION, /* another version */
    SV_OUTLOOK_RENAME,  /* another name, and another version unless that is 2.x already */
    SV_OUTLOOK_REMOVE,
    SV_OUTLOOK_REWRITE, /* gone; code has to be written anew, against `group` and `artifact` where they are not empty */
    SV_OUTLOOK_NO_RELEASE, /* none for 2.x */
    SV_OUTLOOK_EARLIER,    /* fits an earlier 2.x than the target */
    SV_OUTLOOK_LATER,      /* fits a later 2.x than the target */
    SV_OUTLOOK_LIBRARY,    /* a library that Flink brings in another version */
    SV_OUTLOOK_UNSAID,     /* depends on its version, which is not known */
    SV_OUTLOOK_UNKNOWN     /* nothing is known of the artifact */
};
struct sv_outlook {
    enum sv_outlook_kind kind;
    const struct sv_artifact *row; /* NULL for none */
    sv_str name;                   /* "group:artifact" on the target, * for `star`; empty when there is none */
    sv_str star;                   /* "2.1" where the name has the minor release of Flink in it */
    sv_str version;                /* its version; empty when not known */
    bool renamed;                  /* it is not the name in use */
    int32_t major, minor;          /* of the Flink that it is made for now; -1 when not known */
};
struct sv_outlook sv_outlook_of(const struct sv_pom *pom, const struct sv_pom_dependency *dependency,
                                const struct sv_release *target);
/* The name, filled in. */
void sv_outlook_put_name(struct sv_buf *out, const struct sv_outlook *outlook);
/* "keep", "version", "rename", "remove", "rewrite", "no-release", "unknown"; NULL for SV_OUTLOOK_FOREIGN. */
const char *sv_outlook_word(enum sv_outlook_kind kind);
/* Whether the version is known to the last character. */
bool sv_pom_version_is_known(const struct sv_pom_dependency *dependency);
#endif
