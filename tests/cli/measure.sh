#!/bin/bash
# stats, verify and diff: forms, exit codes, damage, and that nothing of a snapshot is touched or written beside it.
# usage: measure.sh SNAPVET      in the root of the project
set -uo pipefail
snapvet=$(realpath "${1:?usage: measure.sh SNAPVET}")
work=$(mktemp -d)
trap 'chmod -R u+w "$work"; rm -rf "$work"' EXIT
failed=0

fail() {
    echo "FAILED: $1"
    failed=1
}
expects() { # CODE ARGUMENT...
    local code=$1 got=0
    shift
    "$snapvet" "$@" > "$work/stdout" 2> "$work/stderr" || got=$?
    ((got == code)) || fail "exit code $got and not $code: $*: $(head -1 "$work/stderr")"
}
says() { # FILE TEXT
    grep -qF -- "$2" "$work/$1" || fail "no '$2' in $1: $(head -3 "$work/$1")"
}
picture() { # of a folder: names, kinds, sizes, times, sums
    (cd "$1" && find . -printf '%p %y %s %m %T@\n' | sort && find . -type f -print0 | sort -z | xargs -0 sha256sum)
}
snapshot_of() {
    dirname "$(find "fixtures/$1" -name _metadata)"
}

heap=$(snapshot_of flink-1.20/clean-hashmap-savepoint)
rocks=$(snapshot_of flink-1.20/clean-rocksdb-savepoint)
checkpoint=$(snapshot_of flink-1.20/hashmap-checkpoint)

# stats
expects 0 stats "$heap"
says stdout "key groups"
[[ ! -s $work/stderr ]] || fail "talk about a whole snapshot"
expects 0 stats "$heap" --format json --now 2024-01-01
says stdout '"reference_time":	"1704067200000"'
says stdout '"schema":	"snapvet.stats/1"'
expects 0 stats "$heap" --format csv
[[ $(head -1 "$work/stdout") == operator,uid,operator_name,state,kind,backend,entries,* ]] || fail "no heading"
columns=$(head -1 "$work/stdout" | tr -cd , | wc -c)
[[ $(sed 's/"[^"]*"//g' "$work/stdout" | tr -d '\r' | awk -F, '{ print NF - 1 }' | sort -u) == "$columns" ]] || fail "ragged lines"
expects 0 stats "$heap" --estimate
says stdout "nothing was scanned"
expects 64 stats "$heap" --operator nobody
says stderr "no operator 'nobody'"
expects 64 stats "$heap" --state nothing
expects 64 stats "$heap" --ttl 5x
says stderr "'5x' is no value of --ttl"
expects 64 stats "$heap" --now yesterday
expects 64 stats "$heap" --top 101
expects 64 stats "$heap" --jobs 0
expects 64 stats "$heap" "$rocks"
expects 3 stats "$work/nowhere"
for time in now 1704067200000 2024-01-01T12:00:00Z; do
    expects 0 stats "$heap" --now $time
done
"$snapvet" stats "$heap" --jobs 1 --format json > "$work/one"
"$snapvet" stats "$heap" --jobs 7 --format json > "$work/seven"
cmp -s "$work/one" "$work/seven" || fail "the number of threads shows"

# verify
expects 0 verify "$heap" "$rocks"
says stdout "WHOLE"
says stdout "no issues found"
expects 0 verify "$heap" --format json
says stdout '"whole":	true'
expects 3 verify "$heap" "$work/nowhere"
says stdout "UNREADABLE"
says stdout "files without use are not looked for"
expects 64 verify
cp -r "$(dirname "$checkpoint")" "$work/job"
copy=$work/job/$(basename "$checkpoint")
expects 0 verify "$copy"
mkdir -p "$work/job/shared"
echo rest > "$work/job/shared/old"
expects 0 verify "$copy"
says stdout "may be deleted only when all retained"
says stdout "shared/old"
file=$(find "$copy" -type f ! -name _metadata -size +1k | sort | head -1)
truncate -s -7 "$file"
expects 1 verify "$copy"
says stdout "DAMAGED"
says stdout "$(basename "$file")"
rm "$file"
expects 1 verify "$copy" --format json
says stdout '"whole":	false'
says stdout '"check":	"files"'

# RocksDB's files: damage is told with file and place, however little of a file it is
flip() { # FILE OFFSET
    printf '\x55' | dd of="$1" bs=1 seek="$2" conv=notrunc status=none
}
file_of() { # SNAPSHOT NAME-PATTERN: the first file of that name in a RocksDB
    "$snapvet" show "$1" --format json | awk -F'"' -v pattern="$2" '
        $2 == "local_name" { wanted = $4 ~ pattern }
        $2 == "found" && wanted && $4 { print $4; exit }'
}
native=$(snapshot_of flink-1.20/rocksdb-native-savepoint)
for damage in '[.]sst$:10:blocks:data block: checksum does not hold' '[.]sst$:-1:blocks:footer: wrong magic number' \
    'CURRENT:3:manifest:CURRENT: name of a MANIFEST and a line end: impossible value' \
    'MANIFEST:20:manifest:record of the list of files: checksum does not hold'; do
    IFS=: read -r pattern offset check text <<< "$damage"
    rm -rf "$work/native"
    cp -r "$native" "$work/native"
    file=$(file_of "$work/native" "$pattern")
    [[ -f $file ]] || fail "no file $pattern"
    ((offset >= 0)) || offset=$(($(stat -c %s "$file") + offset))
    flip "$file" "$offset"
    expects 1 verify "$work/native" --format json
    says stdout "\"check\":	\"$check\""
    expects 1 verify "$work/native"
    tr -s ' \n' ' ' < "$work/stdout" > "$work/words"
    grep -qF "$(basename "$file")" "$work/words" || fail "the damaged file is not named: $damage"
    grep -qF "$text" "$work/words" || fail "not said: $text"
done
truncate -s 0 "$(file_of "$work/native" MANIFEST)"
expects 1 verify "$work/native"
rm -rf "$work/native"
cp -r "$native" "$work/native"
printf 'MANIFEST-999999\n' > "$(file_of "$work/native" CURRENT)"
expects 1 verify "$work/native"
tr -s ' \n' ' ' < "$work/stdout" > "$work/words"
says words "it names a file that the handle does not have"

# what _metadata has behind its damage is lost
mkdir "$work/cut"
cp -r "$heap/." "$work/cut"
truncate -s -2000 "$work/cut/_metadata"
for command in stats verify dump "diff $heap"; do
    # shellcheck disable=SC2086
    expects 1 $command "$work/cut"
done

# diff
expects 0 diff "$heap" "$heap"
says stdout "0 differ"
expects 1 diff "$heap" "$checkpoint" --values --limit 1
expects 1 diff "$heap" "$copy" --format json
says stdout '"equal":	false'
expects 3 diff "$heap" "$work/nowhere"
expects 64 diff "$heap"
for case in clean-hashmap-savepoint:clean-rocksdb-savepoint hashmap-checkpoint:compressed-hashmap-checkpoint; do
    one=$(snapshot_of "flink-1.20/${case%:*}") other=$(snapshot_of "flink-1.20/${case#*:}")
    "$snapvet" diff "$one" "$other" --format json > "$work/stdout" 2> "$work/stderr"
    changes=$(grep -cE '"(added|removed|changed)":	"[1-9]' "$work/stdout")
    timed=$(grep -cE '"kind":	"timer"' "$work/stdout")
    ((changes <= timed)) || fail "$changes states of the same job differ between backends: $case"
done

# nothing is touched, nothing is written
for case in flink-1.20/rocksdb-incremental-checkpoint flink-1.20/rocksdb-native-savepoint flink-1.8/hashmap-checkpoint; do
    rm -rf "$work/frozen" "$work/tmp"
    cp -r "fixtures/$case" "$work/frozen"
    mkdir "$work/tmp"
    snapshot=$(dirname "$(find "$work/frozen" -name _metadata)")
    chmod -R a-w "$work/frozen"
    before=$(picture "$work/frozen")
    for command in "stats $snapshot" "stats --estimate $snapshot" "verify $snapshot" "dump $snapshot" \
        "diff $snapshot $snapshot" "stats $snapshot --shard 1/2"; do
        code=0
        # shellcheck disable=SC2086
        TMPDIR=$work/tmp "$snapvet" $command > /dev/null 2> "$work/stderr" || code=$?
        ((code <= 1)) || fail "exit code $code: $command: $(head -1 "$work/stderr")"
        [[ $(picture "$work/frozen") == "$before" ]] || fail "touched by: $command"
        [[ -z $(find "$work/tmp" -mindepth 1) ]] || fail "left in the temporary folder by: $command"
    done
    chmod -R u+w "$work/frozen"
done

exit $failed
