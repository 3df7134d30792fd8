#!/bin/bash
# Each header compiles alone; the public ones in C17 and in C++17.
set -euo pipefail
cd "${1:?usage: headers.sh ROOT}"
strict=(-Wall -Wextra -Wpedantic -Werror -fsyntax-only -Iinclude)
bad=0 seen=0

compiles() {
    local language=$1 header=$2
    shift 2
    printf '#include "%s"\nextern int an_empty_unit_is_no_c;\n' "$header" | "$@" "${strict[@]}" -x "$language" - || bad=1
    seen=$((seen + 1))
}

while read -r header; do
    compiles c "${header#include/}" gcc -std=c17
    compiles c++ "${header#include/}" g++ -std=c++17
done < <(find include -name '*.h' | sort)
while read -r header; do
    compiles c "${header#*/}" gcc -std=c17 -D_GNU_SOURCE -Isrc -Itests
done < <(find src tests -name '*.h' | sort)

if ((seen < 2)); then
    echo "no headers found: nothing was checked"
    exit 1
fi
exit $bad
