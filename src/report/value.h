/* value.h: decoded values as text. */
#ifndef SV_REPORT_VALUE_H
#define SV_REPORT_VALUE_H
#include "base/buf.h"
#include "model/value.h"

/* As JSON, in the forms of docs/output.md#dump. NULL is null. */
void sv_value_json(struct sv_buf *out, const struct sv_value *value);
/* A scalar as it reads without quotes, anything else as JSON; nothing for null. */
void sv_value_plain(struct sv_buf *out, const struct sv_value *value);
void sv_hex(struct sv_buf *out, sv_str bytes);
#endif
