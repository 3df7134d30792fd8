/* fuzz_pom.c: a Maven POM, without its parents, and what is said of it. */
#include "fuzz/fuzz.h"
#include "pom/pom.h"
#include "rules/outlook.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
    struct sv_pom pom;
    struct sv_error err;
    enum sv_status status = sv_pom_read_bytes((sv_str){ (const char *)data, n }, "pom.xml", &pom, &err);
    MUST(status == SV_OK || status == SV_ERR_UNREADABLE);
    if (status != SV_OK)
        return 0;
    MUST(pom.arena.used_bytes < FUZZ_MEMORY_BYTES);
    uint32_t count = 0;
    for (const struct sv_pom_dependency *d = pom.dependencies; d; d = d->next, count++) {
        MUST(d->place.at < n && d->place.line > 0);
        struct sv_outlook outlook = sv_outlook_of(&pom, d, sv_release_default());
        MUST(!outlook.version.n || outlook.name.n);
    }
    MUST(count == pom.dependency_count);
    MUST(pom.java.level >= -1 && pom.java.level < 100);
    const struct sv_snapshot blank = { .path = pom.path };
    struct sv_check check;
    MUST(sv_check_run_pom(&pom, &blank, sv_release_default(), &check, &err) == SV_OK);
    for (size_t i = 0; i < check.findings.count; i++)
        MUST(check.findings.items[i].message.n > 0 && check.findings.items[i].file.n > 0);
    sv_check_release(&check);
    sv_pom_release(&pom);
    return 0;
}
