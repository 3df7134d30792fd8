/* path.c: the way to a serializer, from the state's root to it, as one line of text. */
#include "base/mutf.h"
#include "rules/check.h"

/* "Kryo(java.util.Map)", "ScalaOption", "Pojo(com.acme.Order)": the class as its serializer is called, and its type. */
static void write_label(struct sv_buf *out, const struct sv_type *type)
{
    sv_str name = sv_str_after_last(sv_str_after_last(type->class_name, '.'), '$');
    static const sv_str tails[] = { SV_STR_INIT("Snapshot"), SV_STR_INIT("Serializer") };
    for (size_t i = 0; i < sizeof tails / sizeof *tails; i++)
        if (name.n > tails[i].n && sv_str_ends(name, tails[i]))
            name.n -= tails[i].n;
    sv_mutf_to_utf8(out, name);
    if (type->java_type.n) {
        sv_buf_putc(out, '(');
        sv_mutf_to_utf8(out, type->java_type);
        sv_buf_putc(out, ')');
    }
}

static void write_step(struct sv_buf *out, const struct sv_type *step)
{
    sv_buf_puts(out, step->role ? step->role : "serializer");
    if (step->field.n) {
        sv_buf_putc(out, ' ');
        sv_mutf_to_utf8(out, step->field);
    }
    sv_buf_puts(out, " > ");
}

/* Roles from the root down. Real ways have less than 30 steps; of longer ones the middle is left out. */
void sv_path_write(struct sv_buf *out, const struct sv_type *type)
{
    enum { HEAD = 16, TAIL = 16 };
    const struct sv_type *way[HEAD + TAIL];
    size_t length = 0;
    for (const struct sv_type *t = type; t; t = t->parent)
        length++;
    size_t level = length;
    for (const struct sv_type *t = type; t; t = t->parent) {
        level--; /* 0 is the root */
        if (level < HEAD)
            way[level] = t;
        else if (length - level <= TAIL)
            way[HEAD + TAIL - (length - level)] = t;
    }
    for (level = 0; level < length && level < HEAD; level++)
        write_step(out, way[level]);
    if (length > HEAD + TAIL)
        sv_buf_puts(out, "... > ");
    size_t tail = length > HEAD ? length - HEAD : 0;
    for (size_t i = tail < TAIL ? TAIL - tail : 0; i < TAIL; i++)
        write_step(out, way[HEAD + i]);
    write_label(out, type);
}
