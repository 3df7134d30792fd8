/* check_pom.c: what a Maven POM depends on, and the Java level it compiles for. */
#include <stdlib.h>

#include "base/limits.h"
#include "rules/check.h"
#include "rules/outlook.h"

/* "1.20.0 (${flink.version}, of profile old)", or why it is not known */
static void put_version(struct sv_buf *out, const struct sv_pom_dependency *dependency)
{
    const struct sv_pom_text *version = &dependency->version;
    if (!version->written.n) {
        sv_buf_puts(out, "no version");
        return;
    }
    sv_buf_puts(out, "version ");
    sv_buf_add(out, version->text);
    bool filled = !sv_str_eq(version->text, version->written);
    if (filled || version->profile.n)
        sv_buf_puts(out, " (");
    if (filled)
        sv_buf_add(out, version->written);
    if (version->profile.n) {
        sv_buf_puts(out, filled ? " of profile " : "of profile ");
        sv_buf_add(out, version->profile);
    }
    if (filled || version->profile.n)
        sv_buf_putc(out, ')');
}

/* "org.apache.flink:flink-clients", and what else tells a dependency apart. */
static void put_name(struct sv_buf *out, const struct sv_pom_dependency *dependency)
{
    sv_buf_add(out, dependency->group);
    sv_buf_putc(out, ':');
    sv_buf_add(out, dependency->artifact);
    if (dependency->profile.n) {
        sv_buf_puts(out, " in profile ");
        sv_buf_add(out, dependency->profile);
    }
    if (dependency->managed)
        sv_buf_puts(out, " in dependencyManagement");
}

/* "2.2.0", with the name before it when that is another one */
static void put_successor(struct sv_buf *out, const struct sv_outlook *outlook)
{
    if (outlook->renamed || !outlook->version.n)
        sv_outlook_put_name(out, outlook);
    if (outlook->renamed && outlook->version.n)
        sv_buf_putc(out, ' ');
    sv_buf_add(out, outlook->version);
}

/* What is found about an outlook: its rule and what is said after the version in use. */
static const struct row {
    enum sv_rule_id rule;
    bool is_found;
    const char *text, *successor; /* the second when there is a successor, before its name */
} rows[] = {
    [SV_OUTLOOK_VERSION] = { SV_RULE_SV603, true, "is for Flink 1.x", "is for Flink 1.x; for the target it is " },
    [SV_OUTLOOK_RENAME] = { SV_RULE_SV604, true, "has another name on 2.x", "becomes " },
    [SV_OUTLOOK_REMOVE] = { SV_RULE_SV606, true, "has no release for 2.x", NULL },
    [SV_OUTLOOK_REWRITE] = { SV_RULE_SV605, true, "has no successor", "gives way to " },
    [SV_OUTLOOK_NO_RELEASE] = { SV_RULE_SV607, true, "has no release for 2.x", "has no release for the target" },
    [SV_OUTLOOK_EARLIER] = { SV_RULE_SV611, true, "is for an earlier 2.x",
                             "is for an earlier 2.x; for the target it is " },
    [SV_OUTLOOK_LATER] = { SV_RULE_SV612, true, "is for a later Flink", "is for a later Flink; for the target it is " },
    [SV_OUTLOOK_LIBRARY] = { SV_RULE_SV613, true, "is not what Flink 2.x brings", "is not what Flink 2.x brings: " },
    [SV_OUTLOOK_UNSAID] = { SV_RULE_SV602, true, NULL, NULL },
    [SV_OUTLOOK_UNKNOWN] = { SV_RULE_SV608, true, "of an artifact that is not known here", NULL },
};

/* Why the version is not known, to follow it. */
static void put_unknown(struct sv_buf *out, const struct sv_pom_dependency *dependency)
{
    if (dependency->version.unknown.n) {
        sv_buf_puts(out, ": nothing defines ");
        sv_buf_add(out, dependency->version.unknown);
    } else if (dependency->version.written.n) {
        sv_buf_puts(out, " is a range, or none of Flink's");
    } else {
        sv_buf_puts(out, dependency->version_elsewhere ? " is said in the files that were read" : " is said anywhere");
    }
}

static void put_message(struct sv_buf *out, const struct sv_pom_dependency *dependency,
                        const struct sv_outlook *outlook, const struct row *row)
{
    put_version(out, dependency);
    if (outlook->kind == SV_OUTLOOK_UNSAID) {
        put_unknown(out, dependency);
        return;
    }
    sv_buf_putc(out, ' ');
    if (row->successor && outlook->name.n) {
        sv_buf_puts(out, row->successor);
        if (outlook->kind != SV_OUTLOOK_NO_RELEASE)
            put_successor(out, outlook);
    } else {
        sv_buf_puts(out, row->text);
    }
    if (outlook->kind == SV_OUTLOOK_NO_RELEASE)
        sv_buf_printf(out, " as of %s", sv_artifacts_day());
}

/* Names the dependency and its place; a test does not run in the job. */
static void place(struct sv_findings *out, struct sv_finding *finding, const struct sv_pom_dependency *dependency)
{
    struct sv_buf name;
    if (!finding)
        return;
    sv_buf_init(&name, 4 * SV_LIMIT_POM_VALUE_BYTES);
    put_name(&name, dependency);
    finding->path = sv_arena_copy(out->arena, sv_buf_str(&name));
    if (name.failed || !finding->path.p) {
        out->failed = true;
        finding->path = (sv_str){ "", 0 };
    }
    sv_buf_free(&name);
    sv_finding_file(finding, dependency->place.file, dependency->place.at);
    finding->line = dependency->place.line;
    if (finding->severity == SV_ERROR && sv_str_eq(dependency->scope, SV_STR("test")))
        finding->severity = SV_WARNING;
    if (finding->rule == &sv_rules[SV_RULE_SV613] && dependency->managed)
        finding->severity = SV_NOTE; /* builds settle the version of what comes with Flink that way */
}

void sv_check_dependency(const struct sv_site *at, struct sv_findings *out)
{
    const struct sv_pom_dependency *dependency = at->dependency;
    struct sv_outlook outlook = sv_outlook_of(at->pom, dependency, at->target);
    const struct row *row = &rows[outlook.kind];
    if (outlook.kind == SV_OUTLOOK_FOREIGN || !row->is_found)
        return;
    struct sv_buf message;
    sv_buf_init(&message, 16 * SV_LIMIT_POM_VALUE_BYTES);
    put_message(&message, dependency, &outlook, row);
    struct sv_finding *finding = sv_found(out, row->rule, at, "%.*s", SV_ARG(sv_buf_str(&message)));
    out->failed |= message.failed;
    sv_buf_free(&message);
    place(out, finding, dependency);
    if (!outlook.row || !outlook.row->note.n)
        return;
    if (outlook.kind == SV_OUTLOOK_NO_RELEASE)
        sv_finding_remedy(out, finding, "%.*s %s", SV_ARG(outlook.row->note), sv_rules[row->rule].cure);
    else
        sv_finding_remedy(out, finding, "%.*s", SV_ARG(outlook.row->note));
}

void sv_check_pom_java(const struct sv_site *at, struct sv_findings *out)
{
    enum { LEAST = 11, MANAGED_SERVICE = 17 };
    const struct sv_pom_java *java = &at->pom->java;
    if (java->level < 0 || (java->level >= LEAST && java->level <= MANAGED_SERVICE))
        return;
    enum sv_rule_id rule = java->level < LEAST ? SV_RULE_SV609 : SV_RULE_SV610;
    struct sv_finding *finding =
        sv_found(out, rule, at, "it is compiled for Java %d (written %.*s)", java->level, SV_ARG(java->text.written));
    if (!finding)
        return;
    sv_finding_file(finding, java->text.place.file.p ? java->text.place.file : at->pom->path, java->text.place.at);
    finding->line = java->text.place.line;
}

__attribute__((format(printf, 2, 3))) static void say(struct sv_check *check, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    check->not_checked[check->not_checked_count++] = sv_findings_text(&check->findings, format, arguments);
    va_end(arguments);
}

/* "a, b and 3 more" */
static void put_list(struct sv_buf *out, const struct sv_pom_name *names)
{
    enum { NAMED = 5 };
    size_t count = 0;
    for (; names; names = names->next, count++)
        if (count < NAMED) {
            sv_buf_puts(out, count ? ", " : "");
            sv_buf_add(out, names->name);
        }
    if (count > NAMED)
        sv_buf_printf(out, " and %zu more", count - NAMED);
}

static void say_list(struct sv_check *check, const struct sv_pom_name *names, const char *before, const char *after)
{
    struct sv_buf list;
    if (!names)
        return;
    sv_buf_init(&list, SV_LIMIT_POM_BYTES * 8);
    put_list(&list, names);
    say(check, "%s: %.*s%s", before, SV_ARG(sv_buf_str(&list)), after);
    check->findings.failed |= list.failed;
    sv_buf_free(&list);
}

static enum sv_status not_checked(struct sv_check *check, struct sv_error *err)
{
    enum { SENTENCES = 5 };
    check->not_checked = sv_arena_alloc(&check->arena, SENTENCES, sizeof *check->not_checked);
    if (check->not_checked) {
        say(check, "the code, and what dependencies bring with them: a POM names what it depends on, and no more");
        say_list(check, check->pom->unread, "parents and imported POMs, which are not here", "");
        say_list(check, check->pom->modules, "modules, which have POMs of their own", "");
        if (check->pom->java.level < 0)
            say(check, "the Java level: the POM does not say which, or not as a number");
        if (check->findings.dropped)
            say(check, "%llu findings beyond the first %u, which are not listed",
                (unsigned long long)check->findings.dropped, SV_LIMIT_FINDINGS);
    }
    bool failed = !check->not_checked || check->findings.failed;
    return failed ? sv_fail(err, SV_ERR_MEMORY, "no memory for the findings") : SV_OK;
}

static void ask(const struct sv_site *at, enum sv_subject subject, struct sv_findings *out)
{
    for (size_t i = 0; i < SV_RULE_COUNT; i++)
        if (sv_rules[i].subject == subject)
            sv_rules[i].check(at, out);
}

enum sv_status sv_check_run_pom(const struct sv_pom *pom, const struct sv_snapshot *snapshot,
                                const struct sv_release *target, struct sv_check *out, struct sv_error *err)
{
    struct sv_check check = { .snapshot = snapshot, .pom = pom, .target = target };
    sv_arena_init(&check.arena, SV_LIMIT_MODEL_BYTES);
    check.findings.arena = &check.arena;
    struct sv_site at = {
        .snapshot = snapshot, .target = target, .op_number = SV_NO_NUMBER, .state_number = SV_NO_NUMBER, .pom = pom
    };
    ask(&at, SV_ON_POM, &check.findings);
    for (at.dependency = pom->dependencies; at.dependency; at.dependency = at.dependency->next)
        ask(&at, SV_ON_DEPENDENCY, &check.findings);
    sv_findings_settle(&check.findings);
    enum sv_status status = sv_verdict_draw(&check, err);
    if (status == SV_OK)
        status = not_checked(&check, err);
    if (status != SV_OK) {
        sv_check_release(&check);
        return status;
    }
    check.verdict_of_all = check.verdict;
    *out = check;
    out->findings.arena = &out->arena;
    return SV_OK;
}
