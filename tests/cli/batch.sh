#!/bin/bash
# Many snapshots in one call: folders, lists, retained checkpoints, several at once.
# usage: batch.sh SNAPVET      in the root of the project
set -uo pipefail
snapvet=$(realpath "${1:?usage: batch.sh SNAPVET}")
fixtures=$(realpath fixtures)
bad=$fixtures/flink-1.20/scala-savepoint/savepoint-248f53-40c441a6eb30
good=$fixtures/flink-1.20/heap-timers-savepoint/savepoint-278fcb-9020a7ecff8d
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
failed=0

fail() {
    echo "FAILED: $1"
    failed=1
}
expects() {
    local code=$1 got=0
    shift
    "$snapvet" check --no-config "$@" > "$work/stdout" 2> "$work/stderr" < "${input:-/dev/null}" || got=$?
    ((got == code)) || fail "exit code $got and not $code: check $*: $(head -3 "$work/stderr")"
}
says() {
    grep -qF -- "$2" "$work/$1" || fail "no '$2' in $1: $(head -5 "$work/$1")"
}
lines() {
    [[ $(wc -l < "$work/$1") == "$2" ]] || fail "$(wc -l < "$work/$1") lines and not $2 in $1: $(cat "$work/$1")"
}

mkdir -p "$work/state/job"
cp -r "$bad" "$work/state/savepoint-b"
cp -r "$good" "$work/state/savepoint-a"
for n in 9 10 11; do
    cp -r "$good" "$work/state/job/chk-$n"
done
rm "$work/state/job/chk-11/_metadata" # not complete: no checkpoint

# one line each in order, a summary, the worst exit code, and what was left out
expects 1 "$work/state"
lines stdout 5
[[ $(sed -n 's/^\([A-Z ]*[A-Z]\)  *.*state\/\([^:]*\):.*/\1 \2/p' "$work/stdout" | tr '\n' ';') == \
    "COMPATIBLE job/chk-10;COMPATIBLE savepoint-a;INCOMPATIBLE savepoint-b;" ]] || fail "other lines: $(cat "$work/stdout")"
says stdout "3 snapshots: 1 incompatible, 2 compatible."
says stderr "left out '$work/state/job/chk-9', an older checkpoint than '$work/state/job/chk-10'; --all takes all"
lines stderr 1
expects 1 "$work/state" --all
says stdout "4 snapshots: 1 incompatible, 3 compatible."
lines stderr 0

# named one by one, each counts, and the report is whole
expects 0 "$work/state/job/chk-9" "$work/state/job/chk-10"
says stdout "2 snapshots: 2 compatible."
says stdout "Not checked:"

# lists
printf '%s\n' "$good" "" "$bad" > "$work/list"
expects 1 --from-file "$work/list"
says stdout "2 snapshots: 1 incompatible, 1 compatible."
input=$work/list expects 1 --from-file -
says stdout "2 snapshots: 1 incompatible, 1 compatible."
input=$work/list expects 1 @-
expects 1 "@$work/list"
says stdout "2 snapshots: 1 incompatible, 1 compatible."
find "$work/state" -name _metadata > "$work/found"
input=$work/found expects 1 @-
says stdout "3 snapshots"
lines stderr 1
expects 64 --from-file /dev/null
says stderr "no snapshot in the list"
expects 64 --from-file "$work/none"
expects 64 --jobs 0 "$good"
expects 64 --jobs x "$good"

# one that cannot be read is a line too, and the worst exit code
printf '%s\n' "$good" "$work/nowhere" "$bad" > "$work/list"
expects 3 "@$work/list"
says stdout "UNDECIDED     $work/nowhere"
says stdout "3 snapshots: 1 incompatible, 1 compatible, 1 not readable."
says stderr "cannot find '$work/nowhere'"

# a folder with one snapshot gives the whole report of it; with none it is said
expects 0 "$work/state/job"
says stdout "COMPATIBLE: Flink"
mkdir "$work/empty"
expects 3 "$work/empty"
says stderr "the folder holds no _metadata"

# several at once say the same in the same order
for format in lines text json sarif; do
    expects 1 "$fixtures/flink-1.20" --format $format
    mv "$work/stdout" "$work/alone"
    expects 1 "$fixtures/flink-1.20" --format $format --jobs 4
    cmp "$work/alone" "$work/stdout" || fail "--jobs 4 says something else in $format"
done
expects 3 "@$work/list" --jobs 3 --format json --output sarif="$work/gate.sarif"
[[ $(grep -c '"automationDetails"' "$work/gate.sarif") == 3 ]] || fail "not three runs"
lines stdout 2
exit $failed
