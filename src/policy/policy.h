/* policy.h: what a team has decided, as a file: target, severities, waivers. docs/policy.md
 *
 * The file is the user's and trusted to mean well, not to be right: everything wrong in it is told with its line. */
#ifndef SV_POLICY_POLICY_H
#define SV_POLICY_POLICY_H
#include "rules/rule.h"

/* Findings of a rule that are set aside until a day. */
struct sv_waiver {
    const struct sv_rule *rule;
    sv_str op, state, dependency; /* patterns with * and ?; p is NULL when none is given */
    sv_str reason;
    sv_str expires;   /* as written: "2026-12-31", the last day it counts */
    int64_t last_day; /* the same, in days since 1970-01-01 */
    unsigned line;
};

/* One thing wrong in a file. */
struct sv_problem {
    unsigned line; /* from 1 */
    sv_str text;
    struct sv_problem *next;
};

/* begin with sv_policy_init. */
struct sv_policy {
    struct sv_arena arena;                      /* all texts */
    sv_str path;                                /* of the file, for messages; empty when there is none */
    const struct sv_release *target;            /* NULL: not said */
    enum sv_severity severities[SV_RULE_COUNT]; /* those of the rules, unless changed */
    bool changed[SV_RULE_COUNT];
    enum sv_verdict fail_on; /* SV_INCOMPATIBLE unless said otherwise */
    bool undecided_warns;    /* undecided is no failure */
    struct sv_waiver *waivers;
    size_t waiver_count;
    struct sv_problem *problems; /* in the order of lines; NULL for none: then the policy may be applied */
};

/* A policy that changes nothing. */
void sv_policy_init(struct sv_policy *policy);
void sv_policy_free(struct sv_policy *policy);

/* Reads the bytes of a policy file, named path in what is said about it. Yours to free, whatever comes back;
 * SV_ERR_MEMORY is the only failure: what is wrong in the file is in policy->problems. */
SV_MUST_USE enum sv_status sv_policy_read(sv_str bytes, sv_str path, struct sv_policy *policy, struct sv_error *err);

/* Gives the findings of a check the policy's severities, sets aside what it waives on that day (days since 1970-01-01,
 * UTC) and draws the verdicts anew. What could not be read (SV_BLIND) stays as it is. */
SV_MUST_USE enum sv_status sv_policy_apply(const struct sv_policy *policy, int64_t today, struct sv_check *check,
                                           struct sv_error *err);

/* Whether a waiver, were it not expired, covers a finding. False too when memory is out. */
bool sv_waiver_covers(const struct sv_waiver *waiver, const struct sv_finding *finding);

/* Whether all of text, UTF-8, is what a pattern says: * any number of characters, ? any one. */
bool sv_glob(sv_str pattern, sv_str text);

/* "2026-12-31" in days since 1970-01-01; false for anything but a day of the calendar from then on. */
bool sv_day_of(sv_str text, int64_t *day_out);

/* The candidate that a word was probably meant to be: candidate(i) is NULL past the end. NULL when none is near. */
const char *sv_suggest(sv_str word, const char *(*candidate)(size_t i));
#endif
