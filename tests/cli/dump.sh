#!/bin/bash
# dump: what is chosen, both formats, exit codes, and that losses go to stderr alone.
# usage: dump.sh SNAPVET      in the root of the project
set -uo pipefail
snapvet=$(realpath "${1:?usage: dump.sh SNAPVET}")
whole=$(find fixtures/flink-1.20/clean-hashmap-savepoint -name _metadata)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
failed=0

fail() {
    echo "FAILED: $1"
    failed=1
}
# expects CODE LINES ARGUMENT...: LINES of stdout, - for any
expects() {
    local code=$1 lines=$2 got=0
    shift 2
    "$snapvet" dump "$@" > "$work/stdout" 2> "$work/stderr" || got=$?
    ((got == code)) || fail "exit code $got and not $code: dump $*"
    [[ $lines == - || $(wc -l < "$work/stdout") == "$lines" ]] ||
        fail "$(wc -l < "$work/stdout") lines and not $lines: dump $*"
}
says() {
    grep -qF -- "$2" "$work/$1" || fail "no '$2' in $1: $(head -3 "$work/$1")"
}

[[ -n $whole ]] || fail "the fixture is not there"
expects 0 - "$whole"
[[ -s $work/stdout ]] || fail "no entries"
[[ ! -s $work/stderr ]] || fail "talk about a whole snapshot: $(head -1 "$work/stderr")"
first=$(head -1 "$work/stdout")
operator=$(sed -E 's/^\{"operator":"([0-9a-f]{32})".*/\1/' <<< "$first")
state=$(sed -E 's/.*"state":"([^"]*)".*/\1/' <<< "$first")
all=$(grep -c "\"operator\":\"$operator\",.*\"state\":\"$state\"," "$work/stdout")

expects 0 0 "$whole" --key 'no such key'
says stderr "no entry has the key 'no such key'"
expects 64 0 "$whole" --limit many
says stderr "'many' is no value of --limit N (stop after N entries)"
expects 0 1 "$whole" --limit 1
[[ $(cat "$work/stdout") == "$first" ]] || fail "--limit 1 gives another entry"
expects 0 "$all" "$whole" --operator "$operator" --state "$state"
expects 0 "$((all + 1))" "$whole" --operator "${operator:0:8}" --state "$state" --format csv
says stdout "operator,uid,state,kind,key_group,key,namespace,user_key,value,ttl,undecoded"
expects 0 - "$whole" --key k1
[[ $(grep -c '"key":"k1"' "$work/stdout") == $(wc -l < "$work/stdout") && -s $work/stdout ]] || fail "--key gives others"
expects 0 - "$whole" --key-group 19-97
[[ $(grep -cE '"key_group":(19|[2-8][0-9]|9[0-7]),' "$work/stdout") == $(wc -l < "$work/stdout") ]] ||
    fail "--key-group gives others"
expects 0 "$all" "$whole" --operator "$operator" --state "$state" --keys-only
says stdout '"value":null,"ttl":null,"undecoded":null}'

expects 64 0 "$whole" --operator nobody
expects 64 0 "$whole" --state nothing
expects 64 0 "$whole" --key-group 5-1
expects 64 0 "$whole" --limit 0
expects 64 0
expects 3 0 "$work/nowhere"

# one state file less: the rest is told, and what is lost by its name
case=$(dirname "$(find fixtures/flink-1.20/hashmap-checkpoint -name _metadata)")
cp -r "$case" "$work/copy"
expects 0 - "$work/copy"
before=$(wc -l < "$work/stdout")
lost=$(find "$work/copy" -type f ! -name _metadata -size +1k | sort | head -1)
rm "$lost"
expects 1 - "$work/copy"
after=$(wc -l < "$work/stdout")
((after > 0 && after < before)) || fail "$after entries without a file, $before with it"
says stderr "$(basename "$lost")"
says stderr "file is missing"
exit $failed
