#!/bin/bash
# Policies and baselines: where a policy is found, what it changes, what cannot be changed, and what every format says.
# usage: policy.sh SNAPVET      in the root of the project
set -uo pipefail
snapvet=$(realpath "${1:?usage: policy.sh SNAPVET}")
fixtures=$(realpath fixtures)
bad=$fixtures/flink-1.20/scala-savepoint/savepoint-248f53-40c441a6eb30      # one error, SV201
blind=$(dirname "$(find "$fixtures/flink-1.20/hashmap-changelog-checkpoint" -name _metadata)") # files are missing
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
failed=0

fail() {
    echo "FAILED: $1"
    failed=1
}
# expects CODE COMMAND ARGUMENT...: stdout and stderr go to files
expects() {
    local code=$1 got=0
    shift
    "$snapvet" "$@" > "$work/stdout" 2> "$work/stderr" || got=$?
    ((got == code)) || fail "exit code $got and not $code: $*: $(head -3 "$work/stderr")"
}
says() {
    grep -qF -- "$2" "$work/$1" || fail "no '$2' in $1: $(head -5 "$work/$1")"
}
says_not() {
    ! grep -qF -- "$2" "$work/$1" || fail "'$2' in $1"
}

mkdir -p "$work/project/a/b"
cd "$work/project" || exit 1
cat > .snapvet.yml << 'END'
waivers:
  - rule: SV201
    operator: "*"
    reason: the state is dropped before the upgrade
    expires: 2026-12-31
END

# found here and above, not asked for with --no-config
expects 0 check "$bad" --as-of 2026-12-31
says stdout "Policy .snapvet.yml."
says stdout "1 waived finding, listed with --show-waived."
says stdout "COMPATIBLE: Flink 2.2.0 can restore "
says stdout ", not counting 1 waived finding."
says_not stdout "dropped before"
cd a/b || exit 1
expects 0 check "$bad" --as-of 2026-12-31 --show-waived
says stdout "Policy ../../.snapvet.yml."
says stdout "WAIVED SV201"
says stdout "until 2026-12-31: the state is dropped before the upgrade"
expects 1 check "$bad" --no-config
says_not stdout "Policy"
says_not stdout "waived"

# expired: as if there were none, and said in every format
expects 1 check "$bad" --as-of 2027-01-01
says stdout "../../.snapvet.yml, line 2: the waiver of SV201"
says stdout "INCOMPATIBLE: Flink"
expects 1 check "$bad" --as-of 2027-01-01 --format json
says stdout "../../.snapvet.yml, line 2: the waiver of SV201 expired on 2026-12-31 and counts as none: 1 finding"
for format in json sarif junit github markdown html; do
    expects 1 check "$bad" --as-of 2027-01-01 --format $format
    says stdout "expired on 2026"
done

# every format counts what is waived; JSON and SARIF list it
for format in text lines github gitlab junit markdown html; do
    expects 0 check "$bad" --as-of 2026-12-31 --format $format
    says stdout "1 waived finding"
done
expects 0 check "$bad" --as-of 2026-12-31 --format sarif
says stdout '"justification":	"the state is dropped before the upgrade"'
expects 0 check "$bad" --as-of 2026-12-31 --format json
says stdout '"waived":	1,'
says stdout '"verdict_of_all":	"incompatible"'
says stdout '"reason":	"the state is dropped before the upgrade"'

# severities, verdicts that fail, target; the command line is stronger
cat > own.yml << 'END'
target: 2.1
fail-on: needs-action
severities: {SV201: warning}
END
expects 1 check "$bad" --config own.yml
says stdout "own.yml makes SV201"
says stdout "NEEDS ACTION: Flink 2.1.0"
expects 0 check "$bad" --config own.yml --fail-on incompatible --target 2.2.0
says stdout "NEEDS ACTION: Flink 2.2.0"

# what could not be read stays undecided; it may pass, and the report says what it is
cat > soft.yml << 'END'
undecided: warn
END
expects 2 check "$blind" --no-config
expects 0 check "$blind" --config soft.yml
says stdout "UNDECIDED: Flink"

# mistakes: told with lines, and nothing is checked
cat > wrong.yml << 'END'
waiver: []
severities:
  SV002: note
waivers:
  - rule: SV003
    reason: files are elsewhere
    expires: 2026-13-01
END
expects 64 check "$bad" --config wrong.yml
says stderr "wrong.yml:1: unknown key 'waiver'; did you mean 'waivers'?"
says stderr "wrong.yml:3: rule SV002 (unread-state) says what could not be read: its severity cannot be changed"
says stderr "wrong.yml:5: rule SV003 (missing-file) says what could not be read: it cannot be waived"
says stderr "wrong.yml:7: bad date '2026-13-01'"
[[ ! -s $work/stdout ]] || fail "a report in spite of a policy with mistakes"
expects 1 config check wrong.yml
says stdout "wrong.yml:7: bad date"
expects 0 config check --as-of 2027-01-01
says stdout "../../.snapvet.yml: target 2.2.0, fails on incompatible, undecided fails, 1 waiver (1 expired)"
expects 64 check "$bad" --config none.yml
expects 64 check "$bad" --config own.yml --no-config
expects 64 check "$bad" --as-of tomorrow
expects 64 config
rm ../../.snapvet.yml
expects 1 config check

# a baseline: what is known does not count, what could not be read is never known
expects 1 check "$bad" --format json
cp "$work/stdout" old.json
expects 0 check "$bad" --baseline old.json
says stdout "1 known finding, listed with --show-waived."
says stdout ", not counting 1 known finding."
expects 0 check "$bad" --baseline old.json --format json
says stdout '"known":	1'
cp "$work/stdout" older.json
expects 0 check "$bad" --baseline older.json

# the fingerprints are those of the job: what was known of one snapshot is known of the next, wherever its files lie
newer=$(dirname "$(find "$fixtures/flink-1.20/hashmap-checkpoint" -name _metadata)")
older=$(dirname "$(find "$fixtures/flink-1.20/compressed-hashmap-checkpoint" -name _metadata)")
expects 1 check "$older" --format json
cp "$work/stdout" job.json
expects 1 check "$newer"
expects 0 check "$newer" --baseline job.json
says stdout "3 known findings"
expects 1 check "$bad" --baseline job.json
says_not stdout "known finding"

expects 2 check "$blind" --format json
cp "$work/stdout" blind.json
expects 2 check "$blind" --baseline blind.json
says_not stdout "known finding"
echo '{}' > foreign.json
expects 64 check "$bad" --baseline foreign.json
says stderr "cannot compare with 'foreign.json': it is no report of a check; write it with snapvet check --format json"
exit $failed
