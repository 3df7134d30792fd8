/* temporary.c: folders of our own. */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "store/stage.h"

enum sv_status sv_temporary_folder_new(const char *parent, char **out, struct sv_error *err)
{
    static const char name[] = "/snapvet-XXXXXX";
    const char *from_environment = getenv("TMPDIR");
    if (!parent)
        parent = from_environment && *from_environment ? from_environment : "/tmp";
    size_t n = strlen(parent);
    char *path = malloc(n + sizeof name);
    if (!path)
        return sv_fail(err, SV_ERR_MEMORY, "out of memory");
    memcpy(path, parent, n);
    memcpy(path + n, name, sizeof name);
    if (!mkdtemp(path)) {
        int why = errno;
        free(path);
        return sv_fail(err, SV_ERR_WRITE,
                       "cannot make a folder in '%s': %s; set TMPDIR to a folder that can be written", parent,
                       strerror(why));
    }
    *out = path;
    return SV_OK;
}

void sv_temporary_folder_remove(const char *folder)
{
    DIR *dir = folder ? opendir(folder) : NULL;
    if (!dir)
        return;
    for (const struct dirent *entry; (entry = readdir(dir));)
        if (strcmp(entry->d_name, ".") != 0 && strcmp(entry->d_name, "..") != 0)
            unlinkat(dirfd(dir), entry->d_name, 0);
    closedir(dir);
    rmdir(folder);
}
