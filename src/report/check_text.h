/* check_text.h: between the two files of the text report of `check`. */
#ifndef SV_REPORT_CHECK_TEXT_H
#define SV_REPORT_CHECK_TEXT_H
#include "report/page.h"

/* Findings one block per severity and rule, equal ones folded. */
void sv_text_findings(struct sv_page *page, const struct sv_check *check);
/* "error" or "errors" and so on */
const char *sv_text_severity(enum sv_severity severity, bool many);
enum sv_paint sv_text_severity_paint(enum sv_severity severity);
enum sv_paint sv_text_verdict_paint(enum sv_verdict verdict);
#endif
