#!/bin/bash
# snapvet why on logs that are made of what real Flink 2.2 said of the fixtures (restore.txt): each failure is recognised, and with
# the snapshot tied to the operator.
# usage: why.sh SNAPVET      in the root of the project
set -uo pipefail
snapvet=$(realpath "${1:?usage: why.sh SNAPVET}")
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
failed=0 failures=0 unknown=
export COLUMNS=1000

fail() {
    echo "FAILED: $1"
    failed=1
}
for restored in fixtures/flink-*/*/restore.txt; do
    # operator, outcome, exception and message, as a chain that ends with it
    awk -F'\t' '$2 == "failed" && $3 != "" {
        printf "2026-01-01 00:00:00,000 WARN Task [] - FAILED\njava.lang.Exception: Could not restore keyed state backend\n\tat x\nCaused by: %s", $3
        if ($4 != "") printf ": %s", $4
        printf "\n\tat y\n" }' "$restored" > "$work/log"
    [[ -s $work/log ]] || continue
    n=$(grep -c '^Caused by' "$work/log")
    failures=$((failures + n))
    "$snapvet" why "$work/log" "$(dirname "$(find "${restored%/*}" -name _metadata)")" > "$work/out" 2> "$work/err"
    code=$?
    grep -q ', 0 not recognised' "$work/out" || { ((code == 2)) && unknown+=" $(grep -A1 '^not recognised' "$work/out" | grep -v '^not\|--\|^ *java.lang.NullPointerException$' | sort -u | head -3)"; }
    ((code == 0 || code == 2)) || fail "$restored: exit code $code: $(cat "$work/err")"
done
((failures > 20)) || fail "only $failures failures in restore.txt"
# of a bare NullPointerException only its place in the code tells more, which restore.txt does not hold
[[ -z ${unknown// /} ]] || fail "not recognised: $unknown"

"$snapvet" why "$work/log" --format json > "$work/out"
grep -q '"schema":	"snapvet.why/1"' "$work/out" || fail "no JSON"
echo "INFO nothing of note" | "$snapvet" why - > "$work/out"
(($? == 2)) || fail "an empty log is explained"
"$snapvet" why "$work/nowhere" > "$work/out" 2>&1
(($? == 3)) || fail "a log that is not there"
"$snapvet" why > "$work/out" 2>&1
(($? == 64)) || fail "no log"
printf 'java.lang.Exception: Could not restore keyed state backend for \033]0;owned\007\nCaused by: java.lang.ClassNotFoundException: com.acme.Gone\n' | "$snapvet" why - > "$work/out"
LC_ALL=C grep -qP '[\x00-\x08\x0b-\x1f]' "$work/out" && fail "control characters come through"

# several logs, packed or not, with the snapshot anywhere among them
folder=$(dirname "$(find fixtures -name _metadata | head -1)")
trace='java.lang.Exception: Exception while creating StreamOperatorStateContext.\n\tat x\nCaused by: java.io.EOFException: Buffer underflow.\n'
printf "$trace" > "$work/a.log"
gzip -c "$work/a.log" > "$work/b.gz"
zstd -qc "$work/a.log" > "$work/c.zst"
"$snapvet" why "$work/a.log" "$folder" "$work/b.gz" - "$work/c.zst" < "$work/a.log" > "$work/out" || fail "several logs: exit code $?"
grep -q 'a.log:1, 4 times' "$work/out" || fail "several logs are not one: $(cat "$work/out")"
"$snapvet" why "$folder" "$folder/_metadata" "$work/a.log" > "$work/out" 2>&1
(($? == 64)) || fail "two snapshots"
"$snapvet" why "$folder" > "$work/out" 2>&1
(($? == 64)) || fail "a snapshot and no log"
"$snapvet" why --snapshot "$folder" "$folder" > "$work/out" 2>&1
(($? == 3)) && grep -q 'directory' "$work/out" || fail "a folder as a log: $(cat "$work/out")"

# what is no log, or damaged
refuse() { # FILE WORDS
    "$snapvet" why "$1" > "$work/out" 2>&1
    (($? == 3)) && grep -q "$2" "$work/out" || fail "$1: $(cat "$work/out")"
}
head -c 100000 "$snapvet" > "$work/binary" && refuse "$work/binary" 'it is no text'
printf '\xff\xfea\0b\0c\0' > "$work/utf16" && refuse "$work/utf16" UTF-16
head -c 60 "$work/b.gz" > "$work/cut.gz" && refuse "$work/cut.gz" 'cut short'
{ head -c 30 "$work/b.gz" && echo trouble && tail -c 30 "$work/b.gz"; } > "$work/bad.gz" && refuse "$work/bad.gz" 'damaged'
tar -C "$work" -cf "$work/logs.tar" a.log && "$snapvet" why --snapshot "$folder" "$work/logs.tar" > "$work/out" 2>&1
(($? == 3)) && grep -q 'unpack it' "$work/out" || fail "a tar as a log: $(cat "$work/out")"

# whole logs of real Flink: nothing in those of jobs that restore nothing wrongly, each failure in that of one that does
for log in tests/why/logs/clean-*.log.zst; do
    "$snapvet" why "$log" > "$work/out"
    (($? == 2)) && grep -q '^0 recognised, 0 not recognised' "$work/out" || fail "$log: $(tail -1 "$work/out")"
done
"$snapvet" why tests/why/logs/changed-job-*.log.zst > "$work/out" || fail "a whole log: exit code $?"
grep -q '^[1-9][0-9]* recognised, 0 not recognised' "$work/out" || fail "a whole log: $(tail -1 "$work/out")"
if command -v python3 > /dev/null; then
    python3 tests/why/forms.py "$snapvet" tests/why/logs/changed-job-*.log.zst > "$work/out" || fail "other forms: $(cat "$work/out")"
fi
echo "$failures failures recognised"
exit $failed
