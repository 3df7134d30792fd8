/* measured.c: streams made by hand, measured. */
#include "support/measured.h"

#include <stdlib.h>

#include "base/limits.h"
#include "report/value.h"

void measured_begin(struct scanned *s)
{
    scanned_begin(s, SV_HANDLE_KEY_GROUPS, SV_STREAM_KEYED);
}

void measured_key_group(struct scanned *s, int32_t number)
{
    scanned_key_group(s, number);
    bytes_i32(&s->bytes, number);
}

void measured_state(struct scanned *s, int16_t number, int32_t entries)
{
    bytes_i16(&s->bytes, number);
    bytes_i32(&s->bytes, entries);
}

void measured_entry(struct scanned *s, const char *key, const char *value)
{
    bytes_u8(&s->bytes, 0);
    scanned_string(&s->bytes, key);
    scanned_string(&s->bytes, value);
}

void measured_values(struct scanned *s, const struct measured_entry *entries, size_t count)
{
    measured_begin(s);
    scanned_state(s, SV_STATE_VALUE, "v", made_string(s->made, "value"));
    for (size_t i = 0, n; i < count; i += n) {
        for (n = 1; i + n < count && entries[i + n].key_group == entries[i].key_group;)
            n++;
        measured_key_group(s, entries[i].key_group);
        measured_state(s, 0, (int32_t)n);
        for (size_t k = i; k < i + n; k++)
            measured_entry(s, entries[k].key, entries[k].value);
    }
    scanned_end_stream(s);
}

char *measured_report(enum sv_view view, const char *format, const struct sv_report *report)
{
    struct sv_buf out;
    sv_buf_init(&out, SV_LIMIT_REPORT_BYTES);
    sv_format_find(view, sv_str_of(format))->write(report, &out);
    sv_buf_putc(&out, '\0');
    if (out.failed)
        exit(EXIT_FAILURE);
    return out.p;
}

void measured_print(struct sv_buf *out, const struct sv_value *value)
{
    sv_value_json(out, value);
}
