#include "redact/redact.h"

#include <criterion/criterion.h>
#include <stdlib.h>

#include "base/limits.h"
#include "inspect/inspect.h"
#include "report/report.h"
#include "support/fixture.h"
#include "support/made.h"

/* The word that no redacted report may hold. */
#define SECRET "zyx"

static void write_report(const struct sv_check *check, const char *format, struct sv_buf *out)
{
    struct sv_report report = { .checks = &check, .count = 1 };
    sv_buf_init(out, SV_LIMIT_REPORT_BYTES);
    sv_format_find(SV_VIEW_CHECK, sv_str_of(format))->write(&report, out);
    cr_assert_not(out->failed);
}

static bool holds(sv_str text, sv_str word)
{
    return word.n && memmem(text.p, text.n, word.p, word.n);
}

static void run(const struct sv_snapshot *snapshot, struct sv_check *check)
{
    struct sv_error err;
    cr_assert_eq(sv_check_run(snapshot, sv_release_default(), NULL, check, &err), SV_OK, "%s", err.text);
}

/* Names at every place that a model has for one. */
static struct sv_snapshot *make_secret(void)
{
    struct sv_snapshot *s = made_snapshot();
    s->path = s->folder = SV_STR("/data/" SECRET "/sp");
    s->metadata = SV_STR("/data/" SECRET "/sp/_metadata");
    struct sv_type *pojo = made_pojo(s, "value", "com." SECRET ".Order");
    made_child(pojo, SECRET "Field", made_kryo(s, "field", "com." SECRET ".Item"));
    made_child(pojo, SECRET "Other", made_kryo(s, "field", "[Lcom." SECRET ".Item;"));
    struct sv_entry *registered = made_entry(s, &pojo->more.pojo->registered, "com." SECRET ".Sub");
    registered->type = made_string(s, "subclass");
    struct sv_type *kryo = made_kryo(s, "element", "java.util.List");
    made_entry(s, &kryo->more.kryo->registrations, "com." SECRET ".Item")->serializer_class =
        SV_STR("com." SECRET ".ItemSerializer");
    made_child(pojo, SECRET "List", kryo);
    struct sv_state *state = made_keyed(s, SV_STATE_VALUE, SV_BACKEND_HEAP, pojo);
    state->name = SV_STR(SECRET "-state");
    struct sv_operator *op = s->operators;
    op->name = SV_STR("Source: " SECRET);
    op->uid = SV_STR(SECRET "-uid");
    op->subtasks->managed_keyed->blob.name = SV_STR("s3://" SECRET "/state-1");
    struct sv_state *list = made_list(s, SECRET "-list", made_type(s, "value", "com." SECRET ".OwnSerializerSnapshot"));
    list->serializers->inferred = true;
    struct sv_state *broken = made_list(s, SECRET "-broken", made_string(s, "value"));
    struct sv_stream *stream = (struct sv_stream *)(uintptr_t)broken->stream;
    stream->defect = (struct sv_defect){ .code = SV_DEFECT_UNKNOWN_CLASS,
                                         .doing = "class name",
                                         .subject = SV_STR("com." SECRET ".Unknown") };
    stream->blob = &stream->handle->blob;
    struct sv_blob *missing = &s->operators->next->subtasks->managed_operator->blob;
    missing->kind = SV_BLOB_FILE;
    missing->name = SV_STR("/data/" SECRET "/file");
    missing->defect = SV_DEFECT_MISSING_FILE;
    return s;
}

static void expect_kept(const struct sv_check *before, const struct sv_check *after, const char *what)
{
    cr_expect_eq(before->verdict, after->verdict, "%s", what);
    cr_assert_eq(before->findings.count, after->findings.count, "%s: %zu findings, then %zu", what,
                 before->findings.count, after->findings.count);
    size_t rules[SV_RULE_COUNT][SV_BLIND + 1] = { 0 };
    for (size_t i = 0; i < before->findings.count; i++) {
        rules[before->findings.items[i].rule - sv_rules][before->findings.items[i].severity]++;
        rules[after->findings.items[i].rule - sv_rules][after->findings.items[i].severity]--;
    }
    for (size_t i = 0; i < SV_RULE_COUNT; i++)
        for (int severity = 0; severity <= SV_BLIND; severity++)
            cr_expect_eq(rules[i][severity], 0, "%s: %s", what, sv_rules[i].code);
}

static const char *const formats[] = { "text", "json", "html", "sarif", "junit", "github", "gitlab", "markdown" };

Test(redact, no_name_is_left_anywhere)
{
    struct sv_snapshot *s = make_secret();
    struct sv_check before, after;
    struct sv_error err;
    struct sv_buf text;
    run(s, &before);
    write_report(&before, "json", &text);
    cr_assert(holds(sv_buf_str(&text), SV_STR(SECRET)), "the test looks for a word that is never there");
    sv_buf_free(&text);
    cr_assert_eq(sv_redact(s, &err), SV_OK);
    run(s, &after);
    for (size_t i = 0; i < sizeof formats / sizeof formats[0]; i++) {
        write_report(&after, formats[i], &text);
        cr_expect_not(holds(sv_buf_str(&text), SV_STR(SECRET)), "%s: %.*s", formats[i], (int)text.n, text.p);
        sv_buf_free(&text);
    }
    expect_kept(&before, &after, "by hand");
    sv_check_release(&before);
    sv_check_release(&after);
    made_free(s);
}

Test(redact, equal_names_have_equal_words)
{
    struct sv_snapshot *s = made_snapshot();
    struct sv_error err;
    made_list(s, "a", made_kryo(s, "value", "com.acme.A"));
    made_list(s, "b", made_kryo(s, "value", "com.acme.B"));
    made_list(s, "a", made_kryo(s, "value", "com.acme.A"));
    made_list(s, "Class1", made_kryo(s, "value", "java.util.List"));
    struct sv_operator *op = s->operators;
    cr_assert_eq(sv_redact(s, &err), SV_OK);
    static const char *const states[] = { "State1", "State2", "State1", "State3" };
    static const char *const types[] = { "Class1", "Class2", "Class1", "java.util.List" };
    for (int i = 0; op; op = op->next, i++) {
        const struct sv_state *state = op->states->state;
        cr_expect(sv_str_eq(state->name, sv_str_of(states[i])), "%.*s", SV_ARG(state->name));
        cr_expect(sv_str_eq(state->serializers->java_type, sv_str_of(types[i])), "%.*s",
                  SV_ARG(state->serializers->java_type));
        cr_expect_eq(op->id[15], i + 1);
    }
    made_free(s);
}

/* Names of a snapshot that are long enough to be nobody else's, and no words of a report. */
struct secrets {
    sv_str vocabulary; /* what a report says of an empty snapshot */
    sv_str items[4096];
    size_t count;
};

static void remember(struct secrets *secrets, sv_str name)
{
    enum { LONG_ENOUGH = 9 };
    if (name.n < LONG_ENOUGH || sv_str_starts(name, SV_STR("org.apache.")) || sv_str_starts(name, SV_STR("java.")))
        return;
    if (holds(secrets->vocabulary, name))
        return;
    for (int kind = SV_STATE_VALUE; kind <= SV_STATE_UNKNOWN; kind++)
        if (sv_str_eq(name, sv_str_of(sv_state_kind_name((enum sv_state_kind)kind))))
            return;
    char *copy = strndup(name.p, name.n);
    cr_assert(copy && secrets->count < sizeof secrets->items / sizeof secrets->items[0]);
    secrets->items[secrets->count++] = sv_str_of(copy);
}

static void remember_types(struct secrets *secrets, const struct sv_state *state)
{
    for (const struct sv_type *root = NULL; (root = sv_state_next_root(state, root));)
        for (const struct sv_type *t = root; t; t = sv_type_next(root, t))
            if (!sv_str_starts(t->java_type, SV_STR("scala.")))
                remember(secrets, t->java_type);
}

static void remember_all(struct secrets *secrets, const struct sv_snapshot *snapshot)
{
    remember(secrets, snapshot->path);
    remember(secrets, SV_STR("com.example"));
    for (const struct sv_operator *op = snapshot->operators; op; op = op->next) {
        remember(secrets, op->uid);
        remember(secrets, op->name);
        for (const struct sv_subtask *subtask = op->subtasks; subtask; subtask = subtask->next)
            if (subtask->managed_keyed)
                remember(secrets, subtask->managed_keyed->blob.name);
        for (const struct sv_op_state *s = op->states; s; s = s->next)
            remember_types(secrets, s->state);
    }
}

/* SARIF holds the texts of all rules. */
static void write_vocabulary(struct sv_buf *out)
{
    struct sv_snapshot *empty = made_snapshot();
    struct sv_check check;
    run(empty, &check);
    write_report(&check, "sarif", out);
    sv_check_release(&check);
    made_free(empty);
}

static void redact_fixture(const char *path, void *context)
{
    static const struct sv_inspect_options options = { 0 };
    struct sv_snapshot s;
    struct sv_check before, after;
    struct sv_error err;
    struct sv_buf vocabulary;
    enum sv_status status = sv_inspect(path, &options, &s, &err);
    if (status == SV_ERR_UNREADABLE) /* damaged on purpose, beyond reading */
        return;
    cr_assert_eq(status, SV_OK, "%s", err.text);
    write_vocabulary(&vocabulary);
    struct secrets *secrets = calloc(1, sizeof *secrets);
    cr_assert(secrets);
    secrets->vocabulary = sv_buf_str(&vocabulary);
    run(&s, &before);
    remember_all(secrets, &s);
    cr_assert_eq(sv_redact(&s, &err), SV_OK);
    run(&s, &after);
    expect_kept(&before, &after, path);
    for (size_t i = 0; i < sizeof formats / sizeof formats[0]; i++) {
        struct sv_buf text;
        write_report(&after, formats[i], &text);
        for (size_t j = 0; j < secrets->count; j++)
            cr_expect_not(holds(sv_buf_str(&text), secrets->items[j]), "%s, %s: '%s' is left", path, formats[i],
                          secrets->items[j].p);
        sv_buf_free(&text);
    }
    *(size_t *)context += secrets->count;
    for (size_t j = 0; j < secrets->count; j++)
        free((char *)(uintptr_t)secrets->items[j].p);
    free(secrets);
    sv_buf_free(&vocabulary);
    sv_check_release(&before);
    sv_check_release(&after);
    sv_snapshot_release(&s);
}

Test(redact, fixtures_keep_their_verdicts_and_no_names, .timeout = 240)
{
    char *fixtures = fixture_path("");
    size_t secrets = 0;
    cr_assert_gt(fixture_each(fixtures, "_metadata", redact_fixture, &secrets), 10);
    cr_assert_gt(secrets, 100);
    free(fixtures);
}

Test(redact, more_snapshots_keep_their_verdicts_and_no_names, .timeout = 480)
{
    const char *folder = fixture_ground_truth();
    size_t secrets = 0;
    if (!folder)
        cr_skip_test("SNAPVET_GROUND_TRUTH is not set");
    cr_assert_gt(fixture_each(folder, "_metadata", redact_fixture, &secrets), 10);
}

/* With ever more room for words, until it is enough. */
Test(redact, too_little_memory_is_said)
{
    enum { STEP = 64 };
    enum sv_status status = SV_ERR_MEMORY;
    size_t room = 0;
    for (; status != SV_OK; room += STEP) {
        struct sv_snapshot *s = make_secret();
        s->arena.limit_bytes = s->arena.used_bytes + room;
        status = sv_redact(s, NULL);
        cr_assert(status == SV_OK || status == SV_ERR_MEMORY);
        made_free(s);
    }
    cr_assert_gt(room, STEP);
}
