/* check.h: what the check functions and the engine share; inside rules/ only. */
#ifndef SV_RULES_CHECK_H
#define SV_RULES_CHECK_H
#include <stdarg.h>

#include "base/buf.h"
#include "rules/rule.h"

#define RULE(code, slug, severity, subject, function, title, why, cure) sv_rule_fn sv_check_##function;
#include "rules/rules.def"
#undef RULE

/* Says more exactly what the row says in general. finding may be NULL (memory was out). */
__attribute__((format(printf, 3, 4))) void sv_finding_why(struct sv_findings *out, struct sv_finding *finding,
                                                          const char *format, ...);
__attribute__((format(printf, 3, 4))) void sv_finding_remedy(struct sv_findings *out, struct sv_finding *finding,
                                                             const char *format, ...);
/* A formatted text in the arena of out, as valid UTF-8; empty, and out->failed set, when memory is out. */
sv_str sv_findings_text(struct sv_findings *out, const char *format, va_list arguments);
/* Takes more with it than its place. finding may be NULL, here and below. */
void sv_finding_reach(struct sv_finding *finding, enum sv_reach reach);
/* About a file of the snapshot; its name and an offset in it, UINT64_MAX for none. */
void sv_finding_file(struct sv_finding *finding, sv_str file, uint64_t at);

/* Sorts by place, then rule, and leaves one of equal findings. */
void sv_findings_settle(struct sv_findings *findings);

/* All states that share a backend with the state or key serializer of a site: SV_REACH_KEYED or SV_REACH_LISTS. */
enum sv_reach sv_site_backend(const struct sv_site *at);

/* Whether the state of a site (for a key: the states under it) was written by a heap backend. */
bool sv_site_on_heap(const struct sv_site *at);

/* What the bytes of the type of a site are for. */
enum sv_use {
    SV_USE_VALUE,
    SV_USE_KEY,       /* of the operator */
    SV_USE_NAMESPACE, /* of a state or of timers */
    SV_USE_MAP_KEY,   /* of map state */
    SV_USE_KEY_AGAIN  /* the operator's key once more, inside its timers */
};
enum sv_use sv_site_use(const struct sv_site *at);
/* "values", "keys", "namespaces", "map keys" */
const char *sv_use_word(enum sv_use use);

/* "value > field map > Kryo(java.util.Map)" */
void sv_path_write(struct sv_buf *out, const struct sv_type *type);

/* Whether a snapshot is of Flink 2.x, by the version of _metadata. */
bool sv_written_by_2x(const struct sv_snapshot *snapshot);
/* Whether raw keyed state is an operator's own: timers are raw keyed state, too. */
bool sv_has_opaque_stream(const struct sv_handle *handle);
/* Whether any operator's uid is known. */
bool sv_uids_known(const struct sv_snapshot *snapshot);

/* The verdicts of all operators and of the snapshot, from findings and arena of check. */
enum sv_status sv_verdict_draw(struct sv_check *check, struct sv_error *err);

/* "a field has another type: was 'int', is 'long'" */
#define SV_CAUSE_FORMAT "%s%s%.*s%s%.*s%s"
#define SV_CAUSE_ARGUMENTS(cause)                                                                                      \
    (cause)->text, (cause)->subject.n ? (cause)->instead.n ? ": was '" : " '" : "", SV_ARG((cause)->subject),          \
        (cause)->instead.n ? "', is '" : "", SV_ARG((cause)->instead), (cause)->subject.n ? "'" : ""

/* Asks the schema check of the same job about every state that no finding has decided yet, adds what it refuses, and draws
 * the verdicts anew. Does nothing for another job, and for a snapshot that 2.x wrote. */
enum sv_status sv_same_job_judge(struct sv_check *check, struct sv_error *err);

/* The sentences of check->not_checked. */
enum sv_status sv_not_checked(struct sv_check *check, struct sv_error *err);
#endif
