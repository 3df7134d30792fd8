/* log.c: lines of a log to complaints.
 *
 * A stack trace is: a line that names an exception; lines "at ...", "... 12 more"; and for each cause a line "Caused by: ...".
 * Operators stand in it as NAME_ID_(SUBTASK/PARALLELISM). Loggers may put anything before a line, colour it, and write a
 * whole trace into one line of JSON with "\n" and "\t" for its ends and tabs. */
#include <stdlib.h>

#include "base/limits.h"
#include "why/inside.h"

enum { LINE_MOST = 1 << 16, COMPLAINTS_MOST = 10000, TEXT_MOST = 500, ID_DIGITS = 32 };

struct sv_why *sv_why_new(void)
{
    struct sv_why *why = calloc(1, sizeof *why);
    if (!why)
        return NULL;
    sv_arena_init(&why->found.arena, SV_LIMIT_MODEL_BYTES);
    sv_arena_init(&why->scratch, SV_LIMIT_MODEL_BYTES);
    sv_buf_init(&why->line, SIZE_MAX);
    why->tail = &why->found.complaints;
    return why;
}

void sv_why_free(struct sv_why *why)
{
    if (!why)
        return;
    sv_arena_free(&why->found.arena);
    sv_arena_free(&why->scratch);
    sv_buf_free(&why->line);
    free(why);
}

/* ---- complaints ---- */

static bool is_same(const struct sv_complaint *a, const struct sv_complaint *b)
{
    if (a->symptom != b->symptom || a->has_id != b->has_id || memcmp(a->id, b->id, sizeof a->id) != 0)
        return false;
    if (!a->symptom)
        return sv_str_eq(a->text, b->text);
    for (int i = 0; i < SV_SYMPTOM_HOLES && a->symptom->holes[i]; i++)
        if (a->symptom->holes[i] != '-' && !sv_str_eq(a->holes[i], b->holes[i]))
            return false;
    return true;
}

static sv_str keep(struct sv_why *why, struct sv_arena *arena, sv_str text)
{
    text.n = text.n > TEXT_MOST ? TEXT_MOST : text.n;
    sv_str kept = sv_arena_copy(arena, text);
    why->failed |= !kept.p;
    return kept.p ? kept : (sv_str){ "", 0 };
}

static void add(struct sv_why *why, const struct sv_complaint *seen)
{
    struct sv_diagnosis *found = &why->found;
    for (struct sv_complaint *known = found->complaints; known; known = known->next)
        if (is_same(known, seen)) {
            known->count++;
            return;
        }
    if (found->recognised + found->strange == COMPLAINTS_MOST) {
        found->dropped++;
        return;
    }
    struct sv_complaint *copy = SV_NEW(&found->arena, struct sv_complaint);
    if (!copy) {
        why->failed = true;
        return;
    }
    *copy = *seen;
    copy->count = 1;
    copy->next = NULL;
    copy->text = keep(why, &found->arena, seen->text);
    copy->task = keep(why, &found->arena, seen->task);
    for (int i = 0; i < SV_SYMPTOM_HOLES; i++)
        copy->holes[i] = keep(why, &found->arena, seen->holes[i]);
    *why->tail = copy;
    why->tail = &copy->next;
    if (copy->symptom)
        found->recognised++;
    else
        found->strange++;
}

/* ---- chains ---- */

static int digit_of(char c)
{
    return c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

static bool read_id(sv_str text, unsigned char id[16])
{
    for (size_t i = 0; i < ID_DIGITS; i++) {
        int digit = i < text.n ? digit_of(text.p[i]) : -1;
        if (digit < 0)
            return false;
        id[i / 2] = (unsigned char)(i % 2 ? id[i / 2] | digit : digit << 4);
    }
    return text.n == ID_DIGITS || digit_of(text.p[ID_DIGITS]) < 0;
}

/* "for CoBroadcastWithNonKeyedOperator_27538f3240f42e4e9ebfbcff804ad06f_(1/4)" */
static void find_operator(struct sv_complaint *chain, sv_str line)
{
    for (size_t i = 0; i + ID_DIGITS + 2 < line.n; i++) {
        unsigned char id[16];
        if (line.p[i] != '_' || line.p[i + ID_DIGITS + 1] != '_' || line.p[i + ID_DIGITS + 2] != '(' ||
            !read_id((sv_str){ line.p + i + 1, ID_DIGITS }, id))
            continue;
        size_t begin = i;
        while (begin > 0 && line.p[begin - 1] != ' ')
            begin--;
        chain->task = (sv_str){ line.p + begin, i - begin };
        chain->has_id = true;
        memcpy(chain->id, id, sizeof id);
        return;
    }
}

static sv_str trimmed(sv_str line)
{
    while (line.n && (line.p[0] == ' ' || line.p[0] == '\t'))
        line = sv_str_skip(line, 1);
    while (line.n && strchr(" \t\r\n", line.p[line.n - 1]))
        line.n--;
    return line;
}

/* What stands in a chain is copied, since lines are gone with the next one. */
static void note(struct sv_why *why, const struct sv_symptom *symptom, const sv_str *holes, sv_str text)
{
    struct sv_complaint *chain = &why->chain;
    chain->symptom = symptom;
    chain->text = keep(why, &why->scratch, text);
    for (int i = 0; i < SV_SYMPTOM_HOLES; i++)
        chain->holes[i] = holes ? keep(why, &why->scratch, holes[i]) : (sv_str){ "", 0 };
    if (symptom && symptom->holes[0] == 'o' && read_id(holes[0], chain->id))
        chain->has_id = true;
}

static void end_chain(struct sv_why *why)
{
    if (why->in_chain && (why->chain.symptom || why->is_restore))
        add(why, &why->chain);
    why->chain = (struct sv_complaint){ .text = { "", 0 }, .task = { "", 0 } };
    why->in_chain = why->is_restore = false;
    sv_arena_reset(&why->scratch);
}

static bool contains(sv_str text, const char *what)
{
    return memmem(text.p, text.n, what, strlen(what)) != NULL;
}

/* "java.io.IOException: ...", maybe behind what a logger writes; false for ordinary lines. */
static bool names_exception(sv_str line)
{
    return contains(line, "Exception: ") || contains(line, "Error: ") || sv_str_ends(line, SV_STR("Exception")) ||
           sv_str_ends(line, SV_STR("Error"));
}

/* A place in the code may tell what a bare NullPointerException does not. */
static void take_frame(struct sv_why *why, sv_str line)
{
    sv_str holes[SV_SYMPTOM_HOLES];
    if (!why->in_chain || why->chain.symptom)
        return;
    const struct sv_symptom *symptom = sv_symptom_find(line, holes);
    if (symptom && symptom->is_exception)
        why->chain.symptom = symptom;
}

/* The head of a trace, or of one of its causes. The innermost that is known counts; without any, the innermost. */
static void take_cause(struct sv_why *why, sv_str line)
{
    sv_str holes[SV_SYMPTOM_HOLES];
    const struct sv_symptom *symptom = sv_symptom_find(line, holes);
    if (symptom && !symptom->is_exception)
        symptom = NULL;
    struct sv_complaint where = { .has_id = false };
    find_operator(&where, line);
    if (where.has_id) {
        why->chain.has_id = true;
        memcpy(why->chain.id, where.id, sizeof where.id);
        why->chain.task = keep(why, &why->scratch, where.task);
    }
    why->is_restore |= contains(line, "restor") || contains(line, "StateMigration") || contains(line, "checkpoint") ||
                       contains(line, "savepoint") || contains(line, "state backend");
    if (symptom || !why->chain.symptom)
        note(why, symptom, symptom ? holes : NULL, line);
}

static void take_line(struct sv_why *why, sv_str line)
{
    static const sv_str caused_by = SV_STR_INIT("Caused by: ");
    sv_str holes[SV_SYMPTOM_HOLES];
    line = trimmed(line);
    if (sv_str_starts(line, SV_STR("at "))) {
        take_frame(why, line);
        return;
    }
    if (!line.n || sv_str_starts(line, SV_STR("... ")) || sv_str_starts(line, SV_STR("Suppressed: ")))
        return;
    const char *cause = memmem(line.p, line.n, caused_by.p, caused_by.n);
    if (cause) {
        if (!why->in_chain)
            why->chain.line = why->found.lines;
        why->in_chain = true;
        take_cause(why, sv_str_skip(line, (size_t)(cause - line.p) + caused_by.n));
        return;
    }
    end_chain(why);
    const struct sv_symptom *symptom = sv_symptom_find(line, holes);
    if (symptom && !symptom->is_exception) {
        struct sv_complaint said = { .symptom = symptom, .text = line, .task = { "", 0 }, .line = why->found.lines };
        memcpy(said.holes, holes, sizeof holes);
        add(why, &said);
    } else if (symptom || names_exception(line)) {
        why->in_chain = true;
        why->chain.line = why->found.lines;
        take_cause(why, line);
    }
}

/* ---- lines ---- */

/* A line of JSON holds several lines: "\n" ends one, other escapes stand for what they name. Colours go. */
static void take_logical_lines(struct sv_why *why)
{
    struct sv_buf *b = &why->line;
    size_t to = 0;
    for (size_t i = 0; i < b->n; i++) {
        char c = b->p[i];
        if (c == '\033' && i + 1 < b->n && b->p[i + 1] == '[') {
            for (i += 2; i < b->n && (b->p[i] < '@' || b->p[i] > '~'); i++)
                ;
            continue;
        }
        if (c == '\\' && i + 1 < b->n && strchr("nrt\"/\\", b->p[i + 1])) {
            c = b->p[++i];
            if (c == 'n' || c == 'r') {
                take_line(why, (sv_str){ b->p, to });
                to = 0;
                continue;
            }
            c = c == 't' ? '\t' : c;
        }
        b->p[to++] = c;
    }
    take_line(why, (sv_str){ b->p, to });
}

static void take_physical_line(struct sv_why *why)
{
    why->found.lines++;
    if (why->line.n)
        take_logical_lines(why);
    why->line.n = 0;
}

bool sv_why_feed(struct sv_why *why, sv_str bytes)
{
    why->found.bytes += bytes.n;
    while (bytes.n && !why->failed) {
        const char *end = memchr(bytes.p, '\n', bytes.n);
        sv_str piece = { bytes.p, end ? (size_t)(end - bytes.p) : bytes.n };
        bytes = sv_str_skip(bytes, piece.n + (end != NULL));
        size_t room = LINE_MOST - why->line.n; /* what is longer is cut */
        piece.n = piece.n > room ? room : piece.n;
        sv_buf_add(&why->line, piece);
        why->failed |= why->line.failed;
        if (end)
            take_physical_line(why);
    }
    return !why->failed;
}

bool sv_why_end(struct sv_why *why, const struct sv_snapshot *snapshot, sv_str path, struct sv_diagnosis *out)
{
    if (why->line.n)
        take_physical_line(why);
    end_chain(why);
    why->found.snapshot = snapshot;
    why->found.path = keep(why, &why->found.arena, path);
    if (why->failed)
        return false;
    sv_why_tie(&why->found);
    *out = why->found;
    why->found = (struct sv_diagnosis){ .complaints = NULL };
    sv_arena_init(&why->found.arena, SV_LIMIT_MODEL_BYTES);
    why->tail = &why->found.complaints;
    return true;
}

void sv_diagnosis_release(struct sv_diagnosis *diagnosis)
{
    sv_arena_free(&diagnosis->arena);
    *diagnosis = (struct sv_diagnosis){ .complaints = NULL };
}
