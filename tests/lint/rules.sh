#!/bin/bash
# Each rule is seen to fire: a fixture's expected report has a finding of it, or a test of tests/rules names it. Each is
# seen to keep quiet: some fixture has no finding of it.
set -euo pipefail
cd "${1:?usage: rules.sh ROOT}"
bad=0 seen=0

mapfile -t reports < <(find fixtures -name expect.json)
while read -r code; do
    seen=$((seen + 1))
    fires=$(cat "${reports[@]}" /dev/null | grep -cE "\"rule\":\s*\"$code\"" || true)
    named=$(grep -rlw "SV_RULE_$code\|$code" tests/rules | wc -l || true)
    if ((fires == 0 && named == 0)); then
        echo "$code: no fixture and no test of tests/rules sees it fire"
        bad=1
    fi
    quiet=$(grep -LE "\"rule\":\s*\"$code\"" "${reports[@]}" /dev/null | grep -vc '^/dev/null$' || true)
    if ((quiet == 0)); then
        echo "$code: no fixture sees it keep quiet"
        bad=1
    fi
done < <(sed -nE 's/^RULE\((SV[0-9]{3}),.*/\1/p' src/rules/rules.def)

if ((seen == 0)); then
    echo "no rules found: nothing was checked"
    exit 1
fi
exit $bad
