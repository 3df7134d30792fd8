#!/bin/bash
# Holds the reports expected of fixtures against what others have published about their forms: SARIF's JSON schema, the
# JUnit schema of Jenkins, HTML by tidy. Skips (77) without them: SNAPVET_SCHEMAS names a folder with
# sarif-schema-2.1.0.json (OASIS) and junit-10.xsd (Jenkins' xunit plugin); needed are also python3-jsonschema,
# libxml2-utils and tidy.
set -euo pipefail
cd "${1:?usage: schemas.sh ROOT}"

skip() {
    echo "skipped: $1"
    exit 77
}
schemas=${SNAPVET_SCHEMAS-}
[[ -n $schemas ]] || skip "SNAPVET_SCHEMAS names no folder with schemas"
for file in sarif-schema-2.1.0.json junit-10.xsd; do
    [[ -e $schemas/$file ]] || skip "no $file in $schemas"
done
for command in python3 xmllint tidy; do
    command -v "$command" > /dev/null || skip "no $command"
done
python3 -c 'import jsonschema' 2> /dev/null || skip "no jsonschema for python3"

said=$(mktemp)
trap 'rm -f "$said"' EXIT
bad=0 seen=0
while read -r file; do
    seen=$((seen + 1))
    case $file in
    *.sarif)
        python3 -c '
import json, jsonschema, sys
schema, report = (json.load(open(name)) for name in sys.argv[1:])
jsonschema.validators.validator_for(schema)(schema, format_checker=jsonschema.FormatChecker()).validate(report)
' "$schemas/sarif-schema-2.1.0.json" "$file" ;;
    *.junit) xmllint --noout --schema "$schemas/junit-10.xsd" "$file" ;;
    *.html) tidy -q -e --show-info no "$file" ;;
    esac > "$said" 2>&1 || { echo "$file:" && tail -5 "$said" && bad=1; }
done < <(find fixtures -name expect.sarif -o -name expect.junit -o -name expect.html)

if ((seen == 0)); then
    echo "no reports found: nothing was checked"
    exit 1
fi
exit $bad
