/* kryo.c: types that go to Kryo. What TypeExtractor logs is a part of them: it says nothing of interfaces, of classes that are
 * given by hand, of types inside others that were seen before; and it logs types that are in no state. */
#include "model/kryo.h"

#include "why/inside.h"

enum { NAMED_MOST = 4096, FIELDS_MOST = 200 };

struct gathering {
    struct sv_diagnosis *diagnosis;
    struct sv_kryo_named **tail;
    size_t count;
    struct sv_buf text; /* scratch */
    bool failed;
};

static struct sv_kryo_named *find(struct gathering *g, sv_str name)
{
    for (struct sv_kryo_named *known = g->diagnosis->kryo; known; known = known->next)
        if (sv_str_eq(known->name, name))
            return known;
    return NULL;
}

/* name lives as long as the diagnosis. NULL when there are too many, or memory is out. */
static struct sv_kryo_named *find_or_add(struct gathering *g, sv_str name)
{
    struct sv_kryo_named *named = find(g, name);
    if (named)
        return named;
    if (g->count == NAMED_MOST) {
        g->diagnosis->kryo_dropped++;
        return NULL;
    }
    named = SV_NEW(&g->diagnosis->arena, struct sv_kryo_named);
    g->failed |= !named;
    if (!named)
        return NULL;
    named->name = name;
    *g->tail = named;
    g->tail = &named->next;
    g->count++;
    return named;
}

static sv_str keep(struct gathering *g)
{
    sv_str kept = sv_arena_copy(&g->diagnosis->arena, sv_buf_str(&g->text));
    g->failed |= !kept.p || g->text.failed;
    return kept.p ? kept : (sv_str){ "", 0 };
}

/* ---- what logs name ---- */

static sv_str label_of_field(struct gathering *g, sv_str class_name, sv_str field)
{
    g->text.n = 0;
    sv_buf_add(&g->text, class_name);
    sv_buf_putc(&g->text, '#');
    sv_buf_add(&g->text, field);
    return sv_buf_str(&g->text);
}

static void add_field(struct gathering *g, struct sv_kryo_named *named, sv_str field)
{
    if (named->fields.n > FIELDS_MOST || sv_str_ends(named->fields, field)) /* no getter, nor a setter */
        return;
    g->text.n = 0;
    sv_buf_add(&g->text, named->fields);
    sv_buf_puts(&g->text, named->fields.n ? ", " : "");
    sv_buf_add(&g->text, field);
    named->fields = keep(g);
}

/* holes: C a class that goes to Kryo; Cf a class and a field that spoils it; cf a field that goes to Kryo; -c the type of a tuple's
 * field. */
static void gather_line(struct gathering *g, const struct sv_complaint *c)
{
    const char *holes = c->symptom->holes;
    struct sv_kryo_named *named;
    if (strcmp(holes, "cf") == 0) {
        label_of_field(g, c->holes[0], c->holes[1]);
        named = find_or_add(g, keep(g));
    } else {
        named = find_or_add(g, c->holes[holes[0] == '-' ? 1 : 0]);
    }
    if (!named)
        return;
    if (strcmp(holes, "Cf") == 0)
        add_field(g, named, c->holes[1]);
    if (!named->line || strcmp(named->line->symptom->holes, "Cf") == 0)
        named->line = c;
}

/* ---- what the snapshot holds ---- */

/* Class#getSimpleName */
static sv_str simple_name(sv_str name)
{
    return sv_str_after_last(sv_str_after_last(name, '.'), '$');
}

static void see(struct sv_kryo_named *named, const struct sv_operator *op, const struct sv_state *state)
{
    if (!named->state_count || named->last != state)
        named->state_count++;
    named->last = state;
    if (named->state)
        return;
    named->op = op;
    named->state = state;
}

/* A type of a state that goes to Kryo, and the logs' names for it. */
static void gather_type(struct gathering *g, const struct sv_operator *op, const struct sv_state *state,
                        const struct sv_type *t, sv_str name)
{
    struct sv_kryo_named *by_class = find(g, name), *by_field = NULL;
    const struct sv_type *parent = t->parent;
    if (parent && parent->kind == SV_KIND_POJO && t->field.n)
        by_field = find(g, label_of_field(g, simple_name(parent->java_type), t->field));
    else if (parent && parent->kind == SV_KIND_TUPLE)
        by_field = find(g, simple_name(name));
    if (by_field)
        see(by_field, op, state);
    if (!by_class && !by_field)
        by_class = find_or_add(g, name);
    if (by_class)
        see(by_class, op, state);
}

static void gather_state(struct gathering *g, const struct sv_operator *op, const struct sv_state *state)
{
    for (const struct sv_type *root = NULL; (root = sv_state_next_root(state, root));)
        for (const struct sv_type *t = root; t && !g->failed; t = sv_type_next(root, t)) {
            struct sv_java_place place = { .stream = t->java };
            sv_str name;
            if (t->kind == SV_KIND_KRYO && t->java_type.n)
                gather_type(g, op, state, t, t->java_type);
            while (t->kind != SV_KIND_KRYO && sv_java_next_kryo(&place, &name))
                if (name.n)
                    gather_type(g, op, state, t, name);
        }
}

bool sv_why_gather_kryo(struct sv_diagnosis *diagnosis)
{
    struct gathering g = { .diagnosis = diagnosis, .tail = &diagnosis->kryo };
    const struct sv_snapshot *snapshot = diagnosis->snapshot;
    sv_buf_init(&g.text, SIZE_MAX);
    for (const struct sv_complaint *c = diagnosis->complaints; c; c = c->next)
        if (c->symptom && c->symptom->kind == SV_SYMPTOM_LINE && c->rule[0])
            gather_line(&g, c);
    for (const struct sv_operator *op = snapshot ? snapshot->operators : NULL; op; op = op->next)
        for (const struct sv_op_state *s = op->states; s && !g.failed; s = s->next)
            gather_state(&g, op, s->state);
    sv_buf_free(&g.text);
    return !g.failed;
}
