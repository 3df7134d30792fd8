#!/bin/bash
# The fixtures stay below 20 MB, and each says in one line what it is.
set -euo pipefail
cd "${1:?usage: fixtures.sh ROOT}"
bad=0

bytes=$(find fixtures -type f -printf '%s\n' | awk '{ sum += $1 } END { print sum + 0 }')
if ((bytes == 0 || bytes >= 20000000)); then
    echo "fixtures/ holds $bytes bytes; it must hold some, and fewer than 20000000"
    bad=1
fi
while read -r case; do
    if [[ $(grep -c . "$case/about.txt" 2> /dev/null) != 1 ]]; then
        echo "$case: no about.txt of one line"
        bad=1
    fi
done < <(find fixtures/flink-* fixtures/damaged -mindepth 1 -maxdepth 1 -type d 2> /dev/null)

exit $bad
