#!/bin/bash
# snapvet plan: every platform, way to it, format and verdict without a hole left; some plans word by word (plan/*.out); the
# script with a fake aws on its path that records what it is asked and answers, well and badly.
# usage: plan.sh SNAPVET            in the root of the project
#        plan.sh --update SNAPVET   rewrites plan/*.out
set -uo pipefail
update=no
[[ ${1:-} == --update ]] && update=yes && shift
snapvet=$(realpath "${1:?usage: plan.sh [--update] SNAPVET}")
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
failed=0
export COLUMNS=100

fail() {
    echo "FAILED: $1"
    failed=1
}
snapshot() { # of a fixture
    dirname "$(find "fixtures/$1" -name _metadata)"
}
declare -A verdicts=([compatible]=flink-1.20/clean-hashmap-savepoint [needs-action]=flink-1.20/table-savepoint
    [undecided]=damaged/unknown-serializer [incompatible]=flink-1.20/basic-hashmap-savepoint)
declare -A codes=([compatible]=0 [needs-action]=0 [undecided]=2 [incompatible]=1)
vias() {
    [[ $1 == msf ]] && echo cli console cloudformation terraform sdk || echo cli
}

# ---- every plan ----
holes=$(sed -nE 's/^HOLE\(([a-z_]+),.*/\1/p' src/facts/holes.def | paste -sd'|')
whole() { # FILE NAME
    ! grep -nE "\{($holes)\}" "$1" > "$work/holes" || fail "$2: a hole is left: $(head -1 "$work/holes")"
    ! grep -nE '\$\{?(null|NULL)|\(null\)' "$1" > "$work/holes" || fail "$2: $(head -1 "$work/holes")"
}
plans=0
for verdict in "${!verdicts[@]}"; do
    from=$(snapshot "${verdicts[$verdict]}")
    for platform in msf self kubernetes; do
        for via in $(vias "$platform"); do
            for format in text markdown json sh; do
                name="$verdict $platform $via $format"
                "$snapvet" plan "$from" --platform "$platform" --via "$via" --format "$format" > "$work/plan" 2> "$work/err"
                code=$?
                ((code == codes[$verdict])) || fail "$name: exit code $code: $(cat "$work/err")"
                [[ -s $work/plan && ! -s $work/err ]] || fail "$name: nothing written, or something said"
                whole "$work/plan" "$name"
                plans=$((plans + 1))
                [[ $format == sh ]] || continue
                bash -n "$work/plan" || fail "$name: no bash"
                ! command -v shellcheck > "$work/which" || shellcheck "$work/plan" > "$work/lint" ||
                    fail "$name: shellcheck: $(head -20 "$work/lint")"
                bash "$work/plan" --list > "$work/list" 2> "$work/err" || fail "$name: --list: $(cat "$work/err")"
                [[ $(wc -l < "$work/list") -ge 3 ]] || fail "$name: --list lists $(wc -l < "$work/list") steps"
            done
        done
    done
done
((plans == 112)) || fail "$plans plans"
command -v shellcheck > "$work/which" || echo "shellcheck is not here: scripts were parsed by bash alone"

# ---- some word by word ----
golden() { # NAME OPTION...
    local name=$1 expected="tests/cli/plan/$1.out"
    shift
    "$snapvet" plan "$@" > "$work/plan" 2>&1
    if [[ $update == yes ]]; then
        mkdir -p tests/cli/plan
        cp "$work/plan" "$expected"
    fi
    diff "$expected" "$work/plan" > "$work/diff" || fail "$name differs from $expected: $(head -10 "$work/diff")"
}
good=$(snapshot "${verdicts[compatible]}") bad=$(snapshot "${verdicts[incompatible]}")
golden compatible-msf "$good" --platform msf --app orders --region eu-west-1 --jar jars/orders-2.2.jar --fill bucket=code
golden compatible-sh "$good" --platform msf --app orders --region eu-west-1 --jar jars/orders-2.2.jar --format sh
golden compatible-self "$good" --platform self --format markdown
golden needs-action-kubernetes "$(snapshot "${verdicts[needs-action]}")" --platform kubernetes --app orders
golden undecided-msf "$(snapshot "${verdicts[undecided]}")" --platform msf --app orders --region eu-west-1
golden incompatible-console "$bad" --platform msf --via console --app orders
golden incompatible-self "$bad" --platform self --format json

# ---- the script, with a fake aws ----
mkdir "$work/bin" "$work/run"
cat > "$work/bin/aws" << 'FAKE'
#!/bin/bash
# Answers like an application whose status stands in the file status; an operation that stands in the file refused fails.
printf '%s\n' "aws $*" >> calls
operation=$2
if grep -qx "$operation" refused 2> /dev/null; then
    echo "An error occurred (ResourceInUseException) when calling the $operation operation" >&2
    exit 254
fi
case $operation:$* in
describe-application:*ApplicationVersionId\ --output*) echo 7 ;;
describe-application:*ApplicationStatus\ --output*) cat status ;;
describe-application:*RuntimeEnvironment\ --output*) cat runtime ;;
describe-application-snapshot:*) cat snapshot ;;
list-application-operations:*) echo op-1 ;;
describe-application-operation:*OperationStatus*) cat operation ;;
get-metric-data:*Values\[0\]*) cat restarts ;;
update-application:*FLINK-2_2*) echo FLINK-2_2 > runtime ;;
start-application:*) echo RUNNING > status ;;
rollback-application:*) echo FLINK-1_20 > runtime ;;
esac
FAKE
for tool in mvn snapvet sleep; do
    printf '#!/bin/bash\nprintf "%%s\\n" "%s $*" >> calls\n' "$tool" > "$work/bin/$tool"
done
chmod +x "$work"/bin/*
begin() {
    rm -f "$work"/run/* "$work"/run.sh.values
    (cd "$work/run" && echo RUNNING > status && echo FLINK-1_20 > runtime && echo READY > snapshot &&
        echo SUCCESSFUL > operation && echo 2 > completed && echo 0.0 > restarts && touch calls)
}
"$snapvet" plan "$good" --platform msf --app orders --region eu-west-1 --jar 'jars/it'\''s 2.2.jar' --format sh \
    --fill bucket=code --fill artifact=target/orders.jar --fill topic=arn:aws:sns:eu-west-1:123456789012:alarms \
    --fill checkpoint_millis=60000 --fill checkpoint_bytes=1000000 --fill behind_millis=600000 \
    --fill old_runtime=FLINK-1_20 --fill old_jar=jars/orders-1.20.jar > "$work/run.sh" || fail "no script"
runs() { # CODE OPTION...: without a terminal
    local code=$1 got=0
    shift
    (cd "$work/run" && PATH="$work/bin:$PATH" setsid bash "$work/run.sh" "$@") > "$work/out" 2> "$work/err" < /dev/null ||
        got=$?
    ((got == code)) || fail "script $*: exit code $got and not $code: $(tail -5 "$work/err")"
}
types() { # CODE OPTION...: at a terminal, where somebody says yes to all
    local code=$1 got=0
    shift
    # shellcheck disable=SC2016 # of the shell within
    (cd "$work/run" && printf 'y\n%.0s' {1..40} | COMMAND="$work/run.sh" PATH="$work/bin:$PATH" \
        script -qec "bash \"\$COMMAND\" $*" "$work/typed") > "$work/out" 2>&1 || got=$?
    cp "$work/out" "$work/err"
    ((got == code)) || fail "script at a terminal $*: exit code $got and not $code: $(tail -5 "$work/out")"
}
called() {
    grep -q -- "$1" "$work/run/calls"
}

begin
runs 0 --yes
called 'update-application .*--current-application-version-id 7 --runtime-environment-update FLINK-2_2' || fail "no update"
called "\"FileKeyUpdate\":\"jars/it's 2.2.jar\"" || fail "the JAR's key came through otherwise"
called 'get-metric-data .*--start-time op-1 ' || fail "points from before the update are looked at"
called 'put-metric-alarm .*numRestarts' || fail "no alarm"
[[ $(grep -c 'create-application-snapshot' "$work/run/calls") == 1 ]] || fail "not one snapshot"
! called 'rollback-application\|start-application' || fail "a running application was started or rolled back"
first=$(grep -nm1 'create-application-snapshot' "$work/run/calls" | cut -d: -f1)
second=$(grep -nm1 'FLINK-2_2' "$work/run/calls" | cut -d: -f1)
((first < second)) || fail "updated before the snapshot was taken"

begin
echo READY > "$work/run/status"
runs 0 --yes --from update
called '"ApplicationRestoreType":"RESTORE_FROM_LATEST_SNAPSHOT"' || fail "an application that was READY was not started"
! called 'create-application-snapshot' || fail "--from did not skip"

begin
runs 0 --dry-run
[[ ! -s $work/run/calls ]] || fail "--dry-run did something: $(head -1 "$work/run/calls")"
grep -q 'runtime-environment-update' "$work/out" || fail "--dry-run does not show the update"
runs 0 --list
[[ ! -s $work/run/calls ]] || fail "--list did something"

stops() { # STEP CALL: nothing is done behind a step that fails
    grep -q "^step '$1' failed" "$work/err" || fail "not stopped at $1: $(tail -3 "$work/err")"
    ! called "$2" || fail "after $1 failed: $2"
}
begin
echo FAILED > "$work/run/snapshot"
runs 1 --yes
stops snapshot 'FLINK-2_2'
begin
echo update-application > "$work/run/refused"
runs 254 --yes
stops protect create-application-snapshot
begin
echo ROLLED_BACK > "$work/run/status"
runs 1 --yes --from update
stops update 'get-metric-data'
begin
echo FAILED > "$work/run/operation"
runs 1 --yes --from operation
stops operation 'get-metric-data'
begin
echo 3.0 > "$work/run/restarts"
runs 1 --yes --from operation
stops metrics put-metric-alarm
grep -q 'restart' "$work/err" || fail "what a restart loop looks like is not said"

begin
echo FLINK-2_2 > "$work/run/runtime"
runs 0 --yes --back
called 'rollback-application .*--current-application-version-id 7' || fail "no rollback"
! called 'create-application-snapshot' || fail "--back does other steps"
begin
echo READY > "$work/run/status"
runs 0 --yes --back
called '"SnapshotName":"before-flink-2.2"' || fail "no start from the named snapshot"
called 'update-application .*FLINK-1_20' || fail "the old runtime does not come back"

begin
runs 64
grep -q 'no terminal' "$work/err" || fail "without a terminal: $(cat "$work/err")"
! called 'update-application' || fail "something was changed without asking"
runs 64 --from nowhere
runs 64 --nonsense
if command -v script > "$work/which"; then
    begin
    (cd "$work/run" && printf 'n\n' | PATH="$work/bin:$PATH" script -qec "bash $work/run.sh" "$work/typed") > "$work/out" 2>&1
    ! called 'update-application' || fail "a no was taken for a yes"
    begin
    (cd "$work/run" && yes | head -20 | PATH="$work/bin:$PATH" script -qec "bash $work/run.sh" "$work/typed") > "$work/out" 2>&1
    called 'put-metric-alarm' || fail "a yes was taken for a no: $(tail -3 "$work/out")"
else
    echo "script(1) is not here: no question was answered"
fi

# ---- with a fake Flink, and a fake kubectl ----
mkdir -p "$work/old/bin" "$work/new/bin"
cat > "$work/old/bin/flink" << 'FAKE'
#!/bin/bash
printf '%s\n' "$(basename "$(dirname "$(dirname "$0")")") flink $*" >> calls
case $1 in
list) echo "0123456789abcdef0123456789abcdef : job (RESTARTING)" ;;
stop) echo "Suspending job." && cat stopped 2> /dev/null ;;
run) printf 'Job has been submitted with JobID 0123456789abcdef0123456789abcdef\n' ;;
esac
FAKE
cp "$work/old/bin/flink" "$work/new/bin/flink"
chmod +x "$work"/{old,new}/bin/flink
cat > "$work/bin/rest" << 'FAKE'
#!/bin/bash
# The job manager: restarts rise when there is a file rising, and are not there at first when there is a file early.
case $* in
*/status) echo '{"status":"RUNNING"}' ;;
*/checkpoints) printf '{"counts":{"restored":1,"total":9,"completed":%s,"failed":0},"latest":{}}\n' "$(cat completed)" ;;
*/metrics*)
    if [[ -e early ]]; then
        rm early && echo '[]'
        exit
    fi
    printf '[{"id":"numRestarts","value":"%s"}]\n' "$(cat restarts)"
    [[ ! -e rising ]] || echo "$(($(cat restarts) + 1))" > restarts
    ;;
esac
FAKE
cat > "$work/bin/curl" << 'FAKE'
#!/bin/bash
printf '%s\n' "curl $*" >> calls
exec rest "$@"
FAKE
cat > "$work/bin/kubectl" << 'FAKE'
#!/bin/bash
printf '%s\n' "kubectl $*" >> calls
case $* in
*upgradeSavepointPath*) cat stopped 2> /dev/null || true ;;
*lastSavepoint*) echo s3://savepoints/older ;;
*--raw*) exec rest "$@" ;;
*jobId*) echo 0123456789abcdef0123456789abcdef ;;
esac
FAKE
chmod +x "$work/bin/rest" "$work/bin/curl" "$work/bin/kubectl"
"$snapvet" plan "$good" --platform self --jar target/job.jar --fill old_flink="$work/old" --fill new_flink="$work/new" \
    --fill savepoints=s3://savepoints --fill job=00000000000000000000000000000001 --fill rest=http:"//host:8081" \
    --fill old_jar=old.jar --format sh > "$work/run.sh" || fail "no script for a cluster of one's own"
begin
touch "$work/run/old.jar" "$work/run/early"
echo "Savepoint completed. Path: s3://savepoints/sp-1" > "$work/run/stopped"
echo 0 > "$work/run/restarts"
runs 1 --yes
stops recheck 'snapvet check\|new flink run'
grep -q 'LOCAL_SAVEPOINT' "$work/out" || fail "what to do with a savepoint that is elsewhere is not said"
grep -q 'way back: .*the job is stopped' "$work/err" || fail "nobody says that the job is stopped"
[[ $(stat -c %a "$work/run.sh.values") == 600 ]] || fail "values are kept for everybody to read"
LOCAL_SAVEPOINT=copy runs 0 --yes --from recheck
called 'old flink stop --savepointPath s3://savepoints 00000000000000000000000000000001' || fail "not stopped"
called 'snapvet check copy --target 2.2' || fail "the savepoint was not checked"
called 'new flink run --detached --fromSavepoint s3://savepoints/sp-1 --claimMode NO_CLAIM target/job.jar' || fail "not run"
called 'jobs/0123456789abcdef0123456789abcdef/metrics' || fail "the new job was not looked at"
runs 0 --yes --back
called 'new flink cancel 0123456789abcdef0123456789abcdef' || fail "the new job goes on"
called 'old flink run --detached --fromSavepoint s3://savepoints/sp-1 old.jar' || fail "no way back from what was kept"
for path in file:/tmp/sp-1 file:///tmp/sp-1 /tmp/sp-1; do
    begin
    SAVEPOINT=$path runs 0 --yes --from recheck < /dev/null
    called 'snapvet check /tmp/sp-1 ' || fail "$path was not checked"
done
begin
touch "$work/run/old.jar"
runs 64 --yes --from run
grep -q "step 'run' needs SAVEPOINT" "$work/err" || fail "--from without a savepoint: $(cat "$work/err")"
runs 64 --yes --back
[[ ! -s $work/run/calls ]] || fail "something was done without the savepoint"
begin
touch "$work/run/old.jar"
runs 1 --yes
stops stop 'new flink run'
begin
SAVEPOINT=s3://savepoints/sp-1 runs 0 --yes --back
! called 'flink cancel' || fail "a job that was never started is cancelled"
called 'old flink run --detached --fromSavepoint s3://savepoints/sp-1 old.jar' || fail "no way back"
watches() { # CODE RESTARTS COMPLETED
    echo "$2" > "$work/run/restarts"
    echo "$3" > "$work/run/completed"
    SAVEPOINT=s3://savepoints/sp-1 NEW_JOB_ID=0123456789abcdef0123456789abcdef runs "$1" --yes --from job-status
}
begin
watches 0 4 1
watches 1 0 0
stops job-status 'no such call'
touch "$work/run/rising"
watches 1 0 1
stops job-status 'no such call'

"$snapvet" plan "$good" --platform kubernetes --app orders --jar local:"///job.jar" --fill namespace=shop --fill image=shop:2.2 \
    --fill old_image=shop:1.20 --fill old_jar_uri=local:"///old.jar" --fill old_operator_version=v1_20 --format sh > "$work/run.sh" ||
    fail "no script for Kubernetes"
begin
echo 0 > "$work/run/restarts"
echo s3://savepoints/sp-1 > "$work/run/stopped"
LOCAL_SAVEPOINT=copy types 0 --yes
called '"state":"suspended","upgradeMode":"savepoint"' || fail "not suspended"
called 'snapvet check copy' || fail "the savepoint was not checked"
called '"image":"shop:2.2","flinkVersion":"v2_2"' || fail "not resumed"
begin
echo 0 > "$work/run/restarts"
LOCAL_SAVEPOINT=copy runs 64 --yes
grep -q "step 'resume' needs hands.*--from job-status" "$work/err" || fail "--yes answered for hands: $(cat "$work/err")"
grep -qx 'SAVEPOINT=s3://savepoints/older' "$work/run.sh.values" || fail "an older operator keeps its savepoint elsewhere"
begin
SAVEPOINT=s3://savepoints/sp-1 types 0 --yes --back
called '"initialSavepointPath":"s3://savepoints/sp-1","savepointRedeployNonce":[0-9]' || fail "no way back"

# ---- Terraform: its plan is read by a person before it is applied ----
printf '#!/bin/bash\nprintf "%%s\\n" "terraform $*" >> calls\n' > "$work/bin/terraform"
chmod +x "$work/bin/terraform"
"$snapvet" plan "$good" --platform msf --via terraform --app orders --region eu-west-1 --jar new.jar --format sh \
    --fill bucket_arn=arn:aws:s3:::code --fill role=arn:aws:iam::123456789012:role/flink --fill old_jar=old.jar \
    --fill old_runtime=FLINK-1_20 --fill bucket=code --fill artifact=a.jar --fill checkpoint_millis=1 --fill behind_millis=1 \
    --fill topic=arn:aws:sns:eu-west-1:123456789012:alarms --fill checkpoint_bytes=1 > "$work/run.sh" || fail "no Terraform"
begin
runs 64 --yes --from update
! called 'terraform apply' || fail "--yes applied what nobody looked at"
begin
echo FLINK-2_2 > "$work/run/runtime"
types 0 --yes --from update
grep -q 'updated in-place' "$work/out" || fail "what the plan of Terraform has to say is not said"
called 'terraform apply upgrade.tfplan' || fail "not applied"

# ---- what has to be done first stands in the script, and a person does it ----
"$snapvet" plan "$(snapshot "${verdicts[needs-action]}")" --platform self --jar target/job.jar --fill old_flink="$work/old" \
    --fill new_flink="$work/new" --fill savepoints=s3://savepoints --fill job=00000000000000000000000000000001 \
    --fill rest=http:"//host:8081" --fill old_jar=old.jar --format sh > "$work/run.sh" || fail "no script with actions"
grep -qE '^# (SV|[A-Z]+-?)[0-9]+  ' "$work/run.sh" || fail "no rule in the script: $(sed -n 1,12p "$work/run.sh")"
grep -q '^#     cure: ' "$work/run.sh" || fail "no cure in the script"
begin
runs 64 --yes
grep -q "step 'actions' needs hands.*--from connectors" "$work/err" || fail "actions were passed over: $(cat "$work/err")"
"$snapvet" plan "$bad" --platform self --format sh > "$work/run.sh"
grep -qE '^# operator .*, state .*: .*reprocess' "$work/run.sh" || fail "the states that do not come along are not in the script"

# ---- a script on stdin has no file; a way back that is none ----
begin
(cd "$work/run" && PATH="$work/bin:$PATH" bash -s -- --dry-run < "$work/run.sh") > "$work/out" 2> "$work/err" ||
    fail "read from stdin: $(tail -3 "$work/err")"
grep -q 'snapvet pom' "$work/out" || fail "read from stdin, --dry-run shows nothing"
"$snapvet" plan "$bad" --platform msf --format sh > "$work/run.sh"
runs 0 --back --list
grep -q 'no such step' "$work/err" || fail "a list without a step says nothing"

# ---- texts in Python run by themselves ----
printf '#!/bin/bash\ncat >> calls\n' > "$work/bin/python3"
chmod +x "$work/bin/python3"
"$snapvet" plan "$good" --platform msf --via sdk --app orders --region eu-west-1 --jar new.jar --format sh > "$work/run.sh"
begin
BUCKET=code ARTIFACT=a.jar TOPIC=arn:aws:sns:eu-west-1:123456789012:alarms CHECKPOINT_MILLIS=1 CHECKPOINT_BYTES=1 \
    BEHIND_MILLIS=1 OLD_RUNTIME=FLINK-1_20 OLD_JAR=old.jar runs 0 --yes
called 'os.environ\["APP"\]' || fail "no Python was run"
! called 'software.amazon.awssdk' || fail "Java was given to Python"

# ---- a path aimed at the shell ----
ln -s "$PWD/$good" "$work/\$(touch pwned) 'x"
"$snapvet" plan "$work/\$(touch pwned) 'x" --platform self --format sh > "$work/run.sh" || fail "a path with quotes"
begin
runs 0 --dry-run
[[ ! -e $work/run/pwned ]] || fail "the path of a snapshot was run"

# blanks, values that do not fit, a way to choose
"$snapvet" plan "$good" --platform msf --format sh > "$work/run.sh"
begin
runs 1 --yes
grep -q 'fill in' "$work/err" || fail "blanks: $(cat "$work/err")"
[[ ! -s $work/run/calls ]] || fail "something was done with blanks"
export APP='a b'
runs 64 --yes --from operation
grep -q "'a b' cannot be APP" "$work/err" || fail "a value that does not fit: $(cat "$work/err")"
unset APP
"$snapvet" plan "$bad" --platform msf --app orders --region eu-west-1 --fill refactored_jar=r.jar --format sh > "$work/run.sh"
begin
runs 64 --yes
grep -q -- '--way' "$work/err" || fail "no way was asked for: $(cat "$work/err")"
runs 64 --yes --way new-job
begin
types 0 --yes --way refactor --from refactor
called '"FileKeyUpdate":"r.jar"' || fail "the refactored JAR is not run"
! called 'FLINK-2_2' || fail "upgraded, though the snapshot does not come along"

# ---- options ----
refused() { # CODE TEXT OPTION...
    local code=$1 text=$2 got=0
    shift 2
    "$snapvet" plan "$@" > "$work/out" 2> "$work/err" || got=$?
    ((got == code)) || fail "exit code $got and not $code: plan $*"
    grep -q -- "$text" "$work/err" || fail "plan $*: $(cat "$work/err")"
    [[ ! -s $work/out ]] || fail "plan $*: something on stdout"
}
refused 64 'no platform' "$good"
refused 64 'none of it\|is no value' "$good" --platform emr
refused 64 'name of the application' "$good" --platform msf --app 'a b'
refused 64 'AWS Region' "$good" --platform msf --region 'eu'
refused 64 'S3 key' "$good" --platform msf --jar $'a\nb'
refused 64 'terraform' "$good" --platform self --via terraform
refused 64 'no runtime' "$good" --platform msf --target 2.0
refused 64 'no value .colour' "$good" --platform msf --fill colour=red
refused 64 'needs --against' "$good" --platform msf --allow-non-restored-state
refused 3 '' "$work" --platform msf
exit $failed
