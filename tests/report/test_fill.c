#include <criterion/criterion.h>
#include <stdlib.h>

#include "report/fill.h"

static char *filled(const char *text, enum sv_syntax syntax, const char *jar, bool as_variables)
{
    sv_str values[SV_HOLE_COUNT] = { [SV_HOLE_JAR] = sv_str_of(jar) };
    struct sv_buf out;
    sv_buf_init(&out, 1 << 16);
    sv_fill(&out, text, syntax, values, as_variables);
    sv_buf_putc(&out, '\0');
    cr_assert(!out.failed);
    return out.p;
}

static void expect(const char *text, enum sv_syntax syntax, const char *jar, bool as_variables, const char *wanted)
{
    char *got = filled(text, syntax, jar, as_variables);
    cr_expect_str_eq(got, wanted);
    free(got);
}

Test(fill, a_shell_word_is_quoted_where_it_needs_it)
{
    expect("ls {jar}", SV_SYNTAX_SH, "a/b.jar", false, "ls a/b.jar");
    expect("ls s3://x/{jar}", SV_SYNTAX_SH, "a b$(c).jar", false, "ls s3://x/'a b$(c).jar'");
    expect("ls {jar}", SV_SYNTAX_SH, "it's", false, "ls 'it'\\''s'");
    expect("ls \"{jar}\"", SV_SYNTAX_SH, "a$b`c\"\\", false, "ls \"a\\$b\\`c\\\"\\\\\"");
}

Test(fill, json_between_single_quotes_stays_json)
{
    expect("x '{\"k\":\"{jar}\"}' {jar}", SV_SYNTAX_SH, "it's \"a\"\\", false,
           "x '{\"k\":\"it'\\''s \\\"a\\\"\\\\\"}' 'it'\\''s \"a\"\\'");
}

Test(fill, blanks_of_a_shell_are_variables)
{
    expect("a {jar} \"{jar}\" '{\"k\":\"{jar}\"}'", SV_SYNTAX_SH, "", false,
           "a \"$JAR\" \"${JAR}\" '{\"k\":\"'\"$JAR\"'\"}'");
    expect("a {jar}", SV_SYNTAX_SH, "x.jar", true, "a \"$JAR\"");
    expect("a # don't {jar}\n{jar}", SV_SYNTAX_SH, "", false, "a # don't $JAR\n\"$JAR\"");
    expect("a \\' {jar} # '", SV_SYNTAX_SH, "", false, "a \\' \"$JAR\" # '");
}

Test(fill, other_syntaxes_get_a_literal)
{
    expect("f({jar})", SV_SYNTAX_PYTHON, "a\"b", false, "f(\"a\\\"b\")");
    expect("f({jar})", SV_SYNTAX_PYTHON, "", false, "f(\"<JAR>\")");
    expect("f({jar})", SV_SYNTAX_PYTHON, "a", true, "f(os.environ[\"JAR\"])");
    expect("f({jar});", SV_SYNTAX_JAVA, "", false, "f(\"<JAR>\");");
    expect("k = {jar}", SV_SYNTAX_HCL, "${a}%{b}$c\"", false, "k = \"$${a}%%{b}$c\\\"\"");
    expect("k: {jar}", SV_SYNTAX_YAML, "a: b", false, "k: \"a: b\"");
    expect("k: {jar} $x `y` \\", SV_SYNTAX_YAML, "a", true, "k: \"${JAR}\" \\$x \\`y\\` \\\\");
    expect("into {jar}", SV_SYNTAX_PROSE, "", false, "into <JAR>");
    expect("into {jar}", SV_SYNTAX_PROSE, "a.jar", false, "into a.jar");
}

Test(fill, truth_is_a_word_of_the_language)
{
    static const char *const wanted[SV_SYNTAX_COUNT] = {
        [SV_SYNTAX_SH] = "true",   [SV_SYNTAX_PYTHON] = "True", [SV_SYNTAX_JAVA] = "true",
        [SV_SYNTAX_YAML] = "true", [SV_SYNTAX_HCL] = "true",    [SV_SYNTAX_PROSE] = "true",
    };
    sv_str values[SV_HOLE_COUNT] = { [SV_HOLE_ALLOW] = sv_str_of("true") };
    for (int syntax = 0; syntax < SV_SYNTAX_COUNT; syntax++) {
        struct sv_buf out;
        sv_buf_init(&out, 1 << 16);
        sv_fill(&out, "{allow}", (enum sv_syntax)syntax, values, false);
        cr_expect(sv_str_eq(sv_buf_str(&out), sv_str_of(wanted[syntax])));
        sv_buf_free(&out);
    }
}

Test(fill, other_braces_stand_for_themselves)
{
    expect("${X} {1..3} {nothing} {\"jar\":{}} {", SV_SYNTAX_SH, "x", false, "${X} {1..3} {nothing} {\"jar\":{}} {");
}

Test(fill, marks_what_a_text_needs)
{
    bool used[SV_HOLE_COUNT] = { false };
    sv_fill_mark("{jar} {app} {none}", used);
    cr_expect(used[SV_HOLE_JAR] && used[SV_HOLE_APP] && !used[SV_HOLE_REGION]);
}
