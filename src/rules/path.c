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

/* Roles from the root down. Trees are as deep as their limit, so that the way is walked back from the leaf each time:
 * quadratic in a depth of at most SV_LIMIT_TYPE_DEPTH. */
void sv_path_write(struct sv_buf *out, const struct sv_type *type)
{
    for (unsigned level = 0; level <= type->depth; level++) {
        const struct sv_type *step = type;
        for (unsigned up = type->depth; up > level && step->parent; up--)
            step = step->parent;
        sv_buf_puts(out, step->role ? step->role : "serializer");
        if (step->field.n) {
            sv_buf_putc(out, ' ');
            sv_mutf_to_utf8(out, step->field);
        }
        sv_buf_puts(out, " > ");
    }
    write_label(out, type);
}
