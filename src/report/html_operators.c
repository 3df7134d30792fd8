/* html_operators.c: operators, states and trees of serializers as a page shows them. */
#include <inttypes.h>
#include <stdlib.h>

#include "report/escape.h"
#include "report/html.h"
#include "report/sizes.h"
#include "report/words.h"

/* Browsers stop nesting elements at 512; real trees stay below 30. */
enum { TREE_DEPTH = 60 };

static void put_bar(struct sv_html *html, uint64_t bytes, uint64_t whole, const char *word)
{
    double share = whole ? 100.0 * (double)bytes / (double)whole : 0;
    sv_buf_printf(html->out, "<span class=\"size\" style=\"--n:%.1f%%\">", share);
    sv_word_size(&html->text, bytes);
    sv_buf_puts(&html->text, word);
    sv_html_put(html, "", "</span>");
}

/* "field items: Kryo(java.util.List) v2" */
static void put_node(struct sv_html *html, const struct sv_type *t)
{
    sv_buf_printf(html->out, "<span class=\"role\">%s", t->role ? t->role : "");
    if (t->field.n)
        sv_html_name(html, " ", t->field, "");
    sv_buf_puts(html->out, "</span> ");
    if (!t->class_name.n) {
        sv_buf_puts(html->out, "not read");
        return;
    }
    sv_html_name(html, "<code title=\"", t->class_name, t->kind == SV_KIND_KRYO ? "\" class=\"kryo\">" : "\">");
    sv_word_class(&html->text, t);
    sv_html_put(html, "", "</code>");
    if (t->java_type.n)
        sv_html_name(html, " <code class=\"type\">", t->java_type, "</code>");
    sv_buf_printf(html->out, " <small>v%" PRId32 "</small>", t->version);
}

/* A node; below it an open list when it has children. */
static void begin_node(struct sv_html *html, const struct sv_type *t, bool opens)
{
    sv_buf_puts(html->out, opens ? "<li><details open><summary>" : "<li>");
    put_node(html, t);
    if (opens)
        sv_buf_puts(html->out, "</summary>\n<ul>\n");
    else
        sv_buf_puts(html->out, t->child ? " ... deeper than this page goes</li>\n" : "</li>\n");
}

static void put_tree(struct sv_html *html, const struct sv_type *root)
{
    unsigned depth = 0;
    const struct sv_type *t = root;
    while (t) {
        bool opens = t->child && depth < TREE_DEPTH;
        begin_node(html, t, opens);
        if (opens) {
            t = t->child;
            depth++;
            continue;
        }
        while (t != root && !t->next) {
            sv_buf_puts(html->out, "</ul></details></li>\n");
            t = t->parent;
            depth--;
        }
        t = t == root ? NULL : t->next;
    }
}

static void put_state(struct sv_html *html, const struct sv_op_sizes *sizes, const struct sv_state *state,
                      enum sv_verdict verdict)
{
    struct sv_state_size size = sv_size_of_state(sizes, state);
    const char *name = sv_verdict_name(verdict);
    sv_buf_printf(html->out, "<details class=\"state\" data-v=\"%s\">\n<summary>", name);
    sv_html_name(html, "<span class=\"name\">", state->name, "</span> ");
    sv_html_badge(html, name, name);
    sv_buf_printf(html->out, " <span class=\"kind\">%s", sv_state_kind_name(state->kind));
    if (state->backend != SV_BACKEND_UNKNOWN && state->backend != SV_BACKEND_OPERATOR)
        sv_buf_printf(html->out, ", %s", sv_backend_name(state->backend));
    sv_buf_puts(html->out, "</span> ");
    put_bar(html, size.bytes, sizes->op->state_bytes, size.shared ? " shared" : "");
    sv_buf_puts(html->out, "</summary>\n<ul class=\"tree\">\n");
    for (const struct sv_type *root = NULL; (root = sv_state_next_root(state, root));)
        put_tree(html, root);
    sv_buf_puts(html->out, "</ul>\n</details>\n");
}

static void put_facts(struct sv_html *html, const struct sv_operator *op)
{
    sv_buf_printf(html->out, "<p class=\"facts\">id <code>");
    sv_word_id(html->out, op->id, 32);
    sv_buf_puts(html->out, "</code>");
    if (op->uid.n)
        sv_html_name(html, ", uid <code>", op->uid, "</code>");
    sv_buf_printf(html->out, ", parallelism %" PRId32 ", max parallelism %" PRId32, op->parallelism,
                  op->max_parallelism);
    sv_buf_puts(html->out, op->fully_finished ? ", finished</p>\n" : "</p>\n");
}

/* Rules that found something, each once, with its findings counted. */
static void put_rules(struct sv_html *html, const struct sv_judged *judged)
{
    size_t counts[SV_RULE_COUNT] = { 0 };
    if (!judged->finding_count)
        return;
    for (size_t i = 0; i < judged->finding_count; i++)
        counts[judged->findings[i].rule - sv_rules]++;
    sv_buf_puts(html->out, "<ul class=\"found\">\n");
    for (size_t i = 0; i < SV_RULE_COUNT; i++) {
        if (!counts[i])
            continue;
        sv_buf_printf(html->out, "<li><span class=\"code\">%s</span> ", sv_rules[i].code);
        sv_html_name(html, "", sv_str_of(sv_rules[i].title), "");
        if (counts[i] > 1)
            sv_buf_printf(html->out, " <small>%zu times</small>", counts[i]);
        sv_buf_puts(html->out, "</li>\n");
    }
    sv_buf_puts(html->out, "</ul>\n");
}

static void put_operator(struct sv_html *html, const struct sv_judged *judged, uint64_t largest)
{
    const struct sv_operator *op = judged->op;
    const char *verdict = sv_verdict_name(judged->verdict->verdict);
    struct sv_op_sizes sizes = sv_op_sizes_of(op);
    sv_buf_printf(html->out, "<details class=\"item operator\" id=\"s%zu-o%" PRIu32 "\" data-v=\"%s\">\n<summary>",
                  html->snapshot, judged->number, verdict);
    sv_word_operator(&html->text, op);
    sv_html_put(html, "<span class=\"name\">", "</span> ");
    sv_html_badge(html, verdict, verdict);
    sv_buf_puts(html->out, " <span class=\"kind\">");
    sv_word_count(html->out, op->state_count, "state", "states");
    sv_buf_puts(html->out, "</span> ");
    put_bar(html, op->state_bytes, largest, "");
    sv_buf_puts(html->out, "</summary>\n");
    put_facts(html, op);
    put_rules(html, judged);
    size_t i = 0;
    for (const struct sv_op_state *s = op->states; s; s = s->next, i++)
        put_state(html, &sizes, s->state, judged->verdict->states[i]);
    sv_buf_puts(html->out, "</details>\n");
}

void sv_html_operators(struct sv_html *html, const struct sv_check *check)
{
    struct sv_judged *judged = NULL;
    size_t count = 0;
    uint64_t largest = 0;
    html->out->failed |= !sv_judged_all(check, &judged, &count);
    sv_judged_sort(judged, count);
    for (size_t i = 0; i < count; i++)
        if (judged[i].op->state_bytes > largest)
            largest = judged[i].op->state_bytes;
    for (size_t i = 0; i < count; i++)
        put_operator(html, &judged[i], largest);
    free(judged);
}
