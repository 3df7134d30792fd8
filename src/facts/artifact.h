/* artifact.h: what became of Maven artifacts of Flink's world on Flink 2.x: rows of artifacts.def. */
#ifndef SV_FACTS_ARTIFACT_H
#define SV_FACTS_ARTIFACT_H
#include <stdint.h>

#include "base/str.h"

/* Of an artifact of Flink 1.x on 2.x. */
enum sv_artifact_fate {
    SV_ARTIFACT_FLINK, /* released with Flink itself, in Flink's version; `to` is its name there */
    SV_ARTIFACT_OWN,   /* released on its own, for one minor release of Flink: `releases` */
    SV_ARTIFACT_NAMED, /* the same, with the minor release of Flink in its name: "paimon-flink-1.20" is "paimon-flink-*" */
    SV_ARTIFACT_ANY,     /* does not depend on Flink's version */
    SV_ARTIFACT_VERSION, /* another library that Flink 2.x wants in the major version of `releases` */
    SV_ARTIFACT_SHADED, /* the same for one that is packed for Flink: the version of the packing, which comes last, counts */
    SV_ARTIFACT_DROPPED,  /* gone, and a job without it is none the worse, or needs what `note` says */
    SV_ARTIFACT_REPLACED, /* gone, and what `to` has in its place has another interface */
    SV_ARTIFACT_GONE,     /* gone, and nothing has taken its place */
    SV_ARTIFACT_NONE      /* has no release for any 2.x */
};
struct sv_artifact {
    sv_str name; /* "group:artifact" without the Scala version behind it */
    enum sv_artifact_fate fate;
    sv_str to;       /* "group:artifact" on 2.x when it is another than name; empty for the same, or for none */
    sv_str releases; /* newest per minor release of Flink, oldest first: "4.0.1-2.0 5.0.0-2.2"; empty when not known */
    sv_str note;     /* sentences for whoever has to change it; may be empty */
};

/* By the name as a POM has it, with or without a Scala version; NULL when there is no row. */
const struct sv_artifact *sv_artifact_find(sv_str group, sv_str artifact);
/* Where "1.20" stands in "paimon-flink-1.20": false when no minor release of Flink stands in a name. */
bool sv_artifact_named(sv_str artifact, sv_str *minor_out);
/* "flink-clients" of "flink-clients_2.12" and of "flink-clients_${scala}"; the whole name when no Scala version stands behind
 * it. */
sv_str sv_artifact_plain(sv_str artifact);
/* The i-th row, NULL past the end. */
const struct sv_artifact *sv_artifact_at(size_t i);
/* The newest release of a row for that minor release of Flink or an earlier one of the same major; empty when none is
 * known. */
sv_str sv_artifact_release(const struct sv_artifact *row, int32_t major, int32_t minor);
/* Reads "1.20" out of the end of "3.4.0-1.20"; false when no version of Flink stands there. */
bool sv_artifact_suffix(sv_str version, int32_t *major_out, int32_t *minor_out);
/* Reads "1.20" out of the beginning of "1.20.3"; false when the text begins with no such number. */
bool sv_artifact_version(sv_str version, int32_t *major_out, int32_t *minor_out);
/* The day that the rows are of: "2026-11-25". */
const char *sv_artifacts_day(void);
#endif
