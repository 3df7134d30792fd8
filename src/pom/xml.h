/* xml.h: a POM's elements as a tree. Built on expat.
 *
 * Nothing outside the bytes is ever read: no DTD, no entity. A document that declares an entity is refused, so that none can
 * grow. Attributes, comments and elements of a namespace that is not the root's are left out. */
#ifndef SV_POM_XML_H
#define SV_POM_XML_H
#include <stdint.h>

#include "base/arena.h"
#include "base/error.h"

struct sv_xml {
    sv_str name;   /* without a prefix */
    sv_str text;   /* what stands in it, trimmed, UTF-8; empty when it has elements */
    uint64_t at;   /* byte offset of its '<' */
    uint32_t line; /* from 1 */
    struct sv_xml *parent, *child, *last, *next;
};

/* The root of the document that bytes hold, in the arena. SV_ERR_UNREADABLE when they hold none, with what, where and why:
 * path names them. */
SV_MUST_USE enum sv_status sv_xml_read(sv_str bytes, const char *path, struct sv_arena *arena,
                                       const struct sv_xml **out, struct sv_error *err);

/* The first child of that name; NULL when there is none, or no element. */
const struct sv_xml *sv_xml_child(const struct sv_xml *element, const char *name);
/* The next of element and its following siblings that has that name; element may be NULL. */
const struct sv_xml *sv_xml_named(const struct sv_xml *element, const char *name);
/* The text of that child, empty when there is none. */
sv_str sv_xml_text(const struct sv_xml *element, const char *child);
#endif
