#!/bin/bash
# Functions of at most 60 lines, files of at most 500, at most 4 levels of control statements. Counts on the form that
# clang-format gives (format.sh): a function's braces stand alone at the left, a level is 4 spaces.
set -euo pipefail
cd "${1:?usage: shape.sh ROOT}"

find src tests include -name '*.[ch]' | sort | xargs awk '
FNR == 1 {
    files++
    begin = 0
}
FNR == 501 {
    print FILENAME ": more than 500 lines"
    bad = 1
}
/^{$/ {
    begin = FNR
}
/^}$/ && begin {
    functions++
    if (FNR - begin - 1 > 60) {
        print FILENAME ":" begin ": function of " FNR - begin - 1 " lines"
        bad = 1
    }
    begin = 0
}
begin && /^ *(if|for|while|switch|do)( |$)/ {
    match($0, /^ */)
    if (RLENGTH > 16) {
        print FILENAME ":" FNR ": nested more than 4 levels deep"
        bad = 1
    }
}
END {
    if (!files || !functions) {
        print "no functions found: nothing was checked"
        bad = 1
    }
    exit bad
}'
