/* bench.c: makes large inputs, and measures. Called by tools/bench; prints one number a line for it to compare.
 *
 *   bench write-metadata FILE MEGABYTES   a _metadata of version 3 as a large job on RocksDB leaves it
 *   bench write-sparse FOLDER GIGABYTES   a snapshot with one keyed state file, all of it but its head a hole
 *   bench parse FILE RUNS                 seconds of the fastest run of the metadata reader, the file in memory
 *   bench time RUNS COMMAND...            milliseconds of the median run of a command, its output dropped
 */
#include <errno.h>
#include <fcntl.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "base/limits.h"
#include "flink/read.h"
#include "support/bytes.h"

enum { KEY_GROUPS = 128, FILES_EACH = 12, SUBTASKS = 128 };
enum { FILE_HANDLE = 2, KEY_GROUPS_HANDLE = 3, OPERATOR_HANDLE = 4, INCREMENTAL_HANDLE = 11, RELATIVE_HANDLE = 6 };

static _Noreturn void give_up(const char *what, const char *subject)
{
    fprintf(stderr, "bench: %s '%s': %s\n", what, subject, strerror(errno));
    exit(EXIT_FAILURE);
}

static void flush(FILE *file, struct bytes *b, const char *path)
{
    if (fwrite(b->p, 1, b->n, file) != b->n)
        give_up("cannot write", path);
    b->n = 0;
}

static void add_shared_file(struct bytes *b, unsigned number)
{
    char text[160];
    snprintf(text, sizeof text, "%06u.sst", number);
    bytes_utf(b, text);
    bytes_u8(b, FILE_HANDLE);
    bytes_i64(b, 64 << 20);
    snprintf(text, sizeof text,
             "s3://bucket/checkpoints/6a1f0d3b9f5c4f7e8a2b3c4d5e6f7081/shared/%08x-5d2c-4a58-9f0e-%012u",
             number * 2654435761u, number);
    bytes_utf(b, text);
}

static void add_incremental_handle(struct bytes *b, unsigned subtask)
{
    bytes_u8(b, INCREMENTAL_HANDLE);
    bytes_i64(b, 4711);
    bytes_utf(b, "0b5d3f6c-52a4-4a8e-9d1b-6f1f3a0c9e77");
    bytes_i32(b, (int32_t)subtask);
    bytes_i32(b, 1);
    bytes_i64(b, 1 << 20);
    bytes_u8(b, RELATIVE_HANDLE);
    bytes_utf(b, "6b1c9a54-06ef-4c5c-8f0f-1e3c8b0f3c11");
    bytes_i64(b, 9000);
    for (int list = 0; list < 2; list++) {
        int count = list ? 4 : FILES_EACH;
        bytes_i32(b, count);
        for (int i = 0; i < count; i++)
            add_shared_file(b, subtask * 100 + (unsigned)(list * FILES_EACH + i));
    }
    bytes_utf(b, "2f0c7a3e-7b0c-4f8f-8f52-3a9d8a1f5b60");
}

static void add_operator_handle(struct bytes *b)
{
    bytes_u8(b, OPERATOR_HANDLE);
    bytes_i32(b, 1);
    bytes_utf(b, "source-splits");
    bytes_u8(b, 0);
    bytes_i32(b, 16);
    for (int i = 0; i < 16; i++)
        bytes_i64(b, 1000 + i);
    bytes_u8(b, RELATIVE_HANDLE);
    bytes_utf(b, "0a3f5c1e-2b4d-4e6f-8a9b-0c1d2e3f4a5b");
    bytes_i64(b, 2000);
}

static void add_operator_begin(struct bytes *b, unsigned number, int32_t subtasks)
{
    bytes_i64(b, (int64_t)(number * 0x9e3779b97f4a7c15u));
    bytes_i64(b, number);
    bytes_i32(b, subtasks);
    bytes_i32(b, KEY_GROUPS);
    bytes_u8(b, 0); /* no coordinator state */
    bytes_i32(b, subtasks);
}

static void add_head(struct bytes *b, int32_t operators)
{
    bytes_i32(b, 0x4960672d);
    bytes_i32(b, 3);
    bytes_i64(b, 4711);
    bytes_i32(b, 0); /* no master states */
    bytes_i32(b, operators);
}

static void add_operator(struct bytes *b, unsigned number)
{
    add_operator_begin(b, number, SUBTASKS);
    for (unsigned i = 0; i < SUBTASKS; i++) {
        bytes_i32(b, (int32_t)i);
        bytes_i32(b, 1);
        add_operator_handle(b);
        bytes_i32(b, 0); /* no raw operator state */
        add_incremental_handle(b, i);
        bytes_u8(b, 0);  /* no raw keyed state */
        bytes_i32(b, 0); /* no channel state of either kind */
        bytes_i32(b, 0);
    }
}

static int write_metadata(const char *path, long megabytes)
{
    struct bytes b = { 0 };
    add_operator(&b, 0);
    int32_t operators = (int32_t)((double)megabytes * 1e6 / (double)b.n) + 1;
    FILE *file = fopen(path, "wb");
    if (!file)
        give_up("cannot create", path);
    b.n = 0;
    add_head(&b, operators);
    for (int32_t i = 0; i < operators; i++) {
        add_operator(&b, (unsigned)i);
        flush(file, &b, path);
    }
    bytes_free(&b);
    return fclose(file) == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}

static void add_string_serializer(struct bytes *b, const char *key)
{
    if (key)
        bytes_utf(b, key);
    bytes_i32(b, 2);
    bytes_versioned(b, "org.apache.flink.api.common.typeutils.base.StringSerializer$StringSerializerSnapshot", 3);
}

/* Head of a keyed stream with one value state of strings. */
static void add_keyed_head(struct bytes *b)
{
    bytes_i32(b, 6);
    bytes_bool(b, false);
    add_string_serializer(b, NULL);
    bytes_i16(b, 1);
    bytes_utf(b, "words");
    bytes_i32(b, 0);
    bytes_i32(b, 1);
    bytes_utf(b, "KEYED_STATE_TYPE");
    bytes_utf(b, "VALUE");
    bytes_i32(b, 2);
    add_string_serializer(b, "NAMESPACE_SERIALIZER");
    add_string_serializer(b, "VALUE_SERIALIZER");
}

static void write_file(const char *folder, const char *name, const struct bytes *b, off_t size)
{
    char *path;
    if (asprintf(&path, "%s/%s", folder, name) < 0)
        give_up("no memory for", name);
    int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0600);
    if (fd < 0 || write(fd, b->p, b->n) != (ssize_t)b->n || ftruncate(fd, size) != 0 || close(fd) != 0)
        give_up("cannot write", path);
    free(path);
}

static int write_sparse(const char *folder, long gigabytes)
{
    off_t size = (off_t)gigabytes << 30;
    struct bytes head = { 0 }, metadata = { 0 };
    add_keyed_head(&head);
    add_head(&metadata, 1);
    add_operator_begin(&metadata, 1, 1);
    bytes_i32(&metadata, 0); /* subtask */
    bytes_i32(&metadata, 0); /* no managed operator state */
    bytes_i32(&metadata, 0); /* no raw operator state */
    bytes_u8(&metadata, KEY_GROUPS_HANDLE);
    bytes_i32(&metadata, 0);
    bytes_i32(&metadata, KEY_GROUPS);
    for (off_t i = 0; i < KEY_GROUPS; i++)
        bytes_i64(&metadata, (int64_t)head.n + i * (size / (2 * KEY_GROUPS)));
    bytes_u8(&metadata, RELATIVE_HANDLE);
    bytes_utf(&metadata, "state");
    bytes_i64(&metadata, size);
    bytes_u8(&metadata, 0); /* no raw keyed state */
    bytes_i32(&metadata, 0);
    bytes_i32(&metadata, 0);
    write_file(folder, "_metadata", &metadata, (off_t)metadata.n);
    write_file(folder, "state", &head, size);
    bytes_free(&head);
    bytes_free(&metadata);
    return EXIT_SUCCESS;
}

static double now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static int parse(const char *path, long runs)
{
    struct sv_map map;
    struct sv_error err;
    if (sv_map_open(path, 0, &map, &err) != SV_OK)
        give_up(err.text, path);
    double best = 0;
    for (long i = 0; i < runs; i++) {
        struct sv_snapshot snapshot = { 0 };
        double begin = now();
        sv_arena_init(&snapshot.arena, SV_LIMIT_MODEL_BYTES);
        sv_read_metadata(sv_cur_of(map.bytes, map.n, 0), &snapshot);
        bool whole = snapshot.defect.code == SV_DEFECT_NONE;
        if (!whole)
            give_up(sv_defect_text(snapshot.defect.code), path);
        sv_arena_free(&snapshot.arena);
        double took = now() - begin;
        best = i == 0 || took < best ? took : best;
    }
    sv_map_close(&map);
    printf("%.6f\n", best);
    return EXIT_SUCCESS;
}

static int by_size(const void *a, const void *b)
{
    const double *x = a, *y = b;
    return (*x > *y) - (*x < *y);
}

static int time_command(long runs, char **command)
{
    extern char **environ;
    double *took = calloc((size_t)runs, sizeof *took);
    posix_spawn_file_actions_t actions;
    if (!took || posix_spawn_file_actions_init(&actions) != 0 ||
        posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, "/dev/null", O_WRONLY, 0) != 0)
        give_up("cannot prepare", command[0]);
    for (long i = 0; i < runs; i++) {
        pid_t pid;
        int status;
        double begin = now();
        if (posix_spawn(&pid, command[0], &actions, NULL, command, environ) != 0 || waitpid(pid, &status, 0) < 0 ||
            !WIFEXITED(status))
            give_up("cannot run", command[0]);
        took[i] = (now() - begin) * 1e3;
    }
    qsort(took, (size_t)runs, sizeof *took, by_size);
    printf("%.2f\n", took[runs / 2]);
    posix_spawn_file_actions_destroy(&actions);
    free(took);
    return EXIT_SUCCESS;
}

int main(int argc, char **argv)
{
    const char *command = argc > 3 ? argv[1] : "";
    if (strcmp(command, "write-metadata") == 0)
        return write_metadata(argv[2], strtol(argv[3], NULL, 10));
    if (strcmp(command, "write-sparse") == 0)
        return write_sparse(argv[2], strtol(argv[3], NULL, 10));
    if (strcmp(command, "parse") == 0)
        return parse(argv[2], strtol(argv[3], NULL, 10));
    if (strcmp(command, "time") == 0 && strtol(argv[2], NULL, 10) > 0)
        return time_command(strtol(argv[2], NULL, 10), argv + 3);
    fputs("usage: bench write-metadata|write-sparse|parse PATH NUMBER, bench time RUNS COMMAND...\n", stderr);
    return 64;
}
