/* issue.h: what is wrong with the bytes of a snapshot, told so that parts found on several machines add up: texts are
 * copies, and the same issues give the same list however the work was divided. */
#ifndef SV_MODEL_ISSUE_H
#define SV_MODEL_ISSUE_H
#include "model/snapshot.h"

enum sv_check_id {
#define CHECK(id, name, holds, one, many) SV_CHECK_##id,
#include "model/checks.def"
#undef CHECK
    SV_CHECK_COUNT
};
struct sv_check_row {
    const char *name, *holds, *one, *many;
};
extern const struct sv_check_row sv_check_rows[SV_CHECK_COUNT];

struct sv_issue {
    enum sv_check_id check;
    bool blind;        /* it could not be looked at, which is no damage: a class without a row, ... */
    uint32_t op_index; /* of the operator in the snapshot; UINT32_MAX for none */
    int32_t subtask;   /* -1 for none */
    sv_str state;      /* empty for all of a file or stream */
    sv_str file;       /* as recorded; empty for none */
    uint64_t at;       /* byte in it */
    sv_str what;       /* "cut short" */
    sv_str doing;      /* what was being read */
    sv_str subject;    /* what it is about, empty for nothing */
    sv_str detail;     /* what a library said, empty for nothing */
    int32_t first_key_group, last_key_group; /* -1 for none */
};

/* The operator's place in the snapshot, counted from 0. */
uint32_t sv_operator_index(const struct sv_snapshot *snapshot, const struct sv_operator *op);

/* Begin with { .arena = ... }, which keeps the texts. */
struct sv_issues {
    struct sv_arena *arena;
    struct sv_issue *items; /* owned */
    size_t count, capacity;
    uint64_t dropped; /* past SV_LIMIT_FINDINGS */
    bool failed;      /* memory ran out: what is in it is not whole */
};
void sv_issues_free(struct sv_issues *issues);
/* Copies the issue and its texts. */
void sv_issues_add(struct sv_issues *issues, const struct sv_issue *issue);
/* The same for all of from. */
void sv_issues_add_all(struct sv_issues *issues, const struct sv_issues *from);
/* Brings them into their order, and makes one of those that differ by adjoining key groups alone. */
void sv_issues_settle(struct sv_issues *issues);
/* How many there are of a check (SV_CHECK_COUNT: of all), those that are blind or those that are not. */
size_t sv_issues_of(const struct sv_issues *issues, enum sv_check_id check, bool blind);
/* Whether a defect says that bytes are of a kind that is not read, and not that they are damaged. */
bool sv_defect_is_blind(enum sv_defect_code code);
#endif
