/* reports.h: reports of handmade snapshots, also of one whose every name is hostile. */
#ifndef TESTS_SUPPORT_REPORTS_H
#define TESTS_SUPPORT_REPORTS_H
#include <cjson/cJSON.h>

#include "report/report.h"
#include "support/made.h"

/* A name with all that could steer a terminal, a browser, a build server or a parser. */
extern const char reports_hostile[];

/* An operator with an unreadable head, one of Kryo's, one that is fine; every name in it and its path are hostile. */
struct sv_snapshot *reports_hostile_snapshot(void);
/* An operator "bad" with a state "cart" that holds a java.util.List by Kryo in a field of a POJO, an operator "blind" with
 * a head that was not read, an operator "good" with a state "ok". */
struct sv_snapshot *reports_snapshot(void);

/* Checks of snapshots that the check does not own; ends the program when it cannot. End with sv_check_release. */
struct sv_check reports_check(const struct sv_snapshot *snapshot);
/* The report of checks, NUL-terminated, to be freed. */
char *reports_write(sv_format_fn *format, const struct sv_check *const *checks, size_t count);
/* The same of one snapshot, checked on the way. */
char *reports_of(sv_format_fn *format, const struct sv_snapshot *snapshot);

/* Whether text is valid UTF-8 without control characters but line ends and tabs, and without bidirectional controls. */
bool reports_is_plain(const char *text);
/* Whether each '<' of text begins one of the tags, given as " name name ", or the end of one. */
bool reports_has_only_tags(const char *text, const char *tags);
/* How often a piece is in text. */
size_t reports_count(const char *text, const char *piece);
/* Every allocation of a format failing: its buffer must say that it is not whole. */
void reports_sweep(sv_format_fn *format);

/* The item at a path like "runs.0.results", or NULL. */
const cJSON *reports_item(const cJSON *json, const char *path);
/* The string there, "" when there is none; the number there, -1 when there is none. */
const char *reports_string(const cJSON *json, const char *path);
double reports_number(const cJSON *json, const char *path);
#endif
