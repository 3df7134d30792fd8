#!/bin/bash
# check --output: several reports by one call, each whole or as it was before; what cannot be written is said at once.
# usage: output.sh SNAPVET      in the root of the project
set -uo pipefail
snapvet=$(realpath "${1:?usage: output.sh SNAPVET}")
bad=fixtures/flink-1.20/kryo-registrations-savepoint/savepoint-20362e-0eb880e64406
good=fixtures/flink-1.20/heap-timers-savepoint/savepoint-278fcb-9020a7ecff8d
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
failed=0

fail() {
    echo "FAILED: $1"
    failed=1
}
# expects CODE ARGUMENT...: runs check, stdout and stderr go to files
expects() {
    local code=$1 got=0
    shift
    "$snapvet" check "$@" > "$work/stdout" 2> "$work/stderr" || got=$?
    ((got == code)) || fail "exit code $got and not $code: check $*"
}
says() {
    grep -qF -- "$2" "$work/$1" || fail "no '$2' in $1: $(head -3 "$work/$1")"
}

# text on the screen, the others in files, with the permissions that any new file has
expects 1 "$bad" --output sarif="$work/gate.sarif" --output junit="$work/gate.xml" --output json="$work/gate.json"
says stdout "INCOMPATIBLE: Flink"
says gate.sarif '"2.1.0"'
says gate.xml "<testsuites "
touch "$work/new"
[[ $(stat -c %a "$work/gate.xml") == "$(stat -c %a "$work/new")" ]] || fail "another mode than a new file's"
expects 1 "$bad" --format json
cmp "$work/stdout" "$work/gate.json" || fail "json differs between file and screen"
[[ $(find "$work" -name '*.??????' | wc -l) == 0 ]] || fail "a temporary file is left"

# all snapshots of a call in each file; one that cannot be opened as well
expects 3 "$bad" "$good" "$work/nowhere" --output sarif="$work/gate.sarif" --output junit="$work/gate.xml" \
    --output html="$work/gate.html"
[[ $(grep -c '"automationDetails"' "$work/gate.sarif") == 3 ]] || fail "not three runs"
[[ $(grep -c '<testsuite ' "$work/gate.xml") == 3 ]] || fail "not three suites"
[[ $(grep -c '<section class="snapshot"' "$work/gate.html") == 3 ]] || fail "not three snapshots on the page"
says gate.xml '<error type="undecided" message="cannot find '
says stdout "3 snapshots: 1 incompatible, 1 compatible, 1 not readable."

# formats that are one document of all are that on the screen, too
expects 1 "$good" "$bad" --format junit
[[ $(grep -c '<testsuites ' "$work/stdout") == 1 ]] || fail "not one document"
expects 1 "$bad" --output gitlab=-
[[ $(head -c 1 "$work/stdout") == '[' ]] || fail "something before the report on stdout"

# a link stays one, a device is written to
ln -s gate.xml "$work/link.xml"
expects 0 "$good" --output junit="$work/link.xml" --output sarif=/dev/null
[[ -L $work/link.xml && -c /dev/null ]] || fail "a link or a device was replaced"
grep -q 'failures="0"' "$work/gate.xml" || fail "the link's file is not new"

# mistakes
expects 64 "$good" --output junit=- --output sarif=-
says stderr "two reports cannot go to '-'"
expects 64 "$good" --output junit=- --format json
says stderr "stdout is asked for twice"
expects 64 "$good" --output gate.xml
says stderr "expected FORMAT=FILE"
expects 64 "$good" --output nosuch=gate.xml
says stderr "no format 'nosuch'"
expects 70 "$good" --output junit="$work"
says stderr "cannot write '$work': it is a folder; name a file in it"
expects 70 "$good" --output junit="$work/no/gate.xml"
says stderr "cannot write '$work/no/gate.xml': No such file or directory; make its folder first"
[[ ! -s $work/stdout ]] || fail "it was checked before the report was found not to be writable"

# a file that could not be written whole is as it was before
before=$(sha256sum < "$work/gate.html")
(ulimit -f 1 && trap '' XFSZ && "$snapvet" check "$bad" --output html="$work/gate.html" > /dev/null 2> "$work/stderr")
[[ $? == 70 ]] || fail "a file too large is no failure"
says stderr "cannot write '$work/gate.html': "
[[ $(sha256sum < "$work/gate.html") == "$before" ]] || fail "half a file was left"
[[ $(find "$work" -name 'gate.html.*' | wc -l) == 0 ]] || fail "a temporary file is left"

exit $failed
