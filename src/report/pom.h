/* pom.h: the parts of the reports of `check` that are of a Maven POM. */
#ifndef SV_REPORT_POM_H
#define SV_REPORT_POM_H
#include "report/json.h"
#include "report/page.h"

/* "POM of com.acme:shop 1.4, 23 dependencies, 11 of Flink's world"; escaped. */
void sv_word_pom(struct sv_buf *out, const struct sv_check *check);
/* The sentence of the verdict, to follow the title and a colon. */
void sv_word_pom_verdict(struct sv_buf *out, const struct sv_check *check);
/* What becomes of one dependency: "2.2.0", "becomes org.apache.flink:flink-clients 2.2.0", "no release for 2.x". */
void sv_word_outlook(struct sv_buf *out, const struct sv_check *check, const struct sv_pom_dependency *dependency);
/* The next dependency that has to do with Flink after the one given (NULL: the first); NULL when there is none. */
const struct sv_pom_dependency *sv_pom_next(const struct sv_check *check, const struct sv_pom_dependency *dependency);

/* Every dependency that has to do with Flink, a line each. */
void sv_text_pom(struct sv_page *page, const struct sv_check *check);
/* "pom" and "dependencies". */
void sv_json_pom(struct sv_json *json, cJSON *to, const struct sv_check *check);
#endif
