/* measured.h: a stream made by hand as a snapshot that can be measured. */
#ifndef TESTS_SUPPORT_MEASURED_H
#define TESTS_SUPPORT_MEASURED_H
#include "measure/diff.h"
#include "measure/parts.h"
#include "measure/stats.h"
#include "measure/verify.h"
#include "report/report.h"
#include "support/scanned.h"

/* Key groups of 128: "k0" 97, "k1" 19, "k2" 82, "k3" 10, "k4" 18. The heap backend's form. */
void measured_begin(struct scanned *s);
void measured_key_group(struct scanned *s, int32_t number);
void measured_state(struct scanned *s, int16_t number, int32_t entries);
void measured_entry(struct scanned *s, const char *key, const char *value);
/* Value state "v" of strings with an entry for each pair of key and value, in its key group; ascending key groups. */
struct measured_entry {
    int32_t key_group;
    const char *key, *value;
};
void measured_values(struct scanned *s, const struct measured_entry *entries, size_t count);

/* A report in a format of a view; to be freed. */
char *measured_report(enum sv_view view, const char *format, const struct sv_report *report);
/* Shown as JSON. */
void measured_print(struct sv_buf *out, const struct sv_value *value);
#endif
