/* xml.c: from expat's events to a tree. */
#include "pom/xml.h"

#include <expat.h>
#include <stdlib.h>
#include <strings.h>

#include "base/buf.h"
#include "base/limits.h"

enum { SEPARATOR = '\n' }; /* between namespace and name: it can stand in neither */

struct reading {
    XML_Parser parser;
    struct sv_arena *arena;
    struct sv_xml *root, *open;
    struct sv_buf text;      /* since the last tag */
    unsigned depth, foreign; /* open elements; those of a namespace that is left out */
    uint32_t count;
    sv_str root_space;
    const char *refused; /* why it was stopped, NULL while all is well */
    bool failed;         /* memory ran out */
};

static void stop(struct reading *r, const char *why)
{
    if (!r->refused)
        r->refused = why;
    XML_StopParser(r->parser, XML_FALSE);
}

static void out_of_memory(struct reading *r)
{
    r->failed = true;
    XML_StopParser(r->parser, XML_FALSE);
}

static bool is_space(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

static sv_str trimmed(sv_str text)
{
    while (text.n && is_space(text.p[0]))
        text = sv_str_skip(text, 1);
    while (text.n && is_space(text.p[text.n - 1]))
        text.n--;
    return text;
}

/* "http://maven.apache.org/POM/4.0.0\nproject" */
static void split(const char *name, sv_str *space_out, sv_str *local_out)
{
    sv_str whole = sv_str_of(name);
    *local_out = sv_str_after_last(whole, SEPARATOR);
    size_t n = whole.n - local_out->n;
    *space_out = (sv_str){ name, n ? n - 1 : 0 };
}

static struct sv_xml *hang(struct reading *r, sv_str name)
{
    struct sv_xml *element = SV_NEW(r->arena, struct sv_xml);
    sv_str kept = sv_arena_copy(r->arena, name);
    if (!element || !kept.p)
        return NULL;
    *element = (struct sv_xml){ .name = kept,
                                .text = { "", 0 },
                                .at = (uint64_t)XML_GetCurrentByteIndex(r->parser),
                                .line = (uint32_t)XML_GetCurrentLineNumber(r->parser),
                                .parent = r->open };
    if (!r->open)
        r->root = element;
    else if (r->open->last)
        r->open->last->next = element;
    else
        r->open->child = element;
    if (r->open)
        r->open->last = element;
    return element;
}

static void XMLCALL begin(void *context, const XML_Char *name, const XML_Char **attributes)
{
    struct reading *r = context;
    sv_str space, local;
    (void)attributes;
    if (r->refused || r->failed)
        return;
    split(name, &space, &local);
    if (r->depth + r->foreign == SV_LIMIT_POM_DEPTH) {
        stop(r, "elements are nested too deep");
        return;
    }
    if (r->foreign || (r->root && !sv_str_eq(space, r->root_space))) {
        r->foreign++;
        return;
    }
    if (r->count++ == SV_LIMIT_POM_ELEMENTS) {
        stop(r, "it has too many elements");
        return;
    }
    if (!r->root)
        r->root_space = sv_arena_copy(r->arena, space);
    r->open = hang(r, local);
    if (!r->open || !r->root_space.p) {
        out_of_memory(r);
        return;
    }
    r->depth++;
    r->text.n = 0;
}

static void XMLCALL end(void *context, const XML_Char *name)
{
    struct reading *r = context;
    (void)name;
    if (r->refused || r->failed)
        return;
    if (r->foreign) {
        r->foreign--;
        return;
    }
    if (!r->open->child)
        r->open->text = sv_arena_copy(r->arena, trimmed(sv_buf_str(&r->text)));
    if (r->text.failed || !r->open->text.p)
        out_of_memory(r);
    r->depth--;
    r->open = r->open->parent;
}

static void XMLCALL characters(void *context, const XML_Char *text, int n)
{
    struct reading *r = context;
    if (!r->refused && !r->failed && !r->foreign && r->open)
        sv_buf_add(&r->text, (sv_str){ text, (size_t)n });
}

static void XMLCALL declared(void *context, const XML_Char *name, int parameter, const XML_Char *value, int length,
                             const XML_Char *base, const XML_Char *system, const XML_Char *public,
                             const XML_Char *notation)
{
    (void)name, (void)parameter, (void)value, (void)length, (void)base, (void)system, (void)public, (void)notation;
    stop(context, "it declares an entity, which no POM needs; take the declaration out");
}

/* Maven knows the names of HTML's entities without a declaration, and they stand in names of people: kept as written. */
static void XMLCALL skipped(void *context, const XML_Char *name, int is_parameter)
{
    if (is_parameter)
        return;
    characters(context, "&", 1);
    characters(context, name, (int)strlen(name));
    characters(context, ";", 1);
}

/* Encodings that have ASCII where ASCII has it: what Maven is interested in is ASCII, the rest becomes U+FFFD. */
static int XMLCALL encoding(void *context, const XML_Char *name, XML_Encoding *info)
{
    static const char *const heads[] = { "windows-", "cp125", "iso-8859-", "iso8859", "gb",      "big5",
                                         "euc-",     "koi8-", "shift_jis", "sjis",    "tis-620", "macroman" };
    (void)context;
    for (size_t i = 0; i < sizeof heads / sizeof *heads; i++) {
        if (strncasecmp(name, heads[i], strlen(heads[i])) != 0)
            continue;
        for (int c = 0; c < 256; c++)
            info->map[c] = c < 0x80 ? c : 0xFFFD;
        info->data = NULL;
        info->convert = NULL;
        info->release = NULL;
        return XML_STATUS_OK;
    }
    return XML_STATUS_ERROR;
}

static enum sv_status blame(const struct reading *r, const char *path, struct sv_error *err)
{
    enum XML_Error code = XML_GetErrorCode(r->parser);
    unsigned long line = (unsigned long)XML_GetCurrentLineNumber(r->parser);
    if (r->failed || code == XML_ERROR_NO_MEMORY)
        return sv_fail(err, SV_ERR_MEMORY, "no memory to read '%s'", path);
    if (r->refused)
        return sv_fail(err, SV_ERR_UNREADABLE, "cannot read '%s': line %lu: %s", path, line, r->refused);
    return sv_fail(err, SV_ERR_UNREADABLE, "cannot read '%s' as XML: line %lu (byte %lld): %s", path, line,
                   (long long)XML_GetCurrentByteIndex(r->parser), XML_ErrorString(code));
}

static void listen(struct reading *r)
{
    XML_SetUserData(r->parser, r);
    XML_SetElementHandler(r->parser, begin, end);
    XML_SetCharacterDataHandler(r->parser, characters);
    XML_SetEntityDeclHandler(r->parser, declared);
    XML_SetSkippedEntityHandler(r->parser, skipped);
    XML_SetUnknownEncodingHandler(r->parser, encoding, NULL);
    XML_UseForeignDTD(r->parser, XML_TRUE); /* an entity without a declaration is skipped, not an error */
}

enum sv_status sv_xml_read(sv_str bytes, const char *path, struct sv_arena *arena, const struct sv_xml **out,
                           struct sv_error *err)
{
    static const XML_Memory_Handling_Suite memory = { malloc, realloc, free };
    static const XML_Char separator[] = { SEPARATOR, '\0' };
    if (bytes.n > SV_LIMIT_POM_BYTES)
        return sv_fail(err, SV_ERR_UNREADABLE, "'%s' is no POM: it has more than %zu bytes", path, SV_LIMIT_POM_BYTES);
    struct reading r = { .arena = arena, .parser = XML_ParserCreate_MM(NULL, &memory, separator) };
    if (!r.parser)
        return sv_fail(err, SV_ERR_MEMORY, "no memory to read '%s'", path);
    enum sv_status status = SV_OK;
    sv_buf_init(&r.text, SV_LIMIT_POM_BYTES * 3); /* a byte of another encoding becomes three at most */
    listen(&r);
    if (XML_Parse(r.parser, bytes.p, (int)bytes.n, 1) == XML_STATUS_OK && !r.failed && !r.refused)
        *out = r.root;
    else
        status = blame(&r, path, err);
    sv_buf_free(&r.text);
    XML_ParserFree(r.parser);
    return status;
}

const struct sv_xml *sv_xml_named(const struct sv_xml *element, const char *name)
{
    while (element && !sv_str_eq(element->name, sv_str_of(name)))
        element = element->next;
    return element;
}

const struct sv_xml *sv_xml_child(const struct sv_xml *element, const char *name)
{
    return element ? sv_xml_named(element->child, name) : NULL;
}

sv_str sv_xml_text(const struct sv_xml *element, const char *child)
{
    const struct sv_xml *found = sv_xml_child(element, child);
    return found ? found->text : (sv_str){ "", 0 };
}
