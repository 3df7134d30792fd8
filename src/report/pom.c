/* pom.c: a POM and what becomes of its dependencies, in words, in text and in JSON. */
#include "report/pom.h"

#include "base/limits.h"
#include "report/escape.h"
#include "report/words.h"
#include "rules/outlook.h"

static struct sv_outlook outlook_of(const struct sv_check *check, const struct sv_pom_dependency *dependency)
{
    return sv_outlook_of(check->pom, dependency, check->target);
}

const struct sv_pom_dependency *sv_pom_next(const struct sv_check *check, const struct sv_pom_dependency *dependency)
{
    const struct sv_pom_dependency *next = dependency ? dependency->next : check->pom->dependencies;
    while (next && outlook_of(check, next).kind == SV_OUTLOOK_FOREIGN)
        next = next->next;
    return next;
}

void sv_word_pom(struct sv_buf *out, const struct sv_check *check)
{
    const struct sv_pom *pom = check->pom;
    uint64_t of_flink = 0;
    if (!pom->artifact.n) {
        sv_buf_puts(out, "POM that could not be read");
        return;
    }
    for (const struct sv_pom_dependency *d = NULL; (d = sv_pom_next(check, d));)
        of_flink++;
    sv_buf_puts(out, "POM of ");
    sv_escape_text(out, pom->group);
    sv_buf_putc(out, ':');
    sv_escape_text(out, pom->artifact);
    sv_buf_putc(out, ' ');
    sv_escape_text(out, pom->version);
    sv_buf_puts(out, ", ");
    sv_word_count(out, pom->dependency_count, "dependency", "dependencies");
    sv_buf_printf(out, ", %llu of Flink's world", (unsigned long long)of_flink);
}

void sv_word_pom_verdict(struct sv_buf *out, const struct sv_check *check)
{
    static const char *const words[][2] = {
        [SV_COMPATIBLE] = { " takes this POM as it is", NULL },
        [SV_NEEDS_ACTION] = { " takes this POM once the warnings are dealt with", "touched" },
        [SV_UNDECIDED] = { " may or may not take this POM", "not known" },
        [SV_INCOMPATIBLE] = { " does not take this POM, whatever its versions", "gone or without a release" },
    };
    uint64_t count = 0;
    for (size_t i = 0; i < check->findings.count; i++) {
        const struct sv_finding *finding = &check->findings.items[i];
        count += finding->rule->subject == SV_ON_DEPENDENCY && finding->severity != SV_NOTE &&
                 sv_verdict_of(finding->severity) == check->verdict;
    }
    sv_buf_puts(out, "Flink ");
    sv_buf_add(out, check->target->name);
    sv_buf_puts(out, words[check->verdict][0]);
    if (count) {
        sv_buf_puts(out, ": ");
        sv_word_count(out, count, "dependency is ", "dependencies are ");
        sv_buf_puts(out, words[check->verdict][1]);
    }
}

void sv_word_outlook(struct sv_buf *out, const struct sv_check *check, const struct sv_pom_dependency *dependency)
{
    static const char *const words[] = {
        [SV_OUTLOOK_FOREIGN] = "",
        [SV_OUTLOOK_FITS] = "as it is",
        [SV_OUTLOOK_VERSION] = "",
        [SV_OUTLOOK_RENAME] = "",
        [SV_OUTLOOK_REMOVE] = "take it out",
        [SV_OUTLOOK_REWRITE] = "gone",
        [SV_OUTLOOK_NO_RELEASE] = "no release yet",
        [SV_OUTLOOK_EARLIER] = "",
        [SV_OUTLOOK_LATER] = "",
        [SV_OUTLOOK_LIBRARY] = "",
        [SV_OUTLOOK_UNSAID] = "version not known; on 2.x ",
        [SV_OUTLOOK_UNKNOWN] = "not known",
    };
    struct sv_outlook outlook = outlook_of(check, dependency);
    bool told = outlook.kind == SV_OUTLOOK_FITS || outlook.kind == SV_OUTLOOK_NO_RELEASE;
    sv_buf_puts(out, words[outlook.kind]);
    if (told || !outlook.name.n)
        return;
    if (outlook.kind == SV_OUTLOOK_REWRITE)
        sv_buf_puts(out, ", new code for ");
    if (outlook.renamed) {
        sv_outlook_put_name(out, &outlook);
        sv_buf_putc(out, ' ');
    }
    sv_buf_add(out, outlook.version);
}

void sv_text_pom(struct sv_page *page, const struct sv_check *check)
{
    enum { INDENT = 2, VERSION = 48, ARROW = 62 };
    if (!sv_pom_next(check, NULL))
        return;
    sv_page_puts(page, 0, "Dependencies that have to do with Flink:");
    for (const struct sv_pom_dependency *d = NULL; (d = sv_pom_next(check, d));) {
        sv_escape_text(&page->line, d->group);
        sv_buf_putc(&page->line, ':');
        sv_escape_text(&page->line, d->artifact);
        sv_page_tab(page, VERSION);
        sv_escape_text(&page->line, d->version.written.n ? d->version.text : SV_STR("?"));
        sv_page_tab(page, ARROW);
        sv_buf_puts(&page->line, "-> ");
        sv_word_outlook(&page->line, check, d);
        sv_page_flush(page, INDENT, INDENT + 4);
    }
    sv_page_gap(page);
}

static void put_names(struct sv_json *json, cJSON *to, const char *key, const struct sv_pom_name *names)
{
    cJSON *list = sv_json_array(json, to, key);
    for (; names; names = names->next)
        sv_json_text(json, list, NULL, names->name);
}

static void put_name(struct sv_json *json, cJSON *to, const struct sv_outlook *outlook)
{
    struct sv_buf name;
    sv_buf_init(&name, SV_LIMIT_REPORT_BYTES);
    sv_outlook_put_name(&name, outlook);
    sv_json_text_or_null(json, to, "becomes", sv_buf_str(&name));
    json->failed |= name.failed;
    sv_buf_free(&name);
}

static void put_dependency(struct sv_json *json, cJSON *to, const struct sv_check *check,
                           const struct sv_pom_dependency *d)
{
    struct sv_outlook outlook = outlook_of(check, d);
    cJSON *object = sv_json_object(json, to, NULL);
    sv_json_text(json, object, "group", d->group);
    sv_json_text(json, object, "artifact", d->artifact);
    sv_json_text_or_null(json, object, "version", sv_pom_version_is_known(d) ? d->version.text : (sv_str){ "", 0 });
    sv_json_text_or_null(json, object, "version_written", d->version.written);
    sv_json_text(json, object, "scope", d->scope);
    sv_json_text_or_null(json, object, "profile", d->profile);
    sv_json_bool(json, object, "managed", d->managed);
    sv_json_text(json, object, "file", d->place.file);
    sv_json_u64(json, object, "at", d->place.at);
    sv_json_number(json, object, "line", d->place.line);
    sv_json_word(json, object, "on_target", sv_outlook_word(outlook.kind));
    put_name(json, object, &outlook);
    sv_json_text_or_null(json, object, "becomes_version", outlook.version);
    sv_json_text_or_null(json, object, "note", outlook.row ? outlook.row->note : (sv_str){ "", 0 });
}

void sv_json_pom(struct sv_json *json, cJSON *to, const struct sv_check *check)
{
    const struct sv_pom *pom = check->pom;
    sv_json_null(json, to, "snapshot");
    cJSON *head = sv_json_object(json, to, "pom");
    sv_json_text(json, head, "path", pom->path);
    sv_json_text_or_null(json, head, "group", pom->group);
    sv_json_text_or_null(json, head, "artifact", pom->artifact);
    sv_json_text_or_null(json, head, "version", pom->version);
    sv_json_text_or_null(json, head, "packaging", pom->packaging);
    if (pom->artifact.n && pom->java.level >= 0)
        sv_json_number(json, head, "java_level", pom->java.level);
    else
        sv_json_null(json, head, "java_level");
    sv_json_number(json, head, "dependency_count", pom->dependency_count);
    put_names(json, head, "parents", pom->parents);
    put_names(json, head, "unread", pom->unread);
    put_names(json, head, "modules", pom->modules);
    put_names(json, head, "profiles", pom->profiles);
    sv_json_word(json, head, "facts_of", sv_artifacts_day());
    cJSON *list = sv_json_array(json, to, "dependencies");
    for (const struct sv_pom_dependency *d = NULL; (d = sv_pom_next(check, d));)
        put_dependency(json, list, check, d);
}
