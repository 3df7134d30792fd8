/* snapvet.h: the public interface of libsnapvet. Reads checkpoints and savepoints of Apache Flink 1.x, without Flink and
 * without writing anything, and says whether a Flink 2.x can restore them.
 *
 *     struct snapvet_snapshot *snapshot;
 *     struct snapvet_check *check;
 *     struct snapvet_error err;
 *     if (snapvet_open("savepoint-280da5", NULL, &snapshot, &err) == SNAPVET_OK) {
 *         if (snapvet_check_run(snapshot, NULL, &check, &err) == SNAPVET_OK) {
 *             puts(snapvet_verdict_name(snapvet_check_verdict(check)));
 *             snapvet_check_free(check);
 *         }
 *         snapvet_close(snapshot);
 *     }
 *
 * Handles are opaque. What a function returns by an out-pointer is the caller's to free with the function named beside
 * it; every other pointer is borrowed and lives as long as the handle it came from. Out-parameters stay untouched on
 * failure. Every free function takes NULL. No function prints, exits or keeps global state, but for
 * snapvet_guard_install; handles of one thread must not be used by another at the same time. */
#ifndef SNAPVET_SNAPVET_H
#define SNAPVET_SNAPVET_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

#if defined(__GNUC__)
#define SNAPVET_API __attribute__((visibility("default")))
#define SNAPVET_MUST_USE __attribute__((warn_unused_result))
#else
#define SNAPVET_API
#define SNAPVET_MUST_USE
#endif

/* "0.1.0" */
SNAPVET_API const char *snapvet_version(void);
/* Of the RocksDB that the library was built with: "7.8.3" */
SNAPVET_API const char *snapvet_rocksdb_version(void);

/* ---- failures ----
 * A failure of a call. Damage inside a snapshot is no failure: it is a finding. */
enum snapvet_status {
    SNAPVET_OK = 0,
    SNAPVET_ERR_UNREADABLE, /* the path holds no snapshot that can be read at all */
    SNAPVET_ERR_USAGE,      /* the caller asked for something that cannot be */
    SNAPVET_ERR_INTERNAL    /* out of memory, a limit of this library, the system refused */
};
struct snapvet_error {
    enum snapvet_status status;
    char text[1024]; /* one sentence without capital and full stop; safe to print */
};

/* Bytes that are not NUL-terminated. Names out of a snapshot are Java's modified UTF-8 and may hold anything, terminal
 * control characters included: print them through a report, or escape them. */
struct snapvet_bytes {
    const char *data;
    size_t size;
};

/* Makes a state file that somebody cuts short while it is read end in an error and not in SIGBUS: sets a handler for
 * that signal, once per process. For programs that own their signal handlers. */
SNAPVET_API SNAPVET_MUST_USE enum snapvet_status snapvet_guard_install(struct snapvet_error *err);

/* ---- how to read ---- */
struct snapvet_options;

/* Free with snapvet_options_free. */
SNAPVET_API SNAPVET_MUST_USE enum snapvet_status snapvet_options_new(struct snapvet_options **out,
                                                                     struct snapvet_error *err);
SNAPVET_API void snapvet_options_free(struct snapvet_options *options);
/* Candidates for the uids of operators: an existing file with one uid per line, or a list "a,b,c". Adds up. */
SNAPVET_API SNAPVET_MUST_USE enum snapvet_status
snapvet_options_add_uids(struct snapvet_options *options, const char *file_or_list, struct snapvet_error *err);
/* "PREFIX=DIR": files recorded below PREFIX are looked for below the folder DIR. The last '=' divides. Adds up. */
SNAPVET_API SNAPVET_MUST_USE enum snapvet_status
snapvet_options_add_map(struct snapvet_options *options, const char *prefix_and_dir, struct snapvet_error *err);
/* "NAME=LAYOUT": a serializer snapshot class of the user's own is laid out like Flink's of that layout. Adds up. */
SNAPVET_API SNAPVET_MUST_USE enum snapvet_status
snapvet_options_add_class(struct snapvet_options *options, const char *name_and_layout, struct snapvet_error *err);
/* The i-th layout that snapvet_options_add_class knows, NULL past the end. */
SNAPVET_API const char *snapvet_layout_at(size_t i);
/* A class of Flink's own that is laid out so; NULL past the end. */
SNAPVET_API const char *snapvet_layout_example_at(size_t i);

/* ---- snapshots ---- */
struct snapvet_snapshot;

/* Reads the snapshot whose _metadata file, or the folder of it, or a tar or zip archive of it, path names. options may be NULL and is not needed after
 * the call. Free with snapvet_close. */
SNAPVET_API SNAPVET_MUST_USE enum snapvet_status snapvet_open(const char *path, const struct snapvet_options *options,
                                                              struct snapvet_snapshot **out, struct snapvet_error *err);
SNAPVET_API void snapvet_close(struct snapvet_snapshot *snapshot);

/* Replaces the names that say whose snapshot it is (user classes, fields, states, operators, uids, paths; ids of operators
 * are counted), each by the same word wherever it stands. For reports that go to somebody else; checks of it come after.
 * After a failure the snapshot is good for snapvet_close only. */
SNAPVET_API SNAPVET_MUST_USE enum snapvet_status snapvet_redact(struct snapvet_snapshot *snapshot,
                                                                struct snapvet_error *err);

/* ---- many snapshots ---- */
struct snapvet_list;

/* Free with snapvet_list_free. */
SNAPVET_API SNAPVET_MUST_USE enum snapvet_status snapvet_list_new(struct snapvet_list **out, struct snapvet_error *err);
SNAPVET_API void snapvet_list_free(struct snapvet_list *list);
/* Adds a path. A folder that is no snapshot but has snapshots in it, at most 4 levels down, stands for those; found_out
 * (may be NULL) gets whether that was so. */
SNAPVET_API SNAPVET_MUST_USE enum snapvet_status snapvet_list_add(struct snapvet_list *list, const char *path,
                                                                  bool *found_out, struct snapvet_error *err);
/* Marks all but the newest of the retained checkpoints of a job (JOB/chk-11, JOB/chk-12). */
SNAPVET_API void snapvet_list_mark_older(struct snapvet_list *list);
SNAPVET_API size_t snapvet_list_count(const struct snapvet_list *list);
/* The i-th path; newer_out (may be NULL) gets the checkpoint that it is marked to be older than, NULL for none. */
SNAPVET_API const char *snapvet_list_at(const struct snapvet_list *list, size_t i, const char **newer_out);

/* ---- verdicts ---- */
enum snapvet_verdict {
    SNAPVET_COMPATIBLE,   /* the target restores it */
    SNAPVET_NEEDS_ACTION, /* it does once what the warnings say is done */
    SNAPVET_UNDECIDED,    /* something could not be read or known */
    SNAPVET_INCOMPATIBLE  /* the target refuses, loses or misreads state */
};
enum snapvet_severity { SNAPVET_NOTE, SNAPVET_WARNING, SNAPVET_ERROR, SNAPVET_BLIND };

/* "compatible", "needs-action", "undecided", "incompatible" */
SNAPVET_API const char *snapvet_verdict_name(enum snapvet_verdict verdict);
/* "note", "warning", "error", "blind" */
SNAPVET_API const char *snapvet_severity_name(enum snapvet_severity severity);
/* The i-th Flink release that can be a target, NULL past the end. */
SNAPVET_API const char *snapvet_target_at(size_t i);
SNAPVET_API const char *snapvet_target_default(void);
/* Whether a text names a target: a release ("2.2.0") or its minor version ("2.2"). */
SNAPVET_API bool snapvet_target_known(const char *target);

struct snapvet_check;
struct snapvet_finding {
    const char *rule; /* "SV101" */
    enum snapvet_severity severity;
    char operator_id[33];         /* 32 hex digits, empty for the snapshot as a whole */
    struct snapvet_bytes uid;     /* of the operator; empty when not known */
    struct snapvet_bytes state;   /* empty for the operator as a whole */
    struct snapvet_bytes path;    /* into the serializers: "value > field items > Kryo(java.util.List)" */
    struct snapvet_bytes message; /* about this finding */
    struct snapvet_bytes why, remedy;
    struct snapvet_bytes file; /* it is about, as recorded; empty for none */
    uint64_t at;               /* byte offset in that file, UINT64_MAX for none */
    uint32_t line;             /* in that file, from 1; 0 where files have no lines */
    uint64_t fingerprint;      /* what it is known by over newer snapshots of the same job */
};

/* Asks every rule about a snapshot. target NULL: the default one. The snapshot must outlive the check. Free with
 * snapvet_check_free. */
SNAPVET_API SNAPVET_MUST_USE enum snapvet_status snapvet_check_run(const struct snapvet_snapshot *snapshot,
                                                                   const char *target, struct snapvet_check **out,
                                                                   struct snapvet_error *err);
/* The same for a job that is not the one that wrote the snapshot: new_job is a snapshot of it that Flink 2.x took, of an
 * empty run for instance, or that snapvet_job_open made. allow_non_restored_state: it starts with that option. Both
 * snapshots must outlive the check. A new_job of Flink 1.x is a usage error. */
SNAPVET_API SNAPVET_MUST_USE enum snapvet_status
snapvet_check_run_against(const struct snapvet_snapshot *snapshot, const char *target,
                          const struct snapvet_snapshot *new_job, bool allow_non_restored_state,
                          struct snapvet_check **out, struct snapvet_error *err);
/* Reads a declared job (docs/job.md): good for snapvet_check_run_against and snapvet_close alone. */
SNAPVET_API SNAPVET_MUST_USE enum snapvet_status snapvet_job_open(const char *path, struct snapvet_snapshot **out,
                                                                  struct snapvet_error *err);
/* Whether a file, which need not be there yet, lies in the folder of a snapshot or is one of its files: then it must not be
 * written. snapshot NULL: it could not be opened. */
SNAPVET_API bool snapvet_is_part_of(const char *path, const char *snapshot_path,
                                    const struct snapvet_snapshot *snapshot);
/* A check that stands for a snapshot that could not be opened, so that it is not missing from a report of several:
 * undecided, with the reason as its only finding. path need not live longer than the call. */
SNAPVET_API SNAPVET_MUST_USE enum snapvet_status snapvet_check_unread(const char *path, const char *target,
                                                                      const struct snapvet_error *why,
                                                                      struct snapvet_check **out,
                                                                      struct snapvet_error *err);
/* The same for a Maven POM: its file, or the folder of its pom.xml. Parents are read where relativePath leads to them, and
 * others and imported POMs in repository, a folder like Maven's local repository (NULL for none); nothing is fetched.
 * docs/pom.md */
SNAPVET_API SNAPVET_MUST_USE enum snapvet_status snapvet_check_pom(const char *path, const char *repository,
                                                                   const char *target, struct snapvet_check **out,
                                                                   struct snapvet_error *err);
/* A check that stands for a POM that could not be read, as snapvet_check_unread does for a snapshot. */
SNAPVET_API SNAPVET_MUST_USE enum snapvet_status snapvet_check_unread_pom(const char *path, const char *target,
                                                                          const struct snapvet_error *why,
                                                                          struct snapvet_check **out,
                                                                          struct snapvet_error *err);
SNAPVET_API void snapvet_check_free(struct snapvet_check *check);
SNAPVET_API enum snapvet_verdict snapvet_check_verdict(const struct snapvet_check *check);
/* Findings in the order of place, then rule. */
SNAPVET_API size_t snapvet_check_finding_count(const struct snapvet_check *check);
/* false, and out untouched, when there is no i-th finding. */
SNAPVET_API bool snapvet_check_finding(const struct snapvet_check *check, size_t i, struct snapvet_finding *out);

/* Findings that were set aside: waived by a policy, known from a baseline. They are in no other list, and every report
 * counts them. */
SNAPVET_API size_t snapvet_check_waived_count(const struct snapvet_check *check);
SNAPVET_API size_t snapvet_check_known_count(const struct snapvet_check *check);

/* ---- what a team has decided ---- */
struct snapvet_policy;

#define SNAPVET_POLICY_FILE ".snapvet.yml"
/* Reads a policy file; path NULL: SNAPVET_POLICY_FILE in the working folder, or in the nearest folder above it that has
 * one, and where there is none a policy that changes nothing. Mistakes in the file are no failure of the call: see
 * snapvet_policy_problem. Free with snapvet_policy_free. */
SNAPVET_API SNAPVET_MUST_USE enum snapvet_status snapvet_policy_read(const char *path, struct snapvet_policy **out,
                                                                     struct snapvet_error *err);
SNAPVET_API void snapvet_policy_free(struct snapvet_policy *policy);
/* The file as it was found ("../.snapvet.yml"), empty for none. */
SNAPVET_API const char *snapvet_policy_path(const struct snapvet_policy *policy);
/* The i-th mistake in the file, by line; false past the end. */
SNAPVET_API bool snapvet_policy_problem(const struct snapvet_policy *policy, size_t i, unsigned *line_out,
                                        struct snapvet_bytes *text_out);
/* What the file says of a run; NULL, SNAPVET_INCOMPATIBLE and true when it does not. */
SNAPVET_API const char *snapvet_policy_target(const struct snapvet_policy *policy);
SNAPVET_API enum snapvet_verdict snapvet_policy_fail_on(const struct snapvet_policy *policy);
SNAPVET_API bool snapvet_policy_undecided_fails(const struct snapvet_policy *policy);
/* How many waivers there are, and how many of them are expired on a day. */
SNAPVET_API size_t snapvet_policy_waiver_count(const struct snapvet_policy *policy, int64_t day, size_t *expired_out);
/* Days since 1970-01-01 of "2026-12-31"; false when it is no day. */
SNAPVET_API bool snapvet_day_of(const char *text, int64_t *day_out);
/* Severities and waivers as they are on that day (UTC), and new verdicts. What could not be read (SNAPVET_BLIND) stays as
 * it is. A policy with mistakes is a usage error. */
SNAPVET_API SNAPVET_MUST_USE enum snapvet_status snapvet_check_apply(struct snapvet_check *check,
                                                                     const struct snapvet_policy *policy, int64_t day,
                                                                     struct snapvet_error *err);

struct snapvet_baseline;

/* Reads a report that was stored in the format "json". Free with snapvet_baseline_free. */
SNAPVET_API SNAPVET_MUST_USE enum snapvet_status snapvet_baseline_read(const char *path, struct snapvet_baseline **out,
                                                                       struct snapvet_error *err);
SNAPVET_API void snapvet_baseline_free(struct snapvet_baseline *baseline);
/* Sets aside what the baseline knows and what is no worse now: the verdict is that of what is new. What could not be read
 * is new each time. After snapvet_check_apply, when both are wanted. */
SNAPVET_API SNAPVET_MUST_USE enum snapvet_status
snapvet_check_compare(struct snapvet_check *check, const struct snapvet_baseline *baseline, struct snapvet_error *err);

/* ---- results as text ---- */
struct snapvet_text;

SNAPVET_API struct snapvet_bytes snapvet_text_bytes(const struct snapvet_text *text);
SNAPVET_API void snapvet_text_free(struct snapvet_text *text);

struct snapvet_style {
    unsigned columns; /* width to wrap text at; 0 for no wrapping */
    bool colour;      /* colours of a terminal in text */
    bool compact;     /* machine formats: the whole document on one line */
    bool aside;       /* text: findings that were set aside are listed, not only counted */
    bool ascii;       /* text: nothing of our own beyond ASCII, where a terminal knows no UTF-8 */
};
/* What can be written; each has formats of its own, "json" always among them. */
enum snapvet_view {
    SNAPVET_VIEW_CHECK,   /* verdict and findings */
    SNAPVET_VIEW_SHOW,    /* operators, states, serializers, handles, sizes */
    SNAPVET_VIEW_CLASSES, /* user classes named in the state */
    SNAPVET_VIEW_TYPE,    /* one serializer snapshot */
    SNAPVET_VIEW_RULES,   /* all rules */
    SNAPVET_VIEW_RULE,    /* one rule in full */
    SNAPVET_VIEW_DUMP,    /* entries of states: json and csv alone */
    SNAPVET_VIEW_STATS,   /* what is in states, counted */
    SNAPVET_VIEW_VERIFY,  /* whether everything is there and whole */
    SNAPVET_VIEW_DIFF,    /* two snapshots compared */
    SNAPVET_VIEW_WHY,     /* why a restore failed */
    SNAPVET_VIEW_PLAN     /* the steps of an upgrade */
};
/* Name and purpose of the i-th format of a view; false past the end. help_out may be NULL. */
SNAPVET_API bool snapvet_format_at(enum snapvet_view view, size_t i, const char **name_out, const char **help_out);

/* In all that follows: style NULL is no wrapping, no colour, not compact; free the text with snapvet_text_free. */

/* The report of one or more checks. */
SNAPVET_API SNAPVET_MUST_USE enum snapvet_status
snapvet_check_write(const struct snapvet_check *const *checks, size_t count, const char *format,
                    const struct snapvet_style *style, struct snapvet_text **out, struct snapvet_error *err);
/* The snapshot itself, without a verdict (SNAPVET_VIEW_SHOW, SNAPVET_VIEW_CLASSES). only: uid, name, id, or at least four
 * leading digits of the id of the operators to show, NULL for all; none that fits is a usage error. */
SNAPVET_API SNAPVET_MUST_USE enum snapvet_status
snapvet_show_write(const struct snapvet_snapshot *snapshot, enum snapvet_view view, const char *only,
                   const char *format, const struct snapvet_style *style, struct snapvet_text **out,
                   struct snapvet_error *err);
/* The rules table, or one rule given by code ("SV101") or slug; rule NULL for all. */
SNAPVET_API SNAPVET_MUST_USE enum snapvet_status snapvet_rules_write(const char *rule, const char *format,
                                                                     const struct snapvet_style *style,
                                                                     struct snapvet_text **out,
                                                                     struct snapvet_error *err);
/* A file that holds one serializer snapshot and nothing else. whole_out: whether it was read exactly to its last byte; if
 * not, the text says where it stopped. */
SNAPVET_API SNAPVET_MUST_USE enum snapvet_status
snapvet_type_write(const char *path, const struct snapvet_options *options, const char *format,
                   const struct snapvet_style *style, bool *whole_out, struct snapvet_text **out,
                   struct snapvet_error *err);

/* ---- entries ---- */

/* Which entries; begin with SNAPVET_DUMP_ALL. */
struct snapvet_dump_request {
    const char *format; /* of SNAPVET_VIEW_DUMP */
    const char *only;   /* operators, as for snapvet_show_write; NULL for all */
    const char *state;  /* states of that name; NULL for all */
    const char *key;    /* entries with that key, as it is printed with or without quotes; NULL for all */
    int32_t first_key_group, last_key_group; /* both -1: all, operator state too */
    uint64_t limit;                          /* entries at most; 0 for all */
    bool keys_only;                          /* values are not decoded */
    uint32_t shard, shard_count;             /* shard of 0 to shard_count - 1; shard_count 0 for all */
    /* An existing folder for links to RocksDB's files, in which nothing stays; NULL: $TMPDIR, else /tmp. Files that stand in
     * _metadata or are parts of others are copied to it. */
    const char *temporary_folder;
};
#define SNAPVET_DUMP_ALL                                                                                               \
    ((struct snapvet_dump_request){ .format = "json", .first_key_group = -1, .last_key_group = -1 })

/* Where entries go. Bytes come in pieces of whole lines and are gone after the call. */
struct snapvet_sink {
    bool (*write)(struct snapvet_bytes bytes, void *context); /* false to stop: no failure */
    void (*loss)(const char *text, void *context); /* one line about what could not be read; NULL to ignore */
    void *context;
};

/* What became of a dump. */
struct snapvet_dumped {
    uint64_t entries; /* written */
    uint64_t lost;    /* places that could not be read */
};
/* Writes the entries of states, one line each, as they are read: memory does not grow with the state. out may be NULL. An
 * operator or state that is not there is a usage error; a key without entries is not. */
SNAPVET_API SNAPVET_MUST_USE enum snapvet_status snapvet_dump(struct snapvet_snapshot *snapshot,
                                                              const struct snapvet_dump_request *request,
                                                              const struct snapvet_sink *sink,
                                                              struct snapvet_dumped *out, struct snapvet_error *err);

/* ---- measuring ---- */

/* How a measurement runs; zeroed: everything, on all cores, silent. */
struct snapvet_run {
    unsigned jobs;                /* threads; 0 for one per core */
    const char *only, *state;     /* operators and states, as for snapvet_dump; NULL for all */
    uint32_t shard, shard_count;  /* shard of 0 to shard_count - 1; shard_count 0 for the whole */
    const char *temporary_folder; /* as for snapvet_dump */
    /* Called a few times a second, from the thread that asked; NULL for none. */
    void (*progress)(uint64_t done_bytes, uint64_t total_bytes, void *context);
    void *context;
};

struct snapvet_stats;
struct snapvet_stats_request {
    struct snapvet_run run;
    bool estimate;  /* from metadata and properties of files alone; nothing is scanned */
    unsigned top;   /* largest values of each state, at most 100 */
    bool now_given; /* what times are measured from; else when _metadata was written on this machine */
    int64_t now_ms; /* since 1970 */
    int64_t ttl_ms; /* what is older is expired; -1: not known (a snapshot does not say it) */
};
#define SNAPVET_STATS_ALL ((struct snapvet_stats_request){ .top = 5, .ttl_ms = -1 })
/* Counts what is in the states: entries, bytes, key groups, largest values, times. The snapshot must outlive the result.
 * Free with snapvet_stats_free. */
SNAPVET_API SNAPVET_MUST_USE enum snapvet_status snapvet_stats_run(struct snapvet_snapshot *snapshot,
                                                                   const struct snapvet_stats_request *request,
                                                                   struct snapvet_stats **out,
                                                                   struct snapvet_error *err);
SNAPVET_API void snapvet_stats_free(struct snapvet_stats *stats);
/* Whether everything could be read. */
SNAPVET_API bool snapvet_stats_is_whole(const struct snapvet_stats *stats);
/* In a format of SNAPVET_VIEW_STATS; a shard in "json" alone, for snapvet_merge. */
SNAPVET_API SNAPVET_MUST_USE enum snapvet_status
snapvet_stats_write(const struct snapvet_stats *stats, const char *format, const struct snapvet_style *style,
                    struct snapvet_text **out, struct snapvet_error *err);

struct snapvet_verified;
/* One of the paths that are verified together. */
struct snapvet_verify_item {
    const char *path;                  /* as given */
    struct snapvet_snapshot *snapshot; /* NULL when it could not be opened */
    const char *unreadable;            /* then why; NULL otherwise */
};
/* Looks whether everything that the snapshots refer to is there and whole, and for files below their folders that none of
 * them refers to. Snapshots must outlive the result. Free with snapvet_verified_free. */
SNAPVET_API SNAPVET_MUST_USE enum snapvet_status snapvet_verify_run(const struct snapvet_verify_item *items,
                                                                    size_t count, const struct snapvet_run *run,
                                                                    struct snapvet_verified **out,
                                                                    struct snapvet_error *err);
SNAPVET_API void snapvet_verified_free(struct snapvet_verified *verified);
/* Whether all snapshots are there, and nothing of them is missing, short or damaged. */
SNAPVET_API bool snapvet_verified_is_whole(const struct snapvet_verified *verified);
/* In a format of SNAPVET_VIEW_VERIFY; a shard in "json" alone, for snapvet_merge. */
SNAPVET_API SNAPVET_MUST_USE enum snapvet_status
snapvet_verified_write(const struct snapvet_verified *verified, const char *format, const struct snapvet_style *style,
                       struct snapvet_text **out, struct snapvet_error *err);

struct snapvet_diff;
struct snapvet_diff_request {
    struct snapvet_run run; /* without shards */
    bool list;              /* say which entries differ */
    uint64_t limit;         /* of each state at most so many; 0 for all */
};
/* Compares two snapshots of a job: operators, states, serializers, sizes, entries. Both must outlive the result. Free with
 * snapvet_diff_free. */
SNAPVET_API SNAPVET_MUST_USE enum snapvet_status snapvet_diff_run(struct snapvet_snapshot *before,
                                                                  struct snapvet_snapshot *after,
                                                                  const struct snapvet_diff_request *request,
                                                                  struct snapvet_diff **out, struct snapvet_error *err);
SNAPVET_API void snapvet_diff_free(struct snapvet_diff *diff);
/* Whether nothing differs and everything could be compared. */
SNAPVET_API bool snapvet_diff_is_equal(const struct snapvet_diff *diff);
/* In a format of SNAPVET_VIEW_DIFF. */
SNAPVET_API SNAPVET_MUST_USE enum snapvet_status snapvet_diff_write(const struct snapvet_diff *diff, const char *format,
                                                                    const struct snapvet_style *style,
                                                                    struct snapvet_text **out,
                                                                    struct snapvet_error *err);

/* Adds up the files that the shards of one run of stats, verify or dump wrote, and writes what the whole run would have
 * written. format is one of the command's; NULL for its first, and for dump, whose form is that of its parts. Parts that
 * are missing, there twice, or of different runs are a usage error that names them. whole_out: as snapvet_stats_is_whole
 * and its like. */
SNAPVET_API SNAPVET_MUST_USE enum snapvet_status snapvet_merge(const char *const *paths, size_t count,
                                                               const char *format, const struct snapvet_style *style,
                                                               const struct snapvet_sink *sink, bool *whole_out,
                                                               struct snapvet_error *err);

/* ---- the new job's serializers ----
 * What Flink 2.2 says of two serializer snapshots: TypeSerializerSnapshot#resolveSchemaCompatibility. docs/resolve.md */
enum snapvet_answer {
    SNAPVET_AS_IS,
    SNAPVET_RECONFIGURED,    /* as is, in the old serializer's order */
    SNAPVET_AFTER_MIGRATION, /* Flink rewrites the values; refused for keys and namespaces */
    SNAPVET_ANSWER_UNDECIDED,
    SNAPVET_REFUSED,      /* "incompatible" */
    SNAPVET_READ_ERROR,   /* the old snapshot cannot be read */
    SNAPVET_RESOLVE_ERROR /* the check throws */
};
/* "as-is", "after-migration", ... */
SNAPVET_API const char *snapvet_answer_name(enum snapvet_answer answer);

/* Compares files that hold one serializer snapshot each and remembers what it read: the same files may come many times. */
struct snapvet_resolver;
struct snapvet_resolution {
    enum snapvet_answer answer;
    enum snapvet_verdict verdict; /* ours: what Kryo holds is misread whatever Flink answers */
    bool unreadable;              /* one of the files could not be opened or holds no serializer snapshot */
    const char *reason;           /* one line, safe to print; until the next call */
};

/* as_state: what a state backend ends with, which minds a time to live that was switched on or off. options (may be NULL)
 * must outlive the result. Free with snapvet_resolver_free. */
SNAPVET_API SNAPVET_MUST_USE enum snapvet_status snapvet_resolver_new(const struct snapvet_options *options,
                                                                      bool as_state, struct snapvet_resolver **out,
                                                                      struct snapvet_error *err);
SNAPVET_API void snapvet_resolver_free(struct snapvet_resolver *resolver);
/* The answer of the new job's serializer to the old snapshot. */
SNAPVET_API SNAPVET_MUST_USE enum snapvet_status snapvet_resolve(struct snapvet_resolver *resolver,
                                                                 const char *old_path, const char *new_path,
                                                                 struct snapvet_resolution *out,
                                                                 struct snapvet_error *err);

/* ---- why a restore failed ---- */

/* Logs are read one after the other, or fed in pieces; then it is ended, and what was found is written. Free with
 * snapvet_why_free. */
struct snapvet_why;
SNAPVET_API SNAPVET_MUST_USE enum snapvet_status snapvet_why_new(struct snapvet_why **out, struct snapvet_error *err);
SNAPVET_API void snapvet_why_free(struct snapvet_why *why);
/* Reads a log to its end, plain or packed by gzip, LZ4 or Zstandard; "-" is stdin. Of run (may be NULL) progress counts. After
 * a failure what was read before it may be ended and written. */
SNAPVET_API SNAPVET_MUST_USE enum snapvet_status
snapvet_why_read(struct snapvet_why *why, const char *path, const struct snapvet_run *run, struct snapvet_error *err);
/* A log that is fed begins; path names it in the report. */
SNAPVET_API SNAPVET_MUST_USE enum snapvet_status snapvet_why_begin(struct snapvet_why *why, const char *path,
                                                                   struct snapvet_error *err);
SNAPVET_API SNAPVET_MUST_USE enum snapvet_status snapvet_why_feed(struct snapvet_why *why, struct snapvet_bytes log,
                                                                  struct snapvet_error *err);
/* path (may be NULL) names a log that was fed without snapvet_why_begin. snapshot (NULL: none) is what was to be restored; it must
 * outlive why. */
SNAPVET_API SNAPVET_MUST_USE enum snapvet_status snapvet_why_end(struct snapvet_why *why, const char *path,
                                                                 const struct snapvet_snapshot *snapshot,
                                                                 struct snapvet_error *err);
/* Whether a path that may be a log is a snapshot: a folder, a file that begins as _metadata, a tar or zip. */
SNAPVET_API bool snapvet_is_snapshot(const char *path);
/* Whether something was found, and all of it is known. */
SNAPVET_API bool snapvet_why_is_explained(const struct snapvet_why *why);
SNAPVET_API SNAPVET_MUST_USE enum snapvet_status snapvet_why_write(const struct snapvet_why *why, const char *format,
                                                                   const struct snapvet_style *style,
                                                                   struct snapvet_text **out,
                                                                   struct snapvet_error *err);

/* The operator id that Flink makes of a uid, as 32 hex digits. */
SNAPVET_API void snapvet_uid_hash(const char *uid, char hex_out[33]);

#ifdef __cplusplus
}
#endif
#endif
