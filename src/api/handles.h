/* handles.h: what is behind the opaque handles of snapvet.h. */
#ifndef SV_API_HANDLES_H
#define SV_API_HANDLES_H
#include "inspect/inspect.h"
#include "report/report.h"
#include "rules/rule.h"
#include "snapvet/snapvet.h"

struct snapvet_options {
    struct sv_arena arena; /* texts and rows */
    struct sv_map *files;  /* of uids; names borrow from them */
    size_t file_count;
    sv_str *uids;
    struct sv_path_map *maps;
    struct sv_class *classes;
    size_t uid_count, uid_capacity, map_count, map_capacity, class_count, class_capacity;
};
struct snapvet_snapshot {
    struct sv_snapshot model;
    bool is_declared; /* a job that somebody wrote down */
};
struct snapvet_check {
    struct sv_check check;
    struct sv_new_job job;     /* check.job, or unused */
    struct sv_snapshot unread; /* what the check is of when nothing could be read, or of a POM; else empty */
    struct sv_pom pom;         /* check.pom, or unused */
};
struct snapvet_text {
    struct sv_buf buf;
};

/* A failure of a room as one of the interface's. */
enum snapvet_status sv_api_failed(const struct sv_error *from, struct snapvet_error *err);
__attribute__((format(printf, 3, 4))) enum snapvet_status
sv_api_fail(struct snapvet_error *err, enum snapvet_status status, const char *format, ...);
enum snapvet_status sv_api_no_memory(struct snapvet_error *err);

/* The release that a text names, the default one for NULL; NULL when it is no target. */
const struct sv_release *sv_api_target(const char *target);

/* A check with a snapshot of which nothing is known but the path, to be filled in; NULL when memory is out. */
struct snapvet_check *sv_api_empty_check(const char *path);

/* The options as inspect takes them; NULL for none. Borrows from both. */
struct sv_inspect_options sv_api_inspect_options(const struct snapvet_options *options, struct sv_extra_classes *extra);

/* Whether an operator is the one that context, an sv_str, names: by uid, name, or the first digits of its id. */
bool sv_api_is_wanted(const struct sv_operator *op, const void *context);
bool sv_api_any_wanted(const struct sv_snapshot *snapshot, sv_str wanted);

/* Writes a report in a format of a view; fills in the style. */
enum snapvet_status sv_api_write(struct sv_report *report, enum sv_view view, const char *format,
                                 const struct snapvet_style *style, struct snapvet_text **out,
                                 struct snapvet_error *err);
#endif
