/* pom.h: from a POM on the disk to its model, as far as files tell: nothing is fetched, no Maven is asked. docs/pom.md */
#ifndef SV_POM_POM_H
#define SV_POM_POM_H
#include "base/error.h"
#include "model/pom.h"

/* Reads a POM, or the pom.xml of a folder, and its parents where relativePath leads to them. repository (NULL for none) is
 * a folder laid out as Maven's local repository, in which other parents and imported POMs are looked for. On SV_OK yours to release;
 * SV_ERR_OPEN, SV_ERR_NOT_FOUND and SV_ERR_UNREADABLE when there is none that can be read. A parent that cannot be read is
 * one that is not there: its name is among those unread. */
SV_MUST_USE enum sv_status sv_pom_read(const char *path, const char *repository, struct sv_pom *out,
                                       struct sv_error *err);
/* The same for bytes, whose parents are not looked for. path names them. */
SV_MUST_USE enum sv_status sv_pom_read_bytes(sv_str bytes, const char *path, struct sv_pom *out, struct sv_error *err);
#endif
