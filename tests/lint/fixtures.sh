#!/bin/bash
# The fixtures stay below 20 MB, each says in one line what it is, and what Flink wrote is as Flink wrote it: SHA256SUMS
# holds a sum of every file but what snapvet is expected to say. What was damaged on purpose is made by damaged/break.
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
cd fixtures
flinks() {
    find flink-* types -type f -not -name 'expect.*' 2> /dev/null | sort
}
if [[ -e SHA256SUMS ]]; then
    grep -v '/expect\.' SHA256SUMS | sha256sum --check --quiet || bad=1
    odd=$(diff <(flinks) <(sed 's/^[^ ]*  //' SHA256SUMS | grep -v '/expect\.' | sort) |
        sed -n 's/^< /no sum of /p; s/^> /no file /p')
    [[ -z $odd ]] || { echo "$odd" && bad=1; }
else
    echo "fixtures/SHA256SUMS is missing"
    bad=1
fi

exit $bad
