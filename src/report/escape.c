/* escape.c: names as inert text. */
#include "report/escape.h"

#include <ctype.h>

#include "base/mutf.h"

struct range {
    uint32_t first, last;
};

static bool is_in(const struct range *ranges, size_t count, uint32_t c)
{
    for (size_t i = 0; i < count && c >= ranges[i].first; i++)
        if (c <= ranges[i].last)
            return true;
    return false;
}

/* Characters that move the cursor, reorder or hide text: Unicode's categories Cc, Cf, Zl, Zp and what else has no shape. */
static bool is_hostile(uint32_t c)
{
    static const struct range hostile[] = {
        { 0x0000, 0x001F },   { 0x007F, 0x009F },   { 0x00AD, 0x00AD },   { 0x034F, 0x034F },   { 0x0600, 0x0605 },
        { 0x061C, 0x061C },   { 0x06DD, 0x06DD },   { 0x070F, 0x070F },   { 0x0890, 0x0891 },   { 0x08E2, 0x08E2 },
        { 0x115F, 0x1160 },   { 0x17B4, 0x17B5 },   { 0x180B, 0x180F },   { 0x200B, 0x200F },   { 0x2028, 0x202E },
        { 0x2060, 0x206F },   { 0x3164, 0x3164 },   { 0xFE00, 0xFE0F },   { 0xFEFF, 0xFEFF },   { 0xFFA0, 0xFFA0 },
        { 0xFFF0, 0xFFFB },   { 0xFFFE, 0xFFFF },   { 0x110BD, 0x110BD }, { 0x110CD, 0x110CD }, { 0x13430, 0x1343F },
        { 0x1BCA0, 0x1BCA3 }, { 0x1D173, 0x1D17A }, { 0xE0000, 0xE0FFF },
    };
    return is_in(hostile, sizeof hostile / sizeof hostile[0], c);
}

/* Length of the leading run of printable ASCII without quotes and backslashes: most names are nothing else. */
static size_t plain_run(sv_str s)
{
    size_t n = 0;
    while (n < s.n && s.p[n] >= 0x20 && s.p[n] < 0x7F && s.p[n] != '"' && s.p[n] != '\\')
        n++;
    return n;
}

static void put_code_point(struct sv_buf *out, uint32_t c)
{
    sv_buf_printf(out, "\\u{%x}", (unsigned)c);
}

static void put_text_char(struct sv_buf *out, uint32_t c)
{
    if (is_hostile(c))
        put_code_point(out, c);
    else
        sv_utf8_put(out, c);
}

/* What a GitHub runner takes for a command in any line of a log: "::" where a line begins, and a line may be broken at
 * any blank; "##[" anywhere. */
static bool begins_command(sv_str s, bool begins_word)
{
    return (begins_word && sv_str_starts(s, SV_STR("::"))) || sv_str_starts(s, SV_STR("##["));
}

void sv_escape_text(struct sv_buf *out, sv_str s)
{
    bool begins_word = true;
    while (s.n) {
        size_t length;
        uint32_t c = sv_mutf_next(s, &length);
        if (begins_command(s, begins_word))
            put_code_point(out, c);
        else
            put_text_char(out, c);
        begins_word = c == ' ';
        s = sv_str_skip(s, length);
    }
}

static void put_json_char(struct sv_buf *out, uint32_t c)
{
    if (c == '"' || c == '\\') {
        sv_buf_putc(out, '\\');
        sv_buf_putc(out, (char)c);
    } else if (!is_hostile(c)) {
        sv_utf8_put(out, c);
    } else if (c < 0x10000) {
        sv_buf_printf(out, "\\u%04x", (unsigned)c);
    } else {
        sv_buf_printf(out, "\\u%04x\\u%04x", 0xD800u + (unsigned)((c - 0x10000) >> 10),
                      0xDC00u + (unsigned)(c & 0x3FF));
    }
}

void sv_escape_json(struct sv_buf *out, sv_str s)
{
    sv_buf_putc(out, '"');
    while (s.n) {
        size_t plain = plain_run(s);
        sv_buf_add(out, (sv_str){ s.p, plain });
        s = sv_str_skip(s, plain);
        if (!s.n)
            break;
        size_t length;
        put_json_char(out, sv_mutf_next(s, &length));
        s = sv_str_skip(s, length);
    }
    sv_buf_putc(out, '"');
}

/* Text, but the characters of special, all ASCII, are put out by put, which gets all from there on. What stands for a
 * hostile character goes the same way. */
static void escape(struct sv_buf *out, sv_str s, const char *special, void (*put)(struct sv_buf *out, sv_str at))
{
    struct sv_buf text;
    sv_buf_init(&text, out->limit_bytes);
    sv_escape_text(&text, s);
    for (sv_str left = sv_buf_str(&text); left.n;) {
        size_t n = 0;
        while (n < left.n && !strchr(special, left.p[n]))
            n++;
        sv_buf_add(out, (sv_str){ left.p, n });
        left = sv_str_skip(left, n);
        if (left.n)
            put(out, left);
        left = sv_str_skip(left, 1);
    }
    out->failed |= text.failed;
    sv_buf_free(&text);
}

static void put_entity(struct sv_buf *out, sv_str at)
{
    sv_buf_printf(out, "&#%d;", at.p[0]);
}

void sv_escape_xml(struct sv_buf *out, sv_str s)
{
    escape(out, s, "&<>\"'", put_entity);
}

/* The end of a sentence or a clause. Behind a number a full stop could begin a list. */
static bool ends_words(struct sv_buf *out, sv_str at)
{
    if (!out->n || (at.n > 1 && at.p[1] != ' '))
        return false;
    unsigned char before = (unsigned char)out->p[out->n - 1];
    return (at.p[0] == '.' && isalpha(before)) || (at.p[0] == ':' && isalnum(before));
}

/* GitHub and GitLab look for references and addresses in text after its entities are resolved: the element around them
 * ends such a word. */
static void put_markdown_char(struct sv_buf *out, sv_str at)
{
    if (ends_words(out, at)) {
        sv_buf_putc(out, at.p[0]);
        return;
    }
    bool refers = strchr("@#!$%&~:", at.p[0]);
    sv_buf_puts(out, refers ? "<span>" : "");
    put_entity(out, at);
    sv_buf_puts(out, refers ? "</span>" : "");
}

void sv_escape_markdown(struct sv_buf *out, sv_str s)
{
    escape(out, s, "@#!$%&~:\\`*_{}[]<>|+.=\"^", put_markdown_char);
}

static void put_percent(struct sv_buf *out, sv_str at)
{
    sv_buf_printf(out, "%%%02X", (unsigned)(unsigned char)at.p[0]);
}

void sv_escape_github(struct sv_buf *out, sv_str s)
{
    escape(out, s, "%", put_percent);
}

void sv_escape_github_property(struct sv_buf *out, sv_str s)
{
    escape(out, s, "%:,", put_percent);
}

/* A link is "[text](target)": the blank breaks it. Braces are doubled, as those of placeholders are not. */
static void put_sarif_char(struct sv_buf *out, sv_str at)
{
    char c = at.p[0];
    if (c == '(' && out->n && out->p[out->n - 1] == ']')
        sv_buf_putc(out, ' ');
    sv_buf_putc(out, c);
    if (c != '(')
        sv_buf_putc(out, c);
}

void sv_escape_sarif(struct sv_buf *out, sv_str s)
{
    escape(out, s, "({}", put_sarif_char);
}

void sv_escape_uri(struct sv_buf *out, sv_str s)
{
    static const char kept[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~/!$&'()*+,;=@";
    for (; s.n; s = sv_str_skip(s, 1))
        if ((s.p[0] && strchr(kept, s.p[0])) || sv_str_starts(s, SV_STR(":/")))
            sv_buf_putc(out, s.p[0]);
        else
            put_percent(out, s);
}

static void put_quoted_quote(struct sv_buf *out, sv_str at)
{
    (void)at;
    sv_buf_puts(out, "'\\''");
}

static bool is_bare_word(sv_str s)
{
    static const char bare[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._/:=@%+,";
    for (size_t i = 0; i < s.n; i++)
        if (!s.p[i] || !strchr(bare, s.p[i]))
            return false;
    return s.n > 0;
}

void sv_escape_shell(struct sv_buf *out, sv_str s)
{
    if (is_bare_word(s)) {
        sv_buf_add(out, s);
        return;
    }
    sv_buf_putc(out, '\'');
    escape(out, s, "'", put_quoted_quote);
    sv_buf_putc(out, '\'');
}

static void put_backslashed(struct sv_buf *out, sv_str at)
{
    sv_buf_putc(out, '\\');
    sv_buf_putc(out, at.p[0]);
}

void sv_escape_shell_double(struct sv_buf *out, sv_str s)
{
    escape(out, s, "\\\"$`", put_backslashed);
}

static void put_shell_json_char(struct sv_buf *out, sv_str at)
{
    if (at.p[0] == '\'')
        put_quoted_quote(out, at);
    else
        put_backslashed(out, at);
}

void sv_escape_shell_json(struct sv_buf *out, sv_str s)
{
    escape(out, s, "\\\"'", put_shell_json_char);
}

/* "${" and "%{" begin a template. */
static void put_hcl_char(struct sv_buf *out, sv_str at)
{
    char c = at.p[0];
    if (c == '"' || c == '\\')
        put_backslashed(out, at);
    else if (at.n > 1 && at.p[1] == '{')
        sv_buf_fill(out, c, 2);
    else
        sv_buf_putc(out, c);
}

void sv_escape_hcl(struct sv_buf *out, sv_str s)
{
    sv_buf_putc(out, '"');
    escape(out, s, "\"\\$%", put_hcl_char);
    sv_buf_putc(out, '"');
}

/* Ranges, not a whole table: a name in a rare script may be cut off a column early or late, nothing else depends on it. */
static unsigned columns_of(uint32_t c)
{
    static const struct range none[] = {
        { 0x0300, 0x036F }, { 0x0483, 0x0489 }, { 0x0591, 0x05BD }, { 0x064B, 0x065F }, { 0x0900, 0x0902 },
        { 0x093A, 0x093A }, { 0x0E31, 0x0E31 }, { 0x0E34, 0x0E3A }, { 0x0E47, 0x0E4E }, { 0x1AB0, 0x1AFF },
        { 0x1DC0, 0x1DFF }, { 0x20D0, 0x20FF }, { 0x302A, 0x302D }, { 0xFE20, 0xFE2F },
    };
    static const struct range two[] = {
        { 0x1100, 0x115E },   { 0x2E80, 0x303E },   { 0x3041, 0xA4CF },   { 0xA960, 0xA97C }, { 0xAC00, 0xD7A3 },
        { 0xF900, 0xFAFF },   { 0xFE30, 0xFE6F },   { 0xFF01, 0xFF60 },   { 0xFFE0, 0xFFE6 }, { 0x1F300, 0x1F64F },
        { 0x1F680, 0x1F6FF }, { 0x1F900, 0x1F9FF }, { 0x20000, 0x3FFFD },
    };
    if (c < 0x0300)
        return 1;
    if (is_in(none, sizeof none / sizeof none[0], c))
        return 0;
    return is_in(two, sizeof two / sizeof two[0], c) ? 2 : 1;
}

size_t sv_text_columns(sv_str escaped)
{
    size_t columns = 0;
    while (escaped.n) {
        size_t length;
        columns += columns_of(sv_mutf_next(escaped, &length));
        escaped = sv_str_skip(escaped, length);
    }
    return columns;
}
