/* issues.h: what could not be read, or does not fit, as every report tells it. */
#ifndef SV_REPORT_ISSUES_H
#define SV_REPORT_ISSUES_H
#include "model/issue.h"
#include "report/json.h"
#include "report/page.h"

/* The operator of an issue, NULL for none. */
const struct sv_operator *sv_issue_operator(const struct sv_snapshot *snapshot, const struct sv_issue *issue);
/* An array of issues. */
void sv_json_issues(struct sv_json *json, cJSON *to, const char *key, const struct sv_issues *issues,
                    const struct sv_snapshot *snapshot);
/* Those of one check that are blind or are not (SV_CHECK_COUNT: all of both), wrapped; many alike are counted after the first ones. */
void sv_text_issues(struct sv_page *page, unsigned indent, const struct sv_issues *issues, enum sv_check_id check,
                    bool blind, const struct sv_snapshot *snapshot);
#endif
