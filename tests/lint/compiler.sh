#!/bin/bash
# Everything compiles without a warning by one compiler, without sanitizers and with the flags of CMakeLists.txt; then
# no object of the library holds writable data but the one that may.
set -euo pipefail
cd "${1:?usage: compiler.sh ROOT COMPILER BUILD}"

cmake -S . -B "$3" -G Ninja -DCMAKE_C_COMPILER="$2" -DSNAPVET_TESTS=ON -DCMAKE_BUILD_TYPE=Debug -DCMAKE_C_FLAGS_DEBUG=-O1 \
    > "$3.log" || { cat "$3.log" && exit 1; }
cmake --build "$3" || exit 1

objdump -t "$3/libsnapvet.a" | awk '
/file format/ {
    object = $1
    objects++
}
split($0, half, "\t") == 2 {
    n = split(half[1], word, " ")
    symbols++
    if (word[n] ~ /^\.(data|bss)$/ && $NF !~ /^\./ && object != "file.c.o:") {
        print object " " $NF ": global state"
        bad = 1
    }
}
END {
    exit bad || !objects || !symbols
}'
