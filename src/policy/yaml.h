/* yaml.h: steps over a YAML document with the lines of its parts; whatever is not as asked becomes a problem. */
#ifndef SV_POLICY_YAML_H
#define SV_POLICY_YAML_H
#include <yaml.h>

#include "policy/policy.h"

struct sv_yaml {
    yaml_document_t document;
    struct sv_policy *policy; /* problems and texts go here */
    size_t problem_count;
    bool failed; /* memory ran out */
};

/* Parses bytes that hold one document; root_out is NULL for an empty one and for one that could not be parsed, which is a
 * problem then. True when there is a document to be deleted with yaml_document_delete. */
bool sv_yaml_parse(struct sv_yaml *yaml, sv_str bytes, yaml_node_t **root_out);

/* Records a problem at a line. Those beyond the first 100 are not kept. */
__attribute__((format(printf, 3, 4))) void sv_yaml_problem(struct sv_yaml *yaml, unsigned line, const char *format,
                                                           ...);
unsigned sv_yaml_line(const yaml_node_t *node);

/* The text of a scalar, kept with the policy; p is NULL, and a problem recorded, when it is none or empty. what names it
 * in the problem. */
sv_str sv_yaml_text(struct sv_yaml *yaml, const yaml_node_t *node, const char *what);

/* Calls fn for every entry of a mapping; keys that are no text or come twice are problems and left out. */
typedef void sv_yaml_entry_fn(struct sv_yaml *yaml, sv_str key, const yaml_node_t *key_node, const yaml_node_t *value,
                              void *context);
void sv_yaml_each(struct sv_yaml *yaml, const yaml_node_t *node, const char *what, sv_yaml_entry_fn *fn, void *context);
#endif
