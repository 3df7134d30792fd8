/* tie.c: from what a log names to operators and states of the snapshot. */
#include "facts/kryo.h"
#include "model/classes.h"
#include "why/inside.h"

/* What a complaint may say of its states, from the most telling on; the first that some state answers to is used. */
enum clue { CLUE_NAME, CLUE_CLASS, CLUE_SERIALIZER, CLUE_KRYO, CLUE_ABOUT, CLUE_ANY, CLUES };

/* ---- what the complaint names ---- */

static sv_str cut_at(sv_str text, const char *ends)
{
    for (size_t i = 0; i < text.n; i++)
        if (text.p[i] && strchr(ends, text.p[i]))
            text.n = i;
    return text;
}

/* The user class that a hole of a complaint holds, empty for none: "com.acme.Order@1a2b", or of a field, "com.acme.Order.id". */
static sv_str class_in(const struct sv_complaint *c, int hole)
{
    char kind = c->symptom->holes[hole];
    sv_str name = cut_at(c->holes[hole], "@ ");
    sv_str field = sv_str_after_last(name, '.');
    if (kind == 'f' && field.n < name.n)
        name.n -= field.n + 1;
    else if (kind != 'C' && kind != 'c')
        name.n = 0;
    return name.n && sv_class_is_user(name) ? name : (sv_str){ "", 0 };
}

/* The old serializer in "new serializer (...) must not be incompatible with the old serializer (...)"; empty for others. */
static sv_str old_serializer(const struct sv_complaint *c)
{
    bool is_pair = c->symptom && strcmp(c->symptom->holes, "cc") == 0;
    return is_pair ? cut_at(c->holes[1], "@ ") : (sv_str){ "", 0 };
}

/* The state that a text names itself; empty for most. */
static sv_str named_state(const struct sv_complaint *c)
{
    return c->symptom && c->symptom->holes[0] == 's' ? c->holes[0] : (sv_str){ "", 0 };
}

static bool is_about_kryo(const struct sv_complaint *c)
{
    static const char *const rules[] = { "SV101", "SV102", "SV103", "SV105" };
    for (size_t i = 0; c->symptom && i < sizeof rules / sizeof *rules; i++)
        if (strcmp(c->symptom->rule, rules[i]) == 0)
            return true;
    return false;
}

/* ---- what a state says to it ---- */

struct naming {
    sv_str wanted;
    bool found;
};

/* Classes are named with their packages by exceptions, and without by TypeExtractor. */
static void look(sv_str name, void *context)
{
    struct naming *naming = context;
    naming->found |= sv_str_eq(name, naming->wanted) || sv_str_eq(sv_str_after_last(name, '.'), naming->wanted);
}

static bool names(const struct sv_state *state, sv_str class_name)
{
    struct naming naming = { .wanted = class_name };
    for (const struct sv_type *root = NULL; (root = sv_state_next_root(state, root)) && !naming.found;)
        for (const struct sv_type *t = root; t && !naming.found; t = sv_type_next(root, t))
            sv_type_each_class(t, look, &naming);
    return naming.found;
}

static bool names_any(const struct sv_state *state, const struct sv_complaint *c)
{
    for (int i = 0; c->symptom && i < SV_SYMPTOM_HOLES && c->symptom->holes[i]; i++) {
        sv_str name = class_in(c, i);
        if (name.n && names(state, name))
            return true;
    }
    return false;
}

static bool holds_kryo(const struct sv_state *state)
{
    for (const struct sv_type *root = NULL; (root = sv_state_next_root(state, root));)
        for (const struct sv_type *t = root; t; t = sv_type_next(root, t))
            if (t->kind == SV_KIND_KRYO)
                return true;
    return false;
}

/* A serializer's snapshot class begins with its name: PojoSerializer, PojoSerializerSnapshot. */
static bool is_written_by(const struct sv_state *state, sv_str serializer)
{
    const struct sv_type *value = sv_state_root(state, "value");
    return value && serializer.n && sv_str_starts(value->class_name, serializer);
}

static bool is_of(const struct sv_state *state, enum sv_about about)
{
    bool is_operators = state->kind == SV_STATE_OPERATOR_LIST || state->kind == SV_STATE_OPERATOR_UNION ||
                        state->kind == SV_STATE_BROADCAST;
    switch (about) {
    case SV_ABOUT_KEYED:
        return !is_operators && state->kind != SV_STATE_TIMER;
    case SV_ABOUT_OPERATOR:
        return is_operators;
    case SV_ABOUT_BROADCAST:
        return state->kind == SV_STATE_BROADCAST;
    case SV_ABOUT_TIMERS:
        return state->kind == SV_STATE_TIMER;
    default:
        return state->kind != SV_STATE_TIMER;
    }
}

static bool answers(const struct sv_complaint *c, enum clue clue, const struct sv_state *state)
{
    switch (clue) {
    case CLUE_NAME:
        return named_state(c).n && sv_str_eq(state->name, named_state(c));
    case CLUE_CLASS:
        return names_any(state, c);
    case CLUE_SERIALIZER:
        return is_of(state, c->about) && is_written_by(state, old_serializer(c));
    case CLUE_KRYO:
        return is_of(state, c->about) && is_about_kryo(c) && holds_kryo(state);
    case CLUE_ABOUT:
        return is_of(state, c->about);
    default:
        return state->kind != SV_STATE_TIMER;
    }
}

/* ---- which operators ---- */

/* Whether it may be this operator: of a task with several, the first or one whose name is in the task's; before 2.x snapshots hold
 * no names. */
static bool may_be(const struct sv_complaint *c, const struct sv_operator *op)
{
    if (!c->has_id || memcmp(op->id, c->id, sizeof op->id) == 0)
        return true;
    return c->id_of_task && (!op->name.n || memmem(c->task.p, c->task.n, op->name.p, op->name.n));
}

/* Counts the states that answer to the clue; *only_out is their operator, NULL when there are more of them. */
static void look_at(struct sv_complaint *c, enum clue clue, const struct sv_operator *operators,
                    const struct sv_operator **only_out)
{
    const struct sv_operator *only = NULL;
    bool more = false;
    for (const struct sv_operator *op = operators; op; op = op->next)
        for (const struct sv_op_state *s = op->states; may_be(c, op) && s; s = s->next)
            if (answers(c, clue, s->state)) {
                more |= only && only != op;
                only = op;
                c->state = s->state;
                c->state_count++;
            }
    *only_out = more ? NULL : only;
}

/* A collection that Flink 2.x has a serializer for. */
static bool holds_native(const struct sv_state *state)
{
    for (const struct sv_type *root = NULL; (root = sv_state_next_root(state, root));)
        for (const struct sv_type *t = root; t; t = sv_type_next(root, t)) {
            const struct sv_kryo_type *known = t->kind == SV_KIND_KRYO ? sv_kryo_type_find(t->java_type) : NULL;
            if (known && known->native)
                return true;
        }
    return false;
}

/* A refusal tells nothing but that there is one; what the state holds tells why. */
static void choose_rule(struct sv_complaint *c)
{
    c->rule = c->symptom ? c->symptom->rule : "";
    if (strcmp(c->rule, "SV513") == 0 && c->state && holds_native(c->state))
        c->rule = "SV101";
}

static void tie(struct sv_complaint *c, const struct sv_operator *operators)
{
    const struct sv_operator *only = NULL, *named = NULL;
    bool is_sure = c->has_id && !c->id_of_task;
    for (const struct sv_operator *op = operators; op && is_sure; op = op->next)
        if (memcmp(op->id, c->id, sizeof op->id) == 0)
            named = op;
    enum clue last = is_sure ? CLUES : CLUE_ABOUT; /* without an operator only what is named tells */
    for (enum clue clue = CLUE_NAME; clue < last && !c->state_count; clue++)
        look_at(c, clue, operators, &only);
    if (c->state_count != 1)
        c->state = NULL;
    c->op = is_sure ? named : only;
}

void sv_why_tie(struct sv_diagnosis *diagnosis)
{
    const struct sv_operator *operators = diagnosis->snapshot ? diagnosis->snapshot->operators : NULL;
    for (struct sv_complaint *c = diagnosis->complaints; c; c = c->next) {
        tie(c, operators);
        choose_rule(c);
    }
}
