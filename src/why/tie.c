/* tie.c: from what a log names to operators and states of the snapshot. */
#include "model/classes.h"
#include "why/inside.h"

/* The user class that a hole of a complaint holds; empty when it holds none. In "com.acme.Order@1a2b" what is behind the @ is
 * not of it. */
static sv_str class_in(const struct sv_complaint *c, int hole)
{
    char kind = c->symptom->holes[hole];
    sv_str name = c->holes[hole];
    const char *at = memchr(name.p, '@', name.n);
    if (at)
        name.n = (size_t)(at - name.p);
    bool is_class = (kind == 'C' || kind == 'c') && sv_class_is_user(name);
    return is_class ? name : (sv_str){ "", 0 };
}

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

static void look_into(struct sv_complaint *c, const struct sv_operator *op, sv_str class_name)
{
    for (const struct sv_op_state *s = op->states; s; s = s->next) {
        if (class_name.n ? !names(s->state, class_name) : s->state->kind == SV_STATE_TIMER)
            continue;
        if (!c->state_count++) {
            c->op = op;
            c->state = s->state;
        }
    }
}

/* Every state that names the class, of the complaint's operator or, where none is known, of any. */
static void tie_to_class(struct sv_complaint *c, const struct sv_operator *operators, sv_str class_name)
{
    for (const struct sv_operator *op = operators; op && class_name.n; op = op->next)
        if (!c->has_id || op == c->op)
            look_into(c, op, class_name);
}

static void tie(struct sv_complaint *c, const struct sv_operator *operators)
{
    for (const struct sv_operator *op = operators; op && c->has_id; op = op->next)
        if (memcmp(op->id, c->id, sizeof op->id) == 0)
            c->op = op;
    for (int i = 0; c->symptom && i < SV_SYMPTOM_HOLES && c->symptom->holes[i] && !c->state_count; i++)
        tie_to_class(c, operators, class_in(c, i));
    if (c->has_id && c->op && !c->state_count)
        look_into(c, c->op, (sv_str){ "", 0 });
    if (c->state_count != 1)
        c->state = NULL;
    if (!c->has_id && c->state_count != 1)
        c->op = NULL;
}

void sv_why_tie(struct sv_diagnosis *diagnosis)
{
    const struct sv_operator *operators = diagnosis->snapshot ? diagnosis->snapshot->operators : NULL;
    for (struct sv_complaint *c = diagnosis->complaints; c; c = c->next)
        tie(c, operators);
}
