/* job.h: a job as somebody declares it, where no snapshot of it exists: operators, states, types. Becomes a model as if Flink 2.x had
 * taken a snapshot of it. docs/job.md */
#ifndef SV_JOB_JOB_H
#define SV_JOB_JOB_H
#include "base/error.h"
#include "model/snapshot.h"

/* Reads a declaration. On SV_OK out is yours to release. SV_ERR_UNREADABLE: it is no declaration; the error says what and where
 * ("operators[2].states[0].type"). path is for messages and the report. */
SV_MUST_USE enum sv_status sv_job_read(sv_str json, sv_str path, struct sv_snapshot *out, struct sv_error *err);
#endif
