/* inside.h: what the files of this room share. */
#ifndef SV_REDACT_INSIDE_H
#define SV_REDACT_INSIDE_H
#include "model/snapshot.h"
#include "redact/names.h"

/* A tree of serializer snapshots, without the siblings of its root. */
void sv_redact_types(struct sv_names *names, struct sv_type *root);
#endif
