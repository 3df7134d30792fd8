#!/bin/bash
# What may not be called: unbounded string functions anywhere; printing, exiting and assertions in the library; structs
# laid over bytes in the rooms that see untrusted ones; goto but to the one exit of a function.
set -euo pipefail
cd "${1:?usage: banned.sh ROOT}"

find src include tests -name '*.[ch]' | sort | xargs awk '
function ban(pattern, what) {
    if (match(code, pattern)) {
        print FILENAME ":" FNR ": " what ": " substr(code, RSTART, RLENGTH)
        bad = 1
    }
}
FNR == 1 {
    files++
    split(FILENAME, part, "/")
    library = part[1] == "src" && part[2] != "cli"
    comment = 0
}
{
    code = $0
    gsub(/\\["\\]/, "", code)
    gsub(/"[^"]*"/, "\"\"", code)
    if (comment) {
        if (!sub(/^.*\*\//, "", code))
            next
        comment = 0
    }
    gsub(/\/\*([^*]|\*[^\/])*\*\//, "", code)
    comment = sub(/\/\*.*/, "", code)
    code = " " code

    ban("[^A-Za-z0-9_](strcpy|strcat|strncat|strncpy|sprintf|vsprintf|strtok|atoi|atol|atoll|atof|gets|alloca)\\(",
        "banned function")
    ban("[^A-Za-z0-9_]goto +([^o]|o[^u]|ou[^t]|out[A-Za-z0-9_])", "goto to something else than out")
    if (library) {
        ban("[^A-Za-z0-9_](printf|fprintf|vprintf|vfprintf|puts|putchar|perror)\\(", "the library prints")
        ban("[^A-Za-z0-9_](stdout|stderr)[^A-Za-z0-9_]", "the library prints")
        ban("[^A-Za-z0-9_](exit|_exit|abort|assert)\\(", "the library ends the process")
    }
    if (library && (part[2] == "flink" || part[2] == "store"))
        ban("[^f]\\((const )?struct [a-z0-9_]+ \\*\\)", "struct laid over bytes")
}
END {
    if (!files) {
        print "no files found: nothing was checked"
        bad = 1
    }
    exit bad
}'
