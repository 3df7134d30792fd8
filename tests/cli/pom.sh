#!/bin/bash
# snapvet pom on the POMs of fixtures/pom, against what it is expected to say, and on files that are no POM.
# usage: pom.sh [--update] SNAPVET      in the root of the project
set -uo pipefail
update=false
if [[ ${1-} == --update ]]; then
    update=true
    shift
fi
snapvet=$(realpath "${1:?usage: pom.sh [--update] SNAPVET}")
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
failed=0 cases=0
export COLUMNS=120

fail() {
    echo "FAILED: $1"
    failed=1
}

# A case holds a pom.xml beside expect.text, expect.json and expect.exit, and expect.FORMAT for more formats.
golden() {
    local format code
    cases=$((cases + 1))
    "$snapvet" pom pom.xml > "$work/expect.text" 2> "$work/stderr"
    code=$?
    echo "$code" > "$work/expect.exit"
    [[ ! -s $work/stderr ]] || fail "$1: $(cat "$work/stderr")"
    for format in json $(ls expect.* 2> /dev/null | sed 's/^expect\.//' | grep -vxE 'text|json|exit'); do
        "$snapvet" pom pom.xml --format "$format" > "$work/expect.$format"
        (($? == code)) || fail "$1: another exit code with $format"
    done
    for file in "$work"/expect.*; do
        if $update; then
            cp "$file" .
        else
            diff -u "${file##*/}" "$file" || fail "$1: ${file##*/}"
        fi
        rm "$file"
    done
}
while read -r pom; do
    cd "${pom%/*}" && golden "${pom%/*}" && cd - > /dev/null || exit 1
done < <(find fixtures/pom -name pom.xml | sort)
((cases > 5)) || fail "only $cases cases"

# What is no POM ends with 3 and one line that says what is wrong.
no_pom() { # name, part of the message; the file comes by stdin
    cat > "$work/$1"
    "$snapvet" pom "$work/$1" --output json="$work/report" > "$work/out" 2> "$work/err"
    local code=$?
    ((code == 3)) || fail "$1: exit code $code"
    (($(wc -l < "$work/err") == 1)) && grep -qF "$2" "$work/err" || fail "$1: $(cat "$work/err")"
    grep -q SV601 "$work/out" && grep -q SV601 "$work/report" || fail "$1: not in the reports"
}
no_pom bomb 'line 2: it declares an entity' << 'X'
<?xml version="1.0"?>
<!DOCTYPE project [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;">]>
<project><artifactId>&c;</artifactId></project>
X
no_pom external 'it declares an entity' << X
<!DOCTYPE project [<!ENTITY a SYSTEM "file://$PWD/README.md">]><project><artifactId>&a;</artifactId></project>
X
no_pom parameter 'it declares an entity' << X
<!DOCTYPE project [<!ENTITY % a SYSTEM "file://$PWD/README.md"> %a;]><project><artifactId>x</artifactId></project>
X
no_pom ant 'has no <artifactId>' <<< '<project name="x"><target name="y"/></project>'
no_pom html 'begins with <html>' <<< '<html><body/></html>'
no_pom empty 'it is empty' < /dev/null
no_pom cut 'unclosed token' <<< '<project><group'
no_pom binary 'line 1' < <(head -c 4096 "$snapvet")
no_pom deep 'nested too deep' < <(echo '<project>' && yes '<a>' | head -100000)
no_pom many 'too many elements' < <(echo '<project>' && yes '<a/>' | head -600000)
no_pom large 'more than' < <(echo '<project>' && head -c 17000000 /dev/zero | tr '\0' ' ')
no_pom ebcdic 'unknown encoding' <<< '<?xml version="1.0" encoding="IBM037"?><project/>'
truncate -s 1G "$work/huge"
(
    # AddressSanitizer needs more address space than any limit leaves
    ! grep -q __asan_init "$snapvet" && ulimit -v 500000
    exec "$snapvet" pom "$work/huge"
) > "$work/out" 2> "$work/err"
(($? == 3)) && grep -qF 'more than' "$work/err" || fail "a large file: $(cat "$work/err")"
"$snapvet" pom "$work/nowhere" > "$work/out" 2> "$work/err"
(($? == 3)) && grep -qF "$work/nowhere" "$work/err" || fail "a file that is not there: $(cat "$work/err")"
"$snapvet" pom "$work" > "$work/out" 2> "$work/err"
(($? == 3)) && grep -qF "$work/pom.xml" "$work/err" || fail "a folder without a POM: $(cat "$work/err")"

# Encodings, an external DTD and names of HTML's entities do not matter.
good() { # name; the file comes by stdin
    cat > "$work/$1"
    "$snapvet" pom "$work/$1" > "$work/out" 2> "$work/err" || fail "$1: $(cat "$work/err")"
    grep -q '^COMPATIBLE' "$work/out" || fail "$1: $(tail -1 "$work/out")"
}
body='<project><groupId>g</groupId><artifactId>a</artifactId><version>1</version><name>x'
good utf-16 < <(echo "<?xml version='1.0' encoding='UTF-16'?>$body</name></project>" | iconv -t UTF-16)
good latin-1 < <(printf '<?xml version="1.0" encoding="ISO-8859-1"?>%s\xe9</name></project>' "$body")
good windows < <(printf '<?xml version="1.0" encoding="windows-1252"?>%s\x93</name></project>' "$body")
good gbk < <(printf '<?xml version="1.0" encoding="GBK"?>%s\xd6\xd0</name></project>' "$body")
good html-names <<< "$body&eacute;</name></project>"
good dtd <<< "<!DOCTYPE project SYSTEM 'file://$PWD/README.md'>$body</name></project>"
good prefix <<< '<m:project xmlns:m="http://maven.apache.org/POM/4.0.0"><m:artifactId>a</m:artifactId></m:project>'
grep -q 'https\?://' "$work/out" && fail "an address came through"

# What Maven has fetched before tells more.
"$snapvet" pom fixtures/pom/unknown --repository fixtures/pom/repository > "$work/out"
grep -q 'flink-clients  *1.20.0 ' "$work/out" || fail "--repository"

# A policy and a baseline set findings aside.
cat > "$work/policy.yml" << 'X'
waivers:
  - {rule: artifact-dropped, dependency: "org.apache.flink:flink-java", reason: goes with 1.5, expires: 2030-01-01}
X
"$snapvet" pom fixtures/pom/kafka-job-1.20 --config "$work/policy.yml" --as-of 2029-12-31 --show-waived > "$work/out"
grep -q 'WAIVED SV606 org.apache.flink:flink-java' "$work/out" || fail "a waiver"
"$snapvet" pom fixtures/pom/kafka-job-1.20 --format json > "$work/base.json"
"$snapvet" pom fixtures/pom/kafka-job-1.20 --baseline "$work/base.json" --fail-on needs-action > "$work/out" || fail "a baseline"

# Several POMs, exit codes and usage.
"$snapvet" pom fixtures/pom/ready-2.2 fixtures/pom/scala-job-1.13/pom.xml --format lines > "$work/out"
(($? == 1)) && (($(wc -l < "$work/out") == 2)) || fail "two POMs: $(cat "$work/out")"
"$snapvet" pom fixtures/pom/kafka-job-1.20 --fail-on needs-action > "$work/out"
(($? == 1)) || fail "--fail-on needs-action"
"$snapvet" pom fixtures/pom/kafka-job-1.20 --target 2.0 --format json > "$work/out"
grep -q '"becomes_version":	"4.0.1-2.0"' "$work/out" || fail "the release for an earlier target"
"$snapvet" pom > "$work/out" 2>&1
(($? == 64)) || fail "no POM"
echo "$cases POMs as expected"
exit $failed
