/* error.c: fills in our own failures. */
#include "base/error.h"

#include <stdarg.h>
#include <stdio.h>

enum sv_status sv_fail(struct sv_error *err, enum sv_status status, const char *format, ...)
{
    if (!err)
        return status;
    err->status = status;
    va_list args;
    va_start(args, format);
    int n = vsnprintf(err->text, sizeof err->text, format, args);
    va_end(args);
    if (n < 0)
        err->text[0] = '\0';
    for (char *p = err->text; *p; p++)
        if ((unsigned char)*p < 0x20 || *p == 0x7f)
            *p = '?';
    return status;
}
