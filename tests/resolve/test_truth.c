/* test_truth.c: the serializer snapshots that real Flink 1.8, 1.13 and 1.20 wrote for a type, resolved against their
 * successors and against what real Flink 2.2 writes for the same type: one answer. SNAPVET_GROUND_TRUTH names the folder
 * that holds them. */
#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>

#include "resolve/resolve.h"
#include "support/fixture.h"
#include "support/types.h"

enum { FLAGS = SV_RESOLVE_AS_STATE };

struct tally {
    size_t pairs, refused, by_kryo;
};

/* Kryo's bytes do not tell whether a list is a raw one, which stays with it, nor whether a class is a record, which 2.x takes
 * for a POJO: they are incompatible either way. */
static bool holds_kryo(const struct sv_type *root)
{
    for (const struct sv_type *t = root; t; t = sv_type_next(root, t))
        if (t->kind == SV_KIND_KRYO)
            return true;
    return false;
}

static void read_file(struct types_read *out, const char *path, struct bytes *bytes)
{
    bytes->p = fixture_load(path, &bytes->n);
    bytes->capacity = bytes->n;
    types_read_file(out, bytes);
    cr_assert_not_null(out->root, "%s", path);
}

static struct sv_resolution ask(const struct sv_type *new, const struct sv_type *old, struct sv_arena *arena)
{
    struct sv_resolution r;
    struct sv_error err;
    cr_assert_eq(sv_resolve(new, old, NULL, FLAGS, arena, &r, &err), SV_OK, "%s", err.text);
    return r;
}

static void compare(const char *old_path, const char *new_path, struct tally *tally)
{
    struct bytes old_bytes = { 0 }, new_bytes = { 0 };
    struct types_read old, new;
    read_file(&old, old_path, &old_bytes);
    read_file(&new, new_path, &new_bytes);
    struct sv_resolution real = ask(new.root, old.root, &new.arena);
    const struct sv_type *successor = sv_successor(old.root, sv_release_default(), &new.arena);
    cr_assert_not_null(successor);
    struct sv_resolution ours = ask(successor, old.root, &new.arena);
    bool same = ours.answer == real.answer;
    cr_expect(same || holds_kryo(old.root), "%s: %s (%s) and not %s (%s)", old_path, sv_answer_name(ours.answer),
              ours.cause.text, sv_answer_name(real.answer), real.cause.text);
    tally->by_kryo += !same;
    tally->pairs++;
    tally->refused += !sv_answer_accepts(real.answer);
    types_done(&old);
    types_done(&new);
    bytes_free(&old_bytes);
    bytes_free(&new_bytes);
}

/* The file of the same name that 2.2 wrote. */
static void compare_file(const char *path, void *context)
{
    const char *name = strrchr(path, '/'), *version = strstr(path, "/snap-");
    char new_path[1024];
    struct stat found;
    if (strlen(name) < 5 || strcmp(name + strlen(name) - 5, ".snap") != 0 || strstr(path, "/snap-2"))
        return;
    snprintf(new_path, sizeof new_path, "%.*s/snap-2.2.0%s", (int)(version - path), path, name);
    if (stat(new_path, &found) == 0)
        compare(path, new_path, context);
}

Test(truth, successors_answer_as_what_2x_writes)
{
    const char *folder = fixture_ground_truth();
    struct tally tally = { 0 };
    char *matrix = NULL;
    if (!folder)
        cr_skip_test("SNAPVET_GROUND_TRUTH is not set: no snapshots of Flink 2.2 to compare with");
    cr_assert(asprintf(&matrix, "%s/matrix", folder) > 0);
    fixture_each(matrix, NULL, compare_file, &tally);
    cr_expect_gt(tally.pairs, 1000);
    cr_expect_gt(tally.refused, 10);
    cr_expect_lt(tally.by_kryo, tally.pairs / 20);
    fprintf(stderr, "%zu pairs, %zu of them refused, %zu otherwise than Kryo's bytes tell\n", tally.pairs,
            tally.refused, tally.by_kryo);
    free(matrix);
}
