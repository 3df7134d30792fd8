#!/bin/bash
# check --against: the new job's own snapshot decides.
# usage: against.sh SNAPVET      in the root of the project
set -uo pipefail
snapvet=$(realpath "${1:?usage: against.sh SNAPVET}")
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
failed=0
export COLUMNS=1000

fail() {
    echo "FAILED: $1: $(head -c 2000 "$work/out" "$work/err")"
    failed=1
}
snapshot() {
    dirname "$(find "fixtures/$1" -name _metadata)"
}
run() { # expected exit code, arguments
    "$snapvet" check --no-config "${@:2}" > "$work/out" 2> "$work/err"
    local code=$?
    ((code == $1)) || fail "exit code $code, not $1, of check ${*:2}"
}
said() {
    grep -qE "$1" "$work/out" "$work/err" || fail "'$1' is not said"
}

old=$(snapshot flink-1.20/basic-hashmap-savepoint)
new=$(snapshot flink-2.2/basic-hashmap-savepoint)
clean=$(snapshot flink-1.20/clean-hashmap-savepoint)
avro=$(snapshot flink-2.2/avro-savepoint)

run 1 "$old" --against "$new"
said 'new job as in'
said 'SV513 +2 errors'
said "was 'KryoSerializer', is 'NullableSerializer'"
said 'SV504 +1 blind spot'
said 'SV501 +no issues found'
run 1 "$old" --against "$new" --format json
said '"new_job":	"fixtures/flink-2.2'

# What Kryo does not hold goes on in the same job of 2.2, state by state.
run 0 "$clean" --against "$new"
said 'SV513 +no issues found'

# Another job: nothing of the old one is there, and that may be allowed.
run 1 "$clean" --against "$avro"
said 'SV501 +[0-9]+ errors'
run 0 "$clean" --against "$avro" --allow-non-restored-state
said 'SV501 +[0-9]+ warnings'

run 64 "$old" --against "$clean"
said 'was written by Flink 1'
run 64 "$old" --allow-non-restored-state
run 3 "$old" --against "$work/nowhere"

# A declared job says what its snapshot does.
"$snapvet" show "$new" --format job > "$work/job.json" || fail "no declared job"
findings() {
    "$snapvet" check --no-config "$old" "$@" | grep '^  SV5'
}
findings --against "$new" > "$work/out"
findings --job "$work/job.json" > "$work/err"
cmp -s "$work/out" "$work/err" || fail "a declared job says other things than its snapshot"
run 64 "$old" --job "$work/job.json" --against "$new"
echo '{"schema": "snapvet.job/1", "operators": [{"uid": "a", "key": "Strin"}]}' > "$work/bad.json"
run 3 "$old" --job "$work/bad.json"
said "no type 'Strin'"

# Without a new job none of these rules is asked.
run 0 "$clean"
grep -q SV501 "$work/out" && fail "a rule about the new job is asked without one"
exit $failed
