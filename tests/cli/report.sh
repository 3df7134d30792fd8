#!/bin/bash
# report: into a file, by the file's name; redacted, no name of the snapshot is left in it.
# usage: report.sh SNAPVET      in the root of the project
set -uo pipefail
snapvet=$(realpath "${1:?usage: report.sh SNAPVET}")
bad=fixtures/flink-1.20/kryo-registrations-savepoint/savepoint-20362e-0eb880e64406
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
failed=0 names=0

fail() {
    echo "FAILED: $1"
    failed=1
}
expects() {
    local code=$1 got=0
    shift
    "$snapvet" report "$@" > "$work/stdout" 2> "$work/stderr" || got=$?
    ((got == code)) || fail "exit code $got and not $code: report $*: $(head -3 "$work/stderr")"
    [[ ! -s $work/stdout ]] || fail "something on stdout"
}

# without --redact the reports of check
"$snapvet" check --no-config "$bad" --output json="$work/check.json" --output html="$work/check.html" > "$work/ignored"
for kind in json html; do
    expects 0 "$bad" -o "$work/case.$kind"
    cmp "$work/check.$kind" "$work/case.$kind" || fail "report and check differ in $kind"
done

# every string of every field that is a name, but those of Flink and the JDK, and those too short to be looked for
names_in() {
    sed -nE 's/^\t*"(name|uid|type|field|class|state|file|id|operator)":\t"([^"]*)",?\r?$/\2/p' "$1" | sort -u |
        grep -vE '^(org\.apache\.|java\.|scala\.|[a-z_-]{1,8}$)' | grep -vE '^[^.]{1,8}$'
}
while read -r metadata; do
    snapshot=${metadata%/_metadata}
    "$snapvet" check --no-config --format json "$snapshot" > "$work/open.json" 2> "$work/stderr"
    expects 0 "$snapshot" -o "$work/redacted.json" --redact
    expects 0 "$snapshot" -o "$work/redacted.html" --redact
    diff <(grep -oE '"(verdict|rule|severity|state_size_bytes|kind|max_parallelism)":.*' "$work/open.json") \
        <(grep -oE '"(verdict|rule|severity|state_size_bytes|kind|max_parallelism)":.*' "$work/redacted.json") > "$work/diff" ||
        fail "$snapshot: redaction changes more than names: $(head -3 "$work/diff")"
    # words that the report itself uses are no names: broadcast, operator-list
    names_in "$work/open.json" | grep -vxE '(operator-(list|union)|broadcast|reducing|aggregating|writer_raw_states|.*-timers|SourceReaderState|window-contents|merging-window-set|topic-partition-offset-states|accState|deduplicate-state)' > "$work/names"
    names=$((names + $(wc -l < "$work/names")))
    for file in redacted.json redacted.html; do
        left=$(grep -ohF -f "$work/names" "$work/$file" | sort -u | head -3)
        [[ -z $left ]] || fail "$snapshot: in $file is left: $left"
        ! grep -q 'com\.example' "$work/$file" || fail "$snapshot: a package is left in $file"
    done
done < <(find fixtures/flink-* -name _metadata)
((names > 200)) || fail "only $names names were looked for"

# mistakes
expects 64 "$bad"
expects 64 "$bad" -o "$work/case.pdf"
expects 64 -o "$work/case.html"
expects 64 "$bad" "$bad" -o "$work/case.html"
expects 3 "$work" -o "$work/case.html"
exit $failed
