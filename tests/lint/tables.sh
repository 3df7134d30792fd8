#!/bin/bash
# The tables of src/ are in order: classes.def sorted without doubles and with sources, rules and formats without doubles
# and each with its place in docs/.
set -euo pipefail
cd "${1:?usage: tables.sh ROOT}"
bad=0

complain() {
    echo "$1"
    bad=1
}

# First arguments of a table's rows, quotes removed: rows may span lines, the first argument stands on the first.
keys() {
    sed -nE "s/^$1\(\"?([^\",)]+)\"?[,)].*/\1/p" "$2"
}

check_unique() {
    local doubles
    doubles=$(keys "$1" "$2" | sort | uniq -d)
    [[ -z $doubles ]] || complain "$2: more than one row for $doubles"
    [[ -n $(keys "$1" "$2") ]] || complain "$2: no rows found"
}

check_unique CLASS src/facts/classes.def
keys CLASS src/facts/classes.def | LC_ALL=C sort -c || complain "src/facts/classes.def: not sorted by name"
check_unique LENGTH src/decode/lengths.def
keys LENGTH src/decode/lengths.def | LC_ALL=C sort -c || complain "src/decode/lengths.def: not sorted by name"
check_unique RELEASE src/facts/releases.def
check_unique RULE src/rules/rules.def
check_unique FORMAT src/report/formats.def

while read -r code; do
    grep -qE "^#+ .*\b$code\b" docs/rules.md || complain "docs/rules.md: no heading for $code"
done < <(keys RULE src/rules/rules.def)
while read -r code; do
    keys RULE src/rules/rules.def | grep -qx "$code" || complain "docs/rules.md: heading for $code, which is no rule"
done < <(sed -nE 's/^#+ .*\b(SV[0-9]{3})\b.*/\1/p' docs/rules.md)
while read -r name; do
    grep -qE "\`$name\`" docs/output.md || complain "docs/output.md: nothing on the format $name"
done < <(keys FORMAT src/report/formats.def)

exit $bad
