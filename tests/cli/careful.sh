#!/bin/bash
# What a hasty or a hostile user does: reports aimed at the snapshot itself, uids that are none, policies that are empty or
# endless, sizes that cannot be.
# usage: careful.sh SNAPVET      in the root of the project
set -uo pipefail
snapvet=$(realpath "${1:?usage: careful.sh SNAPVET}")
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
failed=0
export COLUMNS=1000

fail() {
    echo "FAILED: $1: $(head -c 1000 "$work/out" "$work/err")"
    failed=1
}
run() { # what, expected exit code, arguments
    timeout 60 "$snapvet" "${@:3}" > "$work/out" 2> "$work/err"
    local code=$?
    ((code == $2)) || fail "$1: exit code $code, not $2"
}
said() { # what, regular expression
    grep -qE "$2" "$work/out" "$work/err" || fail "$1: '$2' is not said"
}

# ---- a snapshot is never written to ----

cp -r "$(dirname "$(find fixtures/flink-1.20/rocksdb-incremental-checkpoint -name _metadata)")/.." "$work/job"
chk=$(dirname "$(find "$work/job" -name _metadata)")
shared=$(find "$work/job/shared" -type f | head -1)
ln -s "$chk/_metadata" "$work/link.json"
sums() {
    (cd "$work/job" && find . -type f -exec sha256sum {} + | sort)
}
sums > "$work/before"
for target in "$chk/_metadata" "$chk/new.json" "$shared" "$work/link.json"; do
    run "check into $target" 64 check "$chk" --no-config --output "json=$target"
    said "check into $target" 'part of the snapshot'
    run "report into $target" 64 report "$chk" -o "${target%.json}.json"
done
sums | cmp -s - "$work/before" || fail "the snapshot was written to"
run "check beside it" 1 check "$chk/_metadata" --no-config --output "json=$work/job/report.json"
[[ -s $work/job/report.json ]] || fail "no report beside the snapshot"

# ---- uids ----

snapshot=$(dirname "$(find fixtures/flink-1.20/no-uid-savepoint -name _metadata)")
run "uids of nobody" 0 check "$snapshot" --no-config --uids a,b
said "uids of nobody" 'SV407 +[0-9]+ notes?'
said "uids of nobody" '2 of the 2 uids that were given'
run "no file of uids" 64 check "$snapshot" --no-config --uids "$work/nowhere"
run "a folder of uids" 64 check "$snapshot" --no-config --uids "$work"
run "endless uids" 64 check "$snapshot" --no-config --uids /dev/zero
basic=$(dirname "$(find fixtures/flink-1.20/basic-hashmap-savepoint -name _metadata)")
printf '\xef\xbb\xbfpojo\r\ntuple-key\n' > "$work/uids"
all_known() {
    grep -q 'uids that were given' "$work/out" && fail "uids of $1: they are not found"
}
run "uids of a file" 1 check "$basic" --no-config --uids "$work/uids"
all_known "a file"
run "uids of a pipe" 1 check "$basic" --no-config --uids <(cat "$work/uids")
all_known "a pipe"

# ---- policies ----

: > "$work/empty.yml"
run "an empty policy" 0 config check "$work/empty.yml"
run "check with an empty policy" 0 check "$snapshot" --config "$work/empty.yml"
{
    printf 'waivers: '
    head -c 50000 /dev/zero | tr '\0' '['
} > "$work/deep.yml"
run "a deep policy" 1 config check "$work/deep.yml"
said "a deep policy" 'nested more than'

# ---- sizes as recorded ----

# The size of a file in _metadata becomes 64 PiB.
cp -r "$snapshot" "$work/huge"
inline=$(dirname "$(find fixtures/flink-1.20/hashmap-checkpoint -name _metadata)")
cp -r "$inline" "$work/sizes"
raise_sizes() { # file: raises the first byte of each size of a relative file
    local at
    for at in $(grep -obUaP '\x06\x00\x24' "$1" | cut -d: -f1); do
        printf '\x00\x40' | dd of="$1" bs=1 seek=$((at + 3 + 36)) conv=notrunc status=none
    done
}
raise_sizes "$work/sizes/_metadata"
timeout 60 "$snapvet" diff "$work/sizes" "$inline" > "$work/out" 2> "$work/err"
(($? == 124)) && fail "diff of sizes that cannot be takes for ever"
# ---- lists, words, key groups ----

printf '# of today\n\n  %s  \n' "$snapshot" > "$work/list"
run "a list with remarks" 0 check --no-config --from-file "$work/list"
run "-V" 0 -V
run "version" 0 version
run "help help" 0 help help
clean=$(dirname "$(find fixtures/flink-1.20/clean-hashmap-savepoint -name _metadata)")
run "a redacted report" 0 report "$snapshot" --uids secret-uid -o "$work/case.json" --redact
grep -q secret "$work/case.json" && fail "a uid that is no operator's is not redacted"
run "a report into no folder" 70 report "$clean" -o "$work/nowhere/case.html"
run "a rule that is none" 64 explain kryo-colection
said "a rule that is none" 'snapvet rules'
run "a key group that is none" 64 dump "$basic" --key-group 500
LC_ALL=C "$snapvet" stats "$clean" > "$work/out" 2> "$work/err" || fail "stats in plain ASCII"
LC_ALL=C grep -qP '\xe2\x96' "$work/out" && fail "blocks where there is no UTF-8"

# ---- parts that no dump wrote ----

"$snapvet" dump "$clean" --shard 1/2 > "$work/one" && "$snapvet" dump "$clean" --shard 2/2 > "$work/two" || fail "parts"
run "parts" 0 merge "$work/one" "$work/two"
sed '2s/"state"/"st\x1b[31mate"/' "$work/one" > "$work/bad"
run "a part with escapes" 64 merge "$work/bad" "$work/two"
exit $failed
