#!/bin/bash
# stats, verify and dump in parts give, merged, what they give as a whole, to the byte; the parts are made as docs/scale.md
# says, by GNU parallel, or by xargs where that is not installed.
# usage: shards.sh SNAPVET      in the root of the project
set -uo pipefail
snapvet=$(realpath "${1:?usage: shards.sh SNAPVET}")
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
failed=0 tried=0
export snapvet work

fail() {
    echo "FAILED: $1"
    failed=1
}
# what docs/scale.md shows; $command and $snapshot are the question
part() {
    local code=0
    # shellcheck disable=SC2086
    "$snapvet" $command "$snapshot" --shard "$1/$2" > "$work/part-$1" || code=$?
    ((code <= 1))
}
export -f part
in_parallel() {
    if command -v parallel > /dev/null && parallel --version 2> /dev/null | grep -q GNU; then
        seq "$1" | parallel --jobs 2 --halt now,fail=1 part {} "$1"
    else
        seq "$1" | xargs -P 2 -I {} bash -c "part {} $1"
    fi
}
compare() {
    local whole_code=0 merged_code=0 format=()
    rm -f "$work"/part-*
    # shellcheck disable=SC2086
    "$snapvet" $command "$snapshot" > "$work/whole" 2> /dev/null || whole_code=$?
    in_parallel "$1" 2> "$work/stderr" || fail "a part failed: $command $snapshot: $(head -1 "$work/stderr")"
    [[ $command == dump* ]] || format=(--format json)
    "$snapvet" merge "${format[@]}" "$work"/part-* > "$work/merged" 2> "$work/stderr" || merged_code=$?
    cmp -s "$work/whole" "$work/merged" || fail "merged is not whole: $command $snapshot in $1: $(head -1 "$work/stderr")"
    ((whole_code == merged_code)) || fail "exit code $merged_code and not $whole_code: $command $snapshot"
    tried=$((tried + 1))
}

export command snapshot
for case in flink-1.8/rocksdb-savepoint flink-1.15/rocksdb-native-savepoint flink-1.20/parallelism-2-savepoint \
    flink-1.20/rocksdb-incremental-checkpoint flink-1.20/compressed-hashmap-checkpoint \
    flink-1.20/rocksdb-changelog-checkpoint flink-1.20/basic-hashmap-savepoint; do
    snapshot=$(dirname "$(find "fixtures/$case" -name _metadata)")
    [[ -f $snapshot/_metadata ]] || fail "the fixture $case is not there"
    for command in "stats --format json --now 2024-01-01 --ttl 1d" "verify --format json" "dump" "dump --format csv"; do
        compare 3
    done
    command="stats --format json --top 100"
    compare 11
done
((tried == 35)) || fail "only $tried comparisons"

# a limit of the file size leaves a part cut short, a part that ended and is not there is missed
command=dump
snapshot=$(dirname "$(find fixtures/flink-1.20/parallelism-2-savepoint -name _metadata)")
in_parallel 3
refused() {
    local code=0
    "$snapvet" merge "${@:2}" > "$work/stdout" 2> "$work/stderr" || code=$?
    ((code == 64)) || fail "exit code $code: $1"
    grep -qF -- "$1" "$work/stderr" || fail "no '$1' in: $(head -1 "$work/stderr")"
    [[ ! -s $work/stdout ]] || fail "something was written: $1"
}
refused "1 part is missing: 2/3" "$work/part-1" "$work/part-3"
refused "part 1/3 is there twice" "$work/part-1" "$work/part-2" "$work/part-1"
head -c -1 "$work/part-2" > "$work/cut"
refused "'$work/cut': it is cut short" "$work/part-1" "$work/cut" "$work/part-3"
command="dump --keys-only"
part 2 3
refused "are of different questions" "$work/part-1" "$work/part-2" "$work/part-3"
command=dump
part 2 3
snapshot=$(dirname "$(find fixtures/flink-1.20/rocksdb-savepoint -name _metadata)")
part 3 3
refused "are of different snapshots" "$work/part-1" "$work/part-2" "$work/part-3"
command="stats"
part 1 3
part 2 3
command="verify"
part 3 3
cp "$work/part-3" "$work/other"
refused "are of different snapshots" "$work/part-1" "$work/part-2" "$work/other"

# what is no shard
for shard in 0/3 4/3 1 1/0 x/3 1/3x -1/3; do
    code=0
    "$snapvet" stats "$snapshot" --shard "$shard" > "$work/stdout" 2> "$work/stderr" || code=$?
    ((code == 64)) || fail "exit code $code: --shard $shard"
done
code=0
"$snapvet" stats "$snapshot" --shard 1/2 --format text > "$work/stdout" 2> "$work/stderr" || code=$?
((code == 64)) || fail "exit code $code: a part as text"

exit $failed
