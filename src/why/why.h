/* why.h: reads logs and finds in them why a restore failed. A chain of causes is one complaint, that of its innermost cause that
 * is known; what 200 subtasks say is one with a count. Memory does not grow with the logs, but for complaints that differ. */
#ifndef SV_WHY_WHY_H
#define SV_WHY_WHY_H
#include "base/error.h"
#include "model/diagnosis.h"

struct sv_why;

/* Yours to free. NULL when memory is out. */
struct sv_why *sv_why_new(void);
void sv_why_free(struct sv_why *why);
/* A log begins; the one before it, if any, is at its end. False when memory is out. */
SV_MUST_USE bool sv_why_begin(struct sv_why *why, sv_str path);
/* The next bytes of the log. False when memory is out. */
SV_MUST_USE bool sv_why_feed(struct sv_why *why, sv_str bytes);
/* The last log is at its end: ties what was found to operators and states of a snapshot (NULL: none), which must outlive out.
 * path (may be empty) names a log that was fed without sv_why_begin. out is yours to release. False when memory is out. */
SV_MUST_USE bool sv_why_end(struct sv_why *why, const struct sv_snapshot *snapshot, sv_str path,
                            struct sv_diagnosis *out);
void sv_diagnosis_release(struct sv_diagnosis *diagnosis);
#endif
