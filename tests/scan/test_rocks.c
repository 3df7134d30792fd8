/* RocksDB state with files that are damaged or gone: what is told is right, and what is not told is a loss. */
#include <criterion/criterion.h>
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/buf.h"
#include "inspect/inspect.h"
#include "scan/scan.h"
#include "support/fixture.h"
#include "support/scratch.h"

#define FIXTURE "flink-1.20/rocksdb-incremental-checkpoint"
enum { TEXT_MOST = 1 << 20, ENTRIES = 3 };

/* One operator of the fixture, its first incremental handle, and a copy of one of the handle's files. */
static struct sv_snapshot snapshot;
static struct scratch scratch;
static struct sv_handle *handle;
static const struct sv_operator *op;
static struct sv_file *file;
static unsigned char *bytes;
static size_t byte_count;
static struct sv_buf whole, told;
static size_t losses;
static struct sv_loss last_loss;

static void keep_path(const char *path, void *context)
{
    char **kept = context;
    if (!*kept)
        *kept = strdup(path);
}

static bool has_state(const struct sv_operator *o, const char *name)
{
    for (const struct sv_op_state *s = o->states; s; s = s->next)
        if (sv_str_eq(s->state->name, sv_str_of(name)))
            return true;
    return false;
}

static void begin(void)
{
    struct sv_inspect_options how = { 0 };
    char *folder = fixture_path(FIXTURE), *path = NULL;
    fixture_each(folder, "_metadata", keep_path, &path);
    cr_assert_not_null(path);
    snapshot = (struct sv_snapshot){ 0 };
    cr_assert_eq(sv_inspect(path, &how, &snapshot, NULL), SV_OK);
    scratch_make(&scratch);
    for (op = snapshot.operators; op && !has_state(op, "customer"); op = op->next)
        ;
    cr_assert_not_null(op);
    handle = op->subtasks->managed_keyed;
    cr_assert_eq(handle->kind, SV_HANDLE_INCREMENTAL);
    sv_buf_init(&whole, TEXT_MOST);
    sv_buf_init(&told, TEXT_MOST);
    free(folder);
    free(path);
}

static void end(void)
{
    sv_buf_free(&whole);
    sv_buf_free(&told);
    free(bytes);
    sv_snapshot_release(&snapshot);
    scratch_remove(&scratch);
}

/* The handle's file whose name ends or begins so is from now on "copy" in the scratch folder. */
static void take_file(const char *text)
{
    struct sv_file *lists[] = { handle->shared, handle->private_files };
    file = NULL;
    for (size_t i = 0; i < 2; i++)
        for (struct sv_file *f = lists[i]; f && !file; f = f->next)
            if (sv_str_starts(f->name, sv_str_of(text)) || sv_str_ends(f->name, sv_str_of(text)))
                file = f;
    cr_assert_not_null(file, "%s", text);
    bytes = fixture_load(file->blob.place->path, &byte_count);
    scratch_file(&scratch, "copy", bytes, byte_count);
    char *path = scratch_path(&scratch, "copy");
    file->blob.place->path = sv_arena_copy(&snapshot.arena, sv_str_of(path)).p;
    free(path);
}

static bool of_operator(const struct sv_operator *o, const struct sv_state *state, const void *context)
{
    (void)state;
    return o == context;
}

static bool add_entry(const struct sv_state_entry *entry, void *context)
{
    struct sv_buf *out = context;
    const sv_str parts[] = { entry->state->name, entry->key, entry->name_space, entry->user_key, entry->value };
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
        sv_buf_u64(out, parts[i].p ? parts[i].n : 0);
        sv_buf_putc(out, ':');
        if (parts[i].p)
            sv_buf_add(out, parts[i]);
    }
    sv_buf_putc(out, '\n');
    return true;
}

static void add_loss(const struct sv_loss *loss, void *context)
{
    (void)context;
    losses++;
    last_loss = *loss;
}

/* All there is of the operator. */
static enum sv_status scan(struct sv_buf *out, struct sv_error *err)
{
    const struct sv_scan_options options = { .only = of_operator,
                                             .only_context = op,
                                             .first_key_group = -1,
                                             .last_key_group = -1,
                                             .temporary_folder = scratch.root };
    const struct sv_visitor visitor = { .entry = add_entry, .loss = add_loss, .context = out };
    struct sv_scan *s;
    enum sv_status status = SV_OK;
    out->n = 0;
    losses = 0;
    cr_assert_eq(sv_scan_new(&snapshot, &options, &s, err), SV_OK);
    for (const struct sv_scan_unit *unit = sv_scan_units(s); unit && status == SV_OK; unit = unit->next)
        status = sv_scan_run(s, unit, &visitor, err);
    sv_scan_free(s);
    return status;
}

static size_t count_in(const struct sv_buf *text, char c)
{
    size_t n = 0;
    for (size_t i = 0; i < text->n; i++)
        n += text->p[i] == c;
    return n;
}

/* The copy is all that is in the scratch folder. */
static void expect_nothing_left(void)
{
    DIR *dir = opendir(scratch.root);
    cr_assert_not_null(dir);
    for (const struct dirent *entry; (entry = readdir(dir));)
        cr_expect(entry->d_name[0] == '.' || strcmp(entry->d_name, "copy") == 0, "'%s' was left", entry->d_name);
    closedir(dir);
}

static void scan_whole(void)
{
    cr_assert_eq(scan(&whole, NULL), SV_OK);
    cr_assert_eq(losses, 0);
    cr_assert_geq(count_in(&whole, '\n'), ENTRIES);
}

/* Every entry told is one of the whole, and it is all of them or something is lost. */
static void expect_honest(const char *what, size_t at)
{
    size_t begun = 0;
    cr_assert_eq(scan(&told, NULL), SV_OK, "%s at %zu", what, at);
    for (size_t i = 0; i < told.n; i++) {
        if (told.p[i] != '\n')
            continue;
        cr_expect_not_null(memmem(whole.p, whole.n, told.p + begun, i + 1 - begun), "%s at %zu: an entry that is none",
                           what, at);
        begun = i + 1;
    }
    cr_expect(losses > 0 || told.n == whole.n, "%s at %zu: silence", what, at);
}

TestSuite(rocks, .init = begin, .fini = end);

Test(rocks, entries_are_all_there_and_nothing_stays_behind)
{
    scan_whole();
    expect_nothing_left();
}

Test(rocks, every_changed_byte_of_an_sst_is_seen_or_does_no_harm)
{
    scan_whole();
    take_file(".sst");
    for (size_t i = 0; i < byte_count; i += 5) {
        bytes[i] ^= 0x41;
        scratch_file(&scratch, "copy", bytes, byte_count);
        expect_honest("changed", i);
        bytes[i] ^= 0x41;
    }
    expect_nothing_left();
}

Test(rocks, sst_cut_anywhere_is_a_loss_with_its_key_groups)
{
    scan_whole();
    take_file(".sst");
    for (size_t n = 0; n < byte_count; n += 97) {
        scratch_file(&scratch, "copy", bytes, n);
        expect_honest("cut", n);
        cr_expect_eq(losses, 1, "%zu losses of %zu bytes", losses, n);
        cr_expect_geq(last_loss.first_key_group, 0);
        cr_expect_leq(last_loss.last_key_group, 127);
        cr_expect_gt(last_loss.last_key.n, 0, "its list says between which keys");
    }
    expect_nothing_left();
}

Test(rocks, missing_sst_hides_no_other)
{
    scan_whole();
    take_file(".sst");
    file->blob.defect = SV_DEFECT_MISSING_FILE;
    file->blob.place->path = NULL;
    expect_honest("missing", 0);
    cr_expect_eq(losses, 1);
    cr_expect_eq(last_loss.defect.code, SV_DEFECT_MISSING_FILE);
    cr_expect_not_null(last_loss.state);
}

/* Entries are read by a list of our own. */
static void expect_list_replaced(const char *what, size_t at)
{
    cr_assert_eq(scan(&told, NULL), SV_OK, "%s at %zu", what, at);
    cr_expect(sv_str_eq(sv_buf_str(&told), sv_buf_str(&whole)), "%s at %zu: other entries", what, at);
}

Test(rocks, list_of_files_that_is_changed_or_cut_is_replaced)
{
    scan_whole();
    take_file("MANIFEST-");
    for (size_t i = 0; i < byte_count; i += 3) {
        bytes[i] ^= 0x41;
        scratch_file(&scratch, "copy", bytes, byte_count);
        expect_list_replaced("changed", i);
        cr_expect_eq(losses, 1, "changed at %zu: %zu losses", i, losses);
        bytes[i] ^= 0x41;
    }
    for (size_t n = 0; n < byte_count; n += 3) {
        scratch_file(&scratch, "copy", bytes, n);
        file->blob.size = n; /* so that its size is right */
        expect_list_replaced("cut", n);
        cr_expect_eq(losses, 1, "cut at %zu: %zu losses", n, losses);
    }
}

Test(rocks, current_may_be_wrong_or_gone)
{
    scan_whole();
    take_file("CURRENT");
    scratch_file(&scratch, "copy", "MANIFEST-999999\n", 16);
    expect_list_replaced("another", 0);
    cr_expect_eq(losses, 1);
    scratch_file(&scratch, "copy", "0123456789012345", 16);
    expect_list_replaced("nonsense", 0);
    cr_expect_eq(losses, 1);
    file->name = SV_STR("NOT-CURRENT");
    expect_list_replaced("gone", 0);
    cr_expect_eq(losses, 1);
}

Test(rocks, options_are_not_needed)
{
    scan_whole();
    take_file("OPTIONS-");
    file->blob.defect = SV_DEFECT_MISSING_FILE;
    file->blob.place->path = NULL;
    cr_assert_eq(scan(&told, NULL), SV_OK);
    cr_expect_eq(losses, 0);
    cr_expect(sv_str_eq(sv_buf_str(&told), sv_buf_str(&whole)));
}

Test(rocks, temporary_folder_that_is_none_is_a_failure_of_ours)
{
    struct sv_error err;
    take_file("CURRENT");
    size_t n = strlen(scratch.root);
    memcpy(scratch.root + n, "/copy", sizeof "/copy"); /* a file */
    cr_expect_eq(scan(&told, &err), SV_ERR_WRITE);
    cr_expect_not_null(strstr(err.text, "TMPDIR"), "%s", err.text);
    scratch.root[n] = '\0';
}
