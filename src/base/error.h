/* error.h: our own failures. Damage in a snapshot is no error but a defect (base/cursor.h). */
#ifndef SV_BASE_ERROR_H
#define SV_BASE_ERROR_H

enum sv_status {
    SV_OK = 0,
    SV_ERR_OPEN,       /* a file or folder cannot be opened, mapped or listed */
    SV_ERR_NOT_FOUND,  /* a path that was asked for does not exist */
    SV_ERR_UNREADABLE, /* there is a file, but it is no snapshot that can be read at all */
    SV_ERR_MEMORY,     /* out of memory, or a limit of base/limits.h was met */
    SV_ERR_USAGE,      /* the caller asked for something that cannot be */
    SV_ERR_WRITE       /* a result could not be written */
};

/* One sentence: what, the subject in quotes, the reason. No capital, no full stop. */
struct sv_error {
    enum sv_status status;
    char text[1024];
};

#define SV_MUST_USE __attribute__((warn_unused_result))

/* Fills err (which may be NULL) and returns status, so that a failure is one line. A text that is too
 * long is cut, control characters become '?'. */
__attribute__((format(printf, 3, 4))) enum sv_status sv_fail(struct sv_error *err, enum sv_status status,
                                                             const char *format, ...);
#endif
