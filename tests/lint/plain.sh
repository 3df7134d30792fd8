#!/bin/bash
# Text files hold no paths of somebody's machine, no loose ends, and no addresses but those of hosts.txt beside this.
set -euo pipefail
cd "${1:?usage: plain.sh ROOT}"
bad=0

files() {
    find . \( -name .git -o -path './build*' -o -name target \) -prune -o -type f -print0
}
found() {
    files | xargs -0 grep -nIE "$@" || true
}

paths=$(found '(^|[^A-Za-z0-9_.])/(work|home|root|Users)/' | grep -v '^\./tests/lint/plain\.sh:' || true)
[[ -z $paths ]] || { echo "paths of a machine:" && echo "$paths" && bad=1; }
loose=$(found '\b(TODO|FIXME|XXX|HACK)\b' | grep -v '^\./tests/lint/' || true)
[[ -z $loose ]] || { echo "loose ends:" && echo "$loose" && bad=1; }
hosts=$(files | xargs -0 grep -ohIE 'https?://[A-Za-z0-9.-]+' | sed 's|.*//||' | sort -u |
    grep -vxFf tests/lint/hosts.txt || true)
[[ -z $hosts ]] || { echo "hosts that tests/lint/hosts.txt does not list:" && echo "$hosts" && bad=1; }
while read -r script; do
    bash -n "$script" || bad=1
done < <(grep -rlE '^#!/bin/bash' tools tests .ci)

exit $bad
