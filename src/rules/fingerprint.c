/* fingerprint.c: what a finding is known by. 64-bit FNV-1a over its parts, each with its length before it. */
#include "rules/rule.h"

static uint64_t mix(uint64_t hash, sv_str bytes)
{
    static const uint64_t prime = 0x100000001B3u;
    for (size_t n = bytes.n, i = 0; i < sizeof(uint64_t); i++, n >>= 8)
        hash = (hash ^ (n & 0xFF)) * prime;
    for (size_t i = 0; i < bytes.n; i++)
        hash = (hash ^ (unsigned char)bytes.p[i]) * prime;
    return hash;
}

uint64_t sv_fingerprint(const struct sv_finding *finding)
{
    uint64_t hash = mix(0xCBF29CE484222325u, sv_str_of(finding->rule->code));
    if (finding->op)
        hash = mix(hash, (sv_str){ (const char *)finding->op->id, sizeof finding->op->id });
    if (finding->state) {
        hash = mix(hash, finding->state->name);
        hash = mix(hash, sv_str_of(sv_state_kind_name(finding->state->kind)));
    }
    return mix(hash, finding->path);
}
