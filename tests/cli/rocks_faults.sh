#!/bin/bash
# RocksDB state that is not whole, through the commands: what is wrong is named, the rest is read, nothing is left behind and
# the snapshot stays as it was.
# usage: rocks_faults.sh SNAPVET      in the root of the project
set -uo pipefail
snapvet=$(realpath "${1:?usage: rocks_faults.sh SNAPVET}")
work=$(mktemp -d)
trap 'umount "$work/tiny" 2> /dev/null; rm -rf "$work"' EXIT
failed=0

fail() {
    echo "FAILED: $1"
    failed=1
}
export TMPDIR=$work/tmp
mkdir "$TMPDIR"
nothing_left() {
    [[ -z $(ls -A "$TMPDIR") ]] || fail "$1: left in the temporary folder: $(find "$TMPDIR")"
    rm -rf "${TMPDIR:?}"/*
}

whole=fixtures/flink-1.20/rocksdb-incremental-checkpoint
"$snapvet" dump "$(dirname "$(find $whole -name _metadata)")" > "$work/whole" || fail "the whole snapshot"
nothing_left "the whole snapshot"
entries=$(wc -l < "$work/whole")
of_state=$(grep -c '"state":"customer"' "$work/whole")
((entries > 40 && of_state == 3)) || fail "$entries entries, $of_state of the state"

# A fresh copy in $snapshot, and the path of a file of the RocksDB that has the state "customer".
fresh() {
    rm -rf "$work/copy"
    cp -r "$whole" "$work/copy"
    snapshot=$(dirname "$(find "$work/copy" -name _metadata)")
}
fresh
"$snapvet" show "$snapshot" --format json > "$work/show"
awk -F'"' '
    $2 == "id" { id = $4 }
    $2 == "local_name" { name = $4 }
    $2 == "found" && name { print id, name, $4; name = "" }' "$work/show" > "$work/files"
sst=$(while read -r _ name path; do
    [[ $name == *.sst ]] && grep -q customer "$path" && echo "$path"
done < "$work/files")
operator=$(grep -F "$sst" "$work/files" | cut -d' ' -f1)
file_named() {
    awk -v operator="$operator" -v name="$1" '$1 == operator && index($2, name) == 1 { print $3 }' "$work/files"
}

# what it is, how many entries are left, what is said (extended regular expression); the copy is broken already
expect() {
    local what=$1 left=$2 said=$3
    (cd "$work/copy" && find . -type f -exec sha256sum {} + | sort) > "$work/before"
    "$snapvet" dump "$snapshot" > "$work/out" 2> "$work/err"
    local code=$?
    (cd "$work/copy" && find . -type f -exec sha256sum {} + | sort) > "$work/after"
    cmp -s "$work/before" "$work/after" || fail "$what: the snapshot was changed"
    ((code == 1)) || fail "$what: exit code $code"
    [[ $(wc -l < "$work/out") == "$left" ]] || fail "$what: $(wc -l < "$work/out") entries, not $left"
    [[ -z $(comm -23 <(sort "$work/out") <(sort "$work/whole")) ]] || fail "$what: entries that are none"
    grep -qE "$said" "$work/err" || fail "$what: '$said' is not in: $(cat "$work/err")"
    "$snapvet" verify "$snapshot" > "$work/out" 2>&1
    code=$?
    ((code == 1)) || fail "$what: verify ends with $code: $(cat "$work/out")"
    nothing_left "$what"
}
flip() { # file offset
    printf '\xA5' | dd of="$1" bs=1 seek="$2" conv=notrunc status=none
}

heads_of() { # state: the files in chk-N that have its serializers; RocksDB's own lists name it as well
    grep -lF "$1" "$snapshot"/[0-9a-f]* | xargs grep -lF SerializerSnapshot
}
timers=$(grep -c '"state":"_timer_state/processing_user-timers"' "$work/whole")
((timers > 0)) || fail "no timers of the user's"
heads_of _timer_state/processing_user | xargs sed -i 's,_timer_state/processing_user,_tiMer_state/processing_user,'
expect "state under another name in the head" $((entries - timers)) \
    "column family that the head does not name: .*'_timer_state/processing_user-timers'"
fresh
head=$(heads_of window-contents | head -1)
at=$(grep -obaF window-contents "$head" | head -1 | cut -d: -f1)
of_window=$(grep -c '"state":"window-contents"' "$work/whole")
dd if=/dev/zero of="$head" bs=1 seek="$((at + 200))" count="$(($(stat -c %s "$head") - at - 200))" conv=notrunc status=none
expect "head that ends in zeros" $((entries - of_window)) 'lost: states of operator'
fresh

rm "$sst"
expect "missing SST" $((entries - of_state)) 'customer.*(missing|not there)'
fresh
flip "$sst" 12
expect "changed data block" $((entries - of_state)) 'customer.*checksum'
fresh
flip "$sst" $(($(stat -c %s "$sst") - 3))
expect "changed footer" $((entries - of_state)) 'customer'
fresh
truncate -s -100 "$sst"
expect "cut SST" $((entries - of_state)) 'customer.*short'
fresh
echo MANIFEST-777777 > "$(file_named CURRENT)"
expect "wrong CURRENT" "$entries" 'CURRENT'
fresh
rm "$(file_named MANIFEST)"
expect "missing MANIFEST" "$entries" 'MANIFEST'
fresh
truncate -s -60 "$(file_named MANIFEST)"
expect "cut MANIFEST" "$entries" 'MANIFEST'

fresh
rm "$(file_named OPTIONS)"
"$snapvet" dump "$snapshot" > "$work/out" 2> "$work/err" || fail "missing OPTIONS: they are not needed for entries: $(cat "$work/err")"
"$snapvet" verify "$snapshot" > "$work/out" 2>&1 && fail "missing OPTIONS: verify passes"
grep -q OPTIONS "$work/out" || fail "missing OPTIONS: $(cat "$work/out")"
nothing_left "missing OPTIONS"

# ---- the temporary folder ----

full() { # what, command...
    "${@:2}" > "$work/out" 2> "$work/err"
    local code=$?
    ((code == 70)) || fail "$1: exit code $code"
    grep -q 'TMPDIR' "$work/err" || fail "$1: $(cat "$work/err")"
}
fresh
# files may not grow, nor may those of the results: they go through a pipe
full "no room" bash -c '(ulimit -f 0; "$0" dump "$1" 2>&1; echo "code $?") | tee /dev/stderr | grep -q "code 70" && exit 70' \
    "$snapvet" "$snapshot"
nothing_left "no room"
TMPDIR=$work/whole full "no folder" "$snapvet" dump "$snapshot"
mkdir "$work/tiny"
if mount -t tmpfs -o size=4k tiny "$work/tiny" 2> /dev/null; then
    TMPDIR=$work/tiny full "tiny disk" "$snapvet" stats "$snapshot"
    [[ -z $(ls -A "$work/tiny") ]] || fail "tiny disk: $(ls -A "$work/tiny")"
    umount "$work/tiny"
    mount --bind "$work/copy" "$work/tiny" && mount -o remount,ro,bind "$work/tiny" &&
        { "$snapvet" dump "$(dirname "$(find "$work/tiny" -name _metadata)")" | cmp - "$work/whole" || fail "read-only mount"; }
    umount "$work/tiny"
else
    echo "skipped: a tiny disk and a read-only one need the right to mount"
fi

# ---- signals ----

killed=0
for signal in TERM HUP TERM HUP TERM HUP TERM HUP; do
    "$snapvet" dump "$snapshot" > "$work/out" 2> /dev/null &
    # As soon as there is something to remove: it does not take long.
    until made=$(echo "$TMPDIR"/*/*) && [[ $made != *'*' ]]; do
        kill -0 $! 2> /dev/null || break
    done
    kill -$signal $! 2> /dev/null
    wait $! 2> /dev/null
    code=$?
    ((code == 0 || code == 143 || code == 129)) || fail "SIG$signal: exit code $code"
    ((code > 128)) && killed=$((killed + 1))
    nothing_left "SIG$signal"
done
((killed > 0)) || fail "no run was ended by its signal"
echo "$killed of 8 runs ended by a signal"
exit $failed
