/* fuzz_why.c: any bytes as a log. */
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include "why/why.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct sv_diagnosis found;
    struct sv_why *why = sv_why_new();
    if (!why)
        return 0;
    if (sv_why_feed(why, (sv_str){ (const char *)data, size }) && sv_why_end(why, NULL, SV_STR("log"), &found))
        sv_diagnosis_release(&found);
    sv_why_free(why);
    return 0;
}
