/* fuzz_why.c: any bytes as logs, whatever the pieces they come in. A zero byte and one of 'L' begin a new log. */
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "fuzz/fuzz.h"
#include "why/why.h"

/* What was found does not hang together, or with the input. */
static void check(const struct sv_diagnosis *found, size_t size)
{
    uint64_t known = 0, strange = 0, counts = 0, bytes = 0;
    for (const struct sv_complaint *c = found->complaints; c; c = c->next) {
        known += c->symptom != NULL;
        strange += !c->symptom;
        counts += c->count;
        MUST(c->log && c->line >= 1 && c->line <= c->log->lines);
    }
    for (const struct sv_log *log = found->logs; log; log = log->next)
        bytes += log->bytes;
    MUST(known == found->recognised && strange == found->strange && counts <= size && bytes <= size);
}

/* In pieces, as long as its first byte says. */
static bool feed(struct sv_why *why, sv_str log, size_t piece)
{
    for (size_t i = 0; i < log.n; i += piece)
        if (!sv_why_feed(why, (sv_str){ log.p + i, log.n - i < piece ? log.n - i : piece }))
            return false;
    return true;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct sv_diagnosis found;
    struct sv_why *why = sv_why_new();
    sv_str left = { (const char *)data, size };
    size_t piece = size ? 1 + data[0] : 1;
    bool fed = why != NULL;
    while (fed && left.n) {
        const char *next = memmem(left.p, left.n, "\0L", 2);
        sv_str log = { left.p, next ? (size_t)(next - left.p) : left.n };
        fed = sv_why_begin(why, SV_STR("log")) && feed(why, log, piece);
        left = sv_str_skip(left, log.n + 2);
    }
    if (fed && sv_why_end(why, NULL, SV_STR(""), &found)) {
        check(&found, size);
        sv_diagnosis_release(&found);
    }
    sv_why_free(why);
    return 0;
}
