/* split.c: bytes of a log to lines of text.
 *
 * A line may be text, or JSON: a logger's record, an event of CloudWatch, an answer of the AWS CLI. Of JSON the strings count,
 * whatever they are in: a log of a gigabyte may be one document on one line, so that no tree is built. Strings hold lines, or JSON
 * again. Nothing is refused for being no good JSON. */
#include "why/inside.h"

static bool is_blank(char c)
{
    return c == ' ' || c == '\t';
}

/* ---- lines ---- */

/* Without the name of a container, "taskmanager-1  | " or "[pod/flink/taskmanager] ". */
static sv_str without_container(sv_str line)
{
    size_t at = 0;
    while (at < line.n && line.p[at] != ' ')
        at++;
    if (sv_str_starts(line, SV_STR("[pod/")))
        return sv_str_skip(line, at + 1);
    while (at < line.n && line.p[at] == ' ')
        at++;
    return at && sv_str_starts(sv_str_skip(line, at), SV_STR("| ")) ? sv_str_skip(line, at + 2) : line;
}

/* Colours go. In text "\n" and "\t" stand for what they name: some loggers write a whole trace into one line. */
static void take_text(struct sv_why *why, sv_str line)
{
    struct sv_buf *b = &why->plain[0];
    line = without_container(line);
    if (!memchr(line.p, '\033', line.n) && !memchr(line.p, '\\', line.n)) {
        sv_why_take_line(why, line);
        return;
    }
    b->n = 0;
    for (size_t i = 0; i < line.n; i++) {
        char c = line.p[i];
        if (c == '\033' && i + 1 < line.n && line.p[i + 1] == '[') {
            for (i += 2; i < line.n && (line.p[i] < '@' || line.p[i] > '~'); i++)
                ;
            continue;
        }
        if (c == '\\' && i + 1 < line.n && strchr("nrt", line.p[i + 1]) && line.p[i + 1]) {
            c = line.p[++i];
            if (c != 't') {
                sv_why_take_line(why, sv_buf_str(b));
                b->n = 0;
                continue;
            }
            c = '\t';
        }
        sv_buf_putc(b, c);
    }
    sv_why_take_line(why, sv_buf_str(b));
    why->failed |= b->failed;
}

static void take_lines(struct sv_why *why, sv_str text)
{
    while (text.n) {
        const char *end = memchr(text.p, '\n', text.n);
        sv_str line = { text.p, end ? (size_t)(end - text.p) : text.n };
        text = sv_str_skip(text, line.n + 1);
        line.n = line.n < SV_WHY_LINE_MOST ? line.n : SV_WHY_LINE_MOST;
        sv_why_take_line(why, line);
    }
}

/* ---- JSON ---- */

/* Where a line's JSON begins: at its first character but blanks, or behind the time or the name of a container that was put
 * before it. A member alone is JSON, too: "message": "...". False for text. */
static bool find_json(sv_str line, size_t *at_out)
{
    enum { WORDS_BEFORE = 2, BYTES_BEFORE = 200 };
    size_t at = 0, words = 0;
    while (at < line.n && is_blank(line.p[at]))
        at++;
    *at_out = at;
    if (at == line.n || strchr("{}\"", line.p[at]))
        return at < line.n && line.p[at];
    if (sv_str_starts(sv_str_skip(line, at), SV_STR("[{")) || sv_str_starts(sv_str_skip(line, at), SV_STR("[\"")) ||
        line.p[at] == ']')
        return true;
    if (line.p[at] != '[' && (line.p[at] < '0' || line.p[at] > '9'))
        return false;
    for (; at + 1 < line.n && at < BYTES_BEFORE && words <= WORDS_BEFORE; at++) {
        if (line.p[at] == '{' && line.p[at + 1] == '"') {
            *at_out = at;
            return true;
        }
        words += line.p[at] == ' ';
    }
    return false;
}

/* The quote that ends a string from begin on; the end of text without. */
static size_t string_end(sv_str text, size_t begin)
{
    for (const char *p = text.p + begin, *end = text.p + text.n; (p = memchr(p, '"', (size_t)(end - p))); p++) {
        size_t at = (size_t)(p - text.p), slashes = 0;
        while (at - slashes > begin && text.p[at - slashes - 1] == '\\')
            slashes++;
        if (slashes % 2 == 0)
            return at;
    }
    return text.n;
}

static int hex_of(char c)
{
    return c >= '0' && c <= '9'   ? c - '0'
           : c >= 'a' && c <= 'f' ? c - 'a' + 10
           : c >= 'A' && c <= 'F' ? c - 'A' + 10
                                  : -1;
}

static void put_utf8(struct sv_buf *out, unsigned code)
{
    if (code < 0x80) {
        sv_buf_putc(out, (char)code);
        return;
    }
    if (code < 0x800) {
        sv_buf_putc(out, (char)(0xC0 | code >> 6));
    } else {
        sv_buf_putc(out, (char)(0xE0 | code >> 12));
        sv_buf_putc(out, (char)(0x80 | (code >> 6 & 0x3F)));
    }
    sv_buf_putc(out, (char)(0x80 | (code & 0x3F)));
}

/* "\u0001": the number of characters behind the u. Halves of a pair stay halves: no text that matters is beyond. */
static size_t put_unicode(struct sv_buf *out, sv_str digits)
{
    unsigned code = 0;
    for (size_t i = 0; i < 4; i++) {
        int digit = i < digits.n ? hex_of(digits.p[i]) : -1;
        if (digit < 0)
            return 0;
        code = code << 4 | (unsigned)digit;
    }
    put_utf8(out, code);
    return 4;
}

static void unescape(sv_str string, struct sv_buf *out)
{
    static const char names[] = "nrtbf", values[] = "\n\r\t\b\f";
    out->n = 0;
    while (string.n) {
        const char *slash = memchr(string.p, '\\', string.n);
        size_t plain = slash ? (size_t)(slash - string.p) : string.n;
        sv_buf_add(out, (sv_str){ string.p, plain });
        string = sv_str_skip(string, plain);
        if (string.n < 2)
            return;
        char c = string.p[1];
        const char *name = c ? strchr(names, c) : NULL;
        string = sv_str_skip(string, 2);
        if (c == 'u')
            string = sv_str_skip(string, put_unicode(out, string));
        else
            sv_buf_putc(out, name ? values[name - names] : c);
    }
}

/* Members that hold what a log says; of others only what looks like a trace counts: a logger's name, a thread's, a place in the code
 * may be between a trace's lines and are not of them. */
static enum sv_why_key key_of(sv_str name)
{
    static const sv_str texts[] = {
        SV_STR_INIT("message"),     SV_STR_INIT("log"),        SV_STR_INIT("msg"),
        SV_STR_INIT("@message"),    SV_STR_INIT("value"),      SV_STR_INIT("throwableInformation"),
        SV_STR_INIT("text"),        SV_STR_INIT("exception"),  SV_STR_INIT("stack_trace"),
        SV_STR_INIT("textPayload"), SV_STR_INIT("stackTrace"),
    };
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        if (sv_str_eq(name, texts[i]))
            return SV_KEY_TEXT;
    return sv_str_eq(name, SV_STR("ErrorString")) ? SV_KEY_ANSWER : SV_KEY_OTHER;
}

static size_t take_json(struct sv_why *why, sv_str text, bool is_whole, size_t depth);

static void take_string(struct sv_why *why, sv_str string, size_t depth)
{
    enum sv_why_key key = why->key; /* stays that of all strings of an array */
    bool is_text = key != SV_KEY_OTHER, is_answer = key == SV_KEY_ANSWER;
    bool goes_on = is_text && why->chain.is_open;
    if (!goes_on && !is_answer && !sv_why_is_worth(why, string)) {
        if (is_text)
            why->texts++;
        return;
    }
    struct sv_buf *plain = &why->plain[depth];
    unescape(string, plain);
    why->failed |= plain->failed;
    sv_str text = sv_buf_str(plain);
    size_t at;
    if (depth < SV_WHY_JSON_DEPTH && find_json(text, &at) && text.p[at] == '{')
        take_json(why, sv_str_skip(text, at), true, depth + 1);
    else if (is_text || memchr(text.p, '\n', text.n))
        take_lines(why, text);
    if (is_answer)
        sv_why_end_answer(why, text);
    why->key = key;
}

/* The strings of a piece of JSON; returns how much of it is done with. is_whole: nothing follows that belongs to it. */
static size_t take_json(struct sv_why *why, sv_str text, bool is_whole, size_t depth)
{
    size_t at = 0;
    while (!why->failed) {
        const char *quote = memchr(text.p + at, '"', text.n - at);
        if (!quote)
            break;
        size_t begin = (size_t)(quote - text.p) + 1, end = string_end(text, begin), after = end + 1;
        bool is_cut = end == text.n;
        while (after < text.n && is_blank(text.p[after]))
            after++;
        if (after >= text.n && !is_whole && (begin > 1 || text.n < SV_WHY_WINDOW_BYTES))
            return begin - 1;
        sv_str string = { text.p + begin, end - begin };
        if (!is_cut && after < text.n && text.p[after] == ':')
            why->key = key_of(string);
        else
            take_string(why, string, depth);
        if (is_cut && !is_whole) {
            why->mode = SV_SPLIT_STRING;
            why->log->cut_lines++;
        }
        at = is_cut ? text.n : end + 1;
    }
    return text.n;
}

/* ---- the window ---- */

static void end_line(struct sv_why *why)
{
    why->log->lines++;
    why->mode = SV_SPLIT_LINE;
}

/* Members between two lines of a log are none of its. */
static void pass_line(struct sv_why *why, sv_str line)
{
    size_t at;
    bool matters = why->lead.at == why->texts;
    if (!matters || !find_json(line, &at))
        why->texts++;
}

static void take_whole_line(struct sv_why *why, sv_str line)
{
    size_t at;
    if (!why->chain.is_open && !sv_why_is_worth(why, line))
        pass_line(why, line);
    else if (find_json(line, &at))
        take_json(why, sv_str_skip(line, at), true, 1);
    else
        take_text(why, (sv_str){ line.p, line.n < SV_WHY_LINE_MOST ? line.n : SV_WHY_LINE_MOST });
}

/* The end of a line that is longer than the window. */
static size_t take_long_line(struct sv_why *why, sv_str line)
{
    size_t at;
    if (find_json(line, &at)) {
        why->mode = SV_SPLIT_JSON;
        why->key = SV_KEY_OTHER;
        return at + take_json(why, sv_str_skip(line, at), false, 1);
    }
    why->mode = SV_SPLIT_CUT;
    why->log->cut_lines++;
    take_text(why, (sv_str){ line.p, SV_WHY_LINE_MOST });
    return line.n;
}

/* The rest of a string that is passed over; a backslash at the end waits for what it is before. */
static size_t pass_string(struct sv_why *why, sv_str text, bool is_whole)
{
    size_t end = string_end(text, 0), slashes = 0;
    if (end < text.n) {
        why->mode = SV_SPLIT_JSON;
        return end + 1;
    }
    while (slashes < text.n && text.p[text.n - slashes - 1] == '\\')
        slashes++;
    return is_whole ? text.n : text.n - slashes % 2;
}

/* One step in a line; 0 when more bytes are needed for it. */
static size_t step(struct sv_why *why, sv_str bytes, bool is_last)
{
    const char *newline = memchr(bytes.p, '\n', bytes.n);
    sv_str line = { bytes.p, newline ? (size_t)(newline - bytes.p) : bytes.n };
    bool is_whole = newline || is_last;
    size_t used = line.n;
    if (why->mode == SV_SPLIT_LINE) {
        if (!is_whole)
            return line.n < SV_WHY_WINDOW_BYTES ? 0 : take_long_line(why, line);
        why->log->lines++;
        take_whole_line(why, line);
        return line.n + (newline != NULL);
    }
    if (why->mode == SV_SPLIT_JSON)
        used = take_json(why, line, is_whole, 1);
    else if (why->mode == SV_SPLIT_STRING)
        used = pass_string(why, line, is_whole);
    if (is_whole && used == line.n) {
        end_line(why);
        used += newline != NULL;
    }
    return used;
}

size_t sv_why_split(struct sv_why *why, sv_str bytes, bool is_last)
{
    size_t used = 0, n;
    while (used < bytes.n && !why->failed && (n = step(why, sv_str_skip(bytes, used), is_last)) > 0)
        used += n;
    return used;
}
