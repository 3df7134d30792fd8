#!/bin/bash
# Counts of RocksDB state beside those of RocksDB's own tools: an estimate is what sst_dump reads in the properties of the
# files, exact counts are those of ldb over each column family. Exit code 77 (skipped) without the tools.
# usage: rocks.sh SNAPVET      in the root of the project
set -uo pipefail
snapvet=$(realpath "${1:?usage: rocks.sh SNAPVET}")
if ! command -v ldb > /dev/null || ! command -v sst_dump > /dev/null; then
    echo "skipped: ldb and sst_dump are not installed (Debian: rocksdb-tools)"
    exit 77
fi
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
failed=0 estimated=0 counted=0

fail() {
    echo "FAILED: $1"
    failed=1
}
# A folder per RocksDB of the snapshot, OPERATOR-N: copies under their own names, since ldb writes a log.
stage() {
    "$snapvet" show "$1" --format json > "$work/show"
    awk -F'"' '
    $2 == "id" { id = $4 }
    $2 == "shared" { n++ }
    $2 == "local_name" { name = $4 }
    $2 == "found" && name { print id "-" n, name, $4; name = "" }' "$work/show" |
        while read -r database name found; do
            mkdir -p "$work/staged/$database"
            cp "$found" "$work/staged/$database/$name"
        done
}
# "OPERATOR STATE NUMBER", sorted, of a column of the csv
column() {
    tr -d '\r' < "$1" | sed 's/"//g' |
        awk -F, -v name="$2" 'NR == 1 { for (i = 1; i <= NF; i++) at[$i] = i; next }
            $at["backend"] == "rocksdb" { print $at["operator"], $at["state"], $at[name] }' | sort
}
properties() {
    for file in "$work"/staged/*/*.sst; do
        database=$(basename "$(dirname "$file")")
        sst_dump --file="$file" --show_properties 2>&1 | awk -v operator="${database%-*}" '
            /^ *column family name:/ { state = $NF }
            /^ *# entries:/ { entries = $NF }
            /^ *# deleted keys:|^ *# deletions:/ { deletions = $NF }
            END { n = entries - 2 * deletions; print operator, state, (n > 0 ? n : 0) }'
    done | awk '{ sum[$1 " " $2] += $3 } END { for (s in sum) print s, sum[s] }' | sort
}

for case in flink-1.8/rocksdb-incremental-checkpoint flink-1.13/rocksdb-incremental-checkpoint \
    flink-1.15/rocksdb-native-savepoint flink-1.20/rocksdb-incremental-checkpoint flink-1.20/rocksdb-full-checkpoint; do
    snapshot=$(dirname "$(find "fixtures/$case" -name _metadata)")
    rm -rf "$work/staged"
    stage "$snapshot"
    [[ -d $work/staged ]] || fail "no RocksDB in $case"
    "$snapvet" stats "$snapshot" --estimate --format csv > "$work/estimate" || fail "no estimate of $case"
    column "$work/estimate" entries | awk '$3 > 0' > "$work/ours"
    properties | awk '$3 > 0' > "$work/theirs"
    [[ -s $work/theirs ]] || fail "sst_dump says nothing of $case"
    diff "$work/theirs" "$work/ours" > "$work/diff" || fail "sst_dump (<) and the estimate (>) differ: $case: $(cat "$work/diff")"
    estimated=$((estimated + $(wc -l < "$work/theirs")))

    "$snapvet" stats "$snapshot" --format csv > "$work/exact" || fail "not all of $case is read"
    column "$work/exact" entries | awk '$3 > 0' > "$work/ours"
    while read -r operator state _; do
        sum=0
        for database in "$work"/staged/"$operator"-*; do
            rm -rf "$work/copy"
            cp -rL "$database" "$work/copy" # ldb writes a log
            n=$(ldb --db="$work/copy" --column_family="$state" --try_load_options --ignore_unknown_options dump --count_only 2>&1 |
                awk '/Keys in range:/ { print $NF }')
            [[ $n ]] || fail "ldb counts nothing in $state of $case"
            sum=$((sum + n))
        done
        echo "$operator $state $sum"
    done < "$work/ours" > "$work/theirs"
    diff "$work/theirs" "$work/ours" > "$work/diff" || fail "ldb (<) and stats (>) differ: $case: $(cat "$work/diff")"
    counted=$((counted + $(wc -l < "$work/ours")))
done
echo "$estimated states estimated as sst_dump does, $counted counted as ldb does"
((estimated > 20)) || fail "only $estimated states"
((counted > 20)) || fail "only $counted states"
exit $failed
