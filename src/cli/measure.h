/* measure.h: what the measuring commands share: stats, verify, diff and their like. */
#ifndef CLI_MEASURE_H
#define CLI_MEASURE_H
#include <stdint.h>

#include "cli.h"

/* Options that have one meaning in all of them; a command's own are numbered below MEASURE_FIRST. */
enum {
    MEASURE_FIRST = 100,
    MEASURE_OPERATOR = MEASURE_FIRST,
    MEASURE_STATE,
    MEASURE_JOBS,
    MEASURE_SHARD,
    MEASURE_UIDS,
    MEASURE_MAP,
    MEASURE_CLASS,
    MEASURE_FORMAT,
    MEASURE_COLOUR
};
#define MEASURE_ROW_OPERATOR                                                                                           \
    {                                                                                                                  \
        MEASURE_OPERATOR, "--operator", "ID|UID|NAME", "only this operator; an id may be cut to its first digits",     \
            NULL, false                                                                                                \
    }
#define MEASURE_ROW_STATE                                                                                              \
    {                                                                                                                  \
        MEASURE_STATE, "--state", "NAME", "only states of that name", NULL, false                                      \
    }
#define MEASURE_ROW_JOBS                                                                                               \
    {                                                                                                                  \
        MEASURE_JOBS, "--jobs", "N", "threads (default: one per core)", NULL, false                                    \
    }
#define MEASURE_ROW_SHARD                                                                                              \
    {                                                                                                                  \
        MEASURE_SHARD, "--shard", "I/N", "only the I-th of N parts, for snapvet merge", NULL, false                    \
    }
#define MEASURE_ROW_UIDS                                                                                               \
    {                                                                                                                  \
        MEASURE_UIDS, "--uids", "FILE|A,B,C", "uids of the job's operators: a file with one a line, or a list", NULL,  \
            false                                                                                                      \
    }
#define MEASURE_ROW_MAP                                                                                                \
    {                                                                                                                  \
        MEASURE_MAP, "--map", "PREFIX=DIR", "look below DIR for files recorded below PREFIX; may be repeated", NULL,   \
            false                                                                                                      \
    }
#define MEASURE_ROW_CLASS                                                                                              \
    {                                                                                                                  \
        MEASURE_CLASS, "--class", "NAME=LAYOUT",                                                                       \
            "a serializer snapshot class of your own has the layout of one of\nFlink's; "                              \
            "may be repeated (layouts: snapvet help check)",                                                           \
            NULL, false                                                                                                \
    }
#define MEASURE_ROW_FORMAT(at)                                                                                         \
    {                                                                                                                  \
        MEASURE_FORMAT, "--format", "FORMAT", "form of the output", at, true                                           \
    }
#define MEASURE_ROW_COLOUR                                                                                             \
    {                                                                                                                  \
        MEASURE_COLOUR, "--color", "WHEN", "colours in text", cli_colour_at, true                                      \
    }

struct measure {
    struct snapvet_run run;
    struct snapvet_options *how;
    struct cli_look look; /* format NULL: not given */
    struct operands paths;
};

/* Sets an option of a command; false when the value is none of the option. */
typedef bool measure_set_fn(int opt, const char *value, void *context);
/* Parses the command line; NULL set for a command without options of its own. False: return *code. */
bool measure_parse(const struct command *self, int argc, char **argv, struct measure *m, measure_set_fn *set,
                   void *context, int *code);
void measure_end(struct measure *m);

/* Opens a snapshot; NULL after a message, and *code is what it means. */
struct snapvet_snapshot *measure_open(const struct measure *m, const char *path, int *code);
/* Writes and frees a text. */
void measure_write(struct snapvet_text *text);

/* A decimal number that is all of text. */
bool measure_number(const char *text, uint64_t most, uint64_t *out);
/* "I/N" */
bool measure_shard(const char *text, uint32_t *shard_out, uint32_t *count_out);

/* A bar on stderr where that is a terminal, for what takes more than a second. Begin with .started_ms 0. */
struct progress_bar {
    int64_t started_ms, told_ms;
};
void progress_show(uint64_t done_bytes, uint64_t total_bytes, void *bar);
void progress_end(struct progress_bar *bar);
#endif
