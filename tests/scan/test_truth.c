/* Entries of real snapshots: all of them are told, and the same job's are the same from every backend. */
#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/limits.h"
#include "inspect/inspect.h"
#include "report/value.h"
#include "scan/scan.h"
#include "support/fixture.h"

struct lines {
    char **items;
    size_t count, capacity, losses;
    struct sv_arena arena;
};

static void put(struct sv_buf *out, sv_str part, const struct sv_value *value)
{
    sv_buf_putc(out, ' ');
    if (part.p && !value)
        sv_hex(out, part);
    else
        sv_value_json(out, value);
}

/* Times to live are those of the run. */
static bool add_line(const struct sv_state_entry *entry, void *context)
{
    struct lines *lines = context;
    struct sv_buf out;
    struct sv_value *ttl;
    const struct sv_state_codecs *codecs = entry->codecs;
    sv_buf_init(&out, SV_LIMIT_REPORT_BYTES);
    sv_arena_reset(&lines->arena);
    sv_hex(&out, (sv_str){ (const char *)entry->op->id, 16 });
    sv_buf_printf(&out, " %.*s %d", (int)entry->state->name.n, entry->state->name.p, (int)entry->key_group);
    put(&out, entry->key, sv_entry_part(entry->key, codecs->key, &lines->arena));
    put(&out, entry->name_space, sv_entry_part(entry->name_space, codecs->name_space, &lines->arena));
    put(&out, entry->user_key, sv_entry_part(entry->user_key, codecs->user_key, &lines->arena));
    const struct sv_value *value = sv_entry_value(entry, &lines->arena, &ttl);
    if (value || entry->form != SV_ENTRY_LIST_COUNTED)
        put(&out, entry->form == SV_ENTRY_LIST_DELIMITED && !value ? (sv_str){ NULL, 0 } : entry->value, value);
    else
        sv_buf_puts(&out, " null"); /* elements that do not decode: their bytes differ by backend */
    sv_buf_putc(&out, '\0');
    if (lines->count == lines->capacity) {
        lines->capacity = 2 * lines->capacity + 64;
        lines->items = realloc(lines->items, lines->capacity * sizeof *lines->items);
        cr_assert_not_null(lines->items);
    }
    lines->items[lines->count++] = out.p;
    return true;
}

static void add_loss(const struct sv_loss *loss, void *context)
{
    (void)loss;
    ((struct lines *)context)->losses++;
}

static int by_text(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

static struct lines scan_all(const char *path)
{
    struct lines lines = { 0 };
    struct sv_snapshot snapshot = { 0 };
    struct sv_inspect_options how = { 0 };
    struct sv_scan_options options = { .first_key_group = -1, .last_key_group = -1 };
    struct sv_visitor visitor = { .entry = add_line, .loss = add_loss, .context = &lines };
    struct sv_scan *scan;
    sv_arena_init(&lines.arena, SV_LIMIT_MODEL_BYTES);
    cr_assert_eq(sv_inspect(path, &how, &snapshot, NULL), SV_OK, "%s", path);
    cr_assert_eq(sv_scan_new(&snapshot, &options, &scan, NULL), SV_OK);
    for (const struct sv_scan_unit *unit = sv_scan_units(scan); unit; unit = unit->next)
        cr_assert_eq(sv_scan_run(scan, unit, &visitor, NULL), SV_OK);
    sv_scan_free(scan);
    sv_snapshot_release(&snapshot);
    if (lines.count)
        qsort(lines.items, lines.count, sizeof *lines.items, by_text);
    return lines;
}

static void free_lines(struct lines *lines)
{
    for (size_t i = 0; i < lines->count; i++)
        free(lines->items[i]);
    free(lines->items);
    sv_arena_free(&lines->arena);
}

static void keep_path(const char *path, void *context)
{
    char **kept = context;
    if (!*kept)
        *kept = strdup(path);
}

/* The lines of a case below fixtures/; nothing of it may be lost. */
static struct lines scan_case(const char *name)
{
    char *folder = fixture_path(name), *path = NULL;
    fixture_each(folder, "_metadata", keep_path, &path);
    cr_assert_not_null(path, "%s", name);
    struct lines lines = scan_all(path);
    cr_expect_eq(lines.losses, 0, "%s: %zu losses", name, lines.losses);
    cr_expect_gt(lines.count, 0, "%s", name);
    free(path);
    free(folder);
    return lines;
}

static void expect_same(const char *one, const char *other)
{
    struct lines a = scan_case(one), b = scan_case(other);
    cr_expect_eq(a.count, b.count, "%s: %zu, %s: %zu", one, a.count, other, b.count);
    for (size_t i = 0; i < a.count && i < b.count; i++)
        cr_expect_str_eq(a.items[i], b.items[i], "%s\n%s: %s\n%s: %s", "entries differ", one, a.items[i], other,
                         b.items[i]);
    free_lines(&a);
    free_lines(&b);
}

Test(truth, the_same_job_gives_the_same_entries_from_heap_and_rocksdb)
{
    expect_same("flink-1.20/clean-hashmap-savepoint", "flink-1.20/clean-rocksdb-savepoint");
    expect_same("flink-1.20/hashmap-native-savepoint", "flink-1.20/rocksdb-savepoint");
    expect_same("flink-1.20/rocksdb-savepoint", "flink-1.20/rocksdb-native-savepoint");
    expect_same("flink-1.20/rocksdb-savepoint", "flink-1.20/rocksdb-incremental-checkpoint");
    expect_same("flink-1.20/rocksdb-savepoint", "flink-1.20/rocksdb-full-checkpoint");
    expect_same("flink-1.20/rocksdb-savepoint", "flink-1.20/rocksdb-changelog-checkpoint");
    expect_same("flink-1.13/rocksdb-savepoint", "flink-1.13/rocksdb-incremental-checkpoint");
}

Test(truth, packed_or_not_in_files_or_not)
{
    expect_same("flink-1.20/hashmap-checkpoint", "flink-1.20/hashmap-inline-checkpoint");
    expect_same("flink-1.20/hashmap-checkpoint", "flink-1.20/compressed-hashmap-checkpoint");
    expect_same("flink-1.20/hashmap-checkpoint", "flink-1.20/file-merging-hashmap-checkpoint");
    expect_same("flink-1.20/compressed-hashmap-savepoint", "flink-1.20/compressed-rocksdb-savepoint");
}
