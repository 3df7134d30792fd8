/* log_file.c: read(2), an inflater, and a look at whether it is text. */
#include "store/log_file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/limits.h"
#include "store/inflate.h"

enum { PIECE_BYTES = 1 << 18, TAR_BYTES = 512 };

struct sv_log_file {
    const char *path;
    int fd;
    bool is_owned;  /* not stdin */
    bool is_text;   /* known by now */
    bool is_begun;  /* the first block was looked at */
    bool is_at_end; /* of the file */
    uint64_t all, done, made;
    struct sv_inflater *inflater; /* NULL: it is not packed */
    unsigned char *block, *plain; /* owned */
    sv_str left;                  /* of the block, not unpacked yet */
};

static enum sv_status cannot_open(const char *path, int number, struct sv_error *err)
{
    return sv_fail(err, SV_ERR_OPEN, "cannot open '%s': %s", path, strerror(number));
}

enum sv_status sv_log_file_open(const char *path, struct sv_log_file **out, struct sv_error *err)
{
    bool is_stdin = strcmp(path, "-") == 0;
    int fd = is_stdin ? STDIN_FILENO : open(path, O_RDONLY | O_CLOEXEC);
    struct stat about;
    if (fd < 0)
        return cannot_open(path, errno, err);
    struct sv_log_file *file = calloc(1, sizeof *file);
    if (file)
        *file = (struct sv_log_file){ .path = is_stdin ? "stdin" : path, .fd = fd, .is_owned = !is_stdin };
    if (!file || !(file->block = malloc(PIECE_BYTES))) {
        if (!is_stdin)
            close(fd);
        free(file);
        return sv_fail(err, SV_ERR_MEMORY, "cannot read '%s': out of memory", path);
    }
    if (fstat(fd, &about) == 0 && S_ISDIR(about.st_mode)) {
        sv_log_file_close(file);
        return cannot_open(path, EISDIR, err);
    }
    if (fstat(fd, &about) == 0 && S_ISREG(about.st_mode) && about.st_size > 0)
        file->all = (uint64_t)about.st_size;
    *out = file;
    return SV_OK;
}

void sv_log_file_close(struct sv_log_file *file)
{
    if (!file)
        return;
    sv_inflater_free(file->inflater);
    if (file->is_owned)
        close(file->fd);
    free(file->block);
    free(file->plain);
    free(file);
}

uint64_t sv_log_file_progress(const struct sv_log_file *file, uint64_t *all_out)
{
    *all_out = file->all;
    return file->all ? file->done : 0;
}

static enum sv_status cannot_read(const struct sv_log_file *file, const char *reason, struct sv_error *err)
{
    return sv_fail(err, SV_ERR_UNREADABLE, "cannot read '%s': %s", file->path, reason);
}

/* Fills the block as far as it goes: what a pipe gives may be little. */
static enum sv_status next_block(struct sv_log_file *file, struct sv_error *err)
{
    size_t n = 0;
    while (n < PIECE_BYTES && !file->is_at_end) {
        ssize_t got = read(file->fd, file->block + n, PIECE_BYTES - n);
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0)
            return cannot_read(file, strerror(errno), err);
        file->is_at_end = got == 0;
        n += (size_t)got;
    }
    file->done += n;
    file->left = (sv_str){ (const char *)file->block, n };
    return SV_OK;
}

static enum sv_status begin(struct sv_log_file *file, struct sv_error *err)
{
    file->is_begun = true;
    enum sv_status status = next_block(file, err);
    if (status != SV_OK)
        return status;
    if (!sv_inflater_new(file->left, &file->inflater) || (file->inflater && !(file->plain = malloc(PIECE_BYTES))))
        return sv_fail(err, SV_ERR_MEMORY, "cannot read '%s': out of memory", file->path);
    return SV_OK;
}

static bool is_bomb(const struct sv_log_file *file)
{
    return file->made > SV_LIMIT_ARCHIVE_FREE_BYTES && file->made / SV_LIMIT_ARCHIVE_RATIO > file->done;
}

/* Unpacks until there is something, or the end. */
static enum sv_status unpack(struct sv_log_file *file, sv_str *out, struct sv_error *err)
{
    size_t made = 0;
    while (made == 0) {
        size_t used;
        enum sv_status status = file->left.n || file->is_at_end ? SV_OK : next_block(file, err);
        if (status != SV_OK)
            return status;
        if (!file->left.n || sv_inflate_is_over(file->inflater, file->left)) {
            if (!sv_inflate_is_whole(file->inflater))
                return cannot_read(file, "what packs it is cut short", err);
            file->left.n = 0;
            file->is_at_end = true;
            break;
        }
        const char *trouble = sv_inflate(file->inflater, file->left, file->plain, PIECE_BYTES, &used, &made);
        if (trouble)
            return sv_fail(err, SV_ERR_UNREADABLE, "cannot read '%s': what packs it is damaged: %s", file->path,
                           trouble);
        file->left = sv_str_skip(file->left, used);
    }
    file->made += made;
    if (is_bomb(file))
        return cannot_read(file, "it unpacks to far more than a log can", err);
    *out = (sv_str){ (const char *)file->plain, made };
    return SV_OK;
}

static bool is_archive(sv_str begin)
{
    return sv_str_starts(begin, SV_STR("PK\x03\x04")) || sv_str_starts(begin, SV_STR("PK\x05\x06")) ||
           sv_str_starts(sv_str_skip(begin, 257), SV_STR("ustar"));
}

/* Logs hold single control characters, of what was misread. A log that was cut to nothing while it was written begins with
 * zeros. *known_out: there was something to tell by. NULL for text, or what it is. */
static const char *judge(sv_str text, bool *known_out)
{
    enum { CONTROL_SHARE = 20 };
    size_t control = 0, zeros[2] = { 0, 0 };
    while (text.n && !text.p[0])
        text = sv_str_skip(text, 1);
    *known_out = text.n > 0;
    if (is_archive(text))
        return "it is an archive: unpack it and give the logs in it";
    for (size_t i = 0; i < text.n; i++) {
        unsigned char c = (unsigned char)text.p[i];
        zeros[i % 2] += !c;
        control += (c < ' ' && (!c || !strchr("\t\n\r\f\b\033", c))) || c == 0x7F;
    }
    bool is_wide = zeros[0] > text.n / 4 ? zeros[1] < zeros[0] / 8 : zeros[1] > text.n / 4 && zeros[0] < zeros[1] / 8;
    if (sv_str_starts(text, SV_STR("\xFF\xFE")) || sv_str_starts(text, SV_STR("\xFE\xFF")) || is_wide)
        return "it is UTF-16: write it as UTF-8 (iconv -f UTF-16 -t UTF-8)";
    if (control > text.n / CONTROL_SHARE)
        return "it is no text, nor packed by gzip, LZ4 or Zstandard";
    return NULL;
}

enum sv_status sv_log_file_next(struct sv_log_file *file, sv_str *out, struct sv_error *err)
{
    enum sv_status status = file->is_begun ? SV_OK : begin(file, err);
    sv_str piece = { "", 0 };
    if (status == SV_OK && file->inflater) {
        status = unpack(file, &piece, err);
    } else if (status == SV_OK) {
        if (!file->left.n && !file->is_at_end)
            status = next_block(file, err);
        piece = file->left;
        file->left.n = 0;
    }
    if (status != SV_OK)
        return status;
    const char *other = file->is_text ? NULL : judge(piece, &file->is_text);
    if (other)
        return cannot_read(file, other, err);
    *out = piece;
    return SV_OK;
}

bool sv_log_file_is_snapshot(const char *path)
{
    struct stat about;
    struct sv_log_file *file;
    if (strcmp(path, "-") == 0 || stat(path, &about) != 0)
        return false;
    if (S_ISDIR(about.st_mode))
        return true;
    if (!S_ISREG(about.st_mode) || sv_log_file_open(path, &file, NULL) != SV_OK)
        return false;
    sv_str begins = { "", 0 };
    if (begin(file, NULL) == SV_OK) {
        begins = file->left;
        if (file->inflater && unpack(file, &begins, NULL) != SV_OK)
            begins.n = 0;
    }
    bool is = is_archive(begins) || (!file->inflater && sv_str_starts(begins, SV_STR("\x49\x60\x67\x2D")));
    sv_log_file_close(file);
    return is;
}
