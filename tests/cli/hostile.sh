#!/bin/bash
# Names that are aimed at whoever prints them appear inert in every format of check, and in the other commands.
# usage: hostile.sh SNAPVET      in the root of the project
set -uo pipefail
snapvet=$(realpath "${1:?usage: hostile.sh SNAPVET}")
snapshot=fixtures/damaged/hostile-names/snapshot
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
failed=0

fail() {
    echo "FAILED: $1"
    failed=1
}
# Control characters but line ends and tabs, controls of direction, and what is no UTF-8.
inert() {
    local file=$work/$1
    [[ -s $file ]] || fail "$1: nothing was written"
    LC_ALL=C grep -qP '[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]' "$file" && fail "$1: control characters"
    LC_ALL=C grep -qP '\xe2\x80[\x8e\x8f\xaa-\xae]|\xe2\x81[\xa6-\xa9]|\xd8\x9c' "$file" && fail "$1: controls of direction"
    LC_ALL=C.UTF-8 grep -qaxv '.*' "$file" && fail "$1: no UTF-8"
}
outputs=()
for format in text lines json sarif junit github gitlab markdown html; do
    outputs+=(--output "$format=$work/$format")
done
"$snapvet" check "$snapshot" --no-config "${outputs[@]}" > "$work/screen" 2> "$work/talk"
(($? == 1)) || fail "check does not find it incompatible"
for format in text lines json sarif junit github gitlab markdown html screen; do
    inert "$format"
done
grep -qF '<script>alert' "$work/html" "$work/markdown" "$work/junit" && fail "markup comes through"
grep -qE '^(:|::a)' "$work/github" && ! grep -qE '^::(error|warning|notice)' "$work/github" && fail "a command of the name's own"
[[ $(grep -c '<!\[CDATA\[' "$work/junit") == $(grep -c '\]\]>' "$work/junit") ]] || fail "a CDATA section ends too early"
"$snapvet" show "$snapshot" > "$work/show" 2> "$work/talk"
"$snapvet" show "$snapshot" --format json > "$work/show-json" 2> "$work/talk"
"$snapvet" show "$snapshot" --classes > "$work/classes" 2> "$work/talk"
"$snapvet" dump "$snapshot" > "$work/dump" 2> "$work/dump-talk"
"$snapvet" dump "$snapshot" --format csv > "$work/dump-csv" 2> "$work/talk"
"$snapvet" stats "$snapshot" > "$work/stats" 2> "$work/talk"
"$snapvet" verify "$snapshot" > "$work/verify" 2> "$work/talk"
for command in show show-json classes dump dump-csv stats verify; do
    inert "$command"
done
exit $failed
