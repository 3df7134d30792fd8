/* inside.h: what the files of this room share. */
#ifndef SV_JOB_INSIDE_H
#define SV_JOB_INSIDE_H
#include <cjson/cJSON.h>

#include "job/job.h"

struct sv_job_making {
    struct sv_snapshot *snapshot; /* everything is in its arena */
    const char *where;            /* what is being read, for messages */
    unsigned depth;
    struct sv_error *err;
};

/* The serializer snapshot that 2.x would write for a declared type, in that role. NULL after an error. */
struct sv_type *sv_job_type(struct sv_job_making *m, const cJSON *json, const char *role);
/* A node of that class, which must have a row; children are hung under it. NULL after an error. */
struct sv_type *sv_job_node(struct sv_job_making *m, const char *class_name, const char *role);
/* Hangs a child; false after an error (child NULL). */
bool sv_job_hang(struct sv_type *parent, struct sv_type *child);
/* A copy in the arena; p is NULL after an error. */
sv_str sv_job_text(struct sv_job_making *m, const char *text);
/* Records an error; NULL. */
__attribute__((format(printf, 2, 3))) void *sv_job_refuse(struct sv_job_making *m, const char *format, ...);

#define SV_JOB_BASE "org.apache.flink.api.common.typeutils.base."
#define SV_JOB_RUNTIME "org.apache.flink.api.java.typeutils.runtime."
#endif
