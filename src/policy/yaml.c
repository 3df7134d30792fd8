/* yaml.c: a YAML document by libyaml. */
#include "policy/yaml.h"

#include <stdarg.h>
#include <stdio.h>

#include "base/limits.h"

enum { PROBLEMS_KEPT = 100, TEXT_BYTES = 512 };

void sv_yaml_problem(struct sv_yaml *yaml, unsigned line, const char *format, ...)
{
    char text[TEXT_BYTES];
    if (++yaml->problem_count > PROBLEMS_KEPT)
        return;
    va_list arguments;
    va_start(arguments, format);
    int n = vsnprintf(text, sizeof text, format, arguments);
    va_end(arguments);
    for (char *c = text; *c; c++) /* what YAML's escapes make need not be fit for a terminal */
        if ((unsigned char)*c < ' ' || *c == 0x7F)
            *c = '?';
    struct sv_problem *problem = SV_NEW(&yaml->policy->arena, struct sv_problem);
    size_t length = n < 0 ? 0 : (size_t)n < sizeof text ? (size_t)n : sizeof text - 1;
    sv_str kept = sv_arena_copy(&yaml->policy->arena, (sv_str){ text, length });
    if (!problem || !kept.p) {
        yaml->failed = true;
        return;
    }
    *problem = (struct sv_problem){ .line = line, .text = kept };
    struct sv_problem **place = &yaml->policy->problems;
    while (*place && (*place)->line <= line)
        place = &(*place)->next;
    problem->next = *place;
    *place = problem;
}

unsigned sv_yaml_line(const yaml_node_t *node)
{
    return (unsigned)node->start_mark.line + 1;
}

static void blame_parser(struct sv_yaml *yaml, const yaml_parser_t *parser)
{
    unsigned line = (unsigned)parser->problem_mark.line + 1;
    if (parser->error == YAML_MEMORY_ERROR)
        yaml->failed = true;
    else if (parser->error == YAML_READER_ERROR)
        sv_yaml_problem(yaml, 1, "not UTF-8 text at byte %zu", parser->problem_offset);
    else
        sv_yaml_problem(yaml, line, "no YAML: %s%s%s", parser->context ? parser->context : "",
                        parser->context ? ", " : "", parser->problem ? parser->problem : "unknown reason");
}

/* A second document would be ignored without a word. */
static void refuse_more(struct sv_yaml *yaml, yaml_parser_t *parser)
{
    yaml_document_t second;
    if (!yaml_parser_load(parser, &second)) {
        blame_parser(yaml, parser);
        return;
    }
    const yaml_node_t *root = yaml_document_get_root_node(&second);
    if (root)
        sv_yaml_problem(yaml, sv_yaml_line(root), "a second document; one is read");
    yaml_document_delete(&second);
}

static bool begin(struct sv_yaml *yaml, yaml_parser_t *parser, sv_str bytes)
{
    if (!yaml_parser_initialize(parser)) {
        yaml->failed = true;
        return false;
    }
    yaml_parser_set_encoding(parser, YAML_UTF8_ENCODING);
    yaml_parser_set_input_string(parser, (const unsigned char *)(bytes.p ? bytes.p : ""), bytes.n);
    return true;
}

/* libyaml takes time with the square of the depth: what is too deep is refused before it is all read. */
static bool is_flat(struct sv_yaml *yaml, sv_str bytes)
{
    yaml_parser_t parser;
    yaml_event_t event;
    int depth = 0;
    bool more = begin(yaml, &parser, bytes), fits = more;
    while (more && fits && yaml_parser_parse(&parser, &event)) {
        depth += event.type == YAML_SEQUENCE_START_EVENT || event.type == YAML_MAPPING_START_EVENT;
        depth -= event.type == YAML_SEQUENCE_END_EVENT || event.type == YAML_MAPPING_END_EVENT;
        more = event.type != YAML_STREAM_END_EVENT;
        fits = depth <= SV_LIMIT_POLICY_DEPTH;
        if (!fits)
            sv_yaml_problem(yaml, (unsigned)event.start_mark.line + 1, "nested more than %d deep",
                            SV_LIMIT_POLICY_DEPTH);
        yaml_event_delete(&event);
    }
    yaml_parser_delete(&parser);
    return fits;
}

bool sv_yaml_parse(struct sv_yaml *yaml, sv_str bytes, yaml_node_t **root_out)
{
    yaml_parser_t parser;
    *root_out = NULL;
    if (!is_flat(yaml, bytes) || !begin(yaml, &parser, bytes))
        return false;
    bool parsed = yaml_parser_load(&parser, &yaml->document);
    if (parsed) {
        *root_out = yaml_document_get_root_node(&yaml->document);
        if (*root_out)
            refuse_more(yaml, &parser);
    } else {
        blame_parser(yaml, &parser);
    }
    yaml_parser_delete(&parser);
    return parsed;
}

/* What YAML takes for null when it is not quoted. */
static bool is_null(const yaml_node_t *node, sv_str text)
{
    return node->data.scalar.style == YAML_PLAIN_SCALAR_STYLE &&
           (text.n == 0 || sv_str_eq(text, SV_STR("~")) || sv_str_eq(text, SV_STR("null")));
}

sv_str sv_yaml_text(struct sv_yaml *yaml, const yaml_node_t *node, const char *what)
{
    static const sv_str none = { NULL, 0 };
    if (node->type != YAML_SCALAR_NODE) {
        sv_yaml_problem(yaml, sv_yaml_line(node), "%s must be a text, not a %s", what,
                        node->type == YAML_MAPPING_NODE ? "mapping" : "list");
        return none;
    }
    sv_str text = { (const char *)node->data.scalar.value, node->data.scalar.length };
    if (text.n == 0 || is_null(node, text) || memchr(text.p, 0, text.n)) {
        sv_yaml_problem(yaml, sv_yaml_line(node), "%s is empty", what);
        return none;
    }
    sv_str kept = sv_arena_copy(&yaml->policy->arena, text);
    yaml->failed |= !kept.p;
    return kept;
}

/* The line of an earlier entry with that key; 0 for none. */
static unsigned line_of_earlier(struct sv_yaml *yaml, const yaml_node_t *node, const yaml_node_pair_t *entry)
{
    const yaml_node_t *key = yaml_document_get_node(&yaml->document, entry->key);
    for (const yaml_node_pair_t *p = node->data.mapping.pairs.start; p < entry; p++) {
        const yaml_node_t *other = yaml_document_get_node(&yaml->document, p->key);
        if (other->type == YAML_SCALAR_NODE && other->data.scalar.length == key->data.scalar.length &&
            memcmp(other->data.scalar.value, key->data.scalar.value, key->data.scalar.length) == 0)
            return sv_yaml_line(other);
    }
    return 0;
}

void sv_yaml_each(struct sv_yaml *yaml, const yaml_node_t *node, const char *what, sv_yaml_entry_fn *fn, void *context)
{
    if (node->type != YAML_MAPPING_NODE) {
        sv_yaml_problem(yaml, sv_yaml_line(node), "%s must be a mapping (KEY: VALUE), not a %s", what,
                        node->type == YAML_SEQUENCE_NODE ? "list" : "text");
        return;
    }
    for (const yaml_node_pair_t *p = node->data.mapping.pairs.start; p < node->data.mapping.pairs.top; p++) {
        const yaml_node_t *key_node = yaml_document_get_node(&yaml->document, p->key);
        sv_str key = sv_yaml_text(yaml, key_node, "a key");
        if (!key.p)
            continue;
        unsigned earlier = line_of_earlier(yaml, node, p);
        if (earlier)
            sv_yaml_problem(yaml, sv_yaml_line(key_node), "key '%.*s' stands in line %u already", SV_ARG(key), earlier);
        else
            fn(yaml, key, key_node, yaml_document_get_node(&yaml->document, p->value), context);
    }
}
