/* seed.c: takes real snapshots apart into seeds, one folder per fuzz entry.
 *
 *   seed CORPUS FOLDER...   every _metadata below the folders gives a seed for metadata, the state that lies in it and in
 *                           the files beside it seeds for head and scan, every *.snapshot file one for type */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "flink/read.h"
#include "support/fixture.h"

enum { SEED_BYTES = 8 << 10 }; /* longer ones are slow to mutate */
/* First bytes of fuzz_head.c. */
enum { KEYED = 0, KEYED_ROCKSDB = 2, OPERATOR = 4, TIMERS = 6, CHANGELOG = 8, CHANGELOG_FILE = 10 };

static const char *corpus;
static unsigned written;

/* Whether such bytes came before: the subtasks of an operator write the same head. A few seeds lost to equal sums do not
 * matter. */
static bool seen(int selector, const unsigned char *bytes, size_t n)
{
    enum { SLOTS = 1 << 16 };
    static uint64_t sums[SLOTS];
    uint64_t sum = 0xcbf29ce484222325u ^ (unsigned)selector;
    for (size_t i = 0; i < n; i++)
        sum = (sum ^ bytes[i]) * 0x100000001b3u;
    size_t slot = sum >> 48;
    bool same = sums[slot] == sum;
    sums[slot] = sum;
    return same;
}

static void write_seed(const char *entry, int selector, const void *bytes, size_t n)
{
    if (n > SEED_BYTES)
        n = SEED_BYTES;
    if (seen(selector, bytes, n))
        return;
    char *path;
    if (asprintf(&path, "%s/%s/seed-%05u", corpus, entry, written++) < 0)
        exit(EXIT_FAILURE);
    FILE *file = fopen(path, "wb");
    if (!file) {
        fprintf(stderr, "seed: cannot create '%s'\n", path);
        exit(EXIT_FAILURE);
    }
    if (selector >= 0)
        putc(selector, file);
    fwrite(bytes, 1, n, file);
    fclose(file);
    free(path);
}

static void seed_blob(const struct sv_blob *blob, int selector)
{
    if (blob->kind == SV_BLOB_INLINE && blob->size)
        write_seed("head", selector, blob->more.bytes, (size_t)blob->size);
}

/* For fuzz_scan.c: how it is to be read, 2 length of the head, all of it. */
static void seed_scan(const struct sv_handle *h, int selector)
{
    enum { HEAP, FULL, OPERATORS, RAW_TIMERS, LONGEST_HEAD = 4 << 10 };
    sv_str offsets = h->partitions ? h->partitions->offsets : h->offsets;
    uint64_t head = 0;
    for (size_t i = 0; i + 8 <= offsets.n && head == 0; i += 8)
        head = sv_be64((const unsigned char *)offsets.p + i);
    int form = selector == OPERATOR ? OPERATORS : selector == TIMERS ? RAW_TIMERS : HEAP;
    if (h->kind == SV_HANDLE_KEY_GROUPS_SAVEPOINT)
        form = FULL;
    if (h->blob.kind != SV_BLOB_INLINE || head > LONGEST_HEAD || h->blob.size > SEED_BYTES)
        return;
    unsigned char seed[SEED_BYTES + 2] = { (unsigned char)(head >> 8), (unsigned char)head };
    memcpy(seed + 2, h->blob.more.bytes, (size_t)h->blob.size);
    write_seed("scan", form, seed, (size_t)h->blob.size + 2);
}

static void seed_handles(const struct sv_handle *handles, int selector)
{
    for (const struct sv_handle *h = handles; h; h = h->next) {
        seed_blob(&h->blob, selector);
        seed_scan(h, selector);
        seed_handles(h->materialized, KEYED_ROCKSDB);
        seed_handles(h->increments, CHANGELOG);
    }
}

static void seed_metadata(const char *path, void *context)
{
    (void)context;
    size_t n;
    unsigned char *bytes = fixture_load(path, &n);
    write_seed("metadata", -1, bytes, n);
    struct sv_snapshot snapshot = { 0 };
    sv_arena_init(&snapshot.arena, SIZE_MAX);
    sv_read_metadata(sv_cur_of(bytes, n, 0), &snapshot);
    for (const struct sv_operator *op = snapshot.operators; op; op = op->next)
        for (const struct sv_subtask *task = op->subtasks; task; task = task->next) {
            seed_handles(task->managed_operator, OPERATOR);
            seed_handles(task->managed_keyed, KEYED);
            seed_handles(task->raw_keyed, TIMERS);
        }
    sv_arena_free(&snapshot.arena);
    free(bytes);
}

static void seed_file(const char *path, void *context)
{
    (void)context;
    const char *name = strrchr(path, '/') + 1;
    size_t n, length = strlen(name);
    bool is_type = length > 9 && strcmp(name + length - 9, ".snapshot") == 0;
    if (strchr(name, '.') && !is_type) /* SST files, lists, descriptions */
        return;
    unsigned char *bytes = fixture_load(path, &n);
    if (is_type) {
        write_seed("type", -1, bytes, n);
    } else if (strcmp(name, "_metadata") != 0) {
        write_seed("head", KEYED, bytes, n);
        write_seed("head", OPERATOR, bytes, n);
        write_seed("head", CHANGELOG_FILE, bytes, n);
    }
    free(bytes);
}

int main(int argc, char **argv)
{
    if (argc < 3) {
        fputs("usage: seed CORPUS FOLDER...\n", stderr);
        return 64;
    }
    corpus = argv[1];
    for (int i = 2; i < argc; i++) {
        fixture_each(argv[i], "_metadata", seed_metadata, NULL);
        fixture_each(argv[i], NULL, seed_file, NULL);
    }
    printf("%u seeds\n", written);
    return written ? EXIT_SUCCESS : EXIT_FAILURE;
}
