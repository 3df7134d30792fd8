#!/bin/bash
# Runs truth.py where there are snapshots with what real Flink said when it restored them, and a Python for it.
# usage: truth.sh SNAPVET
set -euo pipefail

if [[ -z ${SNAPVET_GROUND_TRUTH-} ]]; then
    echo "skipped: SNAPVET_GROUND_TRUTH names no folder of snapshots that real Flink restored"
    exit 77
fi
if ! command -v python3 > /dev/null; then
    echo "skipped: there is no python3"
    exit 77
fi
exec python3 "$(dirname "${BASH_SOURCE[0]}")/truth.py" "$1" "$SNAPVET_GROUND_TRUTH"
