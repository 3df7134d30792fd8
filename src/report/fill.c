/* fill.c: holes filled as each syntax wants it. */
#include "report/fill.h"

#include <ctype.h>

#include "report/escape.h"

/* Where in a text of a shell we are. */
enum shell_place { PLAIN, COMMENT, SINGLE, DOUBLE };
struct filling {
    struct sv_buf *out;
    const sv_str *values;
    enum sv_syntax syntax;
    enum shell_place place;
    bool as_variables;
};

static bool is_blank(const struct filling *f, enum sv_hole hole)
{
    return f->as_variables || !f->values[hole].n;
}

/* Texts that a script does not run stand in a here-document of it, which fills in variables. */
static bool is_here_document(const struct filling *f)
{
    return f->as_variables && f->syntax != SV_SYNTAX_SH && f->syntax != SV_SYNTAX_PYTHON;
}

static void put_blank(struct filling *f, enum sv_hole hole)
{
    sv_buf_puts(f->out, is_here_document(f) ? "${" : "<");
    sv_buf_add(f->out, sv_holes[hole].variable);
    sv_buf_puts(f->out, is_here_document(f) ? "}" : ">");
}

/* Inside of '...' the text is JSON, and the hole a part of one of its strings. */
static void put_shell(struct filling *f, enum sv_hole hole)
{
    static const char *const before[] = { [PLAIN] = "\"$", [COMMENT] = "$", [SINGLE] = "'\"$", [DOUBLE] = "${" };
    static const char *const after[] = { [PLAIN] = "\"", [COMMENT] = "", [SINGLE] = "\"'", [DOUBLE] = "}" };
    sv_str value = f->values[hole];
    if (is_blank(f, hole)) {
        sv_buf_puts(f->out, before[f->place]);
        sv_buf_add(f->out, sv_holes[hole].variable);
        sv_buf_puts(f->out, after[f->place]);
    } else if (f->place == SINGLE) {
        sv_escape_shell_json(f->out, value);
    } else if (f->place == DOUBLE) {
        sv_escape_shell_double(f->out, value);
    } else {
        sv_escape_shell(f->out, value);
    }
}

/* true and false are words of the languages, no strings. */
static void put_truth(struct filling *f, bool truth)
{
    if (f->syntax == SV_SYNTAX_PYTHON)
        sv_buf_puts(f->out, truth ? "True" : "False");
    else
        sv_buf_puts(f->out, truth ? "true" : "false");
}

static void put_expression(struct filling *f, enum sv_hole hole)
{
    if (hole == SV_HOLE_ALLOW) {
        put_truth(f, sv_str_eq(f->values[hole], sv_str_of("true")));
    } else if (!is_blank(f, hole)) {
        if (f->syntax == SV_SYNTAX_HCL)
            sv_escape_hcl(f->out, f->values[hole]);
        else
            sv_escape_json(f->out, f->values[hole]);
    } else if (f->as_variables && f->syntax == SV_SYNTAX_PYTHON) {
        sv_buf_puts(f->out, "os.environ[\"");
        sv_buf_add(f->out, sv_holes[hole].variable);
        sv_buf_puts(f->out, "\"]");
    } else {
        sv_buf_putc(f->out, '"');
        put_blank(f, hole);
        sv_buf_putc(f->out, '"');
    }
}

static void put_hole(struct filling *f, enum sv_hole hole)
{
    if (f->syntax == SV_SYNTAX_SH)
        put_shell(f, hole);
    else if (f->syntax != SV_SYNTAX_PROSE)
        put_expression(f, hole);
    else if (!is_blank(f, hole))
        sv_escape_text(f->out, f->values[hole]);
    else
        put_blank(f, hole);
}

/* Follows the quotes of a shell past the character at the head of text; before is the one before it. */
static enum shell_place follow(enum shell_place place, char before, char c)
{
    switch (place) {
    case COMMENT:
        return c == '\n' ? PLAIN : COMMENT;
    case SINGLE:
        return c == '\'' ? PLAIN : SINGLE;
    case DOUBLE:
        return c == '"' && before != '\\' ? PLAIN : DOUBLE;
    default:
        if (before == '\\')
            return PLAIN;
        if (c == '#' && (!before || isspace((unsigned char)before)))
            return COMMENT;
        return c == '\'' ? SINGLE : c == '"' ? DOUBLE : PLAIN;
    }
}

void sv_fill(struct sv_buf *out, const char *text, enum sv_syntax syntax, const sv_str values[SV_HOLE_COUNT],
             bool as_variables)
{
    struct filling f = { out, values, syntax, PLAIN, as_variables };
    char before = '\0';
    enum sv_hole hole;
    size_t length;
    for (sv_str left = sv_str_of(text); left.n; left = sv_str_skip(left, length)) {
        if (sv_hole_at(left, &hole, &length)) {
            put_hole(&f, hole);
            before = '}';
            continue;
        }
        length = 1;
        f.place = follow(f.place, before, left.p[0]);
        before = left.p[0];
        if (is_here_document(&f) && strchr("\\$`", before))
            sv_buf_putc(out, '\\');
        sv_buf_putc(out, before);
    }
}

void sv_fill_mark(const char *text, bool used[SV_HOLE_COUNT])
{
    enum sv_hole hole;
    size_t length;
    for (sv_str left = sv_str_of(text); left.n; left = sv_str_skip(left, length)) {
        if (sv_hole_at(left, &hole, &length))
            used[hole] = true;
        else
            length = 1;
    }
}
