/* output.c: reports into files. */
#include "output.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cli.h"

static bool complain(const char *path, const char *reason, const char *advice)
{
    fprintf(stderr, "snapvet: cannot write '%s': %s%s\n", path, reason, advice);
    return false;
}

static bool is_screen(const struct output *output)
{
    return strcmp(output->path, "-") == 0;
}

static bool is_format(const char *name, size_t n)
{
    const char *known;
    for (size_t i = 0; (known = cli_format_at(SNAPVET_VIEW_CHECK, i)); i++)
        if (strlen(known) == n && memcmp(known, name, n) == 0)
            return true;
    return false;
}

static bool is_new(const struct outputs *outputs, const char *path)
{
    for (int i = 0; i < outputs->count; i++)
        if (strcmp(outputs->items[i].path, path) == 0) {
            fprintf(stderr, "snapvet: two reports cannot go to '%s'\n", path);
            return false;
        }
    return true;
}

bool outputs_add(struct outputs *outputs, const char *format_and_file)
{
    const char *equals = strchr(format_and_file, '=');
    size_t n = equals ? (size_t)(equals - format_and_file) : 0;
    if (!n || !equals[1]) {
        fprintf(stderr, "snapvet: bad output '%s'; expected FORMAT=FILE\n", format_and_file);
        return false;
    }
    if (!is_format(format_and_file, n)) {
        fprintf(stderr, "snapvet: no format '%.*s' for an output; see 'snapvet help check'\n", (int)n, format_and_file);
        return false;
    }
    if (!is_new(outputs, equals + 1))
        return false;
    struct output *items = reallocarray(outputs->items, (size_t)outputs->count + 1, sizeof *items);
    char *format = strndup(format_and_file, n);
    if (items)
        outputs->items = items;
    if (!items || !format) {
        free(format);
        return complain(equals + 1, "out of memory", "");
    }
    items[outputs->count++] = (struct output){ .format = format, .path = equals + 1 };
    return true;
}

void outputs_free(struct outputs *outputs)
{
    for (int i = 0; i < outputs->count; i++)
        free(outputs->items[i].format);
    free(outputs->items);
}

bool outputs_to_screen(const struct outputs *outputs)
{
    for (int i = 0; i < outputs->count; i++)
        if (is_screen(&outputs->items[i]))
            return true;
    return false;
}

/* The folder of a path, to be freed. */
static char *folder_of(const char *path)
{
    const char *slash = strrchr(path, '/');
    if (!slash)
        return strdup(".");
    return slash == path ? strdup("/") : strndup(path, (size_t)(slash - path));
}

static bool is_writable(const char *path)
{
    struct stat st;
    if (stat(path, &st) == 0) {
        if (S_ISDIR(st.st_mode))
            return complain(path, "it is a folder", "; name a file in it");
        if (access(path, W_OK) != 0)
            return complain(path, strerror(errno), "");
        if (!S_ISREG(st.st_mode))
            return true;
    }
    char *folder = folder_of(path);
    bool ok = folder && access(folder, W_OK | X_OK) == 0;
    if (!ok)
        complain(path, strerror(errno), errno == ENOENT ? "; make its folder first" : "");
    free(folder);
    return ok;
}

bool outputs_are_writable(const struct outputs *outputs)
{
    for (int i = 0; i < outputs->count; i++)
        if (!is_screen(&outputs->items[i]) && !is_writable(outputs->items[i].path))
            return false;
    return true;
}

bool outputs_spare(const struct outputs *outputs, const char *path, const struct snapvet_snapshot *snapshot)
{
    for (int i = 0; i < outputs->count; i++)
        if (!is_screen(&outputs->items[i]) && snapvet_is_part_of(outputs->items[i].path, path, snapshot))
            return complain(outputs->items[i].path, "it would be part of the snapshot", "; nothing is written there");
    return true;
}

static bool write_all(int fd, struct snapvet_bytes bytes)
{
    while (bytes.size > 0) {
        ssize_t n = write(fd, bytes.data, bytes.size);
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0)
            return false;
        bytes.data += n;
        bytes.size -= (size_t)n;
    }
    return true;
}

static bool write_in_place(const char *path, struct snapvet_bytes bytes)
{
    int fd = open(path, O_WRONLY | O_CLOEXEC | O_NOCTTY);
    if (fd < 0)
        return false;
    bool ok = write_all(fd, bytes);
    return close(fd) == 0 && ok;
}

/* The permissions that a file made by open() would have. */
static mode_t usual_mode(void)
{
    mode_t mask = umask(0);
    umask(mask);
    return 0666 & ~mask;
}

static bool write_beside(const char *path, struct snapvet_bytes bytes)
{
    static const char tail[] = ".XXXXXX";
    char *temporary = malloc(strlen(path) + sizeof tail);
    if (!temporary)
        return false;
    memcpy(temporary, path, strlen(path));
    memcpy(temporary + strlen(path), tail, sizeof tail);
    int fd = mkstemp(temporary);
    bool ok = fd >= 0 && write_all(fd, bytes) && fchmod(fd, usual_mode()) == 0;
    if (fd >= 0)
        ok = close(fd) == 0 && ok;
    ok = ok && rename(temporary, path) == 0;
    int why = errno;
    if (fd >= 0 && !ok)
        unlink(temporary);
    free(temporary);
    errno = why;
    return ok;
}

/* Through a link to the file that it names; a device or pipe cannot be replaced. */
static bool write_file(const char *path, struct snapvet_bytes bytes)
{
    struct stat st;
    if (stat(path, &st) == 0 && !S_ISREG(st.st_mode))
        return write_in_place(path, bytes);
    char *real = realpath(path, NULL);
    bool ok = write_beside(real ? real : path, bytes);
    free(real);
    return ok;
}

static bool write_one(const struct output *output, const struct snapvet_check *const *checks, size_t count)
{
    struct snapvet_error err;
    struct snapvet_text *text = NULL;
    if (snapvet_check_write(checks, count, output->format, NULL, &text, &err) != SNAPVET_OK)
        return complain(output->path, err.text, "");
    bool ok = true;
    if (is_screen(output))
        cli_write(text);
    else if (!write_file(output->path, snapvet_text_bytes(text)))
        ok = complain(output->path, strerror(errno), "");
    snapvet_text_free(text);
    return ok;
}

bool outputs_write(const struct outputs *outputs, const struct snapvet_check *const *checks, size_t count)
{
    bool ok = true;
    for (int i = 0; i < outputs->count; i++)
        ok &= write_one(&outputs->items[i], checks, count);
    return ok;
}
