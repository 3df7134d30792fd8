#include "base/file.h"

#include <criterion/criterion.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

static char folder[] = "/tmp/snapvet-test-XXXXXX";

static void make_folder(void)
{
    cr_assert_not_null(mkdtemp(folder));
}

static char *inside(const char *name)
{
    char *path = sv_path_join(sv_str_of(folder), sv_str_of(name));
    cr_assert_not_null(path);
    return path;
}

static char *file_of(const char *name, size_t bytes, char value)
{
    char *path = inside(name);
    FILE *file = fopen(path, "wb");
    cr_assert_not_null(file);
    for (size_t i = 0; i < bytes; i++)
        putc(value, file);
    cr_assert_eq(fclose(file), 0);
    return path;
}

static void remove_folder(void)
{
    static const char *const names[] = { "file", "pipe", "link" };
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        char *path = inside(names[i]);
        unlink(path);
        free(path);
    }
    rmdir(folder);
}

TestSuite(file, .init = make_folder, .fini = remove_folder);

Test(file, maps_a_regular_file)
{
    char *path = file_of("file", 5000, 'x');
    struct sv_map map;
    struct sv_error err;
    cr_assert_eq(sv_map_open(path, 0, &map, &err), SV_OK);
    cr_expect_eq(map.n, 5000);
    cr_expect_eq(map.file_bytes, 5000);
    cr_expect_eq(map.bytes[4999], 'x');
    cr_expect_not(sv_map_changed(&map));
    sv_map_close(&map);
    cr_expect_null(map.bytes);
    sv_map_close(&map);
    free(path);
}

Test(file, maps_only_so_much_of_a_large_one)
{
    char *path = file_of("file", 0, 0);
    cr_assert_eq(truncate(path, (off_t)1 << 40), 0);
    struct sv_map map;
    cr_assert_eq(sv_map_open(path, 4096, &map, NULL), SV_OK);
    cr_expect_eq(map.n, 4096);
    cr_expect_eq(map.file_bytes, (uint64_t)1 << 40);
    sv_map_close(&map);
    free(path);
}

Test(file, empty_file_is_an_empty_map)
{
    char *path = file_of("file", 0, 0);
    struct sv_map map;
    cr_assert_eq(sv_map_open(path, 0, &map, NULL), SV_OK);
    cr_expect_eq(map.n, 0);
    cr_expect_null(map.bytes);
    sv_map_close(&map);
    free(path);
}

static void expect_refused(const char *path, enum sv_status status)
{
    struct sv_map map = { .n = 77 };
    struct sv_error err = { 0 };
    cr_expect_eq(sv_map_open(path, 0, &map, &err), status, "%s: %s", path, err.text);
    cr_expect(strstr(err.text, path) != NULL, "the path is missing in: %s", err.text);
    cr_expect_eq(map.n, 77, "untouched on failure");
}

Test(file, opens_nothing_but_regular_files, .timeout = 10)
{
    char *pipe_path = inside("pipe");
    cr_assert_eq(mkfifo(pipe_path, 0600), 0);
    expect_refused(pipe_path, SV_ERR_OPEN);
    expect_refused(folder, SV_ERR_OPEN);
    expect_refused("/dev/null", SV_ERR_OPEN);
    char *nothing = inside("nothing");
    expect_refused(nothing, SV_ERR_NOT_FOUND);
    char *below = inside("nothing/_metadata");
    expect_refused(below, SV_ERR_NOT_FOUND);
    free(below);
    free(nothing);
    free(pipe_path);
}

Test(file, path_kinds)
{
    char *path = file_of("file", 12, 'x');
    uint64_t size = 0;
    cr_expect_eq(sv_path_kind(path, &size), SV_PATH_FILE);
    cr_expect_eq(size, 12);
    char *link_path = inside("link");
    cr_assert_eq(symlink(path, link_path), 0);
    cr_expect_eq(sv_path_kind(link_path, NULL), SV_PATH_FILE);
    cr_expect_eq(sv_path_kind(folder, &size), SV_PATH_FOLDER);
    cr_expect_eq(sv_path_kind("/dev/null", &size), SV_PATH_OTHER);
    cr_assert_eq(unlink(path), 0);
    cr_expect_eq(sv_path_kind(link_path, &size), SV_PATH_NONE, "a link to nothing");
    cr_expect_eq(size, 12, "untouched unless it is a file");
    free(link_path);
    free(path);
}

/* Sum of all bytes; volatile so that every page is touched. */
static unsigned long sum(const struct sv_map *map)
{
    const volatile unsigned char *bytes = map->bytes;
    unsigned long total = 0;
    for (size_t i = 0; i < map->n; i++)
        total += bytes[i];
    return total;
}

Test(file, cut_short_while_mapped)
{
    cr_assert_eq(sv_map_guard_install(NULL), SV_OK);
    cr_assert_eq(sv_map_guard_install(NULL), SV_OK, "twice is once");
    char *path = file_of("file", 40000, 1);
    struct sv_map map, other;
    cr_assert_eq(sv_map_open(path, 0, &map, NULL), SV_OK);
    cr_assert_eq(sv_map_open("/proc/self/exe", 0, &other, NULL), SV_OK);
    cr_expect_eq(sum(&map), 40000);
    cr_assert_eq(truncate(path, 4096), 0);
    cr_expect_eq(sum(&map), 4096, "what is gone reads as zeros");
    cr_expect(sv_map_changed(&map));
    cr_expect_not(sv_map_changed(&other));
    sv_map_close(&map);
    sv_map_close(&other);
    cr_assert_eq(sv_map_open(path, 0, &map, NULL), SV_OK);
    cr_expect_not(sv_map_changed(&map), "a new map starts clean");
    sv_map_close(&map);
    free(path);
}

Test(file, every_map_is_guarded_however_many_there_are)
{
    enum { MANY = 1000 };
    static struct sv_map maps[MANY];
    cr_assert_eq(sv_map_guard_install(NULL), SV_OK);
    char *path = file_of("file", 5000, 1);
    for (size_t i = 0; i < MANY; i++)
        cr_assert_eq(sv_map_open(path, 0, &maps[i], NULL), SV_OK);
    cr_assert_eq(truncate(path, 0), 0);
    for (size_t i = 0; i < MANY; i++)
        cr_assert(sum(&maps[i]) == 0 && sv_map_changed(&maps[i]), "map %zu", i);
    for (size_t i = 0; i < MANY; i++)
        sv_map_close(&maps[i]);
    free(path);
}

Test(file, closing_a_map_that_was_never_opened_harms_no_other)
{
    cr_assert_eq(sv_map_guard_install(NULL), SV_OK);
    char *path = file_of("file", 5000, 1);
    struct sv_map map, none = { 0 };
    cr_assert_eq(sv_map_open(path, 0, &map, NULL), SV_OK);
    sv_map_close(&none);
    cr_assert_eq(truncate(path, 0), 0);
    cr_expect_eq(sum(&map), 0);
    cr_expect(sv_map_changed(&map));
    sv_map_close(&map);
    free(path);
}

static void exit_well(int sig)
{
    (void)sig;
    _exit(0);
}

Test(file, a_bus_error_that_is_not_ours_goes_to_the_earlier_handler, .exit_code = 0)
{
    signal(SIGBUS, exit_well);
    cr_assert_eq(sv_map_guard_install(NULL), SV_OK);
    raise(SIGBUS);
    _exit(1);
}

static void expect_join(const char *dir, sv_str name, const char *expected)
{
    char *path = sv_path_join(sv_str_of(dir), name);
    if (expected && path)
        cr_expect_str_eq(path, expected);
    else
        cr_expect_eq(path != NULL, expected != NULL, "'%s' + '%.*s'", dir, (int)name.n, name.p);
    free(path);
}

Test(path, join_stays_inside)
{
    expect_join("a", SV_STR("b"), "a/b");
    expect_join("a/", SV_STR("b/c"), "a/b/c");
    expect_join("/", SV_STR("b"), "/b");
    expect_join("", SV_STR("b"), "b");
    expect_join("a", SV_STR("..b/c..d/..."), "a/..b/c..d/...");
    expect_join("../up", SV_STR("b"), "../up/b"); /* the folder is the caller's, only the name is not trusted */
    expect_join("a", SV_STR(""), NULL);
    expect_join("a", SV_STR("/etc/passwd"), NULL);
    expect_join("a", SV_STR(".."), NULL);
    expect_join("a", SV_STR("../b"), NULL);
    expect_join("a", SV_STR("b/../../c"), NULL);
    expect_join("a", SV_STR("b/.."), NULL);
    expect_join("a", SV_STR("b\0c"), NULL);
}

Test(path, folder_part)
{
    static const char *const cases[][2] = {
        { "a/b", "a" },
        { "/a", "/" },
        { "a", "." },
        { "", "." },
        { "a/b/", "a" },
        { "/", "/" },
        { "/a/b/_metadata", "/a/b" },
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        sv_str dir = sv_path_dir(sv_str_of(cases[i][0]));
        cr_expect(sv_str_eq(dir, sv_str_of(cases[i][1])), "folder of '%s' is '%.*s'", cases[i][0], (int)dir.n, dir.p);
    }
}

Test(map, a_copy_is_one_of_its_own)
{
    char text[] = "bytes";
    struct sv_map map;
    struct sv_error err;
    cr_assert_eq(sv_map_copy((sv_str){ text, 5 }, &map, &err), SV_OK, "%s", err.text);
    text[0] = 'x';
    cr_expect_eq(map.n, 5);
    cr_expect_eq(map.file_bytes, 5);
    cr_expect_arr_eq(map.bytes, "bytes", 5);
    cr_expect_not(sv_map_changed(&map));
    sv_map_close(&map);
    cr_assert_eq(sv_map_copy((sv_str){ text, 0 }, &map, &err), SV_OK);
    cr_expect_null(map.bytes);
    sv_map_close(&map);
}
