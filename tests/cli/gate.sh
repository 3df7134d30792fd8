#!/bin/bash
# The gate in a git project of its own: its pipeline fails on an incompatible savepoint, passes after a waiver, and fails
# again after that has expired. Then the shell lines of docs/gate.md, as GitHub and GitLab run them.
# usage: gate.sh SNAPVET      in the root of the project
set -uo pipefail
snapvet=$(realpath "${1:?usage: gate.sh SNAPVET}")
fixtures=$(realpath fixtures)
docs=$(realpath docs/gate.md)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
failed=0
PATH=${snapvet%/*}:$PATH

fail() {
    echo "FAILED: $1"
    failed=1
}
as_git() {
    git -c user.name=gate -c user.email=gate@localhost -c init.defaultBranch=main "$@"
}
# expects CODE DAY: the pipeline of a fresh clone of the project, as on that day
expects() {
    local code=0
    rm -rf "$work/clone"
    git clone -q "$work/project" "$work/clone" || fail "cannot clone"
    (cd "$work/clone" && DAY=$2 ci/gate > "$work/log" 2>&1) || code=$?
    ((code == $1)) || fail "the pipeline ends with $code and not $1 on $2: $(tail -3 "$work/log")"
}
says() {
    grep -qF -- "$1" "$work/log" || fail "no '$1' in the log: $(tail -5 "$work/log")"
}

mkdir -p "$work/project/ci" "$work/project/savepoints"
cd "$work/project" || exit 1
as_git init -q
tar -czf savepoints/orders.tar.gz -C "$fixtures/flink-1.20/scala-savepoint" savepoint-248f53-40c441a6eb30
cat > ci/gate << 'END'
#!/bin/bash
set -euo pipefail
cd "$(dirname "$0")"
snapvet check ../savepoints/orders.tar.gz --as-of "$DAY"
END
chmod +x ci/gate
as_git add . && as_git commit -q -m "A job with state of the Scala API"
expects 1 2026-11-25
says "INCOMPATIBLE: Flink 2.2.0 cannot restore"

cat > .snapvet.yml << 'END'
waivers:
  - rule: SV201
    reason: the operator is replaced before the upgrade
    expires: 2026-12-31
END
as_git add . && as_git commit -q -m "Waive what goes away"
expects 0 2026-11-25
says "Policy ../.snapvet.yml."
says "1 waived finding"
expects 0 2026-12-31

expects 1 2027-01-01
says "the waiver of SV201"
says "INCOMPATIBLE: Flink 2.2.0 cannot restore"

# the lines under a heading of gate.md: those of a block "run: |", or the items of "script:"
github() {
    sed -n '/^## GitHub/,/^## GitLab/p' "$docs" | sed -n '/^  run: |$/,/^- name/p' | sed -n 's/^    //p'
}
gitlab() {
    sed -n '/^## GitLab/,/^## Only/p' "$docs" | sed -n '/^  script:$/,/^  artifacts/p' | sed -n 's/^    - //p'
}
# expects_lines CODE SAVEPOINT LINES: run as a runner does, in the project, with what it sets
expects_lines() {
    local code=0
    (cd "$work/project" && SAVEPOINT=$2 GITHUB_STEP_SUMMARY=$work/summary bash -eo pipefail -c "$3" > "$work/log" 2>&1) || code=$?
    ((code == $1)) || fail "lines of gate.md end with $code and not $1: $(tail -3 "$work/log")"
}
good=$fixtures/flink-1.20/heap-timers-savepoint/savepoint-278fcb-9020a7ecff8d
bad=$fixtures/flink-1.20/kryo-registrations-savepoint/savepoint-20362e-0eb880e64406
[[ $(github | wc -l) == 3 && $(gitlab | wc -l) == 2 ]] || fail "gate.md has other lines than this test looks for"

expects_lines 0 "$good" "$(github)"
says "::notice"
: > "$work/summary"
expects_lines 1 "$bad" "$(github)"
says "::error"
grep -q "INCOMPATIBLE" "$work/summary" || fail "no summary for GitHub"
grep -q '"ruleId"' snapvet.sarif || fail "no results for GitHub"

expects_lines 0 "$good" "$(gitlab)"
expects_lines 1 "$bad" "$(gitlab)"
grep -q '"check_name"' gl-code-quality-report.json || fail "no findings for GitLab"
grep -q '<failure ' snapvet.xml || fail "no failures for GitLab"
echo "waivers: x" > .snapvet.yml
expects_lines 1 "$good" "$(gitlab)"
says ".snapvet.yml:1: waivers must be a list"
exit $failed
