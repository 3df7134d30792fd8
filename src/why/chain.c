/* chain.c: lines to chains of causes.
 *
 * A stack trace is: a line that names an exception, maybe lines more of its message; lines "at ...", "... 12 more"; and for each
 * cause a line "Caused by: ...". What was suppressed stands in between, indented. Operators are named as
 * NAME_ID_(SUBTASK/PARALLELISM), or in the line before as a task that switched to FAILED. */
#include "why/inside.h"

enum { ID_DIGITS = 32 };

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

struct named_operator {
    sv_str name;
    unsigned char id[16];
};

/* "for CoBroadcastWithNonKeyedOperator_27538f3240f42e4e9ebfbcff804ad06f_(1/4)"; false for a line that names none. */
static bool find_operator(sv_str line, struct named_operator *out)
{
    for (const char *p = line.p, *end = line.p + line.n; (p = memchr(p, '_', (size_t)(end - p))); p++) {
        sv_str rest = { p + 1, (size_t)(end - p) - 1 };
        if (!sv_str_starts(sv_str_skip(rest, ID_DIGITS), SV_STR("_(")) || !read_id(rest, out->id))
            continue;
        const char *begin = p;
        while (begin > line.p && begin[-1] != ' ')
            begin--;
        out->name = (sv_str){ begin, (size_t)(p - begin) };
        return true;
    }
    return false;
}

static sv_str trimmed(sv_str line)
{
    while (line.n && (line.p[0] == ' ' || line.p[0] == '\t'))
        line = sv_str_skip(line, 1);
    while (line.n && (line.p[line.n - 1] == ' ' || (line.p[line.n - 1] >= '\t' && line.p[line.n - 1] <= '\r')))
        line.n--;
    return line;
}

/* What stands in a chain is copied, since lines are gone with the next one. */
static void note(struct sv_why *why, struct sv_complaint *c, const struct sv_symptom *symptom, const sv_str *holes,
                 sv_str text)
{
    c->symptom = symptom;
    c->text = sv_why_keep(why, &why->scratch, text);
    for (int i = 0; i < SV_SYMPTOM_HOLES; i++)
        c->holes[i] = holes ? sv_why_keep(why, &why->scratch, holes[i]) : (sv_str){ "", 0 };
}

void sv_why_end_chain(struct sv_why *why)
{
    struct sv_chain *chain = &why->chain;
    if (!chain->is_open)
        return;
    struct sv_complaint *inside = &chain->inside;
    bool tells = (chain->is_restore && !chain->is_elsewhere) || chain->is_answer;
    struct sv_complaint told = *inside;
    if (!tells) {
        told.symptom = chain->anywhere.symptom;
        told.text = chain->anywhere.text;
        memcpy(told.holes, chain->anywhere.holes, sizeof told.holes);
    }
    if (told.symptom && told.symptom->holes[0] == 'o' && read_id(told.holes[0], told.id)) {
        told.has_id = true;
        told.id_of_task = false;
    }
    if (tells || told.symptom)
        sv_why_add(why, &told);
    *chain = (struct sv_chain){ .is_open = false };
    sv_arena_reset(&why->scratch);
}

static void begin_chain(struct sv_why *why)
{
    struct sv_chain *chain = &why->chain;
    const struct sv_lead *lead = &why->lead;
    *chain = (struct sv_chain){ .is_open = true, .inside.line = why->log->lines };
    if (!lead->at || why->texts - lead->at > 1)
        return;
    chain->inside.has_id = lead->has_id;
    chain->inside.id_of_task = lead->id_of_task;
    chain->inside.about = lead->about;
    memcpy(chain->inside.id, lead->id, sizeof lead->id);
    chain->inside.task = sv_why_keep(why, &why->scratch, lead->task);
}

/* The head of a trace, or of one of its causes. The innermost that is known counts; without any, the innermost. */
static void take_cause(struct sv_why *why, const struct sv_notice *seen, sv_str line)
{
    struct sv_chain *chain = &why->chain;
    struct named_operator named;
    if (find_operator(line, &named)) {
        chain->inside.task = sv_why_keep(why, &why->scratch, named.name);
        chain->inside.has_id = true;
        chain->inside.id_of_task = false;
        memcpy(chain->inside.id, named.id, sizeof named.id);
    }
    chain->has_frames = false;
    chain->is_restore |= seen->is_restore;
    if (seen->about != SV_ABOUT_ANY)
        chain->inside.about = seen->about;
    bool is_cause = seen->symptom && seen->symptom->kind != SV_SYMPTOM_LINE && seen->symptom->kind != SV_SYMPTOM_FRAME;
    if (is_cause || !chain->inside.symptom)
        note(why, &chain->inside, is_cause ? seen->symptom : NULL, is_cause ? seen->holes : NULL, line);
    if (seen->anywhere && seen->anywhere->kind == SV_SYMPTOM_ALONE)
        note(why, &chain->anywhere, seen->anywhere, seen->anywhere_holes, line);
}

/* A place in the code may tell what a bare NullPointerException does not. */
static void take_frame(struct sv_why *why, sv_str line)
{
    struct sv_chain *chain = &why->chain;
    struct sv_notice seen;
    chain->has_frames = true;
    if (!sv_why_is_worth(why, line))
        return;
    sv_why_notice(why, line, &seen);
    chain->is_restore |= seen.is_restore;
    chain->is_elsewhere |= seen.is_elsewhere;
    if (chain->inside.about == SV_ABOUT_ANY)
        chain->inside.about = seen.about;
    if (!chain->inside.symptom && seen.symptom && seen.symptom->kind == SV_SYMPTOM_FRAME)
        chain->inside.symptom = seen.symptom;
}

static void keep_task(struct sv_lead *lead, sv_str task)
{
    task.n = task.n < sizeof lead->task_bytes ? task.n : sizeof lead->task_bytes;
    memcpy(lead->task_bytes, task.p, task.n);
    lead->task = (sv_str){ lead->task_bytes, task.n };
}

/* "op[v-list] (1/1)#0 (EXECUTION_VERTEX_0_0) switched from INITIALIZING to FAILED with failure cause:"; before 1.14 there is no
 * vertex. */
static void lead_by_switch(struct sv_why *why, sv_str line)
{
    static const sv_str word = SV_STR_INIT(" switched from ");
    struct sv_lead *lead = &why->lead;
    const char *at = memmem(line.p, line.n, word.p, word.n), *id = NULL;
    if (!at)
        return;
    sv_str before = { line.p, (size_t)(at - line.p) };
    *lead = (struct sv_lead){ .at = why->texts };
    for (const char *p = before.p; (p = memmem(p, (size_t)(at - p), " (", 2)); p++)
        id = p;
    if (!id)
        return;
    sv_str task = { before.p, (size_t)(id - before.p) };
    sv_str ids = sv_str_skip(before, task.n + 2);
    const char *vertex = memchr(ids.p, '_', ids.n);
    if (vertex)
        lead->has_id = read_id(sv_str_skip(ids, (size_t)(vertex - ids.p) + 1), lead->id);
    lead->id_of_task = lead->has_id && memmem(task.p, task.n, " -> ", 4);
    const char *subtask = memmem(task.p, task.n, " (", 2);
    task.n = subtask ? (size_t)(subtask - task.p) : task.n;
    keep_task(lead, task);
}

static void lead_by_operator(struct sv_why *why, const struct sv_notice *seen, sv_str line)
{
    struct sv_lead *lead = &why->lead;
    struct named_operator named;
    if (!find_operator(line, &named))
        return;
    *lead = (struct sv_lead){ .at = why->texts, .has_id = true, .about = seen->about };
    memcpy(lead->id, named.id, sizeof lead->id);
    keep_task(lead, named.name);
}

/* A line that follows in a trace; false when the trace is over. */
static bool goes_on(struct sv_why *why, sv_str raw, sv_str line)
{
    static const sv_str frame = SV_STR_INIT("\tat ");
    struct sv_chain *chain = &why->chain;
    if (sv_str_starts(line, SV_STR("at ")) || memmem(raw.p, raw.n, frame.p, frame.n)) {
        take_frame(why, line);
        return true;
    }
    if (!line.n || sv_str_starts(line, SV_STR("... ")))
        return true;
    if (sv_str_starts(line, SV_STR("Suppressed: "))) {
        chain->has_suppressed = true;
        return true;
    }
    return false;
}

/* A line that begins with a time, a bracket or a level is the next record of the log. */
static bool begins_record(sv_str line)
{
    static const sv_str levels[] = { SV_STR_INIT("INFO"), SV_STR_INIT("WARN"), SV_STR_INIT("ERROR"),
                                     SV_STR_INIT("DEBUG"), SV_STR_INIT("TRACE") };
    bool begins = (line.p[0] >= '0' && line.p[0] <= '9') || line.p[0] == '[';
    for (size_t i = 0; i < sizeof levels / sizeof *levels; i++)
        begins |= sv_str_starts(line, levels[i]);
    return begins;
}

void sv_why_end_answer(struct sv_why *why, sv_str answer)
{
    enum { ANSWER_MOST = 512 }; /* characters, by kinesisanalyticsv2's ErrorString */
    const char *end = memchr(answer.p, '\n', answer.n);
    if (!answer.n)
        return;
    if (!why->chain.is_open) {
        begin_chain(why);
        note(why, &why->chain.inside, NULL, NULL, (sv_str){ answer.p, end ? (size_t)(end - answer.p) : answer.n });
    }
    why->chain.is_answer = true;
    why->chain.inside.is_cut = answer.n >= ANSWER_MOST;
    sv_why_end_chain(why);
}

/* Lines more of a message stand between its first and the first frame. */
static bool is_message(const struct sv_why *why, const struct sv_notice *seen, sv_str line)
{
    return why->chain.is_open && !why->chain.has_frames && !seen->names_exception && !begins_record(line) &&
           !(seen->symptom && seen->symptom->kind == SV_SYMPTOM_LINE);
}

/* A record's message, without what a logger puts before it. */
static sv_str message_of(sv_str line)
{
    const char *dash = begins_record(line) ? memmem(line.p, line.n, " - ", 3) : NULL;
    return dash ? sv_str_skip(line, (size_t)(dash - line.p) + 3) : line;
}

static void take_head(struct sv_why *why, const struct sv_notice *seen, sv_str line)
{
    line = message_of(line);
    if (seen->has_failed)
        lead_by_switch(why, line);
    else if (seen->is_restore && !seen->names_exception)
        lead_by_operator(why, seen, line);
    if (seen->symptom && seen->symptom->kind == SV_SYMPTOM_LINE) {
        struct sv_complaint said = { .symptom = seen->symptom, .text = line, .line = why->log->lines };
        said.task = (sv_str){ "", 0 };
        memcpy(said.holes, seen->holes, sizeof said.holes);
        sv_why_add(why, &said);
    } else if (seen->names_exception) {
        begin_chain(why);
        take_cause(why, seen, line);
    }
}

void sv_why_take_line(struct sv_why *why, sv_str raw)
{
    struct sv_chain *chain = &why->chain;
    struct sv_notice seen;
    sv_str line = trimmed(raw);
    why->texts++;
    if (chain->is_open && goes_on(why, raw, line))
        return;
    if (!line.n)
        return;
    sv_why_notice(why, line, &seen);
    if (seen.has_cause) {
        bool is_nested = chain->has_suppressed && (raw.p[0] == '\t' || raw.p[0] == ' ');
        if (is_nested)
            return;
        if (!chain->is_open)
            begin_chain(why);
        take_cause(why, &seen, sv_str_skip(line, seen.cause_at + sizeof "Caused by: " - 1));
        return;
    }
    if (is_message(why, &seen, line)) {
        chain->is_restore |= seen.is_restore;
        return;
    }
    sv_why_end_chain(why);
    take_head(why, &seen, line);
}
