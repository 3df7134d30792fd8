/* rule.h: the rules table. Add a rule: one row in rules.def, one function beside its kin, one heading in docs/rules.md.
 *
 * The engine walks the model once and calls each rule on each site of its subject: rules do not walk it themselves. */
#ifndef SV_RULES_RULE_H
#define SV_RULES_RULE_H
#include "facts/release.h"
#include "model/pom.h"
#include "model/snapshot.h"

enum sv_severity {
    SV_NOTE,    /* worth knowing; never changes a verdict */
    SV_WARNING, /* something must be done or looked at: needs action */
    SV_ERROR,   /* the target refuses, loses or misreads it: incompatible */
    SV_BLIND    /* we could not look: undecided. Cannot be silenced. */
};
enum sv_subject {
    SV_ON_SNAPSHOT,
    SV_ON_OPERATOR,
    SV_ON_HANDLE,
    SV_ON_STREAM,
    SV_ON_STATE,
    SV_ON_TYPE,
    SV_ON_POM, /* a POM as a whole: here and below there is no snapshot */
    SV_ON_DEPENDENCY
};

/* Where a rule is asked; NULL below its subject. */
struct sv_site {
    const struct sv_snapshot *snapshot;
    const struct sv_release *target;
    const struct sv_operator *op;
    const struct sv_subtask *subtask;
    const struct sv_handle *handle;
    const struct sv_stream *stream;
    const struct sv_op_state *op_state;
    const struct sv_state *state;
    const struct sv_type *root; /* the serializer of the state that type stands in */
    const struct sv_type *type;
    uint32_t op_number,
        state_number;           /* places in the lists of the snapshot and of the operator; SV_NO_NUMBER for none */
    bool uids_known;            /* of any operator, or some were given to compare with */
    struct sv_against *against; /* the new job; NULL when it is taken to be the same one, recompiled */
    const struct sv_pom *pom;
    const struct sv_pom_dependency *dependency;
};
#define SV_NO_NUMBER UINT32_MAX
struct sv_against; /* against.h */
struct sv_findings;
typedef void sv_rule_fn(const struct sv_site *at, struct sv_findings *out);

enum sv_rule_id {
#define RULE(code, slug, severity, subject, function, title, why, cure) SV_RULE_##code,
#include "rules/rules.def"
#undef RULE
    SV_RULE_COUNT
};
struct sv_rule {
    const char *code, *slug, *title, *why, *cure;
    enum sv_severity severity;
    enum sv_subject subject;
    sv_rule_fn *check; /* sv_check_none: found by another rule's function */
};
extern const struct sv_rule sv_rules[SV_RULE_COUNT];
/* By code ("SV101") or slug, any case; NULL when there is none. */
const struct sv_rule *sv_rule_find(sv_str name);
/* "note", "warning", "error", "blind". */
const char *sv_severity_name(enum sv_severity severity);

/* What a finding takes with it besides the state it names. */
enum sv_reach {
    SV_REACH_PLACE,    /* its state, or the operator as such */
    SV_REACH_KEYED,    /* every keyed state of the operator: they share one backend, which is restored whole or not */
    SV_REACH_LISTS,    /* every operator and broadcast state of the operator */
    SV_REACH_OPERATOR, /* every state of the operator */
    SV_REACH_SNAPSHOT  /* every operator */
};

struct sv_finding {
    const struct sv_rule *rule;
    enum sv_severity severity;
    const struct sv_operator *op;     /* NULL: the snapshot as a whole */
    const struct sv_state *state;     /* NULL: the operator as a whole */
    uint32_t op_number, state_number; /* as in struct sv_site */
    enum sv_reach reach;
    bool all_states;            /* reach is beyond one state */
    const struct sv_type *type; /* NULL: no type to name */
    sv_str path;                /* "value > field items > Kryo(java.util.List)"; UTF-8, empty when none */
    const struct sv_blob *blob; /* whose bytes tell of it; NULL for none */
    sv_str file;                /* recorded name of the file it is about, empty for none */
    uint64_t at;                /* offset in that file; UINT64_MAX for none */
    uint32_t line;              /* in that file, from 1; 0 where files have no lines */
    sv_str message;             /* about this finding, one sentence */
    sv_str why, remedy;         /* the row's, or said more exactly for this finding */
};
struct sv_findings {
    struct sv_arena *arena;   /* texts live here */
    struct sv_finding *items; /* owned; sorted by place, then rule, after sv_rules_run */
    size_t count, capacity;
    uint64_t dropped; /* beyond SV_LIMIT_FINDINGS */
    bool failed;      /* memory ran out: the list is not whole */
};

/* Adds a finding at a site: operator, state, type and path are taken from it. The text is a sentence about this
 * finding; everything general is in the row. Untrusted names go in through %.*s with SV_ARG. NULL when memory is out or
 * the limit is met. */
__attribute__((format(printf, 4, 5))) struct sv_finding *sv_found(struct sv_findings *out, enum sv_rule_id id,
                                                                  const struct sv_site *at, const char *format, ...);
/* What a finding is known by over newer snapshots of the same job: rule, operator, state and path. Neither offsets nor
 * names of files nor the message bear on it. Findings about several files of one place have the same. */
uint64_t sv_fingerprint(const struct sv_finding *finding);
#define SV_ARG(s) (int)((s).n > 4096 ? 4096 : (s).n), (s).p

/* Whether a finding bears on the state_number-th state of its operator. */
bool sv_finding_touches(const struct sv_finding *finding, uint32_t state_number, const struct sv_state *state);

enum sv_verdict { SV_COMPATIBLE, SV_NEEDS_ACTION, SV_UNDECIDED, SV_INCOMPATIBLE };
const char *sv_verdict_name(enum sv_verdict verdict); /* contract: "compatible", "needs-action", ... */

/* The verdict that one finding of a severity leads to. */
enum sv_verdict sv_verdict_of(enum sv_severity severity);

/* Verdicts in the order of sv_snapshot's operators and of their states. */
struct sv_op_verdict {
    enum sv_verdict verdict;
    enum sv_verdict *states;
};
/* A finding that somebody has dealt with otherwise: it is counted and can be listed, and no verdict rests on it. */
enum sv_aside_kind {
    SV_WAIVED, /* a team has decided so */
    SV_KNOWN,  /* it stands in an earlier report */
    SV_ASIDE_KINDS
};
struct sv_aside {
    struct sv_finding finding;
    enum sv_aside_kind kind;
    sv_str reason, expires; /* of a waiver, else empty; in the check's arena */
    unsigned line;          /* of a waiver in check->policy, else 0 */
};
struct sv_check {
    const struct sv_snapshot *snapshot; /* of a POM: one that has a path and nothing else */
    const struct sv_pom *pom;           /* NULL: the check is of a snapshot */
    const struct sv_release *target;
    const struct sv_new_job *job; /* NULL: the same one, recompiled */
    struct sv_arena arena;
    struct sv_findings findings;
    enum sv_verdict verdict;
    enum sv_verdict verdict_of_all; /* by the rules alone: nothing set aside, no severity changed */
    struct sv_aside *aside;         /* owned */
    size_t aside_count, aside_counts[SV_ASIDE_KINDS];
    sv_str policy, baseline; /* names of files that bore on the check, empty for none */
    sv_str *remarks;         /* sentences on what they did, for every report; owned, texts in the arena */
    size_t remark_count;
    struct sv_op_verdict *operators;
    sv_str *not_checked; /* sentences */
    size_t not_checked_count;
};

/* The job that is to start from a snapshot. */
struct sv_new_job {
    const struct sv_snapshot *snapshot; /* of it, taken on the target or declared */
    bool is_declared;                   /* timers need not be named then */
    bool allow_non_restored_state;      /* it starts with --allowNonRestoredState */
    sv_str shown;                       /* where it comes from, for the report; UTF-8 */
};
/* Runs every rule over a snapshot, sorts the findings and draws the verdicts. job NULL: the same one, recompiled. It must
 * outlive the check. On SV_OK yours to release. */
SV_MUST_USE enum sv_status sv_check_run(const struct sv_snapshot *snapshot, const struct sv_release *target,
                                        const struct sv_new_job *job, struct sv_check *out, struct sv_error *err);
/* The same for a POM; snapshot has its path. Both must outlive the check. */
SV_MUST_USE enum sv_status sv_check_run_pom(const struct sv_pom *pom, const struct sv_snapshot *snapshot,
                                            const struct sv_release *target, struct sv_check *out,
                                            struct sv_error *err);
void sv_check_release(struct sv_check *check);
/* Whether a check asks the rule at all: some need the new job, some a POM. */
bool sv_rule_is_asked(const struct sv_rule *rule, const struct sv_check *check);

/* Decides on one finding: may change its severity; true to set it aside, for what is filled in. */
typedef bool sv_sift_fn(struct sv_finding *finding, struct sv_aside *aside, void *context);
/* Asks fn about every finding but those of SV_BLIND, which nobody can decide on: they neither change nor go, and no other
 * becomes one. Then draws the verdicts anew. After a failure the check is good for release only. */
SV_MUST_USE enum sv_status sv_check_sift(struct sv_check *check, sv_sift_fn *fn, void *context, struct sv_error *err);
/* Adds a sentence to the check's remarks. */
SV_MUST_USE __attribute__((format(printf, 3, 4))) enum sv_status
sv_check_remark(struct sv_check *check, struct sv_error *err, const char *format, ...);
#endif
