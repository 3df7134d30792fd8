/* evidence.h: what the new job's snapshots prove of classes that Flink asks by reflection. */
#ifndef SV_RESOLVE_EVIDENCE_H
#define SV_RESOLVE_EVIDENCE_H
#include "resolve/resolve.h"

/* PojoFieldUtils#getField as far as the snapshots tell it: the class that declares the field which is found when it is
 * looked for in class holder and its superclasses; empty when there is none. */
sv_str sv_evidence_field(const struct sv_evidence *e, sv_str holder, sv_str name);

/* A snapshot of the new job's for an enum of that class, or NULL. */
const struct sv_type *sv_evidence_enum(const struct sv_evidence *e, sv_str class_name);

/* Whether a class is a POJO in the new job, and so no enum. */
bool sv_evidence_is_pojo(const struct sv_evidence *e, sv_str class_name);

/* The serialVersionUID that a Java-serialized class has in the new job: false when no snapshot tells it. */
bool sv_evidence_uid(const struct sv_evidence *e, sv_str class_name, int64_t *uid_out);
#endif
