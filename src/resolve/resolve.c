/* resolve.c: the question as a whole, and what the answers of all families have in common. */
#include "resolve/resolve.h"

#include "model/kryo.h"
#include "resolve/inside.h"

/* Steps of a path from its end: who nests deeper than that sees the deepest ones. */
enum { PATH_STEPS = 64 };

static sv_resolve_fn *const families[SV_LAYOUT_COUNT] = {
#define FAMILY(layout, fn, source) [SV_LAYOUT_##layout] = sv_resolve_##fn,
#include "resolve/families.def"
#undef FAMILY
};

const char *sv_answer_name(enum sv_answer answer)
{
    static const char *const names[SV_ANSWER_COUNT] = {
        [SV_ANSWER_AS_IS] = "as-is",
        [SV_ANSWER_RECONFIGURED] = "reconfigured",
        [SV_ANSWER_AFTER_MIGRATION] = "after-migration",
        [SV_ANSWER_UNDECIDED] = "undecided",
        [SV_ANSWER_INCOMPATIBLE] = "incompatible",
        [SV_ANSWER_READ_ERROR] = "read-error",
        [SV_ANSWER_RESOLVE_ERROR] = "resolve-error",
    };
    return (unsigned)answer < SV_ANSWER_COUNT ? names[answer] : names[SV_ANSWER_UNDECIDED];
}

bool sv_answer_accepts(enum sv_answer answer)
{
    return answer <= SV_ANSWER_AFTER_MIGRATION;
}

sv_resolve_fn *sv_family(const struct sv_class *cls)
{
    return cls && cls->gone == SV_GONE_NEVER ? families[cls->layout] : NULL;
}

struct sv_resolution sv_say_of(enum sv_answer answer, const struct sv_type *new, const struct sv_type *old,
                               const char *text, sv_str subject, sv_str instead)
{
    return (struct sv_resolution){ .answer = answer, .cause = { text, subject, instead, old, new } };
}

struct sv_resolution sv_say(enum sv_answer answer, const struct sv_type *new, const struct sv_type *old,
                            const char *text)
{
    return sv_say_of(answer, new, old, text, (sv_str){ "", 0 }, (sv_str){ "", 0 });
}

/* "ListSerializerSnapshot", "StringSerializer$StringSerializerSnapshot": the serializer's own name. */
static sv_str serializer_word(const struct sv_type *t)
{
    static const sv_str tail = SV_STR_INIT("Snapshot");
    sv_str word = sv_str_after_last(t->class_name, '.');
    const char *dollar = memchr(word.p, '$', word.n);
    if (dollar)
        word.n = (size_t)(dollar - word.p);
    else if (sv_str_ends(word, tail))
        word.n -= tail.n;
    return word;
}

struct sv_resolution sv_say_other_class(const struct sv_type *new, const struct sv_type *old)
{
    return sv_say_of(SV_ANSWER_INCOMPATIBLE, new, old, "another serializer", serializer_word(old),
                     serializer_word(new));
}

bool sv_is_blind(const struct sv_type *t)
{
    switch (t->defect.code) {
    case SV_DEFECT_NONE:
    case SV_DEFECT_TRAILING: /* no reader of Flink's looks whether a frame was used up */
        return !t->cls;
    default:
        return true;
    }
}

uint32_t sv_child_count(const struct sv_type *t)
{
    uint32_t count = 0;
    for (const struct sv_type *child = t->child; child; child = child->next)
        count++;
    return count;
}

/* Worse answers replace better ones; a refusal ends the loop, and what throws is never seen behind one that is. */
bool sv_sum_add(struct sv_resolution *sum, struct sv_resolution next)
{
    if (next.answer > sum->answer)
        *sum = next;
    return sum->answer < SV_ANSWER_INCOMPATIBLE;
}

struct sv_resolution sv_resolve_children(struct sv_resolver *r, const struct sv_type *new, const struct sv_type *old,
                                         int aware)
{
    struct sv_resolution sum = sv_say(SV_ANSWER_AS_IS, new, old, "nothing changed");
    const struct sv_type *x = new->child, *y = old->child;
    for (int i = 0; x && y; i++, x = x->next, y = y->next)
        if (!sv_sum_add(&sum, i == aware ? sv_resolve_ttl_aware_pair(r, x, y) : sv_resolve_pair(r, x, y)))
            break;
    return sum;
}

/* A class without a row may extend what Flink lets users extend. */
static bool may_be_extended(sv_resolve_fn *family)
{
    return family == sv_resolve_simple || family == sv_resolve_composite;
}

struct sv_resolution sv_resolve_pair(struct sv_resolver *r, const struct sv_type *new, const struct sv_type *old)
{
    sv_resolve_fn *asked = sv_family(new->cls), *wrote = sv_family(old->cls);
    if (!asked)
        return sv_say_of(SV_ANSWER_UNDECIDED, new, old, "the new snapshot's class answers by itself and is not known",
                         new->class_name, (sv_str){ "", 0 });
    if (wrote != asked && (old->cls || !may_be_extended(asked)))
        return sv_say_other_class(new, old);
    if (sv_is_blind(new))
        return sv_say(SV_ANSWER_UNDECIDED, new, old, "the new snapshot could not be read to its end");
    if (!old->cls)
        return sv_say_of(SV_ANSWER_UNDECIDED, new, old, "the old snapshot's class is not known", old->class_name,
                         (sv_str){ "", 0 });
    if (sv_is_blind(old))
        return sv_say_of(SV_ANSWER_UNDECIDED, new, old, "something inside the old snapshot is not known",
                         old->defect.subject, (sv_str){ "", 0 });
    return asked(r, new, old);
}

static bool holds_kryo(const struct sv_type *t)
{
    struct sv_java_place place = { .stream = t->java };
    sv_str type;
    return t->kind == SV_KIND_KRYO || sv_java_next_kryo(&place, &type);
}

/* What the answer says nothing of, the worst that is there. */
static void look_beyond(struct sv_resolver *r, const struct sv_type *old, struct sv_resolution *out)
{
    if (!sv_restores(r, old, &out->trouble_cause)) {
        out->trouble = SV_TROUBLE_RESTORE;
        return;
    }
    for (const struct sv_type *t = old; t; t = sv_type_next(old, t)) {
        if (holds_kryo(t)) {
            out->trouble = SV_TROUBLE_KRYO;
            out->trouble_cause =
                (struct sv_cause){ "Kryo 5 misreads what Kryo 2 wrote", t->java_type, { "", 0 }, t, NULL };
            return;
        }
        if (t->kind == SV_KIND_JAVA && !out->trouble) {
            out->trouble = SV_TROUBLE_JAVA;
            out->trouble_cause = (struct sv_cause){
                "values are Java-serialized, of a class that is not in the snapshot", { "", 0 }, { "", 0 }, t, NULL
            };
        }
    }
}

static void ask(struct sv_resolver *r, const struct sv_type *new, const struct sv_type *old, unsigned flags,
                struct sv_resolution *out)
{
    struct sv_resolution beyond = { .trouble = SV_TROUBLE_NONE };
    struct sv_cause why;
    if (!sv_reads(r, old, &why)) {
        *out = (struct sv_resolution){ .answer = SV_ANSWER_READ_ERROR, .cause = why };
        return;
    }
    look_beyond(r, old, &beyond); /* before: resolving fills what Kryo lacks, and the backends restore first */
    *out = flags & SV_RESOLVE_AS_STATE ? sv_resolve_state(r, new, old) : sv_resolve_pair(r, new, old);
    if (out->answer <= SV_ANSWER_UNDECIDED) {
        out->trouble = beyond.trouble;
        out->trouble_cause = beyond.trouble_cause;
    }
}

enum sv_status sv_resolve(const struct sv_type *new, const struct sv_type *old, const struct sv_evidence *evidence,
                          unsigned flags, struct sv_arena *arena, struct sv_resolution *out, struct sv_error *err)
{
    struct sv_resolver r = { .evidence = evidence, .arena = arena };
    struct sv_resolution result = { .answer = SV_ANSWER_UNDECIDED };
    if (!r.evidence)
        r.evidence = sv_evidence_of(&new, 1, arena);
    if (r.evidence)
        ask(&r, new, old, flags, &result);
    if (!r.evidence || r.out_of_memory)
        return sv_fail(err, SV_ERR_MEMORY, "no memory to compare two serializer snapshots");
    *out = result;
    return SV_OK;
}

void sv_cause_path(const struct sv_cause *cause, struct sv_buf *out)
{
    const struct sv_type *step[PATH_STEPS];
    size_t n = 0;
    for (const struct sv_type *t = cause->old; t && t->parent && n < PATH_STEPS; t = t->parent)
        step[n++] = t;
    for (size_t i = n; i > 0; i--) {
        sv_buf_puts(out, step[i - 1]->role);
        if (step[i - 1]->field.n) {
            sv_buf_putc(out, ' ');
            sv_buf_add(out, step[i - 1]->field);
        }
        if (i > 1)
            sv_buf_puts(out, " > ");
    }
}
