#!/bin/bash
# Snapshots in archives say what the unpacked ones say; nothing is written; what is not in an archive is missing.
# usage: archive.sh SNAPVET      in the root of the project
set -uo pipefail
snapvet=$(realpath "${1:?usage: archive.sh SNAPVET}")
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
failed=0 tried=0

fail() {
    echo "FAILED: $1"
    failed=1
}
check() { # of a snapshot, its path taken out
    local code=0
    TMPDIR=$work/tmp "$snapvet" check --no-config --format json "$1" > "$work/json" 2> "$work/stderr" || code=$?
    sed -E 's/^(\t\t"path":\t).*/\1/' "$work/json"
    echo "exit code $code"
}
declare -A pack=([tar]="tar -cf" [tar.gz]="tar -czf" [tar.zst]="tar --zstd -cf" [tar.lz4]="tar -I lz4 -cf" [zip]="zip -qr")
mkdir "$work/tmp"

for case in fixtures/*/*/about.txt; do
    case=${case%/about.txt}
    metadata=$(find "$case" -name _metadata)
    [[ -n $metadata ]] || continue
    snapshot=${metadata%/_metadata}
    check "$snapshot" > "$work/unpacked"
    for kind in "${!pack[@]}"; do
        # a checkpoint with what lies beside it; a savepoint is whole in its folder
        top=$case
        [[ $snapshot == */chk-* ]] || top=${snapshot%/*}
        archive=$work/snapshot.$kind
        rm -f "$archive"
        (cd "$top" && ${pack[$kind]} "$archive" -- *) || fail "cannot pack $kind"
        check "$archive" > "$work/packed"
        cmp "$work/unpacked" "$work/packed" || fail "$case as $kind says something else: $(cat "$work/stderr")"
        tried=$((tried + 1))
    done
done
((tried > 150)) || fail "only $tried archives were tried"
[[ -z $(find "$work/tmp" -mindepth 1) ]] || fail "something was written"

# an archive that lacks files says which, also when they lie where the snapshot records them
case=fixtures/flink-1.20/rocksdb-incremental-checkpoint
chk=$(dirname "$(find $case -name _metadata)")
tar -czf "$work/lacks.tar.gz" -C "${chk%/*}" "${chk##*/}"
code=0
"$snapvet" check --no-config "$work/lacks.tar.gz" > "$work/stdout" 2> "$work/stderr" || code=$?
((code == 1 || code == 2)) || fail "exit code $code of an archive that lacks files"
grep -q "BLIND SV003" "$work/stdout" || fail "missing files are not told"
grep -qE "/shared/[0-9a-f-]{36}" "$work/stdout" || fail "the missing file is not named"

# no snapshot, damaged, more than one
expects_unreadable() { # ARCHIVE TEXT
    local code=0
    "$snapvet" check --no-config "$1" > "$work/stdout" 2> "$work/stderr" || code=$?
    ((code == 3)) || fail "exit code $code and not 3 of $1"
    grep -qF "$2" "$work/stderr" || fail "no '$2': $(cat "$work/stderr")"
}
tar -cf "$work/docs.tar" docs
expects_unreadable "$work/docs.tar" "the archive holds no _metadata among its"
head -c 400 "$work/lacks.tar.gz" > "$work/cut.tar.gz"
expects_unreadable "$work/cut.tar.gz" "the archive is damaged"

# A checksum that does not hold, wherever it stands: at the end of the packed stream, or of a member.
for kind in tar.gz tar.zst tar.lz4; do
    case $kind in
    tar.gz) tar -czf "$work/sum.$kind" -C "${chk%/*}" "${chk##*/}" ;;
    tar.zst) tar -cf - -C "${chk%/*}" "${chk##*/}" | zstd -q --check > "$work/sum.$kind" ;;
    tar.lz4) tar -cf - -C "${chk%/*}" "${chk##*/}" | lz4 -q > "$work/sum.$kind" ;;
    esac
    size=$(stat -c %s "$work/sum.$kind")
    [[ $kind == tar.gz ]] && at=$((size - 8)) || at=$((size - 1))
    last=$(($(od -An -tu1 -j "$at" -N1 "$work/sum.$kind") ^ 1))
    printf "\\x$(printf %x "$last")" | dd of="$work/sum.$kind" bs=1 seek="$at" conv=notrunc status=none
    expects_unreadable "$work/sum.$kind" "the archive is damaged"
done
(cd "${chk%/*}" && zip -q0r "$work/sum.zip" "${chk##*/}")
at=$(grep -obUaP 'KeyGroupRange|org\.apache' "$work/sum.zip" | tail -1 | cut -d: -f1)
printf X | dd of="$work/sum.zip" bs=1 seek="$at" conv=notrunc status=none
expects_unreadable "$work/sum.zip" "the archive is damaged"
tar -cf "$work/two.tar" -C fixtures/flink-1.20 heap-timers-savepoint scala-savepoint
expects_unreadable "$work/two.tar" "it holds more than one snapshot"
code=0
"$snapvet" dump "$work/lacks.tar.gz" > "$work/stdout" 2> "$work/stderr" || code=$?
((code == 64)) && grep -q "unpack it first" "$work/stderr" || fail "dump of an archive ends with $code"
exit $failed
