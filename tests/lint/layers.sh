#!/bin/bash
# A file of src/ includes only the rooms that tools/layers.txt allows it; only api and cli see the public header.
set -euo pipefail
cd "${1:?usage: layers.sh ROOT}"

find src -name '*.[ch]' -o -name '*.def' | sort | xargs awk '
BEGIN {
    while ((getline line < "tools/layers.txt") > 0) {
        sub(/#.*/, "", line)
        n = split(line, word, /[: ]+/)
        if (n == 0 || word[1] == "")
            continue
        rooms++
        may[word[1], word[1]] = 1
        for (i = 2; i <= n; i++)
            may[word[1], word[i]] = 1
    }
    may["api", "snapvet"] = may["cli", "snapvet"] = 1
}
/^[ \t]*#[ \t]*include[ \t]*("|<snapvet\/)/ {
    split(FILENAME, part, "/")
    from = part[2]
    match($0, /["<][^">]+/)
    path = substr($0, RSTART + 1, RLENGTH - 1)
    to = index(path, "/") ? substr(path, 1, index(path, "/") - 1) : from
    seen++
    if (!((from, to) in may)) {
        print FILENAME ":" FNR ": " from "/ may not include " path
        bad = 1
    }
}
END {
    if (!rooms || !seen) {
        print "no rooms or no includes found: nothing was checked"
        bad = 1
    }
    exit bad
}'
